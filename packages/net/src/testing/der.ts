/** X.690 DER as far as a certificate needs it. For tests. */

export function tlv(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts), { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => tlv(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Uint8Array => tlv(0x31, ...parts);
export const octets = (content: Uint8Array): Uint8Array => tlv(0x04, content);
export const bits = (content: Uint8Array): Uint8Array => tlv(0x03, Buffer.from([0]), content);
export const utf8 = (text: string): Uint8Array => tlv(0x0c, Buffer.from(text));
export const truth = (): Uint8Array => tlv(0x01, Buffer.from([0xff]));
/** GeneralizedTime. */
export const time = (ms: number): Uint8Array => tlv(0x18, Buffer.from(new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, '')));
/** Context-specific tag, constructed. */
export const explicit = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array => tlv(0xa0 | tag, ...parts);
/** Context-specific tag, primitive. */
export const implicit = (tag: number, content: Uint8Array): Uint8Array => tlv(0x80 | tag, content);

/** Not negative. */
export function integer(value: number | Uint8Array): Uint8Array {
  const bytes = typeof value === 'number' ? Buffer.from([value]) : value;
  return tlv(0x02, bytes[0]! & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number), bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return tlv(0x06, Buffer.from(bytes));
}
