/**
 * The few bodies that are looked into: JSON at whitelisted paths, the title of an entry page, DPWS metadata in SOAP. A reader is fed the
 * body's bytes as they pass and keeps no more than it needs; `record` gives what it found, or null.
 */
import { clean, utf8 } from '../cursor.ts';
import type { WireRecord } from '../record.ts';
import type { HttpBodyRule } from './http-bodies.ts';
import { JsonPointers } from './json-pointers.ts';

/** Values that a whitelisted body gave. */
export interface HttpFacts { readonly kind: 'http.facts'; readonly rule: string; readonly product: string | null; readonly values: Readonly<Record<string, string>> }

/** `<title>` of an entry page. */
export interface HttpTitle { readonly kind: 'http.title'; readonly title: string }

declare module '../record.ts' { interface RecordMap { 'http.facts': HttpFacts; 'http.title': HttpTitle } }

export interface BodyReader {
  /** Nothing more is wanted: the rest of the body may be skipped. */
  readonly done: boolean;
  feed(bytes: Uint8Array, off: number, end: number): void;
  record(): WireRecord | null;
}

/** Bytes of a body that are looked at, at most. A CapabilityStatement names its software near the top, and may have megabytes. */
const JSON_LIMIT = 65_536;

export class JsonBody implements BodyReader {
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

/** Collects the first bytes of a body. */
class Collected {
  readonly bytes: Uint8Array;
  length = 0;
  constructor(limit: number) { this.bytes = new Uint8Array(limit); }
  add(bytes: Uint8Array, off: number, end: number): void {
    const count = Math.min(end - off, this.bytes.length - this.length);
    this.bytes.set(bytes.subarray(off, off + count), this.length);
    this.length += count;
  }
}

const TITLE_LIMIT = 2048;
/** The title is looked for each time that so many bytes came, so that single bytes on the wire do not make the work quadratic. */
const TITLE_STEP = 128;

export class TitleBody implements BodyReader {
  private readonly kept = new Collected(TITLE_LIMIT);
  private looked = 0;
  private title: string | null = null;

  get done(): boolean { return this.title !== null || this.kept.length === TITLE_LIMIT; }

  feed(bytes: Uint8Array, off: number, end: number): void {
    this.kept.add(bytes, off, end);
    if (this.kept.length - this.looked >= TITLE_STEP) this.look();
  }

  private look(): void {
    const { bytes, length } = this.kept;
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

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: '\'', nbsp: ' ', reg: '®', trade: '™', copy: '©', ndash: '–', mdash: '—', middot: '·', raquo: '»' };
function withoutEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|([a-z]{2,8}));/gi, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '0', 16) : Number(decimal);
    return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : ' ';
  });
}
