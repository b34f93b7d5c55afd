/** `wardkeep-twin/1` from a file, YAML or JSON: either a twin, or every error with its place. Bounded before anything is parsed; nothing is read half. */
import { readFile, stat } from 'node:fs/promises';
import { AdvisoryRefusal } from '@wardkeep/formats/csaf/refusal';
import { checkTwin } from '@wardkeep/loop/simulate/twin/check';
import { fault, type TwinFault } from '@wardkeep/loop/simulate/twin/faults';
import { shown } from '@wardkeep/loop/simulate/shown';
import { type Twin, TWIN_FORMAT } from '@wardkeep/model/twin';
import { salvageTwin, type TwinIssue, TwinSchema } from '@wardkeep/model/twin-schema';
import { LineCounter, parseDocument } from 'yaml';
import { parseJson, utf8Text } from '../advisories/json.ts';

/** 100 hospitals of the largest template have 15 MB of JSON; 20,000 devices one by one, 30 MB. YAML takes ten times the memory and time. */
export const TWIN_JSON_LIMIT = 32 << 20;
export const TWIN_YAML_LIMIT = 8 << 20;
/** 32 MB of a twin have a million. A file of nothing but commas has more, and each value that is wrong costs an error. */
const COMMA_LIMIT = 2_000_000;
/** `wardkeep-twin/1` has twelve. */
const DEPTH_LIMIT = 32;
const COMMA = 0x2c;

export type ReadTwin = { readonly twin: Twin; readonly faults: readonly [] } | { readonly twin: null; readonly faults: readonly TwinFault[] };
type Unread = { readonly value: unknown } | { readonly fault: TwinFault };

/** Throws what the file system says; what is wrong in the file comes back as faults. */
export async function readTwinFile(path: string): Promise<ReadTwin> {
  const { size } = await stat(path);
  return size > TWIN_JSON_LIMIT ? refused(tooLarge(size, TWIN_JSON_LIMIT)) : readTwin(await readFile(path));
}

export function readTwin(bytes: Uint8Array): ReadTwin {
  const read = readDocument(bytes);
  return 'fault' in read ? { twin: null, faults: [read.fault] } : acceptTwin(read.value);
}

/** A value from anywhere: its fields by the schema, then what they mean together, all at once. */
export function acceptTwin(value: unknown): ReadTwin {
  const format = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as { readonly format?: unknown }).format : value;
  if (format !== TWIN_FORMAT) return { twin: null, faults: [fault('field-type', typeof value === 'object' && value !== null && !Array.isArray(value) ? 'format' : '', { expected: `a document of the format "${TWIN_FORMAT}"`, found: shown(format) })] };
  const parsed = TwinSchema.safeParse(value);
  if (parsed.success) {
    const faults = checkTwin(parsed.data);
    return faults.length === 0 ? { twin: parsed.data, faults: [] } : { twin: null, faults };
  }
  const { issues } = parsed.error, lost = new Set(issues.flatMap(({ path }) => thingsLost(path))), unread = new Set(issues.flatMap(({ code, path }) => (code === 'unrecognized_keys' ? [] : [placeOf(path)])));
  const meaning = checkTwin(salvageTwin(value)).filter((each) => !followsFrom(each, lost) && !prefixes(each.place).some((place) => unread.has(place)));
  return { twin: null, faults: [...issues.flatMap((issue) => faultsOf(issue, value)), ...meaning] };
}

/** What refers to a thing whose own lines could not be read would be an error that is none. */
function followsFrom({ code, params }: TwinFault, lost: ReadonlySet<string>): boolean {
  if (code === 'unknown') return lost.has(String(params.kind));
  if (code === 'need-role-absent') return lost.has('asset') || lost.has('role');
  return code.startsWith('zone-') && ['zone', 'people', 'supplier', 'way'].some((kind) => lost.has(kind));
}

/** `a[0].b`, `a[0]`, `a`. */
function prefixes(place: string): string[] { return [place, ...[...place.matchAll(/[.[]/g)].map(({ index }) => place.slice(0, index))]; }

/** JSON or YAML by its first character: no twin in YAML begins with a brace. */
export function readDocument(bytes: Uint8Array): Unread {
  try {
    const text = utf8Text(bytes);
    if (commas(bytes) > COMMA_LIMIT) return { fault: fault('file-unreadable', '', { why: `The file has more than ${COMMA_LIMIT} values; a twin has fewer.` }) };
    if (/^\s*\{/.test(text)) return { value: parseJson(bytes, DEPTH_LIMIT) };
    if (bytes.length > TWIN_YAML_LIMIT) return { fault: tooLarge(bytes.length, TWIN_YAML_LIMIT, ' as YAML; JSON may be larger') };
    return readYaml(text);
  } catch (error) {
    if (error instanceof AdvisoryRefusal) return { fault: fault('file-unreadable', '', { why: error.message }) };
    throw error;
  }
}

function commas(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(COMMA); at >= 0; at = bytes.indexOf(COMMA, at + 1)) count++;
  return count;
}

function readYaml(text: string): Unread {
  const unreadable = (why: string): Unread => ({ fault: fault('file-unreadable', '', { why }) }), lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true, customTags: [] }), [error] = document.errors;
    if (!error) return { value: document.toJS({ maxAliasCount: 0 }) };
    const { line, col } = lines.linePos(error.pos[0]);
    // A reader of YAML calls itself for each level; it ends, and says so, before anything else does.
    if (error.message.includes('call stack')) return unreadable(`The YAML is nested too deeply at line ${line}; a twin has twelve levels.`);
    return unreadable(`The YAML cannot be read at line ${line}, column ${col}: ${error.message.replace(/\.*$/, '')}.`);
  } catch (error) {
    if (error instanceof RangeError) return unreadable('The YAML is nested too deeply; a twin has twelve levels.');
    if (error instanceof ReferenceError) return unreadable('The YAML repeats parts of itself by name (&, *); write them out.');
    throw error;
  }
}

const tooLarge = (size: number, limit: number, what = ''): TwinFault => fault('file-unreadable', '', { why: `The file has ${size} bytes; at most ${limit} are read${what}.` });
const refused = (why: TwinFault): ReadTwin => ({ twin: null, faults: [why] });

type Path = readonly PropertyKey[];

const EXPECTED: Readonly<Record<string, string>> = { string: 'a text', number: 'a finite number', boolean: 'true or false', array: 'a list', object: 'an object with named fields', null: 'nothing (null)' };

function faultsOf(issue: TwinIssue, value: unknown): TwinFault[] {
  const found = at(value, issue.path), place = placeOf(issue.path);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => fault('field-unknown', placeOf([...issue.path, key]), { field: shown(key) }));
  const expected = issue.code === 'invalid_type' ? EXPECTED[issue.expected] ?? issue.expected
    : issue.code === 'invalid_value' ? listed(issue.values.map((each) => JSON.stringify(each)))
      : issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options) ? listed(issue.options.map((each) => JSON.stringify(each)))
        : issue.code === 'too_big' ? `at most ${issue.maximum} characters` : issue.message;
  return [found === undefined ? fault('field-missing', place, { expected }) : fault('field-type', place, { expected, found: shown(found) })];
}

const listed = (values: readonly (string | undefined)[]): string => (values.length === 1 ? values[0]! : `one of ${values.join(', ')}`);

function at(value: unknown, path: Path): unknown {
  let here = value;
  for (const step of path) { if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined; here = (here as Readonly<Record<PropertyKey, unknown>>)[step]; }
  return here;
}

/** `institutions[0].sites[1].name`; a name that is none of ours in brackets and quotes. */
function placeOf(path: Path): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : /^[A-Za-z][\w-]*$/.test(String(step)) && String(step).length <= 60 ? `${index === 0 ? '' : '.'}${String(step)}` : `[${shown(String(step))}]`)).join('');
}

/** Kinds of things whose identifiers are lost when a list, a member of it or its `id` cannot be read. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  institutions: ['institution', 'site', 'zone', 'asset', 'people', 'account', 'application', 'backup', 'data-asset', 'care-service', 'finding'], sites: ['site', 'zone', 'asset'], zones: ['zone', 'asset'], assets: ['asset'],
  people: ['people'], accounts: ['account'], applications: ['application'], backups: ['backup'], dataAssets: ['data-asset'], services: ['care-service'], findings: ['finding'],
  domains: ['domain'], suppliers: ['supplier'], sharedServices: ['shared-service'], sources: ['source'],
};
function thingsLost(path: Path): readonly string[] {
  const names = path.filter((step): step is string => typeof step === 'string'), last = names.at(-1), list = last === 'id' ? names.at(-2) : last;
  if (names[0] === 'reachability' || names.includes('access')) return ['way'];
  if (last === 'role' || (last === 'zones' && names.includes('people'))) return ['role', 'way'];
  return list !== undefined && Object.hasOwn(LISTS, list) ? LISTS[list]! : [];
}
