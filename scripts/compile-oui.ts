/** Compiles the IEEE registry of `oui-data` into `rules/generated/oui.bin`: `node scripts/compile-oui.ts`. A test compiles again and compares. */
import { mkdirSync, writeFileSync } from 'node:fs';
import registry from 'oui-data' with { type: 'json' };
import { compileOui, OUI_FILE } from '../packages/io/src/oui.ts';

const bytes = compileOui(registry);
mkdirSync(new URL('.', OUI_FILE), { recursive: true });
writeFileSync(OUI_FILE, bytes);
process.stdout.write(`rules/generated/oui.bin: ${bytes.length} bytes\n`);
