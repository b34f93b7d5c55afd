/** pcapng (draft-ietf-opsawg-pcapng-02): sections, interfaces, and enhanced, simple and obsolete packet blocks. Other blocks are stepped over. */
import { type CaptureFormat, type FrameSource, type ENDED, FRAME, FRAME_LIMIT, HUNGRY, RECORD_LIMIT, Resync } from './format.ts';

const SECTION = 0x0a0d0d0a, INTERFACE = 1, PACKET_OBSOLETE = 2, PACKET_SIMPLE = 3, PACKET_ENHANCED = 6;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
/** A block that is larger is no place to go on from after a break. */
const BELIEVED = FRAME_LIMIT + 4096;
const KINDS: ReadonlySet<number> = new Set([INTERFACE, PACKET_OBSOLETE, PACKET_SIMPLE, PACKET_ENHANCED]);
const OPTION_END = 0, IF_TSRESOL = 9, IF_TSOFFSET = 14;
/** A section may describe many interfaces; a hostile one could describe millions. */
const INTERFACE_LIMIT = 65536;
/** 2255-06-05, in microseconds: later ones are no longer whole numbers, and only a resolution that lies gives them. */
const LATEST = Number.MAX_SAFE_INTEGER;

interface Interface { readonly link: number; readonly snaplen: number; /** Units a microsecond, and seconds to add. */ readonly unitsPerMicro: number; readonly offsetSeconds: number }

export class PcapngFormat implements CaptureFormat {
  private little = true;
  private interfaces: Interface[] = [];
  private readonly resync = new Resync(BELIEVED);

  static open(reader: FrameSource): PcapngFormat | null {
    return reader.view.getUint32(reader.at, false) === SECTION && byteOrder(reader, reader.at) !== null ? new PcapngFormat() : null;
  }

  next(reader: FrameSource): typeof FRAME | typeof HUNGRY | typeof ENDED {
    for (;;) {
      const at = reader.at;
      if (reader.filled - at < 12) return HUNGRY;
      const view = reader.view, isSection = view.getUint32(at, false) === SECTION, order = isSection ? byteOrder(reader, at) : this.little;
      const type = view.getUint32(at, order ?? true), length = view.getUint32(at + 4, order ?? true);
      if (this.resync.active || order === null || length < 12 || length % 4 !== 0 || length > RECORD_LIMIT) {
        const found = this.resync.find(reader, 'capture-broken-block', (place) => this.isCredible(reader, place));
        if (found !== FRAME) return found;
        continue;
      }
      if (reader.filled - at < length) return HUNGRY;
      if (isSection) { this.little = order; this.interfaces = []; }
      reader.at = at + length;
      if (type === INTERFACE) this.readInterface(reader, at, length);
      else if ((type === PACKET_ENHANCED || type === PACKET_OBSOLETE) && this.readPacket(reader, at, length, type)) return FRAME;
      else if (type === PACKET_SIMPLE && this.readSimple(reader, at, length)) return FRAME;
    }
  }

  /** A block of a kind that is read here, with the same length at both ends (section 3.1). */
  private isCredible(reader: FrameSource, at: number): boolean {
    if (reader.filled - at < 12) return false;
    const { view } = reader, isSection = view.getUint32(at, false) === SECTION, order = isSection ? byteOrder(reader, at) : this.little;
    if (order === null || (!isSection && !KINDS.has(view.getUint32(at, order)))) return false;
    const length = view.getUint32(at + 4, order);
    return length >= 12 && length % 4 === 0 && length <= BELIEVED && reader.filled - at >= length && view.getUint32(at + length - 4, order) === length;
  }

  /** Section 4.2. */
  private readInterface(reader: FrameSource, at: number, length: number): void {
    if (length < 20 || this.interfaces.length >= INTERFACE_LIMIT) { reader.report('capture-broken-block', at); return; }
    const { view } = reader, little = this.little, end = at + length - 4;
    let unitsPerMicro = 1, offsetSeconds = 0;
    for (let option = at + 16; option + 4 <= end;) {
      const code = view.getUint16(option, little), size = view.getUint16(option + 2, little), value = option + 4;
      if (code === OPTION_END || value + size > end) break;
      if (code === IF_TSRESOL && size >= 1) {
        const resolution = reader.bytes[value]!;
        unitsPerMicro = (resolution & 0x80 ? 2 ** (resolution & 0x7f) : 10 ** resolution) / 1e6;
      } else if (code === IF_TSOFFSET && size >= 8) {
        offsetSeconds = Number(view.getBigInt64(value, little));
      }
      option = value + ((size + 3) & ~3);
    }
    this.interfaces.push({ link: view.getUint16(at + 8, little), snaplen: view.getUint32(at + 12, little), unitsPerMicro, offsetSeconds });
  }

  /** Sections 4.3 and A (obsolete packet block): same layout but for the width of the interface id. */
  private readPacket(reader: FrameSource, at: number, length: number, type: number): boolean {
    const { view } = reader, little = this.little;
    const id = type === PACKET_OBSOLETE ? view.getUint16(at + 8, little) : length >= 32 ? view.getUint32(at + 8, little) : -1;
    const source = this.interfaces[id];
    if (!source || length < 32) { reader.report(source ? 'capture-broken-block' : 'capture-unknown-interface', at); return false; }
    const captured = view.getUint32(at + 20, little);
    if (captured > length - 32) { reader.report('capture-broken-block', at); return false; }
    const units = view.getUint32(at + 12, little) * 0x1_0000_0000 + view.getUint32(at + 16, little);
    reader.off = at + 28;
    reader.captured = captured;
    reader.original = view.getUint32(at + 24, little);
    reader.link = source.link;
    const time = Math.floor(units / source.unitsPerMicro) + source.offsetSeconds * 1e6;
    // A frame with an impossible time keeps that of the frame before.
    if (time >= 0 && time <= LATEST) reader.time = time; else reader.report('capture-broken-time', at);
    return true;
  }

  /** Section 4.4: no time, first interface. */
  private readSimple(reader: FrameSource, at: number, length: number): boolean {
    const source = this.interfaces[0];
    if (!source || length < 16) { reader.report('capture-unknown-interface', at); return false; }
    const original = reader.view.getUint32(at + 8, this.little);
    reader.off = at + 12;
    reader.captured = Math.min(original, length - 16, source.snaplen === 0 ? original : source.snaplen);
    reader.original = original;
    reader.link = source.link;
    return true; // reader.time stays that of the frame before
  }
}

function byteOrder(reader: FrameSource, at: number): boolean | null {
  if (reader.view.getUint32(at + 8, false) === BYTE_ORDER_MAGIC) return false;
  return reader.view.getUint32(at + 8, true) === BYTE_ORDER_MAGIC ? true : null;
}
