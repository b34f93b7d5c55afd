/** One spelling error in a long word. Short words are left alone: `Dell` must not become `Delta`, nor `GH` `GS`. */
const SHORTEST = 5, LONGEST = 40;

/** 0 when equal, 1 for one letter replaced, added, dropped, or two neighbours swapped, else 2. Words under five letters or with digits: 0 or 2. The first letter must agree. */
export function spellingDistance(a: string, b: string): 0 | 1 | 2 {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  if (shorter < SHORTEST || Math.abs(a.length - b.length) > 1 || a[0] !== b[0] || /\d/.test(a) || /\d/.test(b)) return 2;
  // A word of five needs its length: `Alaris` may lose a letter, `Delta` may not become `Dela`.
  if (shorter === SHORTEST && a.length !== b.length) return 2;
  let start = 1;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const left = a.length - start - end, right = b.length - start - end;
  if (left <= 1 && right <= 1) return 1;
  return left === 2 && right === 2 && a[start] === b[start + 1] && a[start + 1] === b[start] ? 1 : 2;
}

/** The word and the word without each letter but the first; two words one error apart share one. None for words that take no error. */
export function deletions(word: string): string[] {
  if (word.length < SHORTEST || word.length > LONGEST || /\d/.test(word)) return [];
  const out = [word];
  for (let at = 1; at < word.length; at++) if (at === 1 || word[at] !== word[at - 1]) out.push(word.slice(0, at) + word.slice(at + 1));
  return out;
}
