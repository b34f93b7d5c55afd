/** The version of a component against the statements of a record. Each scheme compares its own versions; a distribution's build is not an upstream version. */
import { compareVersions, schemeOf } from '@wardkeep/formats/vers/compare';
import { parseVers, type Vers, versContainment } from '@wardkeep/formats/vers/range';
import type { AssessMissing, AssessReason, AssessReasonCode } from '@wardkeep/model/assess';
import { cpeVersion, DISTRIBUTIONS, type Part, PLACES, type Subject } from './components-parts.ts';
import type { CompiledProduct } from './product.ts';
import { compileVersions } from './versions/compile.ts';
import { judgeVersion } from './versions/judge.ts';
import type { CompiledVersions } from './versions/types.ts';

export interface ComponentVersion {
  readonly verdict: 'in' | 'out' | 'unknown';
  readonly reasons: readonly AssessReason[];
  readonly missing: readonly AssessMissing[];
}

type Place = 'in' | 'out' | 'unknown' | 'scheme';
interface Placed { readonly place: Place; readonly by: string; readonly version: string }

const CODES: Readonly<Record<Place, AssessReasonCode>> = { in: 'version-in', out: 'version-out', unknown: 'version-unknown', scheme: 'version-scheme' };

export function placeComponent(part: Part, compiled: CompiledProduct, subject: Subject): ComponentVersion {
  const { product: { versions: statements }, versions: read } = compiled, ecosystem = ecosystemOf(part), first = part.versions[0] ?? null;
  const exact = statements.length > 0 ? [] : exactVersions(subject);
  const told = (verdict: ComponentVersion['verdict'], code: AssessReasonCode, version: string | null, by: string): ComponentVersion => ({
    verdict, reasons: [{ code, asset: version, advisory: by, component: part.ref }], missing: verdict === 'unknown' ? [{ code: 'version', advisory: by }] : [],
  });
  if (read.all && read.except.length === 0) return told('in', 'version-all', first, read.text);
  if (statements.length === 0 && exact.length === 0) return told('in', 'version-not-said', first, read.text);
  if (first === null) return told('unknown', 'version-unknown', null, (statements.length > 0 ? statements.map(({ text }) => text) : exact).join(' | '));
  const place = (version: string): Placed => (exact.length > 0 ? placeExact(version, exact, ecosystem) : placeAmong(version, compiled, part, ecosystem));
  const places = part.versions.map(place);
  // The first text that can be compared: a bill of materials often writes one version in two ways (`0.13c`, `r0.13`).
  const found = places.find((one) => one.place === 'in' || one.place === 'out') ?? places.find((one) => one.place === 'scheme') ?? places[0]!;
  // „Linux 4.14” may be any 4.14.x: it is inside only if the last of them is.
  const coarse = found.place === 'in' && part.kind === 'system' && /^\d+(?:\.\d+)*$/.test(found.version) && place(`${found.version}.999999`).place !== 'in';
  if (coarse) return told('unknown', 'version-unknown', found.version, found.by);
  return told(found.place === 'scheme' ? 'unknown' : found.place, CODES[found.place], found.version, found.by);
}

/** The scheme that orders the component's versions, by its package type; null where nobody says. */
function ecosystemOf({ purl }: Part): string | null {
  if (purl === null || PLACES.has(purl.type)) return null;
  return purl.type === 'composer' ? 'semver' : schemeOf(purl.type) === null ? null : purl.type;
}

/** Versions inside the identifiers themselves, where nothing is said beside them. */
function exactVersions({ cpes, purls }: Subject): string[] {
  return [...new Set([...cpes.flatMap(({ cpe }) => cpeVersion(cpe) ?? []), ...purls.flatMap(({ purl }) => purl.version ?? [])])];
}

function placeExact(version: string, exact: readonly string[], ecosystem: string | null): Placed {
  const own = upstream(version, ecosystem), scheme = ecosystem !== null && own === version ? ecosystem : 'generic';
  const orders = exact.map((text) => (version === text ? 0 : compareVersions(scheme, own, text) ?? compareVersions('generic', own, text))), at = orders.indexOf(0);
  if (at >= 0) return { place: 'in', by: exact[at]!, version };
  return { place: orders.includes(null) ? 'unknown' : 'out', by: exact.join(' | '), version };
}

function placeAmong(version: string, compiled: CompiledProduct, part: Part, ecosystem: string | null): Placed {
  const { versions } = compiled.product, ranges = versions.flatMap(({ text }) => (/^\s*vers:/i.test(text) ? [{ text, range: parseVers(text.trim()) }] : []));
  if (ranges.length === versions.length) {
    return strongest(ranges.map(({ text, range }) => ({ place: 'error' in range ? 'unknown' : placeIn(version, range, ecosystem), by: text, version })));
  }
  // Words (`< 3.5.0`, `Apache log4net up to 2.0.8`) are read as for any product.
  const own = upstream(version, ecosystem), hints = { productNames: [compiled.names.printed, compiled.product.name, part.words] };
  const judged = judgeVersion(own, withoutNames(compiled, part), hints);
  const open = judged.code === 'version-scheme' || (own !== version && judged.verdict === 'in');
  return { place: open ? 'scheme' : judged.verdict, by: judged.by, version };
}

/** Statements that begin with the product's own name, whose digits are no version (`log4net up to 2.0.8`), without it. */
function withoutNames({ product, versions, names, advisory }: CompiledProduct, part: Part): CompiledVersions {
  const said = [names.printed, product.name, ...product.path.map(({ name }) => name), ...part.titles], texts = product.versions.map(({ text }) => text.trim());
  const own = said.filter((name) => /\d/.test(name)).sort((a, b) => b.length - a.length);
  const nameIn = (text: string): number => own.find((name) => text.toLowerCase().startsWith(`${name.toLowerCase()} `))?.length ?? 0;
  if (texts.every((text) => nameIn(text) === 0)) return versions;
  const rest = product.versions.map(({ kind }, at) => ({ kind, text: texts[at]!.slice(nameIn(texts[at]!)).trim() }));
  return compileVersions(rest, { year: null, productNames: own, title: advisory.title });
}

function strongest(places: readonly Placed[]): Placed {
  const open = places.find(({ place }) => place === 'unknown' || place === 'scheme');
  return places.find(({ place }) => place === 'in') ?? open ?? { ...places[0]!, by: places.map(({ by }) => by).join(' | ') };
}

function placeIn(version: string, range: Vers, ecosystem: string | null): Place {
  if (range.all) return range.type === 'none' ? 'out' : 'in';
  if (DISTRIBUTIONS.has(range.type)) return range.type === ecosystem ? contained(range, version, [range.type]) : 'scheme';
  if (range.type === 'git') return 'unknown';
  const packaged = ecosystem !== null && DISTRIBUTIONS.has(ecosystem), own = ecosystem !== null && !packaged && ANY_SCHEME.has(range.type) ? [ecosystem] : [];
  const place = contained(range, upstream(version, ecosystem), [...own, range.type, 'generic']);
  // Distributions carry fixes back: inside an upstream range tells nothing, outside of it does (the fix came with the version itself).
  return packaged && place === 'in' ? 'scheme' : place;
}

/** Types that publishers write for versions of any kind. */
const ANY_SCHEME: ReadonlySet<string> = new Set(['generic', 'semver']);

/** In the first of these orders that knows the versions: `4.5.2.1` is none of semver, but one of NuGet. */
function contained(range: Vers, version: string, types: readonly string[]): Place {
  const { plain, bounds } = withoutPrefix(version, range);
  for (const type of types) {
    const { contains } = versContainment({ ...bounds, type }, plain);
    if (contains !== null) return contains ? 'in' : 'out';
  }
  return 'unknown';
}

/** `v1.4.16`, `R0.16`: one letter before the number that one side leaves out. Where both have one and it differs, it means something. */
function withoutPrefix(version: string, range: Vers): { readonly plain: string; readonly bounds: Vers } {
  const letterOf = (text: string): string => /^[a-z](?=\d)/i.exec(text)?.[0].toLowerCase() ?? '', texts = [version, ...range.constraints.map((one) => one.version)];
  const letters = new Set(texts.map(letterOf).filter((letter) => letter !== '' && letter !== 'v'));
  const strip = (text: string): string => (letters.size === 1 || letterOf(text) === 'v' ? text.replace(/^[a-z](?=\d)/i, '') : text);
  return { plain: strip(version), bounds: { ...range, constraints: range.constraints.map((one) => ({ ...one, version: strip(one.version) })) } };
}

/** `1:1.1.1n-0+deb11u3` → `1.1.1n`: without epoch and revision; other ecosystems have no such thing. */
function upstream(version: string, ecosystem: string | null): string {
  if (ecosystem === null || !DISTRIBUTIONS.has(ecosystem)) return version;
  const rest = version.replace(/^\d+:/, ''), revision = ecosystem === 'apk' ? /-r\d+$/.exec(rest)?.index ?? -1 : rest.lastIndexOf('-');
  return (revision > 0 ? rest.slice(0, revision) : rest).replace(/[+~](?:dfsg|ds|really)[\w.]*$/, '');
}
