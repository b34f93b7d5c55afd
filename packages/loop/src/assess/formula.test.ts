import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AdvisoryProduct, Applicability } from '@wardkeep/model/advisory';
import { withCombined } from './components-combined.ts';
import { applyFormula, evaluate, explain, formulaOf, type Truth } from './formula.ts';
import type { CompiledAdvisory } from './advisory.ts';
import type { ProductJudgement } from './judge.ts';

const TRUTHS: readonly Truth[] = ['false', 'unknown', 'true'];
const of = (product: string): Applicability => ({ kind: 'product', product }), all = (...parts: Applicability[]): Applicability => ({ kind: 'all', of: parts }), any = (...parts: Applicability[]): Applicability => ({ kind: 'any', of: parts }), not = (part: Applicability): Applicability => ({ kind: 'not', of: [part] });
const read = (values: Readonly<Record<string, Truth>>) => (id: string): Truth => values[id] ?? 'unknown';

describe("Kleene's strong logic", () => {
  // The strong tables: AND is the least, OR the greatest, NOT the mirror of false < unknown < true.
  for (const a of TRUTHS) for (const b of TRUTHS) test(`${a}, ${b}`, () => {
    const [x, y] = [TRUTHS.indexOf(a), TRUTHS.indexOf(b)], leaf = read({ a, b });
    expect(evaluate(all(of('a'), of('b')), leaf)).toBe(TRUTHS[Math.min(x, y)]);
    expect(evaluate(any(of('a'), of('b')), leaf)).toBe(TRUTHS[Math.max(x, y)]);
    expect(evaluate(not(of('a')), leaf)).toBe(TRUTHS[2 - x]);
  });
  const formula = fc.letrec<{ node: Applicability }>((tie) => ({
    node: fc.oneof({ depthSize: 'small', withCrossShrink: true }, fc.constantFrom('a', 'b', 'c', 'd').map(of), fc.record({ kind: fc.constantFrom('all' as const, 'any' as const), of: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }), tie('node').map(not)),
  })).node, values = fc.record({ a: fc.constantFrom(...TRUTHS), b: fc.constantFrom(...TRUTHS), c: fc.constantFrom(...TRUTHS), d: fc.constantFrom(...TRUTHS) });
  test('laws of De Morgan, and a known answer stays whatever the unknown turns out to be', () => {
    fc.assert(fc.property(formula, formula, values, (x, y, truths) => { expect(evaluate(not(all(x, y)), read(truths))).toBe(evaluate(any(not(x), not(y)), read(truths))); }));
    fc.assert(fc.property(formula, values, values, (x, before, then) => {
      const told = evaluate(x, read(before)), learnt = Object.fromEntries(Object.entries(before).map(([id, truth]) => [id, truth === 'unknown' ? then[id as 'a'] : truth]));
      if (told !== 'unknown') expect(evaluate(x, read(learnt))).toBe(told);
    }));
  });
  test('learning all that is open settles it', () => {
    fc.assert(fc.property(formula, values, (x, truths) => {
      const { truth, open } = explain(x, read(truths));
      if (truth === 'unknown') expect(open.length).toBeGreaterThan(0);
      else expect(open).toEqual([]);
      expect(evaluate(x, read({ ...truths, ...Object.fromEntries(open.map((id) => [id, 'true'])) }))).not.toBe(truth === 'unknown' ? 'unknown' : null);
    }));
  });
  test('says what decided', () => {
    expect(explain(all(of('software'), any(of('windows'), of('linux'))), read({ software: 'true', windows: 'false', linux: 'unknown' }))).toEqual({ truth: 'unknown', because: ['software', 'linux'], open: ['linux'] });
    expect(explain(all(of('software'), of('board')), read({ software: 'true', board: 'false' }))).toEqual({ truth: 'false', because: ['board'], open: [] });
  });
});

const product = (id: string, cpe: string | null = null, combination: AdvisoryProduct['combination'] = null): AdvisoryProduct => ({ id, name: `The ${id}`, vendor: null, path: [], versions: [], identifiers: { cpes: cpe === null ? [] : [cpe], purls: [], modelNumbers: [], serialNumbers: [], skus: [], udiDis: [] }, combination });
const SOFTWARE = product('software', 'cpe:2.3:a:acme:flow:*:*:*:*:*:*:*:*'), LINUX = product('linux', 'cpe:2.3:o:linux:linux_kernel:-:*:*:*:*:*:*:*'), BOARD = product('board', 'cpe:2.3:h:acme:board:-:*:*:*:*:*:*:*');
const advisoryOf = (...products: readonly AdvisoryProduct[]): CompiledAdvisory => ({ advisory: { products, vulnerabilities: [] }, products: products.map((one) => ({ product: one })) }) as unknown as CompiledAdvisory;
const judged = (one: AdvisoryProduct, verdict: ProductJudgement['verdict'], identified = true): ProductJudgement => ({ product: { product: one } as ProductJudgement['product'], verdict, score: 0.9, match: null, identified, reasons: [{ code: 'component', asset: `own ${one.id}`, advisory: one.name, component: `ref-${one.id}` }], missing: [] });
const stateOf = (...judgements: readonly ProductJudgement[]): ReadonlyMap<string, ProductJudgement> => new Map(judgements.map((one) => [one.product.product.id, one]));

describe('a formula and an asset', () => {
  const vulnerable = new Set(['software']), advisory = advisoryOf(SOFTWARE, LINUX, BOARD), onLinux = all(of('software'), of('linux')), onBoard = all(of('software'), of('board'));
  const told = (formula: Applicability, complete: boolean, ...judgements: readonly ProductJudgement[]): unknown[] => { const { truth, reasons, missing } = applyFormula(formula, vulnerable, advisory, stateOf(...judgements), complete); return [truth, ...reasons.map(({ code }) => code), ...missing.map((one) => `?${one.code} ${one.advisory}`)]; };
  test('both there', () => { expect(told(onLinux, false, judged(SOFTWARE, 'in'), judged(LINUX, 'in'))).toEqual(['true', 'platform-met']); });
  test('the platform is not told', () => { expect(told(onLinux, false, judged(SOFTWARE, 'in'))).toEqual(['unknown', 'component-missing', '?component The linux']); });
  test('a complete bill of materials that does not list it', () => { expect(told(onLinux, true, judged(SOFTWARE, 'in'))).toEqual(['false']); });
  test('it lists software, so hardware stays a question', () => { expect(told(onBoard, true, judged(SOFTWARE, 'in'))).toEqual(['unknown', 'component-missing', '?component The board']); });
  test('another platform', () => { expect(told(onLinux, false, judged(SOFTWARE, 'in'), judged(LINUX, 'out'))).toEqual(['false']); });
  test('excluded where it is there', () => { expect(told(all(of('software'), not(of('linux'))), false, judged(SOFTWARE, 'in'), judged(LINUX, 'in'))).toEqual(['false']); });
  test('an operating system alone says nothing, hardware asks for its firmware', () => {
    expect(told(onLinux, false, judged(LINUX, 'in'))).toEqual(['false']);
    expect(told(onBoard, false, judged(BOARD, 'in'))).toEqual(['unknown', 'platform-met', 'component-missing', '?component The software']);
  });
  test('reasons name the component', () => { expect(applyFormula(onLinux, vulnerable, advisory, stateOf(judged(SOFTWARE, 'in'), judged(LINUX, 'in')), false).reasons).toEqual([{ code: 'platform-met', asset: 'own linux', advisory: 'The linux', component: 'ref-linux' }]); });
});

describe('combined products (CSAF 2.0, 3.2.2.4)', () => {
  const both = (relation: NonNullable<AdvisoryProduct['combination']>['relation'], on: AdvisoryProduct): CompiledAdvisory => advisoryOf(SOFTWARE, on, product('both', null, { relation, product: 'software', on: on.id }));
  const verdict = (advisory: CompiledAdvisory, ...judgements: readonly ProductJudgement[]): string | undefined => withCombined(judgements, advisory).find((one) => one.product.product.id === 'both')?.verdict;
  const device = product('device');
  test.each<[string, CompiledAdvisory, readonly ProductJudgement[], string | undefined]>([
    ['both', both('installed_on', device), [judged(SOFTWARE, 'in'), judged(device, 'in', false)], 'in'], ['the software in another device', both('installed_on', device), [judged(SOFTWARE, 'in')], 'out'], ['another version of the software', both('default_component_of', device), [judged(SOFTWARE, 'out'), judged(device, 'in', false)], 'out'],
    ['a default component needs no bill of materials', both('default_component_of', device), [judged(device, 'in', false)], 'in'], ['an optional one does', both('optional_component_of', device), [judged(device, 'in', false)], 'unknown'], ['a system that is not told', both('installed_on', LINUX), [judged(SOFTWARE, 'in')], 'unknown'], ['neither', both('installed_on', device), [], undefined],
  ])('%s', (_, advisory, judgements, expected) => { expect(verdict(advisory, ...judgements)).toBe(expected); });
  test('combinations of combinations', () => {
    const products = new Map([SOFTWARE, LINUX, BOARD, product('inner', null, { relation: 'installed_on', product: 'software', on: 'linux' }), product('outer', null, { relation: 'installed_with', product: 'inner', on: 'board' })].map((one) => [one.id, one]));
    expect(formulaOf('outer', products)).toEqual(all(all(of('software'), of('linux')), of('board')));
  });
});
