import type { TrafficRow } from '@wardkeep/app/views';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FLOOR, layoutFloor } from '../src/parts/floor-layout.ts';

const zone = (name: string | null, count: number, medical = 0) => ({ zone: name, count, medical });
const row = (fromZone: string | null, toZone: string | null, extra: Partial<TrafficRow> = {}): TrafficRow => ({ fromZone, toZone, protocol: 'dicom', encrypted: false, clients: 1, servers: 1, uses: 1, medical: true, ...extra });

test('a room has a door only when traffic passes its wall', () => {
  const { rooms } = layoutFloor([zone('a', 9), zone('b', 4), zone('c', 1)], [row('a', 'b'), row('c', 'c')]);
  expect(rooms.map((room) => room.door !== null)).toEqual([true, true, false]);
  expect(rooms[2]!.clearInside).toEqual(['dicom']);
});
test('only medical data in clear text is a bold line; the rest waits for focus', () => {
  const floor = layoutFloor([zone('a', 9), zone('b', 4)], [row('a', 'b', { uses: 7 }), row('a', 'b', { encrypted: true }), row('b', 'a', { medical: false, protocol: 'smb' })]);
  expect(floor.clear).toMatchObject([{ from: 0, to: 1, protocol: 'dicom', uses: 7 }]);
  expect(floor.flows).toHaveLength(2);
});
test('more zones than rooms stand together in the last room, none is lost', () => {
  const floor = layoutFloor(Array.from({ length: 40 }, (_, i) => zone(`z${i}`, i + 1)), [row('z0', 'z39')]);
  expect(floor.rooms).toHaveLength(12);
  expect(floor.rooms.reduce((sum, room) => sum + room.count, 0)).toBe(820);
  expect(floor.clear[0]).toMatchObject({ from: 11, to: 0 });
});
test('no zone, one zone, traffic of zones that are not there', () => {
  expect(layoutFloor([], [row('x', 'y')])).toMatchObject({ rooms: [], clear: [], flows: [] });
  expect(layoutFloor([zone(null, 3)], [row(null, null)]).rooms[0]).toMatchObject({ door: null, count: 3 });
});
test('rooms of a side never overlap and fill the width', () => {
  fc.assert(fc.property(fc.array(fc.record({ zone: fc.string({ maxLength: 60 }), count: fc.nat(100_000), medical: fc.nat(10) }), { minLength: 2, maxLength: 30 }), (zones) => {
    const { rooms } = layoutFloor(zones, []);
    for (const top of [true, false]) {
      const side = rooms.filter((room) => room.top === top).sort((a, b) => a.x - b.x);
      side.forEach((room, i) => { if (i > 0) expect(room.x).toBeCloseTo(side[i - 1]!.x + side[i - 1]!.width, 6); });
      if (side.length > 0) expect(side.at(-1)!.x + side.at(-1)!.width).toBeCloseTo(FLOOR.width - FLOOR.margin, 6);
    }
  }));
});
