/**
 * The equipment attributes of a data set (PS3.3, C.7.5.1; encoding: PS3.5, chapter 7), read as the bytes go by.
 *
 * Read: (0008,0060) modality, (0008,0070) manufacturer, (0008,1010) station name, (0008,1090) model, (0018,1000) serial number,
 * (0018,1020) software versions. Everything else is stepped over by its length and never copied; after (0018,1020) nothing is read.
 */
import { clean, latin1, utf8 } from '../cursor.ts';
import { Recall } from '../recall.ts';

export interface DicomEquipment {
  readonly modality: string | null;
  readonly manufacturer: string | null;
  readonly stationName: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  readonly softwareVersions: readonly string[];
}

const MODALITY = 0x00080060, MANUFACTURER = 0x00080070, STATION = 0x00081010, MODEL = 0x00081090, SERIAL = 0x00181000, SOFTWARE = 0x00181020;
const ITEM = 0xfffee000, ITEM_END = 0xfffee00d, SEQUENCE_END = 0xfffee0dd;
const UNDEFINED = 0xffffffff;
/** A value longer than this is none of ours: LO has 64 characters (PS3.5, table 6.2-1), software versions are several of them. */
const VALUE_LIMIT = 1024;
const DEPTH_LIMIT = 16;
/** Elements that are walked before the data set is given up. */
const ELEMENT_LIMIT = 20000;

/** VRs with a 32-bit length after two reserved bytes (PS3.5, 7.1.2), as the two letters' code. */
const LONG_VRS: ReadonlySet<number> = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']
  .map((vr) => (vr.charCodeAt(0) << 8) | vr.charCodeAt(1)));
const UN = 0x554e;

const IMPLICIT: ReadonlySet<string> = new Set(['1.2.840.10008.1.2', '1.2.840.113619.5.2']);
const BIG_ENDIAN = '1.2.840.10008.1.2.2';
const DEFLATED: ReadonlySet<string> = new Set(['1.2.840.10008.1.2.1.99', '1.2.840.10008.1.2.4.95', '1.2.840.10008.1.2.4.205']);

/** True when the data set is compressed as a whole, and so not read (PS3.5, A.5). */
export const isDeflated = (transferSyntax: string | null): boolean => transferSyntax !== null && DEFLATED.has(transferSyntax);

/** What encloses the next element: a sequence (expects items) or an item of undefined length, with its encoding. */
interface Frame { readonly sequence: boolean; readonly implicit: boolean; readonly big: boolean }

/** Reads one data set, fragment after fragment. */
export class EquipmentReader {
  /** Nothing more will be read. */
  done = false;
  /** The encoding made no sense; what was read before is kept. */
  broken = false;
  /** Bytes of the present value that are to be stepped over. */
  skip = 0;
  private encoding: Frame | null = null;
  private readonly negotiated: Frame | null;
  private readonly frames: Frame[] = [];
  private readonly head = new Uint8Array(12);
  private have = 0;
  private need = 8;
  private tag = 0;
  private value: Uint8Array | null = null;
  private filled = 0;
  private elements = 0;
  private readonly values = new Map<number, readonly string[]>();

  /** The first element tells the encoding (some senders do not keep to what they negotiated); where it cannot, the transfer syntax does. */
  constructor(transferSyntax: string | null) {
    this.negotiated = transferSyntax === null ? null : { sequence: false, implicit: IMPLICIT.has(transferSyntax), big: transferSyntax === BIG_ENDIAN };
  }

  /** Uses up all of `bytes[at…end)`. */
  feed(bytes: Uint8Array, at: number, end: number): void {
    while (at < end && !this.done) {
      if (this.skip > 0) {
        const count = Math.min(this.skip, end - at);
        this.skip -= count;
        at += count;
      } else if (this.value !== null) {
        const count = Math.min(this.value.length - this.filled, end - at);
        for (let i = 0; i < count; i++) this.value[this.filled + i] = bytes[at + i]!;
        this.filled += count;
        at += count;
        if (this.filled === this.value.length) this.keep(this.value);
      } else {
        this.head[this.have++] = bytes[at++]!;
        if (this.have === this.need) this.header();
      }
    }
  }

  get found(): boolean { return this.values.size > 0; }

  result(): DicomEquipment {
    const first = (tag: number) => this.values.get(tag)?.[0] ?? null;
    return {
      modality: first(MODALITY), manufacturer: first(MANUFACTURER), stationName: first(STATION), model: first(MODEL), serial: first(SERIAL),
      softwareVersions: this.values.get(SOFTWARE) ?? [],
    };
  }

  private header(): void {
    const head = this.head;
    this.encoding ??= sniff(head) ?? this.negotiated;
    if (this.encoding === null) { this.giveUp(); return; }
    const { implicit, big } = this.frames.at(-1) ?? this.encoding;
    const tag = big ? u32(head, 0, true) : ((head[1]! << 24) | (head[0]! << 16) | (head[3]! << 8) | head[2]!) >>> 0;
    // Items and delimiters have no VR in any encoding (PS3.5, 7.5).
    if (implicit || tag >>> 16 === 0xfffe) { this.element(tag, u32(head, 4, big), 0); return; }
    const vr = (head[4]! << 8) | head[5]!;
    if (!isLetter(head[4]!) || !isLetter(head[5]!)) { this.giveUp(); return; }
    if (!LONG_VRS.has(vr)) this.element(tag, big ? (head[6]! << 8) | head[7]! : (head[7]! << 8) | head[6]!, vr);
    else if (this.have === 12) this.element(tag, u32(head, 8, big), vr);
    else this.need = 12;
  }

  private element(tag: number, length: number, vr: number): void {
    this.have = 0;
    this.need = 8;
    const frame = this.frames.at(-1);
    if (++this.elements > ELEMENT_LIMIT) { this.giveUp(); return; }
    if (frame?.sequence) this.inSequence(frame, tag, length);
    else if (frame !== undefined && tag === ITEM_END) this.frames.pop();
    else if (tag >>> 16 === 0xfffe) this.giveUp();
    else if (frame === undefined && tag > SOFTWARE) this.done = true;
    else if (length === UNDEFINED) this.enter(vr);
    else if (frame === undefined && isWanted(tag) && length > 0 && length <= VALUE_LIMIT) {
      this.tag = tag;
      this.value = new Uint8Array(length);
      this.filled = 0;
    } else this.skip = length;
  }

  private inSequence(frame: Frame, tag: number, length: number): void {
    if (tag === SEQUENCE_END) this.frames.pop();
    else if (tag !== ITEM) this.giveUp();
    else if (length !== UNDEFINED) this.skip = length;
    else if (this.frames.length >= DEPTH_LIMIT) this.giveUp();
    else this.frames.push({ sequence: false, implicit: frame.implicit, big: frame.big });
  }

  /** A sequence of undefined length. UN of undefined length holds Implicit VR Little Endian whatever is around it (PS3.5, 6.2.2, note 2). */
  private enter(vr: number): void {
    const outer = this.frames.at(-1) ?? this.encoding;
    if (outer === null || this.frames.length >= DEPTH_LIMIT) { this.giveUp(); return; }
    this.frames.push(vr === UN ? { sequence: true, implicit: true, big: false } : { sequence: true, implicit: outer.implicit, big: outer.big });
  }

  private keep(value: Uint8Array): void {
    this.value = null;
    const parts = wantedValues.of(value, 0, value.length);
    if (parts.length > 0) this.values.set(this.tag, parts);
    if (this.tag === SOFTWARE) this.done = true;
  }

  private giveUp(): void { this.broken = true; this.done = true; }
}

/** A scanner writes the same maker, model and versions into each of its thousand images. */
const wantedValues = new Recall<readonly string[]>((bytes, from, end) => {
  const decoded = utf8(bytes, from, end), text = decoded.includes('\ufffd') ? latin1(bytes, from, end) : decoded;
  return text.split('\\').map((part) => clean(part, 64)).filter((part) => part !== null).slice(0, 8);
}, 512, 64);

const isWanted = (tag: number): boolean => tag === MODALITY || tag === MANUFACTURER || tag === STATION || tag === MODEL || tag === SERIAL
  || tag === SOFTWARE;
const isLetter = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;

function u32(bytes: Uint8Array, at: number, big: boolean): number {
  return big ? ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
    : ((bytes[at + 3]! << 24) | (bytes[at + 2]! << 16) | (bytes[at + 1]! << 8) | bytes[at]!) >>> 0;
}

/** The encoding by the first element, which in a composite object is of group 0008 (PS3.3, C.12.1). */
function sniff(head: Uint8Array): Frame | null {
  const big = head[0] === 0 && head[1] === 8;
  if (!big && !(head[0] === 8 && head[1] === 0)) return null;
  return { sequence: false, implicit: !(isLetter(head[4]!) && isLetter(head[5]!)), big };
}
