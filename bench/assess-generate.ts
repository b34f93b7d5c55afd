/**
 * Generated advisories and inventories for `bench:assess`: makers from the vendor graph drawn by Zipf, invented product names. Seeded; nothing is kept.
 *
 * What it assumes: 70 % of the products, and as many assets, stand in no advisory, but are named like those that do (same maker, same families, other models),
 * so all of them come close. Typing errors and versions are drawn for each asset, not for each purchase, so 100,000 assets have about 64,000 different names
 * and 97,000 different vendor-product-version triples. A real region buys one device many times and types it once (8,000–15,000 names would be usual for as
 * many assets), which is easier here, for assets of one name are compared once: this is the hard case. Notes, models, serial numbers and parts are left out.
 */
import type { Advisory, AdvisoryProduct, VersionStatement } from '@wardkeep/model/advisory';
import type { AssessAsset } from '@wardkeep/model/assess';
import { random } from '../quality/relabel.ts';

interface Maker { readonly name: string; readonly aliases: readonly string[]; readonly products: readonly string[]; /** Products that stand in no advisory. */ readonly others: readonly string[] }
export interface Catalog { readonly makers: readonly Maker[]; /** Rising shares, for drawing by Zipf. */ readonly shares: readonly number[] }

const SYLLABLES = ['ba', 'ca', 'da', 'fe', 'ga', 'ha', 'ki', 'la', 'mo', 'na', 'pa', 'ra', 'sa', 'ta', 'va', 'xe', 'bri', 'clo', 'dre', 'fla', 'gri', 'plu', 'sto', 'tri', 'ven', 'lor', 'mir', 'nel', 'pos', 'ror', 'sel', 'tov', 'zan', 'qui', 'wes', 'jor'];
const KINDS = ['Infusion Pump', 'Patient Monitor', 'Ventilator', 'Workstation', 'Server', 'Viewer', 'Gateway', 'Ultrasound', 'CT', 'Syringe Pump', 'Central Station', 'Software', 'Analyzer', 'Defibrillator', '', '', ''];
const PRODUCTS = 100_000, OTHERS = 0.7, ENTRIES = 12.5;

export function catalogOf(vendors: readonly { readonly name: string; readonly aliases: readonly string[] }[], seed: number): Catalog {
  const draw = random(seed), pick = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)]!, shares: number[] = [], used = new Set<string>();
  let sum = 0;
  for (let rank = 1; rank <= vendors.length; rank++) shares.push(sum += 1 / rank ** 0.9);
  const word = (): string => { for (;;) { const letters = Array.from({ length: 3 + Math.floor(draw() * 2) }, () => pick(SYLLABLES)).join(''); if (!used.has(letters)) { used.add(letters); return letters[0]!.toUpperCase() + letters.slice(1); } } };
  const model = (): string => `${draw() < 0.6 ? String.fromCharCode(65 + Math.floor(draw() * 26), 65 + Math.floor(draw() * 26)).slice(0, 1 + Math.floor(draw() * 2)) : ''}${10 * (1 + Math.floor(draw() * 990))}`;
  const makers = vendors.map(({ name, aliases }, at): Maker => {
    const products: string[] = [], others: string[] = [], count = Math.max(3, Math.round((PRODUCTS * (shares[at]! - (shares[at - 1] ?? 0))) / sum));
    let family = word();
    for (let made = 0; made < count; made++) {
      if (draw() < 0.3) family = word();
      const second = draw() < 0.65 ? model() : word();
      (draw() < OTHERS ? others : products).push(`${family} ${second} ${pick(KINDS)}`.trim());
    }
    return { name, aliases, products: products.length > 0 ? products : [`${family} ${model()}`], others };
  });
  return { makers, shares: shares.map((share) => share / sum) };
}

function makerAt(catalog: Catalog, share: number): Maker {
  let low = 0, high = catalog.shares.length - 1;
  while (low < high) { const middle = (low + high) >> 1; if (catalog.shares[middle]! < share) low = middle + 1; else high = middle; }
  return catalog.makers[low]!;
}

const NO_IDENTIFIERS: AdvisoryProduct['identifiers'] = { cpes: [], purls: [], modelNumbers: [], serialNumbers: [], skus: [], udiDis: [] };

export function* advisoriesOf(catalog: Catalog, count: number, seed: number): Generator<Advisory> {
  const draw = random(seed ^ 0x2545f491), whole = (limit: number): number => Math.floor(draw() * limit), version = (): string => `${1 + whole(9)}.${whole(10)}${draw() < 0.5 ? `.${whole(20)}` : ''}`;
  for (let at = 0; at < count; at++) {
    const maker = makerAt(catalog, draw()), size = 1 + whole(ENTRIES * 2 - 1), first = maker.products[whole(maker.products.length)]!, products: AdvisoryProduct[] = [];
    for (let number = 0; number < size; number++) {
      const name = number === 0 ? first : maker.products[whole(maker.products.length)]!, way = draw();
      const statement: VersionStatement = way < 0.3 ? { kind: 'range', text: 'vers:all/*' } : way < 0.7 ? { kind: 'range', text: `<= ${version()}` } : way < 0.85 ? { kind: 'range', text: `< ${version()}` } : { kind: 'version', text: version() };
      products.push({ id: `CSAFPID-${number + 1}`, name: `${maker.name} ${name}`, vendor: maker.name, path: [{ category: 'product', name }], versions: [statement], identifiers: NO_IDENTIFIERS, combination: null });
    }
    const ids = products.map((product) => product.id);
    yield {
      id: `BENCH-${at}`, format: 'csaf-2.0', title: `${maker.name} ${first} Vulnerability`, publisher: 'bench', namespace: null, revision: '1', state: 'final', firstReleasedAt: '2026-01-01T00:00:00.000Z', releasedAt: '2026-01-01T00:00:00.000Z', language: 'en', tlp: null, url: null,
      summary: null, aggregateSeverity: null, products,
      vulnerabilities: [{ cve: `CVE-2026-${10_000 + at}`, ids: [], title: null, summary: null, cwes: [], status: { known_affected: ids }, scores: [], remediations: [], threats: [], applies: null }],
    };
  }
}

export function* assetsOf(catalog: Catalog, count: number, seed: number): Generator<AssessAsset> {
  const draw = random(seed ^ 0x9e3779b9), whole = (limit: number): number => Math.floor(draw() * limit);
  for (let at = 0; at < count; at++) {
    const maker = makerAt(catalog, draw()), others = maker.others.length > 0 && draw() < OTHERS, list = others ? maker.others : maker.products;
    // Some products are everywhere, most are rare.
    let vendor = maker.name, product = list[Math.floor(draw() ** 3 * list.length)]!;
    if (draw() < 0.3) {
      if (draw() < 0.5 && maker.aliases.length > 0) vendor = maker.aliases[whole(maker.aliases.length)]!;
      else { const place = 1 + whole(Math.min(5, product.indexOf(' ') < 2 ? 1 : product.indexOf(' ') - 1)); product = `${product.slice(0, place)}${product.slice(place + 1)}`; }
    }
    yield { id: `A${at}`, vendor, product, model: null, version: draw() < 0.1 ? null : `${1 + whole(9)}.${whole(10)}`, serial: null, udiDi: null, componentOf: null, os: null, notes: null, role: null, components: [], cpes: [] };
  }
}
