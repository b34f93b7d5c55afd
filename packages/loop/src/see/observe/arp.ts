/** ARP and IPv6 neighbour discovery: who owns which address. */
import type { Observers } from '../scene.ts';

const NOBODY = '00:00:00:00:00:00';

export const arpObservers: Observers = {
  'arp.packet': (packet, scene) => {
    // A probe (RFC 5227, 2.1.1) has no sender address yet.
    if (packet.senderIp === '0.0.0.0' || packet.senderMac === NOBODY) return;
    // A frame from another station than the one it speaks of is a proxy or an attack (RFC 1027): hearsay.
    scene.bind(packet.senderMac, packet.senderIp, scene.senderMac === null || scene.senderMac === packet.senderMac);
  },
  'icmpv6.neighbour': (neighbour, scene) => {
    const { mac, message, target, router } = neighbour, owned = message === 'advertisement' ? target : scene.senderIp;
    const host = mac !== null && owned !== null && owned !== '::' ? scene.bind(mac, owned, scene.senderMac === null || scene.senderMac === mac) : scene.sender;
    if (router) scene.claim(host, 'role', 'router', message === 'advertisement' ? 'icmpv6.router-flag' : 'icmpv6.router-advertisement', 'medium', { confidence: 70 });
  },
};
