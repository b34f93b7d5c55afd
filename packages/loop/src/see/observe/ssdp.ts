/** SSDP: announcements and answers describe their sender; a search only says what somebody looks for. */
import type { Observers, Scene } from '../scene.ts';
import { facts, listOf } from './facts.ts';
import { claimUserAgent, productTokens } from './product-tokens.ts';

export const ssdpObservers: Observers = {
  'ssdp.message': (message, scene) => {
    const { sender } = scene;
    if (message.type === 'search') {
      scene.use(sender, 'ssdp', scene.toGroup ? null : scene.receiverIp, scene.receiverPort, facts({ targets: listOf(message.target) }));
      scene.sign(sender, 'http.user-agent', message.userAgent);
      claimUserAgent(scene, sender, message.userAgent, 'ssdp.user-agent');
      return;
    }
    scene.serve(sender, 'udp', 1900, { protocol: 'ssdp', state: message.type === 'response' ? 'answered' : 'announced', attributes: facts({ server: message.server, types: listOf(message.target) }) });
    scene.sign(sender, 'ssdp.server', message.server);
    scene.sign(sender, 'ssdp.type', message.target);
    if (message.server !== null) describe(message.server, scene);
    if (message.location !== null) announcePage(message.location, scene);
  },
};

/** UPnP Device Architecture 2.0, 1.2.2: `OS/version UPnP/2.0 product/version`. */
function describe(server: string, scene: Scene): void {
  const { products } = productTokens(server), upnp = products.findIndex(({ name }) => name.toLowerCase() === 'upnp');
  const system = upnp > 0 ? products[0]! : null;
  if (system !== null && /^(Linux|Windows|Microsoft-Windows|FreeBSD|NetBSD|Darwin|Android|VxWorks|ThreadX|QNX|eCos)$/i.test(system.name)) {
    scene.claim(scene.sender, 'os', system.version === null ? system.name : `${system.name} ${system.version}`, 'ssdp.server', 'medium', { confidence: 70 });
  }
  for (const { name, version } of products.slice(upnp + 1)) if (version !== null) scene.claim(scene.sender, 'software', version, 'ssdp.server', 'medium', { of: name, confidence: 80 });
}

/** The description lies on a web server, usually the sender's own. */
function announcePage(location: string, scene: Scene): void {
  const [, host = '', port = '80'] = /^\[?([0-9a-f:.]+?)\]?(?::(\d{1,5}))?$/.exec(location) ?? [], number = Number(port);
  if (host === scene.senderIp && number > 0 && number < 65_536) scene.serve(scene.sender, 'tcp', number, { protocol: 'http', state: 'announced' });
}
