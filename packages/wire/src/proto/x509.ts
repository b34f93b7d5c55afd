/**
 * The few fields of an X.509 certificate (RFC 5280) that name a machine: subject and issuer (CN, O), dNSName and iPAddress alternative names,
 * the validity's end and the key's fingerprint. Bounded DER (X.690): every length is checked against its container.
 *
 * People are left out: a common name is kept only when it looks like a host, or is that of a separate certification authority;
 * e-mail addresses, given names, rfc822Name and directoryName alternative names are not read.
 */
import { formatIpv4, formatIpv6 } from '@wardkeep/model/address';
import { clean, latin1, utf8 } from '../cursor.ts';
import { sha256 } from '../digest.ts';

export interface X509Name { readonly commonName: string | null; readonly organisation: string | null }

export interface X509Facts {
  readonly subject: X509Name;
  readonly issuer: X509Name;
  /** dNSName and iPAddress subject alternative names, lower case, at most 32. */
  readonly names: readonly string[];
  /** ISO 8601 in UTC, or null when it is no valid time. */
  readonly notAfter: string | null;
  /** SHA-256 of the SubjectPublicKeyInfo: the same for every certificate of one key. */
  readonly keyFingerprint: string;
  /** Issuer and subject are the same name. */
  readonly selfSigned: boolean;
}

/** One DER element: its tag, its content `[from, end)`, and where it began. */
export interface Der { readonly tag: number; readonly start: number; readonly from: number; readonly end: number }

const SEQUENCE = 0x30, SET = 0x31, INTEGER = 0x02, BIT_STRING = 0x03, OCTET_STRING = 0x04, OID = 0x06, BOOLEAN = 0x01;
const UTC_TIME = 0x17, GENERALIZED_TIME = 0x18, BMP_STRING = 0x1e, UTF8_STRING = 0x0c;
const NAME_LIMIT = 32;

/** The element at `at`, wholly inside `end`, or null. Tags of one byte; lengths of at most four bytes (X.690, 8.1.3; indefinite form is not DER). */
export function readDer(bytes: Uint8Array, at: number, end: number): Der | null {
  if (end > bytes.length || end - at < 2) return null;
  const tag = bytes[at]!;
  if ((tag & 0x1f) === 0x1f) return null;
  let length = bytes[at + 1]!, from = at + 2;
  if (length > 0x7f) {
    const count = length & 0x7f;
    if (count === 0 || count > 4 || end - from < count) return null;
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + bytes[from++]!;
  }
  return length > end - from ? null : { tag, start: at, from, end: from + length };
}

/** The elements directly inside `der`, up to the first broken one, at most `limit`. */
export function derChildren(bytes: Uint8Array, der: Der, limit = 64): Der[] {
  const children: Der[] = [];
  for (let at = der.from; at < der.end && children.length < limit;) {
    const child = readDer(bytes, at, der.end);
    if (!child) break;
    children.push(child);
    at = child.end;
  }
  return children;
}

/** True when the OID's content octets are exactly `octets`. */
function isOid(bytes: Uint8Array, der: Der | undefined, octets: readonly number[]): boolean {
  return der !== undefined && der.tag === OID && der.end - der.from === octets.length && octets.every((octet, i) => bytes[der.from + i] === octet);
}
const OID_COMMON_NAME = [0x55, 4, 3], OID_ORGANISATION = [0x55, 4, 10], OID_SUBJECT_ALT_NAME = [0x55, 0x1d, 17];

/** Reads one certificate at `bytes[from…end)`; null when the structure up to the public key is not there. */
export function parseCertificate(bytes: Uint8Array, from = 0, end = bytes.length): X509Facts | null {
  const certificate = readDer(bytes, from, end);
  const tbs = certificate?.tag === SEQUENCE ? readDer(bytes, certificate.from, certificate.end) : null;
  if (!tbs || tbs.tag !== SEQUENCE) return null;
  const fields = derChildren(bytes, tbs, 16);
  if (fields[0]?.tag === 0xa0) fields.shift(); // [0] version
  const [serial, , issuer, validity, subject, key] = fields;
  if (serial?.tag !== INTEGER || !issuer || !validity || !subject || key?.tag !== SEQUENCE || derChildren(bytes, key, 2)[1]?.tag !== BIT_STRING) return null;
  const extensions = fields.find((field) => field.tag === 0xa3);
  const selfSigned = sameBytes(bytes, issuer, subject);
  return {
    subject: readName(bytes, subject, false), issuer: readName(bytes, issuer, !selfSigned),
    names: extensions ? alternativeNames(bytes, extensions) : [],
    notAfter: readTime(bytes, derChildren(bytes, validity, 2)[1]),
    keyFingerprint: sha256(bytes.subarray(key.start, key.end)), selfSigned,
  };
}

function sameBytes(bytes: Uint8Array, a: Der, b: Der): boolean {
  if (a.end - a.start !== b.end - b.start) return false;
  for (let i = 0; i < a.end - a.start; i++) if (bytes[a.start + i] !== bytes[b.start + i]) return false;
  return true;
}

/** Name ::= SEQUENCE OF SET OF { type, value } (RFC 5280, 4.1.2.4). `authority`: any common name without an e-mail address is kept. */
function readName(bytes: Uint8Array, name: Der, authority: boolean): X509Name {
  let commonName: string | null = null, organisation: string | null = null;
  for (const set of derChildren(bytes, name)) {
    if (set.tag !== SET) continue;
    for (const pair of derChildren(bytes, set, 8)) {
      const [type, value] = derChildren(bytes, pair, 2);
      if (!value) continue;
      if (isOid(bytes, type, OID_COMMON_NAME)) commonName = readText(bytes, value);
      else if (isOid(bytes, type, OID_ORGANISATION)) organisation ??= readText(bytes, value);
    }
  }
  if (organisation?.includes('@')) organisation = null;
  const kept = commonName !== null && (authority ? !commonName.includes('@') : isHostLike(commonName));
  return { commonName: kept ? commonName : null, organisation };
}

function readText(bytes: Uint8Array, value: Der): string | null {
  if (value.tag === UTF8_STRING) return clean(utf8(bytes, value.from, value.end), 128);
  if (value.tag !== BMP_STRING) return clean(latin1(bytes, value.from, value.end), 128);
  let text = '';
  for (let at = value.from; at + 1 < Math.min(value.end, value.from + 256); at += 2) text += String.fromCharCode((bytes[at]! << 8) | bytes[at + 1]!);
  return clean(text, 128);
}

/** True for one word in the characters of host names, wildcards, addresses and serials: no blanks, no `@`. */
export function isHostLike(text: string): boolean { return /^[A-Za-z0-9*_][A-Za-z0-9._:*-]{0,252}$/.test(text); }

/** Extension ::= SEQUENCE { OID, critical BOOLEAN DEFAULT FALSE, OCTET STRING } (RFC 5280, 4.2); subjectAltName: 4.2.1.6. */
function alternativeNames(bytes: Uint8Array, extensions: Der): string[] {
  const list = readDer(bytes, extensions.from, extensions.end), names: string[] = [];
  if (!list) return names;
  for (const extension of derChildren(bytes, list)) {
    const parts = derChildren(bytes, extension, 3);
    const value = parts[1]?.tag === BOOLEAN ? parts[2] : parts[1];
    if (!isOid(bytes, parts[0], OID_SUBJECT_ALT_NAME) || value?.tag !== OCTET_STRING) continue;
    const general = readDer(bytes, value.from, value.end);
    if (!general) continue;
    for (const name of derChildren(bytes, general, NAME_LIMIT)) {
      const length = name.end - name.from;
      if (name.tag === 0x82) {
        const text = clean(latin1(bytes, name.from, name.end), 253);
        if (text !== null && isHostLike(text)) names.push(text.toLowerCase());
      } else if (name.tag === 0x87 && length === 4) names.push(formatIpv4(bytes, name.from));
      else if (name.tag === 0x87 && length === 16) names.push(formatIpv6(bytes, name.from));
    }
  }
  return names;
}

/** UTCTime and GeneralizedTime in their DER forms (RFC 5280, 4.1.2.5): years 50–99 are of the twentieth century. */
function readTime(bytes: Uint8Array, time: Der | undefined): string | null {
  if (!time || (time.tag !== UTC_TIME && time.tag !== GENERALIZED_TIME)) return null;
  const text = latin1(bytes, time.from, time.end), digits = time.tag === UTC_TIME ? (text >= '50' ? '19' : '20') + text : text;
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(digits);
  if (!match) return null;
  const [, year, month, day, hour, minute, second] = match;
  if (month! < '01' || month! > '12' || day! < '01' || day! > '31' || hour! > '23' || minute! > '59' || second! > '59') return null;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
}
