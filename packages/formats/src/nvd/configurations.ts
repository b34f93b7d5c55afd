/**
 * Applicability of CPE names (NVD CVE API 2.0 `configurations`; CVE 5.1 `cpeApplicability` has the same shape): configurations are alternatives, a
 * configuration joins its nodes by `operator`, a node its matches; `negate` turns around what a node says (NISTIR 7698, 5.3). `vulnerable: false` names
 * what must be there too: a platform. What stands under a negation is such a condition as well, never vulnerable.
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
  let joints = 0;

  const leaf = (match: Json, denied: boolean): Applicability | null => {
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
    if (entry['vulnerable'] !== false && !denied) vulnerable.add(id);
    return { kind: 'product', product: id };
  };

  const join = (operator: Json, parts: readonly (Applicability | null)[], negate = false): Applicability | null => {
    const all = operator === 'AND', of = parts.filter((part) => part !== null);
    if (of.length === 0) return null;
    if (negate || (all && of.length > 1)) joints++;
    const formula: Applicability = of.length === 1 ? of[0]! : { kind: all ? 'all' : 'any', of };
    return negate ? { kind: 'not', of: [formula] } : formula;
  };

  const node = (value: Json, depth: number, denied: boolean): Applicability | null => {
    if (depth > DEPTH_LIMIT) throw new AdvisoryRefusal(
      'advisory-too-deep', `A configuration is nested over more than ${DEPTH_LIMIT} levels; at most ${DEPTH_LIMIT} are read.`, { limit: DEPTH_LIMIT },
    );
    const entry = asObject(value) ?? {}, negate = entry['negate'] === true, below = denied !== negate;
    const matches = counted(entry['cpeMatch'], PRODUCT_LIMIT, 'CPE matches of one node').map((match) => leaf(match, below));
    // API 2.0 has nodes one level deep; its schema and the 1.0 feeds allow children.
    const children = [...objects(entry['nodes']), ...objects(entry['children'])].map((child) => node(child, depth + 1, below));
    return join(entry['operator'], [...matches, ...children], negate);
  };

  const formula = join('OR', list(configurations, 10_000).map((configuration) => node(configuration, 1, false)));
  return { products: [...products.values()], vulnerable: [...vulnerable], applies: joints === 0 ? null : formula };
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
