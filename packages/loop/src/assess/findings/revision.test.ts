import { type Advisory, FINDING_STATUSES, type FindingStatus, type ProductStatus } from '@wardkeep/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classOf, foldStatuses, publisherStatus, remediationFingerprint, statementFingerprint, vulnerabilitiesOf } from './revision.ts';
import { advisory, fix, pair, product, vulnerability } from './testing.ts';

describe('status of several products: DefectDojo\'s rules', () => {
  test.each<[string, FindingStatus[], FindingStatus]>([
    ['affected wins', ['known_not_affected', 'fixed', 'known_affected', 'under_investigation'], 'known_affected'],
    ['unknown stays active', ['fixed', 'under_investigation', 'known_not_affected'], 'under_investigation'],
    ['fixed over not affected', ['known_not_affected', 'fixed'], 'fixed'],
    ['nothing said is unknown', [], 'under_investigation'],
  ])('%s', (_, statuses, expected) => expect(foldStatuses(statuses)).toBe(expected));

  test('law: order and repetition do not matter', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...FINDING_STATUSES)), (statuses) => {
      expect(foldStatuses([...statuses].reverse())).toBe(foldStatuses(statuses));
      expect(foldStatuses([...statuses, ...statuses])).toBe(foldStatuses(statuses));
    }));
  });

  test.each<[ProductStatus, FindingStatus]>([['known_affected', 'known_affected'], ['first_affected', 'known_affected'], ['last_affected', 'known_affected'], ['known_not_affected', 'known_not_affected'], ['fixed', 'fixed'], ['first_fixed', 'fixed'], ['recommended', 'under_investigation'], ['under_investigation', 'under_investigation']])('CSAF %s is VEX %s', (csaf, vex) => {
    expect(publisherStatus(vulnerability('CVE-1', { status: { [csaf]: ['P1'] } }), ['P1'])).toBe(vex);
    expect(publisherStatus(vulnerability('CVE-1', { status: { [csaf]: ['P1'] } }), ['P9'])).toBe('under_investigation');
  });
});

describe('vulnerabilities of a pair', () => {
  const two = advisory({ vulnerabilities: [vulnerability('CVE-B'), vulnerability('CVE-A', { status: { fixed: ['P1'] } }), vulnerability('CVE-C')] });
  test('those of the match, sorted, with the publisher\'s status', () => expect(vulnerabilitiesOf(two, pair('a', { cves: ['CVE-A', 'CVE-B'] }))).toEqual([{ id: 'CVE-A', status: 'fixed' }, { id: 'CVE-B', status: 'known_affected' }]));
  test('while the machine cannot tell, affected is under investigation', () => expect(vulnerabilitiesOf(two, pair('a', { verdict: 'cannot_tell', cves: ['CVE-A', 'CVE-B'] }))).toEqual([{ id: 'CVE-A', status: 'fixed' }, { id: 'CVE-B', status: 'under_investigation' }]));
  test('none named: all of the advisory', () => expect(vulnerabilitiesOf(two, pair('a', { cves: [] })).map(({ id }) => id)).toEqual(['CVE-A', 'CVE-B', 'CVE-C']));
  test('one that the advisory does not list stays active', () => expect(vulnerabilitiesOf(two, pair('a', { cves: ['CVE-X'] }))).toEqual([{ id: 'CVE-X', status: 'known_affected' }]));
});

describe('remediation fingerprint', () => {
  const of = (remediations: ReturnType<typeof fix>[], rest: Partial<Advisory> = {}, products = ['P1']) => remediationFingerprint(advisory({ vulnerabilities: [vulnerability('CVE-1', { remediations })], ...rest }), products);
  const base = of([fix('Update to 2.1.', ['P1', 'P2'])]);

  test.each([
    ['spacing and case', of([fix('  update  to\n2.1. ', ['P1', 'P2'])])],
    ['order and repetition', of([fix('Update to 2.1.', ['P2']), fix('Update to 2.1.', ['P1']), fix('Update to 2.1.')])],
    ['no products means all', of([fix('Update to 2.1.', [])])],
    ['the other product got another fix', of([fix('Update to 2.1.'), fix('Update to 3.0.', ['P2'])])],
    ['a CVE more with the same fix', remediationFingerprint(advisory({ vulnerabilities: [vulnerability('CVE-1', { remediations: [fix('Update to 2.1.')] }), vulnerability('CVE-2', { remediations: [fix('Update to 2.1.')] })] }), ['P1'])],
    ['products renumbered', remediationFingerprint(advisory({ vulnerabilities: [vulnerability('CVE-1', { status: { known_affected: ['X9'] }, remediations: [fix('Update to 2.1.', ['X9'])] })] }), ['X9'])],
    ['a second product with the same fix', of([fix('Update to 2.1.', ['P1', 'P2'])], {}, ['P1', 'P2'])],
  ])('the same: %s', (_, other) => expect(other).toBe(base));

  test.each([
    ['a new version', of([fix('Update to 2.2.')])], ['another kind', of([fix('Update to 2.1.', ['P1'], 'mitigation')])], ['one more', of([fix('Update to 2.1.'), fix('Close port 23.', ['P1'], 'workaround')])],
    ['none', of([])], ['an address', of([{ ...fix('Update to 2.1.'), url: 'https://example.org/2.1' }])], ['one of two products lost it', of([fix('Update to 2.1.')], {}, ['P1', 'P2'])],
  ])('different: %s', (_, other) => expect(other).not.toBe(base));

  test('letters outside ASCII count', () => expect(of([fix('Frissítés: 2.1 ő')])).not.toBe(of([fix('Frissítés: 2.1 ű')])));
});

describe('statement fingerprint', () => {
  const base = statementFingerprint(advisory(), ['P1']);
  test('remediations, order and the other product do not count', () => {
    expect(statementFingerprint(advisory({ revision: '7', products: [product('P2', 'Something else'), product('P1', 'ACME  pump a')], vulnerabilities: [vulnerability('CVE-2026-0001', { remediations: [fix('Update')] })] }), ['P1'])).toBe(base);
  });
  test.each([
    ['the range', advisory({ products: [product('P1', 'Acme Pump A', '<= 3.0')] })], ['the name', advisory({ products: [product('P1', 'Acme Pump C')] })],
    ['the status', advisory({ vulnerabilities: [vulnerability('CVE-2026-0001', { status: { fixed: ['P1'] } })] })], ['a vulnerability more', advisory({ vulnerabilities: [vulnerability('CVE-2026-0001'), vulnerability('CVE-2026-0002')] })],
  ])('%s counts', (_, other) => expect(statementFingerprint(other, ['P1'])).not.toBe(base));
});

test.each([
  [{ vendor: 'B. Braun', product: 'Infusomat® Space', model: null, version: 'V 2.1' }, 'b braun|infusomat space|', '2.1'],
  [{ vendor: 'b braun', product: 'INFUSOMAT-SPACE', model: '', version: 'version 2.1' }, 'b braun|infusomat space|', '2.1'],
  [{ vendor: null, product: null, model: null, version: null }, '||', ''], [{ vendor: null, product: null, model: 'X', version: 'Vista' }, '||x', 'vista'],
])('class of %j', (asset, productClass, versionClass) => expect(classOf(asset)).toEqual({ productClass, versionClass }));
