/** Where the real input lies: beside the checkout, or in WARDKEEP_DATA. A stranger's checkout has none: what needs it is skipped by name. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The folder, or null. */
export function dataFolder(): string | null {
  const folder = process.env.WARDKEEP_DATA ?? new URL('../../shared/data', import.meta.url).pathname;
  return existsSync(join(folder, 'captures')) ? folder : null;
}
