/** A first twin of what SEE and ASSESS know about one institution: assets, zones, ways that were seen. What they do not know is assumed, and says so. */
import type { CareService, Estimate } from '@wardkeep/model/care';
import type { InventoryAsset } from '@wardkeep/model/inventory';
import type { Protocol } from '@wardkeep/model/protocol';
import { type Role, roleEntry } from '@wardkeep/model/role';
import {
  INTERNET, type InstitutionKind, type OsClass, type Twin, TWIN_FORMAT, type TwinApplication, type TwinAsset, type TwinBackup, type TwinCareService, type TwinDomain, type TwinFinding, type TwinNeed, type TwinNumber, type TwinPeople,
  type TwinReach, type TwinSource, type TwinSourceRow, type TwinZone, type ZoneKind,
} from '@wardkeep/model/twin';
import { settingsOf, type Settings } from './answers.ts';
import { assumed, fromGuess, measured, numberOf } from './numbers.ts';
import type { Language, TwinAnswers, TwinRules } from './rules.ts';
import { defencesOf, downtimeOf, monthsBefore, peopleRates, sourcesOf } from './template.ts';

export interface InventoryInput {
  readonly institution: { readonly id: string; readonly name: string; readonly kind: InstitutionKind; readonly country: string | null };
  readonly asOf: string;
  readonly language: Language;
  readonly assets: readonly InventoryAsset[];
  /** Those of ASSESS and TEST, with the inventory's identifiers of the assets they concern. */
  readonly findings: readonly (TwinFinding & { readonly assets: readonly string[] })[];
  /** As the hospital named them for ASSESS; needs that no asset serves are dropped. */
  readonly services: readonly CareService[];
  readonly answers: TwinAnswers;
}

/** What was known and could not be used, with the reason. */
export interface Dropped { readonly what: 'need' | 'service' | 'finding' | 'asset'; readonly id: string; readonly why: 'role-absent' | 'asset-absent' | 'needs-nothing' | 'no-asset' | 'twice' }
export interface InventoryTwin { readonly twin: Twin; readonly dropped: readonly Dropped[] }

/** Throws for answers that `answerFaults` names. */
export function twinFromInventory(input: InventoryInput, rules: TwinRules): InventoryTwin { return new Gathering(input, settingsOf(rules, input.answers), rules).twin(); }

/** What an asset of a role tells about the zone it stands in. */
const ZONE_OF: Readonly<Partial<Record<Role, ZoneKind>>> = {
  ct: 'imaging', mr: 'imaging', xray: 'imaging', mammography: 'imaging', angiography: 'imaging', nuclear: 'imaging', ultrasound: 'imaging', analyser: 'laboratory', 'infusion-pump': 'medical-devices', 'patient-monitor': 'medical-devices',
  ventilator: 'medical-devices', anaesthesia: 'medical-devices', dialysis: 'medical-devices', 'nurse-call': 'medical-devices', 'telecare-hub': 'medical-devices', radiotherapy: 'medical-devices', ecg: 'medical-devices',
  defibrillator: 'medical-devices', server: 'servers', 'domain-controller': 'servers', 'file-server': 'servers', database: 'servers', pacs: 'servers', ris: 'servers', ehr: 'servers', lis: 'servers', 'interface-engine': 'servers', 'fhir-server': 'servers',
  'web-server': 'edge', 'mail-server': 'edge', firewall: 'edge', bms: 'building', plc: 'building', camera: 'building', 'access-control': 'building', workstation: 'clinical', mobile: 'clinical', printer: 'clinical',
};
const APPLICATION_OF: Readonly<Partial<Record<Role, TwinApplication['kind']>>> = {
  ehr: 'record', lis: 'laboratory', pacs: 'imaging', ris: 'imaging', 'interface-engine': 'messages', 'mail-server': 'mail', 'file-server': 'files', 'pharmacy-robot': 'pharmacy', 'telecare-hub': 'telecare',
};
const NETWORK: ReadonlySet<string> = new Set(['switch', 'router', 'firewall', 'wireless-ap']), USERS: ReadonlySet<string> = new Set(['workstation', 'mobile']), SERVERS: ReadonlySet<string> = new Set(['server', 'domain-controller', 'file-server', 'database', 'web-server', 'mail-server', 'pacs', 'vna', 'ris', 'ehr', 'lis', 'interface-engine', 'fhir-server']);
const UNZONED = 'unzoned';

class Gathering {
  private readonly input: InventoryInput;
  private readonly settings: Settings;
  private readonly rules: TwinRules;
  private readonly dropped: Dropped[] = [];
  private readonly assets: readonly InventoryAsset[];
  private readonly zoneIds = new Map<string, string>();
  private readonly known = new Map<string, InventoryAsset>();

  constructor(input: InventoryInput, settings: Settings, rules: TwinRules) {
    this.input = input;
    this.settings = settings;
    this.rules = rules;
    this.assets = input.assets.filter((asset) => {
      if (!this.known.has(asset.id)) { this.known.set(asset.id, asset); return true; }
      this.dropped.push({ what: 'asset', id: asset.id, why: 'twice' });
      return false;
    });
    for (const name of [...new Set(this.assets.map(zoneName))].sort()) this.zoneIds.set(name, uniqueId(`${input.institution.id}-${slug(name)}`, new Set(this.zoneIds.values())));
  }

  twin(): InventoryTwin {
    const { institution: { id, name, kind, country }, asOf } = this.input, zones = this.zones(), applications = this.applications(), rows: TwinSourceRow[] = [];
    const services = this.input.services.flatMap((service) => this.service(service, rows)), people = this.people(zones), domains = this.domains(), findings = this.findings();
    const twin: Twin = {
      format: TWIN_FORMAT, name, asOf,
      institutions: [{
        id, name, kind, country, template: null, beds: null, sites: [{ id: `${id}-site`, name, coordinates: null, zones }], people, accounts: [], applications, backups: this.backups(), dataAssets: [], services, findings, defences: defencesOf(this.rules, this.settings),
      }],
      domains, suppliers: [], sharedServices: [], reachability: this.reach(zones, people), sources: [],
    };
    const known = new Map(rows.map((row) => [row.id, row]));
    return { twin: { ...twin, sources: sourcesOf(twin, { ...this.rules, rows: withRows(this.rules, known) }) }, dropped: this.dropped };
  }

  private zones(): TwinZone[] {
    return [...this.zoneIds].map(([name, id]) => {
      const assets = this.assets.filter((asset) => zoneName(asset) === name);
      return { id, name: name === UNZONED ? { en: 'Zone not known', es: 'Zona desconocida', hu: 'Ismeretlen zóna' }[this.input.language] : name, kind: mostly(assets), assets: assets.map((asset) => this.asset(asset)) };
    });
  }

  private asset(asset: InventoryAsset): TwinAsset {
    const role = roleOf(asset), os = osClass(asset.os, role), entry = roleEntry(role);
    return {
      id: asset.id, name: asset.hostnames[0] ?? asset.model ?? asset.product ?? asset.ips[0] ?? asset.id, role, count: measured(1, 'inventory'), criticality: entry?.medical ? 'high' : SERVERS.has(role) ? 'high' : 'medium', os,
      patch: this.patch(asset, role, os), domain: this.controllers().length > 0 && os.startsWith('windows') ? this.domainId() : null, inventoryId: asset.id,
      findings: this.input.findings.filter(({ assets }) => assets.includes(asset.id)).map(({ id }) => id),
    };
  }

  private patch(asset: InventoryAsset, role: Role, os: OsClass): TwinAsset['patch'] {
    const { defaults } = this.rules, server = SERVERS.has(role), device = !server && roleEntry(role)?.medical === true, findings = this.input.findings.filter(({ assets }) => assets.includes(asset.id));
    const likely = fromGuess(this.rules, device ? defaults['devices-exploited'] : server ? defaults['servers-exploited'] : defaults['computers-exploited']);
    return {
      unsupported: os === 'windows-legacy' ? measured(1, 'inventory') : device ? fromGuess(this.rules, defaults['devices-unsupported']) : this.settings.number('computers.unsupported'),
      // Assessed and nothing known to be exploited: what nobody has published may still be there.
      exploited: findings.some(({ knownExploited }) => knownExploited) ? measured(1, 'findings') : findings.length > 0 ? measured(0, 'findings', 0, likely.value) : likely,
      weakCredentials: device ? this.settings.number('devices.weakCredentials') : fromGuess(this.rules, defaults['computers-weak-credentials']),
    };
  }

  private controllers(): readonly InventoryAsset[] { return this.assets.filter(({ role }) => role === 'domain-controller'); }
  private domainId(): string { return `${this.input.institution.id}-domain`; }

  private domains(): TwinDomain[] {
    const controllers = this.controllers();
    if (controllers.length === 0) return [];
    return [{ id: this.domainId(), name: { en: 'Domain', es: 'Dominio', hu: 'Tartomány' }[this.input.language], kind: 'active-directory', institutions: [this.input.institution.id], controllers: controllers.map(({ id }) => id), trusts: [], tiering: this.settings.number('domains.tiering') }];
  }

  /** Everybody, by the workstations that were seen. Nobody has counted them. */
  private people(zones: readonly TwinZone[]): TwinPeople[] {
    const places = zones.filter(({ assets }) => assets.some(({ role }) => USERS.has(role))), seats = places.reduce((all, { assets }) => all + assets.filter(({ role }) => USERS.has(role)).length, 0);
    if (seats === 0) return [];
    return [{
      id: `${this.input.institution.id}-staff`, name: { en: 'Staff', es: 'Personal', hu: 'Dolgozók' }[this.input.language], role: 'other', headCount: assumed(seats * 1.5, seats * 0.5, seats * 4, 'from the workstations that were seen'),
      zones: places.map(({ id }) => id), domain: this.controllers().length > 0 ? this.domainId() : null, ...peopleRates(this.rules, this.settings, 'other'), mfaShare: this.settings.number('defences.mfa-mail'),
    }];
  }

  private applications(): TwinApplication[] {
    const hosts = new Map<TwinApplication['kind'], string[]>(), { institution: { id }, language } = this.input;
    for (const asset of this.assets) { const kind = APPLICATION_OF[roleOf(asset)]; if (kind) hosts.set(kind, [...(hosts.get(kind) ?? []), asset.id]); }
    const words = new Map(Object.values(this.rules.layouts).flatMap(({ applications }) => applications.map((each) => [each.kind, each.name] as const)));
    return [...hosts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, runsOn]) => ({
      id: `${id}-${kind}`, name: words.get(kind)?.[language] ?? kind, kind, runsOn, exposure: kind === 'mail' ? 'internet' : 'internal', domain: null, dependsOn: this.controllers().length > 0 ? [{ kind: 'domain', id: this.domainId() } as const] : [],
    }));
  }

  private backups(): TwinBackup[] {
    const covers = this.assets.filter((asset) => SERVERS.has(roleOf(asset))).map(({ id }) => id);
    if (covers.length === 0) return [];
    const kind = this.settings.word('backups.kind') as TwinBackup['kind'];
    return [{
      id: `${this.input.institution.id}-backup`, name: { en: 'Backup', es: 'Copia de seguridad', hu: 'Mentés' }[this.input.language], kind, covers, zone: null, domain: kind === 'online' && this.controllers().length > 0 ? this.domainId() : null,
      restoreHours: this.settings.number('backups.restoreHours'), lossIfAttacked: this.settings.number('backups.lossIfAttacked'), testedOn: monthsBefore(this.input.asOf, this.settings.word('backups.testedMonths')),
    }];
  }

  private findings(): TwinFinding[] {
    return this.input.findings.flatMap(({ assets, ...finding }) => {
      if (assets.some((id) => this.known.has(id))) return [finding];
      this.dropped.push({ what: 'finding', id: finding.id, why: 'no-asset' });
      return [];
    });
  }

  /** Ways that were seen, and for zones that nothing was seen to lead into one that is assumed: a capture shows what happened, not what is possible. */
  private reach(zones: readonly TwinZone[], people: readonly TwinPeople[]): TwinReach[] {
    const byAddress = new Map(this.assets.flatMap((asset) => asset.ips.map((ip) => [ip, asset] as const))), seen = new Map<string, Set<Protocol>>();
    const way = (from: string, to: string, protocol: Protocol) => { const key = `${from} ${to}`; seen.set(key, (seen.get(key) ?? new Set()).add(protocol)); };
    for (const asset of this.assets) {
      const from = this.zoneIds.get(zoneName(asset))!;
      for (const { server, protocol } of asset.clientOf) { const to = byAddress.get(server); if (to && zoneName(to) !== zoneName(asset)) way(from, this.zoneIds.get(zoneName(to))!, protocol); }
    }
    const ways: TwinReach[] = [...seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, protocols]) => { const [from = '', to = ''] = key.split(' '); return { from, to, protocols: [...protocols].sort(), enforced: this.border(zones, from, to) }; });
    for (const { id, kind } of zones) if (kind === 'edge') ways.push({ from: INTERNET, to: id, protocols: [], enforced: assumed(0.9, 0.6, 1, 'never seen: what is reached from the internet') });
    const reached = new Set([INTERNET, ...people.flatMap((group) => group.zones)]);
    const spread = () => { for (let size = -1; size !== reached.size;) { size = reached.size; for (const { from, to } of ways) if (reached.has(from)) reached.add(to); } };
    spread();
    for (const { id } of zones) {
      if (reached.has(id)) continue;
      const from = people[0]?.zones[0] ?? INTERNET;
      ways.push({ from, to: id, protocols: [], enforced: assumed(0.5, 0, 1, 'no way into this zone was seen; one is assumed') });
      reached.add(id);
      spread();
    }
    return ways;
  }

  private border(zones: readonly TwinZone[], from: string, to: string): TwinNumber {
    const devices = (id: string) => ['imaging', 'laboratory', 'medical-devices'].includes(zones.find((zone) => zone.id === id)?.kind ?? '');
    return this.settings.number(devices(from) || devices(to) ? 'reach.devices' : 'reach.zones');
  }

  private service(service: CareService, rows: TwinSourceRow[]): TwinCareService[] {
    const number = (estimate: Estimate): TwinNumber => numberOf(estimate.value, estimate.low, estimate.high, sourceOf(estimate, rows));
    const needs = service.needs.flatMap(({ anyOf }) => { const of = anyOf.flatMap((need) => this.need(need, service.id)); return of.length === 0 ? [] : [{ k: 1, of }]; });
    if (needs.length === 0) { this.dropped.push({ what: 'service', id: service.id, why: 'needs-nothing' }); return []; }
    return [{
      id: service.id, name: service.name, kind: service.kind, plannedHoursPerWeek: number(service.plannedHoursPerWeek), patientsPerWeek: null, needs, fallbackShare: number(service.fallbackShare), safetyWeight: number(service.safetyWeight),
      downtime: downtimeOf(this.rules, this.settings, this.input.asOf), dependsOn: [], spareShare: assumed(0.1, 0, 0.25, 'our own judgement'),
    }];
  }

  private need(need: CareService['needs'][number]['anyOf'][number], service: string): TwinNeed[] {
    if (need.kind === 'asset') {
      if (this.known.has(need.assetId)) return [{ kind: 'asset', id: need.assetId, share: measured(1, 'institution') }];
      this.dropped.push({ what: 'need', id: `${service}: ${need.assetId}`, why: 'asset-absent' });
      return [];
    }
    const there = this.assets.filter((asset) => roleOf(asset) === need.role).length;
    if (there === 0) { this.dropped.push({ what: 'need', id: `${service}: ${need.role}`, why: 'role-absent' }); return []; }
    // Without a count each of them carries a part; the service is taken to stop when most are gone.
    return [{ kind: 'role', role: need.role, share: need.count === null ? assumed(0.5, 0.3, 0.9, 'how many suffice was not said') : measured(Math.min(1, need.count / there), 'institution') }];
  }
}

const roleOf = (asset: InventoryAsset): Role => (asset.role ?? 'unknown') as Role;
const zoneName = (asset: InventoryAsset): string => asset.zone?.trim() || UNZONED;

/** The kind of zone that most of its assets speak for; of equals the first in the order of names. */
function mostly(assets: readonly InventoryAsset[]): ZoneKind {
  const counts = new Map<ZoneKind, number>();
  for (const asset of assets) { const kind = ZONE_OF[roleOf(asset)]; if (kind) counts.set(kind, (counts.get(kind) ?? 0) + 1); }
  return [...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))[0]?.[0] ?? 'other';
}

/** Windows versions whose security updates have ended: NT to 8.1, Server to 2012 R2 (October 2023), 10 (October 2025); its long-term channel has them still (Microsoft lifecycle). */
const LEGACY = /windows (?:nt|2000|xp|vista|7|8|8\.1|10(?! (?:iot )?(?:enterprise )?(?:iot )?ltsc)|ce|server 20(?:00|03|08|12))\b/i;

export function osClass(os: string | null, role: Role): OsClass {
  if (os !== null) {
    if (LEGACY.test(os)) return 'windows-legacy';
    if (/windows server/i.test(os)) return 'windows-server';
    if (/windows/i.test(os)) return SERVERS.has(role) ? 'windows-server' : 'windows-workstation';
    if (/vmware|esxi|hyper-v|proxmox/i.test(os)) return 'hypervisor';
    if (/android|ios\b|ipados/i.test(os) && !NETWORK.has(role)) return 'mobile';
    if (/mac ?os|darwin/i.test(os)) return 'macos';
    if (/vxworks|qnx|rtos|embedded|threadx|integrity/i.test(os)) return 'embedded';
    if (/linux|debian|ubuntu|red hat|centos|suse|bsd|unix/i.test(os)) return 'linux';
  }
  return NETWORK.has(role) ? 'network' : 'unknown';
}

function sourceOf({ source }: Estimate, rows: TwinSourceRow[]): TwinSource {
  switch (source.kind) {
    case 'published': {
      const { id, title, url, readAs, caveat } = source;
      rows.push({ id, parameter: '', unit: '', title, url, readAs, caveat });
      return { kind: 'sourced', id, note: null };
    }
    case 'assumed': return { kind: 'assumed', from: [], note: source.note };
    case 'institution': return { kind: 'measured', by: 'institution', on: null, note: source.note };
    case 'observed': return { kind: 'measured', by: 'inventory', on: null, note: null };
    case 'feed': return { kind: 'measured', by: 'findings', on: source.date?.slice(0, 10) ?? null, note: source.feed };
  }
}

/** Rows of the rules, and those that the institution's own numbers brought along. */
function withRows(rules: TwinRules, more: ReadonlyMap<string, TwinSourceRow>): TwinRules['rows'] {
  const rows = new Map(rules.rows);
  for (const [id, row] of more) if (!rows.has(id)) rows.set(id, { ...row, value: null, low: null, high: null, distribution: null, range: null });
  return rows;
}

const slug = (name: string): string => name.normalize('NFD').replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '').toLowerCase().slice(0, 40) || 'zone';
function uniqueId(id: string, taken: ReadonlySet<string>): string {
  if (!taken.has(id)) return id;
  for (let at = 2; ; at++) if (!taken.has(`${id}-${at}`)) return `${id}-${at}`;
}
