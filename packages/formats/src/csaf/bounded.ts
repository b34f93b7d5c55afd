/**
 * Parsed JSON of strangers, narrowed without trust: every text has a length, every list an end. Texts are kept as printed (an advisory is quoted,
 * mojibake and trailing spaces included): only what no page can show goes.
 */
import type { AdvisoryVulnerability, ProductIdentifiers } from '@wardkeep/model';
import { asArray, asObject, type Json } from '../reading.ts';
import { calendarDate } from '../udi.ts';
import { AdvisoryRefusal } from './refusal.ts';

export type JsonObject = Readonly<Record<string, Json>>;

/** Characters of a name, a version or an identifier; of a note or a remediation. */
export const NAME_LIMIT = 2_000, TEXT_LIMIT = 65_536, URL_LIMIT = 4_096;
export const PRODUCT_LIMIT = 100_000, VULNERABILITY_LIMIT = 20_000;
/** Product ids that all lists of one advisory name together. */
export const REFERENCE_LIMIT = 2_000_000;
/** Entries of a list of small things: identifiers, weaknesses, remediations of one vulnerability. */
export const LIST_LIMIT = 10_000;

/** C0 but for tab and line ends; direction overrides, which would make a page lie; halves of characters. C1 stays: broken UTF-8 is made of it and can be repaired. */
// eslint-disable-next-line no-control-regex -- that is what it is for
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

/** A publisher's text as printed, or null when there is none or only white space. */
export function words(value: Json, limit = NAME_LIMIT): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') return null;
  const text = value.slice(0, limit).replace(UNPRINTABLE, '\ufffd');
  return text.trim() === '' ? null : text;
}

/** A text that tells things apart: an id, a CVE, a URL. Without space around; null when longer than `limit`, as a cut one would be another. */
export function token(value: Json, limit = NAME_LIMIT): string | null {
  const text = typeof value === 'string' && value.length <= limit ? words(value, limit) : null;
  return text === null ? null : text.trim();
}

/** An absolute address that may stand in a link; anything else (`javascript:`, relative) is none. */
export function link(value: Json): string | null {
  const text = token(value, URL_LIMIT);
  return text !== null && /^https?:\/\/[^\s"<>]+$/i.test(text) ? text : null;
}

export const list = (value: Json, limit = LIST_LIMIT): readonly Json[] => (Array.isArray(value) && value.length > limit ? value.slice(0, limit) : asArray(value));
export const objects = (value: Json, limit = LIST_LIMIT): JsonObject[] => list(value, limit).map(asObject).filter((item) => item !== null);
export const tokens = (value: Json, limit = LIST_LIMIT): string[] => [...new Set(list(value, limit).flatMap((item) => token(item) ?? []))];
export const number = (value: Json): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);

/** Refuses a list that is longer than `limit`: where each entry counts, dropping the tail would be silence. */
export function counted(value: Json, limit: number, what: string): JsonObject[] {
  const { length } = asArray(value);
  if (length > limit) throw tooMany(length, limit, what);
  return objects(value, limit);
}

export function tooMany(found: number, limit: number, what: string): AdvisoryRefusal {
  return new AdvisoryRefusal('advisory-too-many', `The document has ${found} ${what}; at most ${limit} are read.`, { found, limit, what });
}

/** A text without which the document names nothing. `path` as in the format's specification: `/document/tracking/id`. */
export function required(value: Json, path: string, limit = NAME_LIMIT): string {
  const text = token(value, limit);
  if (text === null) throw new AdvisoryRefusal(
    'advisory-missing-field', `Expected a text of 1 to ${limit} characters at ${path}; found ${kindOf(value)}.`, { path, found: kindOf(value) },
  );
  return text;
}

export function kindOf(value: Json): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'string') return value.trim() === '' ? 'an empty text' : `a text of ${value.length} characters`;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

const TIME = /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,12}))?)?(?:[Zz]|([+-])(\d\d):?(\d\d))?)?$/;

/** RFC 3339 as ISO 8601 in UTC with milliseconds; a time without an offset is taken as UTC. Null when it is no existing time. */
export function utc(value: Json): string | null {
  const match = TIME.exec(token(value, 40) ?? '');
  if (match === null) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', sign = '+', hours = '0', minutes = '0'] = match;
  if (Number(day) < 1 || calendarDate(Number(year), Number(month), Number(day)) === null || Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) return null;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000);
  return new Date(Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second), Number(fraction.slice(0, 3).padEnd(3, '0'))) - offset).toISOString();
}

/** The day of a date or time as `YYYY-MM-DD`. */
export const day = (value: Json): string | null => utc(value)?.slice(0, 10) ?? null;

/** CVE Record Format 5.x, `cveId`. */
const CVE = /^CVE-[0-9]{4}-[0-9]{4,19}$/;
export function cveId(value: Json): string | null {
  const text = token(value, 32)?.toUpperCase() ?? null;
  return text !== null && CVE.test(text) ? text : null;
}

/** `CWE-79` out of `CWE-79`, `79` or `CWE-79 Cross-site Scripting`. */
export function cweId(value: Json): string | null {
  const match = /^(?:CWE-)?([1-9]\d{0,5})\b/i.exec(words(value, 200)?.trim() ?? '');
  return match === null ? null : `CWE-${match[1]}`;
}

export const NO_IDENTIFIERS: ProductIdentifiers = Object.freeze({ cpes: [], purls: [], modelNumbers: [], serialNumbers: [], skus: [], udiDis: [] });

/** A vulnerability of which nothing is known but its number: what each format starts from. */
export const BARE_VULNERABILITY: AdvisoryVulnerability = Object.freeze({
  cve: null, ids: [], title: null, summary: null, cwes: [], status: {}, scores: [], remediations: [], threats: [], applies: null,
});
