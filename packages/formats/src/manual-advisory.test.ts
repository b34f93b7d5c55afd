import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ManualAdvisory, manualAdvisory } from './manual-advisory.ts';

const LETTER: ManualAdvisory = {
  title: 'Flow 3: update of the pump software', publisher: 'Acme Medical', reference: 'FSN-2026-014', date: '2026-03-01', url: 'https://acme.example/fsn/14', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H', action: 'Ask our service for 4.2.', actionKind: 'vendor_fix', summary: 'Rates may change.\nSince 2019.',
  products: [{ vendor: 'Acme', product: 'Flow', models: ['Flow 3', 'Flow 3W'], versions: 'up to 4.1\n serial numbers F3-1000 to F3-1999 ' }, { vendor: 'Acme', product: 'Flow 4', affected: false }], cves: ['cve-2099-0001', 'CVE-2099-0002'],
};
const errors = (input: Partial<ManualAdvisory>) => { const result = manualAdvisory({ ...LETTER, ...input }); return result.ok ? [] : result.errors.map((error) => [error.field, error.code, error.message]); };
const read = (input: Partial<ManualAdvisory> = {}) => { const result = manualAdvisory({ ...LETTER, ...input }); if (!result.ok) throw new Error(JSON.stringify(result.errors)); return result.advisory; };

describe('a letter', () => {
  test('one product for each model and line of versions; one vulnerability for each CVE', () => {
    const advisory = read();
    expect(advisory).toMatchObject({ id: 'FSN-2026-014', format: 'manual', publisher: 'Acme Medical', namespace: 'https://acme.example', revision: '1', state: 'final', releasedAt: '2026-03-01T00:00:00.000Z', url: 'https://acme.example/fsn/14' });
    expect(advisory.products.map((one) => [one.name, one.path.map((part) => part.name), one.versions[0]?.text, one.identifiers.modelNumbers])).toEqual([
      ['Acme Flow Flow 3 up to 4.1', ['Flow', 'Flow 3'], 'up to 4.1', ['Flow 3']], ['Acme Flow Flow 3 serial numbers F3-1000 to F3-1999', ['Flow', 'Flow 3'], 'serial numbers F3-1000 to F3-1999', ['Flow 3']],
      ['Acme Flow Flow 3W up to 4.1', ['Flow', 'Flow 3W'], 'up to 4.1', ['Flow 3W']], ['Acme Flow Flow 3W serial numbers F3-1000 to F3-1999', ['Flow', 'Flow 3W'], 'serial numbers F3-1000 to F3-1999', ['Flow 3W']], ['Acme Flow 4', ['Flow 4'], undefined, []],
    ]);
    expect(advisory.vulnerabilities.map((one) => one.cve)).toEqual(['CVE-2099-0001', 'CVE-2099-0002']);
    expect(advisory.vulnerabilities[0]).toMatchObject({ status: { known_affected: ['product-1', 'product-2', 'product-3', 'product-4'], known_not_affected: ['product-5'] }, scores: [{ vector: LETTER.vector, baseScore: null }], remediations: [{ kind: 'vendor_fix', details: 'Ask our service for 4.2.', url: 'https://acme.example/fsn/14' }] });
  });
  test('without a CVE it is one flaw under the letter\'s number', () => { expect(read({ cves: [] }).vulnerabilities).toMatchObject([{ cve: null, ids: ['FSN-2026-014'] }]); });
  test('what is not said is not made up', () => {
    const { vector: _v, action: _a, url: _u, summary: _s, cves: _c, ...bare } = LETTER, result = manualAdvisory({ ...bare, products: [{ vendor: 'Acme', product: 'Flow' }] });
    expect(result).toMatchObject({ ok: true, advisory: { url: null, namespace: null, summary: null, products: [{ versions: [] }], vulnerabilities: [{ scores: [], remediations: [], threats: [] }] } });
  });
});

describe('errors stand beside their field', () => {
  test.each<[Partial<ManualAdvisory>, string[]]>([
    [{ title: ' ' }, ['title', 'manual-missing', 'Expected a text of 1 to 300 characters; found none.']], [{ title: 'x'.repeat(301) }, ['title', 'manual-too-long', 'Expected at most 300 characters; found 301.']],
    [{ date: '2026-02-30' }, ['date', 'manual-date', 'Expected a day that exists as YYYY-MM-DD; found "2026-02-30".']], [{ date: '1.3.2026' }, ['date', 'manual-date', 'Expected a day that exists as YYYY-MM-DD; found "1.3.2026".']], [{ date: '2026-03-01T10:00:00Z' }, ['date', 'manual-date', 'Expected a day that exists as YYYY-MM-DD; found "2026-03-01T10:00:00Z".']],
    [{ cves: ['CVE-2099-0001', '2026-1'] }, ['cves.1', 'manual-cve', 'Expected a CVE number such as CVE-2026-12345; found "2026-1".']],
    [{ vector: '9.8 critical' }, ['vector', 'manual-vector', 'Expected a CVSS vector such as CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H; found "9.8 critical".']],
    [{ url: 'javascript:alert(1)' }, ['url', 'manual-url', 'Expected an address that begins with https:// or http://; found "javascript:alert(1)".']], [{ revision: 0 }, ['revision', 'manual-revision', 'Expected a whole number from 1 to 999; found 0.']],
    [{ products: [] }, ['products', 'manual-missing', 'Expected at least one product; found none.']], [{ products: [{ vendor: 'Acme', product: '' }] }, ['products.0.product', 'manual-missing', 'Expected a text of 1 to 300 characters; found none.']],
    [{ products: [{ vendor: 'Acme', product: 'Flow' }, { vendor: 'ACME', product: 'flow' }] }, ['products.1', 'manual-twice', '"ACME flow" is listed twice; expected each product once.']],
  ])('%j', (input, expected) => { expect(errors(input)).toEqual([expected]); });
  test('all of them at once', () => { expect(errors({ title: '', publisher: '', reference: '', date: 'x' }).map(([field]) => field)).toEqual(['title', 'publisher', 'reference', 'date']); });
  test('vectors of all versions', () => { for (const vector of ['AV:N/AC:L/Au:N/C:C/I:C/A:C', 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:L/SC:N/SI:N/SA:N/E:A/U:Amber']) expect(errors({ vector })).toEqual([]); });
  test('any texts give an advisory or errors', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('2026-01-01', 'CVE-2099-0001'));
    fc.assert(fc.property(fc.record({ title: text, publisher: text, reference: text, date: text, vector: text, url: text, action: text, cves: fc.array(text, { maxLength: 3 }), products: fc.array(fc.record({ vendor: text, product: text, models: fc.array(text, { maxLength: 3 }), versions: text }), { maxLength: 4 }) }), (input) => {
      const result = manualAdvisory(input);
      expect(result.ok || result.errors.length > 0).toBe(true);
    }), { numRuns: 500 });
  });
});
