/** RTSP: cameras and encoders serve, recorders and viewers ask. */
import type { Observers } from '../scene.ts';
import { facts, listOf } from './facts.ts';
import { claimServer, claimUserAgent } from './product-tokens.ts';

export const rtspObservers: Observers = {
  'rtsp.request': (request, scene) => {
    const cleartextCredentials = request.authorization === 'basic';
    scene.serve(scene.receiver, 'tcp', scene.receiverPort, { protocol: 'rtsp', attributes: facts({ cleartextCredentials }) });
    scene.use(scene.sender, 'rtsp', scene.receiverIp, scene.receiverPort, { ...facts({ userAgents: listOf(request.userAgent) }), cleartextCredentials });
    claimUserAgent(scene, scene.sender, request.userAgent, 'rtsp.user-agent');
  },
  'rtsp.response': (response, scene) => {
    const { sender } = scene;
    scene.serve(sender, 'tcp', scene.senderPort, {
      protocol: 'rtsp', state: 'answered', attributes: facts({ server: response.server, auth: listOf(response.challenge?.scheme), realm: response.challenge?.realm }),
    });
    scene.sign(sender, 'rtsp.server', response.server);
    claimServer(scene, sender, response.server, 'rtsp.server');
  },
};
