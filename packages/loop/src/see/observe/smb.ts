/** SMB, NTLM, DCE/RPC, LDAP and Kerberos: what Windows networks say of their hosts. People's names pass the person filter or are not read at all. */
import type { Facts, HostRef, Observers, Scene } from '../scene.ts';
import { claimName } from './named.ts';

/** Interfaces that only domain controllers serve ([MS-NRPC], [MS-DRSR], [MS-FRS2]); SAMR and LSARPC are on every Windows host. */
const CONTROLLER_INTERFACES: ReadonlySet<string> = new Set(['12345678-1234-abcd-ef00-01234567cffb', 'e3514235-4b06-11d1-ab04-00c04fc2dcd2', '897e2e5f-93f3-4376-9c9c-fd2277495c27']);
/** Print System Remote Protocol ([MS-RPRN]). */
const SPOOLSS = '12345678-1234-abcd-ef00-0123456789ab';
const AS_REPLY = 11, TGS_REPLY = 13, KRB_ERROR = 30;

export const smbObservers: Observers = {
  'smb.negotiate': (negotiate, scene) => {
    smbHeard(negotiate.response, scene, { ...(negotiate.dialect === null ? {} : { dialects: [negotiate.dialect] }), ...(negotiate.response && negotiate.signingRequired !== null ? { signingRequired: negotiate.signingRequired } : {}) });
    if (negotiate.dialect !== null && negotiate.response) scene.sign(scene.sender, 'smb.dialect', negotiate.dialect);
  },
  'smb.message': (message, scene) => { smbHeard(message.response, scene, {}); },
  'smb.netbios': (names, scene) => {
    claimHost(scene.receiver, names.called, 'smb.called-name', scene);
    claimHost(scene.sender, names.calling, 'smb.calling-name', scene);
  },
  'smb.native': (native, scene) => {
    scene.sign(scene.sender, 'smb.os', native.os);
    scene.sign(scene.sender, 'smb.lan-manager', native.lanManager);
    if (native.os !== null && /^(Windows|Unix|Samba)/.test(native.os)) scene.claim(scene.sender, 'os', native.os, 'smb.os', 'medium', { confidence: 70 });
    const samba = /^Samba (\d[\w.+~-]*)/.exec(native.lanManager ?? '');
    if (samba) scene.claim(scene.sender, 'software', samba[1]!, 'smb.lan-manager', 'medium', { of: 'Samba', confidence: 90 });
  },
  'ntlm.message': (message, scene) => {
    const { sender } = scene;
    // A DNS name without a domain is what the machine was installed as, not what it is called in the network.
    const host = (message.dnsComputer?.includes('.') ? claimHost(sender, message.dnsComputer, 'ntlm.dns-computer', scene) : null) ?? claimHost(sender, message.computer, 'ntlm.computer', scene, message.type === 3 ? 70 : 80); // a client may put anything there
    scene.sign(sender, 'ntlm.host', host);
    // Samba claims to be Windows 6.1 build 0, whatever it runs on.
    if (message.build === null || message.build.endsWith('.0')) return;
    scene.sign(sender, 'ntlm.os-build', message.build);
    scene.claim(sender, 'os', windowsOf(message.build), 'ntlm.os-build', 'medium', { confidence: 75 });
  },
  'dcerpc.bind': (bind, scene) => {
    if (!bind.pipe) {
      scene.serve(scene.receiver, 'tcp', scene.receiverPort, { protocol: 'dcerpc' });
      scene.use(scene.sender, 'dcerpc', scene.receiverIp, scene.receiverPort);
    }
    // Whoever asks a host for netlogon believes it is a controller; that it answers is another sign.
    if (bind.interfaces.some((uuid) => CONTROLLER_INTERFACES.has(uuid))) scene.claim(scene.receiver, 'role', 'domain-controller', 'dcerpc.interface', 'medium', { confidence: 75 });
    else if (bind.interfaces.includes(SPOOLSS) && bind.pipe) scene.claim(scene.receiver, 'role', 'server', 'dcerpc.interface', 'weak');
  },
  'dcerpc.pdu': (pdu, scene) => {
    if (pdu.pipe) return;
    answerOrUse(scene, 'dcerpc', {});
  },
  'ldap.message': (_message, scene) => { answerOrUse(scene, 'ldap', {}); },
  'ldap.server': (said, scene) => {
    const { sender } = scene;
    const attributes: Facts = { ...(said.vendorName === null ? {} : { vendor: said.vendorName }), ...(said.vendorVersion === null ? {} : { version: said.vendorVersion }) };
    scene.serve(sender, scene.transport, scene.senderPort, { protocol: 'ldap', state: 'answered', attributes });
    if (said.vendorVersion !== null) scene.claim(sender, 'software', said.vendorVersion, 'ldap.vendor-version', 'medium', { of: said.vendorName ?? 'LDAP server', confidence: 85 });
    claimHost(sender, said.dnsHostName, 'ldap.dns-host-name', scene);
  },
  'kerberos.message': (message, scene) => {
    const reply = message.type === AS_REPLY || message.type === TGS_REPLY || (message.type === KRB_ERROR && scene.senderPort === 88), realm: Facts = message.realm === null ? {} : { realm: message.realm.toUpperCase() };
    if (!reply) {
      scene.serve(scene.receiver, scene.transport, scene.receiverPort, { protocol: 'kerberos', attributes: realm });
      scene.use(scene.sender, 'kerberos', scene.receiverIp, scene.receiverPort, realm);
      return;
    }
    scene.serve(scene.sender, scene.transport, scene.senderPort, { protocol: 'kerberos', state: 'answered', attributes: realm });
    if (message.type !== KRB_ERROR) scene.claim(scene.sender, 'role', 'domain-controller', 'kerberos.reply', 'medium', { confidence: 80 });
  },
};

function smbHeard(response: boolean, scene: Scene, attributes: Facts): void {
  if (!response) {
    scene.serve(scene.receiver, scene.transport, scene.receiverPort, { protocol: 'smb' });
    scene.use(scene.sender, 'smb', scene.receiverIp, scene.receiverPort);
    return;
  }
  scene.serve(scene.sender, scene.transport, scene.senderPort, { protocol: 'smb', state: 'answered', attributes });
  scene.claim(scene.sender, 'role', 'file-server', 'smb.answer', 'medium', { confidence: 70 });
}

function answerOrUse(scene: Scene, protocol: 'dcerpc' | 'ldap', attributes: Facts): void {
  const answer = scene.transport === 'udp' ? scene.senderPort === 389 : scene.direction === 1;
  if (answer) scene.serve(scene.sender, scene.transport, scene.senderPort, { protocol, state: 'answered', attributes });
  else {
    scene.serve(scene.receiver, scene.transport, scene.receiverPort, { protocol });
    scene.use(scene.sender, protocol, scene.receiverIp, scene.receiverPort, attributes);
  }
}

function claimHost(host: HostRef, name: string | null, signal: string, scene: Scene, confidence = 80): string | null {
  // Embedded servers fill the field with these when they were not given a name.
  const given = name === null || /^(localhost|localhost\.localdomain|workgroup|null|none)$/i.test(name) ? null : name;
  return claimName(scene, host, given, signal, 'medium', { confidence });
}

/** Builds that Microsoft gave to one client and one server edition (Windows release health pages); the kernel version otherwise. */
const BUILDS: readonly [number, string][] = [
  [26100, 'Windows 11 24H2 or Server 2025'], [22631, 'Windows 11 23H2'], [22621, 'Windows 11 22H2'], [22000, 'Windows 11 21H2'], [20348, 'Windows Server 2022'], [19041, 'Windows 10 2004 to 22H2'], [18362, 'Windows 10 1903'],
  [17763, 'Windows 10 1809 or Server 2019'], [17134, 'Windows 10 1803'], [14393, 'Windows 10 1607 or Server 2016'], [10586, 'Windows 10 1511'], [10240, 'Windows 10 1507'], [9600, 'Windows 8.1 or Server 2012 R2'],
  [9200, 'Windows 8 or Server 2012'], [7601, 'Windows 7 SP1 or Server 2008 R2 SP1'], [7600, 'Windows 7 or Server 2008 R2'], [6002, 'Windows Vista SP2 or Server 2008 SP2'], [6001, 'Windows Vista SP1 or Server 2008'],
  [3790, 'Windows Server 2003 or XP x64'], [2600, 'Windows XP'], [2195, 'Windows 2000'],
];

export function windowsOf(build: string): string {
  const number = Number(build.split('.')[2]);
  return BUILDS.find(([known]) => known === number)?.[1] ?? `Windows ${build}`;
}
