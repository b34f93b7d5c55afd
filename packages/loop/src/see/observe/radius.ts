/** RADIUS: a network access server (switch, access point, VPN gateway) asks an authentication server. Who logs on is not read. */
import '@wardkeep/wire/proto/radius';
import type { Observers } from '../scene.ts';
import { claimName } from './named.ts';

const SERVER_PORTS: ReadonlySet<number> = new Set([1812, 1813, 1645, 1646]);
/** RFC 2865, 5.41: Wireless – IEEE 802.11. */
const WIRELESS = 19;

export const radiusObservers: Observers = {
  'radius.packet': (packet, scene) => {
    const { sender, receiver } = scene;
    if (packet.reply && SERVER_PORTS.has(scene.senderPort)) {
      scene.serve(sender, 'udp', scene.senderPort, { protocol: 'radius', state: 'answered' });
      scene.claim(sender, 'role', 'network-service', 'radius.server', 'medium', { confidence: 70 });
      scene.use(receiver, 'radius', scene.senderIp, scene.senderPort);
    } else if (!packet.reply && SERVER_PORTS.has(scene.receiverPort)) {
      if (!scene.toGroup) scene.serve(receiver, 'udp', scene.receiverPort, { protocol: 'radius', state: 'addressed' });
      scene.use(sender, 'radius', scene.toGroup ? null : scene.receiverIp, scene.receiverPort);
      if (packet.nasIp !== null && packet.nasIp !== scene.senderIp) return; // through a proxy: the attributes speak of another
      claimName(scene, sender, packet.nasIdentifier, 'radius.nas-identifier', 'medium');
      if (packet.nasPortType === WIRELESS) scene.claim(sender, 'role', 'wireless-ap', 'radius.nas-port-type', 'weak');
    }
  },
};
