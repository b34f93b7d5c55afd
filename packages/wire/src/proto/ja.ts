/**
 * Fingerprints of TLS clients: JA3 (github.com/salesforce/ja3, BSD-3) and JA4 (github.com/FoxIO-LLC/ja4, the client method only, BSD-3).
 * They name a TLS library and its settings, never a device: weak signs.
 */
import { md5, sha256 } from '../digest.ts';
import { Recall } from '../recall.ts';

/** A ClientHello's lists in wire order, GREASE included. */
export interface HelloLists {
  /** legacy_version, e.g. 0x0303. */
  readonly version: number;
  readonly ciphers: readonly number[];
  readonly extensions: readonly number[];
  readonly groups: readonly number[];
  readonly pointFormats: readonly number[];
  readonly signatures: readonly number[];
  /** supported_versions; empty when the extension is absent. */
  readonly versions: readonly number[];
  readonly hasSni: boolean;
  /** First ALPN protocol, one character a byte; '' when the extension is absent. */
  readonly alpn: string;
}

/** Reserved values that clients sprinkle in so that servers stay tolerant (RFC 8701): 0x0a0a, 0x1a1a, … 0xfafa. */
export function isGrease(value: number): boolean { return (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff); }

const real = (values: readonly number[]) => values.filter((value) => !isGrease(value));
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const hex16 = (value: number) => HEX[value >> 8]! + HEX[value & 255]!;

/** `version,ciphers,extensions,groups,formats` in decimal: the text whose MD5 is JA3. */
export function ja3Text(hello: HelloLists): string {
  return [String(hello.version), ...[hello.ciphers, hello.extensions, hello.groups, hello.pointFormats].map((list) => real(list).join('-'))].join(',');
}

export function ja3(hello: HelloLists): string { return md5(ja3Text(hello)); }

/** Both fingerprints. Hellos of one program differ in random, session, GREASE and server name, none of which count: what counts comes again and again. */
export function fingerprints(hello: HelloLists): { readonly ja3: string; readonly ja4: string } {
  const length = pack(hello);
  unpacked = hello;
  return length < 0 ? readBoth() : known.of(packed, 0, length);
}

const PACKED_LIMIT = 512, packed = new Uint8Array(PACKED_LIMIT);
/** The hello that `packed` stands for. */
let unpacked: HelloLists;
const readBoth = () => ({ ja3: ja3(unpacked), ja4: ja4(unpacked) });
const known = new Recall(readBoth, 256, PACKED_LIMIT);

/** All that the fingerprints depend on, into `packed`: each list without GREASE behind its end, then the rest. Returns the length, -1 when it is too long. */
function pack({ version, ciphers, extensions, groups, pointFormats, signatures, versions, hasSni, alpn }: HelloLists): number {
  let at = 0;
  const put = (value: number) => { packed[at++] = value >> 8; packed[at++] = value & 255; };
  for (const list of [ciphers, extensions, groups, pointFormats, signatures, versions]) {
    if (at + 2 * list.length + 16 > PACKED_LIMIT) return -1;
    const begin = at;
    at += 2;
    for (let i = 0; i < list.length; i++) if (!isGrease(list[i]!)) put(list[i]!);
    packed[begin] = at >> 8;
    packed[begin + 1] = at & 255;
  }
  put(version);
  put(hasSni ? 1 : 0);
  put(Math.min(alpn.length, 255));
  put(alpn === '' ? 0 : ((alpn.charCodeAt(0) & 255) << 8) | (alpn.charCodeAt(alpn.length - 1) & 255));
  return at;
}

const JA4_VERSIONS: Readonly<Record<number, string>> = { 0x0304: '13', 0x0303: '12', 0x0302: '11', 0x0301: '10', 0x0300: 's3', 0x0002: 's2' };

/** JA4 over TCP, e.g. `t13d1516h2_8daaf6152771_e5627efa2ab1`. */
export function ja4(hello: HelloLists): string {
  const ciphers = real(hello.ciphers), extensions = real(hello.extensions), versions = real(hello.versions);
  const version = versions.length > 0 ? Math.max(...versions) : hello.version;
  const two = (count: number) => String(Math.min(count, 99)).padStart(2, '0');
  const head = `t${JA4_VERSIONS[version] ?? '00'}${hello.hasSni ? 'd' : 'i'}${two(ciphers.length)}${two(extensions.length)}${alpnEnds(hello.alpn)}`;
  // server_name and application_layer_protocol_negotiation depend on the site visited, so they are counted but not hashed.
  const hashed = extensions.filter((type) => type !== 0x0000 && type !== 0x0010).map(hex16).sort().join(',');
  const signatures = real(hello.signatures).map(hex16).join(',');
  return `${head}_${shortHash(ciphers.map(hex16).sort().join(','))}_${shortHash(hashed === '' ? '' : signatures === '' ? hashed : `${hashed}_${signatures}`)}`;
}

const shortHash = (text: string) => (text === '' ? '000000000000' : sha256(text).slice(0, 12));

/** First and last character of the first ALPN value; of its hexadecimal form when either is not alphanumeric. */
function alpnEnds(alpn: string): string {
  if (alpn === '') return '00';
  const ends = alpn[0]! + alpn[alpn.length - 1]!;
  if (/^[0-9A-Za-z]{2}$/.test(ends)) return ends;
  const hex = (at: number) => alpn.charCodeAt(at).toString(16).padStart(2, '0');
  return hex(0)[0]! + hex(alpn.length - 1)[1]!;
}
