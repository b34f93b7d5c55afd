/** Reading strangers' JSON: never deeper or longer than asked, wrong types read as absent. */
import { FeedFailure } from '../failure.ts';
import { printable } from '../https/address.ts';

const MIB = 1024 * 1024;
/** Most bytes of each kind. The largest ROLIE feed in use (CERT-Bund, 2026) has 45 MiB; CSAF documents of large suites reach 30 MiB. */
export const LIMITS = { metadata: 4 * MIB, list: 128 * MIB, document: 64 * MIB, hash: 4096, signature: 64 * 1024, key: MIB, securityTxt: 64 * 1024, file: 256 * MIB } as const;

export type Json = Readonly<Record<string, unknown>>;

export function parseJson(bytes: Uint8Array, url: string): unknown {
  try { return JSON.parse(textOf(bytes)) as unknown; }
  catch (error) { throw new FeedFailure('not-json', { url: printable(url), reason: bytes.length === 0 ? 'it is empty' : startsLikeHtml(bytes) ? 'it is a web page' : (error as Error).message.slice(0, 120) }); }
}

/** UTF-8, refused when it is none (RFC 8259, 8.1). */
export function textOf(bytes: Uint8Array): string { return new TextDecoder('utf-8', { fatal: true }).decode(bytes); }

const startsLikeHtml = (bytes: Uint8Array): boolean => /^\s{0,64}<(?:!doctype|html|\?xml)/i.test(Buffer.from(bytes.subarray(0, 128)).toString('latin1'));

export const objectOf = (value: unknown): Json | null => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Json : null);
export const listOf = (value: unknown, limit: number): readonly unknown[] => (Array.isArray(value) ? value.slice(0, limit) : []);
export const stringOf = (value: unknown, limit = 2048): string | null => (typeof value === 'string' && value !== '' && value.length <= limit ? value : null);

/** ISO 8601 in UTC to the millisecond, or null. Dates without a time or a zone count too: only equality and the far future matter. */
export function timeOf(value: unknown): string | null {
  const text = stringOf(value, 64), time = text === null || !/^\d{4}-\d\d-\d\d/.test(text) ? NaN : Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

const DAY_MS = 86_400_000;

/** Refuses what is dated more than a day after now. */
export function refuseFuture(date: string | null, now: number, url: string): void {
  if (date !== null && Date.parse(date) > now + DAY_MS) throw new FeedFailure('from-the-future', { url: printable(url), date, now: new Date(now).toISOString() });
}
