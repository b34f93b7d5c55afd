/**
 * Applicability of CPE names (NVD CVE API 2.0 `configurations`; CVE 5.1 `cpeApplicability` has the same shape): configurations are alternatives, a
 * configuration joins its nodes by `operator`, a node its matches (NISTIR 7698). `vulnerable: false` names what must be there too: a platform.
 *
 * `negate` has no place in {@link Applicability}, and no record with it is known: a negated part of a conjunction is left out, which can only say
 * *affected* too often; a negated alternative is left out and told.
 */
import type { AdvisoryProduct, Applicability, VersionStatement } from '@wardkeep/model';
import { asObject, type Json } from '../reading.ts';
import { counted, list, NO_IDENTIFIERS, objects, PRODUCT_LIMIT, token, tooMany } from '../csaf/bounded.ts';
import { AdvisoryRefusal, noNotes, type NoteSink } from '../csaf/refusal.ts';
import { versOf } from '../csaf/vers-text.ts';

export interface CpeFormula {
  readonly products: readonly AdvisoryProduct[];
  /** Ids of those that are vulnerable, rather than a condition. */
  readonly vulnerable: readonly string[];
  /** Null when any vulnerable product is enough. */
  readonly applies: Applicability | null;
}

const DEPTH_LIMIT = 30;

export function cpeFormula(configurations: readonly Json[], prefix: string, note: NoteSink = noNotes): CpeFormula {
  const products = new Map<string, AdvisoryProduct>(), vulnerable = new Set<string>();
  let conjunctions = 0;

  const leaf = (match: Json): Applicability | null => {
    const entry = asObject(match), criteria = token(entry?.['criteria']);
    if (entry === null || criteria === null) return null;
    const [, , , vendor = '*', product = '*'] = componentsOf(criteria);
    if (plain(vendor) === null && plain(product) === null) {
      const shown = criteria.slice(0, 120);
      note({ code: 'nvd-wildcard', message: `The CPE name "${shown}" names neither vendor nor product; it is left out, as it would match everything.`, params: { criteria: shown } });
      return null;
    }
    const bounds = {
      from: token(entry['versionStartIncluding']) ?? token(entry['versionStartExcluding']), fromIncluded: entry['versionStartIncluding'] !== undefined,
      to: token(entry['versionEndIncluding']) ?? token(entry['versionEndExcluding']), toIncluded: entry['versionEndIncluding'] !== undefined,
    };
    const key = JSON.stringify([criteria, bounds]), known = products.get(key), id = known?.id ?? `${prefix}-${products.size + 1}`;
    if (known === undefined) {
      if (products.size >= PRODUCT_LIMIT) throw tooMany(PRODUCT_LIMIT + 1, PRODUCT_LIMIT, 'CPE matches or more');
      products.set(key, productOf(id, criteria, bounds));
    }
    if (entry['vulnerable'] !== false) vulnerable.add(id);
    return { kind: 'product', product: id };
  };

  const join = (operator: Json, parts: readonly { readonly formula: Applicability | null; readonly negated: boolean }[]): Applicability | null => {
    const all = operator === 'AND';
    if (!all && parts.some((part) => part.negated)) note({
      code: 'nvd-negate', message: 'A configuration excludes products as one of several alternatives (negate); this alternative is left out.', params: {},
    });
    const of = parts.flatMap((part) => (part.negated || part.formula === null ? [] : [part.formula]));
    if (of.length === 0) return null;
    if (all && of.length > 1) conjunctions++;
    return of.length === 1 ? of[0]! : { kind: all ? 'all' : 'any', of };
  };

  const node = (value: Json, depth: number): { formula: Applicability | null; negated: boolean } => {
    if (depth > DEPTH_LIMIT) throw new AdvisoryRefusal(
      'advisory-too-deep', `A configuration is nested over more than ${DEPTH_LIMIT} levels; at most ${DEPTH_LIMIT} are read.`, { limit: DEPTH_LIMIT },
    );
    const entry = asObject(value) ?? {};
    const matches = counted(entry['cpeMatch'], PRODUCT_LIMIT, 'CPE matches of one node').map((match) => ({ formula: leaf(match), negated: false }));
    // API 2.0 has nodes one level deep; its schema and the 1.0 feeds allow children.
    const children = [...objects(entry['nodes']), ...objects(entry['children'])].map((child) => node(child, depth + 1));
    return { formula: join(entry['operator'], [...matches, ...children]), negated: entry['negate'] === true };
  };

  const formula = join('OR', list(configurations, 10_000).map((configuration) => node(configuration, 1)));
  return { products: [...products.values()], vulnerable: [...vulnerable], applies: conjunctions === 0 ? null : formula };
}

interface MatchBounds { readonly from: string | null; readonly fromIncluded: boolean; readonly to: string | null; readonly toIncluded: boolean }

/** CPE 2.3 formatted string (NISTIR 7695, 6.2): components between colons that no backslash escapes. */
const componentsOf = (criteria: string): string[] => criteria.split(/(?<!\\):/);

function productOf(id: string, criteria: string, bounds: MatchBounds): AdvisoryProduct {
  const [, , part = '*', vendor = '*', product = '*', version = '*', update = '*', , , , target = '*'] = componentsOf(criteria);
  const maker = plain(vendor), name = plain(product), on = plain(target), versions = versionsOf(version, update, bounds);
  return {
    id, name: [maker, name, ...versions.map((statement) => statement.text)].filter((text) => text !== null).join(' ') || criteria, vendor: maker,
    path: [
      ...(name === null ? [] : [{ category: part === 'h' ? 'model' as const : 'product' as const, name }]),
      ...(on === null ? [] : [{ category: 'platform' as const, name: on }]),
    ],
    versions, identifiers: { ...NO_IDENTIFIERS, cpes: [criteria] }, combination: null,
  };
}

/** A component as words: `intellivue_mp70_firmware` → `intellivue mp70 firmware`; null for ANY and NA. */
const plain = (component: string): string | null => (component === '*' || component === '-' || component === '' ? null : component.replace(/\\(.)/g, '$1').replaceAll('_', ' '));

function versionsOf(version: string, update: string, bounds: MatchBounds): VersionStatement[] {
  if (bounds.from !== null || bounds.to !== null) return [versOf('generic', bounds)];
  if (version === '*') return [versOf('generic', { from: null, to: null })];
  const text = [plain(version), plain(update)].filter((part) => part !== null).join(' ');
  return text === '' ? [] : [{ kind: 'version', text }];
}
