/** DHCP and DHCPv6: the client says what it is and gets an address; the server says what it serves. */
import type { DhcpMessage } from '@wardkeep/wire/proto/dhcp';
import '@wardkeep/wire/proto/dhcpv6';
import type { HostRef, Observers, Scene } from '../scene.ts';
import { claimName } from './named.ts';

const SERVER_PORT = 67, SERVER_PORT_6 = 547;

export const dhcpObservers: Observers = {
  'dhcp.message': (message, scene) => {
    if (message.op === 'reply') observeServer(message, scene);
    else observeClient(message, scene);
  },
  'dhcpv6.message': (message, scene) => {
    const { messageType } = message;
    if (messageType === 'advertise' || messageType === 'reply') {
      scene.serve(scene.sender, 'udp', SERVER_PORT_6, { protocol: 'dhcpv6', state: 'answered' });
      scene.claim(scene.sender, 'role', 'network-service', 'dhcpv6.server', 'medium', { confidence: 70 });
      if (!message.relayed && scene.receiverPort !== SERVER_PORT_6) scene.use(scene.receiver, 'dhcpv6', scene.senderIp, SERVER_PORT_6);
      return;
    }
    if (message.relayed || messageType === null || messageType === 'reconfigure') return; // the sender is not the client
    scene.sign(scene.sender, 'dhcpv6.vendor-class', message.vendorClass);
    claimName(scene, scene.sender, message.fqdn, 'dhcpv6.fqdn', 'medium');
    if (!scene.toGroup) scene.use(scene.sender, 'dhcpv6', scene.receiverIp, SERVER_PORT_6);
  },
};

/** OFFER and ACK. Behind a relay agent the server is the one of option 54, whoever sent the frame. */
function observeServer(message: DhcpMessage, scene: Scene): void {
  if (message.messageType !== 'offer' && message.messageType !== 'ack') return;
  const { serverId } = message, server = serverId === null || serverId === scene.senderIp ? scene.sender : scene.hostAt(serverId);
  scene.serve(server, 'udp', SERVER_PORT, { protocol: 'dhcp', state: 'answered', attributes: message.domain === null ? {} : { domain: message.domain } });
  scene.claim(server, 'role', 'network-service', 'dhcp.server', 'medium', { confidence: 70 });
  for (const router of message.routers) scene.claim(router === scene.senderIp ? scene.sender : scene.hostAt(router), 'role', 'router', 'dhcp.router', 'medium', { confidence: 70 });
  const given = message.yourIp ?? message.clientIp; // an INFORM is answered to ciaddr (RFC 2131, 4.3.5)
  if (message.messageType !== 'ack' || message.clientMac === null || given === null) return;
  const client = scene.bind(message.clientMac, given, true);
  scene.use(client, 'dhcp', serverId ?? scene.senderIp, SERVER_PORT);
  nameClient(message, client, scene);
}

function observeClient(message: DhcpMessage, scene: Scene): void {
  if (!scene.toGroup && scene.receiverPort === SERVER_PORT) scene.serve(scene.receiver, 'udp', SERVER_PORT, { protocol: 'dhcp', state: 'addressed' });
  const client = clientOf(message, scene);
  if (client === null) return;
  scene.sign(client, 'dhcp.vendor-class', message.vendorClass);
  scene.sign(client, 'dhcp.parameters', message.parameters);
  if (message.messageType !== 'discover' && message.messageType !== null) scene.use(client, 'dhcp', message.serverId ?? (scene.toGroup ? null : scene.receiverIp), SERVER_PORT);
  nameClient(message, client, scene);
}

/** The sender; behind a relay agent the client by its hardware address and the address it has or asks for. */
function clientOf(message: DhcpMessage, scene: Scene): HostRef | null {
  if (message.relayIp === null && (message.clientMac === null || scene.senderMac === null || message.clientMac === scene.senderMac)) return scene.sender;
  const ip = message.clientIp ?? message.requestedIp;
  return message.clientMac !== null && ip !== null ? scene.bind(message.clientMac, ip, false) : null;
}

function nameClient(message: DhcpMessage, client: HostRef, scene: Scene): void {
  const name = claimName(scene, client, message.hostname, 'dhcp.hostname', 'medium'), full = claimName(scene, client, message.fqdn, 'dhcp.fqdn', 'medium');
  scene.sign(client, 'dhcp.hostname', name ?? full);
}
