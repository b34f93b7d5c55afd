/** `wardkeep schema NAME`: published formats as JSON Schema (2020-12). */
import { z } from 'zod';
import { Inventory } from '@wardkeep/model/inventory';
import { TwinSchema } from '@wardkeep/model/twin-schema';
import { EXIT } from './exit.ts';

const SCHEMAS: Readonly<Record<string, z.ZodType>> = { inventory: Inventory, twin: TwinSchema };

export async function run(args: string[]): Promise<number> {
  const name = args[0] ?? '';
  if (name === '--help' || name === '') { process.stdout.write(`Usage: wardkeep schema <name>\n\nNames: ${Object.keys(SCHEMAS).join(', ')}\n`); return name === '' ? EXIT.usage : EXIT.ok; }
  const schema = Object.hasOwn(SCHEMAS, name) ? SCHEMAS[name] : undefined;
  if (!schema) { process.stderr.write(`wardkeep: there is no schema "${name}". Expected one of: ${Object.keys(SCHEMAS).join(', ')}.\n`); return EXIT.usage; }
  process.stdout.write(`${JSON.stringify(z.toJSONSchema(schema), null, 2)}\n`);
  return EXIT.ok;
}
