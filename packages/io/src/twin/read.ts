/** `wardkeep-twin/1` from a file, YAML or JSON: either a twin, or every error with its place. Bounded before anything is parsed; nothing is read half. */
import { readFile, stat } from 'node:fs/promises';
import { AdvisoryRefusal } from '@wardkeep/formats/csaf/refusal';
import { checkTwin } from '@wardkeep/loop/simulate/twin/check';
import { fault, shown, type TwinFault } from '@wardkeep/loop/simulate/twin/faults';
import { type Twin, TWIN_FORMAT } from '@wardkeep/model/twin';
import { salvageTwin, TwinSchema } from '@wardkeep/model/twin-schema';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { parseJson, utf8Text } from '../advisories/json.ts';

/** A region of 100 institutions with all its devices one by one has about 40 MB of JSON. YAML takes ten times the memory and time. */
export const TWIN_JSON_LIMIT = 64 << 20;
export const TWIN_YAML_LIMIT = 8 << 20;
/** `wardkeep-twin/1` has twelve. */
const DEPTH_LIMIT = 32;

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
  const broken = new Set(parsed.error.issues.flatMap(({ path }) => thingsLost(path)));
  // What refers to a thing whose own lines could not be read would be an error that is none.
  const meaning = checkTwin(salvageTwin(value)).filter(({ code, params }) => !(code === 'unknown' && broken.has(String(params.kind))) && !(code === 'need-role-absent' && broken.has('asset')) && !(code.startsWith('zone-') && broken.has('zone')));
  const faults = [...parsed.error.issues.flatMap((issue) => faultsOf(issue, value)), ...meaning], seen = new Set<string>();
  return { twin: null, faults: faults.filter(({ place, code }) => !seen.has(`${place} ${code}`) && seen.add(`${place} ${code}`)) };
}

/** JSON or YAML by its first character: no twin in YAML begins with a brace. */
export function readDocument(bytes: Uint8Array): Unread {
  try {
    const text = utf8Text(bytes);
    if (/^\s*\{/.test(text)) return { value: parseJson(bytes, DEPTH_LIMIT) };
    if (bytes.length > TWIN_YAML_LIMIT) return { fault: tooLarge(bytes.length, TWIN_YAML_LIMIT, ' as YAML; JSON may be larger') };
    return readYaml(text);
  } catch (error) {
    if (error instanceof AdvisoryRefusal) return { fault: fault('file-unreadable', '', { why: error.message }) };
    throw error;
  }
}

function readYaml(text: string): Unread {
  const unreadable = (why: string): Unread => ({ fault: fault('file-unreadable', '', { why }) });
  // Brackets cost a reader of YAML a level of its own stack each, indentation a character a line: neither may run away.
  if (false) return unreadable(`The YAML is nested over more than ${DEPTH_LIMIT} levels; at most ${DEPTH_LIMIT} are read.`);
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true, customTags: [] }), [error] = document.errors;
    if (error) { const { line, col } = lines.linePos(error.pos[0]); return unreadable(`The YAML cannot be read at line ${line}, column ${col}: ${error.message}.`.replace(/\.+$/, '.')); }
    return { value: document.toJS({ maxAliasCount: 0 }) };
  } catch (error) {
    if (error instanceof RangeError) return unreadable(`The YAML is nested over more than ${DEPTH_LIMIT} levels; at most ${DEPTH_LIMIT} are read.`);
    if (error instanceof ReferenceError) return unreadable('The YAML repeats parts of itself by name (&, *); write them out.');
    throw error;
  }
}

const tooLarge = (size: number, limit: number, what = ''): TwinFault => fault('file-unreadable', '', { why: `The file has ${size} bytes; at most ${limit} are read${what}.` });
const refused = (why: TwinFault): ReadTwin => ({ twin: null, faults: [why] });

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

const EXPECTED: Readonly<Record<string, string>> = { string: 'a text', number: 'a finite number', boolean: 'true or false', array: 'a list', object: 'an object with named fields', null: 'nothing (null)' };

function faultsOf(issue: Issue, value: unknown): TwinFault[] {
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
  return list !== undefined && list in LISTS && !(last === list && names.at(-2) === 'access') ? LISTS[list]! : [];
}
