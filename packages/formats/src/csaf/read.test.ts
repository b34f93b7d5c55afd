import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCsaf } from './read.ts';
import { AdvisoryRefusal, type ReadingNote } from './refusal.ts';
import { branch, csafDocument, product } from './testing.ts';

const refusal = (read: () => unknown): AdvisoryRefusal => { try { read(); } catch (error) { if (error instanceof AdvisoryRefusal) return error; throw error; } throw new Error('it was read'); };
const tree = (...branches: Record<string, unknown>[]) => ({ branches });

describe('document', () => {
  test('tracking, publisher, notes, references, TLP, severity', () => {
    const advisory = readCsaf(csafDocument({
      document: {
        lang: 'en-US', distribution: { tlp: { label: 'AMBER' } }, aggregate_severity: { text: 'Critical' }, notes: [{ category: 'legal_disclaimer', text: 'as is' }, { category: 'summary', text: 'Doses can change. ' }, { category: 'summary', text: 'Really.' }],
        references: [{ category: 'external', url: 'https://else.example/' }, { category: 'self', url: 'https://acme.example/1.json' }, { category: 'self', url: 'https://acme.example/1' }],
      },
      tracking: { version: '1.2.0', status: 'interim', initial_release_date: '2025-12-31T23:30:00-02:00', current_release_date: '2026-01-02T00:00:00.123456Z' },
    }));
    expect(advisory).toEqual({
      id: 'ACME-1', format: 'csaf-2.0', title: 'Flow 3 pump', publisher: 'Acme Medical', namespace: 'https://psirt.acme.example', revision: '1.2.0', state: 'interim', firstReleasedAt: '2026-01-01T01:30:00.000Z', releasedAt: '2026-01-02T00:00:00.123Z',
      language: 'en-US', tlp: 'AMBER', url: 'https://acme.example/1', summary: 'Doses can change. \n\nReally.', aggregateSeverity: 'Critical', products: [], vulnerabilities: [],
    });
  });
  test.each(['csaf_withdrawn', 'csaf_superseded'])('%s (2.1) no longer holds', (category) => { expect(readCsaf(csafDocument({ document: { category, csaf_version: '2.1' } }))).toMatchObject({ state: 'withdrawn', format: 'csaf-2.1' }); });
  test('people are not read', () => {
    const text = JSON.stringify(readCsaf(csafDocument({ document: { acknowledgments: [{ names: ['Jane Doe'] }], publisher: { name: 'Acme', contact_details: 'jane@acme.example' } }, vulnerabilities: [{ acknowledgments: [{ names: ['Jane Doe'] }], involvements: [{ contact: 'jane' }] }] })));
    expect(text).not.toMatch(/jane/i);
  });
  test('what a link could do is no link', () => {
    expect(readCsaf(csafDocument({ document: { references: [{ category: 'self', url: 'javascript:alert(1)' }] } })).url).toBeNull();
  });
});

describe('product tree (3.2.2)', () => {
  test('every branch category has its place', () => {
    const chain: [string, string][] = [['vendor', 'Acme '], ['product_family', 'Flow'], ['product_name', 'Flow 3'], ['specification', 'wireless'], ['host_name', 'pump-1'], ['architecture', 'arm'], ['language', 'hu'], ['legacy', 'L'], ['product_version', '4.2'], ['service_pack', 'SP1'], ['patch_level', 'P2']];
    const [found] = readCsaf(csafDocument({ tree: tree(chain.reduceRight((below, [category, name]) => branch(category, name, below), product('a', 'Flow 3 4.2'))) })).products;
    expect(found).toMatchObject({ id: 'a', name: 'Flow 3 4.2', vendor: 'Acme ', versions: [{ kind: 'version', text: '4.2' }], combination: null });
    expect(found!.path.map(({ category, name }) => `${category} ${name}`)).toEqual(['family Flow', 'product Flow 3', 'other wireless', 'platform pump-1', 'platform arm', 'language hu', 'other L', 'patch SP1', 'patch P2']);
  });
  test('versions and ranges as printed; a vers URI wherever it stands', () => {
    const versions = readCsaf(csafDocument({ tree: tree(branch('vendor', 'A', branch('product_version', 'vers:all/*', product('1')), branch('product_version_range', '<= VM5.0', product('2')), branch('product_version_range', 'vers:semver/<2', product('3')), branch('product_version', 'MMT-1715 | MMT-1754', product('4')), branch('product_version_range', '<5', branch('product_version', '4.1', product('5'))))) })).products.map((one) => one.versions);
    expect(versions).toEqual([[{ kind: 'vers', text: 'vers:all/*' }], [{ kind: 'range', text: '<= VM5.0' }], [{ kind: 'vers', text: 'vers:semver/<2' }], [{ kind: 'version', text: 'MMT-1715 | MMT-1754' }], [{ kind: 'version', text: '4.1' }]]);
  });
  test('mojibake and trailing spaces stay, what no page can show goes', () => {
    const [found] = readCsaf(csafDocument({ tree: tree(branch('vendor', 'Innokas YhtymÃ¤ Oy ', branch('product_name', 'Flow\u0000\u202e 3\ud800', product('a')))) })).products;
    expect([found!.vendor, found!.path[0]!.name]).toEqual(['Innokas YhtymÃ¤ Oy ', 'Flow\ufffd\ufffd 3\ufffd']);
  });
  test('identifiers of 2.0 and 2.1 (3.1.3.3)', () => {
    const helper = { cpe: 'cpe:2.3:h:acme:flow_3:-:*:*:*:*:*:*:*', purl: 'pkg:generic/flow@3', purls: ['pkg:generic/flow@3', 'pkg:deb/flow@3'], model_numbers: ['F3-*'], serial_numbers: ['1?'], skus: ['S'], x_generic_uris: [{ namespace: 'https://gs1.org', uri: 'https://id.gs1.org/01/09506000134352/21/7' }, { namespace: 'x', uri: 'https://x.example/01/12' }] };
    expect(readCsaf(csafDocument({ tree: { full_product_names: [product('a', 'Flow 3', helper)] } })).products[0]).toEqual({ id: 'a', name: 'Flow 3', vendor: null, path: [], versions: [], combination: null, identifiers: { cpes: [helper.cpe], purls: helper.purls, modelNumbers: ['F3-*'], serialNumbers: ['1?'], skus: ['S'], udiDis: ['09506000134352'] } });
  });
  test('relationships (3.2.2.4) build on each other, in any order', () => {
    const relation = (id: string, product_reference: string, relates_to_product_reference: string, category = 'installed_on') => ({ category, full_product_name: product(id), product_reference, relates_to_product_reference });
    const { products } = readCsaf(csafDocument({ tree: { ...tree(branch('vendor', 'Fibra', branch('product_version', '6.1', product('stack')))), full_product_names: [product('pump'), product('cart')], relationships: [relation('b', 'a', 'cart'), relation('a', 'stack', 'pump', 'default_component_of')] } }));
    expect(products.map((one) => [one.id, one.vendor, one.versions[0]?.text, one.combination])).toEqual([
      ['stack', 'Fibra', '6.1', null], ['pump', null, undefined, null], ['cart', null, undefined, null],
      ['b', 'Fibra', '6.1', { relation: 'installed_on', product: 'a', on: 'cart' }], ['a', 'Fibra', '6.1', { relation: 'default_component_of', product: 'stack', on: 'pump' }],
    ]);
    expect(refusal(() => readCsaf(csafDocument({ tree: { relationships: [relation('a', 'b', 'x'), relation('b', 'a', 'x')] } })))).toMatchObject({ code: 'advisory-product-cycle', message: 'The product "a" is a combination that contains itself (through 2 relationships).' });
    const notes: ReadingNote[] = [];
    expect(readCsaf(csafDocument({ tree: { relationships: [relation('a', 'gone', 'x')] } }), (told) => notes.push(told)).products[0]!.combination).toBeNull();
    expect(notes[0]).toMatchObject({ code: 'csaf-unknown-product', params: { id: 'gone' } });
    const chain = Array.from({ length: 200 }, (_, at) => relation(`c${at + 1}`, `c${at}`, 'pump'));
    expect(refusal(() => readCsaf(csafDocument({ tree: { full_product_names: [product('c0'), product('pump')], relationships: chain.reverse() } }))).code).toBe('advisory-too-deep');
  });
  test('product paths of 2.1 (6.1.3, oasis_csaf_tc-csaf_2_1-2024-6-1-03-13)', () => {
    const path = (id: string, ...next: string[]) => ({ beginning_product_reference: 'A', full_product_name: product(id), subpaths: next.map((one) => ({ category: 'installed_on', next_product_reference: one })) });
    const { products } = readCsaf(csafDocument({ document: { csaf_version: '2.1' }, tree: { full_product_names: [product('A'), product('B')], product_paths: [path('C', 'B'), path('E', 'C', 'B', 'A')] } }));
    expect(products.slice(2).map((one) => [one.id, one.combination?.product, one.combination?.on])).toEqual([['C', 'A', 'B'], ['E~1', 'A', 'C'], ['E~2', 'E~1', 'B'], ['E', 'E~2', 'A']]);
    expect(refusal(() => readCsaf(csafDocument({ document: { csaf_version: '2.1' }, tree: { full_product_names: [product('A')], product_paths: [path('C', 'C')] } }))).code).toBe('advisory-product-cycle');
  });
  test('one id twice, too deep, too many: one sentence each', () => {
    expect(refusal(() => readCsaf(csafDocument({ tree: tree(branch('vendor', 'A', product('x', 'One')), branch('vendor', 'B', product('x', 'Two'))) }))).message).toBe('The product id "x" is given to two products: "One" and "Two"; each needs its own.');
    let deep = branch('product_name', 'end', product('x'));
    for (let at = 0; at < 29; at++) deep = branch('product_name', String(at), deep);
    expect(readCsaf(csafDocument({ tree: tree(deep) })).products[0]!.path.length).toBe(30);
    expect(refusal(() => readCsaf(csafDocument({ tree: tree(branch('vendor', 'A', deep)) }))).message).toBe('The product tree has more than 30 levels of branches; at most 30 are read.');
    for (let at = 0; at < 50_000; at++) deep = { category: 'legacy', name: 'x', branches: [deep] };
    expect(refusal(() => readCsaf(csafDocument({ tree: tree(deep) }))).code).toBe('advisory-too-deep');
    expect(refusal(() => readCsaf(csafDocument({ tree: { full_product_names: Array.from({ length: 100_001 }, (_, at) => product(String(at))) } }))).message).toBe('The document has 100001 full product names; at most 100000 are read.');
  });
});

describe('vulnerabilities (3.2.3)', () => {
  const products = { full_product_names: ['a', 'b', 'c'].map((id) => product(id)), product_groups: [{ group_id: 'g', product_ids: ['b', 'c'] }] };
  test('status, scores, remediations, threats and flags with products, groups, or everyone', () => {
    const { vulnerabilities: [found] } = readCsaf(csafDocument({ tree: products, vulnerabilities: [{
      cve: 'CVE-2099-0001', ids: [{ system_name: 'Acme', text: 'A-1' }], title: 'Flaw', cwe: { id: 'CWE-79', name: 'XSS' }, notes: [{ category: 'details', text: 'long' }, { category: 'summary', text: 'short' }],
      product_status: { known_affected: ['a', 'b', 'b'], fixed: ['c'], recommended: ['c'] },
      scores: [{ cvss_v3: { vectorString: 'CVSS:3.1/AV:N', baseScore: 9.8 }, cvss_v2: { vectorString: 'AV:N', baseScore: 10 }, products: ['a'] }],
      remediations: [{ category: 'vendor_fix', details: 'Update', product_ids: ['a'], url: 'https://acme.example/fix' }, { category: 'mitigation', details: 'Fence', group_ids: ['g'] }, { category: 'workaround', details: 'Everyone' }, { category: 'vendor_fix' }],
      threats: [{ category: 'exploit_status', details: 'None known' }], flags: [{ label: 'component_not_present', product_ids: ['c'] }],
    }] }));
    const all = ['a', 'b', 'c'];
    expect(found).toEqual({
      cve: 'CVE-2099-0001', ids: ['A-1'], title: 'Flaw', summary: 'short', cwes: [{ id: 'CWE-79', name: 'XSS' }], status: { known_affected: ['a', 'b'], fixed: ['c'], recommended: ['c'] },
      scores: [{ vector: 'CVSS:3.1/AV:N', baseScore: 9.8, products: ['a'] }, { vector: 'AV:N', baseScore: 10, products: ['a'] }],
      remediations: [{ kind: 'vendor_fix', details: 'Update', url: 'https://acme.example/fix', products: ['a'] }, { kind: 'mitigation', details: 'Fence', url: null, products: ['b', 'c'] }, { kind: 'workaround', details: 'Everyone', url: null, products: all }],
      threats: [{ kind: 'exploit_status', details: 'None known', products: all }, { kind: 'not_affected_reason', details: 'component_not_present', products: ['c'] }], applies: null,
    });
  });
  test('2.1: metrics, several weaknesses, unknown status, first exploitation', () => {
    const { vulnerabilities: [found] } = readCsaf(csafDocument({ document: { csaf_version: '2.1' }, tree: products, vulnerabilities: [{
      cwes: [{ id: 'CWE-1', name: 'x' }, { id: 'CWE-2', name: 'y' }], product_status: { unknown: ['a'], under_investigation: ['b'] }, metrics: [{ content: { cvss_v4: { vectorString: 'CVSS:4.0/AV:N', baseScore: 9 }, ssvc_v1: {} }, products: ['a'] }],
      first_known_exploitation_dates: [{ exploitation_date: '2026-01-01T00:00:00Z', date: '2026-01-02T00:00:00Z', product_ids: ['a'] }], remediations: [{ category: 'optional_patch', details: 'p' }],
    }] }));
    expect(found).toMatchObject({ cwes: [{ id: 'CWE-1' }, { id: 'CWE-2' }], status: { under_investigation: ['b', 'a'] }, scores: [{ vector: 'CVSS:4.0/AV:N', baseScore: 9, products: ['a'] }], remediations: [{ kind: 'optional_patch' }], threats: [{ kind: 'exploit_status', details: 'First known exploitation: 2026-01-01', products: ['a'] }] });
  });
  test('a product that is not in the tree is told and left out', () => {
    const notes: ReadingNote[] = [], { vulnerabilities: [found] } = readCsaf(csafDocument({ tree: products, vulnerabilities: [{ product_status: { known_affected: ['a', 'z', 7, '__proto__'] }, remediations: [{ category: 'mitigation', details: 'd', group_ids: ['none'] }] }] }), (told) => notes.push(told));
    expect(found!.status).toEqual({ known_affected: ['a'] });
    expect(found!.remediations[0]!.products).toEqual([]);
    expect(notes.map((told) => told.params['id'])).toEqual(['z', 'a number', '__proto__', 'none']);
  });
  test('references are bounded, shared lists are not copied', () => {
    const ids = Array.from({ length: 1000 }, (_, at) => String(at)), many = { full_product_names: ids.map((id) => product(id)), product_groups: [{ group_id: 'g', product_ids: ids }] };
    const { vulnerabilities: [found] } = readCsaf(csafDocument({ tree: many, vulnerabilities: [{ product_status: { known_affected: ids }, remediations: Array.from({ length: 10_000 }, () => ({ category: 'mitigation', details: 'd' })) }] }));
    expect(new Set(found!.remediations.map((item) => item.products)).size).toBe(1);
    expect(refusal(() => readCsaf(csafDocument({ tree: many, vulnerabilities: [{ remediations: [{ category: 'mitigation', details: 'd', group_ids: Array.from({ length: 3000 }, () => 'g') }] }] }))).code).toBe('advisory-too-many');
  });
});

describe('hostile', () => {
  test.each([
    [null, 'Expected an object at /document; found nothing.'], [[], 'Expected an object at /document; found nothing.'], [{ document: [] }, 'Expected an object at /document; found a list of 0.'],
    [csafDocument({ document: { csaf_version: '1.2' } }), 'The document says CSAF "1.2"; accepted are 2.0 and 2.1.'], [csafDocument({ document: { csaf_version: '__proto__' } }), 'The document says CSAF "__proto__"; accepted are 2.0 and 2.1.'],
    [csafDocument({ tracking: { id: ' ' } }), 'Expected a text of 1 to 200 characters at /document/tracking/id; found an empty text.'], [csafDocument({ tracking: { id: 'x'.repeat(300) } }), 'Expected a text of 1 to 200 characters at /document/tracking/id; found a text of 300 characters.'],
    [csafDocument({ document: { publisher: 'me' } }), 'Expected a text of 1 to 500 characters at /document/publisher/name; found nothing.'], [csafDocument({ tree: { full_product_names: [{ name: 'x' }] } }), 'Expected a text of 1 to 1000 characters at /product_tree/full_product_names/…/product_id; found nothing.'],
  ])('refused in one sentence: %#', (document, message) => { expect(refusal(() => readCsaf(document)).message).toBe(message); });
  test('any JSON in any place gives an advisory or a refusal', () => {
    const places = ['/document/title', '/document/tracking', '/document/publisher', '/product_tree', '/product_tree/branches', '/product_tree/relationships', '/product_tree/product_groups', '/vulnerabilities', '/vulnerabilities/0/product_status', '/vulnerabilities/0/remediations', '/vulnerabilities/0/scores', '/vulnerabilities/0/notes'];
    fc.assert(fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 4 }), (place, value) => {
      const document = JSON.parse(JSON.stringify(csafDocument({ tree: tree(branch('vendor', 'A', product('a'))), vulnerabilities: [{ product_status: { known_affected: ['a'] } }] }))) as Record<string, unknown>, steps = place.slice(1).split('/'), last = steps.pop()!;
      (steps.reduce<unknown>((node, step) => (node as Record<string, unknown>)[step], document) as Record<string, unknown>)[last] = value;
      try { const advisory = readCsaf(document); JSON.stringify(advisory); const ids = new Set(advisory.products.map((one) => one.id)); for (const item of advisory.vulnerabilities) for (const list of Object.values(item.status)) for (const id of list) expect(ids.has(id)).toBe(true); } catch (error) { if (!(error instanceof AdvisoryRefusal)) throw error; }
    }), { numRuns: 500 });
  });
});
