import { readFileSync } from 'node:fs';
import { changed, clinic, guess } from '@wardkeep/loop/simulate/twin/testing';
import { twinFromTemplate } from '@wardkeep/loop/simulate/twin/template';
import type { Twin } from '@wardkeep/model/twin';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatTwin, type TwinSyntax } from './format.ts';
import { acceptTwin, readDocument, readTwin, TWIN_YAML_LIMIT } from './read.ts';
import { twinRules } from './rules.ts';

const rules = twinRules(), bytes = (text: string) => new TextEncoder().encode(text), fixture = (name: string) => readFileSync(new URL(`../../../../fixtures/twins/${name}`, import.meta.url));
const read = (twin: Twin, syntax: TwinSyntax) => readTwin(bytes(formatTwin(twin, syntax)));
const faults = (text: string) => readTwin(bytes(text)).faults.map(({ code, place }) => `${code} ${place}`);

const words = fc.oneof(fc.string({ minLength: 1, unit: 'binary' }), fc.string({ minLength: 1, unit: 'grapheme' }), fc.constantFrom(
  'yes', 'NO', 'null', '~', 'true', '0x1f', '1e3', '12:30', '2026-01-01', '- a', 'a: b', 'a #b', '#a', '&a', '*a', '!a', '%a', '@a', '`a', '"a"', "'a'", '[a', '{a', 'a,b', ' a', 'a ', 'a\nb', '\ttab', '…', '\u0085', '\u2028', '\ufeff', '😀', '\ud800', 'é', 'a\\', '|', '>', '?', '-', '.', '...', '---', '=', '<<',
)).filter((text) => text.trim() !== '');
const share = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0), triple = fc.tuple(share, share, share).map((list) => [...list].sort((a, b) => a - b));

describe('parse(format(x)) = x', () => {
  test.each(rules.templates.flatMap(({ id }) => (['yaml', 'json'] as const).map((syntax) => [id, syntax] as const)))('template %s as %s', (id, syntax) => {
    const twin = twinFromTemplate(rules.templates.find((each) => each.id === id)!, {}, rules, { id: 'x', name: null, asOf: '2026-11-22', language: 'hu', size: null });
    expect(read(twin, syntax)).toEqual({ twin, faults: [] });
  });

  test.each(['yaml', 'json'] as const)('any words and numbers, as %s', (syntax) => {
    fc.assert(fc.property(words, words, triple, fc.double({ min: 0, max: 1e12, noNaN: true }).map((value) => value + 0), (name, note, [low = 0, value = 0, high = 0], hours) => {
      const twin = changed((t) => {
        const [i] = t.institutions;
        t.name = name;
        i!.name = note;
        i!.services[0]!.fallbackShare = { value, low, high, source: { kind: 'assumed', from: [], note } };
        i!.services[0]!.plannedHoursPerWeek = guess(hours);
        i!.dataAssets[0]!.purpose = name;
        t.sources[0]!.caveat = note;
      });
      expect(read(twin, syntax)).toEqual({ twin, faults: [] });
    }), { numRuns: 150 });
  });
});

describe('formatting is stable', () => {
  test.each(['hospital.yaml', 'region.yaml', 'broken.yaml'])('%s is formatted as it stands', (name) => {
    const document = readDocument(fixture(name));
    if ('fault' in document) throw new Error(document.fault.message);
    expect(formatTwin(document.value as Twin, 'yaml')).toBe(fixture(name).toString());
  });

  test('whatever the order of the fields, the text is the same', () => {
    const turned = (value: unknown): unknown => (Array.isArray(value) ? value.map(turned) : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).reverse().map(([key, each]) => [key, turned(each)])) : value);
    for (const syntax of ['yaml', 'json'] as const) expect(formatTwin(turned(clinic()) as Twin, syntax)).toBe(formatTwin(clinic(), syntax));
  });

  test('YAML and JSON are the same twin', () => { expect(read(clinic(), 'yaml')).toEqual(read(clinic(), 'json')); });
});

describe('what is wrong is named, all at once', () => {
  test('fixtures/twins/broken.yaml: meaning', () => {
    const { twin, faults: found } = readTwin(fixture('broken.yaml')), I = 'institutions[0]';
    expect(twin).toBeNull();
    expect(found.map(({ code, place }) => `${code} ${place}`)).toEqual([
      `id-twice ${I}.sites[0].zones[0].assets[1].id`, `number-negative ${I}.services[0].plannedHoursPerWeek.low`, `share-range ${I}.services[0].fallbackShare.high`, `number-order ${I}.services[0].safetyWeight`, `share-range ${I}.services[0].safetyWeight.low`,
      `unknown ${I}.sites[0].zones[1].assets[0].domain`, `need-k ${I}.services[0].needs[0].k`, `unknown ${I}.services[0].needs[1].of[0].id`, `date-format ${I}.services[0].downtime.lastDrilled`, `service-needs-nothing ${I}.services[2].needs`,
      `service-cycle ${I}.services[2].dependsOn`, 'supplier-cycle suppliers[1].dependsOn', 'unknown reachability[4].from', `zone-no-way-in ${I}.sites[0].zones[3]`, `zone-island ${I}.sites[0].zones[4]`,
    ]);
  });

  test('fixtures/twins/broken-fields.yaml: unknown fields, wrong types and meaning together', () => {
    expect(readTwin(fixture('broken-fields.yaml')).faults.map(({ place, message }) => `${place}: ${message}`)).toEqual([
      'institutions[0].kind: Expected one of "hospital", "primary-care", "laboratory", "social-care-home", "emergency-service", "supplier"; found "clinic".',
      'institutions[0].sites[0].zones[0].assets[0].name: Expected a text; found 7.',
      'institutions[0].services[0].plannedHoursPerWeek.value: Expected a finite number; found "many".',
      'institutions[0].services[0].colour: There is no field "colour" here; expected only the fields of wardkeep-twin/1.',
      'institutions[0].beds_total: There is no field "beds_total" here; expected only the fields of wardkeep-twin/1.',
      'institutions[0].services[0].needs[0].k: Expected k as a whole number of 1 to 1, the number of members; found 4.',
    ]);
  });

  const json = (change: (twin: Record<string, never>) => void): string => { const twin = JSON.parse(JSON.stringify(clinic())) as Record<string, never>; change(twin); return JSON.stringify(twin); };
  const deep = (twin: unknown): { institutions: Record<string, unknown>[]; reachability: unknown[]; domains: Record<string, unknown>[] } => twin as never;
  test.each<[string, string, string[]]>([
    ['another format', '{"format":"wardkeep-twin/2"}', ['field-type format']], ['no format', 'name: x', ['field-type format']], ['a list', '- 1', ['field-type ']], ['nothing', '', ['field-type ']],
    ['JSON cut short', '{"format":"wardkeep-twin/1"', ['file-unreadable ']], ['YAML that is none', 'a: [1', ['file-unreadable ']], ['a field twice', 'format: a\nformat: b', ['file-unreadable ']], ['an alias', 'a: &x [1]\nb: *x', ['file-unreadable ']],
    ['too deep, JSON', `{"a":${'['.repeat(40)}${']'.repeat(40)}}`, ['file-unreadable ']], ['too deep, YAML', `a: ${'['.repeat(100_000)}`, ['file-unreadable ']], ['values without end', `[${'1,'.repeat(2_100_000)}1]`, ['file-unreadable ']],
    ['a missing list hides no reference and invents none', json((t) => { delete (t as Record<string, unknown>).domains; }), ['field-missing domains']],
    ['assets that are no list', json((t) => { (deep(t).institutions[0]!.sites as { zones: Record<string, unknown>[] }[])[0]!.zones[2]!.assets = 'none'; }), ['field-type institutions[0].sites[0].zones[2].assets']],
    ['an identifier that is a number', json((t) => { deep(t).domains[0]!.id = 5; }), ['field-type domains[0].id']],
    ['no people, so perhaps ways in', json((t) => { deep(t).institutions[0]!.people = null; }), ['field-type institutions[0].people']],
    ['a way from nowhere', json((t) => { deep(t).reachability[0] = 7; }), ['field-type reachability[0]']],
    ['infinite hours', formatTwin(clinic(), 'yaml').replace('restoreHours: { value: 12', 'restoreHours: { value: .inf'), ['field-type institutions[0].backups[0].restoreHours.value']],
    ['a name that bends the terminal', json((t) => { (t as Record<string, unknown>)['\u001b[31m'] = 1; }), ['field-unknown [" [31m"]']],
    ['a prototype', json(() => {}).replace('{', '{"__proto__":{"a":1},'), ['field-unknown ["__proto__"]']],
  ])('%s', (_, text, expected) => { expect(faults(text)).toEqual(expected); });

  test('UTF-16 is refused', () => { expect(readTwin(Buffer.from('\ufeff{"format":1}', 'utf16le')).faults[0]!.message).toContain('UTF-16'); });

  test('large YAML is refused before it is parsed', () => { expect(readTwin(bytes(`a: ${'x'.repeat(TWIN_YAML_LIMIT)}`)).faults[0]!.message).toContain('as YAML; JSON may be larger'); });

  test('every field of every thing is asked for: without it, exactly that is said', () => {
    const paths: (string | number)[][] = [];
    const walk = (value: unknown, path: (string | number)[]): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, each] of Object.entries(value)) { const here = [...path, Array.isArray(value) ? Number(key) : key]; if (!Array.isArray(value)) paths.push(here); walk(each, here); }
    };
    walk(clinic(), []);
    for (const path of paths.filter(([first]) => first !== 'format')) {
      const twin = JSON.parse(JSON.stringify(clinic())) as never, parent = path.slice(0, -1).reduce<Record<string, unknown>>((at, step) => at[step] as Record<string, unknown>, twin);
      delete parent[path.at(-1)!];
      const found = acceptTwin(twin).faults;
      expect(found.filter(({ code }) => code === 'field-missing' || code === 'field-type').length, path.join('.')).toBeGreaterThan(0);
      expect(found.filter(({ code }) => code !== 'field-missing' && code !== 'field-type').map(({ code, place }) => `${code} ${place}`), path.join('.')).toEqual([]);
    }
  });

  test('never throws on bad bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (random) => { expect(readTwin(random).twin).toBeNull(); }), { numRuns: 500 });
    const good = fixture('broken.yaml');
    fc.assert(fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => { const bent = Uint8Array.from(good); bent[at] = byte; expect(readTwin(bent).twin).toBeNull(); }), { numRuns: 15 });
  });
});
