/** Conan 2 versions (conan/internal/model/version.py): items between points, a pre-release behind the last hyphen, a build behind the last plus sign. */
import { compareDigits, compareText, isNumber, isZero, order, type Order, type Scheme } from './scheme.ts';

export interface ConanVersion { readonly items: readonly string[]; readonly pre: readonly string[] | null; readonly build: readonly string[] | null }

/** Zeros at the end do not count: `1` is `1.0.0`. */
function itemsOf(text: string): string[] {
  const items = text.split('.');
  while (items.length > 0 && items.at(-1) !== '' && isZero(items.at(-1)!)) items.pop();
  return items;
}

function parse(text: string): ConanVersion | null {
  if (!/^[!-~]+$/.test(text)) return null;
  const plus = text.lastIndexOf('+'), version = plus < 0 ? text : text.slice(0, plus), hyphen = version.lastIndexOf('-');
  return {
    items: itemsOf(hyphen < 0 ? version : version.slice(0, hyphen)), pre: hyphen < 0 ? null : itemsOf(version.slice(hyphen + 1)), build: plus < 0 ? null : itemsOf(text.slice(plus + 1)),
  };
}

/** Numbers as numbers, everything else as text; the shorter list first. */
function compareItems(a: readonly string[], b: readonly string[]): Order {
  for (let at = 0; at < a.length && at < b.length; at++) {
    const left = a[at]!, right = b[at]!, result = isNumber(left) && isNumber(right) ? compareDigits(left, right) : compareText(left, right);
    if (result !== 0) return result;
  }
  return order(a.length - b.length);
}

function compareOptional(a: readonly string[] | null, b: readonly string[] | null, absent: Order): Order {
  if (a === null || b === null) return a === b ? 0 : a === null ? absent : (-absent as Order);
  return compareItems(a, b);
}

export const conan: Scheme<ConanVersion> = {
  name: 'conan', parse,
  compare: (a, b) => compareItems(a.items, b.items) || compareOptional(a.pre, b.pre, 1) || compareOptional(a.build, b.build, -1),
};
