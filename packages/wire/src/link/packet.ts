/**
 * Walks a frame from the link layer to the transport layer, through VLAN tags, MPLS, PPPoE, GRE, ERSPAN, VXLAN, GENEVE and IP in IP, and hands
 * each layer to a `PacketHandler`. One mutable `Packet` serves every frame: no allocation on the way.
 */
import { FragmentTable } from './fragments.ts';

/** LINKTYPE_ values that can be read (https://www.tcpdump.org/linktypes.html). */
export const LINK = {
  NULL: 0, ETHERNET: 1, PPP: 9, RAW_BSD: 12, RAW_OPENBSD: 14, PPP_HDLC: 50, PPP_ETHER: 51, RAW: 101, IEEE802_11: 105, LOOP: 108, LINUX_SLL: 113,
  IEEE802_11_PRISM: 119, IEEE802_11_RADIOTAP: 127, IPV4: 228, IPV6: 229, LINUX_SLL2: 276,
} as const;

export const ETHERTYPE = { IPV4: 0x0800, ARP: 0x0806, VLAN: 0x8100, QINQ: 0x88a8, QINQ_OLD: 0x9100, IPV6: 0x86dd, MPLS: 0x8847, MPLS_MULTICAST: 0x8848, PPPOE_SESSION: 0x8864, CMD: 0x8909, NSH: 0x894f, TRANSPARENT: 0x6558, ERSPAN2: 0x88be, ERSPAN3: 0x22eb } as const;
export const IPPROTO = { ICMP: 1, IPIP: 4, TCP: 6, UDP: 17, IPV6: 41, GRE: 47, AH: 51, ICMPV6: 58 } as const;

/** Destination unreachable, source quench, redirect, time exceeded, parameter problem. */
const ICMP_QUOTES: ReadonlySet<number> = new Set([3, 4, 5, 11, 12]), ICMPV6_QUOTES: ReadonlySet<number> = new Set([1, 2, 3, 4]);

/** Tunnels within tunnels: more is an attack. */
const DEPTH_LIMIT = 8;

export class Packet {
  bytes: Uint8Array = new Uint8Array(0);
  frame = 0;
  /** Microseconds since 1970. */
  time = 0;
  /** Offsets of the MAC addresses in `linkBytes`, -1 where there is none. */
  srcMacAt = -1;
  dstMacAt = -1;
  linkBytes: Uint8Array = this.bytes;
  /** Innermost VLAN id, 0 without a tag. */
  vlan = 0;
  /** 4, 6, or 0 below IP. */
  family = 0;
  /** IPv4 addresses as signed 32-bit integers. */
  src4 = 0;
  dst4 = 0;
  /** IPv6 addresses at `ipBytes[src6At]`. */
  ipBytes: Uint8Array = this.bytes;
  src6At = 0;
  dst6At = 0;
  protocol = 0;
  ttl = 0;
  /** True for a packet that an ICMP error quotes: it was sent earlier, by somebody else. */
  quoted = false;
  /** Payload of the transport layer's parent: `bytes[at, end)` is there; on the wire it went to `wireEnd`. */
  at = 0;
  end = 0;
  wireEnd = 0;
}

export interface PacketHandler {
  /** Something directly above the link layer that is not IP: an EtherType (or an LLC/SNAP frame: type 0 with `snapOui` and `snapType`, or LLC alone: `dsap`). */
  link(packet: Packet, etherType: number, snapOui: number, snapType: number, dsap: number): void;
  /** TCP segment, UDP datagram or ICMP message at `packet.at`. */
  transport(packet: Packet): void;
  /** A layer was met; once for each frame and name is enough, the handler counts. */
  layer(packet: Packet, name: Layer): void;
  weird(packet: Packet, code: string): void;
}

export const LAYERS = ['ip', 'ipv6', 'vlan', 'mpls', 'pppoe', 'gre', 'vxlan', 'icmp', 'icmpv6', 'udp', 'tcp'] as const;
export type Layer = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;
export const L_IP = 0, L_IPV6 = 1, L_VLAN = 2, L_MPLS = 3, L_PPPOE = 4, L_GRE = 5, L_VXLAN = 6, L_ICMP = 7, L_ICMPV6 = 8, L_UDP = 9, L_TCP = 10;

/** Where the IPv6 packet of a Teredo datagram begins, behind authentication and origin indication (RFC 4380, 5.1.1), or 0. */
function teredo(bytes: Uint8Array, at: number, end: number): number {
  if (end - at >= 13 && bytes[at] === 0 && bytes[at + 1] === 1) at += 4 + bytes[at + 2]! + bytes[at + 3]! + 9;
  if (end - at >= 8 && bytes[at] === 0 && bytes[at + 1] === 0) at += 8;
  return end - at >= 40 && bytes[at]! >> 4 === 6 ? at : 0;
}

export class PacketWalker {
  readonly packet = new Packet();
  private readonly handler: PacketHandler;
  private readonly fragments = new FragmentTable();

  constructor(handler: PacketHandler) { this.handler = handler; }

  /** Reads one frame of link type `link`: `bytes[off, off + captured)`. */
  frame(link: number, bytes: Uint8Array, off: number, captured: number): void {
    const packet = this.packet, end = off + captured;
    packet.bytes = packet.linkBytes = bytes;
    packet.srcMacAt = packet.dstMacAt = -1;
    packet.vlan = 0;
    packet.family = 0;
    packet.quoted = false;
    switch (link) {
      case LINK.ETHERNET: this.ethernet(off, end, 0); break;
      case LINK.LINUX_SLL: this.sll(off, end); break;
      case LINK.LINUX_SLL2: this.sll2(off, end); break;
      case LINK.RAW: case LINK.RAW_BSD: case LINK.RAW_OPENBSD: case LINK.IPV4: case LINK.IPV6: this.ip(off, end, 0); break;
      case LINK.NULL: case LINK.LOOP: this.loopback(off, end); break;
      case LINK.PPP: case LINK.PPP_HDLC: this.ppp(off, end, 0, true); break;
      case LINK.PPP_ETHER: this.pppoe(off, end, 0); break;
      case LINK.IEEE802_11: this.wifi(off, end); break;
      case LINK.IEEE802_11_RADIOTAP: this.wifi(off + (end - off >= 4 ? bytes[off + 2]! | (bytes[off + 3]! << 8) : captured), end); break;
      case LINK.IEEE802_11_PRISM: this.wifi(off + 144, end); break;
      default: this.handler.weird(packet, 'link-type-unknown');
    }
  }

  private ethernet(at: number, end: number, depth: number): void {
    const packet = this.packet, bytes = packet.bytes;
    if (end - at < 14) { this.handler.weird(packet, 'frame-short'); return; }
    packet.linkBytes = bytes;
    packet.dstMacAt = at;
    packet.srcMacAt = at + 6;
    const type = (bytes[at + 12]! << 8) | bytes[at + 13]!;
    if (type === ETHERTYPE.IPV4) this.ipv4(at + 14, end, depth);
    else if (type < 0x600) this.llc(at + 14, Math.min(end, at + 14 + type));
    else this.etherType(type, at + 14, end, depth);
  }

  private etherType(type: number, at: number, end: number, depth: number): void {
    const packet = this.packet, bytes = packet.bytes;
    for (;;) {
      switch (type) {
        case ETHERTYPE.IPV4: this.ipv4(at, end, depth); return;
        case ETHERTYPE.IPV6: this.ipv6(at, end, depth); return;
        case ETHERTYPE.VLAN: case ETHERTYPE.QINQ: case ETHERTYPE.QINQ_OLD:
          if (end - at < 4) { this.handler.weird(packet, 'frame-short'); return; }
          this.handler.layer(packet, L_VLAN);
          packet.vlan = ((bytes[at]! << 8) | bytes[at + 1]!) & 0x0fff;
          type = (bytes[at + 2]! << 8) | bytes[at + 3]!;
          at += 4;
          if (type < 0x600) { this.llc(at, Math.min(end, at + type)); return; }
          continue;
        case ETHERTYPE.MPLS: case ETHERTYPE.MPLS_MULTICAST: this.mpls(at, end, depth); return;
        case ETHERTYPE.PPPOE_SESSION: this.pppoe(at, end, depth); return;
        case ETHERTYPE.NSH: // RFC 8300, 2.2: length in words, next protocol
          if (end - at >= 8) this.next(bytes[at + 3]!, at + ((bytes[at + 1]! & 0x3f) << 2), end, depth);
          return;
        case ETHERTYPE.CMD: // security group tag of Cisco TrustSec: version, length, option, tag; then the EtherType
          if (end - at < 8) { this.handler.weird(packet, 'frame-short'); return; }
          type = (bytes[at + 6]! << 8) | bytes[at + 7]!;
          at += 8;
          continue;
        default:
          packet.family = 0;
          packet.at = at;
          packet.end = packet.wireEnd = end;
          this.handler.link(packet, type, 0, 0, 0);
          return;
      }
    }
  }

  /** IEEE 802.2 LLC, with SNAP. */
  private llc(at: number, end: number): void {
    const packet = this.packet, bytes = packet.bytes;
    if (end - at < 3) { this.handler.weird(packet, 'frame-short'); return; }
    packet.family = 0;
    packet.end = packet.wireEnd = end;
    const dsap = bytes[at]!;
    if (dsap === 0xaa && bytes[at + 1] === 0xaa && end - at >= 8) {
      const oui = (bytes[at + 3]! << 16) | (bytes[at + 4]! << 8) | bytes[at + 5]!, type = (bytes[at + 6]! << 8) | bytes[at + 7]!;
      if ((oui === 0 || oui === 0x0000f8) && type >= 0x600) { this.etherType(type, at + 8, end, 0); return; }
      packet.at = at + 8;
      this.handler.link(packet, 0, oui, type, 0);
      return;
    }
    // Unnumbered information between equal service access points (IEEE 802.2, 5.4.1); the low bit of the source tells responses.
    packet.at = at + 3;
    this.handler.link(packet, 0, 0, 0, (bytes[at + 1]! & 0xfe) === dsap && bytes[at + 2] === 3 ? dsap : 0);
  }

  /** LINKTYPE_LINUX_SLL: packet type, ARPHRD, address length, address (8), protocol. */
  private sll(at: number, end: number): void {
    const packet = this.packet, bytes = packet.bytes;
    if (end - at < 16) { this.handler.weird(packet, 'frame-short'); return; }
    if (((bytes[at + 4]! << 8) | bytes[at + 5]!) === 6) packet.srcMacAt = at + 6;
    const type = (bytes[at + 14]! << 8) | bytes[at + 15]!;
    if (type < 0x600) this.llc(at + 16, end); else this.etherType(type, at + 16, end, 0);
  }

  /** LINKTYPE_LINUX_SLL2: protocol first, address at 12. */
  private sll2(at: number, end: number): void {
    const packet = this.packet, bytes = packet.bytes;
    if (end - at < 20) { this.handler.weird(packet, 'frame-short'); return; }
    if (bytes[at + 11] === 6) packet.srcMacAt = at + 12;
    const type = (bytes[at]! << 8) | bytes[at + 1]!;
    if (type < 0x600) this.llc(at + 20, end); else this.etherType(type, at + 20, end, 0);
  }

  /** LINKTYPE_NULL and LOOP: an address family in the byte order of whoever captured. */
  private loopback(at: number, end: number): void {
    if (end - at < 4) { this.handler.weird(this.packet, 'frame-short'); return; }
    this.ip(at + 4, end, 0);
  }

  private ip(at: number, end: number, depth: number): void {
    const version = at < end ? this.packet.bytes[at]! >> 4 : 0;
    if (version === 4) this.ipv4(at, end, depth);
    else if (version === 6) this.ipv6(at, end, depth);
    else this.handler.weird(this.packet, 'ip-version');
  }

  private mpls(at: number, end: number, depth: number): void {
    const packet = this.packet, bytes = packet.bytes;
    this.handler.layer(packet, L_MPLS);
    for (let labels = 0; labels < 16 && end - at >= 4; labels++) {
      const bottom = bytes[at + 2]! & 1;
      at += 4;
      if (!bottom) continue;
      const nibble = at < end ? bytes[at]! >> 4 : 0;
      if (nibble === 4 || nibble === 6) this.ip(at, end, depth);
      else if (nibble === 0 && end - at >= 18) this.inner(at + 4, end, depth, 'ethernet'); // pseudowire control word (RFC 4385)
      else if (end - at >= 14) this.inner(at, end, depth, 'ethernet');
      return;
    }
    this.handler.weird(packet, 'mpls-labels');
  }

  private pppoe(at: number, end: number, depth: number): void {
    if (end - at < 8) { this.handler.weird(this.packet, 'frame-short'); return; }
    this.handler.layer(this.packet, L_PPPOE);
    this.ppp(at + 6, end, depth, false);
  }

  private ppp(at: number, end: number, depth: number, framed: boolean): void {
    const bytes = this.packet.bytes;
    if (framed && end - at >= 4 && bytes[at] === 0xff && bytes[at + 1] === 0x03) at += 2;
    if (end - at < 2) { this.handler.weird(this.packet, 'frame-short'); return; }
    let protocol = bytes[at]!;
    at++;
    if ((protocol & 1) === 0) { protocol = (protocol << 8) | bytes[at]!; at++; }
    if (protocol === 0x21) this.ipv4(at, end, depth);
    else if (protocol === 0x57) this.ipv6(at, end, depth);
    else if (protocol === 0x281) this.mpls(at, end, depth);
  }

  /** IEEE 802.11 data frames in the clear (802.11-2020, 9.3.2); encrypted and management frames hold nothing for us. */
  private wifi(at: number, end: number): void {
    const packet = this.packet, bytes = packet.bytes;
    if (end - at < 24) { this.handler.weird(packet, 'frame-short'); return; }
    const control = bytes[at]!, flags = bytes[at + 1]!;
    if ((control & 0x0c) !== 0x08 || (flags & 0x40) !== 0 || (control & 0x40) !== 0) return; // not data, protected, or no data
    const toDs = flags & 1, fromDs = flags & 2;
    packet.dstMacAt = toDs ? at + 16 : at + 4;
    packet.srcMacAt = toDs && fromDs ? at + 24 : fromDs ? at + 16 : at + 10;
    let body = at + 24 + (toDs && fromDs ? 6 : 0);
    if (control & 0x80) body += 2 + (flags & 0x80 ? 4 : 0); // QoS, HT control
    if (body < end) this.llc(body, end);
  }

  private inner(at: number, end: number, depth: number, kind: 'ethernet' | 'ip'): void {
    if (depth >= DEPTH_LIMIT) { this.handler.weird(this.packet, 'tunnel-depth'); return; }
    if (kind === 'ethernet') this.ethernet(at, end, depth + 1);
    else { this.packet.srcMacAt = this.packet.dstMacAt = -1; this.ip(at, end, depth + 1); }
  }

  private ipv4(at: number, end: number, depth: number): void {
    const packet = this.packet, bytes = packet.bytes;
    this.handler.layer(packet, L_IP);
    if (end - at < 20) { this.handler.weird(packet, 'ip-short'); return; }
    const headerLength = (bytes[at]! & 0x0f) << 2;
    if (bytes[at]! >> 4 !== 4 || headerLength < 20 || headerLength > end - at) { this.handler.weird(packet, 'ip-header'); return; }
    let total = (bytes[at + 2]! << 8) | bytes[at + 3]!;
    if (total === 0) total = end - at; // segmentation offload leaves 0
    if (total < headerLength) { this.handler.weird(packet, 'ip-length'); return; }
    packet.family = 4;
    packet.protocol = bytes[at + 9]!;
    packet.ttl = bytes[at + 8]!;
    packet.src4 = (bytes[at + 12]! << 24) | (bytes[at + 13]! << 16) | (bytes[at + 14]! << 8) | bytes[at + 15]!;
    packet.dst4 = (bytes[at + 16]! << 24) | (bytes[at + 17]! << 16) | (bytes[at + 18]! << 8) | bytes[at + 19]!;
    packet.at = at + headerLength;
    packet.wireEnd = at + total;
    packet.end = Math.min(end, packet.wireEnd);
    const fragment = ((bytes[at + 6]! << 8) | bytes[at + 7]!) & 0x3fff;
    if (fragment !== 0) {
      const whole = this.fragments.add4(packet, (bytes[at + 4]! << 8) | bytes[at + 5]!, (fragment & 0x1fff) << 3, (fragment & 0x2000) !== 0);
      if (!whole) return;
      const { linkBytes } = packet;
      packet.bytes = whole;
      packet.at = 0;
      packet.end = packet.wireEnd = whole.length;
      this.payload(depth);
      packet.bytes = linkBytes;
      return;
    }
    this.payload(depth);
  }

  private ipv6(at: number, end: number, depth: number): void {
    const packet = this.packet, bytes = packet.bytes;
    this.handler.layer(packet, L_IPV6);
    if (end - at < 40) { this.handler.weird(packet, 'ip-short'); return; }
    const length = (bytes[at + 4]! << 8) | bytes[at + 5]!;
    packet.family = 6;
    packet.ttl = bytes[at + 7]!;
    packet.ipBytes = bytes;
    packet.src6At = at + 8;
    packet.dst6At = at + 24;
    packet.wireEnd = length === 0 ? end : at + 40 + length;
    packet.end = Math.min(end, packet.wireEnd);
    let next = bytes[at + 6]!, from = at + 40;
    // RFC 8200, section 4: extension headers.
    for (let headers = 0; headers < 16; headers++) {
      if (next === 0 || next === 43 || next === 60 || next === 135 || next === 51) {
        if (packet.end - from < 8) { this.handler.weird(packet, 'ip-short'); return; }
        const size = next === 51 ? (bytes[from + 1]! + 2) << 2 : (bytes[from + 1]! + 1) << 3;
        next = bytes[from]!;
        from += size;
        if (from > packet.end) { this.handler.weird(packet, 'ip-short'); return; }
        continue;
      }
      if (next === 44) {
        if (packet.end - from < 8) { this.handler.weird(packet, 'ip-short'); return; }
        next = bytes[from]!;
        const offset = ((bytes[from + 2]! << 8) | bytes[from + 3]!) & 0xfff8, more = (bytes[from + 3]! & 1) !== 0;
        const id = ((bytes[from + 4]! << 24) | (bytes[from + 5]! << 16) | (bytes[from + 6]! << 8) | bytes[from + 7]!) | 0;
        from += 8;
        packet.protocol = next;
        packet.at = from;
        if (offset !== 0 || more) {
          const whole = this.fragments.add6(packet, id, offset, more);
          if (!whole) return;
          packet.bytes = whole;
          packet.at = 0;
          packet.end = packet.wireEnd = whole.length;
          this.payload(depth);
          packet.bytes = bytes;
          return;
        }
        continue;
      }
      break;
    }
    packet.protocol = next;
    packet.at = from;
    this.payload(depth);
  }

  private payload(depth: number): void {
    const packet = this.packet;
    switch (packet.protocol) {
      case IPPROTO.TCP: this.handler.layer(packet, L_TCP); this.handler.transport(packet); return;
      case IPPROTO.UDP: this.udp(depth); return;
      case IPPROTO.ICMP: this.icmp(L_ICMP, ICMP_QUOTES, depth); return;
      case IPPROTO.ICMPV6: this.icmp(L_ICMPV6, ICMPV6_QUOTES, depth); return;
      case IPPROTO.GRE: this.gre(depth); return;
      case IPPROTO.IPIP: case IPPROTO.IPV6: this.handler.transport(packet); this.inner(packet.at, packet.end, depth, 'ip'); return;
      case IPPROTO.AH:
        if (packet.family === 4 && packet.end - packet.at >= 12) {
          packet.protocol = packet.bytes[packet.at]!;
          packet.at += (packet.bytes[packet.at + 1]! + 2) << 2;
          if (packet.at < packet.end && depth < DEPTH_LIMIT) this.payload(depth + 1);
        }
        return;
      default: this.handler.transport(packet);
    }
  }

  /** An error quotes the head of the packet it is about (RFC 792, RFC 4443): that is counted, never believed. */
  private icmp(layer: Layer, quotes: ReadonlySet<number>, depth: number): void {
    const packet = this.packet, { at, end } = packet;
    this.handler.layer(packet, layer);
    this.handler.transport(packet);
    if (packet.quoted || end - at < 28 || !quotes.has(packet.bytes[at]!)) return;
    packet.quoted = true;
    this.inner(at + 8, end, depth, 'ip');
    packet.quoted = false;
  }

  private udp(depth: number): void {
    const packet = this.packet, bytes = packet.bytes, at = packet.at;
    this.handler.layer(packet, L_UDP);
    this.handler.transport(packet);
    if (packet.end - at < 8) return;
    const from = (bytes[at]! << 8) | bytes[at + 1]!, to = (bytes[at + 2]! << 8) | bytes[at + 3]!, end = packet.end, size = end - at;
    const speaks = (port: number) => from === port || to === port;
    if (to < 1024 || packet.quoted) return;
    // RFC 7348: flags 0x08, then the VNI; the inner frame follows.
    if ((speaks(4789) || to === 8472) && size >= 30 && (bytes[at + 8]! & 0x08) !== 0) {
      this.handler.layer(packet, L_VXLAN);
      this.inner(at + 16, end, depth, 'ethernet');
    } else if (speaks(4790) && size >= 36 && (bytes[at + 8]! & 0x08) !== 0) {
      this.next(bytes[at + 11]! || 3, at + 16, end, depth); // VXLAN-GPE (draft-ietf-nvo3-vxlan-gpe) names the next protocol; plain VXLAN has 0 there
    } else if (speaks(6081) && size >= 30 && bytes[at + 10] === 0x65 && bytes[at + 11] === 0x58) {
      this.inner(at + 16 + ((bytes[at + 8]! & 0x3f) << 2), end, depth, 'ethernet'); // GENEVE, RFC 8926
    } else if (speaks(3544)) {
      const from = teredo(bytes, at + 8, end);
      if (from > 0) this.inner(from, end, depth, 'ip');
    } else if (speaks(2152) && size >= 36 && bytes[at + 8]! >> 4 === 3 && bytes[at + 9] === 0xff) {
      this.inner(at + 16 + (bytes[at + 8]! & 7 ? 4 : 0), end, depth, 'ip'); // GTP-U, 3GPP TS 29.281
    }
  }

  /** Next protocol as VXLAN-GPE and NSH number it (RFC 8300, 2.2): IPv4, IPv6, Ethernet. */
  private next(protocol: number, at: number, end: number, depth: number): void {
    if (protocol === 3) this.inner(at, end, depth, 'ethernet');
    else if (protocol === 1 || protocol === 2) this.inner(at, end, depth, 'ip');
  }

  /** RFC 2784, 2890; ERSPAN types I–III (draft-foschiano-erspan). */
  private gre(depth: number): void {
    const packet = this.packet, bytes = packet.bytes, at = packet.at, end = packet.end;
    this.handler.layer(packet, L_GRE);
    this.handler.transport(packet);
    if (end - at < 4) { this.handler.weird(packet, 'gre-short'); return; }
    const flags = bytes[at]!, version = bytes[at + 1]! & 7, type = (bytes[at + 2]! << 8) | bytes[at + 3]!;
    let from = at + 4;
    if (flags & 0xc0) from += 4;
    if (flags & 0x20) from += 4;
    if (flags & 0x10) from += 4;
    if (version === 1) { // PPTP (RFC 2637): acknowledgement number
      if (bytes[at + 1]! & 0x80) from += 4;
      if (depth < DEPTH_LIMIT && end - from >= 2) { packet.srcMacAt = packet.dstMacAt = -1; this.ppp(from, end, depth + 1, true); }
      return;
    }
    if (type === ETHERTYPE.ERSPAN2) this.inner(from + (flags & 0x10 ? 8 : 0), end, depth, 'ethernet');
    else if (type === ETHERTYPE.ERSPAN3) this.inner(from + 12 + (end - from >= 12 && bytes[from + 11]! & 1 ? 8 : 0), end, depth, 'ethernet');
    else if (type === ETHERTYPE.TRANSPARENT) this.inner(from, end, depth, 'ethernet');
    else if (depth < DEPTH_LIMIT) { packet.srcMacAt = packet.dstMacAt = -1; this.etherType(type, from, end, depth + 1); }
  }
}
