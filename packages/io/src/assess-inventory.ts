/**
 * An inventory file as what ASSESS matches: the CSV of `wardkeep assess` (id, vendor, product, model, version, serial, component_of, notes), CycloneDX
 * JSON (each device, application, firmware or operating system a row, named by its bom-ref), or `wardkeep-inventory/1`.
 */
import { readFile, stat } from 'node:fs/promises';
import { CsvReader, detectDelimiter, stripCsvPreamble } from '@wardkeep/formats/csv';
import { CYCLONEDX_JSON_VERSIONS } from '@wardkeep/formats/cyclonedx';
import { tidy } from '@wardkeep/formats/fold';
import { asArray, asObject, asText, type Json } from '@wardkeep/formats/reading';
import { parseUdi } from '@wardkeep/formats/udi';
import type { AssessAsset } from '@wardkeep/model/assess';
import type { Component } from '@wardkeep/model/component';
import { InputError } from './capture/source.ts';
import { EncodingDetector } from './documents/encoding.ts';

export interface AssessInventory { readonly format: string; readonly assets: readonly AssessAsset[] }

/** Of a list or a bill of materials for one hospital; a larger file is something else. */
const BYTES_LIMIT = 512 << 20;
const ROWS_LIMIT = 2_000_000, DEPTH_LIMIT = 64;
const COLUMNS = ['id', 'vendor', 'product', 'model', 'version', 'serial', 'component_of', 'notes'] as const;
/** Columns that a list may have besides. */
const MORE_COLUMNS = ['os', 'udi', 'role'] as const;
type Column = (typeof COLUMNS)[number] | (typeof MORE_COLUMNS)[number];

/** Throws an {@link InputError} whose sentence says what was expected and what was found. */
export async function readAssessInventory(path: string): Promise<AssessInventory> {
  const { size } = await stat(path);
  if (size > BYTES_LIMIT) throw new InputError('inventory-too-large', `${path} has ${size} bytes; expected an inventory of at most ${BYTES_LIMIT}.`, { bytes: size, limit: BYTES_LIMIT });
  const bytes = await readFile(path), detector = new EncodingDetector();
  detector.push(bytes);
  const text = new TextDecoder(detector.end()).decode(bytes);
  if (text.trim() === '') throw new InputError('inventory-empty', `${path} is empty; expected an inventory.`);
  return /^\s*\{/.test(text) ? readJson(path, text) : { format: 'CSV', assets: readRows(path, text) };
}

function readRows(path: string, whole: string): AssessAsset[] {
  const { text, delimiter } = stripCsvPreamble(whole), assets: AssessAsset[] = [], seen = new Map<string, number>(), byId = new Map<string, AssessAsset>();
  let columns: ReadonlyMap<Column, number> | null = null;
  const reader = new CsvReader(delimiter ?? detectDelimiter(text.slice(0, 65_536)), (cells, line) => {
    if (cells.every((cell) => cell.trim() === '')) return;
    if (columns === null) { columns = headerOf(path, cells); return; }
    const cell = (name: Column): string | null => { const at = columns!.get(name); return at === undefined ? null : tidy(cells[at] ?? '', name === 'notes' ? 4096 : 512); }, id = cell('id');
    if (id === null) throw new InputError('inventory-row-id', `${path}, line ${line}: expected an id in every row; found none.`, { line });
    const before = seen.get(id);
    if (before !== undefined) throw new InputError('inventory-row-id', `${path}, line ${line}: the id "${id}" already stands in line ${before}; ids must be unique.`, { line, id, before });
    if (assets.length >= ROWS_LIMIT) throw new InputError('inventory-too-large', `${path} has more than ${ROWS_LIMIT} rows.`, { limit: ROWS_LIMIT });
    seen.set(id, line);
    assets.push({
      id, vendor: cell('vendor'), product: cell('product'), model: cell('model'), version: cell('version'), serial: cell('serial'), componentOf: cell('component_of'), notes: cell('notes'),
      os: cell('os'), udiDi: parseUdi(cell('udi') ?? '')?.di ?? null, role: cell('role'), components: [], cpes: [],
    });
    byId.set(id, assets.at(-1)!);
  });
  reader.push(text);
  reader.end();
  if (reader.flaws.openQuote !== null) throw new InputError('inventory-quote', `${path}, record ${reader.flaws.openQuote}: a quotation mark is never closed.`, { line: reader.flaws.openQuote });
  return assets.map((asset) => onHost(asset, byId.get(asset.componentOf ?? '')));
}

/** The host of a component, named by its row: what it is called and what its notes say answers the conditions of the component (`shipped with …`). */
function onHost(asset: AssessAsset, host: AssessAsset | undefined): AssessAsset {
  if (host === undefined || host === asset) return asset;
  const said = [host.id, host.vendor, host.product, host.model, host.notes].filter((text): text is string => text !== null).join(', ');
  return { ...asset, componentOf: tidy(said, 4096) ?? host.id, os: asset.os ?? host.os };
}

function headerOf(path: string, cells: readonly string[]): Map<Column, number> {
  const names = cells.map((cell) => cell.trim().toLowerCase().replace(/[ -]/g, '_')), columns = new Map<Column, number>();
  for (const column of [...COLUMNS, ...MORE_COLUMNS]) if (names.includes(column)) columns.set(column, names.indexOf(column));
  if (!columns.has('id') || !(columns.has('product') || columns.has('model')))
    throw new InputError('inventory-columns', `${path}: expected the columns ${COLUMNS.join(', ')} (id and product or model at least); found ${cells.slice(0, 12).map((cell) => JSON.stringify(cell.slice(0, 40))).join(', ')}.`);
  return columns;
}

async function readJson(path: string, text: string): Promise<AssessInventory> {
  let document: Json;
  try { document = JSON.parse(text) as Json; } catch (error) { throw new InputError('inventory-json', `${path} begins like JSON, but is none: ${(error as Error).message}.`); }
  const object = asObject(document);
  if (object?.['bomFormat'] === 'CycloneDX') return { format: 'CycloneDX', assets: fromCycloneDx(path, object) };
  const { Inventory, INVENTORY_FORMAT } = await import('@wardkeep/model/inventory');
  if (object?.['format'] !== INVENTORY_FORMAT) throw new InputError('inventory-format', `${path}: expected a CSV, CycloneDX (bomFormat) or ${INVENTORY_FORMAT} (format); found ${object === null ? 'other JSON' : `the fields ${Object.keys(object).slice(0, 6).join(', ')}`}.`);
  const parsed = Inventory.safeParse(document);
  if (!parsed.success) { const issue = parsed.error.issues[0]!; throw new InputError('inventory-format', `${path} is no valid ${INVENTORY_FORMAT}: ${issue.path.join('/')}: ${issue.message}.`); }
  return {
    format: INVENTORY_FORMAT,
    assets: parsed.data.assets.map((asset) => ({
      id: asset.id, vendor: asset.vendor, product: asset.product, model: asset.model, version: asset.version, serial: asset.serial, udiDi: parseUdi(asset.udi ?? '')?.di ?? null, componentOf: null, os: asset.os, notes: null,
      role: asset.role, components: asset.software.map((software): Component => ({ name: software.name, version: software.version, purl: null, cpe: null, supplier: null, bomRef: null, type: 'application' })), cpes: [],
    })),
  };
}

/** Kinds of component that stand in an inventory by themselves; libraries and files belong to what holds them. */
const ROWS = new Set(['device', 'application', 'firmware', 'operating-system', 'platform', 'container']);

function fromCycloneDx(path: string, bom: Readonly<Record<string, Json>>): AssessAsset[] {
  const version = asText(bom['specVersion'], 20) ?? '', assets: AssessAsset[] = [], seen = new Set<string>();
  if (!(CYCLONEDX_JSON_VERSIONS as readonly string[]).includes(version)) throw new InputError('inventory-format', `${path}: expected CycloneDX ${CYCLONEDX_JSON_VERSIONS[0]} to ${CYCLONEDX_JSON_VERSIONS.at(-1)}; found "${version}".`);
  const complete = completeAssemblies(bom);
  const described = asObject(asObject(bom['metadata'])?.['component']), top = asArray(bom['components']);
  const add = (entry: Readonly<Record<string, Json>>, host: string | null, parts: readonly Json[]): void => {
    const own = componentOf(entry), id = own.bomRef ?? `${own.name}${own.version === null ? '' : `@${own.version}`}`;
    if (own.name === '' || seen.has(id) || assets.length >= ROWS_LIMIT) return;
    seen.add(id);
    // A row is also a part of itself, so that its package address counts.
    const components = own.purl === null ? partsOf(parts) : [own, ...partsOf(parts)];
    assets.push({ id, vendor: own.supplier, product: own.name, model: null, version: own.version, serial: null, udiDi: null, componentOf: host, os: null, notes: null, role: null, components, cpes: own.cpe === null ? [] : [own.cpe], ...(complete.has(own.bomRef ?? '') ? { componentsComplete: true } : {}) });
  };
  if (described !== null) add(described, null, [...asArray(described['components']), ...top]);
  const visit = (list: readonly Json[], host: string | null, depth: number): void => {
    for (const item of list) {
      const entry = asObject(item);
      if (entry === null) continue;
      const parts = asArray(entry['components']), isRow = ROWS.has(asText(entry['type'], 40) ?? '');
      if (isRow) add(entry, host, parts);
      if (depth < DEPTH_LIMIT) visit(parts, isRow ? asText(entry['name']) ?? host : host, depth + 1);
    }
  };
  visit(top, described === null ? null : asText(described['name']), 1);
  return assets;
}

/** References of assemblies of which CycloneDX `compositions` say that every part is listed. */
function completeAssemblies(bom: Readonly<Record<string, Json>>): ReadonlySet<string> {
  return new Set(asArray(bom['compositions']).flatMap((item) => {
    const composition = asObject(item);
    return composition === null || asText(composition['aggregate'], 40) !== 'complete' ? [] : asArray(composition['assemblies']).flatMap((reference) => asText(reference, 512) ?? []);
  }));
}

function partsOf(list: readonly Json[], depth = 1): Component[] {
  return list.flatMap((item) => { const entry = asObject(item); return entry === null ? [] : [componentOf(entry), ...(depth < DEPTH_LIMIT ? partsOf(asArray(entry['components']), depth + 1) : [])]; });
}

function componentOf(entry: Readonly<Record<string, Json>>): Component {
  const group = asText(entry['group']), name = asText(entry['name']) ?? '', organisation = (value: Json): string | null => asText(asObject(value)?.['name']);
  return {
    name: group === null ? name : `${group}/${name}`, version: asText(entry['version']), purl: asText(entry['purl'], 1024), cpe: asText(entry['cpe'], 512),
    supplier: organisation(entry['supplier']) ?? organisation(entry['manufacturer']) ?? asText(entry['publisher']), bomRef: asText(entry['bom-ref'], 512), type: asText(entry['type'], 40),
  };
}
