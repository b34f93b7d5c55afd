/** Loads `rules/assess/care.yaml`, once. */
import { readFileSync } from 'node:fs';
import { CARE_PARAMETERS, type CareParameter, type CareParameters } from '@wardkeep/loop/assess/care/parameters';
import { CARE_KINDS, type CareKind, type Estimate, type Provenance, READ_AS } from '@wardkeep/model/care';
import { parse } from 'yaml';
import { RULES_FOLDER } from './rules.ts';

interface WrittenSource { readonly id: string; readonly title: string; readonly url: string; readonly read_as: (typeof READ_AS)[number]; readonly range: 'source' | 'computed' | 'ours'; readonly caveat?: string }
interface WrittenEstimate { readonly value: number; readonly low: number; readonly high: number; readonly note?: string; readonly source?: WrittenSource }
interface CareFile {
  readonly parameters: Readonly<Record<string, WrittenEstimate>>;
  readonly fallback: WrittenEstimate;
  readonly kinds: Readonly<Record<string, { readonly hours: readonly number[]; readonly safety: readonly number[] }>>;
}

let loaded: CareParameters | null = null;

export function careParameters(): CareParameters { return (loaded ??= parseCareParameters(readFileSync(new URL('assess/care.yaml', RULES_FOLDER), 'utf8'))); }

/** Throws where a parameter is missing, unknown, out of its range or has neither source nor note: the file is ours, so that is our mistake. */
export function parseCareParameters(yaml: string): CareParameters {
  const file = parse(yaml) as CareFile;
  sameNames('parameters', Object.keys(file.parameters), CARE_PARAMETERS);
  sameNames('kinds', Object.keys(file.kinds), CARE_KINDS);
  return {
    of: Object.fromEntries(CARE_PARAMETERS.map((id) => [id, estimate(id, file.parameters[id]!)])) as Record<CareParameter, Estimate>,
    fallback: estimate('fallback', file.fallback, true),
    kinds: Object.fromEntries(CARE_KINDS.map((kind) => [kind, { hours: triple(kind, file.kinds[kind]!.hours), safety: triple(kind, file.kinds[kind]!.safety) }])) as unknown as Record<CareKind, { hours: Estimate; safety: Estimate }>,
  };
}

function sameNames(what: string, found: readonly string[], expected: readonly string[]): void {
  const missing = expected.filter((name) => !found.includes(name)), unknown = found.filter((name) => !expected.includes(name));
  if (missing.length + unknown.length > 0) throw new Error(`care.yaml, ${what}: missing ${missing.join(', ') || 'none'}; unknown ${unknown.join(', ') || 'none'}.`);
}

function estimate(id: string, written: WrittenEstimate, noteless = false): Estimate {
  const { value, low, high } = written;
  if (![value, low, high].every(Number.isFinite) || low < 0 || low > value || value > high) throw new Error(`care.yaml, ${id}: expected 0 ≤ low ≤ value ≤ high, found ${low}, ${value}, ${high}.`);
  if (!written.source && !written.note && !noteless) throw new Error(`care.yaml, ${id}: expected a source, or a note that says what the assumption leans on; found neither.`);
  return { value, low, high, source: written.source ? published(id, written.source) : { kind: 'assumed', note: written.note ?? null } };
}

function published(parameter: string, { id, title, url, read_as: readAs, range, caveat }: WrittenSource): Provenance {
  if (!id || !title || !/^https?:\/\//.test(url) || !READ_AS.includes(readAs) || !['source', 'computed', 'ours'].includes(range)) throw new Error(`care.yaml, ${parameter}: expected a source with id, title, url, read_as and range, found ${JSON.stringify({ id, title, url, readAs, range })}.`);
  return { kind: 'published', id, title, url, readAs, range, caveat: caveat ?? null };
}

function triple(kind: string, numbers: readonly number[]): Estimate {
  const [value = NaN, low = NaN, high = NaN] = numbers;
  return estimate(kind, { value, low, high }, true);
}
