/** What a twin is, apart from how it is written: the hash by which a result knows that it is stale. */
import type { Twin } from '@wardkeep/model/twin';
import { sha256 } from '@wardkeep/wire/digest';

/** JSON in ASCII: fields in alphabetical order, lists in the order of their members' texts (all lists of a twin are sets), numbers as ECMAScript writes them. */
export function canonicalTwin(twin: Twin): string { return canonical(twin); }

/** SHA-256 of the canonical form, in lower-case hexadecimal. Equal for a YAML and a JSON file of the same twin, and whatever the order of its lists. */
export function twinHash(twin: Twin): string { return sha256(canonicalTwin(twin)); }

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join()}]`;
  if (typeof value === 'object' && value !== null) return `{${Object.entries(value).map(([key, each]) => `${canonical(key)}:${canonical(each)}`).sort().join()}}`;
  return JSON.stringify(value).replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
