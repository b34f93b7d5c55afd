/** Classic pcap: 24-byte file header, then records of 16 bytes and the frame (draft-ietf-opsawg-pcap-05, sections 4 and 5). */
import { type CaptureFormat, type FrameSource, ENDED, FRAME, HUNGRY } from './format.ts';

interface Variant { readonly little: boolean; readonly nano: boolean; readonly header: 16 | 24 }

/** Magic numbers as read big-endian. `…cd34` is Alexey Kuznetsov's variant with 8 more bytes a record. */
const VARIANTS: ReadonlyMap<number, Variant> = new Map([
  [0xa1b2c3d4, { little: false, nano: false, header: 16 }], [0xd4c3b2a1, { little: true, nano: false, header: 16 }],
  [0xa1b23c4d, { little: false, nano: true, header: 16 }], [0x4d3cb2a1, { little: true, nano: true, header: 16 }],
  [0xa1b2cd34, { little: false, nano: false, header: 24 }], [0x34cdb2a1, { little: true, nano: false, header: 24 }],
]);

/** No link type has larger frames than this in practice (libpcap's MAXIMUM_SNAPLEN). */
const FRAME_LIMIT = 262144;
/** How far a broken record is searched past for the next credible one. */
const RESYNC_BYTES = 131072;

export class PcapFormat implements CaptureFormat {
  private readonly little: boolean;
  private readonly nano: boolean;
  private readonly header: number;
  private readonly link: number;
  private readonly limit: number;
  private lastSecond = -1;

  private constructor(variant: Variant, link: number, snaplen: number) {
    this.little = variant.little;
    this.nano = variant.nano;
    this.header = variant.header;
    this.link = link;
    this.limit = Math.max(FRAME_LIMIT, Math.min(snaplen, FRAME_LIMIT * 8));
  }

  static isMagic(magic: number): boolean { return VARIANTS.has(magic); }

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
    if (captured > this.limit) return this.resync(reader);
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

  /** A record header that cannot be true: look for the next place where two credible records follow each other. */
  private resync(reader: FrameSource): typeof FRAME | typeof HUNGRY | typeof ENDED {
    if (reader.filled - reader.at < RESYNC_BYTES && reader.filled < reader.bytes.length) {
      // Not enough to judge; the end of the file comes here too, and `finish` reports it as cut off.
      if (reader.filled - reader.at < 2 * this.header) return HUNGRY;
    }
    reader.report('capture-broken-record', reader.at);
    const stop = Math.min(reader.filled - this.header, reader.at + RESYNC_BYTES);
    for (let at = reader.at + 1; at < stop; at++) {
      const captured = this.credible(reader, at);
      if (captured < 0) continue;
      const following = at + this.header + captured;
      if (following + this.header <= reader.filled && this.credible(reader, following) < 0) continue;
      reader.report('capture-resynchronised', at);
      reader.at = at;
      return this.next(reader);
    }
    return ENDED;
  }

  private credible(reader: FrameSource, at: number): number {
    const view = reader.view, little = this.little;
    const seconds = view.getUint32(at, little), fraction = view.getUint32(at + 4, little);
    const captured = view.getUint32(at + 8, little), original = view.getUint32(at + 12, little);
    const nearInTime = this.lastSecond < 0 ? seconds > 0 : Math.abs(seconds - this.lastSecond) < 86400;
    return nearInTime && fraction < (this.nano ? 1e9 : 1e6) && captured > 0 && captured <= this.limit && original >= captured && original <= 1 << 24 ? captured : -1;
  }
}
