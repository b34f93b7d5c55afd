/** TFTP: a client asks a server on port 69; the answer comes from another port (RFC 1350, 4), so the service is only addressed. */
import '@wardkeep/wire/proto/tftp';
import type { Observers } from '../scene.ts';

export const tftpObservers: Observers = {
  'tftp.packet': (packet, scene) => {
    if (packet.op !== 'read' && packet.op !== 'write') return;
    if (!scene.toGroup) scene.serve(scene.receiver, 'udp', scene.receiverPort, { protocol: 'tftp', state: 'addressed' });
    scene.use(scene.sender, 'tftp', scene.toGroup ? null : scene.receiverIp, scene.receiverPort);
  },
};
