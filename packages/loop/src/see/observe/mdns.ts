/**
 * mDNS with DNS-SD, and LLMNR: a host names itself and its services to the segment.
 *
 * Only responses speak of the sender; the answers of a query are what it already knows of others (RFC 6762, 7.1). Reflectors repeat what hosts of
 * other segments said: a service belongs to the sender unless the message gives its target other addresses of the same family.
 */
import type { Protocol, Role } from '@wardkeep/model';
import type { DnsAnswer, MdnsMessage } from '@wardkeep/wire/proto/dns';
import { publicName } from '../person.ts';
import type { HostRef, Observers, Scene } from '../scene.ts';
import { claimName } from './named.ts';

interface ServiceType { readonly protocol: Protocol; readonly tls?: true; readonly role?: Role }

/** DNS-SD service types (IANA service name registry; Bonjour printing) whose base protocol is known. */
const SERVICE_TYPES: Readonly<Record<string, ServiceType>> = {
  '_dicom._tcp': { protocol: 'dicom' }, '_acr-nema._tcp': { protocol: 'dicom' }, '_dicom-tls._tcp': { protocol: 'dicom', tls: true }, '_dicom-iscl._tcp': { protocol: 'dicom' },
  '_http._tcp': { protocol: 'http' }, '_https._tcp': { protocol: 'http', tls: true }, '_webdav._tcp': { protocol: 'http' }, '_webdavs._tcp': { protocol: 'http', tls: true }, '_http-alt._tcp': { protocol: 'http' },
  '_smb._tcp': { protocol: 'smb' }, '_ssh._tcp': { protocol: 'ssh' }, '_sftp-ssh._tcp': { protocol: 'ssh' }, '_rfb._tcp': { protocol: 'vnc' }, '_rdp._tcp': { protocol: 'rdp' },
  '_ftp._tcp': { protocol: 'ftp' }, '_telnet._tcp': { protocol: 'telnet' }, '_tftp._udp': { protocol: 'tftp' }, '_ntp._udp': { protocol: 'ntp' }, '_ldap._tcp': { protocol: 'ldap' }, '_kerberos._udp': { protocol: 'kerberos' },
  '_ipp._tcp': { protocol: 'http', role: 'printer' }, '_ipps._tcp': { protocol: 'http', tls: true, role: 'printer' }, '_uscan._tcp': { protocol: 'http', role: 'printer' }, '_uscans._tcp': { protocol: 'http', tls: true, role: 'printer' },
  '_printer._tcp': { protocol: 'unknown', role: 'printer' }, '_pdl-datastream._tcp': { protocol: 'unknown', role: 'printer' }, '_scanner._tcp': { protocol: 'unknown', role: 'printer' },
  '_mqtt._tcp': { protocol: 'mqtt' }, '_secure-mqtt._tcp': { protocol: 'mqtt', tls: true }, '_coap._udp': { protocol: 'coap' }, '_coaps._udp': { protocol: 'coap', tls: true },
  '_sip._udp': { protocol: 'sip' }, '_sip._tcp': { protocol: 'sip' }, '_rtsp._tcp': { protocol: 'rtsp' }, '_rtsp._udp': { protocol: 'rtsp' }, '_axis-video._tcp': { protocol: 'http', role: 'camera' }, '_psia._tcp': { protocol: 'http', role: 'camera' },
  '_opcua-tcp._tcp': { protocol: 'opcua' }, '_postgresql._tcp': { protocol: 'postgresql' }, '_mysql._tcp': { protocol: 'mysql' },
};
/** Types under which the port is no service of its own: `_workstation` gives the discard port, `_device-info` port 0. */
const NO_SERVICE = /^_(?:workstation|device-info|sleep-proxy)\._/;

/** Operating systems as HINFO spells them (RFC 1010 lists them in capitals; Avahi writes uname's in capitals). */
const HINFO_SYSTEMS: Readonly<Record<string, string>> = { LINUX: 'Linux', FREEBSD: 'FreeBSD', OPENBSD: 'OpenBSD', NETBSD: 'NetBSD', DARWIN: 'Darwin', SUNOS: 'SunOS' };

const HOST_NAME = { confidence: 85 };

export const mdnsObservers: Observers = {
  'mdns.message': (message, scene) => {
    if (!message.response) return;
    const types = new Set<string>();
    let own = true;
    for (const answer of message.answers) {
      const type = serviceType(answer);
      const host = ownerOf(answer, message, scene);
      if (host !== scene.sender) own = false;
      if (type !== null && host === scene.sender) types.add(type);
      observeAnswer(answer, type, host, scene);
    }
    for (const type of types) scene.sign(scene.sender, 'mdns.service', type);
    if (own || types.size > 0) scene.serve(scene.sender, 'udp', 5353, { protocol: 'mdns', state: 'announced', attributes: { services: [...types].sort() } });
  },
  'llmnr.message': (message, scene) => {
    if (!message.response) return;
    scene.serve(scene.sender, 'udp', scene.senderPort, { protocol: 'llmnr', state: 'answered' });
    for (const answer of message.answers) { // RFC 4795, 2.3: a responder answers for names of its own only
      if ((answer.type !== 'A' && answer.type !== 'AAAA') || answer.section !== 'answer') continue;
      scene.sign(scene.sender, 'llmnr.hostname', claimName(scene, scene.sender, answer.name, 'llmnr.hostname', 'medium'));
    }
  },
};

function observeAnswer(answer: DnsAnswer, type: string | null, host: HostRef, scene: Scene): void {
  if (answer.type === 'SRV') {
    if (type !== null && !NO_SERVICE.test(type) && answer.port > 0) announce(type, answer.port, host, scene);
    nameHost(answer.target, host, scene);
  } else if (answer.type === 'A' || answer.type === 'AAAA') nameHost(answer.name, host, scene);
  else if (answer.type === 'HINFO') scene.claim(host, 'os', answer.os === null ? null : (HINFO_SYSTEMS[answer.os] ?? answer.os), 'mdns.hinfo', 'medium');
  else if (answer.type === 'TXT') observeFacts(answer.facts, type, host, scene);
}

function announce(type: string, port: number, host: HostRef, scene: Scene): void {
  const known = SERVICE_TYPES[type];
  scene.serve(host, type.endsWith('_udp') ? 'udp' : 'tcp', port, {
    protocol: known?.protocol ?? 'unknown', state: 'announced', attributes: { serviceTypes: [type] }, confidence: known ? 90 : 0, ...(known?.tls ? { tls: {} } : {}),
  });
  if (known?.role) scene.claim(host, 'role', known.role, 'mdns.service', 'strong', { confidence: 85 });
}

function nameHost(full: string, host: HostRef, scene: Scene): void {
  scene.sign(host, 'mdns.hostname', claimName(scene, host, /^[^\\\s]+$/.test(full) ? full : null, 'mdns.hostname', 'strong', HOST_NAME));
}

const CLAIMED: Readonly<Record<string, 'vendor' | 'product' | 'model'>> = {
  manufacturer: 'vendor', mfg: 'vendor', vendor: 'vendor', usb_mfg: 'vendor', ty: 'product', product: 'product', model: 'model', usb_mdl: 'model', md: 'model', am: 'model',
};

function observeFacts(facts: Readonly<Record<string, string>>, type: string | null, host: HostRef, scene: Scene): void {
  for (const [key, value] of Object.entries(facts)) {
    const { name } = publicName(value);
    if (name === null) continue;
    scene.sign(host, 'mdns.txt', `${key}=${name}`);
    // `_device-info` chooses an icon: Samba and netatalk write `RackMac` there on any machine. A rule may still read it.
    const attribute = type === '_device-info._tcp' ? undefined : CLAIMED[key];
    // Bonjour printing writes `product=(GPL Ghostscript)`: the interpreter's PostScript name in parentheses.
    if (attribute !== undefined) scene.claim(host, attribute, name.replace(/^\((.*)\)$/, '$1'), `mdns.txt-${key}`, 'strong', { confidence: 85 });
  }
}

/** `_ipp._tcp` of an instance, of a pointer to instances, or of the list of types (RFC 6763, 4.1 and 9); null when it is about no service. */
function serviceType(answer: DnsAnswer): string | null {
  const name = answer.type === 'PTR' && /^_services\._dns-sd\._udp\./i.test(answer.name) ? answer.target : answer.name;
  if (answer.type !== 'PTR' && answer.type !== 'SRV' && answer.type !== 'TXT') return null;
  const match = /(?:^|\.)(_[a-z0-9-]{1,15}\._(?:tcp|udp))\.local$/i.exec(name);
  return match ? match[1]!.toLowerCase() : null;
}

/** The sender, or the host at the address that the message gives for the answer's target. */
function ownerOf(answer: DnsAnswer, message: MdnsMessage, scene: Scene): HostRef {
  const target = targetOf(answer, message)?.toLowerCase();
  if (target === undefined || scene.senderIp === null) return scene.sender;
  const family = scene.senderIp.includes(':') ? 'AAAA' : 'A';
  let other: string | null = null;
  for (const record of message.answers) {
    if (record.type !== family || record.name.toLowerCase() !== target) continue;
    if (record.address === scene.senderIp) return scene.sender;
    other ??= record.address;
  }
  return other === null ? scene.sender : scene.hostAt(other);
}

/** The host name an answer is about: of a service, the target of its SRV record. */
function targetOf(answer: DnsAnswer, message: MdnsMessage): string | undefined {
  if (answer.type === 'SRV') return answer.target;
  if (answer.type === 'A' || answer.type === 'AAAA' || answer.type === 'HINFO') return answer.name;
  const instance = (answer.type === 'PTR' ? answer.target : answer.name).toLowerCase();
  for (const record of message.answers) if (record.type === 'SRV' && record.name.toLowerCase() === instance) return record.target;
  return undefined;
}
