/** LLDP: a switch, access point, phone or server describes itself to its neighbour. */
import type { Role } from '@wardkeep/model';
import type { LldpCapability } from '@wardkeep/wire/proto/lldp';
import { publicName } from '../person.ts';
import type { Observers } from '../scene.ts';
import { claimName } from './named.ts';

export const lldpObservers: Observers = {
  'lldp.frame': (frame, scene) => {
    const { sender } = scene, name = claimName(scene, sender, frame.systemName, 'lldp.name', 'strong');
    for (const capability of frame.capabilities) scene.sign(sender, 'lldp.capability', capability);
    scene.claim(sender, 'role', roleOf(frame.capabilities), 'lldp.capability', 'strong', { confidence: 90 });
    scene.sign(sender, 'lldp.name', name);
    scene.sign(sender, 'lldp.description', withoutNode(frame.systemDescription, frame.systemName));
    scene.claim(sender, 'vendor', frame.manufacturer, 'lldp.med-manufacturer', 'strong');
    scene.claim(sender, 'model', frame.model, 'lldp.med-model', 'strong');
    scene.claim(sender, 'serial', frame.serial, 'lldp.med-serial', 'strong');
    scene.claim(sender, 'version', frame.softwareRevision ?? frame.firmwareRevision, frame.softwareRevision === null ? 'lldp.med-firmware' : 'lldp.med-software', 'strong');
    scene.claim(sender, 'inventoryNumber', publicName(frame.assetId).name, 'lldp.med-asset', 'strong');
    // The management address is one of its own, though often of another interface than the port that speaks.
    const mac = frame.chassisMac ?? scene.senderMac;
    if (mac !== null) for (const ip of frame.managementAddresses) scene.bind(mac, ip, false);
  },
};

/** The narrowest first: phones and access points are bridges, too, and so are most routers in a wiring closet. */
function roleOf(capabilities: readonly LldpCapability[]): Role | null {
  if (capabilities.includes('telephone')) return 'phone';
  if (capabilities.includes('wlan-access-point')) return 'wireless-ap';
  if (capabilities.includes('bridge') || capabilities.includes('repeater')) return 'switch';
  return capabilities.includes('router') ? 'router' : null;
}

/** lldpd writes the system name into the description, too (`Debian … Linux 6.1.0 #1 SMP host`); a person's must not come in by that door. */
function withoutNode(description: string | null, systemName: string | null): string | null {
  return description !== null && systemName !== null && publicName(systemName).person ? description.replaceAll(systemName, '-') : description;
}
