/** RDP: who connects to whose desktop, with which protection, and the client's own name where it stands in clear text. */
import type { Observers } from '../scene.ts';
import { windowsOf } from './smb.ts';
import { claimName } from './named.ts';

export const rdpObservers: Observers = {
  'rdp.request': (request, scene) => {
    scene.serve(scene.receiver, 'tcp', scene.receiverPort, { protocol: 'rdp' });
    // A cookie holds a user's name or a broker's token: that there is one may be told.
    scene.use(scene.sender, 'rdp', scene.receiverIp, scene.receiverPort, { requested: request.protocols, ...(request.cookie ? { cookie: true } : {}) });
  },
  'rdp.confirm': (confirm, scene) => {
    scene.serve(scene.sender, 'tcp', scene.senderPort, { protocol: 'rdp', state: 'answered', attributes: confirm.protocol === null ? {} : { security: [confirm.protocol] } });
  },
  'rdp.client': (client, scene) => {
    scene.serve(scene.receiver, 'tcp', scene.receiverPort, { protocol: 'rdp' });
    scene.use(scene.sender, 'rdp', scene.receiverIp, scene.receiverPort, { clearText: true });
    scene.sign(scene.sender, 'rdp.client-name', claimName(scene, scene.sender, client.name, 'rdp.client-name', 'medium'));
    scene.claim(scene.sender, 'os', windowsOf(`0.0.${client.build}`).replace(/^Windows 0\.0\.\d+$/, ''), 'rdp.client-build', 'medium', { confidence: 60 });
  },
};
