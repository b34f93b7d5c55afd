import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Cursor } from '../cursor.ts';
import { hex } from '../testing.ts';
import { integerOf, objectIdentifierOf, readElement, readLength } from './ber.ts';
import { oid } from './samples.ts';

const cursor = (text: string) => new Cursor(hex(text));

test.each([['05', 5], ['7f', 127], ['8180', 128], ['820102', 258], ['83010000', 65536], ['80', -1], ['8400000001', -1], ['82ff', -1], ['', -1]])('X.690, 8.1.3: length %s is %i', (bytes, length) => {
  expect(readLength(cursor(bytes))).toBe(length);
});
test.each([['020100', 0], ['02017f', 127], ['0201ff', -1], ['02020080', 128], ['0204 80000000', -0x80000000], ['0200', null], ['02050000000001', null], ['040101', null], ['0203 01', null]])('X.690, 8.3: %s is %s', (bytes, value) => {
  expect(integerOf(readElement(cursor(bytes)))).toBe(value);
});
test.each([['06032b0601', '1.3.6.1'], ['06038837 03', '2.999.3'], ['0600', null], ['06022b86', null], ['04012b', null]])('X.690, 8.19: %s is %s', (bytes, value) => {
  expect(objectIdentifierOf(readElement(cursor(bytes)))).toBe(value);
});
test('law: an object identifier comes back as it was', () => {
  fc.assert(fc.property(fc.constantFrom(0, 1), fc.nat(39), fc.array(fc.nat(0x7fffffff), { minLength: 1, maxLength: 30 }), (first, second, rest) => {
    const text = [first, second, ...rest].join('.');
    expect(objectIdentifierOf(readElement(new Cursor(oid(text))))).toBe(text);
  }));
});
test('more arcs than an SNMP name has, or an arc over 32 bits, are refused', () => {
  expect(objectIdentifierOf(readElement(new Cursor(oid(`1.3.${Array.from({ length: 80 }, () => 1).join('.')}`))))).toBeNull();
  expect(objectIdentifierOf(readElement(cursor('0607 2b ffffffffff7f')))).toBeNull();
});
