/**
 * WS-Discovery (OASIS WS-Discovery 1.1 and the 2005/04 draft that Windows and ONVIF use): SOAP over UDP, port 3702.
 *
 * Read: the action, and of each target its endpoint, types, scopes and transport addresses (scheme, host, port). Scopes can name patients,
 * operators and encounters (IEEE 11073-20701: `sdc.ctxt.pat`, `.opr`, `.enc`): only kinds that describe the device or its place are kept.
 */
import { clean } from '../cursor.ts';
import type { DatagramProtocol, RecordSink } from '../record.ts';
import { XmlReader } from '../xml.ts';

export type WsDiscoveryAction = 'hello' | 'bye' | 'probe' | 'probe-matches' | 'resolve' | 'resolve-matches';

export interface WsDiscoveryTarget {
  /** A stable name, mostly `urn:uuid:…`. */
  readonly endpoint: string | null;
  /** Qualified names with the usual prefix of their namespace, e.g. `dpws:Device`, `mdpws:MedicalDevice`; without prefix where it is not known. */
  readonly types: readonly string[];
  readonly scopes: readonly string[];
  /** `http://10.20.30.7:5357`; paths are dropped. */
  readonly addresses: readonly string[];
}

export interface WsDiscoveryMessage {
  readonly kind: 'ws-discovery.message';
  readonly action: WsDiscoveryAction;
  /** One for hello, bye and resolve; of a probe what it asks for; a discovery proxy may answer with many (at most 16). */
  readonly targets: readonly WsDiscoveryTarget[];
}

declare module '../record.ts' { interface RecordMap { 'ws-discovery.message': WsDiscoveryMessage } }

const ACTIONS: Readonly<Record<string, WsDiscoveryAction>> = {
  Hello: 'hello', Bye: 'bye', Probe: 'probe', ProbeMatches: 'probe-matches', Resolve: 'resolve', ResolveMatches: 'resolve-matches',
};
const NAMESPACES = ['http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01/', 'http://schemas.xmlsoap.org/ws/2005/04/discovery/'];
const PREFIXES: Readonly<Record<string, string>> = {
  'http://docs.oasis-open.org/ws-dd/ns/dpws/2009/01': 'dpws', 'http://schemas.xmlsoap.org/ws/2006/02/devprof': 'dpws',
  'http://standards.ieee.org/downloads/11073/11073-20702-2016': 'mdpws', 'http://schemas.microsoft.com/windows/pub/2005/07': 'pub',
  'http://schemas.microsoft.com/windows/2006/08/wdp/print': 'wprt', 'http://schemas.microsoft.com/windows/2006/08/wdp/scan': 'wscn',
  'http://www.onvif.org/ver10/network/wsdl': 'dn', 'http://www.onvif.org/ver10/device/wsdl': 'tds',
};
/** Location, device type and conformance of SDC (IEEE 11073-20701, 9); hardware and kind of ONVIF (Core, 7.3.2). */
const SCOPE = /^(?:sdc\.ctxt\.loc:|sdc\.cdc\.type:|sdc\.mds\.pkp:|onvif:\/\/www\.onvif\.org\/(?:type|hardware|manufacturer|Profile)\/)/i;
const TARGET_LIMIT = 16, LIST_LIMIT = 16, TEXT_LIMIT = 2048, NAMESPACE_LIMIT = 32;
const LT = 0x3c;

interface Target { endpoint: string | null; types: string[]; scopes: string[]; addresses: string[] }
const emptyTarget = (): Target => ({ endpoint: null, types: [], scopes: [], addresses: [] });
/** The elements that stand for one target. */
const HOLDERS: ReadonlySet<string> = new Set(['Hello', 'Bye', 'Probe', 'ProbeMatch', 'Resolve', 'ResolveMatch']);

/** Reads one envelope; null when it is no WS-Discovery message. */
function parseWsDiscovery(bytes: Uint8Array, off: number, end: number): WsDiscoveryMessage | null {
  const reader = new XmlReader(bytes, off, end), namespaces = new Map<string, string>(), targets: Target[] = [];
  let action: WsDiscoveryAction | null = null, envelope = false, inBody = false, target: Target | null = null, leaf = '';
  for (let token = reader.next(); token !== null; token = reader.next()) {
    if (token === 'text') {
      if (leaf === '') continue;
      const text = reader.text(undefined, TEXT_LIMIT);
      if (leaf === 'Action' && !inBody) action ??= readAction(text);
      else if (target !== null && inBody) fill(target, leaf, text, namespaces);
      continue;
    }
    leaf = '';
    if (token === 'close') continue;
    for (const [name, range] of reader.attributes) {
      if (name.startsWith('xmlns:') && namespaces.size < NAMESPACE_LIMIT) namespaces.set(name.slice(6), reader.text(range, 256));
    }
    if (!envelope) {
      if (reader.name !== 'Envelope') return null;
      envelope = true;
    } else if (reader.name === 'Body') {
      if (action === null) return null;
      inBody = true;
    } else if (inBody && HOLDERS.has(reader.name)) {
      target = targets.length < TARGET_LIMIT ? emptyTarget() : null;
      if (target !== null) targets.push(target);
    } else if (!reader.empty) leaf = reader.name;
  }
  return action === null ? null : { kind: 'ws-discovery.message', action, targets };
}

function readAction(text: string): WsDiscoveryAction | null {
  const uri = text.trim(), namespace = NAMESPACES.find((candidate) => uri.startsWith(candidate));
  if (namespace === undefined) return null;
  const name = uri.slice(namespace.length);
  return Object.hasOwn(ACTIONS, name) ? ACTIONS[name]! : null;
}

function fill(target: Target, leaf: string, text: string, namespaces: ReadonlyMap<string, string>): void {
  const words = text.split(/\s/, 256).filter((word) => word !== '');
  switch (leaf) {
    case 'Address': target.endpoint ??= clean(text, 128); break;
    case 'Types': add(target.types, words, (word) => typeName(word, namespaces)); break;
    case 'Scopes': add(target.scopes, words, (word) => (SCOPE.test(word) ? word : null)); break;
    case 'XAddrs': add(target.addresses, words, transportAddress); break;
  }
}

function add(list: string[], words: readonly string[], read: (word: string) => string | null): void {
  for (const word of words) {
    const value = clean(read(word) ?? '', 256);
    if (value !== null && list.length < LIST_LIMIT && !list.includes(value)) list.push(value);
  }
}

function typeName(word: string, namespaces: ReadonlyMap<string, string>): string {
  const colon = word.indexOf(':');
  if (colon < 0) return word;
  const namespace = (namespaces.get(word.slice(0, colon)) ?? '').replace(/\/$/, ''), local = word.slice(colon + 1);
  return Object.hasOwn(PREFIXES, namespace) ? `${PREFIXES[namespace]}:${local}` : local;
}

/** Scheme, host and port; user names, paths and queries are dropped. */
const transportAddress = (word: string): string | null => {
  const match = /^(https?):\/\/(?:[^/@\s]{0,128}@)?(\[[0-9a-f:.%]{2,60}\]|[^/?#:@\s[\]]{1,255})(?::(\d{1,5}))?(?:[/?#]|$)/i.exec(word);
  return match ? `${match[1]!.toLowerCase()}://${match[2]!}:${match[3] ?? (match[1]!.toLowerCase() === 'https' ? '443' : '80')}` : null;
};

export const wsDiscovery: DatagramProtocol = {
  protocol: 'ws-discovery',
  ports: [3702],
  anyPort: true,
  parse(bytes: Uint8Array, off: number, end: number, sink: RecordSink): boolean {
    let at = off;
    if (bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) at += 3;
    while (at < end && at - off < 16 && (bytes[at] === 0x20 || bytes[at] === 0x0d || bytes[at] === 0x0a)) at++;
    if (at >= end || bytes[at] !== LT) return false;
    const message = parseWsDiscovery(bytes, at, end);
    if (message === null) return false;
    sink.record(message);
    return true;
  },
};
