/** What `wardkeep twin` prints. */
import { twinHash } from '@wardkeep/loop/simulate/twin/canonical';
import type { TwinFault } from '@wardkeep/loop/simulate/twin/faults';
import { type Language, type TwinQuestion, type TwinTemplate, UNKNOWN } from '@wardkeep/loop/simulate/twin/rules';
import { countSources, thingsOf } from '@wardkeep/loop/simulate/twin/walk';
import type { Twin } from '@wardkeep/model/twin';

const CHECK_FORMAT = 'wardkeep-twin-check/1';

/** Errors are the answer to `check`, so they go to standard output as JSON, and as text to standard error. */
export function printFaults(path: string, faults: readonly TwinFault[], json: boolean): void {
  if (json) process.stdout.write(`${JSON.stringify({ format: CHECK_FORMAT, hash: null, faults }, null, 2)}\n`);
  else process.stderr.write(`wardkeep: ${path} has ${faults.length} ${faults.length === 1 ? 'error' : 'errors'}.\n${faults.map(({ place, message }) => `  ${place === '' ? '' : `${place}: `}${message}\n`).join('')}`);
}

export function printChecked(path: string, twin: Twin, json: boolean): void {
  const { source: _, ...things } = thingsOf(twin), hash = twinHash(twin), numbers = countSources(twin);
  const counts = Object.fromEntries(Object.entries(things).map(([kind, list]) => [kind, list.length]));
  if (json) { process.stdout.write(`${JSON.stringify({ format: CHECK_FORMAT, hash, faults: [], things: counts, numbers }, null, 2)}\n`); return; }
  const listed = (of: Readonly<Record<string, number>>) => Object.entries(of).filter(([, count]) => count > 0).map(([kind, count]) => `${kind} ${count}`).join(', ');
  process.stdout.write(`${path}: no errors.\n  things   ${listed(counts)}\n  numbers  ${listed(numbers)}\n  hash     ${hash}\n`);
}

export function printTemplates(templates: readonly TwinTemplate[]): void {
  for (const { id, name, country, fields } of templates) {
    const size = fields.beds ? `${fields.beds.value} beds` : fields.places ? `${fields.places.value} places` : '', statuses = Object.values(fields).map(({ status }) => status), count = (status: string) => statuses.filter((each) => each === status).length;
    process.stdout.write(`${id}  ${`${name.en}, ${country}`.padEnd(32)} ${size.padEnd(12)} sourced ${count('sourced')}, derived ${count('derived')}, assumed ${count('assumed')}\n`);
  }
}

/** A file for `--answers`: every question with its options, all unknown. */
export function printAnswers(questions: readonly TwinQuestion[], language: Language): void {
  process.stdout.write(`answers:\n${questions.map(({ id, text, options }) => [
    `  # ${text[language]}`, ...options.map((option) => `  #   ${option.id}: ${option.text[language]}`), `  ${id}: ${UNKNOWN}`, '',
  ].join('\n')).join('\n')}`);
}
