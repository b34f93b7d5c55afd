/** The inventory in pieces, page after page, each page a transaction: memory stays flat at 100,000 assets. */
import { ATTRIBUTES, type Attribute, type Protocol, type ResolvedAsset, roleEntry } from '@wardkeep/model';
import { INVENTORY_FORMAT } from '@wardkeep/model/inventory';
import { inventoryAsset } from '@wardkeep/loop/see/inventory';
import { csvCell } from '@wardkeep/formats/csv-cell';
import { newId, type Store } from '@wardkeep/store';
import { type AssetFull, readAssetRows, readAssets } from '@wardkeep/store/queries/assets';
import { type DecisionRow, readDecisions } from '@wardkeep/store/queries/decisions';
import { type ImportRow, readImports } from '@wardkeep/store/queries/imports';
import { readUsesOf, type UseRow } from '@wardkeep/store/queries/traffic';
import { filterOf, orderOf } from './list.ts';
import { effectiveAttributes, type KeptEvidence, type Machine, namesOf } from './machine.ts';
import type { CaptureFacts, ReadStats } from './ports.ts';
import { correctionsOf } from './resolution.ts';
import { isoSeen } from './time.ts';
import type { Actor, AssetQuery } from './views.ts';

const PAGE = 200;

export interface Exporting { readonly store: Store; readonly actor: Actor; readonly now: Date }
interface Page { readonly assets: readonly AssetFull[]; readonly uses: ReadonlyMap<string, readonly UseRow[]>; readonly decisions: ReadonlyMap<string, readonly DecisionRow[]> }

export function exportAssets(exporting: Exporting, format: 'json' | 'csv' | 'cyclonedx', query: AssetQuery): AsyncGenerator<string> {
  return { json: exportJson, csv: exportCsv, cyclonedx: exportCycloneDx }[format](exporting, query);
}

async function* pages({ store, actor, now }: Exporting, query: AssetQuery): AsyncGenerator<Page> {
  const filter = filterOf(query, now.getTime());
  let order = { ...orderOf({ ...query, after: undefined }), limit: PAGE };
  for (;;) {
    const { rows, page } = await store.transaction({ institutionId: actor.institutionId }, async (tx) => {
      const rows = await readAssetRows(tx, filter, order), ids = rows.map((row) => row.id);
      const decisions = new Map<string, DecisionRow[]>();
      if (rows.some((row) => row.decided.length > 0)) for (const row of await readDecisions(tx)) decisions.set(row.asset_id, [...decisions.get(row.asset_id) ?? [], row]);
      return { rows, page: { assets: await readAssets(tx, ids), uses: await readUsesOf(tx, ids), decisions } };
    });
    if (rows.length > 0) yield page;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    order = { ...order, after: { key: last.key, id: last.id } };
  }
}

async function* exportJson(exporting: Exporting, query: AssetQuery): AsyncGenerator<string> {
  const imports = (await exporting.store.transaction({ institutionId: exporting.actor.institutionId }, (tx) => readImports(tx, 10_000)))
    .filter((row) => row.state === 'done' && row.superseded_by === null).reverse();
  const indexOf = new Map(imports.map((row, index) => [row.id, index]));
  yield `{"format":${JSON.stringify(INVENTORY_FORMAT)},"captures":${JSON.stringify(imports.map(captureOf))},"assets":[`;
  let separator = '\n';
  for await (const { assets, uses, decisions } of pages(exporting, query)) {
    let piece = '';
    for (const asset of assets) {
      const whole = asResolved(asset, uses.get(asset.row.id) ?? [], decisions.get(asset.row.id) ?? [], (importId) => indexOf.get(importId) ?? 0);
      piece += separator + JSON.stringify(inventoryAsset(whole, (evidence) => evidence.source));
      separator = ',\n';
    }
    yield piece;
  }
  yield `\n],"warnings":[],"stats":${JSON.stringify(statsOf(imports))}}\n`;
}

/** One source each: a document is a capture without frames. */
function captureOf(row: ImportRow) {
  const captures = (row.captures as CaptureFacts[] | null) ?? [], times = (pick: 'from' | 'to') => captures.map((capture) => capture[pick]).filter((time) => time !== null).sort();
  return { name: row.name, frames: row.frames ?? 0, from: times('from')[0] ?? null, to: times('to').at(-1) ?? null };
}

function statsOf(imports: readonly ImportRow[]) {
  const sum = (pick: keyof ReadStats) => imports.reduce((total, row) => total + ((row.stats as ReadStats | null)?.[pick] ?? 0), 0);
  return { frames: sum('frames'), bytes: imports.reduce((total, row) => total + (row.bytes ?? 0), 0), flows: sum('flows'), seconds: sum('seconds'), cpuSeconds: sum('seconds') };
}

/** As resolution gave it, with people's corrections in the values: their reasons stay here. */
function asResolved({ row, machine: kept, keys }: AssetFull, uses: readonly UseRow[], decisions: readonly DecisionRow[], indexOf: (importId: string) => number): ResolvedAsset {
  const machine = kept as Machine, values = effectiveAttributes(machine, correctionsOf(decisions));
  const back = (list: readonly KeptEvidence[]) => list.map(({ importId, ...rest }) => ({ ...rest, source: indexOf(importId) }));
  const said = new Map(machine.attributes.map((attribute) => [attribute.attribute, attribute]));
  return {
    ...machine, ...namesOf(machine, values), id: row.id, keys, members: [],
    attributes: ATTRIBUTES.filter((attribute) => values.has(attribute)).map((attribute) => {
      const { value, confidence, inConflict } = values.get(attribute)!, old = said.get(attribute);
      return { attribute, value, confidence, lastSeen: old?.lastSeen ?? null, conflictValues: inConflict ? old!.conflictValues : [], evidence: back(old?.evidence ?? []) };
    }),
    software: machine.software.map((software) => ({ ...software, evidence: back(software.evidence) })),
    services: machine.services.map(({ importId, ...service }) => ({ ...service, source: indexOf(importId) })),
    uses: uses.map(({ server, port, protocol, encrypted, count, attributes }) => ({ server, port, protocol: protocol as Protocol, encrypted, count, attributes: attributes as ResolvedAsset['uses'][number]['attributes'], positions: [], source: 0 })),
  };
}

const CSV_COLUMNS = ['id', 'name', 'role', 'emdn', 'vendor', 'product', 'model', 'version', 'serial', 'udi', 'os', 'zone', 'location', 'department', 'owner', 'inventoryNumber', 'contract', 'endOfSupport',
  'ips', 'macs', 'hostnames', 'aeTitles', 'services', 'roleConfidence', 'conflicts', 'decided', 'firstSeen', 'lastSeen'] as const;

async function* exportCsv(exporting: Exporting, query: AssetQuery): AsyncGenerator<string> {
  yield `\ufeff${CSV_COLUMNS.join(',')}\r\n`; // with the mark, spreadsheets read UTF-8
  for await (const { assets, decisions } of pages(exporting, query)) {
    yield assets.map((asset) => `${CSV_COLUMNS.map((column) => csvCell(csvValue(asset, decisions.get(asset.row.id) ?? [], column))).join(',')}\r\n`).join('');
  }
}

function csvValue({ row, machine: kept }: AssetFull, decisions: readonly DecisionRow[], column: (typeof CSV_COLUMNS)[number]): string {
  const machine = kept as Machine, values = effectiveAttributes(machine, correctionsOf(decisions)), names = namesOf(machine, values);
  switch (column) {
    case 'id': return row.id;
    case 'name': return names.name;
    case 'emdn': return row.role === null ? '' : roleEntry(row.role)?.emdn ?? '';
    case 'ips': case 'macs': return machine[column].join(' ');
    case 'hostnames': case 'aeTitles': return names[column].join(' ');
    case 'services': return machine.services.map((service) => `${service.protocol}:${service.port}${service.tls ? '/tls' : ''}`).join(' ');
    case 'roleConfidence': return row.confidence === null ? '' : String(row.confidence);
    case 'conflicts': case 'decided': return row[column].join(' ');
    case 'firstSeen': return isoSeen(row.first_seen) ?? '';
    case 'lastSeen': return isoSeen(row.last_seen) ?? '';
    default: return values.get(column satisfies Attribute)?.value ?? '';
  }
}

/** CycloneDX 1.6 (ECMA-424): an asset is a component of type `device`, what runs on it its components. */
async function* exportCycloneDx(exporting: Exporting, query: AssetQuery): AsyncGenerator<string> {
  const serialNumber = `urn:uuid:${newId(exporting.now.getTime())}`;
  yield `{"$schema":"http://cyclonedx.org/schema/bom-1.6.schema.json","bomFormat":"CycloneDX","specVersion":"1.6","serialNumber":"${serialNumber}","version":1,`
    + `"metadata":{"timestamp":"${exporting.now.toISOString()}","tools":{"components":[{"type":"application","name":"wardkeep"}]}},"components":[`;
  let separator = '\n';
  for await (const { assets, decisions } of pages(exporting, query)) {
    let piece = '';
    for (const asset of assets) { piece += separator + JSON.stringify(componentOf(asset, decisions.get(asset.row.id) ?? [])); separator = ',\n'; }
    yield piece;
  }
  yield '\n]}\n';
}

function componentOf({ row, machine: kept }: AssetFull, decisions: readonly DecisionRow[]): object {
  const machine = kept as Machine, values = effectiveAttributes(machine, correctionsOf(decisions)), os = values.get('os')?.value;
  const property = (name: string, value: string | number | null | undefined) => (value === null || value === undefined || value === '' ? [] : [{ name: `wardkeep:${name}`, value: String(value) }]);
  const components = [
    ...(os ? [{ type: 'operating-system', 'bom-ref': `${row.id}/os`, name: os }] : []),
    ...machine.software.map(({ name, version }, index) => ({ type: 'application', 'bom-ref': `${row.id}/software/${index}`, name, ...(version ? { version } : {}) })),
  ];
  return {
    type: 'device', 'bom-ref': row.id, name: row.product ?? row.model ?? row.name, ...(row.version ? { version: row.version } : {}), ...(row.vendor ? { manufacturer: { name: row.vendor } } : {}),
    properties: [
      ...property('name', row.name), ...property('role', row.role), ...property('roleConfidence', row.confidence), ...property('zone', row.zone), ...property('model', row.model),
      ...property('serial', values.get('serial')?.value), ...property('udi', values.get('udi')?.value), ...property('lastSeen', isoSeen(row.last_seen)),
      ...machine.ips.flatMap((ip) => property('ip', ip)), ...machine.macs.flatMap((mac) => property('mac', mac)),
    ],
    ...(components.length > 0 ? { components } : {}),
  };
}
