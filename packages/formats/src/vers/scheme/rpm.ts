/**
 * RPM versions (rpm-version(7), rpmvercmp of rpm 4.15 and later): `[epoch:]version[-release]`, and the two relatives of its comparison:
 * ALPM (Arch Linux, alpm_pkg_vercmp), which knows neither `~` nor `^` and ignores a release that only one side has.
 */
import { compareDigits, compareText, digitsEnd, isDigit, isLetter, lettersEnd, order, type Order, type Scheme } from './scheme.ts';

export interface RpmVersion { readonly epoch: string; readonly version: string; readonly release: string | null }

const TILDE = 0x7e, CARET = 0x5e;
const VERSION = /^[A-Za-z0-9._+~^-]+$/, RELEASE = /^[A-Za-z0-9._+~^]+$/;

/** An epoch is digits before the first colon; the release follows the last hyphen. */
export function parseRpm(text: string): RpmVersion | null {
  const colon = text.indexOf(':'), epoch = colon < 0 ? '0' : text.slice(0, colon), rest = text.slice(colon + 1);
  if (digitsEnd(epoch, 0) < epoch.length) return null;
  const hyphen = rest.lastIndexOf('-'), version = hyphen < 0 ? rest : rest.slice(0, hyphen), release = hyphen < 0 ? null : rest.slice(hyphen + 1);
  return VERSION.test(version) && (release === null || RELEASE.test(release)) ? { epoch: epoch === '' ? '0' : epoch, version, release } : null;
}

const isAlphanumeric = (code: number): boolean => isDigit(code) || isLetter(code);

function separatorsEnd(text: string, at: number): number {
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isAlphanumeric(code) || code === TILDE || code === CARET) break;
    at++;
  }
  return at;
}

/** rpmvercmp: segments of digits or letters; a number is newer than letters; `~` is older than the end, `^` newer than the end and older than anything else. */
export function compareRpmPart(a: string, b: string): Order {
  let atA = 0, atB = 0;
  while (atA < a.length || atB < b.length) {
    atA = separatorsEnd(a, atA);
    atB = separatorsEnd(b, atB);
    const codeA = a.charCodeAt(atA), codeB = b.charCodeAt(atB);
    if (codeA === TILDE || codeB === TILDE) {
      if (codeA !== TILDE) return 1;
      if (codeB !== TILDE) return -1;
      atA++;
      atB++;
      continue;
    }
    if (codeA === CARET || codeB === CARET) {
      if (atA >= a.length) return -1;
      if (atB >= b.length) return 1;
      if (codeA !== CARET) return 1;
      if (codeB !== CARET) return -1;
      atA++;
      atB++;
      continue;
    }
    if (atA >= a.length || atB >= b.length) break;
    const numeric = isDigit(codeA), segmentEnd = numeric ? digitsEnd : lettersEnd, endA = segmentEnd(a, atA), endB = segmentEnd(b, atB);
    if (endB === atB) return numeric ? 1 : -1;
    const left = a.slice(atA, endA), right = b.slice(atB, endB), result = numeric ? compareDigits(left, right) : compareText(left, right);
    if (result !== 0) return result;
    atA = endA;
    atB = endB;
  }
  return atA < a.length ? 1 : atB < b.length ? -1 : 0;
}

/** rpmverCmp: with equal versions, having a release is newer than having none. */
export const rpm: Scheme<RpmVersion> = {
  name: 'rpm',
  parse: parseRpm,
  compare: (a, b) => {
    const result = compareDigits(a.epoch, b.epoch) || compareRpmPart(a.version, b.version);
    if (result !== 0 || a.release === b.release) return result;
    return a.release === null ? -1 : b.release === null ? 1 : compareRpmPart(a.release, b.release);
  },
};

/** rpmvercmp of pacman: `1.0rc` < `1.0` < `1.0.a`. What is left over is older if it begins with a letter, newer if with a number or a separator. */
function compareAlpmPart(a: string, b: string): Order {
  let atA = 0, atB = 0;
  while (atA < a.length && atB < b.length) {
    const fromA = separatorsEnd(a, atA), fromB = separatorsEnd(b, atB), gap = (fromA - atA) - (fromB - atB);
    atA = fromA;
    atB = fromB;
    if (atA >= a.length || atB >= b.length) break;
    if (gap !== 0) return order(gap);
    const numeric = isDigit(a.charCodeAt(atA)), segmentEnd = numeric ? digitsEnd : lettersEnd, endA = segmentEnd(a, atA), endB = segmentEnd(b, atB);
    if (endB === atB) return numeric ? 1 : -1;
    const left = a.slice(atA, endA), right = b.slice(atB, endB), result = numeric ? compareDigits(left, right) : compareText(left, right);
    if (result !== 0) return result;
    atA = endA;
    atB = endB;
  }
  if (atA >= a.length && atB >= b.length) return 0;
  return (atA >= a.length && !isLetter(b.charCodeAt(atB))) || isLetter(a.charCodeAt(atA)) ? -1 : 1;
}

export const alpm: Scheme<RpmVersion> = {
  name: 'alpm',
  parse: (text) => { const version = parseRpm(text); return version === null || /[~^]/.test(text) ? null : version; },
  compare: (a, b) => compareDigits(a.epoch, b.epoch) || compareAlpmPart(a.version, b.version) || (a.release === null || b.release === null ? 0 : compareAlpmPart(a.release, b.release)),
};
