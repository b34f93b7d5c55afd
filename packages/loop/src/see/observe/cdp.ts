/** CDP: a Cisco device (or one that speaks its protocol) describes itself to its neighbour. */
import type { Role } from '@wardkeep/model';
import type { CdpCapability } from '@wardkeep/wire/proto/cdp';
import type { Observers } from '../scene.ts';
import { claimName } from './named.ts';

export const cdpObservers: Observers = {
  'cdp.frame': (frame, scene) => {
    const { sender } = scene, sure = { confidence: 90 };
    for (const capability of frame.capabilities) scene.sign(sender, 'cdp.capability', capability);
    scene.claim(sender, 'role', roleOf(frame.capabilities), 'cdp.capability', 'strong', sure);
    scene.sign(sender, 'cdp.platform', frame.platform);
    const cisco = /^cisco\s+(.+)$/i.exec(frame.platform ?? '');
    if (cisco) scene.claim(sender, 'vendor', 'Cisco', 'cdp.platform', 'strong', sure);
    scene.claim(sender, 'model', cisco?.[1] ?? frame.platform, 'cdp.platform', 'strong', sure);
    const software = frame.software?.replace(/ by \S+/g, '') ?? null; // "Compiled … by" a person
    scene.sign(sender, 'cdp.software', software);
    scene.claim(sender, 'version', /\bVersion:? (\d[\w.()-]{0,40})/i.exec(software ?? '')?.[1] ?? null, 'cdp.software', 'strong', sure);
    // `name(serial)` (CatOS, NX-OS); phones give SEP and their MAC, which is a name like any other.
    const [, device = '', serial] = /^([^()]{1,128})(?:\(([A-Z0-9]{6,20})\))?$/.exec(frame.deviceId ?? '') ?? [];
    claimName(scene, sender, device, 'cdp.device-id', 'strong', sure);
    scene.claim(sender, 'serial', serial ?? null, 'cdp.device-id', 'strong', sure);
    if (scene.senderMac !== null) for (const ip of frame.addresses) scene.bind(scene.senderMac, ip, false);
  },
};

function roleOf(capabilities: readonly CdpCapability[]): Role | null {
  if (capabilities.includes('phone')) return 'phone';
  if (capabilities.includes('switch')) return 'switch';
  if (capabilities.includes('router')) return 'router';
  return capabilities.includes('transparent-bridge') ? 'wireless-ap' : null; // Aironet access points announce it alone
}
