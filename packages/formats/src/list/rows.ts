/**
 * Rows of an equipment list with known columns → one witness a row. What a row says in words (a device type, an EMDN code) becomes a role;
 * addresses, dates and UDIs get one spelling; persons are left behind (see `person.ts`).
 */
import { type Attribute, type Claim, type LeftOut, type ListField, type ListMapping, parseIp, parseMac, type Weight, type Witness } from '@wardkeep/model';
import { tidy } from '../fold.ts';
import { isOrganisation, namesPerson, type PersonFilter } from '../person.ts';
import { formatUdi, parseUdi } from '../udi.ts';
import { parseListDate } from './dates.ts';
import { matchDeviceType, roleOfEmdn } from './device-types.ts';

/** Beyond this many, rows that were left out are only counted. */
export const LEFT_OUT_LIMIT = 1000;
const LIST_CONFIDENCE = 75, IDENTITY_CONFIDENCE = 90, TYPE_CONFIDENCE = 80, AMBIGUOUS_CONFIDENCE = 60, NAME_CONFIDENCE = 60, UNCHECKED_CONFIDENCE = 65;
const ADDRESSES_PER_ROW = 16;

type Fields = Map<ListField, string[]>;

/** Cells that claim an attribute just as they are. */
const PLAIN: readonly (readonly [ListField, Attribute])[] = [
  ['vendor', 'vendor'], ['model', 'model'], ['product', 'product'], ['version', 'version'], ['os', 'os'], ['aeTitle', 'aeTitle'], ['inventoryNumber', 'inventoryNumber'],
  ['location', 'location'], ['department', 'department'], ['contract', 'contract'], ['zone', 'zone'],
];
/** Without one of these a row is about no device: totals, sub-headings, empty lines with a place filled in. */
const ENOUGH: readonly Attribute[] = ['serial', 'udi', 'inventoryNumber', 'hostname', 'vendor', 'model', 'product', 'role', 'aeTitle'];

/** Fields that say enough when nothing else is filled in; so does an inventory number that looks like one. One lone cell of another column is a sub-heading, a total or a note. */
const ALONE: ReadonlySet<ListField> = new Set(['serial', 'udi', 'ip', 'mac', 'hostname', 'aeTitle']);

export class ListReader {
  readonly witnesses: Witness[] = [];
  readonly leftOut: LeftOut[] = [];
  /** How often each reason occurred, also beyond {@link LEFT_OUT_LIMIT}. */
  readonly leftOutCounts = new Map<string, number>();
  rows = 0;
  private readonly columns: readonly (readonly [number, ListField])[];
  private readonly source: number;

  private readonly isPersonal: PersonFilter;

  /** `isPersonal`: see {@link PersonFilter}. `source`: index of the document in the run. */
  constructor(mapping: ListMapping, isPersonal: PersonFilter, source = 0) {
    this.isPersonal = isPersonal;
    this.columns = mapping.columns.flatMap(({ index, field }) => (field === null || field === 'notes' ? [] : [[index, field] as const]));
    this.source = source;
  }

  push(cells: readonly string[], line: number): void {
    if (cells.every((cell) => cell.trim() === '')) return;
    this.rows++;
    const fields: Fields = new Map();
    for (const [index, field] of this.columns) {
      const value = this.cell(cells[index] ?? '', line);
      if (value === null) continue;
      const values = fields.get(field);
      if (values === undefined) fields.set(field, [value]);
      else if (!values.includes(value)) values.push(value);
    }
    const [only] = fields.keys();
    if (fields.size === 1 && !ALONE.has(only!) && !(only === 'inventoryNumber' && /^\S*\d\S*$/.test(fields.get(only)![0]!))) { this.leave(line, 'list-row-heading'); return; }
    const witness = this.witnessOf(fields, line);
    if (witness !== null) this.witnesses.push(witness);
    else this.leave(line, fields.size === 0 ? 'list-row-nothing-mapped' : 'list-row-no-device');
  }

  /** `="00123"` is how Excel is made to keep zeros; any other formula that came as text is not a value. */
  private cell(text: string, line: number): string | null {
    const value = tidy(text.replace(/^="([^"]*)"$/, '$1'));
    if (value === null || !value.startsWith('=')) return value;
    this.leave(line, 'list-value-formula');
    return null;
  }

  private witnessOf(fields: Fields, line: number): Witness | null {
    const claims: Claim[] = [], at = { claims, source: this.source, line };
    const first = (field: ListField): string | null => fields.get(field)?.[0] ?? null;
    const witness: Witness = {
      macs: this.addresses(fields, 'mac', line), ips: this.addresses(fields, 'ip', line), claims, services: [], clientOf: [], firstSeen: null, lastSeen: null, source: this.source, bound: true, count: 1,
    };
    for (const [field, attribute] of PLAIN) {
      const value = field === 'location' ? fields.get(field)?.join(' / ') ?? null : first(field);
      if (value === null) continue;
      if (namesPerson(value) && (field === 'location' || field === 'department' || field === 'contract')) this.leave(line, 'list-value-person', field);
      else claim(at, attribute, value.slice(0, 256), field, 'medium', LIST_CONFIDENCE);
    }
    const serial = first('serial');
    if (serial !== null) claim(at, 'serial', serial, 'serial', 'strong', IDENTITY_CONFIDENCE);
    this.udi(at, fields, serial);
    this.hostname(at, first('hostname'));
    this.owner(at, first('owner'));
    const end = first('endOfSupport');
    if (end !== null) {
      const date = parseListDate(end);
      if (date === null) this.leave(line, 'list-value-date', 'endOfSupport');
      else claim(at, 'endOfSupport', date, 'endOfSupport', 'medium', LIST_CONFIDENCE);
    }
    this.kind(at, fields);
    const enough = witness.macs.length + witness.ips.length > 0 || claims.some((one) => ENOUGH.includes(one.attribute));
    return enough ? witness : null;
  }

  private addresses(fields: Fields, field: 'mac' | 'ip', line: number): string[] {
    const found: string[] = [], parse = field === 'mac' ? parseMac : parseIp;
    for (const value of fields.get(field) ?? []) {
      const whole = parse(value), parts = whole === null ? value.split(/[\s,;|]+|\/(?=\D|\d{1,3}\.)/) : [value];
      let any = false;
      for (const part of parts.slice(0, ADDRESSES_PER_ROW)) {
        // `10.0.0.5/24` says the network, too; `10.0.0.5:104` a port.
        const address = parse(field === 'ip' ? part.replace(/\/\d{1,3}$/, '').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1') : part);
        if (address === null || /^(?:00:){5}00$|^(?:ff:){5}ff$|^0\.0\.0\.0$|^::$|^255\./.test(address)) continue;
        any = true;
        if (!found.includes(address) && found.length < ADDRESSES_PER_ROW) found.push(address);
      }
      if (!any && !/^dhcp$/i.test(value)) this.leave(line, 'list-value-address', field);
    }
    return found;
  }

  private udi(at: Place, fields: Fields, serial: string | null): void {
    for (const value of (fields.get('udi') ?? []).slice(0, 1)) {
      const udi = parseUdi(value);
      if (udi === null) { this.leave(at.line, 'list-value-udi', 'udi'); continue; }
      // The list's own serial makes the DI one device; a wrong check digit takes the weight away.
      claim(at, 'udi', formatUdi({ ...udi, serial: udi.serial ?? serial?.slice(0, 20) ?? null }), 'udi', udi.checked ? 'strong' : 'medium', udi.checked ? IDENTITY_CONFIDENCE : UNCHECKED_CONFIDENCE);
      if (udi.serial !== null && udi.serial !== serial) claim(at, 'serial', udi.serial, 'udi', 'strong', udi.checked ? IDENTITY_CONFIDENCE : UNCHECKED_CONFIDENCE);
    }
  }

  private hostname(at: Place, value: string | null): void {
    if (value === null) return;
    if (this.isPersonal(value) || namesPerson(value)) this.leave(at.line, 'list-value-person', 'hostname');
    else if (/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,252}$/u.test(value)) claim(at, 'hostname', value.toLowerCase().replace(/\.$/, ''), 'hostname', 'medium', LIST_CONFIDENCE);
    else this.leave(at.line, 'list-value-hostname', 'hostname');
  }

  private owner(at: Place, value: string | null): void {
    if (value === null) return;
    if (isOrganisation(value)) claim(at, 'owner', value, 'owner', 'medium', LIST_CONFIDENCE);
    else this.leave(at.line, 'list-value-person', 'owner');
  }

  /** Role from the device type, else from the EMDN code (both are kept), else from the name. The name is the product's where the list has no other. */
  private kind(at: Place, fields: Fields): void {
    const type = fields.get('deviceType')?.[0], emdn = fields.get('emdn')?.[0], name = fields.get('name')?.[0];
    const typed = type === undefined ? null : matchDeviceType(type);
    if (typed) claim(at, 'role', typed.role, 'deviceType', 'medium', typed.ambiguous ? AMBIGUOUS_CONFIDENCE : TYPE_CONFIDENCE);
    const coded = emdn === undefined ? null : roleOfEmdn(emdn.split(/[\s:–]+/)[0] ?? '');
    if (coded !== null) claim(at, 'role', coded, 'emdn', 'medium', TYPE_CONFIDENCE);
    if (name === undefined) return;
    const named = matchDeviceType(name), person = namesPerson(name) || this.isPersonal(name);
    if (named && !typed) claim(at, 'role', named.role, 'name', 'medium', named.ambiguous ? AMBIGUOUS_CONFIDENCE : named.whole ? TYPE_CONFIDENCE : LIST_CONFIDENCE);
    if (person) this.leave(at.line, 'list-value-person', 'name');
    // "Infusion pump" is what it is for, not what it is called.
    else if (!fields.has('product') && !named?.whole) claim(at, 'product', name, 'name', 'weak', NAME_CONFIDENCE);
  }

  private leave(line: number, code: string, field?: ListField): void {
    this.leftOutCounts.set(code, (this.leftOutCounts.get(code) ?? 0) + 1);
    if (this.leftOut.length < LEFT_OUT_LIMIT) this.leftOut.push({ line, reason: { code, params: field === undefined ? {} : { field } } });
  }
}

interface Place { readonly claims: Claim[]; readonly source: number; readonly line: number }

function claim(at: Place, attribute: Attribute, value: string, field: ListField, weight: Weight, confidence: number): void {
  at.claims.push({ attribute, value, of: null, signal: `list.${field}`, weight, confidence, source: at.source, positions: [at.line], count: 1, firstSeen: null, lastSeen: null });
}
