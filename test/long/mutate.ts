/** What an attacker or a broken recorder does to bytes. Every mutation returns a copy. */
import type { Draw } from './draw.ts';
import { join } from './frames.ts';

type Mutation = (bytes: Uint8Array, draw: Draw, other: Uint8Array) => Uint8Array;

/** Bytes that end strings, lengths and numbers. */
const TELLING = [0, 1, 2, 4, 0x0a, 0x0d, 0x1c, 0x20, 0x22, 0x2f, 0x30, 0x3c, 0x7c, 0x7f, 0x80, 0x81, 0x82, 0x84, 0xc0, 0xfe, 0xff];

const flipBit: Mutation = (bytes, draw) => changed(bytes, (copy) => { copy[draw.below(copy.length)]! ^= 1 << draw.below(8); });
const setByte: Mutation = (bytes, draw) => changed(bytes, (copy) => { copy[draw.below(copy.length)] = draw.chance(0.6) ? draw.pick(TELLING) : draw.below(256); });

/** A field of 1, 2 or 4 bytes, either byte order: one more, one less, nothing, the most, or the sign bit. */
const editLength: Mutation = (bytes, draw) => changed(bytes, (copy) => {
  const width = draw.pick([1, 2, 2, 4]), little = draw.chance(0.3);
  if (copy.length < width) return;
  const at = draw.below(copy.length - width + 1), max = 2 ** (8 * width) - 1, place = (index: number) => at + (little ? index : width - 1 - index);
  let value = 0;
  for (let index = width - 1; index >= 0; index--) value = value * 256 + copy[place(index)]!;
  value = draw.pick([value + 1, value - 1, 0, max, max - 1, 2 ** (8 * width - 1), copy.length, value * 2]);
  value = ((value % (max + 1)) + max + 1) % (max + 1);
  for (let index = 0; index < width; index++) { copy[place(index)] = value & 255; value = Math.floor(value / 256); }
});

const splice: Mutation = (bytes, draw, other) => join(bytes.subarray(0, draw.below(bytes.length + 1)), other.subarray(draw.below(other.length + 1)));
const truncate: Mutation = (bytes, draw) => bytes.slice(0, draw.below(bytes.length + 1));
const behead: Mutation = (bytes, draw) => bytes.slice(draw.skewed(bytes.length));

const repeat: Mutation = (bytes, draw) => {
  const from = draw.below(bytes.length), to = from + draw.skewed(bytes.length - from), part = bytes.subarray(from, to), times = draw.skewed(part.length < 64 ? 64 : 4);
  return join(bytes.subarray(0, to), ...Array.from({ length: times }, () => part), bytes.subarray(to));
};

const insert: Mutation = (bytes, draw) => {
  const at = draw.below(bytes.length + 1), count = draw.skewed(256);
  return join(bytes.subarray(0, at), draw.chance(0.5) ? draw.bytes(count) : new Uint8Array(count).fill(draw.pick(TELLING)), bytes.subarray(at));
};

const remove: Mutation = (bytes, draw) => {
  const at = draw.below(bytes.length);
  return join(bytes.subarray(0, at), bytes.subarray(at + draw.skewed(64)));
};

const shuffleBlocks: Mutation = (bytes, draw) => {
  const size = draw.between(1, Math.max(1, bytes.length >> 2)), blocks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) blocks.push(bytes.subarray(at, at + size));
  for (let i = blocks.length - 1; i > 0; i--) { const other = draw.below(i + 1); [blocks[i], blocks[other]] = [blocks[other]!, blocks[i]!]; }
  return join(...blocks);
};

const overwrite: Mutation = (bytes, draw) => changed(bytes, (copy) => {
  const from = draw.below(copy.length);
  copy.fill(draw.pick(TELLING), from, from + draw.skewed(copy.length - from + 1));
});

function changed(bytes: Uint8Array, change: (copy: Uint8Array) => void): Uint8Array {
  const copy = bytes.slice();
  change(copy);
  return copy;
}

/** Gentle ones first: most cases should get past the first length check. */
const MUTATIONS: readonly Mutation[] = [flipBit, flipBit, setByte, setByte, setByte, editLength, editLength, editLength, insert, remove, repeat, splice, truncate, behead, shuffleBlocks, overwrite];

/** No case is longer than this: what grows by repetition is cut. */
const LENGTH_LIMIT = 65536;

/** One mutation of `bytes`; `other` is a second seed for splices. */
export function mutate(bytes: Uint8Array, draw: Draw, other: Uint8Array): Uint8Array {
  if (bytes.length === 0) return draw.bytes(draw.skewed(64));
  const out = draw.pick(MUTATIONS)(bytes, draw, other);
  return out.length > LENGTH_LIMIT ? out.slice(0, LENGTH_LIMIT) : out;
}
