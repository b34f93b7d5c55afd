/**
 * SMB 1 ([MS-CIFS], [MS-SMB]) and SMB 2/3 ([MS-SMB2]) over NetBIOS sessions (RFC 1002, 4.3; port 139) or direct TCP (port 445).
 *
 * Read: dialects, server and client GUID, whether signing is required, NTLM facts of the session set-up, native OS and LAN manager strings, and the
 * RPC interfaces bound in named pipes. Shares, paths, file names and contents are not read: such messages are skipped by length.
 */
import { clean, Cursor, latin1 } from '../cursor.ts';
import { DONE, type Direction, MORE, NO, type RecordSink, type StreamDissector, type StreamProtocol, type Verdict, YES } from '../record.ts';
import { formatUuid, isDcerpcHeader, isDcerpcNegotiation, readDcerpcPdu, recordNtlm } from './dcerpc.ts';
import { utf16le } from './ntlmssp.ts';

export interface SmbNegotiate {
  readonly kind: 'smb.negotiate';
  /** From the server: it is the answer. */
  readonly response: boolean;
  /** The dialect chosen (`NT LM 0.12`, `2.0.2`, `2.1`, `3.0`, `3.0.2`, `3.1.1`); from the client the highest one offered. Null when none is known. */
  readonly dialect: string | null;
  /** ServerGuid or ClientGuid of SMB 2; null when absent or zero. */
  readonly guid: string | null;
  readonly signingRequired: boolean | null;
}

/** SMB_COM_SESSION_SETUP_ANDX strings ([MS-SMB] 2.2.4.6): both sides may say what they run. */
export interface SmbNative { readonly kind: 'smb.native'; readonly response: boolean; readonly os: string | null; readonly lanManager: string | null }

/** NetBIOS session request (RFC 1002, 4.3.2): the names of the called and the calling host. */
export interface SmbNames { readonly kind: 'smb.netbios'; readonly called: string | null; readonly calling: string | null }

/** SMB messages other than those above: the conversation is SMB. Once for each direction. */
export interface SmbMessage { readonly kind: 'smb.message'; readonly response: boolean; readonly major: 1 | 2 | 3 }

declare module '../record.ts' {
  interface RecordMap { 'smb.negotiate': SmbNegotiate; 'smb.native': SmbNative; 'smb.netbios': SmbNames; 'smb.message': SmbMessage }
}

const NBSS_MESSAGE = 0, NBSS_REQUEST = 0x81, NBSS_LAST = 0x85;
const SMB1 = 0xff, SMB2 = 0xfe, SMB3_COMPRESSED = 0xfc;
const SMB1_HEADER = 32, SMB2_HEADER = 64;
/** Negotiations, set-ups and pipe binds are far smaller; longer messages are file contents. */
const MESSAGE_LIMIT = 32768;
/** SMB_COM_TRANSACTION, _NEGOTIATE, _SESSION_SETUP_ANDX, _READ_ANDX, _WRITE_ANDX ([MS-CIFS] 2.2.2.1). */
const TRANSACTION = 0x25, NEGOTIATE1 = 0x72, SETUP1 = 0x73, READ1 = 0x2e, WRITE1 = 0x2f;
/** [MS-SMB2] 2.2.1.2. */
const NEGOTIATE2 = 0, SETUP2 = 1, READ2 = 8, WRITE2 = 9, IOCTL2 = 11;
/** Dialect strings by which SMB 1 clients ask for SMB 2 ([MS-SMB2] 3.3.5.3); the wildcard is no dialect yet. */
const SMB1_NAMES: Readonly<Record<string, string | null>> = { 'SMB 2.002': '2.0.2', 'SMB 2.???': null };
const SMB2_DIALECTS: Readonly<Record<number, string>> = { 0x0202: '2.0.2', 0x0210: '2.1', 0x0300: '3.0', 0x0302: '3.0.2', 0x0311: '3.1.1' };
/** Pipes are read only this often: a bind comes first, and it is enough to know. */
const PIPE_LIMIT = 64;

class SmbStream implements StreamDissector {
  private readonly told: [boolean, boolean] = [false, false];
  private serverName: string | null = null;
  private pipesRead = 0;
  private pipeTold = false;
  /** SMB 1 dialects as the client listed them: the server answers with an index ([MS-CIFS] 2.2.4.52.2). */
  private dialects: readonly string[] = [];

  read(direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    let at = off;
    while (end - at >= 4) {
      const type = bytes[at]!, length = (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
      if (type !== NBSS_MESSAGE && (type < NBSS_REQUEST || type > NBSS_LAST)) { sink.weird('smb-session-type'); return DONE; }
      const from = at + 4;
      if (type === NBSS_REQUEST) {
        if (length < 68 || length > 1024) { sink.weird('smb-session-request'); return DONE; }
        if (end - from < length) return at - off;
        sink.record({ kind: 'smb.netbios', called: readNetbiosName(bytes, from, from + length), calling: readNetbiosName(bytes, from + 34, from + length) });
      } else if (type === NBSS_MESSAGE && length > 0) {
        const header = Math.min(length, SMB2_HEADER + 20);
        if (end - from < header) return at - off;
        if (this.isWanted(bytes, from, length)) {
          if (end - from < length) return at - off;
          this.readMessage(direction, bytes, from, from + length, sink);
        } else this.tell(direction, bytes, from, sink);
      }
      at = from + length;
    }
    return at - off;
  }

  /** Message boundaries are lost; the peer's direction can still be read. */
  gap(): boolean { return false; }

  private isWanted(bytes: Uint8Array, from: number, length: number): boolean {
    if (length > MESSAGE_LIMIT || length < 33) return false;
    if (bytes[from] === SMB1) {
      const command = bytes[from + 4]!;
      return command === NEGOTIATE1 || command === SETUP1 || (this.pipesRead < PIPE_LIMIT && (command === TRANSACTION || ((command === READ1 || command === WRITE1) && length < 4096)));
    }
    if (bytes[from] !== SMB2 || length < SMB2_HEADER + 8) return false;
    const command = bytes[from + 12]! | (bytes[from + 13]! << 8);
    return command === NEGOTIATE2 || command === SETUP2 || (this.pipesRead < PIPE_LIMIT && length < 4096 && (command === READ2 || command === WRITE2 || command === IOCTL2));
  }

  private tell(direction: Direction, bytes: Uint8Array, from: number, sink: RecordSink): void {
    if (this.told[direction]) return;
    const magic = bytes[from]!, response = magic === SMB1 ? (bytes[from + 9]! & 0x80) !== 0 : magic === SMB2 ? (bytes[from + 16]! & 1) !== 0 : direction === 1;
    if (magic < SMB3_COMPRESSED || bytes[from + 1] !== 0x53) return;
    this.told[direction] = true;
    sink.record({ kind: 'smb.message', response, major: magic === SMB1 ? 1 : magic === SMB2 ? 2 : 3 });
  }

  private readMessage(direction: Direction, bytes: Uint8Array, from: number, end: number, sink: RecordSink): void {
    this.tell(direction, bytes, from, sink);
    if (bytes[from] === SMB2) this.readSmb2(bytes, from, end, sink);
    else this.readSmb1(bytes, from, end, sink);
  }

  private readSmb2(bytes: Uint8Array, from: number, end: number, sink: RecordSink): void {
    const command = bytes[from + 12]!, response = (bytes[from + 16]! & 1) !== 0, body = from + SMB2_HEADER;
    if (command === NEGOTIATE2) sink.record(response ? readNegotiateResponse2(bytes, body, end) : readNegotiateRequest2(bytes, body, end));
    else if (command === SETUP2) this.serverName = recordNtlm(bytes, body, end, sink, this.serverName);
    else this.readPipe(bytes, ...pipeData2(bytes, from, end, command, response), sink);
  }

  private readSmb1(bytes: Uint8Array, from: number, end: number, sink: RecordSink): void {
    const command = bytes[from + 4]!, response = (bytes[from + 9]! & 0x80) !== 0, body = from + SMB1_HEADER;
    if (command === NEGOTIATE1) this.readNegotiate1(bytes, body, end, response, sink);
    else if (command === SETUP1) this.serverName = readSetup1(bytes, from, end, response, sink, this.serverName);
    else {
      // Pipe traffic starts at a pad after the words; a PDU header within the first bytes of the data is enough to find it.
      const data = body + 1 + 2 * (bytes[body] ?? 0) + 2;
      for (let at = data; at < Math.min(end, data + 96); at++) if (isDcerpcHeader(bytes, at, end)) { this.readPipe(bytes, at, end, sink); return; }
    }
  }

  private readPipe(bytes: Uint8Array, from: number, end: number, sink: RecordSink): void {
    this.pipesRead++;
    if (!this.pipeTold || isDcerpcNegotiation(bytes, from, end)) this.pipeTold = readDcerpcPdu(bytes, from, end, true, sink) || this.pipeTold;
  }

  /** SMB_COM_NEGOTIATE ([MS-CIFS] 2.2.4.52): dialect strings of format 2; the answer holds an index, the security mode, and (NT LM 0.12) more. */
  private readNegotiate1(bytes: Uint8Array, body: number, end: number, response: boolean, sink: RecordSink): void {
    const cursor = new Cursor(bytes, body, end), words = cursor.u8();
    if (response) {
      const dialect = this.dialects[cursor.u16le()] ?? (words >= 17 ? 'NT LM 0.12' : null), mode = cursor.u8();
      sink.record({ kind: 'smb.negotiate', response, dialect, guid: null, signingRequired: words >= 17 ? (mode & 8) !== 0 : null });
      return;
    }
    cursor.skip(words * 2);
    const list = cursor.take(cursor.u16le()), dialects: string[] = [];
    while (list.left > 1 && dialects.length < 32 && list.u8() === 2) {
      const start = list.pos;
      while (list.left > 0 && bytes[list.pos] !== 0) list.skip(1);
      dialects.push(clean(latin1(bytes, start, list.pos), 64) ?? '');
      list.skip(1);
    }
    this.dialects = dialects;
    sink.record({ kind: 'smb.negotiate', response, dialect: dialectName(dialects), guid: null, signingRequired: null });
  }
}

function dialectName(offered: readonly string[]): string | null {
  const names = offered.map((name) => (name in SMB1_NAMES ? SMB1_NAMES[name]! : name)).filter((name) => name !== null);
  return names[names.length - 1] ?? null;
}

/** [MS-SMB2] 2.2.4: StructureSize 65, SecurityMode, DialectRevision, contexts, ServerGuid. */
function readNegotiateResponse2(bytes: Uint8Array, body: number, end: number): SmbNegotiate & { kind: 'smb.negotiate' } {
  const cursor = new Cursor(bytes, body + 2, end), mode = cursor.u16le(), dialect = cursor.u16le();
  cursor.skip(2);
  return { kind: 'smb.negotiate', response: true, dialect: SMB2_DIALECTS[dialect] ?? null, guid: readGuid(cursor), signingRequired: (mode & 2) !== 0 };
}

/** [MS-SMB2] 2.2.3: StructureSize 36, DialectCount, SecurityMode, Reserved, Capabilities, ClientGuid, contexts (8), Dialects. */
function readNegotiateRequest2(bytes: Uint8Array, body: number, end: number): SmbNegotiate & { kind: 'smb.negotiate' } {
  const cursor = new Cursor(bytes, body + 2, end), count = cursor.u16le(), mode = cursor.u16le();
  cursor.skip(6);
  const guid = readGuid(cursor);
  cursor.skip(8);
  let highest = 0;
  for (let i = 0; i < count && cursor.left >= 2; i++) highest = Math.max(highest, cursor.u16le());
  return { kind: 'smb.negotiate', response: false, dialect: SMB2_DIALECTS[highest] ?? null, guid, signingRequired: (mode & 2) !== 0 };
}

function readGuid(cursor: Cursor): string | null {
  const guid = cursor.take(16);
  if (guid.left < 16) return null;
  const text = formatUuid(guid.bytes, guid.pos);
  return /^[0-]+$/.test(text) ? null : text;
}

/** Where the payload of a named pipe's WRITE, READ or IOCTL lies ([MS-SMB2] 2.2.20, 2.2.21, 2.2.31, 2.2.32). */
function pipeData2(bytes: Uint8Array, from: number, end: number, command: number, response: boolean): [number, number] {
  const cursor = new Cursor(bytes, from + SMB2_HEADER + 2, end);
  let offset = 0;
  if (command === WRITE2 && !response) offset = cursor.u16le();
  else if (command === READ2 && response) offset = cursor.u8();
  else if (command === IOCTL2) {
    cursor.skip(2 + 4 + 16);
    if (response) cursor.skip(8);
    offset = cursor.u32le();
  }
  return offset < SMB2_HEADER || cursor.short ? [end, end] : [Math.min(end, from + offset), end];
}

/**
 * SMB_COM_SESSION_SETUP_ANDX. With extended security ([MS-SMB] 2.2.4.6: 12 words in the request, 4 in the response) a blob comes first, then the strings.
 * Without it ([MS-CIFS] 2.2.4.53: 13 words) the passwords, the account and its domain come first and are stepped over. Gives back the server's name.
 */
function readSetup1(bytes: Uint8Array, from: number, end: number, response: boolean, sink: RecordSink, server: string | null): string | null {
  const cursor = new Cursor(bytes, from + SMB1_HEADER, end), words = cursor.u8(), parameters = cursor.take(words * 2);
  const size = cursor.u16le(), data = cursor.take(Math.min(size, cursor.left)), unicode = (bytes[from + 11]! & 0x80) !== 0;
  let skipStrings = 0;
  if ((!response && words === 12) || (response && words === 4)) {
    parameters.skip(response ? 6 : 14);
    const blob = data.take(parameters.u16le());
    server = recordNtlm(bytes, blob.pos, blob.end, sink, server);
  } else if (!response && words === 13) {
    parameters.skip(14);
    data.skip(parameters.u16le() + parameters.u16le());
    skipStrings = 2;
  } else if (!response || words !== 3) return server;
  if (unicode && (data.pos - from) % 2 === 1) data.skip(1);
  for (let i = 0; i < skipStrings; i++) readString(data, unicode);
  const os = readString(data, unicode), lanManager = readString(data, unicode);
  if (os !== null || lanManager !== null) sink.record({ kind: 'smb.native', response, os, lanManager });
  return server;
}

/** A NUL-terminated string; null when empty. */
function readString(cursor: Cursor, unicode: boolean): string | null {
  const start = cursor.pos, step = unicode ? 2 : 1;
  while (cursor.left >= step && (cursor.bytes[cursor.pos] !== 0 || (unicode && cursor.bytes[cursor.pos + 1] !== 0))) cursor.pos += step;
  const text = unicode ? utf16le(cursor.bytes, start, cursor.pos) : clean(latin1(cursor.bytes, start, cursor.pos), 128);
  cursor.skip(Math.min(step, cursor.left));
  return text;
}

/** First-level encoded NetBIOS name (RFC 1001, 14.1) at `at`: 0x20, 32 letters A–P; the 16th character is the suffix. Group and browser names are null. */
function readNetbiosName(bytes: Uint8Array, at: number, end: number): string | null {
  if (end - at < 34 || bytes[at] !== 0x20) return null;
  let name = '';
  for (let i = 0; i < 15; i++) {
    const high = bytes[at + 1 + i * 2]! - 0x41, low = bytes[at + 2 + i * 2]! - 0x41;
    if (high < 0 || high > 15 || low < 0 || low > 15) return null;
    name += String.fromCharCode((high << 4) | low);
  }
  const text = clean(name, 15);
  return text === null || text.startsWith('*') ? null : text;
}

export const smb: StreamProtocol = {
  protocol: 'smb',
  ports: [445, 139],
  probe(_direction: Direction, bytes: Uint8Array, off: number, end: number): Verdict {
    const type = bytes[off]!, seen = end - off;
    if (type === NBSS_REQUEST) {
      if ((seen > 1 && bytes[off + 1] !== 0) || (seen > 2 && bytes[off + 2] !== 0) || (seen > 3 && bytes[off + 3]! < 68) || (seen > 4 && bytes[off + 4] !== 0x20)) return NO;
      if (seen < 38) return MORE;
      for (let at = off + 5; at < off + 37; at++) if (bytes[at]! < 0x41 || bytes[at]! > 0x50) return NO;
      return YES;
    }
    if (type >= 0x82 && type <= 0x83) return seen >= 4 && bytes[off + 1] === 0 && bytes[off + 2] === 0 && bytes[off + 3] === type - 0x82 ? MORE : NO;
    if (type !== NBSS_MESSAGE || (seen > 4 && bytes[off + 4]! < SMB3_COMPRESSED)) return NO;
    const letters = [0x53, 0x4d, 0x42];
    for (let i = 0; i < 3; i++) if (seen > 5 + i && bytes[off + 5 + i] !== letters[i]) return NO;
    return seen < 8 ? MORE : YES;
  },
  open: () => new SmbStream(),
};
