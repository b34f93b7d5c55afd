/** The version of a component against the statements of a record. Each scheme compares its own versions; a distribution's build is not an upstream version. */
import { ANY, NA } from '@wardkeep/formats/cpe/name';
import { compareVersions, schemeOf } from '@wardkeep/formats/vers/compare';
import { parseVers, type Vers, versContainment } from '@wardkeep/formats/vers/range';
import type { AssessMissing, AssessReason, AssessReasonCode } from '@wardkeep/model/assess';
import { DISTRIBUTIONS, type Part, PLACES, type Subject } from './components-parts.ts';
import type { CompiledProduct } from './product.ts';
import { judgeVersion } from './versions/judge.ts';

export interface ComponentVersion { readonly verdict: 'in' | 'out' | 'unknown'; readonly reasons: readonly AssessReason[]; readonly missing: readonly AssessMissing[] }

type Place = 'in' | 'out' | 'unknown' | 'scheme';
interface Placed { readonly place: Place; readonly by: string; readonly version: string }

const CODES: Readonly<Record<Place, AssessReasonCode>> = { in: 'version-in', out: 'version-out', unknown: 'version-unknown', scheme: 'version-scheme' };

export function placeComponent(part: Part, compiled: CompiledProduct, subject: Subject): ComponentVersion {
  const { versions: statements } = compiled.product, ecosystem = ecosystemOf(part);
  const told = (verdict: ComponentVersion['verdict'], code: AssessReasonCode, version: string | null, by: string): ComponentVersion => ({
    verdict, reasons: [{ code, asset: version, advisory: by, component: part.ref }], missing: verdict === 'unknown' ? [{ code: 'version', advisory: by }] : [],
  });
  const exact = statements.length > 0 ? [] : exactVersions(subject);
  if (statements.length === 0 && exact.length === 0) return told('in', compiled.versions.all ? 'version-all' : 'version-not-said', part.versions[0] ?? null, compiled.versions.text);
  if (compiled.versions.all && compiled.versions.except.length === 0) return told('in', 'version-all', part.versions[0] ?? null, compiled.versions.text);
  const printed = statements.length > 0 ? statements.map(({ text }) => text).join(' | ') : exact.join(' | ');
  if (part.versions.length === 0) return told('unknown', 'version-unknown', null, printed);
  const places = part.versions.map((version): Placed => (exact.length > 0 ? placeExact(version, exact, ecosystem) : placeAmong(version, compiled, part, ecosystem)));
  // The first text that can be compared: a bill of materials often writes one version in two ways (`0.13c`, `r0.13`).
  const found = places.find(({ place }) => place === 'in' || place === 'out') ?? places.find(({ place }) => place === 'scheme') ?? places[0]!;
  if (found.place === 'in' && part.kind === 'system' && isCoarse(found, compiled, part, ecosystem)) return told('unknown', 'version-unknown', found.version, found.by);
  return told(found.place === 'scheme' ? 'unknown' : found.place, CODES[found.place], found.version, found.by);
}

/** The scheme that orders the component's versions, by its package type; null where nobody says. */
const ecosystemOf = ({ purl }: Part): string | null => (purl === null || PLACES.has(purl.type) ? null : purl.type === 'composer' ? 'semver' : schemeOf(purl.type) === null ? null : purl.type);

/** Versions inside the identifiers themselves, where nothing is said beside them. */
function exactVersions({ cpes, purls }: Subject): string[] {
  const inCpes = cpes.flatMap(({ cpe }) => (cpe.version === ANY || cpe.version === NA ? [] : [`${cpe.version.replace(/\\(.)/g, '$1')}${cpe.update === ANY || cpe.update === NA ? '' : ` ${cpe.update.replace(/\\(.)/g, '$1')}`}`]));
  return [...new Set([...inCpes, ...purls.flatMap(({ purl }) => purl.version ?? [])])];
}

function placeExact(version: string, exact: readonly string[], ecosystem: string | null): Placed {
  const own = upstream(version, ecosystem), orders = exact.map((text) => (version === text ? 0 : compareVersions(ecosystem !== null && own === version ? ecosystem : 'generic', own, text) ?? compareVersions('generic', own, text)));
  const at = orders.indexOf(0), by = exact.join(' | ');
  if (at >= 0) return { place: 'in', by: exact[at]!, version };
  return { place: orders.includes(null) ? 'unknown' : 'out', by, version };
}

function placeAmong(version: string, compiled: CompiledProduct, part: Part, ecosystem: string | null): Placed {
  const places = compiled.product.versions.map(({ kind, text }): Placed => {
    const range = kind === 'vers' || /^vers:/i.test(text) ? parseVers(text) : null;
    if (range !== null && !('error' in range)) return { place: placeIn(version, range, ecosystem), by: text, version };
    return { place: isDistribution(ecosystem) ? 'unknown' : 'scheme', by: text, version };
  });
  if (places.every(({ by }) => /^vers:/i.test(by))) return strongest(places, version);
  // Words (`< 3.5.0`, `Apache log4net up to 2.0.8`) are read as for any product.
  const own = upstream(version, ecosystem), judged = judgeVersion(own, compiled.versions, { productNames: [compiled.names.printed, compiled.product.name, part.words] });
  if (own !== version && judged.verdict === 'in') return { place: 'scheme', by: judged.by, version };
  return { place: judged.verdict === 'unknown' && judged.code === 'version-scheme' ? 'scheme' : judged.verdict, by: judged.by, version };
}

function strongest(places: readonly Placed[], version: string): Placed {
  const open = places.find(({ place }) => place === 'unknown' || place === 'scheme');
  return places.find(({ place }) => place === 'in') ?? open ?? { place: 'out', by: places.map(({ by }) => by).join(' | '), version };
}

function placeIn(version: string, range: Vers, ecosystem: string | null): Place {
  if (range.all) return range.type === 'none' ? 'out' : 'in';
  if (isDistribution(range.type)) return range.type === ecosystem ? contained(range, version) : 'scheme';
  const own = upstream(version, ecosystem), inside = contained(range, own, ecosystem);
  // Distributions carry fixes back: inside an upstream range tells nothing, outside of it does (the fix came with the version itself).
  return own !== version || isDistribution(ecosystem) ? (inside === 'in' ? 'scheme' : inside) : inside;
}

const isDistribution = (type: string | null): boolean => type !== null && DISTRIBUTIONS.has(type);

/** In the order that the range names; where a version is none of it (`4.5.2.1` as semver), in the order of the package's own ecosystem, then by numbers. */
function contained(range: Vers, version: string, ecosystem: string | null = null): Place {
  const plain = version.replace(/^v(?=\d)/i, ''), types = isDistribution(range.type) ? [range.type] : range.type === 'git' ? [] : [...(ecosystem !== null && !isDistribution(ecosystem) && ['generic', 'semver'].includes(range.type) ? [ecosystem] : []), range.type, 'generic'];
  for (const type of types) {
    const { contains } = versContainment({ ...range, type }, plain);
    if (contains !== null) return contains ? 'in' : 'out';
  }
  return 'unknown';
}

/** `1:1.1.1n-0+deb11u3` → `1.1.1n`: without epoch and revision; other ecosystems have no such thing. */
function upstream(version: string, ecosystem: string | null): string {
  if (!isDistribution(ecosystem)) return version;
  const rest = version.replace(/^\d+:/, ''), revision = ecosystem === 'apk' ? /-r\d+$/.exec(rest)?.index ?? -1 : rest.lastIndexOf('-');
  return (revision > 0 ? rest.slice(0, revision) : rest).replace(/[+~](?:dfsg|ds|really)[\w.]*$/, '');
}

/** „Linux 4.14” may be any 4.14.x: it is inside only if the last of them is. */
function isCoarse({ version }: Placed, compiled: CompiledProduct, part: Part, ecosystem: string | null): boolean {
  return /^\d+(?:\.\d+)*$/.test(version) && placeAmong(`${version}.999999`, compiled, part, ecosystem).place !== 'in';
}
