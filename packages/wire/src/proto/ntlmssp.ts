/**
 * NTLMSSP messages ([MS-NLMP] 2.2.1) inside SMB, HTTP, DCE/RPC, mail and database log-ins. Read: the server's own names and operating system build
 * from CHALLENGE_MESSAGE, the client's build from its VERSION and its workstation name. The user name, domain of the user and responses are never read.
 */
import { clean, Cursor, latin1 } from '../cursor.ts';

export interface NtlmFacts {
  /** 1 negotiate (client), 2 challenge (server), 3 authenticate (client). */
  readonly type: 1 | 2 | 3;
  /** The host's NetBIOS name: MsvAvNbComputerName of a challenge, Workstation of an authenticate message. */
  readonly computer: string | null;
  readonly domain: string | null;
  readonly dnsComputer: string | null;
  readonly dnsDomain: string | null;
  readonly dnsForest: string | null;
  /** VERSION (2.2.2.10) as `10.0.17763`; null when it is absent or all zero. */
  readonly build: string | null;
}

const SIGNATURE = [0x4e, 0x54, 0x4c, 0x4d, 0x53, 0x53, 0x50, 0];
const NEGOTIATE_UNICODE = 1, NEGOTIATE_VERSION = 0x02000000;
const AV_EOL = 0, AV_NB_COMPUTER = 1, AV_NB_DOMAIN = 2, AV_DNS_COMPUTER = 3, AV_DNS_DOMAIN = 4, AV_DNS_TREE = 5;

/** Where `NTLMSSP\0` begins in `bytes[from…end)`, or -1. SPNEGO wraps it in a few dozen bytes of ASN.1; the first 4 KiB are searched. */
export function findNtlm(bytes: Uint8Array, from: number, end: number): number {
  const stop = Math.min(end, bytes.length, from + 4096) - 12;
  for (let at = from; at <= stop; at++) if (bytes[at] === 0x4e && SIGNATURE.every((byte, i) => bytes[at + i] === byte)) return at;
  return -1;
}

/** Reads the message that starts at `from`; null when it is none. */
export function parseNtlm(bytes: Uint8Array, from: number, end: number): NtlmFacts | null {
  if (findNtlm(bytes, from, Math.min(end, from + 12)) !== from) return null;
  const type = new Cursor(bytes, from + 8, end).u32le();
  if (type === 2) return parseChallenge(bytes, from, end);
  const nothing = { computer: null, domain: null, dnsComputer: null, dnsDomain: null, dnsForest: null };
  if (type === 1) {
    const flags = new Cursor(bytes, from + 12, end).u32le();
    return { type, ...nothing, build: (flags & NEGOTIATE_VERSION) !== 0 ? readBuild(bytes, from + 32, end) : null };
  }
  if (type !== 3) return null;
  const flags = new Cursor(bytes, from + 60, end).u32le();
  return {
    type, ...nothing, computer: readField(bytes, from, end, 44, (flags & NEGOTIATE_UNICODE) !== 0),
    build: (flags & NEGOTIATE_VERSION) !== 0 ? readBuild(bytes, from + 64, end) : null,
  };
}

/** The facts of a CHALLENGE_MESSAGE, e.g. of a decoded `WWW-Authenticate: NTLM …` header; null for anything else. */
export function parseNtlmChallenge(bytes: Uint8Array, from = 0, end = bytes.length): NtlmFacts | null {
  const at = findNtlm(bytes, from, end), facts = at < 0 ? null : parseNtlm(bytes, at, end);
  return facts?.type === 2 ? facts : null;
}

/** CHALLENGE_MESSAGE (2.2.1.2): TargetNameFields at 12, NegotiateFlags at 20, TargetInfoFields at 40, Version at 48. */
function parseChallenge(bytes: Uint8Array, from: number, end: number): NtlmFacts {
  const flags = new Cursor(bytes, from + 20, end).u32le(), names = new Map<number, string | null>();
  const fields = new Cursor(bytes, from + 40, end), length = fields.u16le();
  fields.skip(2);
  const at = from + fields.u32le();
  if (!fields.short && at + length <= end) {
    // AV_PAIR (2.2.2.1): id, length, UTF-16 value
    const pairs = new Cursor(bytes, at, at + length);
    for (let id = pairs.u16le(); id !== AV_EOL && !pairs.short && names.size < 16; id = pairs.u16le()) {
      const value = pairs.take(pairs.u16le());
      names.set(id, utf16le(bytes, value.pos, value.end));
    }
  }
  const of = (id: number) => names.get(id) ?? null;
  return {
    type: 2, computer: of(AV_NB_COMPUTER), domain: of(AV_NB_DOMAIN), dnsComputer: of(AV_DNS_COMPUTER), dnsDomain: of(AV_DNS_DOMAIN), dnsForest: of(AV_DNS_TREE),
    build: (flags & NEGOTIATE_VERSION) !== 0 ? readBuild(bytes, from + 48, end) : null,
  };
}

/** A field's {length, capacity, offset} at `from + at` and the text it points to. */
function readField(bytes: Uint8Array, from: number, end: number, at: number, unicode: boolean): string | null {
  const field = new Cursor(bytes, from + at, end), length = field.u16le();
  field.skip(2);
  const start = from + field.u32le();
  if (field.short || start + length > end) return null;
  return unicode ? utf16le(bytes, start, start + length) : clean(latin1(bytes, start, start + length), 64);
}

/** VERSION (2.2.2.10): major, minor, build, three reserved bytes, revision 15. Samba sends 6.1.0; all zero means not said. Old senders set the flag and leave it out. */
function readBuild(bytes: Uint8Array, at: number, end: number): string | null {
  const version = new Cursor(bytes, at, end), major = version.u8(), minor = version.u8(), build = version.u16le();
  version.skip(3);
  return version.u8() !== 15 || version.short || major === 0 ? null : `${major}.${minor}.${build}`;
}

/** UTF-16LE text, at most 128 characters, made safe; null when nothing is left. */
export function utf16le(bytes: Uint8Array, from: number, end: number): string | null {
  let text = '';
  for (let at = from; at + 1 < Math.min(end, bytes.length, from + 256); at += 2) {
    const unit = bytes[at]! | (bytes[at + 1]! << 8);
    if (unit === 0) break;
    text += String.fromCharCode(unit);
  }
  return clean(text, 128);
}
