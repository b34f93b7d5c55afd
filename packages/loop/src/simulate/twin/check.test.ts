import type { Twin } from '@wardkeep/model/twin';
import { describe, expect, test } from 'vitest';
import { checkTwin, isDay } from './check.ts';
import { careService, changed, clinic, guess, type Writable } from './testing.ts';

type Change = (twin: Writable<Twin>) => void;
const I = 'institutions[0]', found = (change: Change) => checkTwin(changed(change)).map(({ code, place }) => `${code} ${place}`);

test('a twin that can be used has no faults', () => { expect(checkTwin(clinic())).toEqual([]); });

describe('each error, alone, is named with its place', () => {
  const cases: readonly [string, Change, string[]][] = [
    ['a service cycle', ({ institutions: [i] }) => { i!.services[0]!.dependsOn.push({ service: 'clinic-hours', share: guess(0.1) }); }, [`service-cycle ${I}.services[1].dependsOn`]],
    ['a service that waits for itself', ({ institutions: [i] }) => { i!.services[0]!.dependsOn.push({ service: 'scan', share: guess(0.1) }); }, [`service-cycle ${I}.services[0].dependsOn`]],
    ['an unknown asset', ({ institutions: [i] }) => { i!.applications[0]!.runsOn.push('ghost'); }, [`unknown ${I}.applications[0].runsOn[1]`]],
    ['an unknown asset that is needed', ({ institutions: [i] }) => { i!.services[0]!.needs[1]!.of[0] = { kind: 'asset', id: 'ghost', share: guess(1) }; }, [`unknown ${I}.services[0].needs[1].of[0].id`]],
    ['k > n', ({ institutions: [i] }) => { i!.services[0]!.needs[0]!.k = 2; }, [`need-k ${I}.services[0].needs[0].k`]],
    ['k = 0', ({ institutions: [i] }) => { i!.services[0]!.needs[0]!.k = 0; }, [`need-k ${I}.services[0].needs[0].k`]],
    ['k that is not whole', ({ institutions: [i] }) => { i!.services[0]!.needs[0]!.k = 0.5; }, [`need-k ${I}.services[0].needs[0].k`]],
    ['negative hours', ({ institutions: [i] }) => { i!.services[0]!.plannedHoursPerWeek.low = -1; }, [`number-negative ${I}.services[0].plannedHoursPerWeek.low`]],
    ['negative hours of restoring', ({ institutions: [i] }) => { i!.backups[0]!.restoreHours = guess(-1, -2, -1); }, ['value', 'low', 'high'].map((name) => `number-negative ${I}.backups[0].restoreHours.${name}`)],
    ['a zone without a way in', (twin) => { twin.reachability = []; }, [`zone-no-way-in ${I}.sites[0].zones[1]`]],
    ['zones that only lead to each other', (twin) => { twin.reachability = [{ from: 'scanner', to: 'scanner', protocols: [], enforced: guess(0) }, { from: 'servers', to: 'scanner', protocols: [], enforced: guess(0) }]; twin.suppliers[0]!.access = []; },
      ['reach-itself reachability[0]', `zone-no-way-in ${I}.sites[0].zones[1]`, `zone-island ${I}.sites[0].zones[2]`]],
    ['a share above 1', ({ institutions: [i] }) => { i!.services[0]!.fallbackShare.high = 1.01; }, [`share-range ${I}.services[0].fallbackShare.high`]],
    ['a defence that is a share', ({ institutions: [i] }) => { i!.defences['mfa-mail'] = guess(2); }, ['value', 'low', 'high'].map((name) => `share-range ${I}.defences.mfa-mail.${name}`)],
    ['low > value', ({ institutions: [i] }) => { i!.services[0]!.safetyWeight.low = 0.7; }, [`number-order ${I}.services[0].safetyWeight`]],
    ['value > high', ({ domains: [d] }) => { d!.tiering.high = 0.1; }, ['number-order domains[0].tiering']],
    ['a Beta of nobody', ({ institutions: [i] }) => { i!.people[0]!.acts.alpha = 0; }, [`number-positive ${I}.people[0].acts.alpha`]],
    ['the same identifier twice', ({ institutions: [i] }) => { i!.services[1]!.id = 'scan'; i!.services[1]!.dependsOn = []; }, [`id-twice ${I}.services[1].id`]],
    ['a bad identifier', ({ suppliers: [s], institutions: [i] }) => { s!.id = 'a b'; i!.dataAssets[0]!.processor = null; }, ['id-shape suppliers[0].id']],
    ['a service without needs', ({ institutions: [i] }) => { i!.services[0]!.needs = []; }, [`service-needs-nothing ${I}.services[0].needs`]],
    ['an empty group', ({ institutions: [i] }) => { i!.services[0]!.needs[0]!.of = []; }, [`need-group-empty ${I}.services[0].needs[0].of`]],
    ['the same member twice', ({ institutions: [i] }) => { i!.services[1]!.needs[0]!.of.push({ kind: 'role', role: 'ct', share: guess(1) }); }, [`need-twice ${I}.services[1].needs[0].of[1]`]],
    ['a role that nothing has', ({ institutions: [i] }) => { i!.services[1]!.needs[0]!.of[0] = { kind: 'role', role: 'mr', share: guess(1) }; }, [`need-role-absent ${I}.services[1].needs[0].of[0].role`]],
    ['a supplier loop', (twin) => { twin.suppliers.push({ ...twin.suppliers[0]!, id: 'sub', access: [], dependsOn: ['vendor'] }); twin.suppliers[0]!.dependsOn = ['sub']; }, ['supplier-cycle suppliers[1].dependsOn']],
    ['applications and shared services in a circle', (twin) => { twin.institutions[0]!.applications[0]!.dependsOn = [{ kind: 'shared-service', id: 'record' }]; twin.sharedServices[0]!.needs = [{ k: 1, of: [{ kind: 'application', id: 'images' }] }]; }, ['dependency-cycle sharedServices[0].needs']],
    ['a day that is none', ({ institutions: [i] }) => { i!.backups[0]!.testedOn = '2026-02-29'; }, [`date-format ${I}.backups[0].testedOn`]],
    ['a day to come', ({ institutions: [i] }) => { i!.services[0]!.downtime.lastDrilled = '2026-07-01'; }, [`date-future ${I}.services[0].downtime.lastDrilled`]],
    ['a row that is not there', (twin) => { twin.sources = []; }, [`unknown ${I}.people[0].acts.source.id`]],
    ['derived from nothing', ({ domains: [d] }) => { d!.tiering.source = { kind: 'derived', from: [], note: null }; }, ['source-empty domains[0].tiering.source.from']],
    ['a country in words', ({ institutions: [i] }) => { i!.country = 'Hungary'; }, [`country-code ${I}.country`]],
    ['no place on earth', ({ institutions: [i] }) => { i!.sites[0]!.coordinates!.latitude = 91; }, [`value-range ${I}.sites[0].coordinates.latitude`]],
    ['no name', ({ domains: [d] }) => { d!.name = ' '; }, ['text-empty domains[0].name']],
    ['the same way twice', (twin) => { twin.reachability.push({ ...twin.reachability[0]!, protocols: ['rdp', 'smb'] }); }, ['reach-twice reachability[1]']],
    ['an unknown domain', ({ institutions: [i] }) => { i!.sites[0]!.zones[0]!.assets[0]!.domain = 'ghost'; }, [`unknown ${I}.sites[0].zones[0].assets[0].domain`]],
    ['an unknown zone', ({ suppliers: [s] }) => { s!.access.push({ zone: 'ghost', protocols: [], open: 'always' }); }, ['unknown suppliers[0].access[1].zone']],
    ['an address that is none', (twin) => { twin.sources[0]!.url = 'javascript:alert(1)'; }, ['url-shape sources[0].url']],
    ['a score above 10', ({ institutions: [i] }) => { i!.findings.push({ id: 'f', title: 'F', vulnerability: null, baseScore: 11, epss: 0.5, knownExploited: false, by: 'assess' }); }, [`value-range ${I}.findings[0].baseScore`]],
    ['no institution', (twin) => { Object.assign(twin, { institutions: [], domains: [], suppliers: [], sharedServices: [], reachability: [] }); }, ['twin-empty institutions']],
  ];
  test.each(cases)('%s', (_, change, expected) => { expect(found(change)).toEqual(expected); });
});

test('all at once: each change adds its own faults and hides none of the others', () => {
  expect(found((twin) => {
    const [i] = twin.institutions;
    i!.services[0]!.dependsOn.push({ service: 'clinic-hours', share: guess(0.1) });
    i!.applications[0]!.runsOn.push('ghost');
    i!.services[0]!.needs[0]!.k = 2;
    i!.services[0]!.plannedHoursPerWeek.low = -1;
    twin.reachability = [];
  }).sort()).toEqual([
    `need-k ${I}.services[0].needs[0].k`, `number-negative ${I}.services[0].plannedHoursPerWeek.low`, `service-cycle ${I}.services[1].dependsOn`, `unknown ${I}.applications[0].runsOn[1]`, `zone-no-way-in ${I}.sites[0].zones[1]`,
  ]);
});

test('a sentence says what was expected and what was found', () => {
  const [fault] = checkTwin(changed(({ institutions: [i] }) => { i!.services[0]!.needs[0]!.k = 3; }));
  expect(fault).toMatchObject({ params: { k: 3, n: 1 }, message: 'Expected k as a whole number of 1 to 1, the number of members; found 3.' });
});

test('what a stranger wrote cannot speak to the terminal', () => {
  const [fault] = checkTwin(changed(({ domains: [d] }) => { d!.trusts = ['\u001b[2J\u202eevil']; }));
  expect(fault!.message).toBe('There is no domain with the identifier " [2J evil".');
});

test('another institution\'s zone is no zone of one\'s own people', () => {
  const faults = found((twin) => {
    const other = structuredClone(twin.institutions[0]!);
    Object.assign(other, { id: 'other', people: [], accounts: [], applications: [], backups: [], dataAssets: [], services: [careService('elsewhere')] } satisfies Partial<Twin['institutions'][number]>);
    other.sites = [{ id: 'other-site', name: 'Other', coordinates: null, zones: [{ id: 'other-zone', name: 'Zone', kind: 'other', assets: [{ ...other.sites[0]!.zones[2]!.assets[0]!, id: 'other-ct' }] }] }];
    twin.institutions.push(other);
    twin.institutions[0]!.people[0]!.zones.push('other-zone');
  });
  expect(faults).toEqual([`unknown-elsewhere ${I}.people[0].zones[1]`]);
});

test('a long chain of services is walked without a stack', () => {
  const services = Array.from({ length: 50_000 }, (_, at) => careService(`s${at}`, { dependsOn: [{ service: `s${at + 1}`, share: guess(0.5) }] }));
  services.push(careService('s50000'));
  expect(found(({ institutions: [i] }) => { i!.services = services as Writable<typeof services>; })).toEqual([]);
});

test.each([['2026-02-28', true], ['2024-02-29', true], ['2026-02-29', false], ['2026-13-01', false], ['26-01-01', false], ['2026-1-1', false], ['2026-01-01T00:00', false]])('isDay(%s) is %s', (text, expected) => { expect(isDay(text)).toBe(expected); });
