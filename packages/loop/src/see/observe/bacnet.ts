/** BACnet: a device says its number and maker in I-Am, and its model and versions when it is asked. */
import type { Observers, Scene } from '../scene.ts';

export const bacnetObservers: Observers = {
  'bacnet.i-am': (said, scene) => {
    announce(scene, { instance: said.instance, vendorId: said.vendorId });
    scene.sign(scene.sender, 'bacnet.vendor-id', String(said.vendorId));
    scene.claim(scene.sender, 'role', 'bms', 'bacnet.i-am', 'medium', { confidence: 70 });
  },
  'bacnet.who-is': (_message, scene) => {
    if (!scene.toGroup) scene.serve(scene.receiver, scene.transport, scene.receiverPort, { protocol: 'bacnet', state: 'addressed' });
    scene.use(scene.sender, 'bacnet', scene.toGroup ? null : scene.receiverIp, scene.receiverPort);
  },
  'bacnet.device': (said, scene) => {
    const { sender } = scene;
    scene.serve(sender, scene.transport, scene.senderPort, { protocol: 'bacnet', state: 'answered', attributes: { instance: said.instance } });
    scene.claim(sender, 'vendor', said.vendorName, 'bacnet.vendor-name', 'strong');
    scene.claim(sender, 'model', said.modelName, 'bacnet.model-name', 'strong');
    scene.claim(sender, 'version', said.software ?? said.firmware, said.software === null ? 'bacnet.firmware-revision' : 'bacnet.application-software-version', 'strong');
    if (said.modelName !== null && said.firmware !== null) scene.claim(sender, 'software', said.firmware, 'bacnet.firmware-revision', 'strong', { of: `${said.modelName} firmware` });
    scene.claim(sender, 'role', 'bms', 'bacnet.device', 'medium', { confidence: 70 });
    scene.sign(sender, 'bacnet.model', said.modelName);
    if (said.vendorId !== null) scene.sign(sender, 'bacnet.vendor-id', String(said.vendorId));
  },
  'bacnet.message': (message, scene) => {
    if (message.role === 'answer') scene.serve(scene.sender, scene.transport, scene.senderPort, { protocol: 'bacnet', state: 'answered' });
    else if (message.role === 'request' && !scene.toGroup) {
      scene.serve(scene.receiver, scene.transport, scene.receiverPort, { protocol: 'bacnet', state: 'addressed' });
      scene.use(scene.sender, 'bacnet', scene.receiverIp, scene.receiverPort);
    }
  },
};

/** I-Am is an answer when it is sent to the one who asked, an announcement when it is broadcast. */
function announce(scene: Scene, attributes: Record<string, number>): void {
  scene.serve(scene.sender, scene.transport, scene.senderPort, { protocol: 'bacnet', state: scene.toGroup ? 'announced' : 'answered', attributes });
}
