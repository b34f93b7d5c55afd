import { expect, it } from 'vitest';
import { isUuid, newId } from './ids.ts';
import { fold, sortKey, storableJson } from './text.ts';

it('folds case and accents', () => { expect(fold('Kórház ÁPOLÓ Ñ')).toBe('korhaz apolo n'); });

it('sorts numbers by value', () => {
  expect(['ct10', 'CT2', 'ct1', '10.2.0.9', '10.2.0.10'].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))).toEqual(['10.2.0.9', '10.2.0.10', 'ct1', 'CT2', 'ct10']);
});

it('bounds a sort key', () => { expect(sortKey('9 '.repeat(10_000)).length).toBeLessThanOrEqual(200); });

it('leaves a written-out backslash-u alone', () => { expect(JSON.parse(storableJson(['\\u0000', '\0', '\\\\\0']))).toEqual(['\\u0000', '', '\\\\']); });

it('makes UUIDs of version 7 that carry their time and do not collide', () => {
  const at = 1_700_000_000_123, ids = Array.from({ length: 1000 }, () => newId(at));
  expect(new Set(ids).size).toBe(1000);
  for (const id of ids) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(isUuid(id)).toBe(true);
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(at);
  }
});
