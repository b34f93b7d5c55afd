/** Whatever the bytes are: an advisory or one refusal with a code and a sentence. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ADVISORY_REFUSALS, AdvisoryRefusal } from '@wardkeep/formats/csaf/refusal';
import { readDocuments } from '@wardkeep/io/advisories/document';
import { ADVISORY_LIMITS } from '@wardkeep/io/advisories/limits';
import { readAdvisories } from '@wardkeep/io/advisories/read';
import { validateCsaf } from '@wardkeep/io/advisories/validate';

const FOLDER = new URL('../../fixtures/advisories/', import.meta.url).pathname, FILES = readdirSync(FOLDER).filter((name) => /\.(?:json|csv)$/.test(name));

async function refusalOf(bytes: Uint8Array, mode: 'quick' | 'full' = 'quick'): Promise<AdvisoryRefusal | null> {
  try { for await (const found of readDocuments(bytes, mode, ADVISORY_LIMITS)) JSON.stringify(found); return null; } catch (error) { if (error instanceof AdvisoryRefusal) return error; throw error; }
}

describe('cut at every byte', () => {
  test.each(FILES.filter((name) => name.endsWith('.json')))('%s is refused in one sentence', async (name) => {
    const bytes = readFileSync(FOLDER + name), end = bytes.toString('utf8').trimEnd().length === bytes.length ? bytes.length : Buffer.from(bytes.toString('utf8').trimEnd()).length;
    for (let length = 0; length < end; length++) expect((await refusalOf(bytes.subarray(0, length)))?.code).toMatch(/^advisory-not-(?:json|utf8)$/);
  });
  test('a CSV is read as far as it goes', async () => {
    const bytes = readFileSync(`${FOLDER}epss-excerpt.csv`);
    for (let length = 0; length < bytes.length; length += 3) {
      const { predictions, quarantined } = await readAdvisories([{ name: 'e.csv', bytes: bytes.subarray(0, length) }]);
      expect(predictions.length > 0 || quarantined.length > 0 || length > 60).toBe(true);
      expect(predictions.every((one) => one.probability <= 1)).toBe(true);
    }
  });
});

describe('made up', () => {
  test('bytes changed anywhere', async () => {
    const documents = FILES.map((name) => readFileSync(FOLDER + name));
    await fc.assert(fc.asyncProperty(fc.constantFrom(...documents), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 }), async (document, changes) => {
      const bytes = Uint8Array.from(document);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      const { quarantined } = await readAdvisories([{ name: 'x', bytes }]);
      for (const one of quarantined) expect([(ADVISORY_REFUSALS as readonly string[]).includes(one.code), /^[A-Z].*\.$/s.test(one.message)]).toEqual([true, true]);
    }), { numRuns: 400 });
  });
  test('values of valid documents exchanged, with full validation', async () => {
    const document = JSON.parse(readFileSync(`${FOLDER}labmade-psa-2099-05.json`, 'utf8')) as unknown, places: [Record<string, unknown>, string][] = [];
    const walk = (node: unknown): void => { if (typeof node === 'object' && node !== null) for (const [key, value] of Object.entries(node)) { places.push([node as Record<string, unknown>, key]); walk(value); } };
    walk(document);
    await fc.assert(fc.asyncProperty(fc.nat(places.length - 1), fc.jsonValue({ maxDepth: 3 }), async (place, value) => {
      const [node, key] = places[place]!, before = node[key];
      node[key] = value;
      try { await refusalOf(Buffer.from(JSON.stringify(document)), 'full'); } finally { node[key] = before; }
    }), { numRuns: 300 });
    expect(await validateCsaf(document, '2.0')).toEqual([]);
  });
  test('any JSON and any bytes', async () => {
    await fc.assert(fc.asyncProperty(fc.json({ maxDepth: 6 }), async (text) => { expect(await refusalOf(Buffer.from(text))).toBeInstanceOf(AdvisoryRefusal); }), { numRuns: 300 });
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), fc.constantFrom('', 'PK\x03\x04', '\x1f\x8b\x08', '{', '#model_version'), async (bytes, start) => { const reading = await readAdvisories([{ name: 'x', bytes: Buffer.concat([Buffer.from(start, 'latin1'), bytes]) }]); expect(reading.advisories.length).toBe(0); }), { numRuns: 300 });
  });
});
