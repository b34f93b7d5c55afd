/** An advisory typed in by hand from a maker's letter or a field safety notice, checked field by field. */
import type { Advisory, AdvisoryProduct, AdvisoryVulnerability } from '@wardkeep/model';
import { BARE_VULNERABILITY, cveId, day, link, NO_IDENTIFIERS, TEXT_LIMIT, words } from './csaf/bounded.ts';
import type { Params } from './csaf/refusal.ts';

export interface ManualProduct {
  readonly vendor: string;
  readonly product: string;
  /** Model names or numbers the letter lists; each becomes a product of its own. */
  readonly models?: readonly string[] | undefined;
  /** What the letter says about versions or serial numbers, in its own words; one statement a line. Empty: every version. */
  readonly versions?: string | undefined;
  /** False for what the letter says is not affected. */
  readonly affected?: boolean | undefined;
}

export interface ManualAdvisory {
  readonly title: string;
  /** Who sent the letter: a maker, an authority. */
  readonly publisher: string;
  /** The number on the letter, e.g. `FSN-2026-014`. */
  readonly reference: string;
  /** `YYYY-MM-DD` on the letter. */
  readonly date: string;
  readonly products: readonly ManualProduct[];
  readonly cves?: readonly string[] | undefined;
  /** CVSS 2.0, 3.0, 3.1 or 4.0. */
  readonly vector?: string | undefined;
  readonly summary?: string | undefined;
  /** What the letter asks for. */
  readonly action?: string | undefined;
  /** `vendor_fix` when the action is an update or a repair by the maker; `mitigation` by default. */
  readonly actionKind?: 'vendor_fix' | 'mitigation' | 'workaround' | 'fix_planned' | 'no_fix_planned' | 'none_available' | undefined;
  readonly url?: string | undefined;
  /** 1 by default; a corrected entry counts on. */
  readonly revision?: number | undefined;
}

/** `field` as a path into the input: `products.0.models.2`. */
export interface FieldError { readonly field: string; readonly code: 'manual-missing' | 'manual-too-long' | 'manual-too-many' | 'manual-date' | 'manual-cve' | 'manual-vector' | 'manual-url' | 'manual-twice' | 'manual-revision'; readonly message: string; readonly params: Params }
export type ManualResult = { readonly ok: true; readonly advisory: Advisory } | { readonly ok: false; readonly errors: readonly FieldError[] };

const PRODUCTS = 500, MODELS = 500, LINES = 100, CVES = 500, LINE = 300;

/** Every error at once, so that a form can show them beside their fields. */
export function manualAdvisory(input: ManualAdvisory): ManualResult {
  const errors: FieldError[] = [];
  const fail = (field: string, code: FieldError['code'], message: string, params: Params = {}): void => { errors.push({ field, code, message, params }); };
  /** One line: line ends and tabs become spaces. */
  const text = (field: string, value: string | undefined, limit: number, isNeeded: boolean): string | null => {
    const found = words(value, limit + 1)?.replace(/\s+/g, ' ').trim() ?? null;
    if (found === null && isNeeded) fail(field, 'manual-missing', `Expected a text of 1 to ${limit} characters; found none.`, { limit });
    if (found !== null && found.length > limit) fail(field, 'manual-too-long', `Expected at most ${limit} characters; found ${(value ?? '').length}.`, { limit, found: (value ?? '').length });
    return found;
  };
  const few = (field: string, length: number, limit: number): boolean => {
    if (length > limit) fail(field, 'manual-too-many', `Expected at most ${limit} entries; found ${length}.`, { limit, found: length });
    return length <= limit;
  };

  const title = text('title', input.title, 300, true), publisher = text('publisher', input.publisher, 200, true), reference = text('reference', input.reference, 100, true);
  const date = day(input.date), vector = text('vector', input.vector, 300, false), url = text('url', input.url, 2_000, false), revision = input.revision ?? 1;
  if (date === null || !/^\d{4}-\d\d-\d\d$/.test(input.date.trim())) fail('date', 'manual-date', `Expected a day that exists as YYYY-MM-DD; found "${input.date.slice(0, 40)}".`, { found: input.date.slice(0, 40) });
  if (vector !== null && !VECTOR.test(vector)) fail('vector', 'manual-vector', `Expected a CVSS vector such as CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H; found "${vector.slice(0, 60)}".`, { found: vector.slice(0, 60) });
  if (url !== null && link(url) === null) fail('url', 'manual-url', `Expected an address that begins with https:// or http://; found "${url.slice(0, 60)}".`, { found: url.slice(0, 60) });
  if (!Number.isInteger(revision) || revision < 1 || revision > 999) fail('revision', 'manual-revision', `Expected a whole number from 1 to 999; found ${revision}.`, { found: revision });
  for (const field of ['summary', 'action'] as const) if ((input[field] ?? '').length > TEXT_LIMIT) fail(field, 'manual-too-long', `Expected at most ${TEXT_LIMIT} characters; found ${input[field]!.length}.`, { limit: TEXT_LIMIT, found: input[field]!.length });

  const cves = few('cves', input.cves?.length ?? 0, CVES) ? (input.cves ?? []).map((value, at) => {
    const cve = cveId(value);
    if (cve === null) fail(`cves.${at}`, 'manual-cve', `Expected a CVE number such as CVE-2026-12345; found "${value.slice(0, 40)}".`, { found: value.slice(0, 40) });
    return cve;
  }).filter((cve) => cve !== null) : [];

  if (input.products.length === 0) fail('products', 'manual-missing', 'Expected at least one product; found none.', { limit: PRODUCTS });
  const rows = few('products', input.products.length, PRODUCTS) ? input.products.flatMap((product, at) => {
    const field = `products.${at}`, vendor = text(`${field}.vendor`, product.vendor, LINE, true), name = text(`${field}.product`, product.product, LINE, true);
    const models = few(`${field}.models`, product.models?.length ?? 0, MODELS)
      ? (product.models ?? []).map((model, place) => text(`${field}.models.${place}`, model, LINE, true))
      : [];
    const lines = (product.versions ?? '').split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
    const versions = few(`${field}.versions`, lines.length, LINES) ? lines.map((line) => text(`${field}.versions`, line, LINE, true)) : [];
    return vendor === null || name === null
      ? []
      : [...(models.length === 0 ? [null] : models)].flatMap((model) => (versions.length === 0 ? [null] : versions).map((version) => ({ field, vendor, name, model, version, affected: product.affected !== false })));
  }) : [];
  few('products', rows.length, PRODUCTS * 10);
  const seen = new Set<string>();
  for (const row of rows) {
    const key = JSON.stringify([row.vendor, row.name, row.model, row.version].map((part) => part?.toLowerCase()));
    if (seen.has(key)) fail(row.field, 'manual-twice', `"${[row.vendor, row.name, row.model, row.version].filter((part) => part !== null).join(' ').slice(0, 120)}" is listed twice; expected each product once.`, {});
    seen.add(key);
  }
  if (errors.length > 0 || title === null || publisher === null || reference === null || date === null) return { ok: false, errors };

  const products = rows.map((row, at): AdvisoryProduct => ({
    id: `product-${at + 1}`, name: [row.vendor, row.name, row.model, row.version].filter((part) => part !== null).join(' '), vendor: row.vendor,
    path: [{ category: 'product', name: row.name }, ...(row.model === null ? [] : [{ category: 'model' as const, name: row.model }])],
    versions: row.version === null ? [] : [{ kind: 'range', text: row.version }],
    identifiers: row.model === null ? NO_IDENTIFIERS : { ...NO_IDENTIFIERS, modelNumbers: [row.model] }, combination: null,
  }));
  const affected = products.filter((_, at) => rows[at]!.affected).map((product) => product.id);
  const spared = products.filter((_, at) => !rows[at]!.affected).map((product) => product.id);
  const summary = words(input.summary, TEXT_LIMIT), action = words(input.action, TEXT_LIMIT), safe = link(url);
  const vulnerability: AdvisoryVulnerability = {
    ...BARE_VULNERABILITY, title, summary, status: { ...(affected.length > 0 ? { known_affected: affected } : {}), ...(spared.length > 0 ? { known_not_affected: spared } : {}) },
    scores: vector === null || affected.length === 0 ? [] : [{ vector, baseScore: null, products: affected }],
    remediations: action === null ? [] : [{ kind: input.actionKind ?? 'mitigation', details: action, url: safe, products: affected }],
  };
  return { ok: true, advisory: {
    id: reference, format: 'manual', title, publisher, namespace: /^https?:\/\/[^/?#]+/i.exec(safe ?? '')?.[0] ?? null, revision: String(revision),
    state: 'final', firstReleasedAt: `${date}T00:00:00.000Z`, releasedAt: `${date}T00:00:00.000Z`,
    language: null, tlp: null, url: safe, summary, products,
    // A notice without a CVE is one flaw under the maker's own number.
    vulnerabilities: cves.length === 0 ? [{ ...vulnerability, ids: [reference] }] : [...new Set(cves)].map((cve) => ({ ...vulnerability, cve })),
  } };
}

/** The shape of a vector; whether its metrics make sense is CVSS's to say. */
const VECTOR = /^(?:CVSS:(?:3\.[01]|4\.0)\/)?[A-Z][A-Za-z]{0,3}:[A-Za-z]{1,6}(?:\/[A-Z][A-Za-z]{0,3}:[A-Za-z]{1,6}){5,40}$/;
