/** The specifications' own suites, which are read where they lie and never copied (see quality/data.ts). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from '../../quality/data.ts';

const data = dataFolder();

/** The folder of one suite, or null. */
export const specFolder = (name: string): string | null => (data === null ? null : join(data, 'specs', name));

/** The folder of some data, or null. */
export const dataPath = (...names: readonly string[]): string | null => (data === null ? null : join(data, ...names));

export interface SuiteTest { readonly file: string; readonly description: string; readonly test_type: string; readonly test_group: string; readonly input: unknown; readonly expected_output?: unknown; readonly expected_failure?: boolean }

/** All tests of the files below a folder, in order. */
export function readSuite(folder: string | null): SuiteTest[] {
  if (folder === null) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json')).sort()
    .flatMap((file) => (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { tests: Omit<SuiteTest, 'file'>[] }).tests.map((one) => ({ ...one, file })));
}

/** Every JSON file below a folder, parsed, with its name. */
export function* jsonFiles(folder: string): Generator<[name: string, content: unknown]> {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.json')).sort()) yield [name, JSON.parse(readFileSync(join(folder, name), 'utf8'))];
}
