/** Classic pcap: 24-byte file header, then records of 16 bytes and the frame (draft-ietf-opsawg-pcap-05, sections 4 and 5). */
import { type CaptureFormat, type FrameSource, type ENDED, FRAME, FRAME_LIMIT, HUNGRY, Resync } from './format.ts';

interface Variant { readonly little: boolean; readonly nano: boolean; readonly header: 16 | 24 }

/** Magic numbers as read big-endian. `…cd34` is Alexey Kuznetsov's variant with 8 more bytes a record. */
const VARIANTS: ReadonlyMap<number, Variant> = new Map([
  [0xa1b2c3d4, { little: false, nano: false, header: 16 }], [0xd4c3b2a1, { little: true, nano: false, header: 16 }],
  [0xa1b23c4d, { little: false, nano: true, header: 16 }], [0x4d3cb2a1, { little: true, nano: true, header: 16 }],
  [0xa1b2cd34, { little: false, nano: false, header: 24 }], [0x34cdb2a1, { little: true, nano: false, header: 24 }],
]);

export class PcapFormat implements CaptureFormat {
  private readonly little: boolean;
  private readonly nano: boolean;
  private readonly header: number;
  private readonly link: number;
  private readonly limit: number;
  private readonly resync: Resync;
  private lastSecond = -1;

  private constructor(variant: Variant, link: number, snaplen: number) {
    this.little = variant.little;
    this.nano = variant.nano;
    this.header = variant.header;
    this.link = link;
    this.limit = Math.max(FRAME_LIMIT, Math.min(snaplen, FRAME_LIMIT * 8));
    this.resync = new Resync(this.limit + 2 * this.header);
  }

  static open(reader: FrameSource): PcapFormat | null {
    const variant = VARIANTS.get(reader.view.getUint32(reader.at, false));
    if (!variant) return null;
    const snaplen = reader.view.getUint32(reader.at + 16, variant.little);
    // The upper bits of the link type word carry the FCS length and flags (section 4).
    const link = reader.view.getUint32(reader.at + 20, variant.little) & 0xffff;
    reader.at += 24;
    return new PcapFormat(variant, link, snaplen);
  }

  next(reader: FrameSource): typeof FRAME | typeof HUNGRY | typeof ENDED {
    const at = reader.at, header = this.header;
    if (reader.filled - at < header) return HUNGRY;
    const view = reader.view, little = this.little;
    const seconds = view.getUint32(at, little), fraction = view.getUint32(at + 4, little);
    const captured = view.getUint32(at + 8, little);
    if (captured > this.limit || this.resync.active) {
      const found = this.resync.find(reader, 'capture-broken-record', (place) => this.isCredible(reader, place));
      return found === FRAME ? this.next(reader) : found;
    }
    if (reader.filled - at - header < captured) return HUNGRY;
    reader.off = at + header;
    reader.captured = captured;
    reader.original = view.getUint32(at + 12, little);
    reader.link = this.link;
    reader.time = seconds * 1e6 + (this.nano ? Math.floor(fraction / 1000) : fraction);
    reader.at = at + header + captured;
    this.lastSecond = seconds;
    return FRAME;
  }

  /** Two records that can be true follow each other, or one is the last. */
  private isCredible(reader: FrameSource, at: number): boolean {
    if (at + this.header > reader.filled) return false;
    const captured = this.credible(reader, at), following = at + this.header + captured;
    return captured >= 0 && (following + this.header > reader.filled ? following <= reader.filled : this.credible(reader, following) >= 0);
  }

  /** Length of the frame whose record header stands at `at`, or -1 when it cannot be one. */
  private credible(reader: FrameSource, at: number): number {
    const view = reader.view, little = this.little;
    const seconds = view.getUint32(at, little), fraction = view.getUint32(at + 4, little);
    const captured = view.getUint32(at + 8, little), original = view.getUint32(at + 12, little);
    const nearInTime = this.lastSecond < 0 ? seconds > 0 : Math.abs(seconds - this.lastSecond) < 86400;
    return nearInTime && fraction < (this.nano ? 1e9 : 1e6) && captured > 0 && captured <= this.limit && original >= captured && original <= 1 << 24 ? captured : -1;
  }
}
