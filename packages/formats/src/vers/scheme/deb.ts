/** Debian versions (Debian Policy 5.6.12, deb-version(7)): `[epoch:]upstream[-revision]`. */
import { compareDigits, digitsEnd, isDigit, isLetter, order, type Order, type Scheme } from './scheme.ts';

export interface DebVersion { readonly epoch: string; readonly upstream: string; readonly revision: string }

const UPSTREAM = /^\d[A-Za-z0-9.+~:-]*$/, REVISION = /^[A-Za-z0-9.+~]+$/;

/** What dpkg accepts: an upstream version begins with a digit, an epoch is a number, a hyphen is followed by a revision. */
export function parseDeb(text: string): DebVersion | null {
  const colon = text.indexOf(':'), epoch = colon < 0 ? '0' : text.slice(0, colon), rest = text.slice(colon + 1);
  if (epoch === '' || digitsEnd(epoch, 0) < epoch.length) return null;
  const hyphen = rest.lastIndexOf('-'), upstream = hyphen < 0 ? rest : rest.slice(0, hyphen), revision = hyphen < 0 ? '' : rest.slice(hyphen + 1);
  return UPSTREAM.test(upstream) && (hyphen < 0 || REVISION.test(revision)) ? { epoch, upstream, revision } : null;
}

/** Rank of a character outside a number: tilde before the end of the part, the end before letters, letters before the rest. */
function rank(text: string, at: number): number {
  if (at >= text.length) return 0;
  const code = text.charCodeAt(at);
  if (isDigit(code)) return 0;
  return code === 0x7e ? -1 : isLetter(code) ? code : code + 256;
}

/** `verrevcmp` of dpkg: runs of other characters by rank, runs of digits as numbers, in turn. */
export function compareDebPart(a: string, b: string): Order {
  let atA = 0, atB = 0;
  while (atA < a.length || atB < b.length) {
    while ((atA < a.length && !isDigit(a.charCodeAt(atA))) || (atB < b.length && !isDigit(b.charCodeAt(atB)))) {
      const difference = rank(a, atA) - rank(b, atB);
      if (difference !== 0) return order(difference);
      atA++;
      atB++;
    }
    const endA = digitsEnd(a, atA), endB = digitsEnd(b, atB), numbers = compareDigits(a.slice(atA, endA), b.slice(atB, endB));
    if (numbers !== 0) return numbers;
    atA = endA;
    atB = endB;
  }
  return 0;
}

export const deb: Scheme<DebVersion> = {
  name: 'deb',
  parse: parseDeb,
  compare: (a, b) => compareDigits(a.epoch, b.epoch) || compareDebPart(a.upstream, b.upstream) || compareDebPart(a.revision, b.revision),
};
