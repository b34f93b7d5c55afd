/** An `App` in memory for tests of pages and of the server: seeded, of any size, with decisions that work. The product never uses it. */
import type { App, UploadedFile } from '@wardkeep/app/app';
import type {
  Actor, AssetPage, AssetQuery, AssetRow, AssetView, AttributeView, DecisionView, EvidenceView, ImportState, ImportSummary, ImportView, NextStep, Overview, PermissionRecord, Progress, TrafficRow,
} from '@wardkeep/app/views';
import { ATTRIBUTES, type Attribute, type Protocol, type Role, ROLE_ENTRIES } from '@wardkeep/model';
import { setTimeout as wait } from 'node:timers/promises';
import { memoryAssess, type MemoryAssessOptions } from './memory-assess.ts';

const ACTOR: Actor = { personId: 'p1', personName: 'Ana Ruiz Etxeberria', institutionId: 'i1', roles: ['biomedical-engineer'] };
const DAY_MS = 86_400_000;
const ZONES = ['Imagen y medicina nuclear', 'Cuidados críticos', 'Laboratorio', 'Servidores', 'Oficinas y administración', 'Edificio', 'Consultas externas', 'Telecare homes', 'Sürgősségi betegellátó osztály', 'Wi-Fi'];

interface Kind { readonly role: Role; readonly stem: string; readonly vendor: string; readonly model: string; readonly version: string | null; readonly zone: number; readonly port: number; readonly protocol: Protocol }
const KINDS: readonly Kind[] = [
  { role: 'ct', stem: 'ct-urg', vendor: 'Siemens Healthineers', model: 'SOMATOM go.Top', version: 'VA40A_SP1', zone: 0, port: 104, protocol: 'dicom' },
  { role: 'mr', stem: 'mr', vendor: 'Philips Medical Systems Nederland B.V.', model: 'Ingenia Ambition X 1.5T', version: '5.7.1.1', zone: 0, port: 104, protocol: 'dicom' },
  { role: 'ultrasound', stem: 'eco', vendor: 'GE HealthCare Technologies Inc.', model: 'Voluson E10', version: null, zone: 0, port: 104, protocol: 'dicom' },
  { role: 'infusion-pump', stem: 'bomb-uci', vendor: 'B. Braun Melsungen AG', model: 'Space Station MP', version: '012U000093', zone: 1, port: 4001, protocol: 'unknown' },
  { role: 'patient-monitor', stem: 'mon-uci', vendor: 'Drägerwerk AG & Co. KGaA', model: 'Infinity Delta XL', version: 'VF9.2-W', zone: 1, port: 6465, protocol: 'sdc' },
  { role: 'ventilator', stem: 'resp', vendor: 'Hamilton Medical AG', model: 'HAMILTON-C6', version: null, zone: 1, port: 80, protocol: 'http' },
  { role: 'analyser', stem: 'analiz', vendor: 'Sysmex Corporation', model: 'XN-1000', version: '00-22', zone: 2, port: 5000, protocol: 'astm' },
  { role: 'lis', stem: 'lis', vendor: 'Werfen', model: 'Modulab Gold', version: '4.1.02', zone: 3, port: 2575, protocol: 'hl7' },
  { role: 'pacs', stem: 'pacs', vendor: 'Sectra AB', model: 'IDS7', version: '24.2', zone: 3, port: 11112, protocol: 'dicom' },
  { role: 'interface-engine', stem: 'motor-hl7', vendor: 'NextGen Healthcare', model: 'Mirth Connect', version: '4.4.1', zone: 3, port: 6661, protocol: 'hl7' },
  { role: 'workstation', stem: 'pc-adm', vendor: 'Dell Inc.', model: 'OptiPlex 7010', version: null, zone: 4, port: 445, protocol: 'smb' },
  { role: 'printer', stem: 'imp', vendor: 'Kyocera Document Solutions', model: 'ECOSYS M3655idn', version: '2VM_S000.002.301', zone: 4, port: 631, protocol: 'http' },
  { role: 'bms', stem: 'clima', vendor: 'Johnson Controls', model: 'Metasys NAE55', version: '9.0.7', zone: 5, port: 47808, protocol: 'bacnet' },
  { role: 'point-of-care', stem: 'poct', vendor: 'Radiometer Medical ApS', model: 'ABL90 FLEX PLUS', version: '3.4 MR2', zone: 6, port: 8080, protocol: 'poct1a' },
  { role: 'telecare-hub', stem: 'telec-hub', vendor: 'Tunstall Healthcare (UK) Ltd', model: 'Lifeline Smart Hub', version: '1.9', zone: 7, port: 8883, protocol: 'mqtt' },
  { role: 'xray', stem: 'rx-surgossegi-radiologia', vendor: 'Canon Medical Systems Corporation', model: 'Ultimax-i DREX-UI80', version: 'V9.30', zone: 8, port: 104, protocol: 'dicom' },
  { role: 'phone', stem: 'tel', vendor: 'Cisco Systems, Inc.', model: 'CP-8841', version: '14-2-1', zone: 4, port: 5060, protocol: 'sip' },
];
const MEDICAL = new Set(ROLE_ENTRIES.filter((entry) => entry.medical).map((entry) => entry.code));
const isMedical = (role: Role | null) => role !== null && MEDICAL.has(role);

/** mulberry32: the same seed gives the same installation. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Held extends AssetRow { readonly kind: Kind; readonly mac: string; gone: boolean }
const refuse = (status: number, code: string, params: Record<string, string | number> = {}) => Object.assign(new Error(code), { status, code, params });

export interface MemoryOptions { readonly assets: number; readonly seed?: number; readonly example?: boolean; readonly now?: number; readonly assess?: Partial<MemoryAssessOptions> }

export function memoryApp({ assets, seed = 7, example = true, now = Date.now(), assess = {} }: MemoryOptions): App {
  const held = makeAssets(assets, seed, now), byId = new Map(held.map((asset) => [asset.id, asset]));
  const decisions = new Map<string, { view: DecisionView; assetId: string; undo: () => void }>();
  const imports = makeImports(assets, now);
  const mapped = new Set<string>();
  let counter = 0, permission: PermissionRecord | null = assets > 0
    ? { permittedBy: 'Dr. Nagy-Szabó Erzsébet', role: 'data-protection-officer', place: 'VLAN 30, mirror port of switch 2', window: '22 Nov 2026, 14:00–14:15', staffInformed: true, keepFile: false } : null;
  const alive = () => held.filter((asset) => !asset.gone);
  const find = (id: string) => { const asset = byId.get(id); if (!asset || asset.gone) throw refuse(404, 'asset-not-found', { id }); return asset; };
  const findImport = (id: string) => { const it = imports.find((one) => one.id === id); if (!it) throw refuse(404, 'import-not-found', { id }); return it; };
  const note = (assetId: string, kind: DecisionView['kind'], reason: string, undo: () => void, attribute: Attribute | null = null, value: string | null = null): DecisionView => {
    if (reason.trim() === '') throw refuse(400, 'reason-missing');
    const view: DecisionView = { id: `d${++counter}`, kind, attribute, value, reason, by: ACTOR.personName, at: new Date(now + counter * 1000).toISOString(), undoneAt: null };
    decisions.set(view.id, { view, assetId, undo });
    return view;
  };
  const patch = (id: string, change: Partial<Held>) => { const next = { ...byId.get(id)!, ...change }; byId.set(id, next); held[held.findIndex((asset) => asset.id === id)] = next; };

  return {
    actor: async () => ACTOR,
    institution: async () => ({ id: 'i1', name: 'Hospital Comarcal de Valdehoya', example }),
    institutions: async () => [{ id: 'i1', name: 'Hospital Comarcal de Valdehoya', example }],
    overview: async () => overviewOf(alive(), imports),
    listAssets: async (_actor, query) => pageOf(alive(), query),
    asset: async (_actor, id) => viewOf(find(id), [...decisions.values()].filter((it) => it.assetId === id).map((it) => it.view), held, now),
    traffic: async () => assets === 0 ? [] : trafficOf(alive()),

    decide: async (_actor, { assetId, attribute, value, reason }) => {
      const before = find(assetId);
      if (value !== null && value.length > 200) throw refuse(400, 'value-invalid', { attribute });
      const view = note(assetId, 'correct', reason, () => patch(assetId, before), attribute, value);
      const column = attribute === 'role' ? { role: value as Role | null, confidence: 100 } : attribute in before ? { [attribute]: value } : {};
      patch(assetId, { ...column, decided: [...before.decided, attribute], conflicts: before.conflicts.filter((name) => name !== attribute) });
      return view;
    },
    merge: async (_actor, { ids, reason }) => {
      const [stays, ...others] = ids.map(find);
      if (!stays || others.length === 0) throw refuse(400, 'merge-needs-two');
      const view = note(stays.id, 'merge', reason, () => { for (const other of others) patch(other.id, { gone: false }); patch(stays.id, stays); });
      for (const other of others) patch(other.id, { gone: true });
      patch(stays.id, { ips: [...stays.ips, ...others.flatMap((other) => other.ips)] });
      return view;
    },
    split: async (_actor, { assetId, addresses, reason }) => {
      const before = find(assetId), rest = before.ips.filter((ip) => !addresses.includes(ip));
      if (rest.length === before.ips.length || rest.length === 0) throw refuse(400, 'split-addresses');
      const made: Held = { ...before, id: `${assetId}-s${counter}`, name: addresses[0]!, ips: [...addresses] };
      held.push(made);
      byId.set(made.id, made);
      const view = note(assetId, 'split', reason, () => { patch(made.id, { gone: true }); patch(assetId, before); });
      patch(assetId, { ips: rest });
      return view;
    },
    remove: async (_actor, { assetId, reason }) => {
      find(assetId);
      const view = note(assetId, 'delete', reason, () => patch(assetId, { gone: false }));
      patch(assetId, { gone: true });
      return view;
    },
    undo: async (_actor, id) => {
      const it = decisions.get(id);
      if (!it) throw refuse(404, 'decision-not-found', { id });
      if (it.view.undoneAt) throw refuse(409, 'decision-undone');
      it.undo();
      it.view = { ...it.view, undoneAt: new Date(now).toISOString() };
      return it.view;
    },

    imports: async () => imports,
    import: async (_actor, id) => importViewOf(findImport(id), alive(), permission, mapped.has(id)),
    lastPermission: async () => permission,
    startImport: async (_actor, file, options) => {
      if (options.kind === 'capture' && !options.permission) throw refuse(400, 'permission-missing');
      const bytes = await drain(file);
      if (bytes === 0) throw refuse(400, 'upload-empty', { name: file.name });
      if (options.permission) permission = options.permission;
      const list = options.kind === 'document';
      const made: ImportSummary = {
        id: `imp${++counter}`, name: file.name, kind: list ? 'list' : 'capture', state: list && file.name.endsWith('.csv') ? 'needs-mapping' : 'reading', startedAt: new Date(now).toISOString(),
        finishedAt: null, bytes, frames: list ? null : 0, assets: null, by: ACTOR.personName, error: null,
      };
      imports.unshift(made);
      return made;
    },
    confirmMapping: async (_actor, id, columns) => {
      if (!columns.some((column) => column.field !== null)) throw refuse(400, 'mapping-invalid');
      mapped.add(id);
      return setImport(imports, id, { state: 'done', finishedAt: new Date(now).toISOString(), assets: 18 });
    },
    stopImport: async (_actor, id) => { findImport(id); return setImport(imports, id, { state: 'stopped', finishedAt: new Date(now).toISOString() }); },
    progress: (_actor, id, signal) => progressOf(imports, findImport(id), signal, now),
    async *exportAssets(_actor, format, query) {
      yield format === 'csv' ? 'name,role\n' : '[';
      let first = true;
      for (const row of filtered(alive(), query)) { yield format === 'csv' ? `${row.name},${row.role ?? ''}\n` : `${first ? '' : ','}${JSON.stringify({ name: row.name })}`; first = false; }
      yield format === 'csv' ? '' : ']';
    },
    ...memoryAssess({ size: assets === 0 ? 'empty' : assets > 10_000 ? 'large' : 'normal', devices: assets, now, ...assess }),
    close: async () => undefined,
  };
}

async function drain(file: UploadedFile): Promise<number> {
  let bytes = 0;
  for await (const chunk of file.stream) bytes += chunk.byteLength;
  return bytes;
}

function makeAssets(count: number, seed: number, now: number): Held[] {
  const next = random(seed);
  return Array.from({ length: count }, (_, i) => {
    const kind = KINDS[i % KINDS.length]!, luck = next(), vague = luck < 0.08, serial = Math.floor(i / KINDS.length) + 1;
    const name = vague ? `10.${20 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}` : `${kind.stem}-${String(serial).padStart(2, '0')}`;
    const confidence = vague ? (luck < 0.04 ? null : 34 + Math.floor(next() * 30)) : 70 + Math.floor(next() * 30);
    const conflict = !vague && kind.version !== null && luck > 0.94;
    return {
      id: `asset-${String(i).padStart(7, '0')}`, name, kind, gone: false, mac: `00:1b:2c:${hex(i >> 16)}:${hex(i >> 8)}:${hex(i)}`,
      role: vague && confidence === null ? null : kind.role, vendor: vague ? null : kind.vendor, model: vague || luck < 0.2 ? null : kind.model, product: null, version: vague || conflict ? null : kind.version,
      confidence, zone: luck > 0.985 ? null : ZONES[kind.zone]!, ips: [`10.${20 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`, ...(i % 9 === 0 ? [`fd00:20::${(i + 1).toString(16)}`] : [])],
      lastSeen: new Date(now - Math.floor(next() ** 4 * 9 * DAY_MS)).toISOString(), conflicts: conflict ? ['version'] : [], decided: [],
    };
  });
}
const hex = (value: number) => (value & 255).toString(16).padStart(2, '0');

function filtered(all: readonly Held[], query: AssetQuery): Held[] {
  const words = query.q?.toLowerCase();
  return all.filter((row) => (!words || [row.name, row.vendor, row.model, row.zone, row.role, ...row.ips].some((text) => text?.toLowerCase().includes(words)))
    && (!query.kind || query.kind === 'all' || isMedical(row.role) === (query.kind === 'medical'))
    && (!query.role || row.role === query.role) && (query.zone === undefined || (row.zone ?? '') === query.zone)
    && (!query.seenDays || Date.parse(row.lastSeen!) > Date.now() - query.seenDays * DAY_MS)
    && (query.confidence !== 'low' || (row.confidence ?? 0) < 70) && (query.confidence !== 'high' || (row.confidence ?? 0) >= 90) && (query.confidence !== 'conflict' || row.conflicts.length > 0));
}

function pageOf(all: readonly Held[], query: AssetQuery): AssetPage {
  const sort = query.sort ?? 'name', sign = query.direction === 'desc' ? -1 : 1, limit = query.limit ?? 50;
  const keyOf = (row: Held): string => sort === 'confidence' ? String(row.confidence ?? -1).padStart(4, ' ') : sort === 'seen' ? row.lastSeen ?? '' : row[sort] ?? '';
  const rows = filtered(all, query).sort((a, b) => { const x = keyOf(a), y = keyOf(b); return sign * (x < y ? -1 : x > y ? 1 : 0) || (a.id < b.id ? -1 : 1); });
  const from = query.after ? rows.findIndex((row) => row.id === query.after) + 1 : 0, rest = rows.slice(from, from + limit);
  return {
    rows: rest.map(toRow), total: rows.length, all: all.length, next: from + limit < rows.length ? rest.at(-1)!.id : null,
    zones: [...new Set(all.map((row) => row.zone).filter((zone) => zone !== null))].sort(), roles: [...new Set(all.map((row) => row.role).filter((role) => role !== null))].sort(),
  };
}

function toRow({ kind: _kind, mac: _mac, gone: _gone, ...row }: Held): AssetRow { return row; }

function overviewOf(all: readonly Held[], imports: readonly ImportSummary[]): Overview {
  const sure = all.filter((row) => (row.confidence ?? 0) >= 70), medical = all.filter((row) => isMedical(row.role));
  const tally = <K,>(keys: readonly K[]) => { const counts = new Map<K, number>(); for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1); return [...counts].sort((a, b) => b[1] - a[1]); };
  const known = (test: (row: Held) => boolean) => all.filter(test).length, withoutVersion = medical.filter((row) => row.version === null).length, conflicts = known((row) => row.conflicts.length > 0);
  const steps: NextStep[] = [
    { kind: 'decide-conflict', assets: conflicts, params: {} }, { kind: 'ask-maker', assets: withoutVersion, params: {} }, { kind: 'import-list', assets: known((row) => row.model === null), params: {} },
    { kind: 'capture-longer', assets: known((row) => (row.confidence ?? 0) < 70), params: {} }, { kind: 'look-on-site', assets: known((row) => row.role === null), params: {} }, { kind: 'name-zone', assets: known((row) => row.zone === null), params: {} },
  ];
  return {
    assets: all.length, known: sure.length, medical: medical.length, medicalWithoutVersion: withoutVersion, conflicts, clearTextMedicalServices: medical.filter((row) => row.kind.protocol === 'dicom').length,
    roles: tally(all.flatMap((row) => row.role ?? [])).map(([role, count]) => ({ role, count })),
    zones: tally(all.map((row) => row.zone)).map(([zone, count]) => ({ zone, count, medical: medical.filter((row) => row.zone === zone).length })),
    lastImport: imports.find((it) => it.state === 'done') ?? null,
    coverage: (['role', 'vendor', 'model', 'version', 'zone', 'serial', 'os'] as const).map((attribute) => ({
      attribute, total: all.length, known: attribute === 'serial' ? Math.floor(all.length * 0.31) : attribute === 'os' ? Math.floor(all.length * 0.48) : attribute === 'role' ? sure.length : known((row) => row[attribute] !== null),
    })),
    nextSteps: steps.filter((step) => step.assets > 0),
  };
}

function viewOf(asset: Held, decisions: readonly DecisionView[], all: readonly Held[], now: number): AssetView {
  const at = (days: number) => new Date(now - days * DAY_MS).toISOString(), kind = asset.kind;
  const seen = (value: string, signal: string, confidence: number, extra: Partial<EvidenceView> = {}): EvidenceView => ({
    value, of: null, signal, weight: 'strong', confidence, importId: 'seed1', sourceName: 'valdehoya-planta-2.pcapng', sourceKind: 'capture', positions: [1412, 1987, 2640, 3305, 4120], count: 41,
    firstSeen: at(0.3), lastSeen: asset.lastSeen, dropped: null, ...extra,
  });
  const listed = (value: string, column: string): EvidenceView => seen(value, 'list.column', 80, { weight: 'medium', sourceKind: 'list', sourceName: 'Inventario de electromedicina 2026 (revisión de septiembre).xlsx', positions: [118], count: 1, of: column, firstSeen: at(80), lastSeen: at(80) });
  const attribute = (name: Attribute, value: string | null, confidence: number | null, evidence: readonly EvidenceView[], conflictValues: readonly string[] = []): AttributeView => ({
    attribute: name, value, confidence: value === null && conflictValues.length === 0 ? null : confidence, lastSeen: evidence[0]?.lastSeen ?? null, conflictValues, evidence,
    decision: decisions.filter((it) => it.attribute === name && !it.undoneAt).at(-1) ?? null,
  });
  const conflict = asset.conflicts.includes('version'), version = kind.version ?? '1.0';
  const attributes = [
    attribute('role', asset.role, asset.confidence, asset.role ? [seen(asset.role, 'dicom.modality', asset.confidence ?? 60), seen(asset.role, 'oui.vendor', 30, { weight: 'weak', dropped: { code: 'evidence.behind-router', params: {} } })] : []),
    attribute('vendor', asset.vendor, 97, asset.vendor ? [seen(asset.vendor, 'dicom.manufacturer', 97)] : []), attribute('model', asset.model, 97, asset.model ? [seen(asset.model, 'dicom.model', 97), listed(asset.model, 'Modelo')] : []),
    attribute('version', asset.version, conflict ? 62 : 94, conflict || asset.version ? [seen(version, 'dicom.software-versions', 97), ...(conflict ? [listed(`${version}-old`, 'Software')] : []), seen('DCMTK_367', 'dicom.implementation-version', 90, { dropped: { code: 'evidence.forwarded', params: {} }, count: 38 })] : [],
      conflict ? [version, `${version}-old`] : []),
    attribute('serial', null, null, []), attribute('os', 'Windows 10 IoT Enterprise LTSC 2019', 55, [seen('Windows 10 IoT Enterprise LTSC 2019', 'dhcp.vendor-class', 55, { weight: 'weak' })]),
    attribute('zone', asset.zone, 90, asset.zone ? [listed(asset.zone, 'Zona')] : []), attribute('location', 'Edificio de urgencias, planta 0, sala 014', 90, [listed('Edificio de urgencias, planta 0, sala 014', 'Ubicación')]),
  ].filter((it) => ATTRIBUTES.includes(it.attribute));
  const peers = all.filter((other) => other.kind.protocol === kind.protocol && other.id !== asset.id).slice(0, 4);
  return {
    ...toRow(asset), macs: [asset.mac], hostnames: [asset.name], aeTitles: kind.protocol === 'dicom' ? ['CT_SURG1'] : [], firstSeen: at(9), attributes,
    software: [{ name: 'OpenSSL', version: '1.1.1k', confidence: 75, evidence: [seen('1.1.1k', 'http.server', 75, { of: 'OpenSSL', weight: 'medium' })] }],
    services: [
      { transport: 'tcp', port: kind.port, protocol: kind.protocol, application: null, state: 'answered', tls: null, attributes: { calledAe: 'CT_SURG1', cleartextCredentials: true }, confidence: 98, positions: [1409, 1412], sourceName: 'valdehoya-planta-2.pcapng' },
      { transport: 'tcp', port: 3389, protocol: 'rdp', application: null, state: 'answered', tls: { version: 'TLS 1.2', sni: null, certificate: { subject: 'CN=ct-urg-01', names: ['ct-urg-01.valdehoya.example'], notAfter: at(-200) } }, attributes: {}, confidence: 64, positions: [88], sourceName: 'valdehoya-planta-2.pcapng' },
    ],
    peers: peers.map((peer, i) => ({ assetId: i === 3 ? null : peer.id, name: i === 3 ? '198.51.100.23' : peer.name, role: i === 3 ? null : peer.role, zone: i === 3 ? null : peer.zone, direction: i % 2 === 0 ? 'out' : 'in', protocol: kind.protocol, port: kind.port, encrypted: i === 1, count: 1284 >> i, attributes: {} })),
    decisions, emdn: asset.role ? ROLE_ENTRIES.find((entry) => entry.code === asset.role)?.emdn ?? null : null,
  };
}

function trafficOf(all: readonly Held[]): TrafficRow[] {
  const zones = [...new Set(all.map((row) => row.zone))], medicalOf = new Set<Protocol>(['dicom', 'hl7', 'astm', 'fhir', 'poct1a', 'sdc']);
  const row = (from: number, to: number, protocol: Protocol, encrypted: boolean, clients: number, uses: number): TrafficRow => ({
    fromZone: zones[from % zones.length]!, toZone: zones[to % zones.length]!, protocol, encrypted, clients, servers: 1 + (clients >> 4), uses, medical: medicalOf.has(protocol) });
  return [row(0, 3, 'dicom', false, 14, 12_840), row(8, 3, 'dicom', false, 6, 3_410), row(2, 3, 'astm', false, 9, 1_900), row(3, 3, 'hl7', false, 4, 44_120), row(6, 3, 'hl7', true, 5, 420), row(1, 3, 'sdc', true, 41, 90_112),
    row(4, 3, 'smb', true, 120, 8_700), row(4, 4, 'http', false, 60, 2_210), row(7, 3, 'mqtt', true, 140, 77_001), row(5, 3, 'bacnet', false, 3, 610), row(4, 0, 'rdp', true, 2, 3)];
}

function makeImports(assets: number, now: number): ImportSummary[] {
  if (assets === 0) return [];
  const it = (id: string, state: ImportState, extra: Partial<ImportSummary>): ImportSummary => ({
    id, name: 'valdehoya-planta-2.pcapng', kind: 'capture', state, startedAt: new Date(now - 3_600_000).toISOString(), finishedAt: new Date(now - 3_500_000).toISOString(), bytes: 712_334_118, frames: 2_140_233, assets, by: ACTOR.personName, error: null, ...extra });
  return [it('seed3', 'reading', { name: 'valdehoya-laboratorio.pcap.gz', finishedAt: null, frames: 1_204_118 }), it('seed1', 'done', {}),
    it('seed2', 'failed', { name: 'Copia de inventario (2).xlsx', kind: 'list', bytes: 80_112, frames: null, assets: null, error: { code: 'list-empty', params: {} } })];
}

function importViewOf(it: ImportSummary, all: readonly Held[], permission: PermissionRecord | null, mapped: boolean): ImportView {
  const capture = it.kind === 'capture', done = it.state === 'done', old = all.slice(0, 4);
  return {
    ...it, captures: capture ? [{ name: it.name, frames: it.frames ?? 0, from: it.startedAt, to: it.finishedAt }] : [], permission: capture ? permission : null,
    warnings: done && capture ? [{ code: 'frame-truncated', message: 'Frames are shorter than their headers say', frame: 1204, offset: 88_120, count: 1204 }, { code: 'dicom-pdu-length', message: 'A PDU is longer than allowed', frame: 77, offset: null, count: 2 }] : [],
    changes: done ? old.map((row, i) => ({ kind: (['new', 'changed', 'gone', 'changed'] as const)[i % 4]!, assetId: row.id, name: row.name, attribute: i % 2 ? 'version' : null, before: i % 2 ? 'VA30A' : null, after: i % 2 ? row.version : null })) : [],
    changeCounts: done ? { new: 12, changed: 31, gone: 3, unchanged: 366 } : { new: 0, changed: 0, gone: 0, unchanged: 0 },
    mapping: it.state === 'needs-mapping' && !mapped ? { sheet: 'Equipos', headerLine: 3, rows: 18, columns: [
      { index: 0, header: 'Equipo', field: 'name', sure: true, samples: ['TC urgencias', 'Ecógrafo 2'] }, { index: 1, header: 'Fabricante', field: 'vendor', sure: true, samples: ['Siemens Healthineers', 'GE HealthCare'] },
      { index: 2, header: 'Nº', field: null, sure: false, samples: ['EM-00418', 'EM-00977'] }, { index: 3, header: 'SW', field: 'version', sure: false, samples: ['VA40A', '5.7.1'] }] } : null,
    leftOut: done && !capture ? [{ line: 17, reason: { code: 'list-row-no-device', params: {} } }] : [],
  };
}

function setImport(imports: ImportSummary[], id: string, change: Partial<ImportSummary>): ImportSummary {
  const at = imports.findIndex((it) => it.id === id), next = { ...imports[at]!, ...change };
  imports[at] = next;
  return next;
}

/** The seeded import stays at its place; one that was just handed in is done after a moment. */
async function* progressOf(imports: ImportSummary[], it: ImportSummary, signal: AbortSignal, now: number): AsyncGenerator<Progress> {
  const bytesTotal = it.bytes ?? 1;
  for (let step = 1; step <= 5 && !signal.aborted; step++) {
    const current = imports.find((one) => one.id === it.id)!;
    if (it.id.startsWith('seed')) { yield { importId: it.id, state: it.state, bytesRead: 400_118_000, bytesTotal, frames: 1_204_118, assets: 388, message: null }; await wait(2000, undefined, { signal }).catch(() => undefined); continue; }
    if (current.state !== 'reading') { yield { importId: it.id, state: current.state, bytesRead: bytesTotal, bytesTotal, frames: 0, assets: 0, message: null }; return; }
    yield { importId: it.id, state: 'reading', bytesRead: (bytesTotal * step) / 5, bytesTotal, frames: step * 100, assets: step, message: null };
    await wait(60, undefined, { signal }).catch(() => undefined);
  }
  if (!it.id.startsWith('seed') && !signal.aborted) {
    const done = setImport(imports, it.id, { state: 'done', finishedAt: new Date(now).toISOString(), frames: 500, assets: 5 });
    yield { importId: it.id, state: done.state, bytesRead: bytesTotal, bytesTotal, frames: 500, assets: 5, message: null };
  }
}
