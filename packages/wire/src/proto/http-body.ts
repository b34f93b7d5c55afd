/**
 * The few bodies that are looked into: JSON at whitelisted paths, the title of an entry page, DPWS metadata in SOAP. A reader is fed the
 * body's bytes as they pass and keeps no more than it needs; `record` gives what it found, or null.
 */
import { clean, utf8 } from '../cursor.ts';
import type { WireRecord } from '../record.ts';
import type { HttpBodyRule } from './http-bodies.ts';
import { inflate } from './inflate.ts';
import { JsonPointers } from './json-pointers.ts';
import { startsWith } from './message-head.ts';
import { parseDpws } from './soap.ts';

/** Values that a whitelisted body gave. */
export interface HttpFacts { readonly kind: 'http.facts'; readonly rule: string; readonly product: string | null; readonly values: Readonly<Record<string, string>> }

/** `<title>` of an entry page. */
export interface HttpTitle { readonly kind: 'http.title'; readonly title: string }

declare module '../record.ts' { interface RecordMap { 'http.facts': HttpFacts; 'http.title': HttpTitle } }

export interface BodyReader {
  /** Nothing more is wanted: the rest of the body may be skipped. */
  readonly done: boolean;
  /** Bytes of the body it would look at, at most. */
  readonly limit: number;
  /** Bytes that it keeps, where that may be more than a few KB. */
  readonly kept?: number;
  feed(bytes: Uint8Array, off: number, end: number): void;
  record(): WireRecord | null;
}

/** Bytes of a body that are looked at, at most. A CapabilityStatement names its software near the top, and may have megabytes. */
const JSON_LIMIT = 65_536;

export class JsonBody implements BodyReader {
  readonly limit = JSON_LIMIT;
  private readonly rule: HttpBodyRule;
  private readonly names: readonly string[];
  private readonly pointers: JsonPointers;
  private fed = 0;

  constructor(rule: HttpBodyRule) {
    this.rule = rule;
    this.names = Object.keys(rule.read);
    this.pointers = new JsonPointers([...Object.values(rule.read), ...rule.present], this.names.length);
  }

  get done(): boolean { return this.pointers.done || this.fed >= JSON_LIMIT; }

  feed(bytes: Uint8Array, off: number, end: number): void {
    const stop = Math.min(end, off + JSON_LIMIT - this.fed);
    this.fed += stop - off;
    this.pointers.feed(bytes, off, stop);
  }

  record(): WireRecord | null {
    const { values, seen } = this.pointers, found: Record<string, string> = {};
    if (!seen.slice(this.names.length).every(Boolean)) return null;
    for (const [index, name] of this.names.entries()) { const value = values[index]; if (typeof value === 'string') found[name] = value; }
    return Object.keys(found).length === 0 ? null : { kind: 'http.facts', rule: this.rule.rule, product: this.rule.product, values: found };
  }
}

/** Collects the first bytes of a body, at most `limit`. */
class Collected {
  bytes = new Uint8Array(512);
  length = 0;
  private readonly limit: number;
  constructor(limit: number) { this.limit = limit; }

  get full(): boolean { return this.length === this.limit; }

  add(bytes: Uint8Array, off: number, end: number): void {
    const count = Math.min(end - off, this.limit - this.length), total = this.length + count;
    if (total > this.bytes.length) {
      const larger = new Uint8Array(Math.min(this.limit, Math.max(total, this.bytes.length * 2)));
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
    }
    this.bytes.set(bytes.subarray(off, off + count), this.length);
    this.length = total;
  }
}

const TITLE_LIMIT = 2048;
/** The title is looked for each time that so many bytes came, so that single bytes on the wire do not make the work quadratic. */
const TITLE_STEP = 128;

export class TitleBody implements BodyReader {
  readonly limit = TITLE_LIMIT;
  private readonly collected = new Collected(TITLE_LIMIT);
  private looked = 0;
  private title: string | null = null;

  get done(): boolean { return this.title !== null || this.collected.full; }

  feed(bytes: Uint8Array, off: number, end: number): void {
    this.collected.add(bytes, off, end);
    if (this.collected.length - this.looked >= TITLE_STEP) this.look();
  }

  private look(): void {
    const { bytes, length } = this.collected;
    this.looked = length;
    const text = utf8(bytes, 0, Math.min(1024, length)) + utf8(bytes, 1024, length), lower = text.toLowerCase();
    const open = lower.indexOf('<title'), from = open < 0 ? -1 : lower.indexOf('>', open), stop = from < 0 ? -1 : lower.indexOf('</title', from);
    if (stop >= 0) this.title = clean(withoutEntities(text.slice(from + 1, stop)), 128);
  }

  record(): WireRecord | null {
    if (this.title === null) this.look();
    return this.title === null || this.title.includes('@') ? null : { kind: 'http.title', title: this.title };
  }
}

/** Metadata of a device is small; in longer SOAP messages there is none. */
export const SOAP_LIMIT = 65_536;
/** The envelope or the first elements of its body name the namespace of DPWS 1.1 or 1.0. */
const DPWS_WITHIN = 8192;

/** A SOAP answer, of which only DPWS metadata is read. */
export class SoapBody implements BodyReader {
  readonly limit = SOAP_LIMIT;
  private readonly collected = new Collected(SOAP_LIMIT);
  private other = false;

  get kept(): number { return this.collected.bytes.length; }

  get done(): boolean { return this.other || this.collected.full; }

  feed(bytes: Uint8Array, off: number, end: number): void {
    const before = this.collected.length;
    this.collected.add(bytes, off, end);
    if (before < DPWS_WITHIN && this.collected.length >= DPWS_WITHIN) this.other = !this.names(DPWS_WITHIN);
  }

  record(): WireRecord | null {
    const { bytes, length } = this.collected, metadata = this.other || !this.names(Math.min(length, DPWS_WITHIN)) ? null : parseDpws(bytes, 0, length);
    return metadata === null ? null : { kind: 'dpws.metadata', ...metadata };
  }

  /** `ns/dpws` (http://docs.oasis-open.org/ws-dd/ns/dpws/2009/01) or `devprof` (http://schemas.xmlsoap.org/ws/2006/02/devprof). */
  private names(end: number): boolean {
    const { bytes } = this.collected;
    for (let at = bytes.indexOf(0x2f); at >= 0 && at < end; at = bytes.indexOf(0x2f, at + 1)) if (startsWith(bytes, at, end, '/dpws/') || startsWith(bytes, at, end, '/devprof')) return true;
    return false;
  }
}

/** A gzip or zlib body: shown to its reader once it is there. No more compressed bytes are kept than the reader wants plain ones. */
export class CompressedBody implements BodyReader {
  readonly limit: number;
  private readonly collected: Collected;
  private readonly inner: BodyReader;

  constructor(inner: BodyReader) {
    this.inner = inner;
    this.limit = inner.limit;
    this.collected = new Collected(inner.limit);
  }

  get kept(): number { return this.collected.bytes.length; }

  get done(): boolean { return this.collected.full; }

  feed(bytes: Uint8Array, off: number, end: number): void { this.collected.add(bytes, off, end); }

  record(): WireRecord | null {
    const plain = inflate(this.collected.bytes, 0, this.collected.length, this.limit);
    this.inner.feed(plain, 0, plain.length);
    return this.inner.record();
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: '\'', nbsp: ' ', reg: '®', trade: '™', copy: '©', ndash: '–', mdash: '—', middot: '·', raquo: '»' };
function withoutEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|([a-z]{2,8}));/gi, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '0', 16) : Number(decimal);
    return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : ' ';
  });
}
