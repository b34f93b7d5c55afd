/** PostgreSQL text holds neither U+0000 nor lone surrogates; captures and lists may bring both. */
export function storableText(text: string): string { return text.replaceAll('\0', '').toWellFormed(); }

/** `value` as JSON text for a `jsonb` parameter. Always text: `pg` would send an array as an SQL array. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  // JSON.stringify escapes U+0000 and lone surrogates; only then is the slow way needed.
  if (!json.includes('\\u0000') && !json.includes('\\ud')) return json;
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'string' ? storableText(inner) : isRecord(inner) ? withStorableKeys(inner) : inner));
}

function isRecord(value: unknown): value is Record<string, unknown> { return typeof value === 'object' && value !== null && !Array.isArray(value); }

function withStorableKeys(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [storableText(key), value]));
}

/** Folded for searching and sorting: no case, no accents (kórház → korhaz). */
export function fold(text: string): string { return storableText(text).normalize('NFD').replace(/\p{M}+/gu, '').toLowerCase().normalize('NFC'); }

/** A key whose byte order is the order people expect: folded, numbers by value (ct2 before ct10). At most 200 characters. */
export function sortKey(text: string): string {
  return fold(text.slice(0, 400)).replace(/\d+/g, (digits) => digits.length > 12 ? digits : digits.padStart(12, '0')).slice(0, 200);
}
