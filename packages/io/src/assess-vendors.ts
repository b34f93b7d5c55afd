/** Loads `rules/assess/vendors.yaml`, once. */
import { readFileSync } from 'node:fs';
import { type VendorData, type VendorEntry, type VendorRelation, vendorFaults } from '@wardkeep/loop/assess/vendor-data';
import type { VendorWords } from '@wardkeep/loop/assess/vendor-names';
import { parse } from 'yaml';
import { RULES_FOLDER } from './rules.ts';

let loaded: VendorData | null = null;

export function vendorData(): VendorData { return (loaded ??= parseVendors(readFileSync(new URL('assess/vendors.yaml', RULES_FOLDER), 'utf8'))); }

/** Throws with every fault, each naming its entry: the file is ours, so a fault is our mistake. */
export function parseVendors(yaml: string): VendorData {
  const faults: string[] = [], file = record(parse(yaml, { maxAliasCount: 0 }));
  const data: VendorData = {
    words: readWords(record(file['words']), faults),
    vendors: list(file['vendors']).map((row, at) => readVendor(record(row), `vendor ${at + 1}`, faults)),
  };
  if (data.vendors.length === 0) faults.push('Expected a list of vendors, found none.');
  if (faults.length === 0) faults.push(...vendorFaults(data));
  if (faults.length > 0) throw new Error(`rules/assess/vendors.yaml cannot be used.\n${faults.join('\n')}`);
  return data;
}

type Fields = Readonly<Record<string, unknown>>;

const record = (value: unknown): Fields => (value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Fields) : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function readWords(fields: Fields, faults: string[]): VendorWords {
  onlyFields(fields, ['legal_forms', 'places', 'activities', 'glue', 'nothing'], 'Words', faults);
  const words = (field: string): string[] => texts(fields, field, 'Words', faults);
  return { legalForms: words('legal_forms'), places: words('places'), activities: words('activities'), glue: words('glue'), nothing: words('nothing') };
}

function readVendor(fields: Fields, place: string, faults: string[]): VendorEntry {
  const at = `Vendor ${typeof fields['id'] === 'string' ? fields['id'] : place}`;
  onlyFields(fields, ['id', 'name', 'aliases', 'common', 'leading', 'ambiguous', 'relations'], at, faults);
  const names = (field: string): string[] => texts(fields, field, at, faults);
  return {
    id: text(fields, 'id', at, faults), name: text(fields, 'name', at, faults), aliases: names('aliases'), common: names('common'), leading: names('leading'), ambiguous: names('ambiguous'),
    relations: list(fields['relations']).map((relation) => readRelation(record(relation), at, faults)),
  };
}

function readRelation(fields: Fields, vendor: string, faults: string[]): VendorRelation {
  const { kind, to, year = null, checked } = fields, at = `${vendor}, relation to ${String(to)}`;
  onlyFields(fields, ['kind', 'to', 'year', 'products', 'source', 'checked'], at, faults);
  if (year !== null && typeof year !== 'number') faults.push(`${at}: expected year to be a number, found ${JSON.stringify(year)}.`);
  if (typeof checked !== 'boolean') faults.push(`${at}: expected checked to be true or false, found ${JSON.stringify(checked)}.`);
  return {
    // `vendorFaults` says which kinds there are.
    kind: text(fields, 'kind', at, faults) as VendorRelation['kind'], to: text(fields, 'to', at, faults), year: typeof year === 'number' ? year : null,
    products: texts(fields, 'products', `${at} (${String(kind)})`, faults), source: text(fields, 'source', at, faults), checked: checked === true,
  };
}

function onlyFields(fields: Fields, known: readonly string[], at: string, faults: string[]): void {
  for (const field of Object.keys(fields)) if (!known.includes(field)) faults.push(`${at}: there is no field ${field}; expected ${known.join(', ')}.`);
}

function text(fields: Fields, field: string, at: string, faults: string[]): string {
  const value = fields[field];
  if (typeof value === 'string' && value.trim() !== '') return value;
  faults.push(`${at}: expected ${field} to be a text, found ${JSON.stringify(value)}.`);
  return '';
}

/** YAML reads an unquoted 3M as text, but an unquoted 360 or `on` not: those need quotes. */
function texts(fields: Fields, field: string, at: string, faults: string[]): string[] {
  const value = fields[field] ?? [];
  if (Array.isArray(value) && value.every((each): each is string => typeof each === 'string')) return value;
  faults.push(`${at}: expected ${field} to be a list of texts, found ${JSON.stringify(value)}.`);
  return [];
}
