/** Ranges in the notation of their ecosystem, as VERS: npm, Conan, RubyGems, NuGet and Maven (brackets), PyPI, nginx, OpenSSL. */
import { schemeOf } from './compare.ts';
import { type AllOf, unite } from './interval.ts';
import type { Comparator, Constraint, Vers, VersError } from './range.ts';

const NATIVE_LIMIT = 10_000;

const constraint = (comparator: Comparator, version: string): Constraint => ({ comparator, version });
const between = (from: string, to: string): AllOf => [constraint('>=', from), constraint('<', to)];
const fail = (text: string, expected: string): VersError => ({ error: `Expected ${expected}, found ${JSON.stringify(text.slice(0, 60))}.` });

type Reader = (text: string) => readonly AllOf[] | VersError;

/** `types` of one notation share a reader. Null: this notation is not known. */
export function versFromNative(type: string, text: string): Vers | VersError {
  const reader = READERS[type], scheme = schemeOf(type);
  if (reader === undefined || scheme === null) return { error: `Expected a range of ${Object.keys(READERS).sort().join(', ')}, found the type ${JSON.stringify(type)}.` };
  if (text.length > NATIVE_LIMIT) return { error: `Expected a range of at most ${NATIVE_LIMIT} characters, found ${text.length}.` };
  const sets = reader(text.trim());
  if ('error' in sets) return sets;
  if (sets.some((set) => set.length === 0)) return { type, all: true, constraints: [], problems: [] };
  const constraints = unite(scheme, sets);
  if (constraints === 'all') return { type, all: true, constraints: [], problems: [] };
  if (constraints === null) return fail(text, `versions of ${type} that can be ordered`);
  return constraints.length === 0 ? fail(text, 'a range that some version satisfies') : { type, all: false, constraints, problems: [] };
}

/** Numbers of a partial version: `1.x`, `1.2`, `*`. Null for a part that is a wildcard or missing. */
function partial(text: string): { readonly numbers: readonly (number | null)[]; readonly rest: string } | null {
  const match = /^v?(\d{1,15}|[xX*])(?:\.(\d{1,15}|[xX*]))?(?:\.(\d{1,15}|[xX*]))?([-+][0-9A-Za-z.+-]+)?$/.exec(text);
  if (match === null) return null;
  return { numbers: [match[1], match[2], match[3]].map((part) => (part === undefined || /[xX*]/.test(part) ? null : Number(part))), rest: match[4] ?? '' };
}

const hasWildcard = (text: string): boolean => /(?:^|\.)[xX*](?:\.|$)/.test(text);

/** The next version when the number at `place` rises: `next([1, 2, 3], 1)` is `1.3.0`. */
function next(numbers: readonly (number | null)[], place: number, length = 3): string {
  return Array.from({ length }, (_, at) => (at < place ? numbers[at] ?? 0 : at === place ? (numbers[at] ?? 0) + 1 : 0)).join('.');
}

/** node-semver ranges (github.com/npm/node-semver, "Ranges"). A missing number counts as 0 with a comparator, as the VERS suite has it. */
function npm(text: string): readonly AllOf[] | VersError {
  const sets: AllOf[] = [];
  for (const alternative of text.split('||')) {
    const hyphen = /^\s*(\S+)\s+-\s+(\S+)\s*$/.exec(alternative), words = hyphen ? [`>=${hyphen[1]}`, `<=${hyphen[2]}`] : alternative.replace(/([<>=~^])\s+/g, '$1').split(/\s+/).filter((word) => word !== '');
    const set: Constraint[] = [];
    for (const word of words) {
      const read = npmComparator(word);
      if (read === null) return fail(word, 'a comparator of npm such as ^1.2.3');
      set.push(...read);
    }
    sets.push(set);
  }
  return sets;
}

function npmComparator(word: string): AllOf | null {
  const [, operator = '', version = ''] = /^(>=|<=|[<>=~^]|~>)?(.*)$/.exec(word)!, parsed = partial(version);
  if (parsed === null) return null;
  const { numbers, rest } = parsed, [major = null, minor = null, patch = null] = numbers;
  if (major === null) return [];
  const full = `${major}.${minor ?? 0}.${patch ?? 0}${rest}`;
  if (operator === '^') return between(full, next(numbers, major > 0 || minor === null ? 0 : minor > 0 || patch === null ? 1 : 2));
  if (operator === '~' || operator === '~>') return between(full, next(numbers, minor === null ? 0 : 1));
  if (hasWildcard(version) && (operator === '' || operator === '=' || operator === '>=')) return between(full, next(numbers, minor === null ? 0 : 1));
  return [constraint(operator === '' ? '=' : operator as Comparator, full)];
}

/** Conan 2 (docs.conan.io, "Version ranges"): the upper bound `<2-` shuts out the pre-releases of 2, too. */
function conan(text: string): readonly AllOf[] | VersError {
  const sets: AllOf[] = [];
  for (const alternative of text.replace(/,\s*include_prerelease(?:=\w+)?/g, '').split('||')) {
    const set: Constraint[] = [];
    for (const word of alternative.trim().split(/\s+/)) {
      const [, operator = '', written = ''] = /^(>=|<=|[<>=~^])?(.*)$/.exec(word)!, version = written.replace(/-$/, '');
      if (version === '') return fail(text, 'a version behind each comparator');
      if (version === '*') set.push(constraint('>=', '0.0.0'));
      else if (operator === '~' || operator === '^') {
        const items = version.split('-')[0]!.split('.'), first = items.findIndex((item) => !/^0+$/.test(item)), place = operator === '^' ? Math.max(first, 0) : Math.min(1, items.length - 1);
        if (!/^\d{1,15}$/.test(items[place]!)) return fail(word, 'a number to count up');
        set.push(...between(version, `${[...items.slice(0, place), Number(items[place]) + 1].join('.')}-`));
      } else set.push(constraint(operator === '' ? '=' : operator as Comparator, version));
    }
    sets.push(set);
  }
  return sets;
}

/** RubyGems requirements (Gem::Requirement), separated by commas. */
function gem(text: string): readonly AllOf[] | VersError {
  const set: Constraint[] = [];
  for (const word of text.split(',')) {
    const match = /^(>=|<=|!=|~>|[<>=])?\s*(\d[0-9A-Za-z.-]*)$/.exec(word.trim());
    if (match === null) return fail(word, 'a requirement of RubyGems such as ~> 2.0');
    const [, operator = '=', version = ''] = match;
    if (operator !== '~>') { set.push(constraint(operator as Comparator, version)); continue; }
    const numbers = /^\d{1,15}(?:\.\d{1,15})*/.exec(version)![0].split('.').map(Number), kept = numbers.slice(0, Math.max(1, numbers.length - 1));
    set.push(...between(version, [...kept.slice(0, -1), kept.at(-1)! + 1].join('.')));
  }
  return [set];
}

/** Interval notation of NuGet and Maven: `[1.0,2.0)`, `(,1.5]`, `[1.2]`; Maven joins several with commas. A bare version is a minimum to NuGet, a wish to Maven. */
const brackets = (bare: Comparator): Reader => (text) => {
  if (/^[^[\](),\s]+$/.test(text)) return [[constraint(bare, text)]];
  const sets: AllOf[] = [], one = /([[(])\s*([^[\](),\s]*)\s*(,?)\s*([^[\](),\s]*)\s*([\])])\s*(?:,\s*|$)/y;
  while (one.lastIndex < text.length) {
    const match = one.exec(text);
    if (match === null) return fail(text, 'intervals such as [1.0,2.0)');
    const [, open, from = '', comma, to = '', close] = match;
    if (comma === '') {
      if (open !== '[' || close !== ']' || from === '' || to !== '') return fail(match[0], 'an exact version such as [1.0]');
      sets.push([constraint('=', from)]);
    } else sets.push([...(from === '' ? [] : [constraint(open === '[' ? '>=' : '>', from)]), ...(to === '' ? [] : [constraint(close === ']' ? '<=' : '<', to)])]);
  }
  return sets;
};

/** Version specifiers of PEP 440. */
function pypi(text: string): readonly AllOf[] | VersError {
  const set: Constraint[] = [];
  for (const word of text === '' ? [] : text.split(',')) {
    const match = /^(~=|===?|!=|<=|>=|[<>])\s*([0-9A-Za-z!.+_-]+?)(\.\*)?$/.exec(word.trim());
    if (match === null) return fail(word, 'a specifier such as >= 1.0');
    const [, operator = '', version = '', star] = match, numbers = /^(?:\d+!)?(\d{1,15}(?:\.\d{1,15})*)/.exec(version)?.[1]?.split('.').map(Number) ?? [];
    const prefix = operator === '~=' ? numbers.slice(0, -1) : numbers;
    if (operator === '~=' || (star !== undefined && operator === '==')) {
      if (prefix.length === 0) return fail(word, 'a release of two numbers or more');
      // `.dev0` is the first of all versions of the next release.
      set.push(constraint('>=', star === undefined ? version : `${version}.dev0`), constraint('<', `${[...prefix.slice(0, -1), prefix.at(-1)! + 1].join('.')}.dev0`));
    } else if (star !== undefined) return fail(word, 'a specifier that VERS can say');
    else set.push(constraint(operator.startsWith('==') ? '=' : operator as Comparator, version));
  }
  return [set];
}

/** nginx security advisories: `1.4.1+` is a fixed or affected version and all later ones of its branch; a mainline branch (odd) has no end. */
function nginx(text: string): readonly AllOf[] | VersError {
  const sets: AllOf[] = [];
  for (const word of text.split(',').map((part) => part.trim())) {
    const match = /^(\d{1,9}\.(\d{1,9})\.\d{1,9})(?:(\+)|-(\d{1,9}\.\d{1,9}\.\d{1,9}))?$/.exec(word);
    if (match === null) return fail(word, 'a version, 1.4.1+ or 0.7.52-0.8.39');
    const [, version = '', minor, plus, last] = match;
    if (last !== undefined) sets.push([constraint('>=', version), constraint('<=', last)]);
    else if (plus === undefined) sets.push([constraint('=', version)]);
    else sets.push(Number(minor) % 2 === 1 ? [constraint('>=', version)] : between(version, next(version.split('.').map(Number), 1)));
  }
  return sets;
}

/** OpenSSL advisories list single versions. */
const openssl: Reader = (text) => text.split(',').map((version) => [constraint('=', version.trim())]);

const READERS: Readonly<Record<string, Reader>> = { conan, gem, maven: brackets('='), nginx, npm, nuget: brackets('>='), openssl, pypi };
