/** Modbus/TCP: a server that answers is a controller or a gateway to one; Read Device Identification gives maker, product and revision. */
import type { Facts, Observers } from '../scene.ts';

export const modbusObservers: Observers = {
  'modbus.message': (message, scene) => {
    const attributes: Facts = { units: [String(message.unit)], functions: [String(message.function)] };
    if (scene.direction === 0) {
      scene.serve(scene.server, 'tcp', scene.serverPort, { protocol: 'modbus' });
      scene.use(scene.client, 'modbus', scene.receiverIp, scene.serverPort, attributes);
      return;
    }
    scene.serve(scene.server, 'tcp', scene.serverPort, { protocol: 'modbus', state: 'answered', attributes });
    scene.claim(scene.server, 'role', 'plc', 'modbus.answer', 'weak', { confidence: 55 });
  },
  'modbus.identification': (said, scene) => {
    const { sender } = scene, model = said.modelName ?? said.productName ?? said.productCode;
    scene.claim(sender, 'vendor', said.vendor, 'modbus.vendor-name', 'strong');
    scene.claim(sender, 'model', model, 'modbus.product', 'strong');
    scene.claim(sender, 'product', said.productName ?? said.productCode, 'modbus.product', 'strong');
    scene.claim(sender, 'version', said.revision, 'modbus.revision', 'strong');
    if (said.revision !== null && (said.productName ?? said.productCode) !== null) {
      scene.claim(sender, 'software', said.revision, 'modbus.revision', 'strong', { of: [said.vendor, said.productName ?? said.productCode].filter((part) => part !== null).join(' ') });
    }
    scene.sign(sender, 'modbus.vendor', said.vendor);
    scene.sign(sender, 'modbus.product', model);
  },
};
