import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Identified, keepIds } from './identity.ts';

const asset = (id: string, ...keys: string[]): Identified => ({ id, keys });

describe('keepIds', () => {
  it('keeps the id when the identity becomes stronger', () => {
    expect(keepIds([asset('a-ip', 'ip:10.0.0.1')], [asset('a-mac', 'mac:1', 'ip:10.0.0.1')]).ids).toEqual(['a-ip']);
  });
  it('gives the id to the stronger of two that share keys with it', () => {
    const known = [asset('old', 'mac:1', 'ip:10.0.0.1')];
    expect(keepIds(known, [asset('by-ip', 'mac:2', 'ip:10.0.0.1'), asset('by-mac', 'mac:1', 'ip:10.0.0.9')]).ids).toEqual(['by-ip', 'old']);
  });
  it('says which two turned out to be one', () => {
    expect(keepIds([asset('one', 'mac:1'), asset('two', 'serial:x')], [asset('new', 'serial:x', 'mac:1')])).toEqual({ ids: ['two'], joined: [{ from: 'one', to: 'two' }] });
  });
  it('follows a person before everything else', () => {
    expect(keepIds([asset('one', 'mac:1'), asset('two', 'mac:2')], [asset('one', 'mac:1', 'mac:2')], new Map([[0, 'two']])).ids).toEqual(['two']);
  });
  it('never gives an id twice, never invents one that is taken, and is stable', () => {
    const key = fc.integer({ min: 0, max: 12 }).map((n) => `k:${n}`);
    const assets = (prefix: string) => fc.uniqueArray(fc.record({ id: fc.integer({ min: 0, max: 9 }).map((n) => `${prefix}-asset-${n}`), keys: fc.uniqueArray(key, { minLength: 1, maxLength: 4 }) }), { selector: (each) => each.id, maxLength: 10 });
    fc.assert(fc.property(assets('x'), assets('x'), (known, resolved) => {
      const { ids, joined } = keepIds(known, resolved);
      expect(new Set(ids).size).toBe(resolved.length);
      for (const { from, to } of joined) { expect(ids).not.toContain(from); expect(ids).toContain(to); }
      // Once kept, the same resolution changes nothing.
      expect(keepIds(resolved.map((each, index) => ({ id: ids[index]!, keys: each.keys })), resolved.map((each, index) => ({ id: ids[index]!, keys: each.keys }))).ids).toEqual(ids);
      expect(keepIds(known, resolved)).toEqual({ ids, joined });
    }), { numRuns: 300 });
  });
});
