/**
 * DICOM association negotiation (PS3.8, 9.3.2 and 9.3.3; PS3.7, annex D): the variable items of A-ASSOCIATE-RQ and -AC.
 *
 * Items are read one at a time, so that a request with 128 contexts and forty transfer syntaxes each never has to be held whole.
 * The user information item (0x50) is only a container: its header is stepped over and its sub-items are read like the others.
 * User identity (0x58, 0x59) carries names, passwords and tokens: that it is there is noted, its content is stepped over.
 */
import { clean, Cursor, latin1 } from '../cursor.ts';
import { Recall } from '../recall.ts';

/** One presentation context (PS3.8, 9.3.2.2 and 9.3.3.2). */
export interface DicomContext {
  readonly id: number;
  /** In an accept: as proposed in the request, or null when the request was not seen. */
  readonly abstractSyntax: string | null;
  /** Proposed (request) or chosen (accept; empty when refused). */
  readonly transferSyntaxes: readonly string[];
  /** Accept only: 0 acceptance, 1 user rejection, 2 no reason, 3 abstract syntax, 4 transfer syntaxes not supported. Request: null. */
  readonly result: number | null;
}

/** SCP/SCU role selection (PS3.7, D.3.3.4). */
export interface DicomRole { readonly sopClass: string; readonly scu: boolean; readonly scp: boolean }

export interface DicomNegotiation {
  readonly applicationContext: string | null;
  /** At most 128, as ids are odd numbers below 256. Never changed, and mostly one object for equal lists: what follows from a list need be found out once. */
  readonly contexts: readonly DicomContext[];
  /** Maximum length of a P-DATA-TF PDU that the sender can receive; 0 is unlimited. */
  readonly maxPduLength: number | null;
  /** Sub-item 0x52: names the toolkit, not the device. */
  readonly implementationClass: string | null;
  /** Sub-item 0x55. */
  readonly implementationVersion: string | null;
  readonly roles: readonly DicomRole[];
  /** A user identity sub-item was there (PS3.7, D.3.3.7). */
  readonly userIdentity: boolean;
}

export const ITEM_USER_INFORMATION = 0x50;
const ITEM_APPLICATION_CONTEXT = 0x10, ITEM_PROPOSED = 0x20, ITEM_ACCEPTED = 0x21, ITEM_ABSTRACT = 0x30, ITEM_TRANSFER = 0x40;
const ITEM_MAX_LENGTH = 0x51, ITEM_CLASS_UID = 0x52, ITEM_ROLE = 0x54, ITEM_VERSION = 0x55, ITEM_IDENTITY_RQ = 0x58, ITEM_IDENTITY_AC = 0x59;
/** Longest item that is read: 255 transfer syntaxes of 64 characters. */
const ITEM_LIMIT = 20480;
const CONTEXT_LIMIT = 128, TRANSFER_LIMIT = 64, ROLE_LIMIT = 64;

/** A-ASSOCIATE fixed part after the PDU header: version, reserved, called and calling AE title, reserved (PS3.8, table 9-11). */
export const ASSOCIATE_FIXED = 68;

const uids = new Recall<string | null>((bytes, from, end) => {
  const text = latin1(bytes, from, Math.min(end, from + 66)).replace(/[\u0000 ]{0,66}$/, '');
  return text.length <= 64 && /^[0-9]+(?:\.[0-9]+)*$/.test(text) ? text : null;
}, 1024, 66);

/** A UID (PS3.5, chapter 9) with its padding removed, or null when it is none. */
export function readUid(bytes: Uint8Array, from: number, end: number): string | null { return uids.of(bytes, from, end); }

/** An AE title (PS3.8, 9.3.2: sixteen characters, padded with spaces), or null when it is blank. */
const readAeTitle = (bytes: Uint8Array, at: number): string | null => clean(latin1(bytes, at, at + 16), 16);

/** True for the items that `NegotiationReader.item` reads; the others are stepped over. */
export const isReadItem = (type: number, length: number): boolean => length <= ITEM_LIMIT && (type === ITEM_APPLICATION_CONTEXT
  || type === ITEM_PROPOSED || type === ITEM_ACCEPTED || type === ITEM_MAX_LENGTH || type === ITEM_CLASS_UID || type === ITEM_ROLE || type === ITEM_VERSION);

function readContext(accepted: boolean, bytes: Uint8Array, from: number, end: number): DicomContext | null {
  const cursor = new Cursor(bytes, from, end), id = cursor.u8();
  cursor.skip(1);
  const result = cursor.u8();
  cursor.skip(1);
  if (cursor.short) return null;
  let abstractSyntax: string | null = null;
  const transferSyntaxes: string[] = [];
  while (cursor.left >= 4) {
    const type = cursor.u8();
    cursor.skip(1);
    const content = cursor.take(cursor.u16()), uid = readUid(bytes, content.pos, content.end);
    if (type === ITEM_ABSTRACT) abstractSyntax ??= uid;
    else if (type === ITEM_TRANSFER && uid !== null && transferSyntaxes.length < TRANSFER_LIMIT) transferSyntaxes.push(uid);
  }
  // In an accept the transfer syntax of a refused context is not significant (PS3.8, table 9-18).
  return { id, abstractSyntax, transferSyntaxes: accepted && result !== 0 ? [] : transferSyntaxes, result: accepted ? result : null };
}

type Contexts = readonly DicomContext[];
const NONE: Contexts = [];
/** Longest run of contexts that is remembered: what a TCP segment holds. */
const RUN_LIMIT = 1536;

/** A toolkit proposes the same sixty contexts in every association. */
const runs = new Recall<Contexts>((bytes, from, end) => {
  const contexts: DicomContext[] = [];
  for (let at = from; at < end; at += 4 + itemLength(bytes, at)) {
    const context = readContext(bytes[at] === ITEM_ACCEPTED, bytes, at + 4, at + 4 + itemLength(bytes, at));
    if (context !== null) contexts.push(context);
  }
  return contexts;
}, 512, RUN_LIMIT);

const itemLength = (bytes: Uint8Array, at: number): number => (bytes[at + 2]! << 8) | bytes[at + 3]!;

/** Where the presentation contexts end that stand whole one behind the other from `at` on. */
export function contextsEnd(bytes: Uint8Array, at: number, end: number): number {
  const from = at;
  while (end - at >= 4 && (bytes[at] === ITEM_PROPOSED || bytes[at] === ITEM_ACCEPTED)) {
    const length = itemLength(bytes, at);
    if (length > ITEM_LIMIT || at + 4 + length > end || (at > from && at + 4 + length > from + RUN_LIMIT)) break;
    at += 4 + length;
  }
  return at;
}

/** The last list that was made of a list and a run behind it. */
const longer = new WeakMap<Contexts, { readonly run: Contexts; readonly whole: Contexts }>();

function append(list: Contexts, run: Contexts): Contexts {
  if (list.length === 0 && run.length <= CONTEXT_LIMIT) return run;
  const known = longer.get(list);
  if (known?.run === run) return known.whole;
  const whole = [...list, ...run].slice(0, CONTEXT_LIMIT);
  longer.set(list, { run, whole });
  return whole;
}

/** Collects the items of one A-ASSOCIATE PDU. */
export class NegotiationReader implements DicomNegotiation {
  calledAe: string | null = null;
  callingAe: string | null = null;
  applicationContext: string | null = null;
  contexts: Contexts = NONE;
  maxPduLength: number | null = null;
  implementationClass: string | null = null;
  implementationVersion: string | null = null;
  readonly roles: DicomRole[] = [];
  userIdentity = false;
  fixedRead = false;

  /** The 68 bytes after the PDU header. */
  fixed(bytes: Uint8Array, at: number): void {
    this.calledAe = readAeTitle(bytes, at + 4);
    this.callingAe = readAeTitle(bytes, at + 20);
    this.fixedRead = true;
  }

  /** Notes an item whose content is not read. */
  stepOver(type: number): void { if (type === ITEM_IDENTITY_RQ || type === ITEM_IDENTITY_AC) this.userIdentity = true; }

  /** One whole item without its four-byte header. */
  item(type: number, bytes: Uint8Array, from: number, end: number): void {
    switch (type) {
      case ITEM_APPLICATION_CONTEXT: this.applicationContext ??= readUid(bytes, from, end); break;
      case ITEM_PROPOSED: case ITEM_ACCEPTED: this.run(bytes, from - 4, end); break;
      case ITEM_MAX_LENGTH: if (end - from >= 4) this.maxPduLength = new Cursor(bytes, from, end).u32(); break;
      case ITEM_CLASS_UID: this.implementationClass = readUid(bytes, from, end); break;
      case ITEM_VERSION: this.implementationVersion = clean(latin1(bytes, from, end), 16); break;
      case ITEM_ROLE: this.role(bytes, from, end); break;
    }
  }

  /** Whole presentation contexts with their headers. */
  run(bytes: Uint8Array, from: number, end: number): void { this.contexts = append(this.contexts, runs.of(bytes, from, end)); }

  private role(bytes: Uint8Array, from: number, end: number): void {
    const cursor = new Cursor(bytes, from, end), uid = cursor.take(cursor.u16());
    const sopClass = readUid(bytes, uid.pos, uid.end), scu = cursor.u8() === 1, scp = cursor.u8() === 1;
    if (!cursor.short && sopClass !== null && this.roles.length < ROLE_LIMIT) this.roles.push({ sopClass, scu, scp });
  }
}
