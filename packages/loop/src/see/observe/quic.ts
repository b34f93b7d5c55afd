/** QUIC: who serves follows from the port alone, so what runs inside stays unknown; TLS 1.3 is part of it (RFC 9001). */
import type { Observers } from '../scene.ts';
import { facts, listOf } from './facts.ts';

const PORTS: ReadonlySet<number> = new Set([443, 853]);

export const quicObservers: Observers = {
  'quic.packet': (packet, scene) => {
    const attributes = facts({ versions: listOf(packet.version) }), tls = { version: '1.3' };
    if (packet.type === 'short') { // two bits and a port
      if (PORTS.has(scene.senderPort)) scene.serve(scene.sender, 'udp', scene.senderPort, { protocol: 'quic', state: 'answered', confidence: 50 });
      return;
    }
    if (PORTS.has(scene.receiverPort)) {
      scene.serve(scene.receiver, 'udp', scene.receiverPort, { protocol: 'quic', tls, attributes });
      scene.use(scene.sender, 'quic', scene.receiverIp, scene.receiverPort, attributes);
    } else if (PORTS.has(scene.senderPort)) {
      scene.serve(scene.sender, 'udp', scene.senderPort, { protocol: 'quic', state: 'answered', tls, attributes });
    }
  },
};
