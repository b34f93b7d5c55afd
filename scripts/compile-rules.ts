/**
 * Compiles `rules/fingerprints/*.yaml` and `rules/vendors.yaml` into `rules/generated/fingerprints.json`, which the command line reads without a
 * YAML parser. Run it after changing a rule: `node scripts/compile-rules.ts`. A test compiles again and compares.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { RULES_FOLDER } from '../packages/io/src/rules.ts';
import { compiledText } from '../packages/io/src/rules-yaml.ts';

mkdirSync(new URL('generated/', RULES_FOLDER), { recursive: true });
const text = compiledText(RULES_FOLDER);
writeFileSync(new URL('generated/fingerprints.json', RULES_FOLDER), text);
process.stdout.write(`rules/generated/fingerprints.json: ${text.length} characters\n`);
