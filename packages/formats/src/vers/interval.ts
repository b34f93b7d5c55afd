/** Intervals of versions: intersections and unions of comparators, brought into the signposts of a VERS range. */
import type { Order, Scheme } from './compare.ts';
import type { Constraint } from './range.ts';

/** Comparators that all must hold. */
export type AllOf = readonly Constraint[];

interface Bound { readonly constraint: Constraint; readonly version: unknown }
/** `lower` or `upper` null: open on that side. A single version is a point. */
interface Interval { readonly lower: Bound | null; readonly upper: Bound | null; readonly point: Bound | null }

/**
 * The union of `sets` as sorted constraints without overlap; intervals that only touch stay apart. Null: some versions cannot be compared, or `!=` stands
 * beside alternatives, which VERS cannot say. An empty list: no version satisfies it.
 */
export function unite(scheme: Scheme, sets: readonly AllOf[]): Constraint[] | 'all' | null {
  const compare = (a: Bound, b: Bound): Order => { const result = scheme.compare(a.version, b.version); if (result === null) throw new Incomparable(); return result; };
  try {
    const excluded: Bound[] = [], intervals: Interval[] = [];
    for (const set of sets) {
      const bounds = set.map((constraint): Bound => {
        const version = scheme.parse(constraint.version);
        if (version === null) throw new Incomparable();
        return { constraint, version };
      });
      excluded.push(...bounds.filter(({ constraint }) => constraint.comparator === '!='));
      const rest = bounds.filter(({ constraint }) => constraint.comparator !== '!='), interval = rest.length === 0 && bounds.length > 0 ? null : intersect(rest, compare);
      if (interval !== null) intervals.push(interval);
    }
    if (excluded.length > 0 && sets.length > 1) return null;
    const { spans, points } = merge(intervals, compare);
    if (spans.some(({ lower, upper }) => lower === null && upper === null)) return excluded.length === 0 ? 'all' : excluded.map(({ constraint }) => constraint);
    // Spans are in order already and stay so, because the sort is stable.
    return [...spans.flatMap(({ lower, upper }) => [lower, upper].filter((bound) => bound !== null)), ...points, ...excluded].sort(compare).map(({ constraint }) => constraint);
  } catch (error) {
    if (error instanceof Incomparable) return null;
    throw error;
  }
}

class Incomparable extends Error {}

/** The tightest lower and upper bound; null when nothing is left between them. */
function intersect(bounds: readonly Bound[], compare: (a: Bound, b: Bound) => Order): Interval | null {
  let lower: Bound | null = null, upper: Bound | null = null, point: Bound | null = null;
  for (const bound of bounds) {
    const { comparator } = bound.constraint;
    if (comparator === '=') {
      if (point !== null && compare(point, bound) !== 0) return null;
      point ??= bound;
    } else if (comparator.startsWith('>')) {
      const order = lower === null ? 1 : compare(bound, lower);
      if (order > 0 || (order === 0 && comparator === '>')) lower = bound;
    } else {
      const order = upper === null ? -1 : compare(bound, upper);
      if (order < 0 || (order === 0 && comparator === '<')) upper = bound;
    }
  }
  if (point !== null) return isAbove(point, lower, compare) && isBelow(point, upper, compare) ? { lower: null, upper: null, point } : null;
  if (lower !== null && upper !== null) {
    const order = compare(lower, upper), closed = lower.constraint.comparator === '>=' && upper.constraint.comparator === '<=';
    if (order > 0 || (order === 0 && !closed)) return null;
    if (order === 0) return { lower: null, upper: null, point: { ...lower, constraint: { comparator: '=', version: lower.constraint.version } } };
  }
  return { lower, upper, point: null };
}

function isAbove(point: Bound, lower: Bound | null, compare: (a: Bound, b: Bound) => Order): boolean {
  const order = lower === null ? 1 : compare(point, lower);
  return order > 0 || (order === 0 && lower!.constraint.comparator === '>=');
}

function isBelow(point: Bound, upper: Bound | null, compare: (a: Bound, b: Bound) => Order): boolean {
  const order = upper === null ? -1 : compare(point, upper);
  return order < 0 || (order === 0 && upper!.constraint.comparator === '<=');
}

interface Span { lower: Bound | null; upper: Bound | null }

/** Spans that overlap become one; points inside a span go. */
function merge(intervals: readonly Interval[], compare: (a: Bound, b: Bound) => Order): { readonly spans: readonly Span[]; readonly points: readonly Bound[] } {
  const spans: Span[] = [];
  const byLower = intervals.filter(({ point }) => point === null).sort((a, b) => (a.lower === null || b.lower === null ? Number(b.lower === null) - Number(a.lower === null) : compare(a.lower, b.lower)));
  for (const { lower, upper } of byLower) {
    const last = spans.at(-1), overlaps = last !== undefined && (lower === null || last.upper === null || compare(lower, last.upper) < 0 || sameStart(last.lower, lower, compare));
    if (!overlaps) spans.push({ lower, upper });
    else {
      if (last.upper !== null && (upper === null || compare(upper, last.upper) > 0 || (compare(upper, last.upper) === 0 && upper.constraint.comparator === '<='))) last.upper = upper;
      if (last.lower !== null && lower !== null && compare(last.lower, lower) === 0 && lower.constraint.comparator === '>=') last.lower = lower;
    }
  }
  const points: Bound[] = [];
  for (const { point } of intervals) {
    if (point === null || points.some((other) => compare(other, point) === 0)) continue;
    if (!spans.some(({ lower, upper }) => isAbove(point, lower, compare) && isBelow(point, upper, compare))) points.push(point);
  }
  return { spans, points };
}

const sameStart = (a: Bound | null, b: Bound | null, compare: (a: Bound, b: Bound) => Order): boolean => (a === null || b === null ? a === b : compare(a, b) === 0);
