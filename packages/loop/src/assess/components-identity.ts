/** Whether a component is what a product of an advisory names: package URL first, then CPE name, then the whole names of maker and product. */
import { compareCpeAttribute } from '@wardkeep/formats/cpe/match';
import { ANY, CPE_ATTRIBUTES, type CpeName } from '@wardkeep/formats/cpe/name';
import type { Purl } from '@wardkeep/formats/purl';
import type { AdvisoryProduct } from '@wardkeep/model/advisory';
import type { AssessMissing, AssessReason } from '@wardkeep/model/assess';
import type { ComponentNames } from './components-names.ts';
import { DISTRIBUTIONS, type Part, PLACES, releaseOf, spoken, type Subject } from './components-parts.ts';

/** `same`: it is; `perhaps`: what is missing would tell; `other`: something that shares a name with it; `unrelated`: nothing is shared. */
export interface Identity {
  readonly kind: 'same' | 'perhaps' | 'other' | 'unrelated';
  readonly score: number;
  readonly reasons: readonly AssessReason[];
  readonly missing: readonly AssessMissing[];
}

const UNRELATED: Identity = { kind: 'unrelated', score: 0, reasons: [], missing: [] };
const SCORE = { purl: 0.97, cpe: 0.95, name: 0.92, system: 0.8, perhaps: 0.6, other: 0.5 } as const;

export function identify(part: Part, product: AdvisoryProduct, subject: Subject, names: ComponentNames): Identity {
  const byPurl = identifyPurl(part, subject, names), byCpe = byPurl ?? identifyCpe(part, subject, names);
  return byCpe ?? (part.kind === 'self' ? UNRELATED : identifyNames(part, product, subject, names));
}

type Code = AssessReason['code'];
const reason = ({ ref }: Part, code: Code, asset: string | null, advisory: string | null): AssessReason => ({ code, asset, advisory, component: ref });
const same = (score: number, ...reasons: AssessReason[]): Identity => ({ kind: 'same', score, reasons, missing: [] });
const other = (...reasons: AssessReason[]): Identity => ({ kind: 'other', score: SCORE.other, reasons, missing: [] });
const perhaps = (missing: AssessMissing, ...reasons: AssessReason[]): Identity => ({ kind: 'perhaps', score: SCORE.perhaps, reasons, missing: [missing] });

// ---- Package URLs

/** Null: they decide nothing, and CPE names and names are asked. */
function identifyPurl(part: Part, { purls, cpes, makers, names: titles }: Subject, names: ComponentNames): Identity | null {
  const { purl } = part;
  if (purl === null || purls.length === 0) return null;
  const mismatch = (text: string): Identity => other(reason(part, 'purl-mismatch', part.written.purl, text));
  const equal = purls.filter((one) => samePackage(purl, one.purl)), own = releaseOf(purl);
  const found = equal.find((one) => sameBuild(purl, one.purl) && (own === null || one.release === null || own === one.release));
  if (found !== undefined) {
    const said = reason(part, 'purl-match', part.written.purl, found.text);
    // Each release of a distribution has its own fixed version.
    return found.release !== null && own === null ? perhaps({ code: 'os', advisory: found.release }, said) : same(SCORE.purl, said);
  }
  if (equal.length > 0) return mismatch(equal[0]!.text);
  // Where the record means the upstream project, its own name decides; a record about packages of one ecosystem says nothing of another's.
  if (PLACES.has(purl.type) || purls.some((one) => PLACES.has(one.purl.type))) return null;
  const packaged = purls.some((one) => DISTRIBUTIONS.has(one.purl.type));
  if (DISTRIBUTIONS.has(purl.type) && !packaged && (cpes.length > 0 || makers.size > 0)) return null;
  return sharedName(part, titles, names) === null ? UNRELATED : mismatch(purls[0]!.text);
}

/** NuGet and generic names are not sensitive to case; the type definitions fold the others when they are read. */
function samePackage(a: Purl, b: Purl): boolean {
  const plain = (text: string | null): string => (a.type === 'nuget' || PLACES.has(a.type) ? (text ?? '').toLowerCase() : text ?? '');
  return a.type === b.type && plain(a.namespace) === plain(b.namespace) && plain(a.name) === plain(b.name);
}

/** Qualifiers restrict only where both sides have them: another release of the distribution, another architecture. */
function sameBuild(a: Purl, b: Purl): boolean {
  const differs = (key: string): boolean => a.qualifiers[key] !== undefined && b.qualifiers[key] !== undefined && a.qualifiers[key] !== b.qualifiers[key];
  return !differs('distro') && (!differs('arch') || [a, b].some(({ qualifiers }) => /^(?:all|noarch|any|src|source)$/.test(qualifiers['arch']!)));
}

// ---- CPE names (NISTIR 7696)

/** Versions are the statements' business; `part` is left out, as tools file operating systems under `a` and firmware under `h`. */
const ASKED = CPE_ATTRIBUTES.filter((attribute) => !['part', 'vendor', 'product', 'version', 'update'].includes(attribute));

function identifyCpe(part: Part, { cpes }: Subject, names: ComponentNames): Identity | null {
  let best: Identity | null = null;
  for (const { cpe, text } of part.cpe === null ? [] : cpes) {
    if (!sameSoftware(part.cpe!, cpe, names)) continue;
    const found = compareRest(part, cpe, text, names);
    if (best === null || found.score > best.score) best = found;
  }
  return best;
}

/** Edition, language and target of names that agree in vendor and product. */
function compareRest(part: Part, asked: CpeName, text: string, names: ComponentNames): Identity {
  const relations = ASKED.map((attribute) => [attribute, relate(attribute, asked, part, names)] as const);
  const open = relations.find(([, relation]) => relation === 'subset' || relation === 'undefined')?.[0];
  if (relations.some(([, relation]) => relation === 'disjoint')) return other(reason(part, 'cpe-mismatch', part.written.cpe, text));
  const said = reason(part, 'cpe-match', part.written.cpe, text);
  return open === undefined ? same(SCORE.cpe, said) : perhaps({ code: open.startsWith('target') ? 'os' : 'variant', advisory: spoken(asked[open]) ?? text }, said);
}

/** Vendor and product by table 6-2, or under another name that the table of names has for them. */
function sameSoftware(own: CpeName, asked: CpeName, names: ComponentNames): boolean {
  const covers = (one: 'vendor' | 'product'): boolean => asked[one] !== ANY && ['equal', 'superset'].includes(compareCpeAttribute(asked[one], own[one]));
  if (covers('product') && covers('vendor')) return true;
  const [vendor, otherVendor, product, otherProduct] = [own.vendor, asked.vendor, own.product, asked.product].map(spoken);
  if (vendor === undefined || vendor === null || otherVendor === undefined || otherVendor === null || product === undefined || product === null || otherProduct === undefined || otherProduct === null) return false;
  const maker = names.maker(vendor), otherMaker = names.maker(otherVendor), makers = new Set([maker]);
  const key = names.product(product, makers).key, otherKey = names.product(otherProduct, makers).key;
  const group = names.group(key), grouped = group !== null && group.keys.includes(otherKey);
  return maker === otherMaker ? key === otherKey || grouped : grouped && group.makers.has(maker) && group.makers.has(otherMaker);
}

/** What the ecosystem of the package says stands for a target software that its CPE name leaves open. */
function relate(attribute: (typeof ASKED)[number], asked: CpeName, part: Part, names: ComponentNames): string {
  const relation = compareCpeAttribute(asked[attribute], part.cpe![attribute]);
  if (attribute !== 'target_sw' || relation !== 'subset' || part.purl === null) return relation;
  const runs = names.runsOn(part.purl.type, asked.target_sw);
  return runs === null ? relation : runs ? 'superset' : 'disjoint';
}

// ---- Names

/**
 * A whole name equals a whole name. Without the maker's own words (`SDK` of `NXP SDK`) it counts only where the makers agree, which is asked behind.
 * `strict`: neither side left words out, or the table of names knows both.
 */
function sharedName(part: Part, titles: Subject['names'], names: ComponentNames): { readonly strict: boolean } | null {
  const all = (list: Subject['names']): string[] => list.flatMap(({ key, bare }) => (bare === null ? [key] : [key, bare]));
  const ours = all(part.names), theirs = all(titles);
  if (ours.some((key) => theirs.includes(key))) return { strict: part.names.some(({ key }) => titles.some((title) => title.key === key)) };
  return ours.some((key) => names.group(key)?.keys.some((name) => theirs.includes(name)) ?? false) ? { strict: true } : null;
}

function identifyNames(part: Part, product: AdvisoryProduct, subject: Subject, names: ComponentNames): Identity {
  const shared = sharedName(part, subject.names, names);
  if (shared === null) return UNRELATED;
  const written = reason(part, 'product-same', part.words, product.name), maker = (code: Code): AssessReason => reason(part, code, part.makerWords, product.vendor);
  const equal = [...part.makers].some((one) => subject.makers.has(one));
  if (equal || areNamedFor(part, subject, names) || saysMaker(subject, part)) {
    const port = portOf(part, subject, names);
    if (port !== null) return other(written, reason(part, 'cpe-mismatch', part.written.purl, port));
    return same(part.kind === 'system' ? SCORE.system : SCORE.name, maker(equal ? 'vendor-same' : 'vendor-alias'), written);
  }
  if (part.makers.size > 0 && subject.makers.size > 0) return other(written, maker('vendor-differs'));
  // Nobody says whose: a whole name is a question, a part of one is nothing.
  return shared.strict ? perhaps({ code: 'vendor', advisory: product.vendor ?? product.name }, maker('vendor-absent'), written) : UNRELATED;
}

/** Both makers are named for the product in the table of names: it changed hands. */
function areNamedFor(part: Part, subject: Subject, names: ComponentNames): boolean {
  const known = (makers: ReadonlySet<string>, group: ReadonlySet<string>): boolean => [...makers].some((one) => group.has(one));
  return subject.names.some(({ key, bare }) => [key, bare].some((name) => {
    const group = name === null ? null : names.group(name);
    return group !== null && known(part.makers, group.makers) && known(subject.makers, group.makers);
  }));
}

/** A record without a maker that says it in the product's name. */
function saysMaker(subject: Subject, part: Part): boolean {
  return subject.makers.size === 0 && part.names.some((own) => own.bare !== null && subject.names.some(({ key }) => key === own.key));
}

/** The CPE name where all of them speak of another ecosystem than the component's: the same names, but the port of it. */
function portOf({ purl }: Part, { cpes }: Subject, names: ComponentNames): string | null {
  return purl !== null && cpes.length > 0 && cpes.every(({ cpe }) => names.runsOn(purl.type, cpe.target_sw) === false) ? cpes[0]!.text : null;
}
