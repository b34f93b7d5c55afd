/**
 * Every capture of the fixtures has its inventory beside this file, compared to the letter. After a change that is meant, read the difference,
 * then write them anew with `WARDKEEP_GOLDEN=write npx vitest run test/goldens`.
 */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { capturesIn, discovery, inventoryOf } from '../see/captures.ts';
import { formatCompact } from './compact.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const WRITE = process.env.WARDKEEP_GOLDEN === 'write';
const CAPTURES = ['lab', 'lab/formats', 'made'].flatMap(capturesIn);
const goldenOf = (capture: string): string => `${capture.replace(/\.(?:pcapng|pcap)/, '').replaceAll(/[/.]/g, '-')}.json`;
const SIZE_LIMIT = 2 * 1024 * 1024;

test.each(CAPTURES)('%s', async (capture) => {
  const path = join(FOLDER, goldenOf(capture)), now = `${formatCompact(inventoryOf(await discovery(capture)))}\n`;
  if (WRITE) writeFileSync(path, now);
  expect(existsSync(path), `${goldenOf(capture)} is missing; WARDKEEP_GOLDEN=write makes it`).toBe(true);
  expect(now).toBe(readFileSync(path, 'utf8'));
});

test('no golden is left without its capture, and all of them stay small enough to read', () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
  expect(files.sort()).toEqual(CAPTURES.map(goldenOf).sort());
  expect(files.reduce((sum, name) => sum + statSync(join(FOLDER, name)).size, 0)).toBeLessThan(SIZE_LIMIT);
});

test('a golden is the inventory itself', async () => {
  const inventory = inventoryOf(await discovery('lab/dicom.pcap'));
  expect(JSON.parse(formatCompact(inventory))).toEqual(JSON.parse(JSON.stringify(inventory)));
});
