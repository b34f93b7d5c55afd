/**
 * Builds small captures for tests: Ethernet frames, UDP datagrams, TCP conversations with handshake and end, one classic pcap file.
 *
 *     const capture = new CaptureBuilder();
 *     capture.tcp(host(1), host(2), 80, [[0, 'GET / HTTP/1.1\r\n\r\n'], [1, 'HTTP/1.1 204 No Content\r\n\r\n']]);
 *     writeFileSync('one.pcap', capture.pcap());
 */

export interface Host { readonly mac: string; readonly ip: string }
export type Bytes = string | Uint8Array;
/** Who speaks (0: the one that opened the conversation) and what. */
export type Turn = readonly [direction: 0 | 1, data: Bytes];

export const BROADCAST: Host = { mac: 'ff:ff:ff:ff:ff:ff', ip: '255.255.255.255' };
/** A host of 10.77.x.y with a MAC of a real maker (Hewlett Packard), by number. */
export const host = (number: number): Host => ({ mac: `3c:52:82:77:${hex2(number >> 8)}:${hex2(number)}`, ip: `10.77.${number >> 8}.${number & 255}` });
/** The Ethernet address of an IPv4 multicast group (RFC 1112, 6.4). */
export const group = (ip: string): Host => { const [, b, c, d] = ip.split('.').map(Number) as [number, number, number, number]; return { ip, mac: `01:00:5e:${hex2(b & 127)}:${hex2(c)}:${hex2(d)}` }; };

/** A text is Latin-1: one byte a character; use `utf8` for others. */
export const bytes = (data: Bytes): Uint8Array => (typeof data === 'string' ? Uint8Array.from(data, (character) => character.charCodeAt(0) & 255) : data);
export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
export const utf16le = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le'));
export const base64 = (data: Bytes): string => Buffer.from(bytes(data)).toString('base64');
export const join = (...parts: readonly (Bytes | readonly number[])[]): Uint8Array => new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' || part instanceof Uint8Array ? bytes(part) : Uint8Array.from(part)))));
export const be16 = (value: number): number[] => [(value >> 8) & 255, value & 255];
export const be32 = (value: number): number[] => [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
export const le16 = (value: number): number[] => be16(value).reverse();
export const le32 = (value: number): number[] => be32(value).reverse();
const hex2 = (value: number): string => (value & 255).toString(16).padStart(2, '0');
const macBytes = (mac: string): number[] => mac.split(':').map((part) => Number.parseInt(part, 16));
const ipBytes = (ip: string): number[] => ip.split('.').map(Number);

/** One element in BER or DER (X.690), definite lengths. */
export function ber(tag: number, ...content: readonly (Bytes | readonly number[])[]): Uint8Array {
  const inner = join(...content), length = inner.length;
  return join([tag], length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, ...be16(length)], inner);
}

const TCP_SYN = 2, TCP_ACK = 16, TCP_PSH = 8, TCP_FIN = 1;
const SEGMENT = 1400;

export class CaptureBuilder {
  private readonly frames: Uint8Array[] = [];
  private port = 40000;
  private id = 1;

  /** A frame with this EtherType and payload. */
  frame(from: Host, to: Host, etherType: number, payload: Uint8Array): this {
    this.frames.push(join(macBytes(to.mac), macBytes(from.mac), be16(etherType), payload));
    return this;
  }

  ip(from: Host, to: Host, protocol: number, payload: Uint8Array): this {
    const head = join([0x45, 0], be16(20 + payload.length), be16(this.id++ & 0xffff), [0x40, 0, 64, protocol, 0, 0], ipBytes(from.ip), ipBytes(to.ip));
    head.set(be16(checksum(head)), 10);
    return this.frame(from, to, 0x0800, join(head, payload));
  }

  udp(from: Host, to: Host, fromPort: number, toPort: number, payload: Bytes): this {
    const data = bytes(payload);
    return this.ip(from, to, 17, join(be16(fromPort), be16(toPort), be16(8 + data.length), [0, 0], data));
  }

  /** A whole conversation on a fresh client port: handshake, turns in segments, acknowledgements, end. */
  tcp(client: Host, server: Host, port: number, turns: readonly Turn[]): this {
    const ports = [this.port++, port] as const, sides = [client, server] as const, next: [number, number] = [1000, 900000];
    const send = (direction: 0 | 1, flags: number, data: Uint8Array) => {
      const other = (1 - direction) as 0 | 1;
      this.ip(sides[direction], sides[other], 6, join(be16(ports[direction]), be16(ports[other]), be32(next[direction]), be32((flags & TCP_ACK) === 0 ? 0 : next[other]), [0x50, flags], be16(65000), [0, 0, 0, 0], data));
      next[direction] += data.length + ((flags & (TCP_SYN | TCP_FIN)) === 0 ? 0 : 1);
    };
    const nothing = new Uint8Array(0);
    send(0, TCP_SYN, nothing);
    send(1, TCP_SYN | TCP_ACK, nothing);
    send(0, TCP_ACK, nothing);
    for (const [direction, data] of turns) {
      const whole = bytes(data);
      for (let at = 0; at < whole.length; at += SEGMENT) send(direction, TCP_ACK | TCP_PSH, whole.subarray(at, at + SEGMENT));
      send((1 - direction) as 0 | 1, TCP_ACK, nothing);
    }
    send(0, TCP_ACK | TCP_FIN, nothing);
    send(1, TCP_ACK | TCP_FIN, nothing);
    send(0, TCP_ACK, nothing);
    return this;
  }

  /** The capture as a file: microseconds, little endian, one frame each millisecond. */
  pcap(): Uint8Array {
    const head = join([0xd4, 0xc3, 0xb2, 0xa1], le16(2), le16(4), le32(0), le32(0), le32(262144), le32(1));
    return join(head, ...this.frames.map((frame, index) => join(le32(1_795_000_000 + Math.floor(index / 1000)), le32((index % 1000) * 1000), le32(frame.length), le32(frame.length), frame)));
  }
}

/** RFC 1071. */
function checksum(head: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < head.length; at += 2) sum += (head[at]! << 8) | head[at + 1]!;
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
