/** One fuzz case: a whole capture around mutated payload, frames and container, drawn from a target's seeds. */
import { ETHERTYPE, IPPROTO, LINK } from '@wardkeep/wire/link/packet';
import type { Direction } from '@wardkeep/wire/record';
import { neighbourAdvertisement } from '@wardkeep/wire/proto/samples';
import { type Draw } from './draw.ts';
import { ACK, type Bytes, ethernet, FIN, type Frame, type Host, host, ipv4, ipv6, join, pcap, pcapng, RST, START, SYN, tcp, u16, u32, udp, vlan } from './frames.ts';
import { mutate } from './mutate.ts';
import type { DatagramSeed, LinkSeed, Seed, StreamSeed, Target } from './targets.ts';

/** Hosts of one batch: enough to mix, few enough to be resolved at its end. */
const HOSTS = 200;
/** A case is read in a moment: this many bytes of payload at most. */
const PAYLOAD_LIMIT = 65536;
const CASE_SECONDS = 2;

/** The bytes of a case's capture. `index`: its place in the batch, for the clock. */
export function makeCase(target: Target, draw: Draw, index: number): Uint8Array {
  const seed = draw.pick(target.seeds), other = draw.pick(target.seeds);
  let frames = framesOf(target, seed, other, draw);
  if (target.name === 'tunnels') frames = frames.map((frame) => tunnelled(frame, draw));
  if (target.name === 'fragments') frames = fragmented(frames, draw);
  if (target.name === 'link layers' || draw.chance(0.03)) frames = frames.map((frame) => (draw.chance(0.3) ? spoilHead(frame, draw) : frame));
  const link = target.name === 'link layers' || draw.chance(0.08) ? otherLink(frames, draw) : { link: LINK.ETHERNET as number, frames };
  const start = START + index * CASE_SECONDS * 1e6;
  const capture = contained(link.frames.map((bytes, at) => cut({ time: start + at * 100, bytes }, draw)), link.link, draw);
  return target.name === 'container' || draw.chance(0.02) ? spoilContainer(capture, draw) : capture;
}

function framesOf(target: Target, seed: Seed, other: Seed, draw: Draw): Uint8Array[] {
  const from = host(1 + draw.below(HOSTS)), to = host(1 + draw.below(HOSTS));
  if (target.name === 'neighbour discovery') return [internet(from, to, IPPROTO.ICMPV6, mutated(neighbourAdvertisement, neighbourAdvertisement, draw), true)];
  if (seed.kind === 'stream') return conversationOf(seed, other, from, to, draw);
  return seed.kind === 'datagram' ? [datagramOf(seed, other, from, to, draw)] : [linkOf(seed, other, from, to, draw)];
}

/** None, one or a few mutations: what is broken everywhere is refused at the first byte. */
function mutated(bytes: Uint8Array, other: Uint8Array, draw: Draw): Uint8Array {
  let out = bytes;
  for (let times = draw.pick([0, 1, 1, 1, 2, 2, 3, 5]); times > 0; times--) out = mutate(out, draw, other);
  return out;
}

const payloadOf = (seed: Seed, draw: Draw): Uint8Array => (seed.kind === 'stream' ? draw.pick(seed.messages)[1] : seed.payload);

const internet = (from: Host, to: Host, protocol: number, payload: Bytes, six: boolean): Uint8Array =>
  (six ? ethernet(from, to, ETHERTYPE.IPV6, ipv6(from, to, protocol, payload)) : ethernet(from, to, ETHERTYPE.IPV4, ipv4(from, to, protocol, payload)));

function datagramOf(seed: DatagramSeed, other: Seed, from: Host, to: Host, draw: Draw): Uint8Array {
  const payload = mutated(seed.payload, payloadOf(other, draw), draw).subarray(0, 65000);
  const toPort = draw.chance(0.05) ? draw.below(65536) : seed.toPort, fromPort = draw.chance(0.3) ? draw.below(65536) : seed.fromPort;
  return internet(from, to, IPPROTO.UDP, udp(fromPort, toPort, payload), draw.chance(0.2));
}

function linkOf({ over, payload }: LinkSeed, other: Seed, from: Host, to: Host, draw: Draw): Uint8Array {
  const body = mutated(payload, payloadOf(other, draw), draw).subarray(0, 1500);
  if (over.etherType !== null) return ethernet(from, to, over.etherType, draw.chance(0.1) ? join(u16(7), u16(over.etherType), body) : body);
  const llc = over.snap !== null ? join([0xaa, 0xaa, 3, over.snap.oui >> 16], u16(over.snap.oui & 0xffff), u16(over.snap.type), body) : join([over.dsap!, over.dsap!, 3], body);
  return ethernet(from, to, llc.length & 0x5ff, llc);
}

/** The segments of a conversation: mutated messages cut at random, some lost, repeated, early, late or cut by the snap length. */
function conversationOf(seed: StreamSeed, other: Seed, client: Host, server: Host, draw: Draw): Uint8Array[] {
  const messages = mutatedMessages(seed, other, draw), six = draw.chance(0.15), serverPort = draw.chance(0.15) ? draw.below(65536) : seed.port, clientPort = 1024 + draw.below(64000);
  const sequence: [number, number] = [draw.next(), draw.next()], frames: Uint8Array[] = [];
  const send = (direction: Direction, flags: number, payload: Bytes = []) => {
    const from = direction === 0 ? client : server, to = direction === 0 ? server : client, ports = direction === 0 ? [clientPort, serverPort] as const : [serverPort, clientPort] as const;
    frames.push(internet(from, to, IPPROTO.TCP, tcp(...ports, sequence[direction], sequence[1 - direction]!, flags, payload), six));
    sequence[direction] = (sequence[direction] + payload.length + (flags & (SYN | FIN) ? 1 : 0)) >>> 0;
  };
  if (draw.chance(0.85)) { send(0, SYN); if (draw.chance(0.95)) send(1, SYN | ACK); }
  const first = frames.length, size = draw.pick([1460, 1460, 1460, 536, 9000, 100, 7, 1]);
  let left = PAYLOAD_LIMIT, pieces = 0;
  for (const [direction, bytes] of messages) {
    for (let at = 0; at < bytes.length && left > 0;) {
      // Very small segments only for a while: a long message byte by byte says no more than its beginning.
      const length = Math.min(bytes.length - at, left, pieces++ < 400 ? draw.between(Math.min(size, 1 + size >> 1), size) : 1460);
      send(direction, ACK, bytes.subarray(at, at + length));
      at += length;
      left -= length;
    }
    if (draw.chance(0.3)) send((1 - direction) as Direction, ACK);
  }
  disturb(frames, first, draw);
  if (draw.chance(0.8)) { if (draw.chance(0.5)) send(draw.chance(0.5) ? 0 : 1, RST | ACK); else { send(0, FIN | ACK); send(1, FIN | ACK); } }
  return frames;
}

function mutatedMessages(seed: StreamSeed, other: Seed, draw: Draw): [Direction, Uint8Array][] {
  const messages = seed.messages.map(([direction, bytes]): [Direction, Uint8Array] => [direction, bytes]);
  for (let times = draw.pick([0, 1, 1, 1, 2, 2, 3, 5]); times > 0; times--) {
    const at = draw.below(messages.length), message = messages[at]!;
    if (draw.chance(0.9)) messages[at] = [message[0], mutate(message[1], draw, payloadOf(other, draw))];
    else if (draw.chance(0.3)) messages[at] = [(1 - message[0]) as Direction, message[1]]; // said by the wrong side
    else if (draw.chance(0.4)) messages.splice(at, 0, message);
    else if (messages.length > 1) messages.splice(at, 1);
  }
  return messages;
}

/** Loss, repetition and changed order of the frames from `first` on. */
function disturb(frames: Uint8Array[], first: number, draw: Draw): void {
  if (frames.length <= first || draw.chance(0.4)) return;
  for (let times = draw.between(1, 3); times > 0 && frames.length > first; times--) {
    const at = first + draw.below(frames.length - first), frame = frames[at]!;
    switch (draw.below(3)) {
      case 0: frames.splice(at, 1); break;
      case 1: frames.splice(first + draw.below(frames.length - first), 0, frame); break;
      default: frames.splice(at, 1); frames.splice(Math.min(frames.length, at + draw.skewed(24)), 0, frame);
    }
  }
}

/** Wraps a frame into one to twelve tunnels; their headers are mutated now and then. */
function tunnelled(frame: Uint8Array, draw: Draw): Uint8Array {
  let inner = frame;
  for (let depth = draw.skewed(13); depth >= 0 && inner.length < 60000; depth--) {
    const from = host(1 + draw.below(HOSTS)), to = host(1 + draw.below(HOSTS)), ip = inner.subarray(14);
    const type = (inner[12]! << 8) | inner[13]!, version = type === ETHERTYPE.IPV6 ? IPPROTO.IPV6 : IPPROTO.IPIP;
    inner = draw.pick<() => Uint8Array>([
      () => ethernet(from, to, ETHERTYPE.VLAN, vlan(draw.below(4096), type, ip)),
      () => ethernet(from, to, ETHERTYPE.QINQ, vlan(draw.below(4096), ETHERTYPE.VLAN, vlan(draw.below(4096), type, ip))),
      () => ethernet(from, to, ETHERTYPE.MPLS, join(...Array.from({ length: draw.skewed(20) }, () => [0, 1, 0, 64]), [0, 1, 1, 64], ip)),
      () => ethernet(from, to, ETHERTYPE.PPPOE_SESSION, join([0x11, 0, 0, 1], u16(ip.length + 2), [0, type === ETHERTYPE.IPV6 ? 0x57 : 0x21], ip)),
      () => internet(from, to, IPPROTO.GRE, join([0, 0], u16(type), ip), draw.chance(0.2)),
      () => internet(from, to, IPPROTO.GRE, join([0x10, 0], u16(ETHERTYPE.ERSPAN2), u32(draw.next()), [0x10, 0, 0, 1, 0, 0, 0, 0], inner), false),
      () => internet(from, to, version, ip, draw.chance(0.2)),
      () => internet(from, to, IPPROTO.UDP, udp(50000, 4789, join([8, 0, 0, 0, 0, 0, 1, 0], inner)), false),
      () => internet(from, to, IPPROTO.UDP, udp(50000, 6081, join([0, 0, 0x65, 0x58, 0, 0, 1, 0], inner)), false),
      () => internet(from, to, IPPROTO.ICMP, join([3, 1, 0, 0, 0, 0, 0, 0], ip), false),
      () => internet(from, to, IPPROTO.AH, join([type === ETHERTYPE.IPV6 ? IPPROTO.IPV6 : IPPROTO.IPIP, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1], ip), false),
    ])();
    if (draw.chance(0.15)) inner = spoilHead(inner, draw);
  }
  return inner;
}

/** Cuts IP packets into fragments that may overlap, contradict each other, come twice, late or never. */
function fragmented(frames: readonly Uint8Array[], draw: Draw): Uint8Array[] {
  const out: Uint8Array[] = [], six = draw.chance(0.3);
  for (const frame of frames) {
    if (((frame[12]! << 8) | frame[13]!) !== ETHERTYPE.IPV4 || draw.chance(0.2)) { out.push(frame); continue; }
    const from = host(frame[29]!), to = host(frame[33]!), protocol = frame[23]!, payload = frame.subarray(34), id = draw.chance(0.2) ? 7 : draw.below(65536), pieces: Uint8Array[] = [];
    for (let at = 0; at < payload.length;) {
      const size = 8 * draw.skewed(1 + (payload.length >> 3)), overlap = draw.chance(0.1) ? 8 : 0, options = { id, offset: Math.max(0, at - overlap), more: at + size < payload.length };
      const piece = payload.subarray(options.offset, at + size);
      pieces.push(six ? ethernet(from, to, ETHERTYPE.IPV6, ipv6(from, to, protocol, piece, options)) : ethernet(from, to, ETHERTYPE.IPV4, ipv4(from, to, protocol, piece, options)));
      at += size;
    }
    disturb(pieces, 0, draw);
    out.push(...pieces.slice(0, 200));
  }
  return out;
}

/** A change in the first bytes, where the link, network and transport headers stand. */
function spoilHead(frame: Uint8Array, draw: Draw): Uint8Array {
  const head = Math.min(frame.length, draw.pick([14, 34, 54, 74]));
  return join(mutate(frame.subarray(0, head), draw, frame), frame.subarray(head));
}

/** The same packets under another link type. */
function otherLink(frames: readonly Uint8Array[], draw: Draw): { link: number; frames: Uint8Array[] } {
  const llc = (frame: Uint8Array) => join([0xaa, 0xaa, 3, 0, 0, 0], frame.subarray(12)), data = (frame: Uint8Array) => join([8, draw.below(4), 0, 0], frame.subarray(0, 6), frame.subarray(6, 12), frame.subarray(0, 6), [0, 0], llc(frame));
  const forms: readonly (readonly [number, (frame: Uint8Array) => Uint8Array])[] = [
    [LINK.LINUX_SLL, (frame) => join([0, 0, 0, 1, 0, 6], frame.subarray(6, 12), [0, 0], frame.subarray(12))],
    [LINK.LINUX_SLL2, (frame) => join(frame.subarray(12, 14), [0, 0, 0, 0, 0, 2, 0, 1, 0, 6], frame.subarray(6, 12), [0, 0], frame.subarray(14))],
    [LINK.RAW, (frame) => frame.slice(14)], [LINK.IPV4, (frame) => frame.slice(14)], [LINK.IPV6, (frame) => frame.slice(14)],
    [LINK.NULL, (frame) => join([2, 0, 0, 0], frame.subarray(14))], [LINK.LOOP, (frame) => join([0, 0, 0, 2], frame.subarray(14))],
    [LINK.PPP, (frame) => join([0xff, 3, 0, 0x21], frame.subarray(14))], [LINK.PPP_ETHER, (frame) => join([0x11, 0, 0, 1, 0, 0, 0, 0x21], frame.subarray(14))],
    [LINK.IEEE802_11, data], [LINK.IEEE802_11_RADIOTAP, (frame) => join([0, 0, 8, 0, 0, 0, 0, 0], data(frame))], [LINK.IEEE802_11_PRISM, (frame) => join(new Uint8Array(144), data(frame))],
    [draw.below(300), (frame) => frame],
  ];
  const [link, form] = draw.pick(forms);
  return { link, frames: frames.map(form) };
}

/** The snap length cuts a frame now and then. */
function cut(frame: Frame, draw: Draw): Frame {
  return draw.chance(0.01) ? { ...frame, bytes: frame.bytes.slice(0, draw.below(frame.bytes.length + 1)), original: frame.bytes.length } : frame;
}

function contained(frames: readonly Frame[], link: number, draw: Draw): Uint8Array {
  const little = draw.chance(0.8);
  return draw.chance(0.25) ? pcapng(frames, { link, little }) : pcap(frames, { link, little, nano: draw.chance(0.2) });
}

/** File header, record headers and block headers, lengths above all. */
function spoilContainer(capture: Uint8Array, draw: Draw): Uint8Array {
  let out = capture;
  for (let times = draw.between(1, 3); times > 0; times--) {
    if (draw.chance(0.5)) { out = mutate(out, draw, capture); continue; }
    const head = Math.min(out.length, draw.pick([24, 40, 64, 100]));
    out = join(mutate(out.subarray(0, head), draw, capture), out.subarray(head));
  }
  return out;
}
