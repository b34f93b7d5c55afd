/** Attributes of a service or a use, without those that are unknown. */
import type { Facts } from '../scene.ts';

type Value = Facts[string];

/** Leaves out null, empty lists and `false`: `facts({ server: null, fhir: true })` is `{ fhir: true }`. */
export function facts(entries: Readonly<Record<string, Value | null | undefined>>): Facts {
  const out: Facts = {};
  for (const name in entries) {
    const value = entries[name];
    if (value === null || value === undefined || value === false || (Array.isArray(value) && value.length === 0)) continue;
    out[name] = value;
  }
  return out;
}

/** A list of one, or none. */
export function listOf(value: string | null | undefined): readonly string[] { return value === null || value === undefined ? [] : [value]; }
