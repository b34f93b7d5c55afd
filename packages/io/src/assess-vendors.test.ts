import { readFileSync } from 'node:fs';
import { foldName, nameWords } from '@wardkeep/loop/assess/vendor-names';
import { vendorGraph } from '@wardkeep/loop/assess/vendors';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseVendors, vendorData } from './assess-vendors.ts';
import { RULES_FOLDER } from './rules.ts';

const data = vendorData(), graph = vendorGraph(data);

describe('rules/assess/vendors.yaml', () => {
  test('every name resolves to its vendor first, or to those that share it', () => {
    for (const { id, name, aliases, ambiguous } of data.vendors)
      for (const each of [name, ...aliases]) {
        const [first, ...others] = graph.resolve(each);
        if (ambiguous.some((shared) => foldName(shared) === foldName(each))) expect([first, ...others].map((match) => match?.id), each).toContain(id);
        else expect([first?.id, others.length], `${id}: ${each}`).toEqual([id, 0]);
      }
  });

  test('every name with a legal form, and in capitals, too', () => {
    for (const { id, name, ambiguous } of data.vendors) for (const text of ambiguous.includes(name) ? [] : [`${name}, Inc.`, `${name} GmbH`, `${name} S.L.U.`, `${name} Kft.`, name.toUpperCase()]) expect(graph.resolve(text).map((match) => match.id), text).toContain(id);
  });

  test('the makers that rules/vendors.yaml knows by their numbers are known by name', () => {
    const { vendors } = parse(readFileSync(new URL('vendors.yaml', RULES_FOLDER), 'utf8')) as { vendors: { vendor: string; medical?: boolean }[] };
    const missing = vendors.filter(({ vendor }) => !graph.resolve(vendor).some(({ how }) => how === 'exact' || how === 'alias' || how === 'legal-form-stripped'));
    expect(missing.map(({ vendor }) => vendor)).toEqual([]);
  });

  test('two to three letters and everyday words stand before nothing', () => {
    for (const { common, leading, name, aliases } of data.vendors)
      for (const each of [name, ...aliases].filter((text) => nameWords(text).join('').length <= 3 && !leading.includes(text)).concat(common)) expect(graph.productVendors(`${each} quasar`), each).toEqual([]);
  });

  test.each([
    ['welch-allyn', 'baxter', 'successor'], ['mortara', 'baxter', 'successor'], ['alaris', 'bd', 'brand'], ['pyxis', 'bd', 'successor'], ['st-jude', 'abbott', 'successor'], ['varian', 'siemens-healthineers', 'successor'],
    ['smiths-medical', 'icu-medical', 'successor'], ['puritan-bennett', 'medtronic', 'successor'], ['toshiba-medical', 'canon', 'successor'], ['physio-control', 'stryker', 'successor'], ['mirth', 'nextgen', 'successor'],
    ['ge', 'ge-healthcare', 'division'], ['cerner', 'oracle', 'successor'], ['gambro', 'vantive', 'successor'], ['philips', 'siemens', 'none'], ['hillrom', 'gambro', 'none'], ['dell', 'delta-electronics', 'none'],
  ])('%s and %s: %s', (a, b, kind) => expect(graph.related(a, b).kind).toBe(kind));

  test.each([
    ['carestream', 'philips', 'Vue PACS', 'DRX-Revolution'], ['agfa', 'dedalus', 'ORBIS NICE', 'DX-D 600'], ['hospira', 'icu-medical', 'Plum A+', 'Vancomycin'], ['cardinal-health', 'bd', 'Pyxis MedStation 4000', 'Kangaroo pump'],
    ['toshiba', 'canon-medical', 'Aquilion 64', 'Satellite Pro'], ['vyaire', 'zoll', 'LTV 1200', 'Vyntus Spiro'],
  ])('%s and %s: only the lines that moved', (a, b, moved, kept) => {
    const { path } = graph.related(a, b);
    expect([graph.covers(path, moved), graph.covers(path, kept)]).toEqual([true, false]);
  });

  test('no giant is another giant, whoever they bought', () => {
    const giants = ['philips', 'siemens', 'ge', 'medtronic', 'abbott', 'johnson-johnson', 'canon', 'fujifilm', 'danaher', 'roche', 'microsoft', 'cisco', 'honeywell', 'schneider-electric', 'draeger', 'b-braun', 'getinge', 'stryker'];
    for (const a of giants) for (const b of giants) if (a !== b) expect(graph.related(a, b), `${a}, ${b}`).toEqual({ kind: 'none', path: [], score: 0 });
  });

  test('with a third of the aliases gone every name still resolves', () => {
    for (const turn of [0, 1, 2]) {
      const thinned = vendorGraph({ ...data, vendors: data.vendors.map((vendor, at) => ({ ...vendor, aliases: vendor.aliases.filter((_, place) => (at + place) % 3 !== turn) })) });
      for (const { id, name } of data.vendors) expect(thinned.resolve(name).map((match) => match.id), name).toContain(id);
    }
  });

  test('at least three of five relations were read in their source', () => {
    const relations = data.vendors.flatMap((vendor) => vendor.relations);
    expect(relations.filter(({ checked }) => checked).length / relations.length).toBeGreaterThanOrEqual(0.6);
    for (const { source } of relations) expect(source).toMatch(/^https:\/\//);
  });

  test('covers the field: at least 200 vendors', () => expect(data.vendors.length).toBeGreaterThanOrEqual(200));
});

describe('a vendors.yaml that cannot be used', () => {
  const written = (vendors: string, words = 'words: { legal_forms: [Inc], places: [], activities: [], glue: [], nothing: [] }'): string => `${words}\nvendors:\n${vendors}`;

  test('the least that can', () => expect(parseVendors(written('  - { id: a, name: Aa }')).vendors).toEqual([{ id: 'a', name: 'Aa', aliases: [], common: [], leading: [], ambiguous: [], relations: [] }]));

  test.each([
    ['no vendor', written('  []'), 'Expected a list of vendors, found none.'],
    ['no name', written('  - { id: a }'), 'Vendor a: expected name to be a text, found undefined.'],
    ['no id', written('  - { name: Aa }'), 'Vendor vendor 1: expected id to be a text, found undefined.'],
    ['a number for a name', written('  - { id: a, name: Aa, aliases: [360] }'), 'Vendor a: expected aliases to be a list of texts, found [360].'],
    ['a misspelt field', written('  - { id: a, name: Aa, alias: [Bb] }'), 'Vendor a: there is no field alias; expected id, name, aliases, common, leading, ambiguous, relations.'],
    ['an unchecked relation that does not say so', written("  - { id: a, name: Aa, relations: [{ kind: renamed, to: b, source: 'https://b' }] }\n  - { id: b, name: Bb }"), 'Vendor a, relation to b: expected checked to be true or false, found undefined.'],
    ['a year in words', written("  - { id: a, name: Aa, relations: [{ kind: renamed, to: b, year: last, source: 'https://b', checked: true }] }\n  - { id: b, name: Bb }"), 'Vendor a, relation to b: expected year to be a number, found "last".'],
    ['an unknown vendor', written("  - { id: a, name: Aa, relations: [{ kind: renamed, to: b, source: 'https://b', checked: true }] }"), 'Vendor a, renamed b: there is no vendor of this id.'],
    ['a shared name', written('  - { id: a, name: Aa }\n  - { id: b, name: Bb, aliases: [A-A] }'), 'Vendor b: "A-A" also belongs to a; each must declare it ambiguous.'],
    ['an unknown list of words', written('  - { id: a, name: Aa }', 'words: { forms: [Inc] }'), 'Words: there is no field forms; expected legal_forms, places, activities, glue, nothing.'],
    ['not a mapping', '- 1', 'Expected a list of vendors, found none.'],
  ])('%s', (_, yaml, sentence) => expect(() => parseVendors(yaml)).toThrow(sentence));
});
