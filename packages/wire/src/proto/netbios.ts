/**
 * NetBIOS over UDP (RFC 1001, 1002): the name service on 137 (`nbns`) and the datagram service on 138 (`nbdgm`), of which the host announcements
 * of the Windows browser ([MS-BRWS]) are read. Names of suffix 03 (messenger service) are those of logged-on people: they are not kept.
 */
import { formatIpv4, formatMac } from '@wardkeep/model/address';
import { clean, Cursor, latin1 } from '../cursor.ts';
import type { DatagramProtocol, RecordSink } from '../record.ts';

export interface NetbiosName {
  /** Null for suffix 03 and for what is no text. */
  readonly name: string | null;
  /** The sixteenth byte: what the name stands for (00 workstation, 20 file server, 1B–1E domain roles). */
  readonly suffix: number;
  readonly group: boolean;
}

export interface NbnsPacket {
  readonly kind: 'nbns.packet';
  /** RFC 1002, 4.2.1.1; `status` is a query of type NBSTAT. */
  readonly operation: 'query' | 'status' | 'registration' | 'release' | 'wait' | 'refresh' | 'other';
  readonly response: boolean;
  readonly rcode: number;
  readonly name: NetbiosName | null;
  /** First address of the NB record. */
  readonly address: string | null;
  /** Names of a node status response (4.2.18). */
  readonly names: readonly NetbiosName[];
  /** Unit id of a node status response; null where it is zero (Samba). */
  readonly mac: string | null;
}

export interface NbdgmPacket {
  readonly kind: 'nbdgm.packet';
  readonly sourceIp: string | null;
  readonly source: NetbiosName | null;
  readonly announcement: BrowserAnnouncement | null;
}

export interface BrowserAnnouncement {
  /** `domain`: the server is the master browser `comment` of the group `server`. */
  readonly scope: 'host' | 'local-master' | 'domain';
  readonly server: string | null;
  readonly comment: string | null;
  /** As `10.0`; what Samba calls itself is set by its maker. */
  readonly osVersion: string;
  /** SV_TYPE bits ([MS-BRWS] 2.2.1 → [MS-SRVS] 2.2.2.7). */
  readonly serverType: number;
}

/** An SMB_COM_TRANSACTION to a mailslot ([MS-MAIL]): the datagram contains SMB. What it says beyond an announcement is not read. */
export interface SmbMailslot { readonly kind: 'smb.mailslot' }

declare module '../record.ts' { interface RecordMap { 'nbns.packet': NbnsPacket; 'nbdgm.packet': NbdgmPacket; 'smb.mailslot': SmbMailslot } }

const MESSENGER = 0x03, NB = 0x20, NBSTAT = 0x21, GROUP = 0x8000;
const OPERATIONS: Readonly<Record<number, NbnsPacket['operation']>> = { 0: 'query', 5: 'registration', 6: 'release', 7: 'wait', 8: 'refresh', 9: 'refresh', 15: 'registration' };
/** A node has a handful of names; a response holds at most 255. */
const NAME_LIMIT = 32;

export const nbns: DatagramProtocol = {
  protocol: 'nbns',
  ports: [137],
  anyPort: false,
  parse(bytes: Uint8Array, off: number, end: number, sink: RecordSink): boolean {
    if (off >= end) return false;
    const cursor = new Cursor(bytes, off, end);
    cursor.skip(2);
    const flags = cursor.u16(), counts = [cursor.u16(), cursor.u16(), cursor.u16(), cursor.u16()] as const;
    if (cursor.short) { sink.weird('nbns-short'); return true; }
    const packet: { -readonly [K in keyof NbnsPacket]: NbnsPacket[K] } = {
      kind: 'nbns.packet', operation: OPERATIONS[(flags >> 11) & 15] ?? 'other', response: (flags & 0x8000) !== 0, rcode: flags & 15, name: null, address: null, names: [], mac: null,
    };
    if (counts[0] > 0) {
      packet.name = readName(cursor, off);
      if (cursor.u16() === NBSTAT && packet.operation === 'query') packet.operation = 'status';
      cursor.skip(2);
    }
    // Requests carry the record in the additional section (4.2.2), responses in the answer section (4.2.5).
    if (!cursor.short && counts[1] + counts[3] > 0) readRecord(cursor, off, packet);
    if (cursor.short) {
      sink.weird('nbns-truncated');
      // Cut off before NB_FLAGS: whether it is a host's or a group's name is not known.
      if (packet.name !== null && packet.address === null) packet.name = { ...packet.name, name: null };
    }
    sink.record(packet);
    return true;
  },
};

function readRecord(cursor: Cursor, message: number, packet: { -readonly [K in keyof NbnsPacket]: NbnsPacket[K] }): void {
  const name = readName(cursor, message), type = cursor.u16();
  cursor.skip(6); // class, TTL
  const data = cursor.take(cursor.u16());
  packet.name ??= name;
  if (type === NB && data.left >= 6) {
    const group = (data.u16() & GROUP) !== 0;
    if (packet.name !== null) packet.name = { ...packet.name, group };
    packet.address = formatIpv4(data.bytes, data.pos);
  } else if (type === NBSTAT && data.left > 0) {
    packet.operation = 'status';
    const count = data.u8(), names: NetbiosName[] = [];
    for (let i = 0; i < count && !data.short; i++) {
      const entry = data.take(16), group = (data.u16() & GROUP) !== 0;
      if (!data.short && names.length < NAME_LIMIT) names.push(namedBy(latin1(entry.bytes, entry.pos, entry.pos + 15), entry.bytes[entry.pos + 15]!, group));
    }
    packet.names = names;
    if (data.left >= 6) { const mac = formatMac(data.bytes, data.pos); packet.mac = mac === '00:00:00:00:00:00' ? null : mac; }
    if (data.short) cursor.short = true;
  }
}

/** First-level encoding (RFC 1001, 14.1): 32 letters A–P for 16 bytes. A pointer leads back to the question (RFC 1002, 4.2.2). The cursor stands behind the name. */
function readName(cursor: Cursor, message: number): NetbiosName | null {
  const length = cursor.u8();
  if (length >= 0xc0) {
    const at = message + (((length & 0x3f) << 8) | cursor.u8());
    return at < cursor.pos - 2 ? decodeName(cursor.bytes, at + 1, Math.min(cursor.end, at + 33)) : null;
  }
  const label = cursor.take(length);
  // A scope id follows as further labels.
  for (let labels = 0; labels < 128; labels++) {
    const next = cursor.u8();
    if (next >= 0xc0) { cursor.skip(1); break; }
    if (next === 0 || cursor.short) break;
    cursor.skip(next);
  }
  return length === 32 && label.left === 32 ? decodeName(cursor.bytes, label.pos, label.end) : null;
}

function decodeName(bytes: Uint8Array, at: number, end: number): NetbiosName | null {
  if (end - at < 32) return null;
  let text = '', suffix = 0;
  for (let i = 0; i < 16; i++) {
    const high = bytes[at + 2 * i]! - 0x41, low = bytes[at + 2 * i + 1]! - 0x41;
    if (high < 0 || high > 15 || low < 0 || low > 15) return null;
    if (i < 15) text += String.fromCharCode((high << 4) | low);
    else suffix = (high << 4) | low;
  }
  return namedBy(text, suffix, false);
}

function namedBy(text: string, suffix: number, group: boolean): NetbiosName {
  return { name: suffix === MESSENGER ? null : clean(text, 15), suffix, group };
}

const DIRECT_UNIQUE = 0x10, DIRECT_GROUP = 0x11, BROADCAST = 0x12;
const SMB_HEADER = 32, SMB_TRANSACTION = 0x25;
const HOST_ANNOUNCEMENT = 0x01, DOMAIN_ANNOUNCEMENT = 0x0c, LOCAL_MASTER_ANNOUNCEMENT = 0x0f;

export const nbdgm: DatagramProtocol = {
  protocol: 'nbdgm',
  ports: [138],
  anyPort: false,
  /** RFC 1002, 4.4: type, flags, id, source address and port; the direct ones have length, offset, two names and user data. */
  parse(bytes: Uint8Array, off: number, end: number, sink: RecordSink): boolean {
    if (off >= end) return false;
    const cursor = new Cursor(bytes, off, end), type = cursor.u8();
    cursor.skip(3);
    const ipAt = cursor.pos;
    cursor.skip(6);
    if (cursor.short) { sink.weird('nbdgm-short'); return true; }
    const sourceIp = formatIpv4(bytes, ipAt);
    if (type !== DIRECT_UNIQUE && type !== DIRECT_GROUP && type !== BROADCAST) { sink.record({ kind: 'nbdgm.packet', sourceIp, source: null, announcement: null }); return true; }
    cursor.skip(4);
    const source = readName(cursor, off);
    readName(cursor, off);
    const mailslot = !cursor.short && isMailslot(cursor), announcement = mailslot ? readAnnouncement(cursor) : null;
    if (cursor.short) sink.weird('nbdgm-truncated');
    sink.record({ kind: 'nbdgm.packet', sourceIp, source, announcement });
    if (mailslot) sink.record({ kind: 'smb.mailslot' });
    return true;
  },
};

const isMailslot = ({ bytes, pos, left }: Cursor): boolean => left >= SMB_HEADER && bytes[pos] === 0xff && latin1(bytes, pos + 1, pos + 4) === 'SMB' && bytes[pos + 4] === SMB_TRANSACTION;

/** An SMB_COM_TRANSACTION to the mailslot \MAILSLOT\BROWSE ([MS-MAIL] 2.2.1, [MS-CIFS] 2.2.4.33.1), with a browser frame as data. */
function readAnnouncement(cursor: Cursor): BrowserAnnouncement | null {
  const { bytes, pos: smb, end } = cursor;
  if (end - smb < SMB_HEADER + 35) return null;
  const words = new Cursor(bytes, smb + SMB_HEADER, end), count = words.u8();
  words.skip(22); // … DataCount and DataOffset are words 11 and 12
  const dataCount = words.u16le(), dataOffset = words.u16le();
  if (count < 14 || dataOffset < SMB_HEADER + 35) return null;
  // Setup words and byte count, then the mailslot's name.
  const nameAt = smb + SMB_HEADER + 1 + 2 * count + 2;
  if (!/^\\MAILSLOT\\(?:BROWSE|LANMAN)\0/i.test(latin1(bytes, nameAt, Math.min(end, nameAt + 17)))) return null;
  const from = smb + dataOffset;
  return from >= end ? null : readBrowserFrame(new Cursor(bytes, from, Math.min(end, from + dataCount)));
}

/** [MS-BRWS] 2.2.1 (host), 2.2.6 (domain), 2.2.10 (local master): one layout. */
function readBrowserFrame(frame: Cursor): BrowserAnnouncement | null {
  const command = frame.u8();
  const scope = command === HOST_ANNOUNCEMENT ? 'host' : command === LOCAL_MASTER_ANNOUNCEMENT ? 'local-master' : command === DOMAIN_ANNOUNCEMENT ? 'domain' : null;
  if (scope === null) return null;
  frame.skip(5); // update count, periodicity
  const name = frame.take(16), major = frame.u8(), minor = frame.u8(), serverType = frame.u32le();
  frame.skip(4); // browser version, signature 0xAA55
  if (frame.short) return null;
  // A comment without its NUL was cut off: half a name would slip through the person filter.
  const comment = frame.bytes.subarray(frame.pos, frame.end).includes(0) ? terminated(frame.bytes, frame.pos, frame.end, 64) : null;
  return { scope, server: terminated(name.bytes, name.pos, name.end, 16), comment, osVersion: `${major}.${minor}`, serverType };
}

/** A NUL-terminated text in the OEM code page, of which only ASCII is sure. */
function terminated(bytes: Uint8Array, from: number, end: number, limit: number): string | null {
  let stop = from;
  while (stop < end && bytes[stop] !== 0) stop++;
  return clean(latin1(bytes, from, stop), limit);
}
