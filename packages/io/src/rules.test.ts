import { readFileSync } from 'node:fs';
import { compileRules, type Gift, type Reading, ruleFaults } from '@wardkeep/loop/see/rules';
import { type Signal, SIGNALS } from '@wardkeep/loop/see/signals';
import { isRole } from '@wardkeep/model';
import { describe, expect, test } from 'vitest';
import { loadRules, RULES_FOLDER } from './rules.ts';
import { compiledText, readWrittenRules, type WrittenRule } from './rules-yaml.ts';

const rules = readWrittenRules();
const signalsOf = (rule: WrittenRule): readonly Signal[] => (typeof rule.signal === 'string' ? [rule.signal] : rule.signal);

/** Readings in the form in which examples are written. */
function giftOf(readings: readonly Reading[]): Gift | null {
  const gift: Record<string, unknown> = {};
  for (const { attribute, value, of } of readings) gift[attribute] = of === null ? value : value === '' ? { name: of } : { name: of, version: value };
  return readings.length === 0 ? null : (gift as Gift);
}

/** Pieces whose repetition leads a backtracking matcher astray: beginnings of what matches, single characters, near misses. */
function misleading(rule: WrittenRule): string[] {
  const text = rule.examples.find((example) => example.gives !== null)!.text;
  return [text, text.slice(0, -1), text.slice(0, Math.ceil(text.length / 2)), text.slice(0, 3), '0', 'a', ' ', '.', 'A1 .'].filter((seed) => seed !== '');
}

/** Milliseconds for one search in `length` characters: a whole beginning first, so that anchored patterns go on. The best of three. */
function timeOf(pattern: RegExp, seed: string, length: number): number {
  const text = `${seed.repeat(Math.ceil(length / seed.length)).slice(0, length)}\u0001`;
  return Math.min(...[0, 1, 2].map(() => { const start = performance.now(); pattern.test(text); return performance.now() - start; }));
}

describe('the rules', () => {
  test('are at least 200 that people wrote, and all can be used', () => {
    expect(rules.filter((rule) => !/^(?:pen|bacnet|oui|dicom-root)-/.test(rule.id)).length).toBeGreaterThanOrEqual(200);
    expect(ruleFaults(rules)).toEqual([]);
  });

  test('each names a public source: an address, a clause of a standard, or a capture of this repository', () => {
    const vague = rules.filter(({ source }) => !/^https?:\/\/|https?:\/\/|\b(?:RFC|DICOM|HL7|IEEE|IEC|ISO|EN|DIN|IHE|OASIS|CLSI|EMDN)\b|^fixtures\//.test(source));
    expect(vague.map((rule) => rule.id)).toEqual([]);
  });

  test('each has an example, and reads exactly what its examples say, on each of its signals', () => {
    const wrong: unknown[] = [];
    for (const rule of rules) {
      if (!rule.examples.some((example) => example.gives !== null)) wrong.push([rule.id, 'has no example']);
      const book = compileRules([rule]);
      for (const { text, gives } of rule.examples)
        for (const signal of signalsOf(rule)) {
          const found = giftOf(book.read(signal, text));
          if (JSON.stringify(found) !== JSON.stringify(gives)) wrong.push({ id: rule.id, signal, text, expected: gives, found });
        }
    }
    expect(wrong).toEqual([]);
  });

  test('each takes linear time: on 1,000, 10,000 and 100,000 characters made to mislead it', () => {
    for (const rule of rules) {
      if (rule.match === undefined) continue;
      const pattern = new RegExp(rule.match, rule.flags);
      for (const seed of misleading(rule)) {
        const [, ten, hundred] = [1000, 10_000, 100_000].map((length) => timeOf(pattern, seed, length)) as [number, number, number];
        // Ten times the text may take ten times as long, with room for a busy machine; what takes less than 50 ms is not measured:
        // quadratic time would be seconds.
        expect(hundred, `${rule.id} on ${JSON.stringify(seed)}`).toBeLessThan(Math.max(50, ten * 40));
      }
    }
  });

  test('words are weak and stay below 70 alone', () => {
    const loud = rules.filter((rule) => rule.words && (rule.weight !== 'weak' || typeof rule.confidence !== 'number' || rule.confidence >= 70));
    expect(loud.map((rule) => rule.id)).toEqual([]);
  });

  test('a maker of network modules never gives a role', () => {
    expect(rules.filter((rule) => signalsOf(rule).includes('oui.vendor') && rule.gives.role !== undefined)).toEqual([]);
  });
});

describe('the compiled rules', () => {
  test('are what compiling gives now (else run node scripts/compile-rules.ts)', () => {
    expect(readFileSync(new URL('generated/fingerprints.json', RULES_FOLDER), 'utf8')).toBe(compiledText());
  });

  test('read what the written ones read', () => {
    const { book, sourceOf } = loadRules();
    expect(giftOf(book.read('dicom.implementation-version', 'OFFIS_DCMTK_367'))).toEqual({ software: { name: 'OFFIS DCMTK', version: '3.6.7' } });
    expect(giftOf(book.read('bacnet.vendor-id', '260'))).toEqual({ software: { name: 'BACnet Stack' } });
    expect(giftOf(book.read('oui.vendor', 'B.Braun Melsungen AG'))).toEqual({ vendor: 'B. Braun' });
    expect(sourceOf('dicom-dcmtk-class')).toContain('DCMTK');
    expect(sourceOf('no-such-rule')).toBeNull();
  });

  test('vendors and HL7 senders name only roles of the list, and say why', () => {
    const { vendors, hl7Roles } = loadRules();
    for (const { roles } of vendors) for (const role of roles) expect(isRole(role), role).toBe(true);
    for (const { type, role, confidence, reason } of hl7Roles) {
      expect(type).toMatch(/^[A-Z0-9]{3}$/);
      expect(role === null || isRole(role), type).toBe(true);
      expect(confidence).toBeLessThanOrEqual(70);
      expect(reason.length).toBeGreaterThan(30);
    }
  });
});

describe('generic words, as any site may use them', () => {
  const { book } = loadRules();
  const role = (signal: Signal, text: string) => book.read(signal, text).filter((reading) => reading.attribute === 'role').map((reading) => reading.value);
  test.each<[Signal, string, string[]]>([
    ['dhcp.hostname', 'bomba-uci-12.hospital.example', ['infusion-pump']],
    ['dhcp.hostname', 'infúziós-3', ['infusion-pump']],
    ['mdns.hostname', 'capture-station.lab.example', []],
    ['dhcp.hostname', 'pump-0042.pacs.example', ['infusion-pump']],
    ['dicom.ae-title', 'PACS_ARCHIVE', ['pacs']],
    ['dicom.ae-title', 'CT2', ['ct']],
    ['dicom.ae-title', 'RISMWL', ['ris']],
    ['mqtt.topic', 'ward/icu/bed7/vitals', ['patient-monitor']],
    ['mqtt.client-id', 'mqtt-explorer', []],
    ['hl7.application', 'CHEM7000', ['analyser']],
    ['hl7.application', 'HISTOPATH', []],
    ['dhcp.hostname', 'szerver-1', ['server']],
    ['snmp.sys-descr', 'Linux software switch driver', []],
  ])('%s %s → %j', (signal, text, expected) => { expect(role(signal, text)).toEqual(expected); });
});

test('docs/formats/signals.md lists every signal', () => {
  const listed = readFileSync(new URL('../docs/formats/signals.md', RULES_FOLDER), 'utf8');
  expect(SIGNALS.filter((signal) => !listed.includes(`\`${signal}\``))).toEqual([]);
});
