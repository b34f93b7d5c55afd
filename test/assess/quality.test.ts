/** ASSESS on the labelled benchmark (where it lies beside the checkout) and on our own small one, through the shipped code. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readAdvisories } from '@wardkeep/io/advisories/read';
import { readAssessInventory } from '@wardkeep/io/assess-inventory';
import { assessKnowledge, compileKnowledge, readAssessWords } from '@wardkeep/io/assess-rules';
import { vendorData } from '@wardkeep/io/assess-vendors';
import { assess, buildIndex, indexAssets, matchAdvisory, matchAsset, matchAssetSlowly } from '@wardkeep/loop/assess/index';
import { FLOOR, shortfalls } from '../../quality/assess-floor.ts';
import { forgetful, perturb } from '../../quality/assess-perturb.ts';
import { halfOf, type MatchTruth, scoreMatches } from '../../quality/assess-score.ts';
import { dataFolder } from '../../quality/data.ts';

const data = dataFolder(), bench = data === null ? null : join(data, 'match-bench'), isThere = bench !== null && existsSync(bench);
const FIXTURES = new URL('../../fixtures/assess/', import.meta.url).pathname;

describe.skipIf(!isThere)('match-bench (needs ../shared/data or WARDKEEP_DATA)', async () => {
  const { advisories } = isThere ? await readAdvisories([join(data!, 'advisories/cisa-icsma'), join(data!, 'advisories/cisa-icsa-health-sector')]) : { advisories: [] };
  const assets = isThere ? (await readAssessInventory(join(bench!, 'inventory.csv'))).assets : [], truth = isThere ? (JSON.parse(readFileSync(join(bench!, 'truth.json'), 'utf8')) as MatchTruth) : null;

  test('no figure falls below its floor, on neither half', () => {
    const { pairs } = assess(assets, advisories, assessKnowledge());
    expect(shortfalls(scoreMatches(truth!, pairs))).toEqual([]);
    for (const half of ['developed', 'held-out'] as const) expect(scoreMatches(truth!, pairs, (row) => halfOf(row) === half).affected.f1).toBeGreaterThan(0.95);
  });

  test('typed by others, with a third of the vendor aliases forgotten, it loses little', () => {
    const whole = scoreMatches(truth!, assess(assets, advisories, assessKnowledge()).pairs), knowledge = compileKnowledge(readAssessWords(), forgetful(vendorData(), 4));
    expect(whole.affected.f1 - scoreMatches(truth!, assess(perturb(assets, truth!, advisories, 4).assets, advisories, knowledge).pairs).affected.f1).toBeLessThan(FLOOR.perturbedFall);
  });
});

describe('fixtures/assess: invented makers, the idioms of public advisories', async () => {
  const { advisories } = await readAdvisories([join(FIXTURES, 'advisories')]), { assets } = await readAssessInventory(join(FIXTURES, 'inventory.csv'));
  const expected = JSON.parse(readFileSync(join(FIXTURES, 'expected.json'), 'utf8')) as Record<'affected' | 'cannot_tell', Record<string, string[]>>;
  const result = assess(assets, advisories, assessKnowledge());

  test('exactly the expected pairs with exactly their vulnerabilities', () => {
    const found: Record<string, Record<string, readonly string[]>> = { affected: {}, cannot_tell: {} };
    for (const pair of result.pairs) found[pair.verdict]![`${pair.row} ${pair.advisory}`] = pair.cves;
    expect(found).toEqual(expected);
  });

  test('every pair quotes both sides; what nobody can tell says what is missing', () => {
    for (const pair of result.pairs) {
      expect(pair.reasons.some((reason) => reason.asset !== null), pair.row).toBe(true);
      expect(pair.reasons.every((reason) => reason.advisory !== ''), pair.row).toBe(true);
      expect(pair.missing.length > 0).toBe(pair.verdict === 'cannot_tell');
      expect(pair.score).toBeGreaterThan(0);
      expect(pair.score).toBeLessThanOrEqual(1);
    }
    expect(result.pairs.find((pair) => pair.row === 'A4')?.missing).toContainEqual({ code: 'version', advisory: '< B.05.00' });
  });

  test('near misses say what spoke against them', () => {
    const why = (row: string, advisory: string) => result.ignored.find((pair) => pair.row === row && pair.advisory === advisory)?.reasons.map((reason) => reason.code);
    expect(why('A2', 'FX-25-001')).toContain('version-out');
    expect(why('A3', 'FX-25-001')).toContain('condition-not-met');
    expect(why('A8', 'FX-25-002')).toContain('model-differs');
    expect(why('A13', 'FX-25-004')).toContain('excluded');
    expect(why('A17', 'FX-25-005')).toContain('status-fixed');
  });

  test('the index gives what the double loop gives; a new advisory finds the same assets', () => {
    const index = buildIndex(advisories, assessKnowledge()), held = indexAssets(assets, assessKnowledge());
    for (const asset of assets) expect(matchAsset(asset, index).pairs).toEqual(matchAssetSlowly(asset, index).pairs);
    const oneByOne = advisories.flatMap((advisory) => matchAdvisory(advisory, held).pairs).map((pair) => `${pair.row} ${pair.advisory} ${pair.verdict}`).sort();
    expect(oneByOne).toEqual(result.pairs.map((pair) => `${pair.row} ${pair.advisory} ${pair.verdict}`).sort());
  });

  test('the same answer in any order of advisories and assets', () => {
    const turned = assess([...assets].reverse(), [...advisories].reverse(), assessKnowledge());
    const byKey = (pairs: typeof result.pairs) => [...pairs].sort((a, b) => (`${a.row} ${a.advisory}` < `${b.row} ${b.advisory}` ? -1 : 1));
    expect(byKey(turned.pairs)).toEqual(byKey(result.pairs));
  });
});
