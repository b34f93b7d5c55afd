/**
 * The same inventory as other people would have typed it: legal forms, word order, case, accents, one typo in a long word; versions moved one step across
 * the bounds of the advisories, with the truth adapted; a third of the vendor aliases forgotten. Seeded.
 */
import type { Advisory } from '@wardkeep/model/advisory';
import type { AssessAsset } from '@wardkeep/model/assess';
import type { VendorData } from '@wardkeep/loop/assess/vendor-data';
import type { MatchTruth, TruthPair } from './assess-score.ts';
import { random } from './relabel.ts';

export interface Perturbed {
  readonly assets: readonly AssessAsset[];
  /** Assets whose version stands on or one step beyond a bound, each with the one pair that is judged. */
  readonly moved: readonly { readonly asset: AssessAsset; readonly pair: TruthPair }[];
}

const LEGAL_FORMS = [' GmbH', ' AG', ' Inc.', ', Inc.', ' Ltd.', ' S.A.', ' S.L.', ' Kft.', ' Zrt.', ' Corporation', ' B.V.', ' LLC'];
const ACCENTS: Readonly<Record<string, string>> = { a: 'á', e: 'é', i: 'í', o: 'ö', u: 'ü' };
/** Shorter words take no typo. */
const TYPO_LETTERS = 7;

export function perturb(assets: readonly AssessAsset[], truth: MatchTruth, advisories: readonly Advisory[], seed: number): Perturbed {
  const draw = random(seed), pick = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)]!;
  const byId = new Map(assets.map((asset) => [asset.id, asset]));
  const changed = assets.map((asset): AssessAsset => {
    let vendor = asset.vendor, product = asset.product;
    if (vendor !== null && draw() < 0.5) vendor = recased(`${vendor.replace(/,? (?:Inc|Ltd|AG|GmbH)\.?$/i, '')}${pick(LEGAL_FORMS)}`, draw);
    if (product !== null) {
      const way = Math.floor(draw() * 4);
      if (way === 0) product = swapped(product, draw);
      else if (way === 1) product = accented(product, draw);
      else if (way === 2) product = misspelt(product, draw);
      if (draw() < 0.5) product = recased(product, draw);
    }
    return { ...asset, vendor, product };
  });
  return { assets: changed, moved: truth.pairs.flatMap((pair) => movedAcross(pair, byId.get(pair.row), advisories)) };
}

const recased = (text: string, draw: () => number): string => [text.toUpperCase(), text.toLowerCase(), text.replace(/\p{L}+/gu, (word) => word[0]!.toUpperCase() + word.slice(1).toLowerCase())][Math.floor(draw() * 3)]!;

/** Two neighbouring words change places. */
function swapped(text: string, draw: () => number): string {
  const words = text.split(' ');
  if (words.length < 2) return text;
  const at = Math.floor(draw() * (words.length - 1));
  [words[at], words[at + 1]] = [words[at + 1]!, words[at]!];
  return words.join(' ');
}

function accented(text: string, draw: () => number): string {
  const places = [...text].flatMap((letter, at) => (ACCENTS[letter] === undefined ? [] : [at]));
  if (places.length === 0) return text;
  const at = places[Math.floor(draw() * places.length)]!;
  return `${text.slice(0, at)}${ACCENTS[text[at]!]}${text.slice(at + 1)}`;
}

/** One letter of one long word dropped, doubled, swapped with the next, or replaced; never the first. */
function misspelt(text: string, draw: () => number): string {
  const words = [...text.matchAll(new RegExp(`\\p{L}{${TYPO_LETTERS},}`, 'gu'))];
  if (words.length === 0) return text;
  const word = words[Math.floor(draw() * words.length)]!, at = word.index + 1 + Math.floor(draw() * (word[0].length - 2)), way = Math.floor(draw() * 4);
  if (way === 0) return text.slice(0, at) + text.slice(at + 1);
  if (way === 1) return text.slice(0, at) + text[at]! + text.slice(at);
  if (way === 2) return text.slice(0, at) + text[at + 1]! + text[at]! + text.slice(at + 2);
  return `${text.slice(0, at)}${text[at] === 'e' ? 'a' : 'e'}${text.slice(at + 1)}`;
}

const BOUND = /^\s*(<=|<|>=|>)\s*([A-Za-z]{0,3}\.?\d+(?:\.\d+)*)\s*$/;

/** For an affected pair whose one product has one plain bound: the bound itself and one step beyond it, up and down. The truth follows from the sign alone. */
function movedAcross(pair: TruthPair, asset: AssessAsset | undefined, advisories: readonly Advisory[]): { asset: AssessAsset; pair: TruthPair }[] {
  const products = advisories.find((advisory) => advisory.id === pair.advisory)?.products ?? [], own = products.filter((product) => pair.product_ids?.includes(product.id));
  if (pair.verdict !== 'affected' || asset === undefined || asset.version === null || own.length !== 1 || own[0]!.versions.length !== 1) return [];
  const bound = BOUND.exec(own[0]!.versions[0]!.text), siblings = products.filter((product) => product !== own[0] && product.path.at(-1)?.name === own[0]!.path.at(-1)?.name);
  // A version of another shape than the bound's, or a name with several entries, has no truth that follows from one sign.
  if (bound === null || siblings.length > 0 || shapeOf(asset.version) !== shapeOf(bound[2]!)) return [];
  const [, sign = '', text = ''] = bound, out: { asset: AssessAsset; pair: TruthPair }[] = [];
  for (const step of [-1, 0, 1]) {
    const moved = stepped(text, step);
    if (moved === null) continue;
    const inside = sign === '<=' ? step <= 0 : sign === '<' ? step < 0 : sign === '>=' ? step >= 0 : step > 0;
    out.push({ asset: { ...asset, id: `${asset.id}@${pair.advisory}${step}`, version: moved }, pair: { ...pair, row: `${asset.id}@${pair.advisory}${step}`, verdict: inside ? 'affected' : 'not_affected', reason: `${moved} against ${sign} ${text}` } });
  }
  return out;
}

const shapeOf = (version: string): string => version.trim().toLowerCase().replace(/\d+/g, '0').replace(/^v(?=0)/, '').replace(/(?:\.0)+$/, '');

/** The last number one higher or lower; null where it cannot be lower. */
function stepped(version: string, step: number): string | null {
  const found = /(\d+)(\D*)$/.exec(version)!, next = Number(found[1]) + step;
  return next < 0 || !Number.isSafeInteger(next) ? null : `${version.slice(0, found.index)}${String(next).padStart(found[1]!.length, '0')}${found[2]}`;
}

/** Each alias is forgotten with a chance of one in three; names and relations stay. */
export function forgetful(vendors: VendorData, seed: number): VendorData {
  const draw = random(seed ^ 0x5bd1e995);
  return { ...vendors, vendors: vendors.vendors.map((vendor) => { const kept = vendor.aliases.filter(() => draw() >= 1 / 3), names = new Set([vendor.name, ...kept]); return { ...vendor, aliases: kept, common: vendor.common.filter((name) => names.has(name)), leading: vendor.leading.filter((name) => names.has(name)), ambiguous: vendor.ambiguous.filter((name) => names.has(name)) }; }) };
}
