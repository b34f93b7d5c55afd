/**
 * Semantic Versioning 2.0.0 and the schemes built on it: npm, Cargo, Go modules, NuGet. A missing minor or patch number counts as 0,
 * `v` or `=` may stand in front (node-semver); build metadata never decide (clause 10).
 */
import { compareDigits, compareNumbers, compareText, isNumber, order, type Order, type Scheme } from './scheme.ts';

export interface SemVer { readonly numbers: readonly string[]; readonly pre: readonly string[] }

const IDENTIFIERS = '([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)';
const grammar = (prefix: string, extra: number): RegExp => new RegExp(`^${prefix}(\\d+(?:\\.\\d+){0,${extra}})(?:-${IDENTIFIERS})?(?:\\+${IDENTIFIERS})?$`);

const reader = (expression: RegExp, fold: boolean) => (text: string): SemVer | null => {
  const match = expression.exec(text);
  if (match === null) return null;
  const pre = match[2] === undefined ? [] : (fold ? match[2].toLowerCase() : match[2]).split('.');
  return { numbers: match[1]!.split('.'), pre };
};

/** Clause 11.4: numbers as numbers, words by ASCII, a number before a word, fewer identifiers first. */
export function comparePre(a: readonly string[], b: readonly string[]): Order {
  if (a.length === 0 || b.length === 0) return order(b.length - a.length);
  for (let at = 0; at < a.length && at < b.length; at++) {
    const left = a[at]!, right = b[at]!, leftNumber = isNumber(left), rightNumber = isNumber(right);
    const result = leftNumber && rightNumber ? compareDigits(left, right) : leftNumber !== rightNumber ? (leftNumber ? -1 : 1) : compareText(left, right);
    if (result !== 0) return result;
  }
  return order(a.length - b.length);
}

const scheme = (name: string, expression: RegExp, fold = false): Scheme<SemVer> => ({
  name, parse: reader(expression, fold), compare: (a, b) => compareNumbers(a.numbers, b.numbers) || comparePre(a.pre, b.pre),
});

const LOOSE = grammar('[v=]?', 2);
export const semver = scheme('semver', LOOSE), npm = scheme('npm', LOOSE), cargo = scheme('cargo', LOOSE);
/** Go modules write `v1.2.3`, the Go vulnerability database leaves the `v` out. */
export const golang = scheme('golang', grammar('v?', 2));
/** NuGet: up to four numbers, labels without regard to case (learn.microsoft.com/nuget/concepts/package-versioning). */
export const nuget = scheme('nuget', grammar('', 3), true);
