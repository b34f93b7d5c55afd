import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ANY, CPE_ATTRIBUTES, type CpeAttribute, type CpeName, formatCpe, formatCpeUri, NA, parseCpe } from './name.ts';

const wfn = (values: Partial<Record<CpeAttribute, string>>): CpeName => Object.fromEntries(CPE_ATTRIBUTES.map((attribute) => [attribute, values[attribute] ?? ANY])) as Record<CpeAttribute, string>;
const ie = { part: 'a', vendor: 'microsoft', product: 'internet_explorer' };

/** NISTIR 7695, 6.1.2.4: binding to a URI. */
test.each([
  [1, wfn({ ...ie, version: '8\\.0\\.6001', update: 'beta' }), 'cpe:/a:microsoft:internet_explorer:8.0.6001:beta'],
  [2, wfn({ ...ie, version: '8\\.*', update: 'sp?' }), 'cpe:/a:microsoft:internet_explorer:8.%02:sp%01'],
  [3, wfn({ part: 'a', vendor: 'hp', product: 'insight_diagnostics', version: '7\\.4\\.0\\.1570', update: NA, sw_edition: 'online', target_sw: 'win2003', target_hw: 'x64' }), 'cpe:/a:hp:insight_diagnostics:7.4.0.1570:-:~~online~win2003~x64~'],
  [4, wfn({ part: 'a', vendor: 'hp', product: 'openview_network_manager', version: '7\\.51', target_sw: 'linux' }), 'cpe:/a:hp:openview_network_manager:7.51::~~~linux~~'],
  [5, wfn({ part: 'a', vendor: 'foo\\\\bar', product: 'big\\$money_manager_2010', sw_edition: 'special', target_sw: 'ipod_touch', target_hw: '80gb' }), 'cpe:/a:foo%5cbar:big%24money_manager_2010:::~~special~ipod_touch~80gb~'],
])('7695 6.1.2.4, example %i', (_, name, uri) => { expect(formatCpeUri(name)).toBe(uri); });

/** NISTIR 7695, 6.1.3.3: unbinding a URI. */
test.each([
  [1, 'cpe:/a:microsoft:internet_explorer:8.0.6001:beta', wfn({ ...ie, version: '8\\.0\\.6001', update: 'beta' })],
  [2, 'cpe:/a:microsoft:internet_explorer:8.%2a:sp%3f', wfn({ ...ie, version: '8\\.\\*', update: 'sp\\?' })],
  [3, 'cpe:/a:microsoft:internet_explorer:8.%02:sp%01', wfn({ ...ie, version: '8\\.*', update: 'sp?' })],
  [4, 'cpe:/a:hp:insight_diagnostics:7.4.0.1570::~~online~win2003~x64~', wfn({ part: 'a', vendor: 'hp', product: 'insight_diagnostics', version: '7\\.4\\.0\\.1570', sw_edition: 'online', target_sw: 'win2003', target_hw: 'x64' })],
  [5, 'cpe:/a:hp:openview_network_manager:7.51:-:~~~linux~~', wfn({ part: 'a', vendor: 'hp', product: 'openview_network_manager', version: '7\\.51', update: NA, target_sw: 'linux' })],
  [7, 'cpe:/a:foo~bar:big%7emoney_2010', wfn({ part: 'a', vendor: 'foo\\~bar', product: 'big\\~money_2010' })],
])('7695 6.1.3.3, example %i', (_, uri, name) => { expect(parseCpe(uri)).toEqual(name); });

test.each([
  [6, 'cpe:/a:foo%5cbar:big%24money_2010%07:::~~special~ipod_touch~80gb~', 'Expected %01, %02 or encoded punctuation, found %07. Found product "big%24money_2010%07".'],
  [8, 'cpe:/a:foo:bar:12.%02.1234', 'Expected the wildcards * and ? only at the start or end of a value. Found version "12.%02.1234".'],
])('7695 6.1.3.3, example %i is an error', (_, uri, error) => { expect(parseCpe(uri)).toEqual({ error }); });

/** NISTIR 7695, 6.2.2.3: binding to a formatted string. */
test.each([
  [1, wfn({ ...ie, version: '8\\.0\\.6001', update: 'beta' }), 'cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*'],
  [2, wfn({ ...ie, version: '8\\.*', update: 'sp?' }), 'cpe:2.3:a:microsoft:internet_explorer:8.*:sp?:*:*:*:*:*:*'],
  [3, wfn({ part: 'a', vendor: 'hp', product: 'insight', version: '7\\.4\\.0\\.1570', update: NA, sw_edition: 'online', target_sw: 'win2003', target_hw: 'x64' }), 'cpe:2.3:a:hp:insight:7.4.0.1570:-:*:*:online:win2003:x64:*'],
  [4, wfn({ part: 'a', vendor: 'hp', product: 'openview_network_manager', version: '7\\.51', target_sw: 'linux' }), 'cpe:2.3:a:hp:openview_network_manager:7.51:*:*:*:*:linux:*:*'],
  [5, wfn({ part: 'a', vendor: 'foo\\\\bar', product: 'big\\$money_2010', sw_edition: 'special', target_sw: 'ipod_touch', target_hw: '80gb' }), 'cpe:2.3:a:foo\\\\bar:big\\$money_2010:*:*:*:*:special:ipod_touch:80gb:*'],
])('7695 6.2.2.3, example %i', (_, name, text) => { expect(formatCpe(name)).toBe(text); });

/** NISTIR 7695, 6.2.3.3: unbinding a formatted string. */
test.each([
  [1, 'cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*', wfn({ ...ie, version: '8\\.0\\.6001', update: 'beta' })],
  [2, 'cpe:2.3:a:microsoft:internet_explorer:8.*:sp?:*:*:*:*:*:*', wfn({ ...ie, version: '8\\.*', update: 'sp?' })],
  [3, 'cpe:2.3:a:hp:insight_diagnostics:7.4.0.1570:-:*:*:online:win2003:x64:*', wfn({ part: 'a', vendor: 'hp', product: 'insight_diagnostics', version: '7\\.4\\.0\\.1570', update: NA, sw_edition: 'online', target_sw: 'win2003', target_hw: 'x64' })],
  [4, 'cpe:2.3:a:foo\\\\bar:big\\$money:2010:*:*:*:special:ipod_touch:80gb:*', wfn({ part: 'a', vendor: 'foo\\\\bar', product: 'big\\$money', version: '2010', sw_edition: 'special', target_sw: 'ipod_touch', target_hw: '80gb' })],
])('7695 6.2.3.3, example %i', (_, text, name) => { expect(parseCpe(text)).toEqual(name); });

test('7695 6.2.3.3, example 3: an asterisk inside a value is an error', () => {
  expect(parseCpe('cpe:2.3:a:hp:insight_diagnostics:7.4.*.1570:*:*:*:*:*:*:*')).toEqual({ error: 'Expected the wildcards * and ? only at the start or end of a value. Found version "7.4.*.1570".' });
});

describe('what other readers get wrong', () => {
  test('a quoted colon does not end a field', () => {
    const name = parseCpe('cpe:2.3:a:vendor:mod\\:ule\\\\:1.0:*:*:*:*:*:*:*');
    expect(name).toEqual(wfn({ part: 'a', vendor: 'vendor', product: 'mod\\:ule\\\\', version: '1\\.0' }));
    expect(formatCpe(name as CpeName)).toBe('cpe:2.3:a:vendor:mod\\:ule\\\\:1.0:*:*:*:*:*:*:*');
    expect(formatCpeUri(name as CpeName)).toBe('cpe:/a:vendor:mod%3aule%5c:1.0');
  });
  test('a quoted wildcard is a character', () => { expect(parseCpe('cpe:2.3:a:micr\\?osoft:x\\*:1:*:*:*:*:*:*:*')).toEqual(wfn({ part: 'a', vendor: 'micr\\?osoft', product: 'x\\*', version: '1' })); });
  test('unquoted punctuation is quoted (6.2.3.2)', () => { expect(parseCpe('cpe:2.3:a:a+b:c(d):1:*:*:*:*:*:*:*')).toEqual(wfn({ part: 'a', vendor: 'a\\+b', product: 'c\\(d\\)', version: '1' })); });
  test('case does not matter', () => { expect(parseCpe('CPE:2.3:A:Microsoft:IE:8%:*:*:*:*:*:*:*')).toEqual(wfn({ part: 'a', vendor: 'microsoft', product: 'ie', version: '8\\%' })); });
  test('a row of ? at either end', () => { expect(parseCpe('cpe:2.3:a:??x??:y:*:*:*:*:*:*:*:*')).toEqual(wfn({ part: 'a', vendor: '??x??', product: 'y' })); });
});

test.each([
  ['', 'Expected "cpe:2.3:" or "cpe:/" in front of a CPE name, found "".'], ['cpe:2.3:a:b', 'Expected 11 fields behind "cpe:2.3:", found 2 in "cpe:2.3:a:b".'],
  ['cpe:2.3:a:b:c:1:*:*:*:*:*:*:*:*', 'Expected 11 fields behind "cpe:2.3:", found 12 in "cpe:2.3:a:b:c:1:*:*:*:*:*:*:*:*".'], ['cpe:2.3:x:b:c:1:*:*:*:*:*:*:*', 'Expected the part a, o or h, found "x" in "cpe:2.3:x:b:c:1:*:*:*:*:*:*:*".'],
  ['cpe:2.3:a:b::1:*:*:*:*:*:*:*', 'Expected a value, "*" or "-". Found product "".'], ['cpe:2.3:a:b:c:**1:*:*:*:*:*:*:*', 'Expected one * or a row of ? at one end of a value. Found version "**1".'],
  ['cpe:2.3:a:b:c:\\-:*:*:*:*:*:*:*', 'Expected no quoted hyphen alone, which would read as "not applicable". Found version "\\\\-".'], ['cpe:2.3:a:b:c:1:*:*:*:*:*:*:\\', 'Expected a character behind the last backslash. Found other "\\\\".'],
  ['cpe:/a:b:c d', 'Expected printable ASCII without spaces in a CPE name, found "cpe:/a:b:c d".'], ['cpe:/a:b:c:?', 'Expected %01 or %02 for a wildcard, %3f for the character. Found version "?".'],
  ['cpe:/a:b:c:1::~a~b', 'Expected five values between tildes in the edition, found 2 in "cpe:/a:b:c:1::~a~b".'], ['cpe:/a:b:c:1:u:e:l:x', 'Expected at most 7 components behind "cpe:/", found 8 in "cpe:/a:b:c:1:u:e:l:x".'],
  ['cpe:/a:b:%zz', 'Expected %01, %02 or encoded punctuation, found %zz. Found product "%zz".'], [`cpe:/${'a'.repeat(4092)}`, 'Expected a CPE name of at most 4096 characters, found 4097.'],
])('refused: %s', (text, error) => { expect(parseCpe(text)).toEqual({ error }); });

const punctuation = [...'!"#$%&\'()*+,/:;<=>?@[]^`{|}~.-\\'];
const literal = fc.array(fc.constantFrom(...'abc019_', ...punctuation.map((one) => `\\${one}`)), { minLength: 1, maxLength: 8 }).map((list) => list.join('')).filter((text) => text !== '\\-');
const value = fc.oneof(fc.constantFrom(ANY, NA), fc.tuple(fc.constantFrom('', '*', '?', '??'), literal, fc.constantFrom('', '*', '?', '???')).map((list) => list.join('')));
const name = fc.record({ ...Object.fromEntries(CPE_ATTRIBUTES.map((attribute) => [attribute, value])), part: fc.constantFrom('a', 'o', 'h', ANY, NA) }) as fc.Arbitrary<CpeName>;

test('both bindings give back the name', () => {
  fc.assert(fc.property(name, (one) => { expect(parseCpe(formatCpe(one))).toEqual(one); expect(parseCpe(formatCpeUri(one))).toEqual(one); }));
});
test('any text gives a name or a sentence', () => {
  fc.assert(fc.property(fc.tuple(fc.constantFrom('', 'cpe:/', 'cpe:2.3:'), fc.string()), ([prefix, text]) => { const parsed = parseCpe(prefix + text); if (!('error' in parsed)) expect(parseCpe(formatCpe(parsed))).toEqual(parsed); }));
});
