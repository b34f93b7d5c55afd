import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileRules, type RuleData, ruleFaults, TEXT_LIMIT, wordsOf } from './rules.ts';

const rule = (part: Partial<RuleData>): RuleData => ({ id: 'one', signal: 'http.server', match: '^nginx/(\\d[\\d.]*)', gives: { software: { name: 'nginx', version: '$1' } }, weight: 'medium', confidence: 90, source: 'https://example.org', ...part }) as RuleData;
const words = (part: Partial<RuleData>): RuleData => { const { match: _, ...rest } = rule({ signal: 'dhcp.hostname', gives: { role: 'ct' }, weight: 'weak', confidence: 50, ...part }); return rest; };
const values = (rules: RuleData[], signal: RuleData['signal'], text: string) => compileRules(rules).read(signal as never, text).map(({ attribute, of, value }) => `${attribute}${of === null ? '' : ` ${of}`}=${value}`);

describe('reading with expressions', () => {
  test('fills groups and gives who said so', () => {
    expect(compileRules([rule({})]).read('http.server', 'nginx/1.22.1 (Debian)')).toEqual([{ rule: 'one', attribute: 'software', value: '1.22.1', of: 'nginx', weight: 'medium', confidence: 90 }]);
    expect(values([rule({})], 'http.server', 'NGINX/1')).toEqual([]);
    expect(values([rule({ flags: 'i' })], 'http.server', 'NGINX/1')).toEqual(['software nginx=1']);
  });

  test('an empty group: software without a version stays, another attribute is not given', () => {
    const both = rule({ match: '^dropbear(?:_(\\w+))?', gives: { version: '$1', software: { name: 'Dropbear', version: '$1' } } });
    expect(values([both], 'http.server', 'dropbear')).toEqual(['software Dropbear=']);
    expect(values([both], 'http.server', 'dropbear_2019')).toEqual(['version=2019', 'software Dropbear=2019']);
  });

  test('trims what stands loose at the ends of a group', () => {
    expect(values([rule({ match: '^v=(.{1,20})', gives: { version: '$1' } })], 'http.server', 'v= 3.1,  a;.')).toEqual(['version=3.1, a']);
  });

  test('confidence by attribute', () => {
    const read = compileRules([rule({ gives: { vendor: 'HP', role: 'printer' }, match: '^HP', confidence: { vendor: 92, role: 80 } })]).read('http.server', 'HP');
    expect(read.map(({ attribute, confidence }) => [attribute, confidence])).toEqual([['vendor', 92], ['role', 80]]);
  });

  test('one text is one witness: the surest of equal readings is kept', () => {
    const two = [rule({ match: '^HP', gives: { vendor: 'HP' }, confidence: 60 }), rule({ id: 'two', match: 'HP LaserJet', gives: { vendor: 'HP', role: 'printer' }, confidence: 90 })];
    expect(compileRules(two).read('http.server', 'HP LaserJet').map((reading) => [reading.rule, reading.attribute])).toEqual([['two', 'vendor'], ['two', 'role']]);
  });

  test('a rule of several signals reads each, and no other', () => {
    const several = [rule({ signal: ['sip.server', 'sip.user-agent'], match: '^Asterisk', gives: { role: 'phone' } })];
    expect(values(several, 'sip.server', 'Asterisk')).toEqual(['role=phone']);
    expect(values(several, 'sip.user-agent', 'Asterisk')).toEqual(['role=phone']);
    expect(values(several, 'http.server', 'Asterisk')).toEqual([]);
  });

  test('cuts the text first', () => {
    expect(values([rule({ match: 'end$', gives: { role: 'ct' } })], 'http.server', `${'x'.repeat(TEXT_LIMIT)}end`)).toEqual([]);
    expect(values([rule({ match: 'end$', gives: { role: 'ct' } })], 'http.server', `${'x'.repeat(TEXT_LIMIT - 3)}endless`)).toEqual(['role=ct']);
  });
});

describe('reading with words', () => {
  test('wordsOf', () => {
    expect(wordsOf('vs-ICU07 InfuGate iPad Lélegeztető_2')).toEqual(['vs', 'icu', '07', 'infu', 'gate', 'ipad', 'lelegezteto', '2']);
    expect(wordsOf('')).toEqual([]);
  });

  test.each<[Partial<RuleData>, string, boolean]>([
    [{ words: ['ct'] }, 'ct-er', true], [{ words: ['ct'] }, 'CT01', true], [{ words: ['ct'] }, 'capture', false], [{ words: ['ct'] }, 'x.ct.example', false],
    [{ words: ['infu*'] }, 'InfuGate3', true], [{ words: ['infu*'] }, 'inf', false],
    [{ words: ['us'], near: ['#', 'rad*'] }, 'us-radiology', true], [{ words: ['us'], near: ['#'] }, 'us-7', true], [{ words: ['us'], near: ['#'] }, 'us-er', false],
    [{ words: ['us'], unless: ['east'] }, 'us-east', false], [{ words: ['us'], unless: ['ea*'] }, 'us-east', false],
  ])('%j %s %s', (part, text, found) => { expect(values([words(part)], 'dhcp.hostname', text)).toEqual(found ? ['role=ct'] : []); });

  test('domains count in topics, not in host names', () => {
    expect(values([words({ signal: 'mqtt.topic', words: ['pump'] })], 'mqtt.topic', 'ward.icu/bed7.pump')).toEqual(['role=ct']);
    expect(values([words({ words: ['pump'] })], 'dhcp.hostname', 'a.pump')).toEqual([]);
  });
});

describe('ruleFaults', () => {
  test.each<[Partial<RuleData>, string]>([
    [{ id: 'A B' }, 'an id is'], [{ signal: 'no.signal' as never }, 'is no signal'], [{ words: ['a'] }, 'either match or words'], [{ match: '(' }, 'cannot be used'], [{ match: '(a+)+b' }, 'nested'],
    [{ gives: { version: '$2' } }, '$2 is used but the pattern has 1 groups'], [{ gives: {} }, 'gives nothing'], [{ gives: { colour: 'red' } as never }, 'no attribute'], [{ gives: { role: 'robot' } }, 'no role'],
    [{ confidence: 101 }, 'from 0 to 100'], [{ gives: { vendor: 'a', role: 'ct' }, confidence: { vendor: 5 } }, 'confidence of role'], [{ weight: 'heavy' as never }, 'weight is one of'], [{ source: '' }, 'names no source'],
  ])('%j', (part, fault) => { expect(ruleFaults([rule(part)]).join()).toContain(fault); });

  test('words must be folded, ids unique', () => {
    expect(ruleFaults([words({ words: ['Pump'] })])).toEqual(['Rule one: the word Pump is not one folded word (beginnings: three letters or more).']);
    expect(ruleFaults([words({ words: ['in*'] })])).toHaveLength(1);
    expect(ruleFaults([rule({}), rule({})])).toEqual(['Rule one: its id is used twice.']);
    expect(ruleFaults([rule({}), words({ id: 'two', words: ['pump', 'infu*'], near: ['#'] })])).toEqual([]);
  });
});

describe('the book', () => {
  test('gives the same frozen list for the same text, also after the cache turned over', () => {
    const book = compileRules([rule({})]), first = book.read('http.server', 'nginx/1');
    expect(book.read('http.server', 'nginx/1')).toBe(first);
    expect(Object.isFrozen(first)).toBe(true);
    for (let i = 0; i < 60_000; i++) book.read('http.server', `other ${i}`);
    expect(book.read('http.server', 'nginx/1')).toEqual(first);
  });

  test('law: never throws, and never says more than its rules allow', () => {
    const book = compileRules([rule({}), rule({ id: 'two', match: '(\\d{1,3})', gives: { version: '$1' } }), words({ id: 'three', signal: 'http.server', words: ['ct', 'infu*'] })]);
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      for (const { rule: id, value, confidence } of book.read('http.server', text)) {
        expect(['one', 'two', 'three']).toContain(id);
        expect(value.length).toBeLessThanOrEqual(128);
        expect(confidence).toBeLessThanOrEqual(100);
      }
    }));
  });
});
