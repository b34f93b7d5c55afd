/** RubyGems versions (Gem::Version): numbers and words; a word makes a pre-release, a hyphen is `.pre.`, zeros at the end of either part do not count. */
import { compareDigits, compareText, isNumber, isZero, type Order, type Scheme } from './scheme.ts';

const GRAMMAR = /^\d+(?:\.[0-9a-zA-Z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

function dropZeros(segments: string[]): string[] {
  while (segments.length > 0 && isZero(segments.at(-1)!)) segments.pop();
  return segments;
}

export const gem: Scheme<readonly string[]> = {
  name: 'gem',
  parse: (text) => {
    const trimmed = text.trim();
    if (!GRAMMAR.test(trimmed)) return null;
    const segments = trimmed.replaceAll('-', '.pre.').match(/\d+|[a-zA-Z]+/g) ?? [], word = segments.findIndex((segment) => !isNumber(segment));
    return word < 0 ? dropZeros(segments) : [...dropZeros(segments.slice(0, word)), ...dropZeros(segments.slice(word))];
  },
  compare: (a, b): Order => {
    for (let at = 0; at < a.length || at < b.length; at++) {
      const left = a[at] ?? '0', right = b[at] ?? '0', leftNumber = isNumber(left), rightNumber = isNumber(right);
      const result = leftNumber && rightNumber ? compareDigits(left, right) : leftNumber !== rightNumber ? (leftNumber ? 1 : -1) : compareText(left, right);
      if (result !== 0) return result;
    }
    return 0;
  },
};
