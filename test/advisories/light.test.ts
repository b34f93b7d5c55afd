/** What is heavy is loaded when it is needed: the CSAF validator takes a second, OpenPGP and ZIP a part of one. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { csaf, folder, hash } from './world.ts';

const READ = new URL('../../packages/io/src/advisories/read.ts', import.meta.url).href;
const HOOK = `import { registerHooks } from 'node:module';
registerHooks({ load(url, context, next) { process.stderr.write('LOADED ' + url + '\\n'); return next(url, context); } });`;

test.each([['quick', /node_modules\/(?:@secvisogram|openpgp|zod|ajv)\//, false], ['full', /node_modules\/(?:@secvisogram\/csaf-validator-lib\/csaf_2_1|openpgp|zod)\//, true]] as const)('mode %s loads no more than it needs', async (mode, heavy, validates) => {
  const root = folder({ '1.json': csaf('ACME-1'), '1.json.sha256': hash('sha256', csaf('ACME-1')), 'hook.mjs': HOOK, 'main.mjs': `const { readAdvisories } = await import(${JSON.stringify(READ)}); const r = await readAdvisories([process.argv[2]], { mode: ${JSON.stringify(mode)} }); console.log(r.advisories.length, r.quarantined.length);` });
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--import', join(root, 'hook.mjs'), join(root, 'main.mjs'), join(root, '1.json')]);
  const loaded = stderr.split('\n').filter((line) => line.startsWith('LOADED '));
  expect(stdout).toBe('1 0\n');
  expect(loaded.filter((line) => heavy.test(line))).toEqual([]);
  expect(loaded.some((line) => line.includes('csaf-validator-lib/lib/mandatoryTests.js'))).toBe(validates);
});
