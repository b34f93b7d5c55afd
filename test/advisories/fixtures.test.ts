/** The invented advisories of the example region: all valid, and each shows what its README says. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ADVISORY_REFUSALS } from '@wardkeep/formats/csaf/refusal';
import { validateCsaf } from '@wardkeep/io/advisories/validate';
import { readAdvisories } from '@wardkeep/io/advisories/read';

const FOLDER = new URL('../../fixtures/advisories/', import.meta.url).pathname;

describe('fixtures/advisories', async () => {
  const all = await readAdvisories([FOLDER], { mode: 'full' }), names = all.documents.map((document) => document.file.slice(FOLDER.length));
  test('nothing is refused, nothing is noted', () => {
    expect([all.quarantined, all.documents.flatMap((document) => document.notes), all.passedOver.map((one) => one.file.slice(FOLDER.length))]).toEqual([[], [], ['README.md']]);
    expect([all.advisories.length, all.knownExploited.length, all.predictions.length]).toEqual([15, 3, 12]);
  });
  test('what is read for the home\'s hubs', () => {
    expect(all.advisories.find((advisory) => advisory.id === 'ICSMA-99-070-01')).toMatchObject({ publisher: 'CERT Región Inventada', products: [{ vendor: 'Cuidia S.L.', path: [{ category: 'product', name: 'Hogar 2' }], versions: [{ kind: 'range', text: '<1.9' }] }] });
  });
  test.each(names.filter((name) => !name.endsWith('.cdx.json')))('%s is valid CSAF', async (name) => {
    const document = JSON.parse(readFileSync(FOLDER + name, 'utf8')) as { document: { csaf_version: '2.0' | '2.1' } };
    expect(await validateCsaf(document, document.document.csaf_version)).toEqual([]);
  });
  test('the README lists every file', () => {
    const readme = readFileSync(`${FOLDER}README.md`, 'utf8');
    expect([...names, 'kev-excerpt.json', 'epss-excerpt.csv'].filter((name) => !readme.includes(name))).toEqual([]);
  });
});

test('every code of a refusal is documented', () => {
  const text = readFileSync(new URL('../../docs/formats/advisories.md', import.meta.url), 'utf8');
  expect(ADVISORY_REFUSALS.filter((code) => !text.includes(`\`${code}\``))).toEqual([]);
});
