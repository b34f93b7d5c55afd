/** Times as readers get them: ISO 8601 in UTC. */
import { isoMicros } from '@wardkeep/loop/see/inventory';

/** Microseconds of a capture; millisecond precision is enough for people. */
export function isoSeen(micros: number | null): string | null { const text = isoMicros(micros); return text === null ? null : `${text.slice(0, 23)}Z`; }

export function iso(date: Date): string { return date.toISOString(); }
export function isoOrNull(date: Date | null): string | null { return date?.toISOString() ?? null; }
