import { afterEach, expect, test, vi } from 'vitest';
import { TidyHeap } from '../src/tidy-heap.ts';

const heap = vi.hoisted(() => ({ used: 0 }));
vi.mock('node:v8', () => ({ getHeapStatistics: () => ({ used_heap_size: heap.used }) }));
const MIB = 1 << 20;

afterEach(() => { vi.unstubAllGlobals(); });

test('collects when the heap has outgrown what was alive, and not before', () => {
  const gc = vi.fn(() => { heap.used = 30 * MIB; });
  vi.stubGlobal('gc', gc);
  const tidy = new TidyHeap(), collections = (used: number) => { heap.used = used; tidy.check(); return gc.mock.calls.length; };
  expect([20, 30, 39, 41, 50, 53, 55].map((used) => collections(used * MIB))).toEqual([0, 0, 0, 1, 1, 1, 2]);
});

test('does nothing where V8 was not asked for its collector', () => {
  vi.stubGlobal('gc', undefined);
  heap.used = 1000 * MIB;
  expect(() => { new TidyHeap().check(); }).not.toThrow();
});
