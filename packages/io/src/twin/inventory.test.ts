import { checkTwin } from '@wardkeep/loop/simulate/twin/check';
import { type InventoryInput, osClass, twinFromInventory } from '@wardkeep/loop/simulate/twin/inventory';
import { countSources } from '@wardkeep/loop/simulate/twin/walk';
import type { CareService, Estimate } from '@wardkeep/model/care';
import type { InventoryAsset } from '@wardkeep/model/inventory';
import type { Role } from '@wardkeep/model/role';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { twinRules } from './rules.ts';

const rules = twinRules();
const device = (id: string, role: Role | null, zone: string | null, ip: string, more: Partial<InventoryAsset> = {}): InventoryAsset => ({
  id, macs: [], ips: [ip], hostnames: [], role, vendor: null, product: null, model: null, version: null, serial: null, udi: null, os: null, zone, aeTitles: [], services: [], clientOf: [], software: [], firstSeen: null, lastSeen: null, confidence: {}, conflicts: [], evidence: [], ...more,
});
const uses = (server: string, protocol: 'dicom' | 'smb' | 'hl7'): InventoryAsset['clientOf'][number] => ({ protocol, server, port: 1, attributes: {} });
const estimate = (value: number, source: Estimate['source'] = { kind: 'institution', note: null }): Estimate => ({ value, low: value, high: value, source });
const service = (id: string, needs: CareService['needs']): CareService => ({ id, name: id, kind: 'imaging', plannedHoursPerWeek: estimate(60), needs, fallbackShare: estimate(0.2, { kind: 'published', id: 'OWN-1', title: 'A study', url: 'https://example.org/', readAs: 'primary', range: 'ours', caveat: null }), safetyWeight: estimate(0.6, { kind: 'assumed', note: 'so' }) });

const ASSETS = [
  device('asset-ct-01', 'ct', 'Radiology', '10.1.0.1', { os: 'Windows 7 Embedded', clientOf: [uses('10.2.0.1', 'dicom')] }), device('asset-pacs-1', 'pacs', 'Data centre', '10.2.0.1', { os: 'Windows Server 2019', hostnames: ['pacs1'] }),
  device('asset-dc-001', 'domain-controller', 'Data centre', '10.2.0.2', { os: 'Windows Server 2022' }), device('asset-pc-001', 'workstation', 'Wards', '10.3.0.1', { os: 'Windows 11', clientOf: [uses('10.2.0.1', 'dicom'), uses('10.2.0.2', 'smb'), uses('10.9.9.9', 'smb')] }),
  device('asset-pump-1', 'infusion-pump', null, '10.4.0.1'),
];
const INPUT: InventoryInput = {
  institution: { id: 'h', name: 'Hospital', kind: 'hospital', country: 'ES' }, asOf: '2026-11-22', language: 'en', assets: ASSETS, answers: {},
  findings: [{ id: 'f-1', title: 'CVE-2026-0001', vulnerability: 'CVE-2026-0001', baseScore: 9.8, epss: 0.9, knownExploited: true, by: 'assess', assets: ['asset-ct-01'] }, { id: 'f-2', title: 'Weak cipher', vulnerability: null, baseScore: 4, epss: null, knownExploited: false, by: 'test', assets: ['asset-pacs-1'] }, { id: 'f-3', title: 'Gone', vulnerability: null, baseScore: null, epss: null, knownExploited: false, by: 'test', assets: ['asset-gone'] }],
  services: [service('scan', [{ anyOf: [{ kind: 'role', role: 'ct', count: 1 }, { kind: 'role', role: 'mr', count: null }] }, { anyOf: [{ kind: 'asset', assetId: 'asset-pacs-1' }] }]), service('ghost', [{ anyOf: [{ kind: 'role', role: 'dialysis', count: null }] }])],
};

test('zones, ways, domain, findings and services of an inventory; what could not be used is returned with its reason', () => {
  const { twin, dropped } = twinFromInventory(INPUT, rules), [i] = twin.institutions, zones = i!.sites[0]!.zones, asset = (id: string) => zones.flatMap(({ assets }) => assets).find((each) => each.id === id)!;
  expect(checkTwin(twin)).toEqual([]);
  expect(zones.map(({ id, kind, assets }) => [id, kind, assets.length])).toEqual([['h-data-centre', 'servers', 2], ['h-radiology', 'imaging', 1], ['h-wards', 'clinical', 1], ['h-unzoned', 'medical-devices', 1]]);
  expect(twin.reachability.map(({ from, to, protocols, enforced }) => [from, to, protocols.join(), enforced.source.kind])).toEqual([
    ['h-radiology', 'h-data-centre', 'dicom', 'assumed'], ['h-wards', 'h-data-centre', 'dicom,smb', 'assumed'], ['h-wards', 'h-radiology', '', 'assumed'], ['h-wards', 'h-unzoned', '', 'assumed'],
  ]);
  expect(asset('asset-ct-01')).toMatchObject({ os: 'windows-legacy', count: { value: 1, source: { kind: 'measured', by: 'inventory' } }, patch: { unsupported: { value: 1, source: { kind: 'measured' } }, exploited: { value: 1, source: { by: 'findings' } } }, findings: ['f-1'], domain: 'h-domain' });
  expect(asset('asset-pacs-1')).toMatchObject({ name: 'pacs1', patch: { exploited: { value: 0, low: 0, high: 0.45, source: { kind: 'measured', by: 'findings' } } } });
  expect(asset('asset-pump-1').patch.exploited.source).toEqual({ kind: 'sourced', id: 'EX-038', note: null });
  expect(twin.domains).toMatchObject([{ id: 'h-domain', controllers: ['asset-dc-001'] }]);
  expect(i!.applications.map(({ id, runsOn }) => [id, ...runsOn])).toEqual([['h-imaging', 'asset-pacs-1']]);
  expect(i!.services).toMatchObject([{ id: 'scan', plannedHoursPerWeek: { value: 60, source: { kind: 'measured', by: 'institution' } }, fallbackShare: { source: { kind: 'sourced', id: 'OWN-1' } }, needs: [{ k: 1, of: [{ kind: 'role', role: 'ct' }] }, { k: 1, of: [{ kind: 'asset', id: 'asset-pacs-1' }] }] }]);
  expect(twin.sources.find(({ id }) => id === 'OWN-1')).toMatchObject({ title: 'A study' });
  expect(dropped).toEqual([{ what: 'need', id: 'scan: mr', why: 'role-absent' }, { what: 'need', id: 'ghost: dialysis', why: 'role-absent' }, { what: 'service', id: 'ghost', why: 'needs-nothing' }, { what: 'finding', id: 'f-3', why: 'no-asset' }]);
  // Five counts, one unsupported, two exploited, hours, and the two shares of needs.
  expect(countSources(twin).measured).toBe(11);
});

test('an answer replaces what nobody knew', () => {
  const border = (answers: InventoryInput['answers']) => twinFromInventory({ ...INPUT, answers }, rules).twin.reachability.find(({ from }) => from === 'h-wards')!.enforced;
  expect(border({}).source.kind).toBe('assumed');
  expect(border({ zones: 'flat' })).toMatchObject({ value: 0, high: 0.1, source: { kind: 'measured', by: 'answer' } });
});

const ROLES: readonly (Role | null)[] = ['ct', 'pacs', 'domain-controller', 'workstation', 'firewall', 'analyser', 'switch', 'mobile', null];
test('whatever was seen, the twin has no faults and is the same again', () => {
  const seen = fc.array(fc.record({ role: fc.constantFrom(...ROLES), zone: fc.constantFrom(null, 'A', 'B', 'b', 'Ä/ß', '  ', '10.0.0.0/24'), os: fc.constantFrom(null, 'Windows XP', 'Linux 5', 'VxWorks'), server: fc.nat(30) }), { maxLength: 20 });
  fc.assert(fc.property(seen, (list) => {
    const assets = list.map(({ role, zone, os, server }, at) => device(`asset-${String(at).padStart(4, '0')}`, role, zone, `10.0.0.${at}`, { os, clientOf: [uses(`10.0.0.${server}`, 'smb')] })), input = { ...INPUT, assets, services: [], findings: [] };
    const { twin } = twinFromInventory(input, rules);
    expect(checkTwin(twin)).toEqual([]);
    expect(twin.institutions[0]!.sites[0]!.zones.reduce((all, zone) => all + zone.assets.length, 0)).toBe(assets.length);
    expect(twinFromInventory(input, rules).twin).toEqual(twin);
  }), { numRuns: 100 });
});

test.each<[string | null, Role, string]>([
  ['Windows XP Professional SP3', 'ct', 'windows-legacy'], ['Microsoft Windows 10 Pro 22H2', 'workstation', 'windows-legacy'], ['Windows 10 IoT Enterprise LTSC 2021', 'ultrasound', 'windows-workstation'], ['Windows 11', 'workstation', 'windows-workstation'],
  ['Windows Server 2012 R2', 'server', 'windows-legacy'], ['Windows Server 2019', 'pacs', 'windows-server'], ['VMware ESXi 8', 'server', 'hypervisor'], ['Debian 12', 'server', 'linux'], ['Cisco IOS 15', 'switch', 'network'], ['iOS 18', 'mobile', 'mobile'],
  ['VxWorks 6.9', 'infusion-pump', 'embedded'], [null, 'firewall', 'network'], [null, 'ct', 'unknown'],
])('%s on a %s is %s', (os, role, expected) => { expect(osClass(os, role)).toBe(expected); });
