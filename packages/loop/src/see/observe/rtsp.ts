/** RTSP: cameras and encoders serve, recorders and viewers ask. */
import { publicName } from '../person.ts';
import type { Observers } from '../scene.ts';
import { facts, listOf } from './facts.ts';
import { claimServer, claimUserAgent } from './product-tokens.ts';
import { publicAgent } from './named.ts';

export const rtspObservers: Observers = {
  'rtsp.request': (request, scene) => {
    const cleartextCredentials = request.authorization === 'basic', agent = publicAgent(request.userAgent);
    scene.serve(scene.receiver, 'tcp', scene.receiverPort, { protocol: 'rtsp', attributes: facts({ cleartextCredentials }) });
    scene.use(scene.sender, 'rtsp', scene.receiverIp, scene.receiverPort, { ...facts({ userAgents: listOf(agent) }), cleartextCredentials });
    claimUserAgent(scene, scene.sender, agent, 'rtsp.user-agent');
  },
  'rtsp.response': (response, scene) => {
    const { sender } = scene, server = publicAgent(response.server);
    scene.serve(sender, 'tcp', scene.senderPort, {
      protocol: 'rtsp', state: 'answered', attributes: facts({ server, auth: listOf(response.challenge?.scheme), realm: publicName(response.challenge?.realm).name }),
    });
    scene.sign(sender, 'rtsp.server', server);
    claimServer(scene, sender, server, 'rtsp.server');
  },
};
