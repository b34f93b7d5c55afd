/** CoAP: requests go to a server, responses come from one; to a group only the sender is known. */
import type { Observers } from '../scene.ts';
import { facts, listOf } from './facts.ts';

export const coapObservers: Observers = {
  'coap.message': (message, scene) => {
    const { sender, receiver } = scene;
    if (message.code === '0.00') return; // ping and reset: either side
    if (message.code.startsWith('0.')) {
      scene.use(sender, 'coap', scene.toGroup ? null : scene.receiverIp, scene.receiverPort, facts({ paths: listOf(message.path), hosts: listOf(message.host) }));
      if (scene.toGroup) return;
      scene.serve(receiver, 'udp', scene.receiverPort, { protocol: 'coap', attributes: facts({ paths: listOf(message.path) }) });
      scene.sign(receiver, 'coap.resource', message.path);
      return;
    }
    scene.serve(sender, 'udp', scene.senderPort, { protocol: 'coap', state: 'answered', attributes: facts({ contentFormats: listOf(message.contentFormat === null ? null : String(message.contentFormat)) }) });
    scene.use(receiver, 'coap', scene.senderIp, scene.senderPort);
  },
};
