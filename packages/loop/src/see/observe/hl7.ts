/** HL7 v2: the application names are those of the sender (MSH-3, MSH-4) and of whom it thinks it speaks to (MSH-5, MSH-6). */
import type { Facts, Observers } from '../scene.ts';

const facts = (entries: Record<string, string | null>): Facts => {
  const out: Facts = {};
  for (const [name, value] of Object.entries(entries)) if (value !== null) out[name] = value;
  return out;
};

export const hl7Observers: Observers = {
  'hl7.message': (message, scene) => {
    const { sender, client, server } = scene;
    scene.sign(sender, 'hl7.application', message.sendingApplication);
    scene.sign(sender, 'hl7.facility', message.sendingFacility);
    if (message.software) {
      const { vendor, product, version } = message.software;
      scene.claim(sender, 'vendor', vendor, 'hl7.SFT-1', 'strong');
      scene.claim(sender, 'product', product, 'hl7.SFT-3', 'strong');
      if (product !== null) scene.claim(sender, 'software', version ?? '', 'hl7.SFT-2', 'strong', { of: product });
    }
    if (scene.direction === 1) {
      scene.serve(server, 'tcp', scene.serverPort, { protocol: 'hl7', state: 'answered', attributes: facts({ application: message.sendingApplication, facility: message.sendingFacility, version: message.version }) });
      return;
    }
    if (message.messageType !== null) scene.sign(sender, 'hl7.message-type', message.messageType);
    scene.serve(server, 'tcp', scene.serverPort, { protocol: 'hl7', attributes: facts({ receivingApplication: message.receivingApplication, receivingFacility: message.receivingFacility }) });
    scene.use(client, 'hl7', scene.receiverIp, scene.serverPort, {
      ...facts({ sendingApplication: message.sendingApplication, sendingFacility: message.sendingFacility, version: message.version }),
      ...(message.messageType === null ? {} : { messageTypes: [message.messageType] }),
    });
  },
};
