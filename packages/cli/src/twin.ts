/** `wardkeep twin`: check a twin, or begin one from a template and answers. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { formatTwin } from '@wardkeep/io/twin/format';
import { readDocument, readTwinFile } from '@wardkeep/io/twin/read';
import { twinRules } from '@wardkeep/io/twin/rules';
import { answerFaults } from '@wardkeep/loop/simulate/twin/answers';
import { isDay } from '@wardkeep/loop/simulate/twin/check';
import { fault, type TwinFault } from '@wardkeep/loop/simulate/twin/faults';
import { shown } from '@wardkeep/loop/simulate/shown';
import { LANGUAGES, type Language, type TwinAnswers, type TwinRules } from '@wardkeep/loop/simulate/twin/rules';
import { twinFromTemplate } from '@wardkeep/loop/simulate/twin/template';
import { TWIN_ID } from '@wardkeep/model/twin';
import { EXIT } from './exit.ts';
import { printAnswers, printChecked, printFaults, printTemplates } from './twin-output.ts';

const USAGE = `Usage: wardkeep twin check <file> [--json]
       wardkeep twin new --template <id> [--answers <file>] [--size <n>] [--id <id>] [--name <text>] [--language en|es|hu] [--as-of <day>] [--json]
       wardkeep twin templates
       wardkeep twin questions [--language en|es|hu]

A twin is what an institution is made of, as a file in the format wardkeep-twin/1, YAML or JSON: sites, zones, assets, people, care services and what they need.

  check         every error with its place; without one, what it holds and its hash
  new           a first twin from a template and the answers to the twenty questions; what is not answered is "unknown"
  templates     the templates
  questions     the questions as a file of answers, to be filled in

  --size <n>    beds or places, instead of the template's
  --as-of <day> the day it describes (YYYY-MM-DD); today when it is left out
  --json        JSON instead of YAML or text

Exit codes: 0 done, 1 our fault, 2 wrong options or errors in the file, 3 the file could not be read.
`;

const OPTIONS = {
  json: { type: 'boolean' }, template: { type: 'string' }, answers: { type: 'string' }, size: { type: 'string' }, id: { type: 'string' }, name: { type: 'string' }, language: { type: 'string' }, 'as-of': { type: 'string' }, help: { type: 'boolean' },
} as const;
type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>['values'];

export async function run(args: string[]): Promise<number> {
  let parsed;
  try { parsed = parseArgs({ args, options: OPTIONS, allowPositionals: true }); } catch (error) { return usage((error as Error).message); }
  const { values, positionals: [command, ...files] } = parsed;
  if (values.help) { process.stdout.write(USAGE); return EXIT.ok; }
  if (values.language !== undefined && !LANGUAGES.includes(values.language as Language)) return usage(`Expected a language of ${LANGUAGES.join(', ')}; found ${shown(values.language)}.`);
  const allowed = command === 'check' ? 1 : 0;
  if (files.length !== allowed) return usage(allowed === 1 ? `Expected one file; found ${files.length}.` : `Expected no file after "${shown(command)}"; found ${files.length}.`);
  switch (command) {
    case 'check': return check(files[0]!, values.json === true);
    case 'new': return begin(values);
    case 'templates': printTemplates(twinRules().templates); return EXIT.ok;
    case 'questions': printAnswers(twinRules().questions, languageOf(values)); return EXIT.ok;
    default: return usage(command === undefined ? 'Expected a command.' : `There is no command ${shown(command)}.`);
  }
}

const languageOf = ({ language }: Values): Language => (language ?? 'en') as Language;

function usage(why: string): number {
  process.stderr.write(`wardkeep: ${why} Expected: wardkeep twin check|new|templates|questions; wardkeep twin --help says more.\n`);
  return EXIT.usage;
}

function unreadable(path: string, error: unknown): number {
  process.stderr.write(`wardkeep: ${path} cannot be read: ${(error as Error).message}\n`);
  return EXIT.unusable;
}

async function check(path: string, json: boolean): Promise<number> {
  let read;
  try { read = await readTwinFile(path); } catch (error) { if ((error as NodeJS.ErrnoException).code) return unreadable(path, error); throw error; }
  if (read.twin === null) { printFaults(path, read.faults, json); return EXIT.usage; }
  printChecked(path, read.twin, json);
  return EXIT.ok;
}

async function begin(values: Values): Promise<number> {
  const rules = twinRules(), template = rules.templates.find(({ id }) => id === values.template);
  if (!template) return usage(`Expected --template ${rules.templates.map(({ id }) => id).join('|')}; found ${shown(values.template)}.`);
  const size = values.size === undefined ? null : Number(values.size), id = values.id ?? template.id.toLowerCase(), asOf = values['as-of'] ?? new Date().toISOString().slice(0, 10);
  if (size !== null && !(Number.isInteger(size) && size > 0 && size <= 10_000)) return usage(`Expected --size as a whole number of 1 to 10000; found ${shown(values.size)}.`);
  if (size !== null && !('beds' in template.fields) && !('places' in template.fields)) return usage(`The template ${template.id} has neither beds nor places, so --size says nothing.`);
  if (!TWIN_ID.test(id) || id.length > 40) return usage(`Expected --id of letters, digits, ".", "_" and "-", at most 40; found ${shown(id)}.`);
  if (!isDay(asOf)) return usage(`Expected --as-of as YYYY-MM-DD; found ${shown(asOf)}.`);
  let answers: TwinAnswers = {};
  if (values.answers !== undefined) {
    let bytes;
    try { bytes = await readFile(values.answers); } catch (error) { return unreadable(values.answers, error); }
    const read = readAnswers(bytes, rules);
    if (Array.isArray(read)) { printFaults(values.answers, read, values.json === true); return EXIT.usage; }
    answers = read as TwinAnswers;
  }
  const twin = twinFromTemplate(template, answers, rules, { id, name: values.name ?? null, asOf, language: languageOf(values), size });
  process.stdout.write(formatTwin(twin, values.json === true ? 'json' : 'yaml'));
  return EXIT.ok;
}

/** `answers:` with an option by question; or every error. */
function readAnswers(bytes: Uint8Array, rules: TwinRules): TwinAnswers | TwinFault[] {
  const read = readDocument(bytes);
  if ('fault' in read) return [read.fault];
  const written = typeof read.value === 'object' && read.value !== null ? (read.value as { readonly answers?: unknown }).answers : undefined;
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return [fault('field-type', 'answers', { expected: 'an object with an option for each question', found: shown(written) })];
  const wrong = Object.entries(written).flatMap(([id, option]) => (typeof option === 'string' ? [] : [fault('field-type', `answers.${id}`, { expected: 'an option as a text', found: shown(option) })]));
  if (wrong.length > 0) return wrong;
  const faults = answerFaults(rules.questions, written as TwinAnswers);
  return faults.length > 0 ? faults : written as TwinAnswers;
}
