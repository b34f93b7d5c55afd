/**
 * CVSS vectors of all versions in use: 2.0, 3.0, 3.1, 4.0. A vector is read strictly, and its scores are always computed anew: what is printed beside a
 * vector is only what somebody typed. The form without prefix that CISA advisories use, in brackets or not, is read too; its version then follows from its metrics.
 */
import { CVSS_RULES, type CvssRules, type CvssVersion, type Metric } from './metrics.ts';
import { cvssScores } from './score.ts';

export type Severity = 'none' | 'low' | 'medium' | 'high' | 'critical';

export interface Cvss {
  readonly version: CvssVersion;
  /** False where the text did not say the version. Between 3.0 and 3.1 only environmental scores can differ; 3.1 is taken. */
  readonly versionStated: boolean;
  /** Canonical: with prefix, in the specification's order, without metrics that are not defined. */
  readonly vector: string;
  /** Metrics that are defined, by abbreviation. */
  readonly metrics: Readonly<Record<string, string>>;
  readonly baseScore: number;
  readonly baseSeverity: Severity;
  readonly threatScore: number | null;
  readonly environmentalScore: number | null;
  /** Of all metrics given: environmental, else threat, else base. */
  readonly score: number;
  readonly severity: Severity;
}

export interface CvssError { readonly error: string }

/** The longest vector, 4.0 with every metric, has 178 characters. */
const LIMIT = 256;

const quote = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** Reads a vector, or says what was expected and what was found. */
export function parseCvss(text: string): Cvss | CvssError {
  if (text.length > LIMIT) return { error: `Expected a CVSS vector of at most ${LIMIT} characters, found ${text.length}.` };
  const trimmed = text.trim(), bracketed = trimmed.startsWith('(') && trimmed.endsWith(')'), bare = bracketed ? trimmed.slice(1, -1) : trimmed;
  const stated = /^CVSS:(\d+\.\d+)\//.exec(bare), version = stated === null ? guessVersion(bare) : knownVersion(stated[1]!);
  if (version === null) return { error: stated === null ? `Expected a CVSS vector such as CVSS:3.1/AV:N/AC:L/…, found ${quote(text)}.` : `Expected CVSS 2.0, 3.0, 3.1 or 4.0, found ${quote(stated[1]!)}.` };
  const rules = CVSS_RULES[version], metrics = readMetrics(version, rules, bare.slice(stated?.[0].length ?? 0));
  return 'error' in metrics ? metrics : rate(version, stated !== null, rules, metrics.found);
}

const knownVersion = (text: string): CvssVersion | null => (Object.hasOwn(CVSS_RULES, text) ? (text as CvssVersion) : null);

/** By a metric that only one version has: authentication 2.0, vulnerable system 4.0, scope 3.x. */
function guessVersion(bare: string): CvssVersion | null {
  const has = (metric: string): boolean => bare.startsWith(metric) || bare.includes(`/${metric}`);
  if (!has('AV:')) return null;
  return has('Au:') ? '2.0' : has('VC:') ? '4.0' : has('S:') && has('PR:') ? '3.1' : null;
}

function readMetrics(version: CvssVersion, { metrics, ordered }: CvssRules, body: string): { readonly found: ReadonlyMap<string, string> } | CvssError {
  const found = new Map<string, string>();
  let last = -1;
  for (const part of body.split('/')) {
    const colon = part.indexOf(':'), name = part.slice(0, Math.max(colon, 0)), value = part.slice(colon + 1), place = metrics.findIndex((metric) => metric.name === name);
    if (place < 0) return { error: `Expected a metric of CVSS ${version} such as ${metrics[0]!.name}:${metrics[0]!.values[0]}, found ${quote(part)}.` };
    if (!metrics[place]!.values.includes(value)) return { error: `Expected ${metrics[place]!.values.join(', ')} as value of ${name}, found ${quote(value)}.` };
    if (found.has(name)) return { error: `Expected each metric once, found ${name} again.` };
    if (ordered && place < last) return { error: `Expected ${name} before ${metrics[last]!.name}: the order of CVSS ${version} metrics is fixed.` };
    last = place;
    found.set(name, value);
  }
  const missing = metrics.filter(({ name, group }) => group === 'base' && !found.has(name)).map(({ name }) => name);
  return missing.length > 0 ? { error: `Expected all base metrics of CVSS ${version}, found no ${missing.join(', ')}.` } : { found };
}

function rate(version: CvssVersion, versionStated: boolean, rules: CvssRules, found: ReadonlyMap<string, string>): Cvss {
  const defined = rules.metrics.filter(({ name }) => found.has(name) && found.get(name) !== rules.undefined), has = (group: Metric['group']): boolean => defined.some((metric) => metric.group === group);
  const write = (list: readonly Metric[]): string => [...(rules.prefix === '' ? [] : [rules.prefix]), ...list.map(({ name }) => `${name}:${found.get(name)!}`)].join('/');
  const metrics = Object.fromEntries(defined.map(({ name }) => [name, found.get(name)!]));
  const scores = cvssScores(version, metrics, (...groups) => write(defined.filter(({ group }) => groups.includes(group))));
  const threatScore = has('threat') ? scores.threat : null, environmentalScore = has('environmental') ? scores.environmental : null, score = environmentalScore ?? threatScore ?? scores.base;
  return {
    version, versionStated, vector: write(defined), metrics, baseScore: scores.base, baseSeverity: cvssSeverity(version, scores.base),
    threatScore, environmentalScore, score, severity: cvssSeverity(version, score),
  };
}

/** Qualitative rating: 3.x and 4.0 by the specification (5, 6); for 2.0, which has none, NVD's three bands. */
export function cvssSeverity(version: CvssVersion, score: number): Severity {
  if (version === '2.0') return score >= 7 ? 'high' : score >= 4 ? 'medium' : 'low';
  return score >= 9 ? 'critical' : score >= 7 ? 'high' : score >= 4 ? 'medium' : score > 0 ? 'low' : 'none';
}
