import { type AssessAsset, type AssessMissing, VERDICTS } from '@wardkeep/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LETTER_LANGUAGES, LETTER_WORDS, makerLetter, renderLetter } from './letter.ts';
import { advisory, fix, vulnerability } from './testing.ts';

const ASSET: AssessAsset = { id: 'a', vendor: 'Acme', product: 'Pump', model: 'MX-40', version: null, serial: 'SN123', udiDi: null, componentOf: null, os: 'Windows 10', notes: 'ward 3, call Anna', role: 'infusion-pump', components: [], cpes: [] };
const MISSING: AssessMissing[] = [{ code: 'version', advisory: 'Pump, all versions before Rev J' }, { code: 'condition', advisory: 'with wireless option' }];
const CODES: AssessMissing['code'][] = ['version', 'model', 'variant', 'condition', 'os', 'date', 'serial', 'component', 'vendor', 'maker-answer'];
const WITH_FIX = advisory({ vulnerabilities: [vulnerability('CVE-2026-0001', { remediations: [fix('Update to 2.1.')] })] });
const parameters = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();

describe('words', () => {
  test('three languages have the same codes with the same parameters', () => {
    const codes = Object.keys(LETTER_WORDS.en).sort();
    for (const language of LETTER_LANGUAGES) {
      expect(Object.keys(LETTER_WORDS[language]).sort()).toEqual(codes);
      for (const code of codes) expect([code, parameters(LETTER_WORDS[language][code as 'letter-closing'])]).toEqual([code, parameters(LETTER_WORDS.en[code as 'letter-closing'])]);
    }
  });
  test('they are three languages', () => { for (const [code, text] of Object.entries(LETTER_WORDS.en)) if (!['letter-fact-udi'].includes(code)) expect(new Set(LETTER_LANGUAGES.map((language) => LETTER_WORDS[language][code as 'letter-closing'])).size, text).toBe(3); });
  test('a name stands after a colon, in quotes, in brackets or alone: nothing inflects it', () => {
    for (const language of LETTER_LANGUAGES) for (const [code, text] of Object.entries(LETTER_WORDS[language])) for (const found of text.matchAll(/(.?.?)\{\w+\}(.?)/g)) {
      const [whole, before, after] = found, free = /[(“„«]$|: $|[–,] $|^$/.test(before!) || (language === 'en' && code.startsWith('letter-subject')) || (language === 'es' && code.startsWith('letter-subject')) || /revision $|revisión $|on $|ón $/.test(text.slice(0, found.index + before!.length));
      expect([language, code, whole, free && !/[-\p{L}]/u.test(after!)]).toEqual([language, code, whole, true]);
    }
  });
});

describe('letter', () => {
  test('says what the maker needs and asks what is missing', () => {
    const letter = makerLetter(ASSET, WITH_FIX, [...MISSING, MISSING[0]!], ['P1'], 'en');
    expect(letter.facts.map(({ code }) => code)).toEqual(['letter-fact-vendor', 'letter-fact-product', 'letter-fact-model', 'letter-fact-version-unknown', 'letter-fact-serial', 'letter-fact-os', 'letter-fact-advisory', 'letter-fact-released', 'letter-fact-vulnerabilities']);
    expect(letter.questions).toEqual([{ code: 'letter-ask-version', params: { words: 'Pump, all versions before Rev J' } }, { code: 'letter-ask-condition', params: { words: 'with wireless option' } }, { code: 'letter-ask-fix-allowed', params: { model: 'MX-40' } }, { code: 'letter-ask-measures', params: {} }, { code: 'letter-ask-os-updates', params: { os: 'Windows 10' } }]);
    expect(renderLetter(letter).body).toContain('3. Is the update named in the advisory allowed on this model: MX-40?');
  });

  test.each([
    ['en', 'Security advisory ICSMA-26-001-01: questions about our device (MX-40)', 'Dear product security team,'], ['es', 'Aviso de seguridad ICSMA-26-001-01: consultas sobre nuestro equipo (MX-40)', 'A la atención del equipo de seguridad de productos:'],
    ['hu', 'Biztonsági közlemény (ICSMA-26-001-01): kérdések a készülékünkről (MX-40)', 'Tisztelt Termékbiztonsági Csoport!'],
  ] as const)('in %s', (language, subject, greeting) => {
    const { subject: is, body } = renderLetter(makerLetter(ASSET, WITH_FIX, MISSING, ['P1'], language));
    expect(is).toBe(subject);
    expect(body.startsWith(`${greeting}\n\n`)).toBe(true);
    expect(body).not.toMatch(/\{\w+\}|undefined|null/);
  });

  test('no fix for these products: when is one planned', () => {
    const forOther = advisory({ vulnerabilities: [vulnerability('CVE-2026-0001', { remediations: [fix('Update to 2.1.', ['P2'])] })] });
    expect(makerLetter(ASSET, forOther, [], ['P1'], 'en').questions[0]!.code).toBe('letter-ask-fix-planned');
    expect(makerLetter(ASSET, forOther, [], ['P2'], 'en').questions[0]!.code).toBe('letter-ask-fix-allowed');
  });

  test('notes and place stay at home', () => expect(renderLetter(makerLetter(ASSET, WITH_FIX, MISSING, ['P1'], 'es')).body).not.toMatch(/Anna|ward/));
  test('a device without any name', () => expect(renderLetter(makerLetter({ ...ASSET, vendor: null, product: null, model: null, os: null }, WITH_FIX, [], [], 'hu')).subject).toBe('Biztonsági közlemény (ICSMA-26-001-01): kérdések a készülékünkről'));

  test('law: every question has words, lines stay single and bounded, whatever the documents hold', () => {
    const text = fc.oneof(fc.string({ maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 700 }), fc.constant('a\r\nBcc: x\u2028\u0000{words}'));
    fc.assert(fc.property(fc.array(fc.record({ code: fc.constantFrom(...CODES), advisory: text }), { maxLength: 30 }), text, fc.constantFrom(...LETTER_LANGUAGES), (missing, model, language) => {
      const letter = makerLetter({ ...ASSET, model }, WITH_FIX, missing, ['P1'], language), { subject, body } = renderLetter(letter);
      expect(subject).not.toMatch(/[\r\n\u2028\u0000]/);
      expect(body).not.toMatch(/[\r\u2028\u0000]/);
      expect(body.split('\n').every((line) => line.length < 1500)).toBe(true);
      expect(letter.questions.length).toBeLessThanOrEqual(23);
    }));
  });
});

test('the codes of missing things are those of the matcher', () => { expect(CODES.every((code) => `letter-ask-${code}` in LETTER_WORDS.en)).toBe(true); expect(VERDICTS).toContain('cannot_tell'); });
