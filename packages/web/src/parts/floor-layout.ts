/**
 * The hospital as a floor plan: zones are rooms on both sides of one corridor, a door stands open where traffic passes a room's wall, and
 * medical data in clear text runs as a line from room to room. Pure geometry; numbers are SVG units.
 */
import type { Overview, TrafficRow } from '@wardkeep/app/views';

export const FLOOR = { width: 1200, roomHeight: 176, corridor: 96, margin: 2, door: 40 } as const;
const MIN_ROOM = 168, MOST_ROOMS = 12, MOST_LINES = 6, MOST_SQUARES = 48;
/** Average width of a letter of the sans face at 14 units, weight 690. */
const LETTER = 7.4;

export interface Room {
  readonly zone: string | null;
  /** Zones that have no room of their own stand together in the last one. */
  readonly others: number;
  readonly count: number; readonly medical: number;
  readonly x: number; readonly width: number; readonly top: boolean;
  readonly lines: readonly string[];
  /** The middle of its door, or null: nothing passes its wall. */
  readonly door: number | null;
  /** Medical protocols in clear text that stay inside. */
  readonly clearInside: readonly string[];
}
export interface Line { readonly from: number; readonly to: number; readonly path: string; readonly protocol: string; readonly uses: number; readonly start: readonly [number, number]; readonly end: readonly [number, number]; readonly label: readonly [number, number] }
export interface Floor {
  readonly rooms: readonly Room[]; readonly clear: readonly Line[]; readonly moreClear: number; readonly flows: readonly Line[];
  /** How many devices one square stands for. */
  readonly perSquare: number; readonly height: number;
}

export function layoutFloor(zones: Overview['zones'], traffic: readonly TrafficRow[]): Floor {
  const sorted = [...zones].sort((a, b) => b.count - a.count), own = sorted.slice(0, sorted.length > MOST_ROOMS ? MOST_ROOMS - 1 : MOST_ROOMS), rest = sorted.slice(own.length);
  const plain = own.map((it) => ({ ...it, others: 0 }));
  if (rest.length > 0) plain.push({ zone: null, others: rest.length, count: sum(rest, 'count'), medical: sum(rest, 'medical') });
  const roomOf = new Map<string | null, number>([...own.map((it, i) => [it.zone, i] as const), ...rest.map((it) => [it.zone, plain.length - 1] as const)]);
  const placed = place(plain.map((it) => it.count));
  const crosses = (row: TrafficRow) => roomOf.has(row.fromZone) && roomOf.has(row.toZone) && roomOf.get(row.fromZone) !== roomOf.get(row.toZone);
  const crossing = traffic.filter(crosses), open = new Set(crossing.flatMap((row) => [roomOf.get(row.fromZone)!, roomOf.get(row.toZone)!]));
  const rooms = plain.map((it, i): Room => {
    const spot = placed[i]!, inside = traffic.filter((row) => row.medical && !row.encrypted && roomOf.get(row.fromZone) === i && roomOf.get(row.toZone) === i);
    return { ...it, ...spot, lines: wrap(it.zone ?? '', spot.width - 24), door: open.has(i) ? spot.x + spot.width / 2 : null, clearInside: [...new Set(inside.map((row) => row.protocol))] };
  });
  const bold = bundle(crossing.filter((row) => row.medical && !row.encrypted), roomOf), thin = bundle(crossing.filter((row) => !row.medical || row.encrypted), roomOf);
  const shown = bold.slice(0, MOST_LINES);
  return {
    rooms, clear: shown.map((it, i) => route(it, rooms, i, shown)), moreClear: bold.length - shown.length, flows: thin.slice(0, 40).map((it) => route(it, rooms, -1, [])),
    perSquare: Math.max(1, Math.ceil(Math.max(0, ...plain.map((it) => it.count)) / MOST_SQUARES)), height: 2 * FLOOR.roomHeight + FLOOR.corridor + 2 * FLOOR.margin,
  };
}

const LABEL_LINE = 17;
type Flow = { readonly from: number; readonly to: number; readonly protocol: string; readonly uses: number };

function bundle(rows: readonly TrafficRow[], roomOf: ReadonlyMap<string | null, number>): Flow[] {
  const flows = new Map<string, Flow>();
  for (const row of rows) {
    const from = roomOf.get(row.fromZone)!, to = roomOf.get(row.toZone)!, key = `${from} ${to} ${row.protocol}`;
    flows.set(key, { from, to, protocol: row.protocol, uses: (flows.get(key)?.uses ?? 0) + row.uses });
  }
  return [...flows.values()].sort((a, b) => b.uses - a.uses || a.from - b.from || a.to - b.to);
}

/** Rooms alternate between both sides of the corridor, large ones first; each side fills the width. */
function place(counts: readonly number[]): { readonly x: number; readonly width: number; readonly top: boolean }[] {
  const out = counts.map(() => ({ x: 0, width: 0, top: true }));
  for (const top of [true, false]) {
    const side = counts.map((_, i) => i).filter((i) => (i % 4 === 0 || i % 4 === 3) === top), inner = FLOOR.width - 2 * FLOOR.margin;
    const weights = side.map((i) => Math.sqrt(counts[i]! + 1)), total = weights.reduce((a, b) => a + b, 0), least = Math.min(MIN_ROOM, inner / Math.max(1, side.length));
    const free = inner - least * side.length;
    let x: number = FLOOR.margin;
    side.forEach((room, at) => { const width = least + (free * weights[at]!) / total; out[room] = { x, width, top }; x += width; });
  }
  return out;
}

/** Lane by lane through the corridor, so that no line lies on another; lines through one door stand a few units apart. */
function route(flow: Flow, rooms: readonly Room[], lane: number, all: readonly Flow[]): Line {
  const upper = FLOOR.margin + FLOOR.roomHeight, lower = upper + FLOOR.corridor, top = (room: number) => rooms[room]!.top;
  const y = lane < 0 ? upper + FLOOR.corridor / 2 : upper + 14 + (lane * (FLOOR.corridor - 28)) / Math.max(1, all.length - 1);
  const x1 = through(flow.from, flow, rooms, all), x2 = through(flow.to, flow, rooms, all), y1 = top(flow.from) ? upper - 30 : lower + 30, y2 = top(flow.to) ? upper - 30 : lower + 30;
  return { ...flow, path: `M${x1} ${y1}V${y}H${x2}V${y2}`, start: [x1, y1], end: [x2, y2], label: labelAt(flow, rooms, all, y1) };
}

/** Right of everything that stands in the room's door; the flows that begin there one under the other, in the order of their circles. */
function labelAt(flow: Flow, rooms: readonly Room[], all: readonly Flow[], y: number): readonly [number, number] {
  const room = flow.from, sharing = all.filter((it) => it.from === room || it.to === room), begins = sharing.filter((it) => it.from === room);
  const last = sharing.at(-1), right = last ? through(room, last, rooms, all) : rooms[room]!.x + rooms[room]!.width / 2;
  return [right + 14, y + 5 + begins.indexOf(flow) * (rooms[room]!.top ? -LABEL_LINE : LABEL_LINE)];
}

/** Where in the door of `room` the flow passes. */
function through(room: number, flow: Flow, rooms: readonly Room[], all: readonly Flow[]): number {
  const { x, width } = rooms[room]!, sharing = all.filter((it) => it.from === room || it.to === room);
  const step = Math.min(14, (FLOOR.door - 10) / Math.max(1, sharing.length - 1));
  return x + width / 2 + (sharing.length > 1 ? (sharing.indexOf(flow) - (sharing.length - 1) / 2) * step : 0);
}

function wrap(name: string, width: number): string[] {
  const most = Math.max(6, Math.floor(width / LETTER)), lines = [''];
  for (const word of name.split(' ')) {
    const line = lines.at(-1)!;
    if (line === '') lines[lines.length - 1] = word; else if (line.length + 1 + word.length <= most) lines[lines.length - 1] = `${line} ${word}`; else lines.push(word);
  }
  const kept = lines.length > 2 ? [lines[0]!, `${lines[1]!} …`] : lines;
  return kept.map((line) => line.length > most ? `${line.slice(0, most - 1)}…` : line);
}

function sum(rows: Overview['zones'], key: 'count' | 'medical'): number { return rows.reduce((total, row) => total + row[key], 0); }
