/**
 * Version status of one affected entry (CVE 5.x, `versions.md`: "Version Status Decisions", "Version Status Changes"): which versions are affected,
 * unaffected, unknown. A version object matches one version or a range that `changes` cut into segments; what no object matches has `defaultStatus`.
 */
import type { VersionStatement } from '@wardkeep/model';
import { counted, type JsonObject, objects, token, words } from '../csaf/bounded.ts';
import { type Bounds, compareNumbers, inOrder, versOf } from '../csaf/vers-text.ts';

type Status = 'affected' | 'unaffected' | 'unknown';
const STATUSES: readonly Status[] = ['affected', 'unaffected', 'unknown'];
const statusOf = (value: unknown): Status => (STATUSES as readonly unknown[]).includes(value) ? value as Status : 'unknown';

interface Segment { readonly status: Status; readonly statement: VersionStatement; readonly bounds: Bounds | null; readonly scheme: string }

/** Each status with its statements; a status with an empty list says nothing about versions. */
export function statusesOf(entry: JsonObject): { readonly kind: Status; readonly versions: readonly VersionStatement[] }[] {
  const segments = counted(entry['versions'], 10_000, 'versions of one product').flatMap(segmentsOf), byDefault = statusOf(entry['defaultStatus']);
  const named = STATUSES.map((kind) => ({ kind, segments: segments.filter((segment) => segment.status === kind) }));
  const silent = segments.length === 0;
  return named.flatMap(({ kind, segments: own }) => {
    if (kind === byDefault && kind === 'affected') return [{ kind, versions: silent ? [] : everythingBut(segments.filter((segment) => segment.status !== 'affected'), own) }];
    // Versions that nobody lists and that are unaffected or unknown by default need no statement: that nothing was found says as much.
    if (own.length === 0) return silent && kind === byDefault ? [{ kind, versions: [] }] : [];
    return [{ kind, versions: unique(own.map((segment) => segment.statement)).filter((statement) => !SILENT.test(statement.text)) }];
  });
}

const SILENT = /^\s*(?:n\/a|-|unknown|unspecified|not available)?\s*$/i;
const unique = (statements: readonly VersionStatement[]): VersionStatement[] => [...new Map(statements.map((statement) => [statement.text, statement])).values()];

/** What the text calls no lower bound: by convention `0`, and words of old records. */
const BOTTOM = /^(?:0|\*|-|n\/a|unspecified|unknown|)$/i;

/** Version types of the schema and the schemes of VERS that order alike. */
const SCHEMES: Readonly<Record<string, string>> = { semver: 'semver', maven: 'maven', python: 'pypi', rpm: 'rpm', npm: 'npm', deb: 'deb', gem: 'gem', nuget: 'nuget', git: 'git' };

function segmentsOf(version: JsonObject): Segment[] {
  const start = plainVersion(words(version['version'])?.trim() ?? ''), status = statusOf(version['status']);
  const type = token(version['versionType'], 40)?.toLowerCase() ?? '', scheme = Object.hasOwn(SCHEMES, type) ? SCHEMES[type]! : 'generic';
  const [lessThan, lessThanOrEqual] = [version['lessThan'], version['lessThanOrEqual']].map((bound) => {
    const text = token(bound);
    return text === null ? null : plainVersion(text);
  }) as [string | null, string | null];
  const end = lessThan ?? lessThanOrEqual;
  if (end === null) return [single(start, status, scheme)];
  const changes = inOrder(objects(version['changes'], 1_000).flatMap((change) => {
    const at = token(change['at']);
    return at === null ? [] : [{ at, status: statusOf(change['status']) }];
  }), (change) => change.at);
  const segments: Segment[] = [];
  // `version: X, lessThan: X` would be empty: publishers that fill in one form field (HackerOne) mean everything below X.
  let from = BOTTOM.test(start) || (start === lessThan && status === 'affected') ? null : start, current = status;
  const close = (to: string | null, toIncluded: boolean): void => { if (from === null || from !== to || toIncluded) segments.push(segment(current, scheme, { from, to, toIncluded })); };
  for (const change of changes) {
    // A change at or past the end changes nothing inside the range.
    if (change.status === current || (compareNumbers(change.at, end) ?? -1) >= (lessThan === null ? 1 : 0)) continue;
    close(change.at, false);
    from = change.at;
    current = change.status;
  }
  const series = end === '*' ? null : afterSeries(end);
  close(series, lessThan === null && series === end);
  return segments;
}

/** Bounds of `versionType: cpe` are whole CPE names: their version counts. */
const plainVersion = (text: string): string => (text.startsWith('cpe:2.3:') ? (text.split(/(?<!\\):/)[5] ?? '*').replace(/\\(.)/g, '$1') : text);

const segment = (status: Status, scheme: string, bounds: Bounds): Segment => ({ status, scheme, bounds, statement: versOf(scheme, bounds) });

/** One version, or the words that stand in its place (`< 4.3.1`, `All versions`), which are the matcher's to understand. */
function single(text: string, status: Status, scheme: string): Segment {
  if (text === '*') return segment(status, scheme, { from: null, to: null });
  return { status, scheme, bounds: /^[\w.+~:-]+$/.test(text) && !BOTTOM.test(text) ? { from: text, to: text, toIncluded: true } : null, statement: { kind: 'version', text } };
}

/** `2.*` as an upper bound is the whole series 2: everything below 3. Any other text is itself. */
function afterSeries(end: string): string {
  const match = /^((?:\d{1,9}\.)*)(\d{1,9})\.\*$/.exec(end);
  return match === null ? end : `${match[1]}${Number(match[2]) + 1}`;
}

/**
 * Affected by default: everything but the listed exceptions, as gaps between them where they can be put in order; else as words, which no machine will
 * take for a range.
 */
function everythingBut(exceptions: readonly Segment[], own: readonly Segment[]): VersionStatement[] {
  const scheme = exceptions[0]?.scheme ?? own[0]?.scheme ?? 'generic';
  if (exceptions.length === 0) return [versOf(scheme, { from: null, to: null })];
  if (exceptions.every((exception) => exception.bounds !== null && exception.scheme === scheme)) {
    const gaps = gapsBetween(exceptions.map((exception) => exception.bounds!));
    if (gaps !== null) return gaps.map((gap) => versOf(scheme, gap));
  }
  return [
    { kind: 'range', text: `all versions except ${exceptions.slice(0, 50).map((exception) => exception.statement.text).join(', ')}${exceptions.length > 50 ? ' and more' : ''}` },
    ...unique(own.map((segment) => segment.statement)),
  ];
}

/** The gaps that ranges leave; null where their order cannot be told. One range needs no order. */
function gapsBetween(ranges: readonly Bounds[]): Bounds[] | null {
  const bottomless = ranges.filter((range) => range.from === null), rest = ranges.filter((range) => range.from !== null);
  if (ranges.length > 1 && ![...ranges].flatMap((range) => [range.from, range.to]).every((bound) => bound === null || compareNumbers(bound, bound) === 0)) return null;
  const gaps: Bounds[] = [];
  let reached: { readonly version: string; readonly included: boolean } | null = null;
  const order = [...bottomless, ...inOrder(rest, (range) => range.from!)];
  for (const { from, to, toIncluded = false } of order) {
    if (from !== null && (reached === null || (compareNumbers(reached.version, from) ?? -1) < 0)) gaps.push({
      from: reached?.version ?? null, fromIncluded: reached === null || !reached.included, to: from,
    });
    if (to === null) return gaps;
    if (reached === null || (compareNumbers(reached.version, to) ?? -1) < 0) reached = { version: to, included: toIncluded };
  }
  return reached === null ? gaps : [...gaps, { from: reached.version, fromIncluded: !reached.included, to: null }];
}
