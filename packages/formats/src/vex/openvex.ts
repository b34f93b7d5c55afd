/**
 * OpenVEX 0.0.x and 0.2.0 (github.com/openvex/spec). The status is the product's: a subcomponent says where in it the vulnerability sits. An `author` that
 * is an address of e-mail keeps its domain only.
 */
import type { Advisory, AdvisoryProduct, ProductStatus } from '@wardkeep/model';
import { asArray, asObject, type Json } from '../reading.ts';
import {
  BARE_VULNERABILITY, counted, cveId, type JsonObject, kindOf, link, NO_IDENTIFIERS, PRODUCT_LIMIT, required, TEXT_LIMIT, token, tokens, utc,
  VULNERABILITY_LIMIT, words,
} from '../csaf/bounded.ts';
import { AdvisoryRefusal } from '../csaf/refusal.ts';
import { ProductTable, StatementTable } from './statements.ts';

const CONTEXT = /^https:\/\/openvex\.dev\/ns(?:\/v(\d+\.\d+\.\d+))?\/?$/;
const STATUSES: Readonly<Record<string, ProductStatus>> = {
  not_affected: 'known_not_affected', affected: 'known_affected', fixed: 'fixed', under_investigation: 'under_investigation',
};

export const isOpenVex = (document: Json): boolean => {
  const context = asObject(document)?.['@context'];
  return typeof context === 'string' && context.startsWith('https://openvex.dev/ns');
};

export function readOpenVex(document: Json): Advisory {
  const root = asObject(document), context = token(root?.['@context'], 200) ?? '', version = CONTEXT.exec(context);
  if (root === null || version === null || version[1] !== undefined && !version[1].startsWith('0.')) throw new AdvisoryRefusal(
    'advisory-format-version', `Expected the @context https://openvex.dev/ns/v0.2.0 or an earlier one; found "${context.slice(0, 80)}".`,
    { format: 'OpenVEX', found: context.slice(0, 80), accepted: '0.0.x, 0.2.0' },
  );
  const products = new ProductTable(), statements = new StatementTable(), entries = counted(root['statements'], VULNERABILITY_LIMIT, 'statements');
  const issued = utc(root['timestamp']), updated = utc(root['last_updated']) ?? issued;
  // Statements may stand in any order; the later one holds (spec, "Inheritance Flow": the time of the document where a statement has none).
  const dated = entries.map((entry, at) => ({ entry, at, time: utc(entry['last_updated']) ?? utc(entry['timestamp']) ?? updated ?? '' }));
  for (const { entry, at } of dated.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : a.at - b.at))) readStatement(entry, at, products, statements);
  const id = required(root['@id'], '/@id', 500);
  return {
    id, format: 'openvex', title: `VEX statements about ${products.all().length} product${products.all().length === 1 ? '' : 's'}`,
    publisher: authorOf(words(root['author'], 500)), namespace: null, revision: revisionOf(root['version']),
    state: 'final', firstReleasedAt: issued, releasedAt: updated, language: null, tlp: null, url: link(root['@id']), summary: null, products: products.all(),
    vulnerabilities: statements.all(),
  };
}

/** 0.0.x has a text, 0.2.0 a number. */
const revisionOf = (value: Json): string => token(value, 40) ?? (typeof value === 'number' && Number.isFinite(value) ? String(value) : '1');

const authorOf = (author: string | null): string => (author === null ? 'unknown' : author.replace(/<[^>]{0,200}>/g, '').replace(/[^\s@<>]{1,100}@/g, '').trim() || 'unknown');

function readStatement(entry: JsonObject, at: number, products: ProductTable, statements: StatementTable): void {
  const status = typeof entry['status'] === 'string' && Object.hasOwn(STATUSES, entry['status']) ? STATUSES[entry['status']]! : null;
  if (status === null) throw new AdvisoryRefusal(
    'advisory-missing-field',
    `Expected one of ${Object.keys(STATUSES).join(', ')} at /statements/${at}/status; found ${token(entry['status'], 60) ?? kindOf(entry['status'])}.`,
    { path: `/statements/${at}/status`, found: token(entry['status'], 60) ?? '' },
  );
  const vulnerability = asObject(entry['vulnerability']);
  const name = required(vulnerability?.['name'] ?? vulnerability?.['@id'] ?? entry['vulnerability'], `/statements/${at}/vulnerability/name`);
  const names = [name, ...tokens(vulnerability?.['aliases'])];
  const cve = names.map(cveId).find((one) => one !== null) ?? null, list = asArray(entry['products']);
  if (list.length > PRODUCT_LIMIT) throw new AdvisoryRefusal(
    'advisory-too-many', `A statement names ${list.length} products; at most ${PRODUCT_LIMIT} are read.`, { found: list.length, limit: PRODUCT_LIMIT },
  );
  const ids = list.flatMap((product) => addProduct(product, products, words(entry['supplier'], 500)) ?? []), everyone = Object.freeze([...new Set(ids)]);
  const reasons = [token(entry['justification'], 200), words(entry['impact_statement'], TEXT_LIMIT)].filter((text) => text !== null);
  const action = words(entry['action_statement'], TEXT_LIMIT), notes = words(entry['status_notes'], TEXT_LIMIT);
  const parts = [...new Set(list.flatMap((product) => asArray(asObject(product)?.['subcomponents'] ?? entry['subcomponents']).slice(0, 100)).flatMap((part) => identify(part)?.id ?? []))];
  statements.add(cve ?? name, {
    ...BARE_VULNERABILITY, cve, ids: [...new Set(names.filter((one) => one !== cve))], summary: words(vulnerability?.['description'], TEXT_LIMIT),
    remediations: action === null ? [] : [{ kind: 'mitigation', details: action, url: null, products: everyone }],
    threats: [
      ...reasons.map((details) => ({ kind: status === 'known_not_affected' ? 'not_affected_reason' as const : 'impact' as const, details, products: everyone })),
      ...(notes === null ? [] : [{ kind: 'impact' as const, details: notes, products: everyone }]),
      ...(parts.length === 0
        ? []
        : [{
          kind: 'target_set' as const,
          details: `In the component${parts.length === 1 ? '' : 's'} ${parts.slice(0, 20).join(', ')}${parts.length > 20 ? ' and more' : ''}.`,
          products: everyone,
        }]),
    ],
  }, new Map(everyone.map((id) => [id, status])));
}

function addProduct(value: Json, products: ProductTable, supplier: string | null): string | null {
  const found = identify(value);
  return found === null ? null : products.add(found.id, (id) => ({ ...found, id, vendor: supplier }));
}

/** 0.0.x names a product by a text, 0.2.0 by `@id` and identifiers; a purl carries name and version. */
function identify(value: Json): AdvisoryProduct | null {
  const entry = asObject(value), identifiers = asObject(entry?.['identifiers']);
  const id = token(entry === null ? value : entry['@id']) ?? token(identifiers?.['purl']) ?? token(identifiers?.['cpe23']) ?? token(identifiers?.['cpe22']);
  if (id === null) return null;
  const purls = [...new Set([id, token(identifiers?.['purl'])].filter((text): text is string => text !== null && text.startsWith('pkg:')))];
  const cpes = ['cpe23', 'cpe22'].flatMap((kind) => token(identifiers?.[kind]) ?? []);
  const [, name = null, version = null] = /^pkg:[^/?#@]+\/(?:[^?#]*\/)?([^/?#@]+)(?:@([^?#]+))?/.exec(purls[0] ?? '') ?? [];
  return {
    id, name: id, vendor: null, path: name === null ? [] : [{ category: 'product', name: decoded(name) }],
    versions: version === null ? [] : [{ kind: 'version', text: decoded(version) }],
    identifiers: { ...NO_IDENTIFIERS, cpes: [...new Set([...(id.startsWith('cpe:') ? [id] : []), ...cpes])], purls }, combination: null,
  };
}

function decoded(text: string): string { try { return decodeURIComponent(text); } catch { return text; } }
