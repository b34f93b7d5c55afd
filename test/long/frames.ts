/** Captures made from nothing for tests: hosts, IP, UDP, TCP, fragments, link layers and the two file formats. Checksums stay 0: no reader asks. */
export type Bytes = Uint8Array | readonly number[];
export const join = (...parts: Bytes[]): Uint8Array => {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { out.set(part, at); at += part.length; }
  return out;
};
export const u16 = (value: number): number[] => [(value >> 8) & 255, value & 255];
export const u32 = (value: number): number[] => [(value >>> 24) & 255, (value >> 16) & 255, (value >> 8) & 255, value & 255];
export const latin = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

export interface Host { readonly mac: Uint8Array; readonly ip4: Uint8Array; readonly ip6: Uint8Array }

/** Host `number` (up to 24 bits) of 10.0.0.0/8 and fd00::/64, with a universal MAC of its own. */
export function host(number: number): Host {
  const tail = [(number >> 16) & 255, (number >> 8) & 255, number & 255];
  return { mac: Uint8Array.from([0x00, 0x0c, 0x29, ...tail]), ip4: Uint8Array.from([10, ...tail]), ip6: Uint8Array.from([0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ...tail]) };
}

export const ethernet = (from: Host, to: Host, type: number, payload: Bytes): Uint8Array => join(to.mac, from.mac, u16(type), payload);
export const vlan = (id: number, type: number, payload: Bytes): Uint8Array => join(u16(id & 0xfff), u16(type), payload);

export interface IpOptions { readonly id?: number; /** Fragment offset in bytes, and whether more follow. */ readonly offset?: number; readonly more?: boolean }

export const ipv4 = (from: Host, to: Host, protocol: number, payload: Bytes, { id = 1, offset = 0, more = false }: IpOptions = {}): Uint8Array =>
  join([0x45, 0], u16(20 + payload.length), u16(id), u16((offset >> 3) | (more ? 0x2000 : 0)), [64, protocol, 0, 0], from.ip4, to.ip4, payload);

export function ipv6(from: Host, to: Host, protocol: number, payload: Bytes, options: IpOptions = {}): Uint8Array {
  const { id = 1, offset = 0, more = false } = options, fragment = offset !== 0 || more;
  const body = fragment ? join([protocol, 0], u16(offset | (more ? 1 : 0)), u32(id), payload) : payload;
  return join([0x60, 0, 0, 0], u16(body.length), [fragment ? 44 : protocol, 64], from.ip6, to.ip6, body);
}

export const udp = (fromPort: number, toPort: number, payload: Bytes): Uint8Array => join(u16(fromPort), u16(toPort), u16(8 + payload.length), [0, 0], payload);

export const FIN = 1, SYN = 2, RST = 4, ACK = 16;
export const tcp = (fromPort: number, toPort: number, seq: number, ack: number, flags: number, payload: Bytes = []): Uint8Array =>
  join(u16(fromPort), u16(toPort), u32(seq), u32(ack), [0x50, flags, 0xff, 0xff, 0, 0, 0, 0], payload);

/** A frame at `time` µs; `original`: its length on the wire when the capture cut it. */
export interface Frame { readonly time: number; readonly bytes: Uint8Array; readonly original?: number }

export interface PcapOptions { readonly link?: number; readonly little?: boolean; readonly nano?: boolean }

/** Classic pcap (draft-ietf-opsawg-pcap, 4 and 5). */
export function pcap(frames: readonly Frame[], { link = 1, little = true, nano = false }: PcapOptions = {}): Uint8Array {
  const out = new Uint8Array(24 + frames.reduce((sum, frame) => sum + 16 + frame.bytes.length, 0)), view = new DataView(out.buffer);
  view.setUint32(0, nano ? 0xa1b23c4d : 0xa1b2c3d4, little);
  view.setUint16(4, 2, little);
  view.setUint16(6, 4, little);
  view.setUint32(16, 262144, little);
  view.setUint32(20, link, little);
  let at = 24;
  for (const { time, bytes, original } of frames) {
    const seconds = Math.floor(time / 1e6), micros = time - seconds * 1e6;
    view.setUint32(at, seconds, little);
    view.setUint32(at + 4, nano ? micros * 1000 : micros, little);
    view.setUint32(at + 8, bytes.length, little);
    view.setUint32(at + 12, original ?? bytes.length, little);
    out.set(bytes, at + 16);
    at += 16 + bytes.length;
  }
  return out;
}

/** One pcapng block (draft-ietf-opsawg-pcapng, 3.1): type, length, body padded to 32 bits, length. */
export function block(type: number, body: Bytes, little = true): Uint8Array {
  const padded = (body.length + 3) & ~3, out = new Uint8Array(12 + padded), view = new DataView(out.buffer);
  view.setUint32(0, type, little);
  view.setUint32(4, out.length, little);
  out.set(body, 8);
  view.setUint32(8 + padded, out.length, little);
  return out;
}

const word = (value: number, little: boolean): number[] => (little ? u32(value).reverse() : u32(value));
export const sectionHeader = (little = true): Uint8Array => block(0x0a0d0d0a, join(word(0x1a2b3c4d, little), little ? [1, 0, 0, 0] : [0, 1, 0, 0], new Uint8Array(8).fill(255)), little);
export const interfaceBlock = (link = 1, little = true): Uint8Array => block(1, join(little ? u16(link).reverse() : u16(link), [0, 0], word(0, little)), little);

export function pcapng(frames: readonly Frame[], { link = 1, little = true }: PcapOptions = {}): Uint8Array {
  const blocks = frames.map(({ time, bytes, original }) => {
    const high = Math.floor(time / 2 ** 32);
    return block(6, join(word(0, little), word(high, little), word(time - high * 2 ** 32, little), word(bytes.length, little), word(original ?? bytes.length, little), bytes), little);
  });
  return join(sectionHeader(little), interfaceBlock(link, little), ...blocks);
}

/** The frames of a UDP exchange. */
export const datagram = (from: Host, to: Host, fromPort: number, toPort: number, payload: Bytes): Uint8Array => ethernet(from, to, 0x0800, ipv4(from, to, 17, udp(fromPort, toPort, payload)));

/** Frames of a TCP conversation in order: handshake, then each message in segments of at most `mss` bytes. */
export function conversation(client: Host, server: Host, clientPort: number, serverPort: number, messages: readonly (readonly [0 | 1, Bytes])[], mss = 1460): Uint8Array[] {
  const sequence = [1000, 5000] as [number, number], out: Uint8Array[] = [];
  const send = (direction: 0 | 1, flags: number, payload: Bytes = []) => {
    const [from, to, fromPort, toPort] = direction === 0 ? [client, server, clientPort, serverPort] : [server, client, serverPort, clientPort];
    out.push(ethernet(from, to, 0x0800, ipv4(from, to, 6, tcp(fromPort, toPort, sequence[direction], sequence[1 - direction]!, flags, payload))));
    sequence[direction] = (sequence[direction] + payload.length + ((flags & (SYN | FIN)) === 0 ? 0 : 1)) >>> 0;
  };
  send(0, SYN);
  send(1, SYN | ACK);
  for (const [direction, message] of messages) {
    const bytes = message instanceof Uint8Array ? message : Uint8Array.from(message);
    for (let at = 0; at < bytes.length; at += mss) send(direction, ACK, bytes.subarray(at, at + mss));
  }
  return out;
}

/** Frames one millisecond apart, from 2026-01-01 on. */
export const START = 1_767_225_600e6;
export const timed = (frames: readonly Uint8Array[], start = START): Frame[] => frames.map((bytes, index) => ({ time: start + index * 1000, bytes }));
