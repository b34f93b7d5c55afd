/**
 * Model families as publishers print them: `MP20-MP90`, `515/715`, `MX800/700/600`, `M8001A/2A/10A`, `865240/41/42`, `5x0`. One chunk without
 * spaces gives the forms any of which is meant. `VM5.0/6.0` and the like are versions and come back as one word.
 */

export type Form =
  | { readonly kind: 'word'; readonly text: string }
  /** Every number between, both ends included: `mp`, 20, 90, ``. */
  | { readonly kind: 'range'; readonly prefix: string; readonly from: number; readonly to: number; readonly suffix: string; /** Letters behind the number make another family. */ readonly closed?: true }
  /** `x` stands for one digit. */
  | { readonly kind: 'pattern'; readonly text: string };

const RANGE = /^([a-z]{0,8})-?(\d{1,6})([a-z]{0,3})(?:-|–|\.\.)([a-z]{0,8})-?(\d{1,6})([a-z]{0,3})$/;
/** At least one digit before the first `x`: `5x0`, `22xx`, `rt43x`; never `mx40`. */
const PATTERN = /^[a-z]{0,6}\d+x+\d*$/;
const MODEL = /^([a-z-]*?)(\d+)([a-z]*)$/;
/** A range wider than this is no family of models (`MMT-1700-9999`, a serial range). */
const WIDEST = 2000;

/** Forms of a folded chunk that lists a family, or null when it lists none. */
export function familyForms(chunk: string): Form[] | null {
  const range = RANGE.exec(chunk);
  if (range !== null) {
    const [, prefix = '', low = '', suffix = '', prefix2 = '', high = '', suffix2 = ''] = range, from = Number(low), to = Number(high);
    // Without letters on the second end `XR-500-600` could be a name; with them `MP20-MP90` cannot.
    if ((prefix2 === prefix && (prefix !== '' || low.length >= 3)) && suffix === suffix2 && from < to && to - from <= WIDEST && low.length === high.length) return [{ kind: 'range', prefix, from, to, suffix }];
  }
  if (chunk.includes('/')) return slashForms(chunk.split('/').filter((part) => part !== ''));
  return PATTERN.test(chunk) ? [{ kind: 'pattern', text: chunk }] : null;
}

/** `first` is complete, the others may say only what changes: the number, its last digits, digits and suffix. */
function slashForms(parts: readonly string[]): Form[] | null {
  const [first, ...others] = parts;
  if (first === undefined || others.length === 0 || parts.length > 40) return null;
  const forms: Form[] = [formOf(first)], base = MODEL.exec(first);
  for (const part of others) {
    const change = MODEL.exec(part);
    if (base !== null && change !== null && change[1] === '') {
      const [, prefix = '', digits = ''] = base, number = change[2]!, kept = number.length < digits.length ? digits.slice(0, digits.length - number.length) : '';
      forms.push(formOf(`${prefix}${kept}${number}${change[3]}`));
    } else if (base === null && /^[a-z]{2,}$/.test(first) && /^[a-z]$/.test(part)) forms.push(formOf(`${first}${part}`));
    else forms.push(formOf(part));
  }
  return forms;
}

const formOf = (text: string): Form => { const bare = text.replace(/-|(?<=[a-z])\.(?=[a-z])/g, ''); return PATTERN.test(bare) ? { kind: 'pattern', text: bare } : { kind: 'word', text: bare }; };

/** Whether a word is of the form. `extended`: the word goes on with letters (`8015LS` for `8015`), which regional and option suffixes do. */
export function formMatches(form: Form, word: string): 'exact' | 'extended' | null {
  if (form.kind === 'word') return word === form.text ? 'exact' : extends_(form.text, word) ? 'extended' : null;
  if (form.kind === 'pattern') return matchesPattern(form.text, word) ? 'exact' : null;
  const parts = MODEL.exec(word);
  if (parts === null || parts[1] !== form.prefix) return null;
  const number = Number(parts[2]);
  if (parts[2]!.length !== String(form.from).length && parts[2]!.length !== String(form.to).length || number < form.from || number > form.to) return null;
  return parts[3] === form.suffix ? 'exact' : form.suffix === '' && form.closed !== true ? 'extended' : null;
}

function extends_(text: string, word: string): boolean {
  return text.length >= 3 && /\d$/.test(text) && word.length > text.length && word.length - text.length <= 4 && word.startsWith(text) && /^[a-z]+\d{0,2}$/.test(word.slice(text.length));
}

function matchesPattern(pattern: string, word: string): boolean {
  if (pattern.length !== word.length) return false;
  let digits = false;
  for (let at = 0; at < pattern.length; at++) {
    const want = pattern[at]!, have = word[at]!;
    if (want === 'x' && digits) { if (!/[\dx]/.test(have)) return false; }
    else if (want !== have) return false;
    if (/\d/.test(want)) digits = true;
  }
  return true;
}

/** Letters before the digits and how many digits: two models of one shape are siblings, so one excludes the other. Null for a word without digits. */
export function shapeOf(word: string): { readonly prefix: string; readonly digits: number; readonly suffix: string } | null {
  const parts = MODEL.exec(word);
  return parts === null ? null : { prefix: parts[1]!, digits: parts[2]!.length, suffix: parts[3]! };
}

/** Siblings: the same letters in front; without letters as many digits (`8000` and `8015`, not `3120` and `8840`'s order number `863064`). */
export function siblings(a: string, b: string): boolean {
  const one = shapeOf(a), other = shapeOf(b);
  if (one === null || other === null || one.prefix !== other.prefix) return false;
  return one.prefix !== '' ? Math.abs(one.digits - other.digits) <= 1 : one.digits === other.digits && one.digits >= 2;
}
