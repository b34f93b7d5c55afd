/** One value out of many claims: confidence, conflicts, and what was dropped. */
import type { Claim } from '@wardkeep/model';
import { describe, expect, test } from 'vitest';
import { capture, claim, heard, list, MAC_A, resolved, row, service, use, valueOf } from './testing.ts';

const asset = (claims: readonly Claim[], rest: Parameters<typeof heard>[2] = {}) => resolved([capture(heard(MAC_A, '10.1.0.5', { bound: true, claims: [...claims], ...rest }))])[0];
const version = (value: string, signal: string, options?: Parameters<typeof claim>[3]) => claim('version', value, signal, options);

describe('confidence', () => {
  test('signals of different families add up', () => {
    expect(valueOf(asset([version('4.2.1', 'dicom.software-versions', { confidence: 80, weight: 'medium' }), version('4.2.1', 'snmp.sys-descr', { confidence: 70, weight: 'strong' })]), 'version')?.confidence).toBe(94);
  });
  test('the same family speaks once', () => {
    expect(valueOf(asset([version('4.2.1', 'dicom.a', { confidence: 80 }), version('4.2.1', 'dicom.b', { confidence: 70 })]), 'version')?.confidence).toBe(80);
  });
  test.each([['weak', 60], ['medium', 89], ['strong', 99]] as const)('a %s signal alone never says more than %i', (weight, cap) => {
    expect(valueOf(asset([version('4.2.1', 'x.y', { weight, confidence: 100 })]), 'version')?.confidence).toBe(cap);
  });
  test('weak signals that agree stay below what automation may use', () => {
    expect(valueOf(asset(['a.x', 'b.x', 'c.x', 'd.x'].map((signal) => version('4.2.1', signal, { weight: 'weak', confidence: 60 }))), 'version')?.confidence).toBe(79);
  });
});

describe('conflicts are kept and shown', () => {
  const two = [version('4.2.1', 'dicom.software-versions', { confidence: 92 }), version('5.0.0', 'snmp.sys-descr', { confidence: 85 })];
  test('two versions of comparable weight: both are there, and the value drives nothing', () => {
    expect(valueOf(asset(two), 'version')).toMatchObject({ value: '4.2.1', confidence: 65, conflictValues: ['4.2.1', '5.0.0'] });
    expect(valueOf(asset(two), 'version')?.evidence.map((one) => one.value)).toEqual(['4.2.1', '5.0.0']);
  });
  test('so are those between a list and the device', () => {
    const assets = resolved([list(row([version('3.9', 'list.column', { confidence: 85, weight: 'medium' })], { macs: [MAC_A] })), capture(heard(MAC_A, '10.1.0.5', { claims: [version('4.2.1', 'dicom.software-versions')] }))]);
    expect(valueOf(assets[0], 'version')?.conflictValues).toEqual(['4.2.1', '3.9']);
  });
  test('a weak voice against a strong one is noise', () => { expect(valueOf(asset([two[0]!, version('9', 'oui.x', { weight: 'weak', confidence: 40 })]), 'version')?.conflictValues).toEqual([]); });
  test('a longer form of the same is no conflict, and is only as sure as who gave it', () => {
    expect(valueOf(asset([claim('os', 'Debian', 'http.server', { confidence: 90 }), claim('os', 'Debian 12', 'ssh.banner', { weight: 'medium', confidence: 70 })]), 'os')).toMatchObject({ value: 'Debian 12', confidence: 70, conflictValues: [] });
  });
  test('4.2 is no part of 4.21', () => { expect(valueOf(asset([version('4.2', 'a.x'), version('4.21', 'b.x')]), 'version')?.conflictValues).toHaveLength(2); });
  test('spellings are one value', () => { expect(valueOf(asset([claim('model', 'IntelliVue MP-20', 'a.x'), claim('model', 'INTELLIVUE MP20', 'b.x')]), 'model')?.conflictValues).toEqual([]); });
  test('several names are normal', () => { expect(asset([claim('hostname', 'ct01', 'dhcp.hostname'), claim('hostname', 'radiology-ct', 'mdns.hostname')])).toMatchObject({ hostnames: ['ct01', 'radiology-ct'] }); });
});

describe('what an archive passes on', () => {
  const images = [claim('vendor', 'Labmade', 'dicom.manufacturer'), claim('model', 'Tomo', 'dicom.model'), claim('role', 'ct', 'dicom.modality')];
  test('a scanner is what its images say', () => { expect(valueOf(asset(images), 'vendor')).toMatchObject({ value: 'Labmade', evidence: [{ dropped: null }] }); });
  test.each([
    ['it answers queries', images, { services: [service(104, 'dicom', { attributes: { operations: ['find'] } })] }],
    ['it sends images of two models', [...images, claim('model', 'Magna', 'dicom.model')], {}],
  ])('%s: what images say is dropped, with the reason', (_why, claims, rest) => {
    const found = asset(claims, rest);
    for (const attribute of ['vendor', 'model'] as const) expect(valueOf(found, attribute)).toMatchObject({ value: null, confidence: null });
    expect(valueOf(found, 'vendor')?.evidence).toEqual([expect.objectContaining({ value: 'Labmade', dropped: { code: 'evidence.forwarded', params: {} } })]);
  });
  test('what the dissector already knows to be passed on is dropped as well', () => {
    expect(valueOf(asset([claim('vendor', 'Labmade', 'dicom.forwarded-manufacturer', { weight: 'weak', confidence: 10 })]), 'vendor')).toMatchObject({ value: null, evidence: [{ dropped: { code: 'evidence.forwarded' } }] });
  });
  test('a provider of storage alone may be a scanner’s commitment port', () => { expect(valueOf(asset(images, { services: [service(104, 'dicom', { attributes: { operations: ['echo', 'store'] } })] }), 'model')?.value).toBe('Tomo'); });
});

describe('evidence', () => {
  test('one statement through two addresses of a thing is one, with both counts', () => {
    const oui = claim('vendor', 'Philips', 'oui.vendor', { weight: 'weak', confidence: 40 });
    const [found] = resolved([capture(heard(MAC_A, null, { claims: [oui] }), heard(MAC_A, '10.1.0.5', { claims: [oui] }))]);
    expect(valueOf(found, 'vendor')?.evidence).toEqual([expect.objectContaining({ value: 'Philips', count: 2 })]);
  });
  test('the best comes first', () => { expect(valueOf(asset([version('1', 'a.x', { confidence: 60 }), version('2', 'b.x', { confidence: 95 })]), 'version')?.evidence.map((one) => one.confidence)).toEqual([95, 60]); });
  test('software by name, its surest version, names without regard to case', () => {
    expect(asset([claim('software', '1.0', 'http.server', { of: 'Jetty', confidence: 70 }), claim('software', '9.4', 'ssh.banner', { of: 'jetty', confidence: 95 }), claim('software', '', 'x.y', { of: 'Orthanc' })])?.software
      .map(({ name, version: of }) => [name, of])).toEqual([['jetty', '9.4'], ['Orthanc', null]]);
  });
});

describe('services and uses', () => {
  test('the surest protocol, the strongest state, all facts', () => {
    const found = asset([], {}), [merged] = resolved([capture(
      heard(MAC_A, '10.1.0.5', { bound: true, services: [service(104, 'unknown', { confidence: 0, attributes: { aeTitles: ['A'] } })] }),
      heard(MAC_A, '10.1.0.6', { bound: true, services: [service(104, 'dicom', { state: 'announced', attributes: { aeTitles: ['B'] } })] }))]);
    expect(found?.services).toEqual([]);
    expect(merged?.services).toMatchObject([{ port: 104, protocol: 'dicom', state: 'answered', confidence: 95, attributes: { aeTitles: ['A', 'B'] } }]);
  });
  test('a conversation that nobody understood is of the protocol that others spoke there', () => {
    const assets = resolved([capture(heard(MAC_A, '10.1.0.5', { clientOf: [use('unknown', '10.1.0.9', 104), use('dicom', '10.1.0.9', 104)] }), heard('00:09:5c:00:00:99', '10.1.0.9', { services: [service(104, 'dicom')] }))]);
    expect(assets.find((one) => one.macs[0] === MAC_A)?.uses).toMatchObject([{ protocol: 'dicom', port: 104, count: 2 }]);
  });
  test('but a guess from the port teaches nobody', () => {
    const assets = resolved([capture(heard(MAC_A, '10.1.0.5', { clientOf: [use('unknown', '10.1.0.9', 104)] }), heard('00:09:5c:00:00:99', '10.1.0.9', { services: [service(104, 'dicom', { confidence: 40 })] }))]);
    expect(assets.find((one) => one.macs[0] === MAC_A)?.uses).toMatchObject([{ protocol: 'unknown' }]);
  });
});
