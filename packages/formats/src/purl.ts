/**
 * Package URLs (ECMA-427; package-url/purl-spec, "How to parse", "How to build", type definitions): `pkg:type/namespace/name@version?qualifiers#subpath`.
 * Read into the canonical form: what the type says about case, forbidden and required parts is applied, so that equal packages have equal texts.
 */

export interface Purl {
  readonly type: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly version: string | null;
  /** Keys in lower case, by key; without empty values. */
  readonly qualifiers: Readonly<Record<string, string>>;
  readonly subpath: string | null;
}

export interface PurlError { readonly error: string }

export interface PurlParts {
  readonly type: string | null;
  readonly namespace?: string | null;
  readonly name: string | null;
  readonly version?: string | null;
  readonly qualifiers?: Readonly<Record<string, string>> | null;
  readonly subpath?: string | null;
}

/** What a type's definition says. `fold`: parts that are compared, and written, in lower case. */
interface TypeRule {
  readonly namespace?: 'required' | 'prohibited';
  readonly fold?: readonly ('namespace' | 'name' | 'version' | 'subpath')[];
  readonly needs?: string;
  readonly name?: RegExp;
  readonly version?: RegExp;
}

const BOTH = ['namespace', 'name'] as const;
const REQUIRED: TypeRule = { namespace: 'required' }, PROHIBITED: TypeRule = { namespace: 'prohibited' }, FOLDED: TypeRule = { namespace: 'required', fold: BOTH };

/** purl-spec, `types/*-definition.json`. Types that are not listed have no rules. */
const TYPES: Readonly<Record<string, TypeRule>> = {
  alpm: FOLDED, apk: FOLDED, bitbucket: FOLDED, composer: FOLDED, deb: FOLDED, github: FOLDED, qpkg: { namespace: 'required', fold: ['namespace'] }, rpm: { namespace: 'required', fold: ['namespace'] },
  golang: REQUIRED, huggingface: { namespace: 'required', fold: ['version'] }, maven: REQUIRED, swift: REQUIRED, 'vscode-extension': { namespace: 'required', fold: ['namespace', 'name', 'version'] },
  bazel: PROHIBITED, cargo: PROHIBITED, cocoapods: PROHIBITED, conda: PROHIBITED, cran: PROHIBITED, gem: PROHIBITED, hackage: PROHIBITED, mlflow: PROHIBITED, nuget: PROHIBITED, opam: PROHIBITED, vcpkg: PROHIBITED,
  bitnami: { namespace: 'prohibited', fold: ['name'] }, julia: { namespace: 'prohibited', needs: 'uuid' }, oci: { namespace: 'prohibited', fold: ['name', 'version'] },
  otp: { namespace: 'prohibited', fold: ['name', 'subpath'] }, pub: { namespace: 'prohibited', fold: ['name'] }, pypi: { namespace: 'prohibited', fold: ['name', 'version'] },
  'chrome-extension': { namespace: 'prohibited', fold: ['name'], name: /^[a-p]{32}$/, version: /^\d+(?:\.\d+){0,3}$/ },
  brew: { fold: BOTH }, git: FOLDED, hex: { fold: BOTH }, luarocks: { fold: ['name', 'version'] }, yocto: { fold: ['namespace'] },
  // A module name (`LWP::UserAgent`) is not the name of its distribution.
  cpan: { name: /^(?!.*::)/ }, swid: { needs: 'tag_id' },
};

const LIMIT = 8192;
const TYPE = /^[a-z][a-z0-9.-]*$/, KEY = /^[a-z][a-z0-9._-]*$/;

const quote = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** Reads a package URL, or says why it is none. */
export function parsePurl(text: string): Purl | PurlError {
  if (text.length > LIMIT) return { error: `Expected a package URL of at most ${LIMIT} characters, found ${text.length}.` };
  const [beforeHash, fragment] = splitLast(text, '#'), [path, query] = splitLast(beforeHash, '?'), colon = path.indexOf(':');
  if (colon < 0 || path.slice(0, colon).toLowerCase() !== 'pkg') return { error: `Expected "pkg:" in front of a package URL, found ${quote(text)}.` };
  const rest = trimSlashes(path.slice(colon + 1)), slash = rest.indexOf('/');
  if (slash < 0) return { error: `Expected "pkg:type/name", found no name in ${quote(text)}.` };
  // An unencoded @ that is followed by a slash belongs to the namespace, as in the npm scope `@babel/core`.
  const remainder = rest.slice(slash + 1), at = remainder.lastIndexOf('@'), versioned = at >= 0 && !remainder.includes('/', at);
  const names = (versioned ? remainder.slice(0, at) : remainder).split('/').map(decode), version = versioned ? decode(remainder.slice(at + 1)) : null;
  const qualifiers = query === null ? {} : parseQualifiers(query), subpath = fragment === null ? [] : fragment.split('/').map(decode);
  if (names.includes(null) || (versioned && version === null) || qualifiers === null || subpath.includes(null)) return { error: `Expected percent-encoded UTF-8, found ${quote(text)}.` };
  if (names.slice(0, -1).some((segment) => segment!.includes('/')) || subpath.some((segment) => segment!.includes('/'))) return { error: `Expected segments without an encoded slash, found ${quote(text)}.` };
  return makePurl({ type: rest.slice(0, slash), namespace: names.slice(0, -1).join('/'), name: names.at(-1)!, version, qualifiers, subpath: subpath.join('/') });
}

function splitLast(text: string, separator: string): [string, string | null] {
  const at = text.lastIndexOf(separator);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}

function trimSlashes(text: string): string {
  let from = 0, end = text.length;
  while (from < end && text[from] === '/') from++;
  while (end > from && text[end - 1] === '/') end--;
  return text.slice(from, end);
}

function decode(text: string): string | null {
  if (!text.includes('%')) return text;
  try { return decodeURIComponent(text); } catch { return null; }
}

function parseQualifiers(query: string): Record<string, string> | null {
  const qualifiers = Object.create(null) as Record<string, string>;
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('='), value = equals < 0 ? '' : decode(pair.slice(equals + 1));
    if (value === null) return null;
    if (value !== '') qualifiers[pair.slice(0, equals)] = value;
  }
  return qualifiers;
}

/** Normalises and checks parts that are not encoded. */
export function makePurl(parts: PurlParts): Purl | PurlError {
  const type = (parts.type ?? '').toLowerCase(), rule: TypeRule = Object.hasOwn(TYPES, type) ? TYPES[type]! : {}, folds = rule.fold ?? [];
  if (!TYPE.test(type)) return { error: `Expected a type of letters, digits, points and hyphens that begins with a letter, found ${quote(parts.type ?? '')}.` };
  const fold = (part: 'namespace' | 'name' | 'version' | 'subpath', text: string): string => (folds.includes(part) ? text.toLowerCase() : text);
  const qualifiers: Record<string, string> = {};
  for (const [key, value] of Object.entries(parts.qualifiers ?? {}).map(([name, text]) => [name.toLowerCase(), text] as const).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!KEY.test(key)) return { error: `Expected a qualifier of letters, digits, points, hyphens and underscores that begins with a letter, found ${quote(key)}.` };
    if (value !== '') qualifiers[key] = value;
  }
  const [namespace, path] = gitHost(type, fold('namespace', segments(parts.namespace, false)), fold('name', trimSlashes(parts.name ?? '')));
  const name = spellName(type, path, qualifiers), version = fold('version', parts.version ?? ''), subpath = fold('subpath', segments(parts.subpath, true));
  const error = judge(type, rule, namespace, name, version, qualifiers);
  // eslint-disable-next-line no-control-regex -- that is what it is for
  if (error === null && /[\u0000-\u001f\u007f]/.test(`${namespace}${name}${version}${subpath}${Object.values(qualifiers).join('')}`)) return { error: `Expected no control characters in a package URL of ${quote(name)}.` };
  return error ?? { type, namespace: namespace || null, name, version: version || null, qualifiers, subpath: subpath || null };
}

/** Without empty segments; a subpath also without `.` and `..`. */
const segments = (path: string | null | undefined, relative: boolean): string => (path ?? '').split('/').filter((segment) => segment !== '' && !(relative && (segment === '.' || segment === '..'))).join('/');

/** `pkg:git/host/path/of/repository`: the host is the namespace, all the rest the name. */
function gitHost(type: string, namespace: string, name: string): [string, string] {
  if (type !== 'git') return [namespace, name];
  const [host = '', ...path] = namespace.split('/');
  return [host, segments([...path, name].join('/'), false)];
}

function spellName(type: string, name: string, qualifiers: Readonly<Record<string, string>>): string {
  if (type === 'pypi') return name.replaceAll('_', '-');
  if (type === 'pub') return name.replace(/[^a-z0-9_]/g, '_');
  // Databricks compares the names of models without regard to case; Azure ML does not.
  if (type === 'mlflow' && (qualifiers['repository_url'] ?? '').includes('databricks')) return name.toLowerCase();
  return name;
}

function judge(type: string, rule: TypeRule, namespace: string, name: string, version: string, qualifiers: Readonly<Record<string, string>>): PurlError | null {
  if (name === '') return { error: `Expected a name in the package URL of type ${type}, found none.` };
  if (rule.namespace === 'required' && namespace === '') return { error: `Expected a namespace, which ${type} requires, found only the name ${quote(name)}.` };
  if (rule.namespace === 'prohibited' && namespace !== '') return { error: `Expected no namespace, which ${type} does not have, found ${quote(namespace)}.` };
  if (rule.needs !== undefined && qualifiers[rule.needs] === undefined) return { error: `Expected the qualifier ${rule.needs}, which ${type} requires, found none.` };
  if (rule.name !== undefined && !rule.name.test(name)) return { error: `Expected a name as ${type} has them, found ${quote(name)}.` };
  if (rule.version !== undefined && version !== '' && !rule.version.test(version)) return { error: `Expected a version as ${type} has them, found ${quote(version)}.` };
  return null;
}

/** Everything but letters, digits, `. - _ ~` and the colon is encoded; a lone surrogate becomes U+FFFD. */
function encode(text: string): string {
  let encoded: string;
  try { encoded = encodeURIComponent(text); } catch { encoded = encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, '\ufffd')); }
  return encoded.replaceAll('%3A', ':').replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

const encodePath = (path: string): string => path.split('/').map(encode).join('/');

/** The canonical text; `parsePurl(formatPurl(purl))` gives `purl` again. */
export function formatPurl({ type, namespace, name, version, qualifiers, subpath }: Purl): string {
  const pairs = Object.keys(qualifiers).sort().map((key) => `${key}=${encode(qualifiers[key]!)}`);
  return `pkg:${type}/${namespace === null ? '' : `${encodePath(namespace)}/`}${type === 'git' ? encodePath(name) : encode(name)}${version === null ? '' : `@${encode(version)}`}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}${subpath === null ? '' : `#${encodePath(subpath)}`}`;
}

/** Whether two package URLs name one package in whatever version: by type, namespace and name. Qualifiers (architecture, repository) are not asked. */
export const samePackage = (a: Purl, b: Purl): boolean => a.type === b.type && a.namespace === b.namespace && a.name === b.name;

/** The version as its scheme compares it: RPM and Debian carry the epoch in a qualifier. */
export function purlVersion({ type, version, qualifiers }: Purl): string | null {
  const epoch = qualifiers['epoch'];
  return version !== null && epoch !== undefined && (type === 'rpm' || type === 'deb') && !version.includes(':') ? `${epoch}:${version}` : version;
}
