/** NetBIOS names and browser announcements: name, workgroup and what a Windows or Samba host offers. Names of logged-on people are not even read (suffix 03). */
import type { NetbiosName } from '@wardkeep/wire/proto/netbios';
import { publicName } from '../person.ts';
import type { Observers, Scene } from '../scene.ts';
import { claimName } from './named.ts';

const WORKSTATION = 0x00, FILE_SERVER = 0x20, DOMAIN_MASTER = 0x1b, DOMAIN_CONTROLLERS = 0x1c;
/** [MS-SRVS] 2.2.2.7. */
const SV_DOMAIN_CTRL = 0x8, SV_DOMAIN_BAKCTRL = 0x10, SV_SERVER_NT = 0x8000, SV_SQLSERVER = 0x4;
const NAMED = { confidence: 80 };

export const netbiosObservers: Observers = {
  'nbns.packet': (packet, scene) => {
    const { operation, response, name, names } = packet, { sender } = scene;
    if (response) {
      scene.serve(sender, 'udp', scene.senderPort, { protocol: 'nbns', state: 'answered', attributes: workgroupOf(names) });
      for (const entry of names) observeName(entry, scene);
      if (packet.mac !== null && scene.senderIp !== null) scene.bind(packet.mac, scene.senderIp, false);
      // A WINS server answers for others: only an answer about its own address is about the sender.
      if (operation === 'query' && packet.rcode === 0 && name !== null && packet.address === scene.senderIp) observeName(name, scene);
      if (!scene.toGroup) scene.use(scene.receiver, 'nbns', scene.senderIp, scene.senderPort);
    } else if (operation === 'registration' || operation === 'refresh') {
      scene.serve(sender, 'udp', 137, { protocol: 'nbns', state: 'announced', attributes: name === null ? {} : workgroupOf([name]) });
      if (name !== null && (packet.address === null || packet.address === scene.senderIp)) observeName(name, scene);
      if (!scene.toGroup) scene.use(sender, 'nbns', scene.receiverIp, scene.receiverPort);
    } else if (!scene.toGroup) {
      scene.serve(scene.receiver, 'udp', scene.receiverPort, { protocol: 'nbns', state: 'addressed' });
      scene.use(sender, 'nbns', scene.receiverIp, scene.receiverPort);
    }
  },
  'nbdgm.packet': (packet, scene) => {
    const { announcement, source } = packet, { sender } = scene;
    // Forwarded by a distribution server (RFC 1002, 4.4): the datagram names the one who spoke.
    if (packet.sourceIp !== null && packet.sourceIp !== scene.senderIp) return;
    scene.serve(sender, 'udp', 138, { protocol: 'nbdgm', state: 'announced' });
    if (source !== null && source.suffix === WORKSTATION && announcement?.scope !== 'domain') claimHost(source.name, scene);
    if (announcement === null || announcement.scope === 'domain') return;
    claimHost(announcement.server, scene);
    scene.sign(sender, 'nbdgm.comment', publicName(announcement.comment).name);
    const type = announcement.serverType;
    if ((type & (SV_DOMAIN_CTRL | SV_DOMAIN_BAKCTRL)) !== 0) scene.claim(sender, 'role', 'domain-controller', 'nbdgm.server-type', 'medium', NAMED);
    else if ((type & SV_SQLSERVER) !== 0) scene.claim(sender, 'role', 'database', 'nbdgm.server-type', 'weak');
    else if ((type & SV_SERVER_NT) !== 0) scene.claim(sender, 'role', 'server', 'nbdgm.server-type', 'weak');
  },
};

/** [MS-NBTE] 3.4, RFC 1001 and Microsoft KB 163409: what the suffix of a name says. */
function observeName(entry: NetbiosName, scene: Scene): void {
  const { sender } = scene, { suffix, group } = entry;
  scene.sign(sender, 'nbns.suffix', suffix.toString(16).toUpperCase().padStart(2, '0'));
  if (suffix === WORKSTATION && !group) claimHost(entry.name, scene);
  else if (suffix === FILE_SERVER && !group) scene.claim(sender, 'role', 'file-server', 'nbns.suffix', 'weak'); // every Windows workstation registers it, too
  else if ((suffix === DOMAIN_CONTROLLERS && group) || (suffix === DOMAIN_MASTER && !group)) scene.claim(sender, 'role', 'domain-controller', 'nbns.suffix', 'medium', NAMED);
}

function claimHost(text: string | null, scene: Scene): void {
  scene.sign(scene.sender, 'nbns.name', claimName(scene, scene.sender, text, 'nbns.name', 'medium', NAMED));
}

/** The group of suffix 00 is the workgroup or the domain's short name. */
function workgroupOf(names: readonly NetbiosName[]): { workgroup: string } | Record<string, never> {
  const group = names.find((entry) => entry.group && entry.suffix === WORKSTATION)?.name ?? null, { name } = publicName(group);
  return name === null ? {} : { workgroup: name };
}
