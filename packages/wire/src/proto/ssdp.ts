/**
 * SSDP (UPnP Device Architecture 2.0, clause 1). Read: SERVER, the type announced or sought, USER-AGENT, host and port of LOCATION.
 * Unique names (USN) and the path of LOCATION are not read.
 */
import type { DatagramProtocol, RecordSink } from '../record.ts';
import { authority, HEAD_LIMIT, headEnd, HeadReader, startsWith } from './message-head.ts';

export interface SsdpMessage {
  readonly kind: 'ssdp.message';
  /** `search`: asks; `notify`: announces; `bye`: takes back; `response`: answers a search. */
  readonly type: 'search' | 'notify' | 'bye' | 'response';
  /** NT or ST: `upnp:rootdevice`, `urn:schemas-upnp-org:device:Printer:1`; null for a single device (`uuid:`). */
  readonly target: string | null;
  readonly server: string | null;
  readonly userAgent: string | null;
  /** `host` or `host:port` of the description's URL. */
  readonly location: string | null;
}

declare module '../record.ts' { interface RecordMap { 'ssdp.message': SsdpMessage } }

const FIELDS = ['nt', 'st', 'nts', 'server', 'user-agent', 'location'] as const;
const head: HeadReader<(typeof FIELDS)[number]> = new HeadReader(FIELDS);

export const ssdp: DatagramProtocol = {
  protocol: 'ssdp',
  ports: [1900],
  anyPort: false,
  parse(bytes: Uint8Array, off: number, end: number, sink: RecordSink): boolean {
    const type = startsWith(bytes, off, end, 'M-SEARCH * HTTP/1.') ? 'search' : startsWith(bytes, off, end, 'NOTIFY * HTTP/1.') ? 'notify' : startsWith(bytes, off, end, 'HTTP/1.1 200') ? 'response' : null;
    if (type === null) return false;
    const limit = Math.min(end, off + HEAD_LIMIT), stop = headEnd(bytes, off, limit);
    head.read(bytes, off, stop < 0 ? limit : stop);
    const target = head.text('nt') ?? head.text('st'), location = /^https?:\/\/([^/?#\s]{1,300})/i.exec(head.raw('location') ?? '')?.[1];
    sink.record({
      kind: 'ssdp.message', type: type === 'notify' && head.raw('nts') === 'ssdp:byebye' ? 'bye' : type,
      target: target !== null && /^(urn:|upnp:|ssdp:)[\x20-\x7e]{1,128}$/.test(target) ? target : null,
      server: head.text('server', 128), userAgent: head.text('user-agent', 128), location: authority(location ?? null),
    });
    return true;
  },
};
