/** POCT1-A: the device says hello with its maker, model, serial number and software version. */
import type { Observers, Scene } from '../scene.ts';

function conversation(scene: Scene): void {
  scene.serve(scene.server, 'tcp', scene.serverPort, { protocol: 'poct1a', ...(scene.direction === 1 ? { state: 'answered' as const } : {}) });
  scene.use(scene.client, 'poct1a', scene.direction === 0 ? scene.receiverIp : scene.senderIp, scene.serverPort);
}

export const poct1aObservers: Observers = {
  'poct1a.message': (_message, scene) => { conversation(scene); },
  'poct1a.hello': (hello, scene) => {
    const { sender } = scene;
    conversation(scene);
    scene.claim(sender, 'role', 'point-of-care', 'poct1a.hello', 'strong', { confidence: 92 });
    scene.claim(sender, 'vendor', hello.vendor, 'poct1a.vendor_id', 'strong');
    scene.claim(sender, 'model', hello.model, 'poct1a.model_id', 'strong');
    scene.claim(sender, 'serial', hello.serial, 'poct1a.serial_id', 'strong');
    scene.claim(sender, 'version', hello.softwareVersion, 'poct1a.sw_version', 'strong');
    scene.sign(sender, 'poct1a.device', [hello.vendor, hello.model, hello.softwareVersion, hello.deviceId].filter((part) => part !== null).join(' '));
  },
};
