/** Python versions (PEP 440, appendix B): `[N!]N(.N)*[{a|b|rc}N][.postN][.devN][+local]`, with all the spellings that are normalised. */
import { compareDigits, compareNumbers, compareText, isNumber, order, type Order, type Scheme } from './scheme.ts';

export interface PypiVersion {
  readonly epoch: string;
  readonly release: readonly string[];
  /** 0 a, 1 b, 2 rc. */
  readonly pre: readonly [phase: number, number: string] | null;
  readonly post: string | null;
  readonly dev: string | null;
  readonly local: readonly string[];
}

const GRAMMAR = /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|beta|preview|pre|a|b|c|rc)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(?:post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/;
const PHASES: Readonly<Record<string, number>> = { a: 0, alpha: 0, b: 1, beta: 1, c: 2, rc: 2, pre: 2, preview: 2 };

export function parsePypi(text: string): PypiVersion | null {
  const match = GRAMMAR.exec(text.trim().toLowerCase());
  if (match === null) return null;
  const [, epoch = '0', release = '', phase, preNumber, implicitPost, postNumber, dev, devNumber, local] = match;
  return {
    epoch, release: release.split('.'), pre: phase === undefined ? null : [PHASES[phase]!, preNumber ?? ''], post: implicitPost ?? postNumber ?? null,
    dev: dev === undefined ? null : devNumber ?? '', local: local === undefined ? [] : local.split(/[-_.]/),
  };
}

/** Where a version stands within its release: `.dev` alone comes before `a`, no pre-release after `rc`. */
const phaseOf = ({ pre, post, dev }: PypiVersion): number => (pre !== null ? pre[0] : post === null && dev !== null ? -1 : 3);

/** Absent counts as `absent`; present by number. */
function compareOptional(a: string | null, b: string | null, absent: Order): Order {
  if (a === null || b === null) return a === b ? 0 : a === null ? absent : (-absent as Order);
  return compareDigits(a, b);
}

/** Local versions: numbers after words, more segments after fewer ("Local version identifiers"). */
function compareLocal(a: readonly string[], b: readonly string[]): Order {
  for (let at = 0; at < a.length && at < b.length; at++) {
    const left = a[at]!, right = b[at]!, leftNumber = isNumber(left), rightNumber = isNumber(right);
    const result = leftNumber && rightNumber ? compareDigits(left, right) : leftNumber !== rightNumber ? (leftNumber ? 1 : -1) : compareText(left, right);
    if (result !== 0) return result;
  }
  return order(a.length - b.length);
}

export const pypi: Scheme<PypiVersion> = {
  name: 'pypi',
  parse: parsePypi,
  compare: (a, b) => compareDigits(a.epoch, b.epoch) || compareNumbers(a.release, b.release) || order(phaseOf(a) - phaseOf(b)) || compareDigits(a.pre?.[1] ?? '', b.pre?.[1] ?? '')
    || compareOptional(a.post, b.post, -1) || compareOptional(a.dev, b.dev, 1) || compareLocal(a.local, b.local),
};
