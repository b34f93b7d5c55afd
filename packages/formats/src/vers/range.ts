/**
 * VERS, the version range specifier: `vers:type/constraints` (package-url/vers-spec, "Core specification" and "How to parse and validate").
 * Read tolerantly, judged strictly: what can be understood is understood, and each departure from the canonical form is named in `problems`.
 */
import { type Order, type Scheme, schemeOf, VERSION_LIMIT } from './compare.ts';

export type Comparator = '=' | '!=' | '<' | '<=' | '>' | '>=';
export interface Constraint { readonly comparator: Comparator; readonly version: string }

export interface Vers {
  /** Lower case. */
  readonly type: string;
  /** True for `*`: every version (`vers:none/*`: none); then there are no constraints. */
  readonly all: boolean;
  /** By version, in the type's order; as given where that order is not known. */
  readonly constraints: readonly Constraint[];
  /** Why the text is not canonical, as sentences; empty for canonical ones. */
  readonly problems: readonly string[];
}

export interface VersError { readonly error: string }

const RANGE_LIMIT = 1_000_000, CONSTRAINT_LIMIT = 10_000;
const TYPE = /^[a-z][a-z0-9.-]*$/;

const short = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** A range as written, or why it is none. */
export function parseVers(text: string): Vers | VersError {
  if (text.length > RANGE_LIMIT) return { error: `Expected a version range of at most ${RANGE_LIMIT} characters, found ${text.length}.` };
  const problems: string[] = [], compact = text.replace(/[\t\n\v\f\r ]+/g, '');
  if (compact !== text) problems.push('White space is not permitted.');
  const colon = compact.indexOf(':'), slash = compact.indexOf('/', colon + 1);
  if (colon < 0 || compact.slice(0, colon).toLowerCase() !== 'vers') return { error: `Expected "vers:" in front of a version range, found ${short(text)}.` };
  if (slash < 0) return { error: `Expected "vers:type/constraints", found no slash in ${short(text)}.` };
  const written = compact.slice(colon + 1, slash), type = written.toLowerCase(), rest = compact.slice(slash + 1);
  if (!TYPE.test(type)) return { error: `Expected a type of letters, digits, points and hyphens that begins with a letter, found ${short(written)}.` };
  if (compact.slice(0, colon) !== 'vers' || written !== type) problems.push('Scheme and type are written in lower case.');
  if (rest === '*') return { type, all: true, constraints: [], problems };
  if (type === 'all' || type === 'none') return { error: `Expected "vers:${type}/*", the only range of this type, found ${short(text)}.` };
  return readConstraints(type, rest, problems);
}

/** The same, but anything not canonical is an error, as the specification wants it of tools that check. */
export function parseCanonicalVers(text: string): Vers | VersError {
  const range = parseVers(text);
  return 'error' in range || range.problems.length === 0 ? range : { error: range.problems.join(' ') };
}

function readConstraints(type: string, rest: string, problems: string[]): Vers | VersError {
  if (rest.startsWith('|')) problems.push('A leading pipe is not permitted.');
  if (rest.endsWith('|')) problems.push('A trailing pipe is not permitted.');
  if (rest.includes('||')) problems.push('Consecutive pipes are not permitted.');
  const parts = rest.split('|').filter((part) => part !== '');
  if (parts.length === 0) return { error: 'Expected at least one constraint, found none.' };
  if (parts.length > CONSTRAINT_LIMIT) return { error: `Expected at most ${CONSTRAINT_LIMIT} constraints, found ${parts.length}.` };
  const constraints: Constraint[] = [];
  for (const part of parts) {
    const constraint = readConstraint(type, part, problems);
    if ('error' in constraint) return constraint;
    constraints.push(constraint);
  }
  const scheme = schemeOf(type), sorted = scheme === null ? null : sortConstraints(scheme, constraints);
  if (sorted === null && constraints.length > 1) problems.push(scheme === null ? `The order of ${type} versions is not known here.` : `Not all are versions of ${type}, so their order cannot be checked.`);
  if (sorted !== null) judgeOrder(scheme!, constraints, sorted, problems);
  return { type, all: false, constraints: sorted ?? constraints, problems: [...new Set(problems)] };
}

const COMPARATOR = /^(?:>=|<=|!=|[<>=])/;

function readConstraint(type: string, part: string, problems: string[]): Constraint | VersError {
  const comparator = (COMPARATOR.exec(part)?.[0] ?? '') as Comparator | '', written = part.slice(comparator.length);
  if (comparator === '=') problems.push('Equality is written without a comparator.');
  if (written === '') return { error: `Expected a version behind the comparator in ${short(part)}.` };
  if (written === '*') return { error: 'Expected "*" alone, found it among other constraints or behind a comparator.' };
  if (written.length > VERSION_LIMIT) return { error: `Expected a version of at most ${VERSION_LIMIT} characters, found ${written.length}.` };
  if (/%(?![0-9A-Fa-f]{2})/.test(written)) return { error: `Invalid percent-encoding in the version ${short(written)}: expected two hexadecimal digits behind "%".` };
  const version = decode(written);
  if (version === null) return { error: `Invalid percent-encoding in the version ${short(written)}: expected UTF-8.` };
  // eslint-disable-next-line no-control-regex -- that is what it is for
  if (/[\u0000-\u001f\u007f]/.test(version)) return { error: `Expected no control characters in the version ${short(written)}.` };
  if (encode(version) !== written) {
    problems.push(type === 'datetime' && /%3a/i.test(written) ? 'The colons of a time are not encoded.' : 'Percent-encoding is not canonical: only > < = ! * | % are encoded, in upper case.');
  }
  if (type === 'datetime' && /[tz]/.test(version)) problems.push('A datetime has an upper case T and Z.');
  return { comparator: comparator === '' ? '=' : comparator, version };
}

function decode(text: string): string | null {
  if (!text.includes('%')) return text;
  try { return decodeURIComponent(text); } catch { return null; }
}

/** Printable ASCII but the seven that mean something in a range; anything else byte by byte. */
function encode(version: string): string {
  return version.replace(/[^!-~]|[><=!*|%]/gu, (character) => {
    if (character.codePointAt(0)! > 0x7f) { try { return encodeURIComponent(character); } catch { return '%EF%BF%BD'; } }
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
}

/** By version, stably; null where two cannot be compared. */
function sortConstraints(scheme: Scheme, constraints: readonly Constraint[]): Constraint[] | null {
  const parsed: { constraint: Constraint; version: unknown }[] = [];
  for (const constraint of constraints) {
    const version = scheme.parse(constraint.version);
    if (version === null) return null;
    parsed.push({ constraint, version });
  }
  let comparable = true;
  parsed.sort((a, b) => { const result = scheme.compare(a.version, b.version); if (result === null) comparable = false; return result ?? 0; });
  return comparable ? parsed.map(({ constraint }) => constraint) : null;
}

/** Order, uniqueness and the rules for neighbours ("Normalized, canonical representation and validation"). */
function judgeOrder(scheme: Scheme, given: readonly Constraint[], sorted: readonly Constraint[], problems: string[]): void {
  if (given.some((constraint, at) => constraint !== sorted[at])) problems.push('Constraints are not sorted by version.');
  for (let at = 1; at < sorted.length; at++) if (compareParsed(scheme, sorted[at - 1]!.version, sorted[at]!.version) === 0) problems.push('Each version may occur only once.');
  const ordered = sorted.filter(({ comparator }) => comparator !== '!=');
  for (let at = 1; at < ordered.length; at++) {
    const before = ordered[at - 1]!.comparator, after = ordered[at]!.comparator;
    if (before === '=' && isUpper(after)) problems.push(`"${before}" cannot be followed by "${after}": it is contained in it.`);
  }
  const bounds = ordered.filter(({ comparator }) => comparator !== '=');
  for (let at = 1; at < bounds.length; at++) {
    const before = bounds[at - 1]!.comparator, after = bounds[at]!.comparator;
    if (isUpper(before) === isUpper(after)) problems.push(`"${before}" cannot be followed by "${after}": lower and upper bounds alternate.`);
  }
}

const isUpper = (comparator: Comparator): boolean => comparator === '<' || comparator === '<=';
const isLower = (comparator: Comparator): boolean => comparator === '>' || comparator === '>=';

function compareParsed(scheme: Scheme, a: string, b: string): Order | null {
  const left = scheme.parse(a), right = scheme.parse(b);
  return left === null || right === null ? null : scheme.compare(left, right);
}

/** The text of a range; canonical when its constraints are sorted and valid. */
export function formatVers({ type, all, constraints }: Pick<Vers, 'type' | 'all' | 'constraints'>): string {
  return `vers:${type}/${all ? '*' : constraints.map(({ comparator, version }) => `${comparator === '=' ? '' : comparator}${encode(version)}`).join('|')}`;
}

/**
 * Redundant constraints removed ("Constraints simplification"): of two lower bounds in a row the first stays, of two upper bounds the last; an equality
 * inside a range goes. `!=` stays. Takes sorted constraints.
 */
export function simplify(constraints: readonly Constraint[]): Constraint[] {
  const kept: Constraint[] = [];
  for (const constraint of constraints.filter(({ comparator }) => comparator !== '!=')) {
    const { comparator } = constraint;
    // Everything since the last lower bound is below this upper bound.
    if (isUpper(comparator)) while (kept.length > 0 && !isLower(kept.at(-1)!.comparator)) kept.pop();
    const before = kept.at(-1);
    if (before !== undefined && isLower(before.comparator) && !isUpper(comparator)) continue;
    kept.push(constraint);
  }
  const staying = new Set(kept);
  return constraints.filter((constraint) => constraint.comparator === '!=' || staying.has(constraint));
}

export interface Containment {
  /** Null: cannot tell. */
  readonly contains: boolean | null;
  /** The constraints that decided, in order; empty for `*` and where nothing could be compared. */
  readonly because: readonly Constraint[];
  /** What is missing, for people; null where something was decided. */
  readonly missing: string | null;
}

/** Whether a version lies in a range ("Checking if a version is contained within a range"), with the constraints that say so. */
export function versContainment(range: Vers, version: string): Containment {
  if (range.all) return { contains: range.type !== 'none', because: [], missing: null };
  const same = range.constraints.find((constraint) => constraint.version === version && constraint.comparator !== '<' && constraint.comparator !== '>');
  if (same !== undefined) return { contains: same.comparator !== '!=', because: [same], missing: null };
  const scheme = schemeOf(range.type), parsed = scheme?.parse(version) ?? null;
  if (scheme === null) return { contains: null, because: [], missing: `The order of ${range.type} versions is not known.` };
  if (version.length > VERSION_LIMIT || parsed === null) return { contains: null, because: [], missing: `${short(version)} is not a version of ${range.type}.` };
  const places: { constraint: Constraint; place: Order }[] = [];
  for (const constraint of simplify(range.constraints)) {
    const bound = scheme.parse(constraint.version), place = bound === null ? null : scheme.compare(parsed, bound);
    if (place === null) return { contains: null, because: [constraint], missing: `${short(version)} and ${short(constraint.version)} cannot be compared as ${range.type} versions.` };
    places.push({ constraint, place });
  }
  return decide(places);
}

function decide(places: readonly { readonly constraint: Constraint; readonly place: Order }[]): Containment {
  const equal = places.find(({ constraint, place }) => place === 0 && constraint.comparator !== '<' && constraint.comparator !== '>');
  if (equal !== undefined) return { contains: equal.constraint.comparator !== '!=', because: [equal.constraint], missing: null };
  const bounds = places.filter(({ constraint }) => constraint.comparator !== '=' && constraint.comparator !== '!=');
  // With nothing but `!=`, everything else is inside.
  if (bounds.length === 0) return { contains: places.every(({ constraint }) => constraint.comparator === '!='), because: places.map(({ constraint }) => constraint), missing: null };
  const next = bounds.findIndex(({ place }) => place <= 0), upper = next < 0 ? undefined : bounds[next], lower = next < 0 ? bounds.at(-1) : bounds[next - 1];
  const because = [lower, upper].flatMap((bound) => (bound === undefined ? [] : [bound.constraint]));
  const above = lower === undefined ? isUpper(upper!.constraint.comparator) : isLower(lower.constraint.comparator);
  const below = upper === undefined ? isLower(lower!.constraint.comparator) : isUpper(upper.constraint.comparator) && upper.place < 0;
  return { contains: above && below, because, missing: null };
}

/** True, false, or null where it cannot be told, also for a text that is no range. */
export function versContains(range: Vers | string, version: string): boolean | null {
  const parsed = typeof range === 'string' ? parseVers(range) : range;
  return 'error' in parsed ? null : versContainment(parsed, version).contains;
}
