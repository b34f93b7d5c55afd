/** DNS: who serves, who asks, and what the server says of other hosts of the house (hearsay, of private addresses only). Which names were asked is not kept. */
import type { DnsAnswer, DnsMessage } from '@wardkeep/wire/proto/dns';
import { formatIpv6, parseIp } from '@wardkeep/model/address';
import type { Observers, Scene } from '../scene.ts';
import { claimName } from './named.ts';

const HEARSAY = { confidence: 60 };

export const dnsObservers: Observers = {
  'dns.message': (message, scene) => {
    const { transport, sender, receiver } = scene;
    if (!message.response) {
      if (!scene.toGroup) scene.serve(receiver, transport, scene.receiverPort, { protocol: 'dns', state: 'addressed' });
      scene.use(sender, 'dns', scene.toGroup ? null : scene.receiverIp, scene.receiverPort);
      return;
    }
    scene.serve(sender, transport, scene.senderPort, { protocol: 'dns', state: 'answered' });
    scene.use(receiver, 'dns', scene.senderIp, scene.senderPort);
    scene.sign(sender, 'dns.version-bind', message.versionBind);
    for (const answer of message.answers) observeAnswer(answer, message, scene);
  },
};

function observeAnswer(answer: DnsAnswer, message: DnsMessage, scene: Scene): void {
  if (answer.type === 'A' || answer.type === 'AAAA') {
    if (isPrivate(answer.address)) claimName(scene, scene.hostAt(answer.address), hostName(answer.name), 'dns.address', 'medium', HEARSAY);
  } else if (answer.type === 'PTR') {
    const ip = reverseAddress(answer.name);
    if (ip !== null && isPrivate(ip)) claimName(scene, scene.hostAt(ip), hostName(answer.target), 'dns.pointer', 'medium', HEARSAY);
  } else if (answer.type === 'SRV' && /^_(?:ldap|kerberos)\._tcp\..*\bdc\._msdcs\./i.test(answer.name)) {
    // Active Directory registers its domain controllers so ([MS-ADTS] 6.3.2.3).
    for (const other of message.answers)
      if ((other.type === 'A' || other.type === 'AAAA') && other.name.toLowerCase() === answer.target.toLowerCase() && isPrivate(other.address))
        scene.claim(scene.hostAt(other.address), 'role', 'domain-controller', 'dns.srv-dc', 'medium', { confidence: 80 });
  }
}

/** A name that a host can have (RFC 1123, 2.1, and underscores); else null. */
function hostName(name: string): string | null { return /^[a-z0-9_][a-z0-9._-]*$/i.test(name) ? name.replace(/\.$/, '') : null; }

/** RFC 1918, 6598 and 3927; RFC 4193 unique local and RFC 4291 link local. */
export function isPrivate(ip: string): boolean {
  if (ip.includes(':')) return /^f[cd][0-9a-f]{2}:|^fe[89ab][0-9a-f]:/.test(ip);
  const [a = 0, b = 0] = ip.split('.', 2).map(Number);
  return a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168) || (a === 169 && b === 254) || (a === 100 && b >= 64 && b < 128);
}

/** `4.30.20.10.in-addr.arpa` (RFC 1035, 3.5) and 32 nibbles of `ip6.arpa` (RFC 3596, 2.5) as an address, or null. */
export function reverseAddress(name: string): string | null {
  const four = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.in-addr\.arpa$/i.exec(name);
  if (four) return parseIp(`${four[4]}.${four[3]}.${four[2]}.${four[1]}`);
  const six = /^((?:[0-9a-f]\.){32})ip6\.arpa$/i.exec(name);
  if (!six) return null;
  const nibbles = six[1]!.split('.').slice(0, 32).reverse();
  return formatIpv6(Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(nibbles[2 * i]! + nibbles[2 * i + 1]!, 16)));
}
