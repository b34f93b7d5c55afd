/** CPE name matching (NISTIR 7696): attribute by attribute (table 6-2), then the names (table 6-4). Source is the pattern, target the name it is held against. */
import { ANY, CPE_ATTRIBUTES, type CpeAttribute, type CpeName, NA } from './name.ts';

/** What the source is to the target. `undefined`: the target has wildcards, which the specification gives no meaning. */
export type CpeRelation = 'superset' | 'subset' | 'equal' | 'disjoint' | 'undefined';

export interface CpeComparison {
  /** `undefined` also where attributes point both ways, which is none of the four relations. */
  readonly relation: CpeRelation;
  readonly attributes: Readonly<Record<CpeAttribute, CpeRelation>>;
}

interface Pattern {
  readonly text: string;
  /** How many characters may stand before and behind `text`. */
  readonly before: number;
  readonly behind: number;
  readonly wild: boolean;
}

/** An attribute-value string without its quoting. Wildcards stand only at the ends, so what is left is literal. */
function patternOf(value: string): Pattern {
  const head = /^(?:\*|\?+)/.exec(value)?.[0] ?? '', rest = value.slice(head.length), tail = trailingWildcards(rest);
  const count = (wildcards: string): number => (wildcards === '*' ? Infinity : wildcards.length);
  return { text: rest.slice(0, rest.length - tail.length).replace(/\\(.)/g, '$1').toLowerCase(), before: count(head), behind: count(tail), wild: head !== '' || tail !== '' };
}

/** Unquoted `*` or `?` at the end; a quoted one has an odd number of backslashes before it. */
function trailingWildcards(value: string): string {
  let at = value.length;
  while (at > 0 && (value[at - 1] === '*' || value[at - 1] === '?')) at--;
  let backslashes = 0;
  while (at - 1 - backslashes >= 0 && value[at - 1 - backslashes] === '\\') backslashes++;
  return value.slice(backslashes % 2 === 1 ? at + 1 : at);
}

/** Table 6-2. */
export function compareCpeAttribute(source: string, target: string): CpeRelation {
  const logicalSource = source === ANY || source === NA, logicalTarget = target === ANY || target === NA;
  const aim = logicalTarget ? null : patternOf(target);
  if (aim?.wild === true) return 'undefined'; // Lines 4, 8, 11, 17.
  if (logicalSource && logicalTarget && source === target) return 'equal'; // Lines 1, 6.
  if (source === ANY) return 'superset'; // Lines 2, 3.
  if (target === ANY) return 'subset'; // Lines 5, 13, 15.
  if (logicalSource || aim === null) return 'disjoint'; // Lines 7, 12, 16.
  const pattern = patternOf(source);
  if (!pattern.wild) return pattern.text === aim.text ? 'equal' : 'disjoint'; // Lines 9, 10.
  return covers(pattern, aim.text) ? 'superset' : 'disjoint'; // Line 14.
}

/** Whether the literal part lies in the text with no more before and behind it than the wildcards allow (6.3). */
function covers({ text, before, behind }: Pattern, target: string): boolean {
  const room = target.length - text.length, at = room < 0 ? -1 : target.indexOf(text, Math.max(0, room - behind));
  return at >= 0 && at <= before;
}

/** Table 6-4, with the relation of each attribute, which is the reason. */
export function compareCpe(source: CpeName, target: CpeName): CpeComparison {
  const attributes = Object.fromEntries(CPE_ATTRIBUTES.map((attribute) => [attribute, compareCpeAttribute(source[attribute], target[attribute])])) as Record<CpeAttribute, CpeRelation>;
  const relations = CPE_ATTRIBUTES.map((attribute) => attributes[attribute]), all = (one: CpeRelation): boolean => relations.every((relation) => relation === one || relation === 'equal');
  const relation: CpeRelation = relations.includes('disjoint') ? 'disjoint' : all('equal') ? 'equal' : all('subset') ? 'subset' : all('superset') ? 'superset' : 'undefined';
  return { relation, attributes };
}

/**
 * Whether everything the target names is among what the source names (CPE_SUPERSET, and EQUAL, which is one): true or false, and null where it cannot be told,
 * because the target leaves open what the source wants to know.
 */
export function cpeMatches(source: CpeName, target: CpeName): boolean | null {
  const { relation } = compareCpe(source, target);
  return relation === 'superset' || relation === 'equal' ? true : relation === 'disjoint' ? false : null;
}
