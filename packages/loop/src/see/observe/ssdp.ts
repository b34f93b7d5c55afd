/** SSDP: announcements and answers describe their sender; a search only says what somebody looks for. */
import type { Observers, Scene } from '../scene.ts';
import { facts, listOf } from './facts.ts';
import { claimUserAgent } from './product-tokens.ts';
import { publicAgent } from './named.ts';

export const ssdpObservers: Observers = {
  'ssdp.message': (said, scene) => {
    const { sender } = scene, message = { ...said, server: publicAgent(said.server), userAgent: publicAgent(said.userAgent) };
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

const SYSTEMS = /^(Linux|Windows|Microsoft-Windows|FreeBSD|NetBSD|Darwin|Android|VxWorks|ThreadX|QNX|eCos)(?:\/(\d[\w.-]{0,30}))?[ ,]/i;

/** UPnP Device Architecture 2.0, 1.2.2: `OS/version UPnP/2.0 product/version`; the product's name may have spaces. */
function describe(server: string, scene: Scene): void {
  const system = SYSTEMS.exec(server);
  if (system) scene.claim(scene.sender, 'os', system[2] === undefined ? system[1]! : `${system[1]} ${system[2]}`, 'ssdp.server', 'medium', { confidence: 70 });
  const upnp = Math.max(server.lastIndexOf('UPnP/1.'), server.lastIndexOf('UPnP/2.'));
  const product = upnp < 0 ? null : /^[ ,]*([A-Za-z][\w .+!-]{0,47})\/v?(\d[\w.:+~-]{0,39})/.exec(server.slice(upnp + 8));
  if (product) scene.claim(scene.sender, 'software', product[2]!, 'ssdp.server', 'medium', { of: product[1]!, confidence: 80 });
}

/** The description lies on a web server, usually the sender's own. */
function announcePage(location: string, scene: Scene): void {
  const [, host = '', port = '80'] = /^\[?([0-9a-f:.]+?)\]?(?::(\d{1,5}))?$/.exec(location) ?? [], number = Number(port);
  if (host === scene.senderIp && number > 0 && number < 65_536) scene.serve(scene.sender, 'tcp', number, { protocol: 'http', state: 'announced' });
}
