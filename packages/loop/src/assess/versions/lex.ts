/** A statement as tokens. One pass; each token keeps its place in the printed text, so that conditions and reasons can quote it. */
import { fold } from './version.ts';

export interface Token {
  readonly kind: 'word' | 'op' | 'sep' | 'open' | 'close' | 'star';
  /** Folded; for `op` one of `<`, `<=`, `>`, `>=`, `=`, `!=`. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Work done, in characters and tokens looked at: the tests show that it grows in proportion to the text. */
export interface Meter { steps: number }

const OPS: Readonly<Record<string, string>> = { '<': '<', '>': '>', '=': '=', '\u2264': '<=', '\u2265': '>=', '\u2a7d': '<=', '\u2a7e': '>=', '\uff1c': '<', '\uff1e': '>', '\u2260': '!=' };
const BREAK = /[\s|,;/&()[\]{}<>=≤≥⩽⩾＜＞≠*"'“”„«»]/;
const DATE = /\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}\/\d{1,2}\/\d{1,2}/y;
/** Hungarian case endings after a number: `4.2-ig`, `4.2-től`, `4.2-nél`, `4.2-es`. */
const ENDING = /^(.*\d[a-z]?)-(ig|tol|nel|nal|es|as|os|je|jen|jetol|jeig|an|en|on|szerint)$/;
const ENDINGS: Readonly<Record<string, string>> = { ig: '-ig', jeig: '-ig', tol: '-tol', jetol: '-tol', nel: '-nel', nal: '-nel' };

export function lex(text: string, meter: Meter): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    meter.steps++;
    const sign = text[at]!;
    if (/[\s"'“”„«»]/.test(sign)) at++;
    else if (sign in OPS || (sign === '!' && text[at + 1] === '=')) {
      const two = text.slice(at, at + 2), long = two === '<=' || two === '>=' || two === '==' || two === '!=' || two === '=<' || two === '=>' || two === '<>';
      const op = two === '=<' ? '<=' : two === '=>' ? '>=' : two === '==' ? '=' : two === '<>' ? '!=' : long ? two : OPS[sign]!;
      tokens.push({ kind: 'op', text: op, from: at, to: at + (long ? 2 : 1) });
      at += long ? 2 : 1;
    } else if ('([{'.includes(sign)) tokens.push({ kind: 'open', text: '(', from: at, to: ++at });
    else if (')]}'.includes(sign)) tokens.push({ kind: 'close', text: ')', from: at, to: ++at });
    else if ('|,;/&'.includes(sign)) tokens.push({ kind: 'sep', text: sign, from: at, to: ++at });
    else if (sign === '*') tokens.push({ kind: 'star', text: '*', from: at, to: ++at });
    else at = word(text, at, tokens, meter);
  }
  return tokens;
}

/** A run without blanks and separators; `7.0(3)I7`, `w/`, `PET/CT`, `2.*` and `01/04/2018` hold theirs. Returns the place after it. */
function word(text: string, from: number, tokens: Token[], meter: Meter): number {
  DATE.lastIndex = from;
  const date = DATE.exec(text);
  let at = date ? from + date[0].length : from;
  while (at < text.length) {
    meter.steps++;
    const sign = text[at]!;
    if (sign === '(' && isInnerParenthesis(text, at)) at = text.indexOf(')', at) + 1;
    else if (sign === '*' && text[at - 1] === '.') at++;
    else if (sign === '/' && at === from + 1 && /w/i.test(text[from]!)) { at++; break; }
    else if (sign === '/' && /^\p{L}\/\p{L}$/u.test(text.slice(at - 1, at + 2))) at++;
    else if (BREAK.test(sign)) break;
    else at++;
  }
  if (at === from) return from + 1;
  let to = at;
  while (to > from + 1 && /[.:!?]/.test(text[to - 1]!)) to--;
  const folded = fold(text.slice(from, to)), ending = ENDING.exec(folded);
  if (!ending) tokens.push({ kind: 'word', text: folded, from, to });
  else {
    const cut = text.lastIndexOf('-', to) < from ? lastDash(text, from, to) : text.lastIndexOf('-', to);
    tokens.push({ kind: 'word', text: ending[1]!, from, to: cut });
    if (ENDINGS[ending[2]!]) tokens.push({ kind: 'word', text: ENDINGS[ending[2]!]!, from: cut, to });
  }
  return at;
}

const lastDash = (text: string, from: number, to: number): number => { let at = to; while (at > from && !/[\u2010-\u2015\u2212-]/.test(text[at]!)) at--; return at; };

/** `7.0(3)I7`: digits before, at most four digits inside. */
function isInnerParenthesis(text: string, at: number): boolean {
  return /\d/.test(text[at - 1] ?? '') && /^\(\d{1,4}\)/.test(text.slice(at, at + 6));
}
