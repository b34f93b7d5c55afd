/** HL7 v2: the application names are those of the sender (MSH-3, MSH-4) and of whom it thinks it speaks to (MSH-5, MSH-6). */
import { publicName } from '../person.ts';
import type { Observers } from '../scene.ts';
import { facts, listOf } from './facts.ts';

/** `MON_GW|ICU-3`: application and facility as they stand in the message; one interface speaks for many applications. A practice bears its doctor's name. */
function partner(sender: string | null, place: string | null): readonly string[] {
  const application = publicName(sender).name, facility = publicName(place).name;
  return application === null && facility === null ? [] : [facility === null ? application! : `${application ?? ''}|${facility}`];
}

export const hl7Observers: Observers = {
  'hl7.message': (message, scene) => {
    const { sender, client, server } = scene, versions = listOf(message.version);
    const senders = partner(message.sendingApplication, message.sendingFacility), receivers = partner(message.receivingApplication, message.receivingFacility);
    scene.sign(sender, 'hl7.application', publicName(message.sendingApplication).name);
    scene.sign(sender, 'hl7.facility', publicName(message.sendingFacility).name);
    if (message.software) {
      const { vendor, product, version } = message.software;
      scene.claim(sender, 'vendor', vendor, 'hl7.SFT-1', 'strong');
      scene.claim(sender, 'product', product, 'hl7.SFT-3', 'strong');
      if (product !== null) scene.claim(sender, 'software', version ?? '', 'hl7.SFT-2', 'strong', { of: product });
    }
    if (scene.direction === 1) {
      scene.serve(server, 'tcp', scene.serverPort, { protocol: 'hl7', state: 'answered', attributes: facts({ senders, versions }) });
      return;
    }
    if (message.messageType !== null) scene.sign(sender, 'hl7.message-type', message.messageType);
    scene.serve(server, 'tcp', scene.serverPort, { protocol: 'hl7', attributes: facts({ receivers }) });
    scene.use(client, 'hl7', scene.receiverIp, scene.serverPort, facts({ senders, versions, messageTypes: listOf(message.messageType) }));
  },
};
