/** A scene for tests: records what an observer says, as plain lists. */
import type { WireRecord } from '@wardkeep/wire/record';
import type { Facts, HostRef, Observers, Scene, ServiceFacts } from '../scene.ts';

export interface Said {
  readonly claims: { host: string; attribute: string; value: string; signal: string; weight: string; of?: string; confidence?: number }[];
  readonly signs: { host: string; signal: string; text: string }[];
  readonly services: ({ host: string; transport: string; port: number } & ServiceFacts)[];
  readonly uses: { host: string; protocol: string; server: string | null; port: number; attributes: Facts }[];
  readonly binds: { mac: string; ip: string; certain: boolean }[];
}

export interface Setting { transport?: 'tcp' | 'udp' | 'link'; direction?: 0 | 1; clientPort?: number; serverPort?: number; toGroup?: boolean }

/** Runs one record through an observers' table between `client` (10.0.0.1) and `server` (10.0.0.2). Direction 1: the server sent it. */
export function observeOne(observers: Observers, record: WireRecord, setting: Setting = {}): Said {
  const said: Said = { claims: [], signs: [], services: [], uses: [], binds: [] };
  const names: string[] = ['client', 'server'];
  const hostAt = (name: string): HostRef => { if (!names.includes(name)) names.push(name); return names.indexOf(name) as HostRef; };
  const direction = setting.direction ?? 0, clientPort = setting.clientPort ?? 50000, serverPort = setting.serverPort ?? 1;
  const ips = ['10.0.0.1', '10.0.0.2'], nameOf = (host: HostRef) => names[host] ?? '?';
  const scene: Scene = {
    transport: setting.transport ?? 'tcp', direction,
    client: hostAt('client'), server: hostAt('server'), serverPort,
    sender: hostAt(direction === 0 ? 'client' : 'server'), receiver: hostAt(direction === 0 ? 'server' : 'client'),
    senderPort: direction === 0 ? clientPort : serverPort, receiverPort: direction === 0 ? serverPort : clientPort,
    toGroup: setting.toGroup ?? false, senderMac: '02:00:00:00:00:01', senderIp: ips[direction] ?? null, receiverIp: ips[1 - direction] ?? null,
    claim: (host, attribute, value, signal, weight, options = {}) => {
      if (value === null || (value === '' && attribute !== 'software')) return;
      said.claims.push({ host: nameOf(host), attribute, value, signal, weight, ...options });
    },
    sign: (host, signal, text) => { if (text !== null && text !== '') said.signs.push({ host: nameOf(host), signal, text }); },
    serve: (host, transport, port, facts) => { said.services.push({ host: nameOf(host), transport, port, ...facts }); },
    use: (host, protocol, server, port, attributes = {}) => { said.uses.push({ host: nameOf(host), protocol, server, port, attributes }); },
    hostAt: (ip) => (ips.includes(ip) ? (ips.indexOf(ip) as HostRef) : hostAt(ip)),
    bind: (mac, ip, certain) => { said.binds.push({ mac, ip, certain }); return ips.includes(ip) ? (ips.indexOf(ip) as HostRef) : hostAt(ip); },
  };
  const observe = observers[record.kind] as ((record: WireRecord, scene: Scene) => void) | undefined;
  observe?.(record, scene);
  return said;
}
