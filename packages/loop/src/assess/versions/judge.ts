/** What an asset says of its version against the compiled statements: inside, outside, or nobody can tell, with the printed words that decided. */
import { parseVers, versContainment } from '@wardkeep/formats/vers/range';
import { parseDateSpan, type DateSpan } from './date.ts';
import { readVersions } from './read.ts';
import type { Bound, CompiledVersions, Version, VersionJudgement, VersionSet } from './types.ts';
import { baseOf, compareTokens, fold, type Order } from './version.ts';

/** `date`: when the asset was made or delivered. `productNames`: names of the product, whose words in the asset's version say nothing. */
export interface JudgeHints { readonly date?: DateSpan | string | null; readonly productNames?: readonly string[] }

/** `other`: of another region or line, so outside, and no sign that the schemes differ. */
type Place = 'in' | 'out' | 'other' | 'unknown' | 'scheme';

/**
 * No statement at all is `in` with code `version-not-said`: the publisher named the product and nothing more. Models without versions are `in` too:
 * whether the model is theirs is not asked here.
 */
export function judgeVersion(assetVersion: string | null, compiled: CompiledVersions, hints: JudgeHints = {}): VersionJudgement {
  return judgeRead(readAssetVersion(assetVersion, hints), compiled);
}

/** What an asset's column says, read once for many statements. */
export interface AssetVersion { readonly text: string; readonly versions: readonly Version[]; readonly span: DateSpan | null }

export function readAssetVersion(text: string | null, hints: JudgeHints = {}): AssetVersion {
  const asset = text?.trim() ?? '';
  return { text: asset, versions: asset === '' ? [] : readVersions(asset, hints.productNames), span: dateOf(asset, hints.date ?? null) };
}

/** `judgeVersion` for a version that was read before. */
export function judgeRead(asset: AssetVersion, compiled: CompiledVersions): VersionJudgement {
  if (compiled.all) return excluded(asset, compiled) ?? { verdict: 'in', code: 'version-all', by: compiled.text };
  if (compiled.sets.length === 0 && compiled.free.length === 0) {
    const models = compiled.models.join(' | ');
    return models === '' ? { verdict: 'in', code: 'version-not-said', by: compiled.text } : { verdict: 'in', code: 'version-all', by: models };
  }
  const printed = asset.text === '' ? undefined : compiled.free.find((free) => free.reason !== 'contradiction' && fold(free.text) === fold(asset.text));
  if (printed) return { verdict: 'in', code: 'version-in', by: printed.text };
  const found = judgeSets(compiled.sets, asset);
  if (found.verdict === 'in') return excluded(asset, compiled) ?? found;
  return found.verdict === 'out' ? rejected(found, asset.versions, compiled) : found;
}

/** Null: no exception speaks of this version. */
function excluded(asset: AssetVersion, compiled: CompiledVersions): VersionJudgement | null {
  if (compiled.except.length === 0) return null;
  const found = judgeSets(compiled.except, asset);
  if (found.verdict === 'in') return { verdict: 'out', code: 'version-out', by: found.by };
  return found.verdict === 'out' ? null : found;
}

/** Outside all that could be read: only so if nothing stayed unread that could speak of this version. */
function rejected(found: VersionJudgement, versions: readonly Version[], compiled: CompiledVersions): VersionJudgement {
  const unread = compiled.free.find((free) => free.reason !== 'contradiction');
  if (unread) return { verdict: 'unknown', code: 'version-free-text', by: unread.text };
  const disputed = compiled.free.find((free) => compiled.sets.length === 0 || isDisputed(free.text, versions));
  return disputed ? { verdict: 'unknown', code: 'version-contradiction', by: disputed.text } : found;
}

/** A contradiction is about the versions it prints and those between them; it says nothing of others. */
function isDisputed(text: string, versions: readonly Version[]): boolean {
  const printed = readVersions(text);
  return printed.length === 0 || versions.some((version) => {
    const orders = printed.map((one) => compareTokens(version, one));
    return orders.includes(0) || orders.includes(null) || (orders.includes(1) && orders.includes(-1));
  });
}

/** Any of the sets. */
function judgeSets(sets: readonly VersionSet[], asset: AssetVersion): VersionJudgement {
  const places = sets.map((set) => ({ set, place: placeOf(set, asset) }));
  const inside = places.find(({ place }) => place === 'in');
  if (inside) return { verdict: 'in', code: 'version-in', by: inside.set.text };
  const unknown = places.find(({ place }) => place === 'unknown');
  if (unknown) return { verdict: 'unknown', code: 'version-unknown', by: unknown.set.text };
  // Where one statement is in the asset's scheme, the others speak of other lines.
  const outside = places.filter(({ place }) => place === 'out'), scheme = places.find(({ place }) => place === 'scheme');
  if (scheme && outside.length === 0) return { verdict: 'unknown', code: 'version-scheme', by: scheme.set.text };
  return { verdict: 'out', code: 'version-out', by: (outside.length > 0 ? outside : places).map(({ set }) => set.text).join(' | ') };
}

function placeOf(set: VersionSet, { text, versions, span }: AssetVersion): Place {
  if (set.kind === 'dates') return placeOfDate(set, span);
  if (text === '') return 'unknown';
  if (set.kind === 'vers') return judgeVers(set.text, text);
  if (versions.length === 0) return fold(set.text) === fold(text) ? 'in' : 'unknown';
  if (versions.length === 1) return placeOfVersion(set, versions[0]!);
  const places = new Set(versions.map((version) => placeOfVersion(set, version)));
  // Several versions in one column decide only when they agree; those of another scheme are of another thing.
  if (places.size > 1) { places.delete('scheme'); if (places.has('out')) places.delete('other'); }
  return places.size === 1 ? [...places][0]! : 'unknown';
}

/** Schemes of ecosystems keep their own order (`@wardkeep/formats/vers`). */
function judgeVers(range: string, asset: string): Place {
  const parsed = parseVers(range);
  if ('error' in parsed) return 'unknown';
  const { contains } = versContainment(parsed, asset.replace(/^v(?=\d)/i, ''));
  return contains === null ? 'unknown' : contains ? 'in' : 'out';
}

function placeOfDate(set: VersionSet & { readonly kind: 'dates' }, span: DateSpan | null): Place {
  if (!span) return 'unknown';
  const early = set.from !== null && span.before <= set.from, late = set.before !== null && span.from >= set.before;
  if (early || late) return 'out';
  return (set.from === null || span.from >= set.from) && (set.before === null || span.before <= set.before) ? 'in' : 'unknown';
}

function placeOfVersion(set: VersionSet & { readonly kind: 'range' | 'line' | 'one' }, version: Version): Place {
  if (set.kind === 'line') return placeInLine(version, set.version);
  if (set.kind === 'one') return placeAtOne(version, set.version);
  return placeInRange(version, set.low, set.high);
}

const isRegional = (scheme: string): boolean => scheme.startsWith('line:');
/** B. Braun's U (United States) and L (elsewhere) are numbered apart: a version of one is never one of the other. */
const mismatch = (a: Version, b: Version): Place => (isRegional(a.scheme) && isRegional(b.scheme) ? 'other' : 'scheme');

function placeInLine(version: Version, line: Version): Place {
  if (version.scheme !== line.scheme) return version.scheme === 'year' && line.scheme === 'number' ? 'out' : mismatch(version, line);
  const own = baseOf(version), wanted = baseOf(line);
  if (own.letter !== wanted.letter) return 'out';
  const same = wanted.numbers.every((part, i) => part === (own.numbers[i] ?? (own.numbers.length === 0 ? null : 0)));
  // `Rev L` against the line L.01: the asset tells less than the statement asks.
  return same ? 'in' : own.numbers.length === 0 ? 'unknown' : 'out';
}

/** A printed version means itself alone. An asset that leaves out the build or patch level that is printed, or prints only `8`, leaves it open. */
function placeAtOne(version: Version, one: Version): Place {
  if (version.scheme !== one.scheme) return version.scheme.startsWith('prefix:') && one.scheme.startsWith('prefix:') ? 'other' : mismatch(version, one);
  if (compareTokens(version, one) === 0) return 'in';
  const own = baseOf(version), printed = baseOf(one);
  if (compareTokens(withoutBuild(version), one) === 0) return 'in';
  const sameBase = compareTokens(bare(version), bare(one)) === 0;
  if (sameBase && own.groups.length === 0 && printed.groups.some((group) => group.word.length > 1)) return 'unknown';
  return printed.letter === '' && one.parts.length === 1 && own.numbers.length > 1 && own.numbers[0] === printed.numbers[0] && own.groups.length === 0 ? 'unknown' : 'out';
}

function placeInRange(version: Version, low: Bound | null, high: Bound | null): Place {
  const bound = low ?? high;
  if (!bound) return 'in';
  if (bound.version.scheme !== version.scheme) return low && high && isYears(low, high) && version.scheme === 'number' ? 'out' : mismatch(version, bound.version);
  const above = low ? isAbove(version, low) : true, below = high ? isBelow(version, high) : true;
  if (above === false || below === false) return 'out';
  return above && below ? 'in' : 'unknown';
}

/** 2003 to 2006: a version that is no year is none of these. */
const isYears = (low: Bound, high: Bound): boolean => low.version.scheme === 'year' && high.version.scheme === 'year';

function isBelow(version: Version, { version: bound, inclusive }: Bound): boolean | null {
  const order = orderTo(version, bound);
  return order === null ? null : order < 0 || (inclusive && order === 0);
}

function isAbove(version: Version, { version: bound, inclusive }: Bound): boolean | null {
  const order = orderTo(version, bound);
  // Below only because its build is not told.
  if (order !== null && order < 0 && hasBuild(bound) && compareTokens(version, withoutBuild(bound)) === 0) return null;
  return order === null ? null : order > 0 || (inclusive && order === 0);
}

/** A build is one of its version: 1.1.3 build 11 is 1.1.3 where the bound names no build. */
function orderTo(version: Version, bound: Version): Order | null {
  if (hasBuild(version) && !hasBuild(bound)) { const plain = compareTokens(withoutBuild(version), bound); if (plain === 0) return 0; }
  return compareTokens(version, bound);
}

const isBuild = (part: number | string): boolean => part === 'build' || (typeof part === 'string' && part.startsWith('hash:'));
const hasBuild = (version: Version): boolean => version.parts.some(isBuild);

function withoutBuild(version: Version): Version {
  const at = version.parts.findIndex(isBuild);
  return at < 0 ? version : { ...version, parts: version.parts.slice(0, at) };
}

function bare(version: Version): Version {
  const { letter, numbers } = baseOf(version);
  return { ...version, parts: letter === '' ? numbers : [letter, ...numbers] };
}

/** The hint counts more than a date in the version column, which may be a release. */
function dateOf(asset: string, hint: DateSpan | string | null): DateSpan | null {
  return (typeof hint === 'string' ? parseDateSpan(hint) : hint) ?? (asset === '' ? null : parseDateSpan(asset));
}
