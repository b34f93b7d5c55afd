/** Laws of resolution, for any witnesses. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ResolvedAsset, ResolveSource, Witness } from '@wardkeep/model';
import { capture, claim, heard, hostname, list, resolved, row, service, use } from './testing.ts';

const mac = fc.constantFrom('00:09:5c:00:00:0a', '00:09:5c:00:00:0b', '00:1b:54:00:00:01', 'da:01:02:03:04:05', 'ca:0a:0b:0c:0d:0e', '52:54:00:00:00:01');
const ip = fc.constantFrom('10.1.0.5', '10.1.0.6', '10.2.0.7', '10.3.0.8', '93.184.216.34', 'fe80::1', '127.0.0.1', '10.1.0.255');
const anyClaim = fc.oneof(
  fc.constantFrom('SN-55501', 'SN-55502', '12345').map((text) => claim('serial', text, 'dicom.device-serial')), fc.constantFrom('ct-1', 'ct-1.a.example', 'ct-1.b.example', 'mr-2').map((text) => hostname(text)),
  fc.constantFrom('Tomo', 'Tomo 16', 'Magna').map((text) => claim('model', text, 'dicom.model')), fc.constantFrom('U1', 'U2').map((text) => claim('udi', text, 'list.column')), fc.constantFrom('I-1', 'I-2').map((text) => claim('inventoryNumber', text, 'list.column')),
  fc.constantFrom('4.2', '4.2.1', '5').map((text) => claim('version', text, 'snmp.sys-descr', { confidence: 80 })), fc.constantFrom('1.0', '').map((text) => claim('software', text, 'http.server', { of: 'Jetty' })), fc.constantFrom('CT1', 'PACS').map((text) => claim('aeTitle', text, 'dicom.calling-ae')),
);
const anyService = fc.constantFrom(service(104, 'dicom', { attributes: { operations: ['find'] } }), service(104, 'unknown', { confidence: 0 }), service(80, 'http', { attributes: { server: 'a' } }), service(80, 'http', { attributes: { server: 'b' }, application: 'fhir' }));
const anyUse = fc.constantFrom(use('dicom', '10.1.0.5', 104), use('unknown', '10.1.0.5', 104), use('nbns', '10.1.0.255', 137));

const seen: fc.Arbitrary<Witness> = fc.record({ mac: fc.option(mac), ip: fc.option(ip), claims: fc.array(anyClaim, { maxLength: 3 }), services: fc.array(anyService, { maxLength: 2 }), clientOf: fc.array(anyUse, { maxLength: 2 }), from: fc.nat(5), length: fc.nat(3), bound: fc.boolean(), count: fc.nat(2) })
  .map(({ mac: one, ip: two, from, length, ...rest }) => heard(one, two, { from, to: from + length, ...rest }));
const listed: fc.Arbitrary<Witness> = fc.record({ claims: fc.array(anyClaim, { minLength: 1, maxLength: 3 }), macs: fc.array(mac, { maxLength: 1 }), ips: fc.array(ip, { maxLength: 1 }) }).map(({ claims, ...rest }) => row(claims, rest));
const sources: fc.Arbitrary<ResolveSource[]> = fc.tuple(fc.array(seen, { maxLength: 8 }), fc.array(seen, { maxLength: 4 }), fc.array(listed, { maxLength: 4 })).map(([one, two, three]) => [capture(...one), capture(...two), list(...three)]);
const RUNS = { numRuns: 1500 };

const all = (source: ResolveSource): Witness[] => Array.from({ length: source.witnesses.length }, (_, index) => source.witnesses.at(index)!);
/** Without the indices that name sources and witnesses. */
const content = (assets: readonly ResolvedAsset[]) => JSON.parse(JSON.stringify(assets, (name, value: unknown) => (name === 'source' || name === 'file' || name === 'members' ? undefined : name === 'evidence' ? (value as unknown[]).map((one) => JSON.stringify({ ...one as object, source: 0, file: 0 })).sort() : value))) as unknown;

test('the order of witnesses changes nothing', () => {
  fc.assert(fc.property(sources.chain((list) => fc.tuple(fc.constant(list), fc.tuple(...list.map((one) => fc.shuffledSubarray(all(one), { minLength: one.witnesses.length }))))), ([given, shuffled]) => {
    expect(content(resolved(given.map((one, index) => ({ ...one, witnesses: shuffled[index]! }))))).toEqual(content(resolved(given)));
  }), RUNS);
});

test('the order of sources changes nothing but their indices', () => {
  fc.assert(fc.property(sources, (given) => { expect(content(resolved([...given].reverse()))).toEqual(content(resolved(given))); }), RUNS);
});

test('the same input gives the same result, and is not touched', () => {
  fc.assert(fc.property(sources, (given) => {
    const before = JSON.stringify(given), first = resolved(given);
    expect(resolved(given)).toEqual(first);
    expect(JSON.stringify(given)).toBe(before);
  }), RUNS);
});

test('no two assets have one id; the same strongest key gives the same id', () => {
  const ids = new Map<string, string>();
  fc.assert(fc.property(sources, (given) => {
    const assets = resolved(given);
    expect(new Set(assets.map((asset) => asset.id)).size).toBe(assets.length);
    for (const { id, keys } of assets) expect(ids.get(keys[0]!) ?? (ids.set(keys[0]!, id), id)).toBe(id);
  }), RUNS);
});

test('a witness is in one asset or in none, and none that was heard inside the site is lost', () => {
  fc.assert(fc.property(sources, (given) => {
    const members = resolved(given).flatMap((asset) => asset.members.map(({ source, witness }) => `${source}/${witness}`));
    expect(new Set(members).size).toBe(members.length);
    given.forEach((one, source) => { all(one).forEach(({ ips, macs, count }, witness) => { if (count > 0 && macs.length > 0 && ips.length === 0) expect(members).toContain(`${source}/${witness}`); }); });
  }), RUNS);
});

test('importing all of it again makes no new asset', () => {
  fc.assert(fc.property(sources, (given) => { expect(resolved([...given, ...given]).map((asset) => asset.id)).toEqual(resolved(given).map((asset) => asset.id)); }), RUNS);
});

test('confidence is a whole number from 0 to 100, and a conflict caps it', () => {
  fc.assert(fc.property(sources, (given) => {
    for (const { attributes } of resolved(given)) {
      for (const { confidence, conflictValues, value } of attributes) {
        if (value !== null) expect(Number.isInteger(confidence) && confidence! >= 0 && confidence! <= 99).toBe(true);
        if (conflictValues.length > 0) { expect(conflictValues[0]).toBe(value); expect(confidence).toBeLessThanOrEqual(65); }
      }
    }
  }), RUNS);
});
