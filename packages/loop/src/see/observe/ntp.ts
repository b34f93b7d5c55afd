/** NTP: who gives the time, and where it comes from. */
import type { Observers } from '../scene.ts';

const SYMMETRIC_PASSIVE = 2, CLIENT = 3, SERVER = 4, BROADCAST = 5;

export const ntpObservers: Observers = {
  'ntp.packet': (packet, scene) => {
    const { mode } = packet, { sender, receiver } = scene;
    if (mode === SERVER || mode === SYMMETRIC_PASSIVE || mode === BROADCAST) {
      scene.serve(sender, 'udp', scene.senderPort, {
        protocol: 'ntp', state: mode === BROADCAST ? 'announced' : 'answered',
        attributes: { versions: [String(packet.version)], ...(packet.stratum === null ? {} : { stratum: packet.stratum }), ...(packet.reference === null ? {} : { reference: packet.reference }) },
      });
      if (packet.stratum === 1) scene.sign(sender, 'ntp.reference', packet.reference);
      if (mode === SERVER && !scene.toGroup) scene.use(receiver, 'ntp', scene.senderIp, scene.senderPort);
    } else if (mode === CLIENT) {
      if (!scene.toGroup) scene.serve(receiver, 'udp', scene.receiverPort, { protocol: 'ntp', state: 'addressed' });
      scene.use(sender, 'ntp', scene.toGroup ? null : scene.receiverIp, scene.receiverPort, { versions: [String(packet.version)] });
    }
  },
};
