import type { CompiledVersions, VersionSet } from './types.ts';

export const CONSTRAINT_KINDS = ['all', 'range', 'list', 'line', 'models', 'dates', 'mixed', 'free text'] as const;
export type ConstraintKind = (typeof CONSTRAINT_KINDS)[number];

const KINDS: Readonly<Record<VersionSet['kind'], ConstraintKind>> = { range: 'range', vers: 'range', line: 'line', one: 'list', dates: 'dates' };

/** One word for the statistics. A statement of which a part stayed unread is `mixed`; `free text` when nothing of it could be read. */
export function describeConstraint(compiled: CompiledVersions): ConstraintKind {
  const kinds = new Set<ConstraintKind>(compiled.sets.map((set) => KINDS[set.kind]));
  if (compiled.all) kinds.add('all');
  if (compiled.models.length > 0 && kinds.size === 0) kinds.add('models');
  else if (compiled.models.length > 0 && compiled.sets.length > 0) kinds.add('mixed');
  if (compiled.free.length > 0 || kinds.size === 0) kinds.add(compiled.text === '' && compiled.free.length === 0 ? 'all' : 'free text');
  return kinds.size === 1 ? [...kinds][0]! : 'mixed';
}
