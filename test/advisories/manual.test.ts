/** What was typed in by hand leaves as valid CSAF and comes back the same. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatCsaf } from '@wardkeep/formats/csaf/format';
import { readCsaf } from '@wardkeep/formats/csaf/read';
import { parseCvss } from '@wardkeep/formats/cvss/parse';
import { type ManualAdvisory, manualAdvisory } from '@wardkeep/formats/manual-advisory';
import { readAdvisories } from '@wardkeep/io/advisories/read';
import { validateCsaf } from '@wardkeep/io/advisories/validate';
import type { Advisory } from '@wardkeep/model';

const scoreOf = (vector: string): number | null => { const parsed = parseCvss(vector); return 'error' in parsed ? null : parsed.baseScore; };
const typed = (input: ManualAdvisory): Advisory => { const result = manualAdvisory(input); if (!result.ok) throw new Error(JSON.stringify(result.errors)); return result.advisory; };
const LETTER: ManualAdvisory = {
  title: 'Flow 3: frissítés', publisher: 'Acme Medical', reference: 'FSN-2026-014', date: '2026-03-01', url: 'https://acme.example/fsn/14', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H', action: 'Ask our service for 4.2.', actionKind: 'vendor_fix', summary: 'Rates may change.\nSince 2019.', revision: 3,
  products: [{ vendor: 'Acme', product: 'Flow', models: ['Flow 3', 'Flow 3W'], versions: 'up to 4.1\nserial numbers F3-1000 to F3-1999' }, { vendor: 'Acme', product: 'Flow 4', affected: false }], cves: ['CVE-2099-0001', 'CVE-2099-0002'],
};
/** What CSAF says otherwise: it has no category for a model, and wants score and namespace. */
const asCsafSays = (advisory: Advisory): unknown => ({
  ...advisory, format: 'csaf-2.0', namespace: advisory.namespace ?? 'https://unknown.invalid', aggregateSeverity: null,
  products: advisory.products.map((product) => ({ ...product, path: product.path.map((part) => ({ ...part, category: 'product' })) })), vulnerabilities: advisory.vulnerabilities.map((one) => ({ ...one, scores: one.scores.map((score) => ({ ...score, baseScore: scoreOf(score.vector) })), summary: one.summary ?? advisory.title })),
});

describe('formatCsaf', () => {
  test.each<[string, Partial<ManualAdvisory>]>([['a letter', {}], ['without a CVE', { cves: [] }], ['without summary, action, address, vector', { summary: undefined, action: undefined, url: undefined, vector: undefined }], ['CVSS 2.0', { vector: 'AV:N/AC:L/Au:N/C:C/I:C/A:C' }], ['CVSS 3.0', { vector: 'CVSS:3.0/AV:L/AC:H/PR:L/UI:R/S:C/C:L/I:N/A:N' }], ['no fix yet', { actionKind: 'none_available' }]])('%s: valid, and read back the same', async (_, change) => {
    const advisory = typed({ ...LETTER, ...change }), document = JSON.parse(JSON.stringify(formatCsaf(advisory, scoreOf))) as unknown;
    expect(await validateCsaf(document, '2.0')).toEqual([]);
    expect(readCsaf(document)).toEqual(asCsafSays(advisory));
  });
  test('what 2.0 cannot say is kept as words: CVSS 4.0, a planned fix', async () => {
    const vector = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:L/SC:N/SI:N/SA:N', document = formatCsaf(typed({ ...LETTER, vector, actionKind: 'fix_planned' }), scoreOf);
    expect(await validateCsaf(document, '2.0')).toEqual([]);
    expect(document['vulnerabilities']).toMatchObject([{ notes: [{}, { category: 'other', text: vector }], remediations: [{ category: 'none_available' }] }, {}]);
    expect(readCsaf(document).vulnerabilities[0]!.scores).toEqual([]);
  });
  test('the example\'s advisories too, whatever format they came in', async () => {
    const { advisories } = await readAdvisories([new URL('../../fixtures/advisories', import.meta.url).pathname]);
    for (const advisory of advisories) {
      const document = JSON.parse(JSON.stringify(formatCsaf(advisory, scoreOf))) as unknown, again = readCsaf(document);
      expect([advisory.id, (await validateCsaf(document, '2.0')).filter((breach) => breach.rule === 'schema')]).toEqual([advisory.id, []]);
      expect(again.products.map((product) => product.id).sort()).toEqual(advisory.products.map((product) => product.id).sort());
      expect(again.vulnerabilities.map((one) => one.status)).toEqual(advisory.vulnerabilities.map((one) => one.status));
    }
  });
  test('without a date there is no document', () => { expect(() => formatCsaf({ ...typed(LETTER), releasedAt: null, firstReleasedAt: null }, scoreOf)).toThrow('Expected a date of release of FSN-2026-014; found none.'); });
  test('any accepted letter is valid CSAF', async () => {
    const name = fc.string({ minLength: 1, maxLength: 30 });
    await fc.assert(fc.asyncProperty(fc.record({ title: name, publisher: name, reference: name, summary: fc.string(), action: fc.string(), products: fc.uniqueArray(fc.record({ vendor: name, product: name, models: fc.uniqueArray(name, { maxLength: 2 }), versions: fc.string() }), { minLength: 1, maxLength: 4, selector: (product) => product.vendor + product.product }) }), async (input) => {
      const result = manualAdvisory({ ...input, date: '2026-01-01' });
      if (result.ok) expect(await validateCsaf(JSON.parse(JSON.stringify(formatCsaf(result.advisory, scoreOf))), '2.0')).toEqual([]);
    }), { numRuns: 150 });
  });
});
