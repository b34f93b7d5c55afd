/**
 * ASTM / LIS2-A2: the header names its sender. LIS2-A2 (6.5) leaves the order of the components to the maker; seen are
 * maker^product^version, model^serial^version and model^version^serial, so only a component that looks like a version fixes the others.
 */
import type { Observers, Scene } from '../scene.ts';

const isVersion = (part: string | undefined): boolean => part !== undefined && /^[vV]?\.?\d{1,5}(?:[._-]\d{1,6}){1,3}[a-zA-Z]?$/.test(part);
/** `SN-42`, or letters perhaps and at least three digits: `21768`, `BV981798`. */
const isSerial = (part: string | undefined): boolean => part !== undefined && /^(?:S\/?N[-:# ]?\d{1,15}|[A-Z]{0,4}[-:]?\d{3,15})$/.test(part) && !isVersion(part);
/** How hosts call themselves in H-5 and H-10. */
const isHost = (name: string | null | undefined): boolean => name !== undefined && name !== null && /^(?:LIS|HOST|LIS[ _-]?HOST|MINI ?LIS)$/i.test(name);

interface AstmSender { readonly vendor: string | null; readonly product: string | null; readonly serial: string | null; readonly version: string | null }

/** What the components of H-5 mean. */
export function readAstmSender(parts: readonly string[]): AstmSender {
  const [first, second, third] = parts, product = first || null;
  if (isVersion(second)) return { vendor: null, product, serial: isSerial(third) ? third! : null, version: second! };
  if (!isVersion(third)) return { vendor: null, product, serial: null, version: null };
  return isSerial(second) ? { vendor: null, product, serial: second!, version: third! } : { vendor: product, product: second || product, serial: null, version: third! };
}

const serverIp = (scene: Scene): string | null => (scene.direction === 0 ? scene.receiverIp : scene.senderIp);

export const astmObservers: Observers = {
  'astm.frame': (_frame, scene) => {
    scene.serve(scene.server, 'tcp', scene.serverPort, { protocol: 'astm', ...(scene.direction === 1 ? { state: 'answered' as const } : {}) });
    scene.use(scene.client, 'astm', serverIp(scene), scene.serverPort);
  },
  'astm.header': (header, scene) => {
    const { sender, receiver } = scene, [name] = header.sender;
    scene.sign(sender, 'astm.sender', header.sender.join('^'));
    if (isHost(name)) scene.claim(sender, 'role', 'lis', 'astm.H-5', 'medium', { confidence: 75 });
    else {
      const { vendor, product, serial, version } = readAstmSender(header.sender);
      scene.claim(sender, 'vendor', vendor, 'astm.H-5', 'medium', { confidence: 70 });
      scene.claim(sender, 'product', product, 'astm.H-5', 'medium', { confidence: 75 });
      scene.claim(sender, 'serial', serial, 'astm.H-5', 'medium', { confidence: 65 });
      scene.claim(sender, 'version', version, 'astm.H-5', 'medium', { confidence: 75 });
      if (name) scene.claim(sender, 'role', 'analyser', 'astm.H-5', 'medium', { confidence: isHost(header.receiver) ? 85 : 65 });
    }
    if (isHost(header.receiver)) scene.claim(receiver, 'role', 'lis', 'astm.H-10', 'medium', { confidence: 75 });
    const names = {
      ...(name ? { senders: [name] } : {}), ...(header.receiver === null ? {} : { receivers: [header.receiver] }),
      ...(header.version === null ? {} : { version: header.version }),
    };
    scene.serve(scene.server, 'tcp', scene.serverPort, { protocol: 'astm', ...(scene.direction === 1 ? { state: 'answered' as const } : {}), attributes: names });
    scene.use(scene.client, 'astm', serverIp(scene), scene.serverPort, names);
  },
};
