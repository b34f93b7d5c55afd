/** Whether a component is what a product of an advisory names: package URL first, then CPE name, then the whole names of maker and product. */
import { compareCpeAttribute } from '@wardkeep/formats/cpe/match';
import { ANY, CPE_ATTRIBUTES, type CpeName } from '@wardkeep/formats/cpe/name';
import type { Purl } from '@wardkeep/formats/purl';
import type { AdvisoryProduct } from '@wardkeep/model/advisory';
import type { AssessMissing, AssessReason } from '@wardkeep/model/assess';
import type { ComponentNames } from './components-names.ts';
import { DISTRIBUTIONS, type Part, PLACES, spoken, type Subject } from './components-parts.ts';

/** `same`: it is; `perhaps`: what is missing would tell; `other`: something that shares a name with it; `unrelated`: nothing is shared. */
export interface Identity { readonly kind: 'same' | 'perhaps' | 'other' | 'unrelated'; readonly score: number; readonly reasons: readonly AssessReason[]; readonly missing: readonly AssessMissing[] }

const UNRELATED: Identity = { kind: 'unrelated', score: 0, reasons: [], missing: [] };
const SCORE = { purl: 0.97, cpe: 0.95, name: 0.92, system: 0.8, perhaps: 0.6, other: 0.5 } as const;

export function identify(part: Part, product: AdvisoryProduct, subject: Subject, names: ComponentNames): Identity {
  const byPurl = identifyPurl(part, subject, names), byCpe = byPurl ?? identifyCpe(part, subject, names);
  return byCpe ?? (part.kind === 'self' ? UNRELATED : identifyNames(part, product, subject, names));
}

const reason = (part: Part, code: AssessReason['code'], asset: string | null, advisory: string | null): AssessReason => ({ code, asset, advisory, component: part.ref });
const conclude = (kind: Identity['kind'], score: number, reasons: readonly AssessReason[], missing: readonly AssessMissing[] = []): Identity => ({ kind, score, reasons, missing });

// ---- Package URLs

/** Null: they decide nothing, and CPE names and names are asked. */
function identifyPurl(part: Part, { purls, cpes, makers, names: titles }: Subject, names: ComponentNames): Identity | null {
  const { purl } = part;
  if (purl === null || purls.length === 0) return null;
  const equal = purls.filter((other) => samePackage(purl, other.purl)), found = equal.find((other) => sameBuild(purl, other.purl));
  if (found !== undefined) return conclude('same', SCORE.purl, [reason(part, 'purl-match', part.written.purl, found.text)]);
  const mismatch = (text: string): Identity => conclude('other', SCORE.other, [reason(part, 'purl-mismatch', part.written.purl, text)]);
  if (equal.length > 0) return mismatch(equal[0]!.text);
  // Where the record means the upstream project, its own name decides; a record about packages of one ecosystem says nothing of another's.
  if (purls.some((other) => PLACES.has(other.purl.type)) || PLACES.has(purl.type)) return null;
  if (DISTRIBUTIONS.has(purl.type) && !purls.some((other) => DISTRIBUTIONS.has(other.purl.type)) && (cpes.length > 0 || makers.size > 0)) return null;
  return sharesName(part, titles, names) ? mismatch(purls[0]!.text) : UNRELATED;
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
  const { cpe } = part;
  if (cpe === null) return null;
  let best: Identity | null = null;
  for (const other of cpes) {
    if (!sameSoftware(cpe, other.cpe, names)) continue;
    const relations = ASKED.map((attribute) => ({ attribute, relation: relate(attribute, other.cpe, part, names) })), disjoint = relations.find(({ relation }) => relation === 'disjoint'), open = relations.find(({ relation }) => relation === 'subset' || relation === 'undefined');
    const said = reason(part, disjoint === undefined ? 'cpe-match' : 'cpe-mismatch', part.written.cpe, other.text);
    const found = disjoint !== undefined ? conclude('other', SCORE.other, [said]) : open === undefined ? conclude('same', SCORE.cpe, [said]) : conclude('perhaps', SCORE.perhaps, [said], [{ code: open.attribute === 'target_sw' || open.attribute === 'target_hw' ? 'os' : 'variant', advisory: spoken(other.cpe[open.attribute]) ?? other.text }]);
    if (best === null || found.score > best.score) best = found;
  }
  return best;
}

/** Vendor and product by table 6-2, or under another name that the table of names has for them. */
function sameSoftware(own: CpeName, asked: CpeName, names: ComponentNames): boolean {
  const covers = (attribute: 'vendor' | 'product'): boolean => asked[attribute] !== ANY && ['equal', 'superset'].includes(compareCpeAttribute(asked[attribute], own[attribute]));
  if (covers('product') && covers('vendor')) return true;
  const vendors = [own, asked].map((cpe) => spoken(cpe.vendor)), products = [own, asked].map((cpe) => spoken(cpe.product));
  if (vendors.includes(null) || products.includes(null)) return false;
  const [ours, theirs] = vendors.map((text) => names.maker(text!)), makers = new Set([ours!]), [a, b] = products.map((text) => names.product(text!, makers).key), group = names.group(a!);
  return ours === theirs ? a === b || (group?.keys.includes(b!) ?? false) : group !== null && group.keys.includes(b!) && group.makers.has(ours!) && group.makers.has(theirs!);
}

/** What the ecosystem of the package says stands for a target software that its CPE name leaves open. */
function relate(attribute: (typeof ASKED)[number], asked: CpeName, part: Part, names: ComponentNames): string {
  const relation = compareCpeAttribute(asked[attribute], part.cpe![attribute]);
  if (attribute !== 'target_sw' || relation !== 'subset' || part.purl === null) return relation;
  const runs = names.runsOn(part.purl.type, asked.target_sw);
  return runs === null ? relation : runs ? 'superset' : 'disjoint';
}

// ---- Names

/** A whole name equals a whole name. Without the maker's own words (`SDK` of `NXP SDK`) it counts only where the makers agree, which is asked behind. */
function sharesName(part: Part, titles: Subject['names'], names: ComponentNames): { readonly whole: boolean; readonly grouped: ReadonlySet<string> | null } | null {
  const all = (list: Subject['names']): string[] => list.flatMap(({ key, bare }) => [key, ...(bare === null ? [] : [bare])]), ours = all(part.names), theirs = all(titles);
  const whole = part.names.some(({ key }) => titles.some((title) => title.key === key));
  if (ours.some((key) => theirs.includes(key))) return { whole, grouped: null };
  for (const key of ours) { const group = names.group(key); if (group !== null && theirs.some((other) => group.keys.includes(other))) return { whole: false, grouped: group.makers }; }
  return null;
}

function identifyNames(part: Part, product: AdvisoryProduct, subject: Subject, names: ComponentNames): Identity {
  const shared = sharesName(part, subject.names, names);
  if (shared === null) return UNRELATED;
  const written = reason(part, 'product-same', part.words, product.name), maker = (code: AssessReason['code']): AssessReason => reason(part, code, part.makerWords, product.vendor);
  const group = [...part.names, ...subject.names].flatMap(({ key, bare }) => [names.group(key), bare === null ? null : names.group(bare)]).find((found) => found !== null) ?? null;
  const known = (makers: ReadonlySet<string>): boolean => group !== null && [...makers].some((one) => group.makers.has(one));
  const agree = [...part.makers].some((one) => subject.makers.has(one)) || (known(part.makers) && known(subject.makers)) || saysMaker(subject, part);
  const score = part.kind === 'system' ? SCORE.system : SCORE.name;
  if (agree) {
    // A CPE name for another ecosystem under the same names is the port of it.
    const port = part.purl === null || subject.cpes.length === 0 ? undefined : subject.cpes.find(({ cpe }) => names.runsOn(part.purl!.type, cpe.target_sw) === false);
    if (port !== undefined && subject.cpes.every(({ cpe }) => names.runsOn(part.purl!.type, cpe.target_sw) === false)) return conclude('other', SCORE.other, [written, reason(part, 'cpe-mismatch', part.written.purl, port.text)]);
    return conclude('same', score, [maker([...part.makers].some((one) => subject.makers.has(one)) ? 'vendor-same' : 'vendor-alias'), written]);
  }
  if (part.makers.size > 0 && subject.makers.size > 0) return conclude('other', SCORE.other, [written, maker('vendor-differs')]);
  // Nobody says whose: a whole name is a question, a part of one is nothing.
  if (!shared.whole && shared.grouped === null) return UNRELATED;
  return conclude('perhaps', SCORE.perhaps, [maker('vendor-absent'), written], [{ code: 'vendor', advisory: product.vendor ?? product.name }]);
}

/** A record without a maker that says it in the product's name. */
const saysMaker = (subject: Subject, part: Part): boolean => subject.makers.size === 0 && part.names.some((own) => own.bare !== null && subject.names.some(({ key }) => key === own.key));
