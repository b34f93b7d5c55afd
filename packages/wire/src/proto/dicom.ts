/**
 * DICOM upper layer over TCP (PS3.8) with the DIMSE messages in it (PS3.7).
 *
 * Read: both AE titles and the negotiation of an association, its end (rejected, aborted, released), the head of each command set,
 * and the equipment attributes of stored data sets. Patients are in the data sets: those bytes are stepped over by length, most of
 * them without being looked at, so that images cost nothing.
 */
import type { Direction, RecordSink, StreamDissector, StreamProtocol, Verdict } from '../record.ts';
import { DONE, MORE, NO, YES } from '../record.ts';
import { ASSOCIATE_FIXED, contextsEnd, type DicomContext, type DicomNegotiation, isReadItem, ITEM_USER_INFORMATION, NegotiationReader } from './dicom-association.ts';
import { C_STORE_RQ, COMMAND_LIMIT, type DicomCommandSet, parseCommandSet } from './dicom-command.ts';
import { type DicomEquipment, EquipmentReader, isDeflated } from './dicom-equipment.ts';

/** Sent by the requestor of the association. */
export interface DicomAssociateRequest extends DicomNegotiation {
  readonly kind: 'dicom.associate-request';
  readonly calledAe: string | null;
  readonly callingAe: string | null;
}

/** Sent by the acceptor. AE titles are those of the request; where it was not seen, those that the acceptor echoes. */
export interface DicomAssociateAccept extends DicomNegotiation {
  readonly kind: 'dicom.associate-accept';
  readonly calledAe: string | null;
  readonly callingAe: string | null;
}

/** Sent by the acceptor (PS3.8, table 9-21). */
export interface DicomAssociateReject {
  readonly kind: 'dicom.associate-reject';
  readonly calledAe: string | null;
  readonly callingAe: string | null;
  /** 1 permanent, 2 transient. */
  readonly result: number;
  /** 1 service user, 2 service provider (ACSE), 3 service provider (presentation). */
  readonly source: number;
  /** With source 1: 2 application context, 3 calling, 7 called AE title not recognized. */
  readonly reason: number;
}

/** A-ABORT (PS3.8, table 9-26). */
export interface DicomAbort { readonly kind: 'dicom.abort'; readonly source: number; readonly reason: number }

/** A-RELEASE-RQ or -RP. */
export interface DicomRelease { readonly kind: 'dicom.release'; readonly response: boolean }

/** A DIMSE command; each distinct one once per association and direction. */
export interface DicomCommand extends DicomCommandSet {
  readonly kind: 'dicom.command';
  /** The SOP class of the command or, where a response leaves it out, the abstract syntax of its presentation context. */
  readonly sopClass: string | null;
  /** True: the side that asked for the association sent it; null: the association's start was not seen. */
  readonly fromRequestor: boolean | null;
}

/**
 * The device that made a stored object: the sender, unless `moved`, sent by the acceptor (C-GET), or one of several (`others`).
 * Each distinct one once per association.
 */
export interface DicomEquipmentRecord extends DicomEquipment {
  readonly kind: 'dicom.equipment';
  readonly sopClass: string | null;
  /** The store names a move originator. */
  readonly moved: boolean;
  readonly fromRequestor: boolean | null;
  /** How many other devices' objects this sender stored before in this association. */
  readonly others: number;
}

declare module '../record.ts' {
  interface RecordMap {
    'dicom.associate-request': DicomAssociateRequest;
    'dicom.associate-accept': DicomAssociateAccept;
    'dicom.associate-reject': DicomAssociateReject;
    'dicom.abort': DicomAbort;
    'dicom.release': DicomRelease;
    'dicom.command': DicomCommand;
    'dicom.equipment': DicomEquipmentRecord;
  }
}

/** PDU types (PS3.8, 9.3.1). */
const ASSOCIATE_RQ = 1, ASSOCIATE_AC = 2, ASSOCIATE_RJ = 3, P_DATA_TF = 4, RELEASE_RQ = 5, RELEASE_RP = 6, ABORT = 7;
const HEADER = 6;
/** 128 contexts with forty transfer syntaxes each make 130 KB. */
const ASSOCIATE_LIMIT = 1 << 20;
/** Some senders put a whole study into one PDU when the receiver says "unlimited". */
const PDATA_LIMIT = 0x7fffffff;
/** Message control header (PS3.8, E.2). */
const COMMAND = 1, LAST = 2;
/** Room for a command set at first: a C-STORE request has about 200 bytes. */
const COMMAND_USUAL = 256;
/** Answered contexts that are remembered: those of a whole accept, and of a second one should there be one. */
const CONTEXTS_KEPT = 256;
/** Distinct commands and devices that are told per association. */
const TOLD_LIMIT = 64, DEVICE_LIMIT = 16;
/** Bytes that are searched for the next PDU after capture loss before the conversation is given up. */
const SEARCH_LIMIT = 16 << 20;

/** Length of the PDU at `at` (without its header), or -1 when no PDU begins there. Needs six bytes. */
function pduLength(bytes: Uint8Array, at: number): number {
  const type = bytes[at]!, length = be32(bytes, at + 2);
  if (type === P_DATA_TF) return length >= HEADER && length <= PDATA_LIMIT ? length : -1;
  if (type === ASSOCIATE_RQ || type === ASSOCIATE_AC) return length >= ASSOCIATE_FIXED && length <= ASSOCIATE_LIMIT ? length : -1;
  return type >= ASSOCIATE_RJ && type <= ABORT && length === 4 ? 4 : -1;
}

const be32 = (bytes: Uint8Array, at: number): number => ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;

/** What is being read in one direction. */
class Side {
  /** The PDU and its bytes that are not used up; 0: a PDU header is next. */
  type = 0;
  left = 0;
  /** The presentation data value and its bytes that are not used up; 0: a PDV header is next. */
  pdvLeft = 0;
  contextId = 0;
  control = 0;
  negotiation: NegotiationReader | null = null;
  /** Fragments of a command set; null: none begun. `commandLength` beyond the limit: too long to be one. */
  command: Uint8Array | null = null;
  commandLength = 0;
  /** The data set that follows is read by this; null: it is stepped over. */
  equipment: EquipmentReader | null = null;
  store: DicomCommandSet | null = null;
  /** After capture loss: searching for a PDU header; how many bytes were searched. */
  lost = false;
  searched = 0;
  /** The last read left bytes behind, so the place of a gap is not known exactly. */
  waiting = false;

  forgetMessage(): void {
    this.pdvLeft = 0;
    this.commandLength = 0;
    this.equipment = null;
    this.store = null;
  }
}

class DicomStream implements StreamDissector {
  private readonly sides: [Side, Side] = [new Side(), new Side()];
  private requestor: Direction | null = null;
  private calledAe: string | null = null;
  private callingAe: string | null = null;
  private proposed: readonly DicomContext[] = [];
  /** Of the accepts since the last request. */
  private answered: readonly DicomContext[] = [];
  private readonly told = new Set<string>();
  private devices: DicomEquipment[] = [];

  read(direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    const side = this.sides[direction];
    let at = off;
    while (at < end) {
      const used = this.step(side, direction, bytes, at, end, sink);
      if (used === DONE) return DONE;
      if (used === 0) break;
      at += used;
    }
    side.waiting = at < end;
    return at - off;
  }

  gap(direction: Direction, lost: number): boolean {
    const side = this.sides[direction];
    side.forgetMessage();
    side.negotiation = null;
    if (!side.waiting && side.type === P_DATA_TF && lost <= side.left) { side.left -= lost; side.type = 0; } else { side.left = 0; side.lost = true; }
    side.waiting = false;
    return true;
  }

  private step(side: Side, direction: Direction, bytes: Uint8Array, at: number, end: number, sink: RecordSink): number {
    if (side.left === 0) return this.startPdu(side, bytes, at, end, sink);
    switch (side.type) {
      case ASSOCIATE_RQ: case ASSOCIATE_AC: return this.negotiate(side, direction, bytes, at, end, sink);
      case P_DATA_TF: return this.presentationData(side, direction, bytes, at, end, sink);
      case 0: { const used = side.left; side.left = 0; return used; } // the rest of a PDU whose middle was lost
      default: return this.shortPdu(side, bytes, at, end, sink);
    }
  }

  private startPdu(side: Side, bytes: Uint8Array, at: number, end: number, sink: RecordSink): number {
    if (side.lost) {
      const found = findPdu(bytes, at, end);
      if (found < 0) {
        const used = Math.max(0, end - 11 - at);
        side.searched += used;
        return side.searched > SEARCH_LIMIT ? DONE : used;
      }
      side.lost = false;
      side.searched = 0;
      if (found > at) return found - at;
    }
    if (end - at < HEADER) return 0;
    const length = pduLength(bytes, at);
    if (length < 0) {
      sink.weird('dicom-pdu-header');
      side.lost = true;
      side.forgetMessage();
      return 1;
    }
    side.type = bytes[at]!;
    side.left = length;
    side.pdvLeft = 0;
    side.negotiation = side.type === ASSOCIATE_RQ || side.type === ASSOCIATE_AC ? new NegotiationReader() : null;
    return HEADER;
  }

  /** A-ASSOCIATE-RQ or -AC: the fixed part, then item by item. */
  private negotiate(side: Side, direction: Direction, bytes: Uint8Array, at: number, end: number, sink: RecordSink): number {
    const reader = side.negotiation!;
    let used: number;
    if (!reader.fixedRead) {
      if (end - at < ASSOCIATE_FIXED) return 0;
      reader.fixed(bytes, at);
      used = ASSOCIATE_FIXED;
    } else {
      used = contextsEnd(bytes, at, Math.min(end, at + side.left)) - at;
      if (used > 0) reader.run(bytes, at, at + used);
      else used = readItem(reader, side.left, bytes, at, end, sink);
      if (used === 0) return 0;
    }
    side.left -= used;
    if (side.left === 0) this.negotiated(side.type === ASSOCIATE_RQ, reader, direction, sink);
    return used;
  }

  private negotiated(request: boolean, reader: NegotiationReader, direction: Direction, sink: RecordSink): void {
    const { applicationContext, maxPduLength, implementationClass, implementationVersion, roles, userIdentity } = reader;
    const common = { applicationContext, maxPduLength, implementationClass, implementationVersion, roles, userIdentity };
    if (request) {
      this.requestor = direction;
      this.calledAe = reader.calledAe;
      this.callingAe = reader.callingAe;
      this.proposed = reader.contexts;
      this.answered = [];
      this.told.clear();
      this.devices = [];
      sink.record({ kind: 'dicom.associate-request', calledAe: reader.calledAe, callingAe: reader.callingAe, contexts: reader.contexts, ...common });
      return;
    }
    this.requestor ??= direction === 0 ? 1 : 0;
    // The echoed titles are not to be tested (PS3.8, table 9-17): they count only where the request was not seen.
    this.calledAe ??= reader.calledAe;
    this.callingAe ??= reader.callingAe;
    const contexts = withAbstractSyntaxes(reader.contexts, this.proposed);
    this.answered = this.answered.length === 0 ? contexts : [...this.answered, ...contexts].slice(-CONTEXTS_KEPT);
    sink.record({ kind: 'dicom.associate-accept', calledAe: this.calledAe, callingAe: this.callingAe, contexts, ...common });
  }

  /** Reject, release, abort: four bytes. */
  private shortPdu(side: Side, bytes: Uint8Array, at: number, end: number, sink: RecordSink): number {
    if (end - at < 4) return 0;
    side.left = 0;
    switch (side.type) {
      case ASSOCIATE_RJ:
        sink.record({
          kind: 'dicom.associate-reject', calledAe: this.calledAe, callingAe: this.callingAe,
          result: bytes[at + 1]!, source: bytes[at + 2]!, reason: bytes[at + 3]!,
        });
        break;
      case ABORT: sink.record({ kind: 'dicom.abort', source: bytes[at + 2]!, reason: bytes[at + 3]! }); break;
      default: sink.record({ kind: 'dicom.release', response: side.type === RELEASE_RP });
    }
    return 4;
  }

  /** P-DATA-TF: presentation data values, each of one context, command or data set, last fragment or not (PS3.8, 9.3.5 and annex E). */
  private presentationData(side: Side, direction: Direction, bytes: Uint8Array, at: number, end: number, sink: RecordSink): number {
    if (side.pdvLeft === 0) return this.startPdv(side, direction, bytes, at, end, sink);
    let used: number;
    if ((side.control & COMMAND) !== 0) {
      used = Math.min(side.pdvLeft, end - at);
      collectCommand(side, bytes, at, used);
    } else if (side.equipment === null) used = side.pdvLeft;
    else {
      used = Math.min(side.pdvLeft, end - at);
      const reader = side.equipment;
      reader.feed(bytes, at, at + used);
      const jump = reader.done ? side.pdvLeft - used : Math.min(reader.skip, side.pdvLeft - used);
      if (!reader.done) reader.skip -= jump;
      used += jump;
      if (reader.done) this.endDataSet(side, direction, sink);
    }
    side.left -= used;
    side.pdvLeft -= used;
    if (side.pdvLeft === 0 && (side.control & LAST) !== 0) this.endMessagePart(side, direction, sink);
    return used;
  }

  private startPdv(side: Side, direction: Direction, bytes: Uint8Array, at: number, end: number, sink: RecordSink): number {
    if (side.left >= HEADER && end - at < HEADER) return 0;
    const length = side.left >= HEADER ? be32(bytes, at) : 0;
    if (length < 2 || length > side.left - 4) {
      sink.weird('dicom-pdv-length');
      side.forgetMessage();
      const used = side.left;
      side.left = 0;
      return used;
    }
    side.contextId = bytes[at + 4]!;
    side.control = bytes[at + 5]!;
    side.pdvLeft = length - 2;
    side.left -= HEADER;
    if ((side.control & COMMAND) !== 0 && side.equipment !== null) this.endDataSet(side, direction, sink);
    if (side.pdvLeft === 0 && (side.control & LAST) !== 0) this.endMessagePart(side, direction, sink);
    return HEADER;
  }

  private endMessagePart(side: Side, direction: Direction, sink: RecordSink): void {
    if ((side.control & COMMAND) === 0) { this.endDataSet(side, direction, sink); side.store = null; return; }
    const command = side.command !== null && side.commandLength <= COMMAND_LIMIT ? parseCommandSet(side.command, 0, side.commandLength) : null;
    side.commandLength = 0;
    side.store = null;
    side.equipment = null;
    if (command === null) { sink.weird('dicom-command-set'); return; }
    const sopClass = command.sopClass ?? contextOf(this.proposed, side.contextId)?.abstractSyntax ?? null;
    if (command.commandField === C_STORE_RQ) {
      side.store = { ...command, sopClass };
      const syntax = contextOf(this.answered, side.contextId)?.transferSyntaxes[0] ?? null;
      side.equipment = isDeflated(syntax) ? null : new EquipmentReader(syntax);
    }
    if (!this.tell(`${direction} ${command.commandField} ${sopClass} ${command.status} ${command.moved}`)) return;
    sink.record({ kind: 'dicom.command', ...command, sopClass, fromRequestor: this.isRequestor(direction) });
  }

  private endDataSet(side: Side, direction: Direction, sink: RecordSink): void {
    const reader = side.equipment, store = side.store;
    side.equipment = null;
    if (reader === null || store === null) return;
    if (reader.broken) sink.weird('dicom-data-set');
    if (!reader.found) return;
    const equipment = reader.result();
    const others = this.devices.filter((device) => !couldBeSame(device, equipment)).length;
    if (this.devices.length < DEVICE_LIMIT && this.devices.length === others) this.devices.push(equipment);
    if (!this.tell(`${direction} ${side.contextId} ${store.moved} ${JSON.stringify(equipment)}`)) return;
    sink.record({ kind: 'dicom.equipment', ...equipment, sopClass: store.sopClass, moved: store.moved, fromRequestor: this.isRequestor(direction), others });
  }

  private isRequestor(direction: Direction): boolean | null { return this.requestor === null ? null : this.requestor === direction; }

  private tell(key: string): boolean {
    if (this.told.has(key) || this.told.size >= TOLD_LIMIT) return false;
    this.told.add(key);
    return true;
  }
}

/** The newest context of this id that was not refused. */
function contextOf(contexts: readonly DicomContext[], id: number): DicomContext | undefined {
  for (let at = contexts.length - 1; at >= 0; at--) if (contexts[at]!.id === id && (contexts[at]!.result ?? 0) === 0) return contexts[at];
  return undefined;
}

/** The last answer to a proposal, by what was accepted. */
const answers = new WeakMap<readonly DicomContext[], { readonly proposed: readonly DicomContext[]; readonly contexts: readonly DicomContext[] }>();

/** Contexts of an accept as they were proposed. Both come in the same order, so each is looked for behind the one before it first. */
function withAbstractSyntaxes(accepted: readonly DicomContext[], proposed: readonly DicomContext[]): readonly DicomContext[] {
  const known = answers.get(accepted);
  if (known?.proposed === proposed) return known.contexts;
  let next = 0;
  const contexts = accepted.map(({ id, transferSyntaxes, result }) => {
    const at = proposed[next]?.id === id ? next : proposed.findIndex((context) => context.id === id);
    if (at >= 0) next = at + 1;
    return { id, abstractSyntax: proposed[at]?.abstractSyntax ?? null, transferSyntaxes, result };
  });
  answers.set(accepted, { proposed, contexts });
  return contexts;
}

/** Uses up one item of an A-ASSOCIATE PDU of which `left` bytes are left; 0 when it is not there yet. */
function readItem(reader: NegotiationReader, left: number, bytes: Uint8Array, at: number, end: number, sink: RecordSink): number {
  if (left >= 4 && end - at < 4) return 0;
  const type = bytes[at]!, length = left >= 4 ? (bytes[at + 2]! << 8) | bytes[at + 3]! : 0;
  if (left < 4 || length > left - 4) { sink.weird('dicom-item-length'); return left; }
  if (type === ITEM_USER_INFORMATION) return 4;
  if (!isReadItem(type, length)) { reader.stepOver(type); return 4 + length; }
  if (end - at < 4 + length) return 0;
  reader.item(type, bytes, at + 4, at + 4 + length);
  return 4 + length;
}

function collectCommand(side: Side, bytes: Uint8Array, at: number, count: number): void {
  const length = side.commandLength + count;
  if (length <= COMMAND_LIMIT) {
    if (side.command === null || side.command.length < length) {
      const larger = new Uint8Array(Math.min(COMMAND_LIMIT, Math.max(length, COMMAND_USUAL, (side.command?.length ?? 0) * 2)));
      if (side.command !== null) larger.set(side.command);
      side.command = larger;
    }
    for (let i = 0; i < count; i++) side.command[side.commandLength + i] = bytes[at + i]!;
  }
  side.commandLength = length;
}

/** No field contradicts: a dose report of the same scanner may leave out the station name. */
const couldBeSame = (a: DicomEquipment, b: DicomEquipment): boolean => agree(a.manufacturer, b.manufacturer) && agree(a.model, b.model)
  && agree(a.serial, b.serial) && agree(a.stationName, b.stationName);
const agree = (a: string | null, b: string | null): boolean => a === null || b === null || a === b;

/** Where a PDU begins that cannot be chance: eight bytes agree. -1: nowhere yet. */
function findPdu(bytes: Uint8Array, at: number, end: number): number {
  for (; at + 12 <= end; at++) {
    const type = bytes[at]!;
    if (type === P_DATA_TF && isPresentationData(bytes, at) && be32(bytes, at + 6) === be32(bytes, at + 2) - 4) return at;
    if (type >= RELEASE_RQ && type <= RELEASE_RP && isRelease(bytes, at)) return at;
  }
  // A release or an abort is the last thing in its direction.
  const tail = end - 10;
  return tail >= at && (isRelease(bytes, tail) || isAbort(bytes, tail)) ? tail : -1;
}

/** A P-DATA-TF header with the header of its first value: twelve bytes. */
function isPresentationData(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== P_DATA_TF || bytes[at + 1] !== 0) return false;
  const length = pduLength(bytes, at), value = be32(bytes, at + 6);
  return length >= 0 && value >= 2 && value <= length - 4 && (bytes[at + 10]! & 1) === 1 && bytes[at + 11]! <= 3;
}

const isRelease = (bytes: Uint8Array, at: number): boolean => (bytes[at] === RELEASE_RQ || bytes[at] === RELEASE_RP) && bytes[at + 1] === 0
  && pduLength(bytes, at) === 4 && be32(bytes, at + 6) === 0;
const isAbort = (bytes: Uint8Array, at: number): boolean => bytes[at] === ABORT && bytes[at + 1] === 0
  && pduLength(bytes, at) === 4 && bytes[at + 8]! <= 2 && bytes[at + 9]! <= 6;
/** PS3.8, table 9-21. */
const isReject = (bytes: Uint8Array, at: number): boolean => bytes[at] === ASSOCIATE_RJ && bytes[at + 1] === 0 && pduLength(bytes, at) === 4
  && isBetween(bytes[at + 7]!, 1, 2) && isBetween(bytes[at + 8]!, 1, 3) && isBetween(bytes[at + 9]!, 1, 10);

/** A-ASSOCIATE-RQ or -AC: version 1, two AE titles, and the application context item at its place (PS3.8, 9.3.2). */
function probeAssociate(bytes: Uint8Array, off: number, end: number): Verdict {
  const seen = end - off;
  if (seen > 1 && bytes[off + 1] !== 0) return NO;
  if (seen >= HEADER && pduLength(bytes, off) < 0) return NO;
  if (seen >= 8 && (bytes[off + 7]! & 1) === 0) return NO;
  for (let at = off + 10; at < Math.min(end, off + 42); at++) if (!isTitleByte(bytes[at]!)) return NO;
  const item = off + HEADER + ASSOCIATE_FIXED;
  // Fixed fields and a whole called title are enough: many captures keep only the first 96 bytes of a frame.
  if (end - item < 4) return seen >= 26 && be32(bytes, off + 6) === 0x00010000 && !isBlank(bytes, off + 10) ? YES : MORE;
  if (bytes[item] !== 0x10 || bytes[item + 2] !== 0 || bytes[item + 3]! > 64) return NO;
  return bytes[off] === ASSOCIATE_AC || !isBlank(bytes, off + 10) ? YES : NO;
}

/** The default repertoire without control characters (PS3.5, 6.1); some pad with NUL, some use Latin-1. */
const isTitleByte = (byte: number): boolean => byte === 0 || (byte >= 0x20 && byte < 0x7f) || byte >= 0xa0;

function isBlank(bytes: Uint8Array, at: number): boolean {
  for (let i = at; i < at + 16; i++) if (bytes[i] !== 0x20 && bytes[i] !== 0) return false;
  return true;
}

/** A capture that begins inside an association: a command set, a usual port, or a second PDU right behind the first. */
function probePresentationData(bytes: Uint8Array, off: number, end: number, port: number): Verdict {
  const seen = end - off;
  if (seen > 1 && bytes[off + 1] !== 0) return NO;
  if (seen < 12) return seen >= HEADER && pduLength(bytes, off) < 0 ? NO : MORE;
  if (!isPresentationData(bytes, off)) return NO;
  if ((bytes[off + 11]! & COMMAND) !== 0) {
    if (seen < 20) return MORE;
    if (be32(bytes, off + 12) === 0 && be32(bytes, off + 16) === 0x04000000) return YES; // (0000,0000) UL, four bytes
  }
  const length = be32(bytes, off + 2);
  if (PORTS.includes(port) && be32(bytes, off + 6) === length - 4) return YES;
  const next = off + HEADER + length;
  if (length > NEXT_PDU_LIMIT) return NO;
  if (end < next + 12) return MORE;
  return isPresentationData(bytes, next) && be32(bytes, next + 6) === be32(bytes, next + 2) - 4 ? YES : NO;
}

const PORTS: readonly number[] = [104, 2761, 2762, 4242, 11112, 11113];
/** How far behind the first PDU a second one is waited for. */
const NEXT_PDU_LIMIT = 32768;

export const dicom: StreamProtocol = {
  protocol: 'dicom',
  ports: PORTS,
  probe(_direction: Direction, bytes: Uint8Array, off: number, end: number, port: number): Verdict {
    switch (bytes[off]) {
      case ASSOCIATE_RQ: case ASSOCIATE_AC: return probeAssociate(bytes, off, end);
      case P_DATA_TF: return probePresentationData(bytes, off, end, port);
      case ASSOCIATE_RJ: case RELEASE_RQ: case RELEASE_RP: case ABORT: return probeShort(bytes, off, end, port);
      default: return NO;
    }
  },
  open: () => new DicomStream(),
};

/** Reject, release and abort are ten bytes and nothing more; without the usual port they prove nothing. */
function probeShort(bytes: Uint8Array, off: number, end: number, port: number): Verdict {
  const seen = end - off;
  if (!PORTS.includes(port) || seen > 10 || (seen > 1 && bytes[off + 1] !== 0)) return NO;
  if (seen < 10) return seen >= HEADER && pduLength(bytes, off) < 0 ? NO : MORE;
  return isReject(bytes, off) || isRelease(bytes, off) || isAbort(bytes, off) ? YES : NO;
}

const isBetween = (value: number, low: number, high: number): boolean => value >= low && value <= high;
