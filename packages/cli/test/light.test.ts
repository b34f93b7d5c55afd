import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { wardkeep } from './run.ts';

const HL7 = new URL('../../../fixtures/captures/lab/hl7.pcap', import.meta.url).pathname;
/** Prints every module that is loaded to standard error. */
const HOOK = `import { registerHooks } from 'node:module';
registerHooks({ load(url, context, next) { process.stderr.write('LOADED ' + url + '\\n'); return next(url, context); } });`;

test.each([[['see', '--version']], [['see', HL7, '--json']]])('wardkeep %j loads no database, no server, no zod', async (args) => {
  const folder = mkdtempSync(join(tmpdir(), 'wardkeep-light-')), hook = join(folder, 'hook.mjs');
  try {
    writeFileSync(hook, HOOK);
    const { code, stderr } = await wardkeep(args, null, ['--import', hook]);
    const loaded = stderr.split('\n').filter((line) => line.startsWith('LOADED '));
    expect(code).toBe(0);
    expect(loaded.length).toBeGreaterThan(1);
    expect(loaded.filter((line) => /packages\/(app|store|server|web)\/|node_modules\/(zod|kysely|pg|fastify|@electric-sql)\//.test(line))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
