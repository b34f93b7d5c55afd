/** SIP: both sides may ask; whoever answers offers the service. */
import type { Observers } from '../scene.ts';
import { facts, listOf } from './facts.ts';
import { claimServer, claimUserAgent } from './product-tokens.ts';
import { publicAgent } from './named.ts';

export const sipObservers: Observers = {
  'sip.message': (said, scene) => {
    const { sender, receiver, transport } = scene, message = { ...said, userAgent: publicAgent(said.userAgent), server: publicAgent(said.server) };
    if (message.status === null) {
      if (!scene.toGroup) scene.serve(receiver, transport, scene.receiverPort, { protocol: 'sip' });
      scene.use(sender, 'sip', scene.toGroup ? null : scene.receiverIp, scene.receiverPort, facts({ methods: listOf(message.method), userAgents: listOf(message.userAgent) }));
    } else {
      scene.serve(sender, transport, scene.senderPort, { protocol: 'sip', state: 'answered', attributes: facts({ server: message.server ?? message.userAgent }) });
    }
    scene.sign(sender, 'sip.user-agent', message.userAgent);
    scene.sign(sender, 'sip.server', message.server);
    claimUserAgent(scene, sender, message.userAgent, 'sip.user-agent');
    claimServer(scene, sender, message.server, 'sip.server');
  },
};
