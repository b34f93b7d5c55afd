/** Industrial controllers: S7 communication, EtherNet/IP and OPC UA. */
import { publicName } from '../person.ts';
import type { Facts, Observers, Scene } from '../scene.ts';
import { claimName } from './named.ts';

export const s7Observers: Observers = {
  's7.message': (_message, scene) => {
    talk(scene, 's7', {});
    if (scene.direction === 1) scene.claim(scene.server, 'role', 'plc', 's7.answer', 'medium', { confidence: 75 });
  },
  's7.identification': (said, scene) => {
    const { sender } = scene;
    scene.claim(sender, 'vendor', 'Siemens', 's7.szl-0011', 'strong');
    scene.claim(sender, 'model', said.orderNumber, 's7.szl-0011', 'strong');
    scene.claim(sender, 'version', said.firmware, 's7.szl-0011', 'strong');
    scene.sign(sender, 's7.module', said.orderNumber);
    if (said.firmware !== null) scene.claim(sender, 'software', said.firmware, 's7.szl-0011', 'strong', { of: 'SIMATIC firmware' });
  },
  's7.component': (said, scene) => {
    const { sender } = scene;
    scene.claim(sender, 'product', said.moduleType, 's7.szl-001c', 'strong');
    scene.claim(sender, 'serial', said.serial, 's7.szl-001c', 'strong');
    claimName(scene, sender, said.systemName, 's7.szl-001c', 'medium', { confidence: 60 });
    scene.sign(sender, 's7.module', said.moduleType);
  },
  'enip.message': (_message, scene) => { talk(scene, 'enip', {}); },
  'enip.identity': (said, scene) => {
    const { sender } = scene;
    scene.serve(sender, scene.transport, scene.senderPort, { protocol: 'enip', state: 'answered', attributes: { vendorId: said.vendorId, deviceType: said.deviceType, productCode: said.productCode } });
    scene.claim(sender, 'product', said.productName, 'enip.identity', 'strong');
    scene.claim(sender, 'model', said.productName, 'enip.identity', 'strong');
    scene.claim(sender, 'version', said.revision, 'enip.identity', 'strong');
    scene.claim(sender, 'serial', said.serial === '00000000' ? null : said.serial, 'enip.identity', 'strong');
    // CIP device type 14 is "Programmable Logic Controller" (The CIP Networks Library volume 1, chapter 6)
    if (said.deviceType === 14) scene.claim(sender, 'role', 'plc', 'enip.identity', 'strong', { confidence: 90 });
    scene.sign(sender, 'enip.product', said.productName);
  },
  'opcua.message': (_message, scene) => { talk(scene, 'opcua', {}); },
  'opcua.application': (said, scene) => {
    const { name } = publicName(said.name);
    scene.serve(scene.sender, 'tcp', scene.senderPort, {
      protocol: 'opcua', state: 'answered', application: name, attributes: { ...(said.productUri === null ? {} : { productUri: said.productUri }), ...(said.securityNone ? { securityNone: true } : {}) },
    });
    scene.sign(scene.sender, 'opcua.application', name);
  },
};

/** Requests make a use, answers an answered service. Datagrams: the device is the side with the usual port. */
function talk(scene: Scene, protocol: 's7' | 'enip' | 'opcua', attributes: Facts): void {
  const answer = scene.transport === 'udp' ? scene.senderPort === 44818 && scene.receiverPort !== 44818 : scene.direction === 1;
  if (answer) { scene.serve(scene.sender, scene.transport, scene.senderPort, { protocol, state: 'answered', attributes }); return; }
  if (!scene.toGroup) scene.serve(scene.receiver, scene.transport, scene.receiverPort, { protocol });
  scene.use(scene.sender, protocol, scene.toGroup ? null : scene.receiverIp, scene.receiverPort, attributes);
}
