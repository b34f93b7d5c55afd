/**
 * Bounds that a format gives apart (CVE `version`/`lessThan`, NVD `versionStartIncluding`, OSV events) written as one `vers:` URI
 * (VERS specification: constraints joined by `|`; separators and comparators inside a version are percent-encoded). Nothing is compared here but plain
 * dotted numbers, where events must be put in order.
 */
import type { VersionStatement } from '@wardkeep/model';

export interface Bounds { readonly from: string | null; readonly fromIncluded?: boolean; readonly to: string | null; readonly toIncluded?: boolean }

const SEPARATORS = /[%><=!*|,/\s]/g;
const quote = (version: string): string => version.trim().replace(SEPARATORS, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);

/** `vers:semver/>=1.0|<2.0`; without bounds every version: `vers:semver/*`. */
export function versOf(scheme: string, { from, fromIncluded = true, to, toIncluded = false }: Bounds): VersionStatement {
  if (from !== null && from === to && fromIncluded && toIncluded) return { kind: 'vers', text: `vers:${scheme}/${quote(from)}` };
  const constraints = [...(from === null ? [] : [`${fromIncluded ? '>=' : '>'}${quote(from)}`]), ...(to === null ? [] : [`${toIncluded ? '<=' : '<'}${quote(to)}`])];
  return { kind: 'vers', text: `vers:${scheme}/${constraints.length === 0 ? '*' : constraints.join('|')}` };
}

/** Compares dotted numbers (`1.10` > `1.9`, `1.0` = `1`); null where either is anything else. */
export function compareNumbers(a: string, b: string): number | null {
  if (!NUMBERS.test(a) || !NUMBERS.test(b)) return null;
  const left = a.split('.'), right = b.split('.');
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = BigInt(left[at] ?? '0') - BigInt(right[at] ?? '0');
    if (difference !== 0n) return difference < 0n ? -1 : 1;
  }
  return 0;
}
const NUMBERS = /^\d{1,20}(?:\.\d{1,20}){0,9}$/;

/** `items` in the order of their versions where all are dotted numbers, else as they stand. */
export function inOrder<T>(items: readonly T[], version: (item: T) => string): T[] {
  return items.every((item) => NUMBERS.test(version(item))) ? [...items].sort((a, b) => compareNumbers(version(a), version(b))!) : [...items];
}
