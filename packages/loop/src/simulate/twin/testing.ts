/** A twin small enough to be read whole: one clinic with an office, a server room and a scanner room. For tests. */
import { DEFENCES, type DefenceCode, type Twin, type TwinAsset, type TwinCareService, type TwinNumber, type TwinSource } from '@wardkeep/model/twin';

export const guess = (value: number, low = value, high = value): TwinNumber => ({ value, low, high, source: { kind: 'assumed', from: [], note: null } });

const asset = (id: string, role: TwinAsset['role'], count = 1): TwinAsset => ({
  id, name: id, role, count: guess(count), criticality: 'high', os: 'windows-server', patch: { unsupported: guess(0.1), exploited: guess(0.1), weakCredentials: guess(0.1) }, domain: 'd', inventoryId: null, findings: [],
});

export const careService = (id: string, more: Partial<TwinCareService> = {}): TwinCareService => ({
  id, name: id, kind: 'imaging', plannedHoursPerWeek: guess(40), patientsPerWeek: null, needs: [{ k: 1, of: [{ kind: 'role', role: 'ct', share: guess(1) }] }], fallbackShare: guess(0.2), safetyWeight: guess(0.6),
  downtime: { procedure: 'written', paperShare: guess(0.3), executed: guess(0.3), lastDrilled: '2026-01-31', decayPerWeek: guess(0.1) }, dependsOn: [], spareShare: guess(0.1), ...more,
});

export function clinic(): Twin {
  return {
    format: 'wardkeep-twin/1', name: 'Clinic', asOf: '2026-06-30',
    institutions: [{
      id: 'clinic', name: 'Clinic', kind: 'hospital', country: 'HU', template: null, beds: null,
      sites: [{
        id: 'site', name: 'Site', coordinates: { latitude: 47.5, longitude: 19 },
        zones: [
          { id: 'office', name: 'Office', kind: 'office', assets: [asset('pc', 'workstation', 20)] }, { id: 'servers', name: 'Servers', kind: 'servers', assets: [asset('dc', 'domain-controller'), asset('pacs', 'pacs')] },
          { id: 'scanner', name: 'Scanner', kind: 'imaging', assets: [asset('ct', 'ct')] },
        ],
      }],
      people: [{
        id: 'staff', name: 'Staff', role: 'other', headCount: guess(30), zones: ['office'], domain: 'd', acts: { alpha: 2, beta: 19, source: { kind: 'sourced', id: 'PH-016', note: null } }, reports: { alpha: 1, beta: 9, source: guess(0).source },
        reportDelay: { medianMinutes: 80, sigma: 2, source: guess(0).source }, mfaShare: guess(0.5),
      }],
      accounts: [{ id: 'admins', name: 'Admins', kind: 'administrator', domain: 'd', tier: 0, count: guess(2), usedIn: ['servers'], opens: ['servers', 'office'], mfaShare: guess(1) }],
      applications: [{ id: 'images', name: 'Images', kind: 'imaging', runsOn: ['pacs'], dependsOn: [{ kind: 'domain', id: 'd' }], exposure: 'internal', domain: 'd' }],
      backups: [{ id: 'tape', name: 'Tape', kind: 'offline', covers: ['pacs', 'dc'], zone: null, domain: null, restoreHours: guess(12, 6, 24), lossIfAttacked: guess(0.05, 0, 0.1), testedOn: '2026-03-01' }],
      dataAssets: [{ id: 'pictures', name: 'Pictures', records: ['imaging'], people: guess(4000), purpose: 'Care', place: { kind: 'application', id: 'images' }, processor: 'vendor' }],
      services: [careService('scan', { needs: [{ k: 1, of: [{ kind: 'application', id: 'images' }] }, { k: 1, of: [{ kind: 'asset', id: 'ct', share: guess(1) }] }] }), careService('clinic-hours', { kind: 'outpatients', dependsOn: [{ service: 'scan', share: guess(0.3) }] })],
      findings: [], defences: Object.fromEntries(DEFENCES.map((code) => [code, guess(0.5)])) as Record<DefenceCode, TwinNumber>,
    }],
    domains: [{ id: 'd', name: 'Domain', kind: 'active-directory', institutions: ['clinic'], controllers: ['dc'], trusts: [], tiering: guess(0.2) }],
    suppliers: [{ id: 'vendor', name: 'Vendor', kind: 'software', count: guess(1), access: [{ zone: 'scanner', protocols: ['rdp'], open: 'always' }], supplies: [{ kind: 'application', id: 'images' }], dependsOn: [] }],
    sharedServices: [{ id: 'record', name: 'Record', kind: 'record', operator: null, members: ['clinic'], needs: [], restoreHours: guess(48) }],
    reachability: [{ from: 'office', to: 'servers', protocols: ['smb', 'rdp'], enforced: guess(0.2) }],
    sources: [{ id: 'PH-016', parameter: 'rate', unit: 'share', title: 'A trial', url: 'https://example.org/', readAs: 'computed', caveat: null }],
  };
}

/** Sources of numbers stay whole: they are replaced, not changed. */
export type Writable<T> = T extends TwinSource ? T : T extends readonly (infer E)[] ? Writable<E>[] : T extends object ? { -readonly [K in keyof T]: Writable<T[K]> } : T;
/** The clinic with a change made to it. */
export function changed(change: (twin: Writable<Twin>) => void): Twin {
  const twin = structuredCopy(clinic()) as Writable<Twin>;
  change(twin);
  return twin as Twin;
}
const structuredCopy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
