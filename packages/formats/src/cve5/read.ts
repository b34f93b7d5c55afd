/**
 * CVE Record Format 5.x (CVEProject/cve-schema, `schema/docs/versions.md`): the CNA's container and those of authorised data publishers →
 * {@link Advisory} with one vulnerability. Credits name people and are stepped over.
 */
import type { Advisory, AdvisoryProduct, AdvisoryScore, AdvisoryVulnerability, KnownExploited, ProductStatus, VersionStatement } from '@wardkeep/model';
import { asArray, asObject, type Json } from '../reading.ts';
import {
  BARE_VULNERABILITY, counted, cveId, cweId, day, type JsonObject, kindOf, link, list, NO_IDENTIFIERS, number, objects, PRODUCT_LIMIT, required, TEXT_LIMIT,
  token, tokens, tooMany, utc, words,
} from '../csaf/bounded.ts';
import { AdvisoryRefusal } from '../csaf/refusal.ts';
import { cpeFormula } from '../nvd/configurations.ts';
import { purlOfCollection } from './collection.ts';
import { statusesOf } from './versions.ts';

type Status = 'affected' | 'unaffected' | 'unknown';
const STATUS: Readonly<Record<Status, ProductStatus>> = { affected: 'known_affected', unaffected: 'known_not_affected', unknown: 'under_investigation' };

/** Reads parsed JSON. Throws an {@link AdvisoryRefusal} when it is no CVE record of version 5; a rejected record is read as withdrawn. */
export function readCve5(document: Json): Advisory {
  const root = asObject(document), version = token(root?.['dataVersion'], 40), metadata = asObject(root?.['cveMetadata']), containers = asObject(root?.['containers']);
  if (root?.['dataType'] !== 'CVE_RECORD' || version === null || !/^5\.\d{1,3}(?:\.\d{1,3})?$/.test(version)) {
    throw new AdvisoryRefusal(
      'advisory-format-version',
      `The document says ${token(root?.['dataType'], 40) ?? 'nothing'} ${version?.slice(0, 40) ?? ''}`.trimEnd() + '; accepted are CVE records (dataType CVE_RECORD) of version 5.',
      { format: 'CVE', found: version ?? '', accepted: '5.x' },
    );
  }
  const id = cveId(metadata?.['cveId']), cna = asObject(containers?.['cna']);
  if (id === null) throw new AdvisoryRefusal(
    'advisory-missing-field', `Expected a CVE id at /cveMetadata/cveId; found ${kindOf(metadata?.['cveId'])}.`,
    { path: '/cveMetadata/cveId', found: kindOf(metadata?.['cveId']) },
  );
  if (cna === null) throw new AdvisoryRefusal(
    'advisory-missing-field', `Expected an object at /containers/cna; found ${kindOf(containers?.['cna'])}.`,
    { path: '/containers/cna', found: kindOf(containers?.['cna']) },
  );
  const rejected = metadata?.['state'] === 'REJECTED', provider = asObject(cna['providerMetadata']), updated = utc(metadata?.['dateUpdated']) ?? utc(provider?.['dateUpdated']);
  const { vulnerability, products } = readContainers(id, cna, objects(containers?.['adp'], 50));
  return {
    id, format: 'cve-5', title: words(cna['title']) ?? id,
    publisher: token(provider?.['shortName'], 200) ?? token(metadata?.['assignerShortName'], 200) ?? required(provider?.['orgId'], '/containers/cna/providerMetadata/shortName', 200),
    namespace: null, revision: updated ?? '', state: rejected ? 'withdrawn' : 'final',
    firstReleasedAt: utc(metadata?.['datePublished']) ?? utc(cna['datePublic']), releasedAt: updated ?? utc(metadata?.['datePublished']),
    language: languageOf(cna['descriptions']), tlp: null, url: `https://www.cve.org/CVERecord?id=${id}`,
    summary: rejected ? english(cna['rejectedReasons']) : vulnerability.summary, products, vulnerabilities: rejected ? [] : [vulnerability],
  };
}

/** What CISA's container says of its catalog of exploited vulnerabilities: since when. It leaves out ransomware use, the due date and the action: a catalog that is at hand goes before. */
export function cve5KnownExploited(document: Json, advisory: Advisory): KnownExploited | null {
  for (const container of objects(asObject(asObject(document)?.['containers'])?.['adp'], 50)) for (const metric of objects(container['metrics'])) {
    const other = asObject(metric['other']), addedOn = other?.['type'] === 'kev' ? day(asObject(other['content'])?.['dateAdded']) : null, product = advisory.products[0];
    if (addedOn !== null) return {
      cve: advisory.id, vendor: product?.vendor ?? '', product: product?.path[0]?.name ?? '', addedOn, dueOn: null, ransomware: false, requiredAction: null,
    };
  }
  return null;
}

function readContainers(id: string, cna: JsonObject, adps: readonly JsonObject[]): { vulnerability: AdvisoryVulnerability; products: AdvisoryProduct[] } {
  const products: AdvisoryProduct[] = [], status: Partial<Record<ProductStatus, string[]>> = {}, seen = new Set<string>();
  const add = (product: AdvisoryProduct, kind: Status): void => {
    // An ADP often repeats the CNA: the same words once.
    const key = JSON.stringify([kind, product.vendor, product.path, product.versions, product.identifiers]);
    if (seen.has(key)) return;
    seen.add(key);
    if (products.length >= PRODUCT_LIMIT) throw tooMany(PRODUCT_LIMIT + 1, PRODUCT_LIMIT, 'products or more');
    products.push(product);
    (status[STATUS[kind]] ??= []).push(product.id);
  };
  const all = [cna, ...adps];
  for (const [at, container] of all.entries()) {
    for (const [place, entry] of counted(container['affected'], PRODUCT_LIMIT, 'affected entries').entries()) {
      // `n/a n/a n/a`, as MITRE writes, names nothing: as a product it would be everything.
      if (isNameless(entry)) continue;
      for (const { kind, versions } of statusesOf(entry)) add(productOf(entry, `${at === 0 ? 'cna' : `adp${at}`}-${place + 1}${kind === 'affected' ? '' : `-${kind}`}`, versions), kind);
    }
  }
  const formula = cpeFormula(all.flatMap((container) => list(container['cpeApplicability'])), 'cpe');
  for (const product of formula.products) products.push(product);
  const named = status['known_affected'] ?? [], affected = Object.freeze([...named, ...formula.vulnerable]);
  if (affected.length > 0) status['known_affected'] = [...affected];
  const every = (field: string): Json[] => all.flatMap((container) => list(container[field]));
  return { products, vulnerability: {
    ...BARE_VULNERABILITY, cve: id, title: words(cna['title']), status, summary: summaryOf(cna),
    cwes: cwesOf(every('problemTypes')),
    scores: scoresOf(every('metrics'), affected),
    remediations: [
      ...texts(cna['solutions']).map((details) => ({ kind: 'vendor_fix' as const, details, url: null, products: affected })),
      ...texts(cna['workarounds']).map((details) => ({ kind: 'workaround' as const, details, url: null, products: affected })),
    ],
    threats: [
      ...texts(cna['exploits']), ...every('metrics').flatMap((metric) => exploitation(asObject(asObject(metric)?.['other'])) ?? []),
    ].map((details) => ({ kind: 'exploit_status' as const, details, products: affected })),
    applies: formula.applies === null ? null : { kind: 'any', of: [...named.map((product) => ({ kind: 'product' as const, product })), formula.applies] },
  } };
}

/** The record's own words for "we do not say" (CVE 4 had no other way). */
const UNSAID = /^(?:n\/a|-|\*|unknown|unspecified|not available)?$/i;
const said = (text: string | null): string | null => (text === null || UNSAID.test(text.trim()) ? null : text);

const isNameless = (entry: JsonObject): boolean => said(words(entry['product'])) === null && said(words(entry['packageName'])) === null && token(entry['packageURL']) === null && tokens(entry['cpes']).length === 0;

function productOf(entry: JsonObject, id: string, versions: readonly VersionStatement[]): AdvisoryProduct {
  const vendor = said(words(entry['vendor'])), product = said(words(entry['product'])) ?? said(words(entry['packageName']));
  const modules = tokens(entry['modules'], 200), platforms = tokens(entry['platforms'], 200);
  const purl = token(entry['packageURL']) ?? purlOfCollection(token(entry['collectionURL']), words(entry['packageName']));
  const part = modules.length === 0 ? '' : ` (${modules.join(', ')})`, on = platforms.length === 0 ? '' : ` on ${platforms.join(', ')}`;
  return {
    id, name: `${[vendor, product].filter((text) => text !== null).join(' ') || purl || tokens(entry['cpes'])[0]!}${part}${on}`.slice(0, 2_000), vendor, versions,
    path: [
      ...(product === null ? [] : [{ category: 'product' as const, name: product }]), ...(modules.length === 0 ? [] : [{ category: 'other' as const, name: modules.join(', ') }]),
      // Any of them (`platforms` restricts the entry to these): one entry, as a path is read as a conjunction.
      ...(platforms.length === 0 ? [] : [{ category: 'platform' as const, name: platforms.join(', ') }]),
    ],
    identifiers: { ...NO_IDENTIFIERS, cpes: tokens(entry['cpes']), purls: purl === null ? [] : [purl] }, combination: null,
  };
}

const languageOf = (descriptions: Json): string | null => token(objects(descriptions)[0]?.['lang'], 20);
/** The English texts of a list, or all of them where none is English. */
function texts(entries: Json): string[] {
  const all = objects(entries), isEnglish = (entry: JsonObject): boolean => (token(entry['lang'], 20) ?? 'en').toLowerCase().startsWith('en'), own = all.filter(isEnglish);
  return (own.length > 0 ? own : all).flatMap((entry) => words(entry['value'], TEXT_LIMIT) ?? []);
}
const english = (entries: Json): string | null => texts(entries).join('\n\n').slice(0, TEXT_LIMIT) || null;

/** The description, and under which configuration the flaw can be reached: a condition to be confirmed. */
function summaryOf(cna: JsonObject): string | null {
  const configurations = texts(cna['configurations']);
  return [english(cna['descriptions']), ...configurations.map((text) => `Configuration: ${text}`)].filter((text) => text !== null).join('\n\n').slice(0, TEXT_LIMIT) || null;
}

function cwesOf(problemTypes: readonly Json[]): AdvisoryVulnerability['cwes'] {
  const cwes = new Map<string, string | null>();
  for (const type of problemTypes) for (const entry of objects(asObject(type)?.['descriptions'])) {
    const id = cweId(entry['cweId'] ?? entry['description']);
    if (id !== null && !cwes.has(id)) cwes.set(id, nameOfCwe(words(entry['description'])));
  }
  return [...cwes].map(([id, name]) => ({ id, name }));
}

const nameOfCwe = (description: string | null): string | null => description?.replace(/^CWE-\d+:?\s*/i, '').trim() || null;

function scoresOf(metrics: readonly Json[], products: readonly string[]): AdvisoryScore[] {
  const scores = new Map<string, AdvisoryScore>();
  for (const scheme of ['cvssV4_0', 'cvssV3_1', 'cvssV3_0', 'cvssV2_0']) for (const metric of metrics) {
    const score = asObject(asObject(metric)?.[scheme]), vector = token(score?.['vectorString'], 500);
    if (vector !== null && !scores.has(vector)) scores.set(vector, { vector, baseScore: number(score?.['baseScore']), products });
  }
  return [...scores.values()];
}

/** What CISA's container says of exploitation: the SSVC decision point, and since when the CVE is in the KEV catalog. */
function exploitation(other: JsonObject | null): string | null {
  const content = asObject(other?.['content']);
  if (other?.['type'] === 'kev') return `Listed in the CISA KEV catalog since ${day(content?.['dateAdded']) ?? 'an unknown day'}${link(content?.['reference']) === null ? '' : ` (${link(content?.['reference'])!})`}.`;
  if (other?.['type'] !== 'ssvc') return null;
  const options = asArray(content?.['options']).slice(0, 20).flatMap((option) => Object.entries(asObject(option) ?? {}).slice(0, 3).flatMap(([name, value]) => {
    const text = token(value, 60);
    return text === null ? [] : [`${name.slice(0, 60)}: ${text}`];
  }));
  return options.length === 0
    ? null
    : `SSVC ${token(content?.['version'], 20) ?? ''} by ${token(content?.['role'], 80) ?? 'an unnamed role'}: ${options.join('; ')}.`.replace('SSVC  by', 'SSVC by');
}
