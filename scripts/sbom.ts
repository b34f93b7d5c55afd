/**
 * `npm run sbom [FILE]`: the bill of materials of this repository, CycloneDX 1.6, from the lock file alone. The same lock file gives the same bytes: no
 * time, no random serial number. Development tools are in it with the scope `excluded`, because they build what is shipped.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { formatPurl, makePurl } from '@wardkeep/formats/purl';

interface LockedPackage {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
  readonly link?: boolean;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
/** npm's lock file, version 2 or 3: packages by where they are installed; the empty path is the repository. */
export interface LockFile { readonly lockfileVersion: number; readonly packages: Readonly<Record<string, LockedPackage>> }

const SCOPES = ['required', 'optional', 'excluded'] as const;
type Scope = (typeof SCOPES)[number];

interface BomComponent {
  readonly type: 'application' | 'library';
  readonly 'bom-ref': string;
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly scope?: Scope;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly licenses?: readonly ({ readonly license: { readonly id: string } } | { readonly expression: string })[];
  readonly purl: string;
}

const ALGORITHMS: Readonly<Record<string, string>> = { sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' };
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Throws where the lock file is none of npm's of version 2 or 3, or a package in it has no version. */
export function sbomOf(lock: LockFile): Readonly<Record<string, unknown>> {
  if (![2, 3].includes(lock.lockfileVersion)) throw new Error(`Expected a lock file of npm, version 2 or 3; found version ${String(lock.lockfileVersion)}.`);
  const root = lock.packages[''], components = new Map<string, BomComponent>(), refs = new Map<string, string>(), uses = new Map<string, Set<string>>();
  if (root === undefined) throw new Error('Expected the repository itself at the empty path of the lock file; found none.');
  for (const path of Object.keys(lock.packages).sort(byText)) {
    const entry = lock.packages[path]!;
    if (entry.link === true) continue;
    const component = componentOf(path, entry), ref = component['bom-ref'], known = components.get(ref);
    refs.set(path, ref);
    // Installed in several places: what any of them needs it for.
    components.set(ref, known === undefined || SCOPES.indexOf(component.scope ?? 'required') < SCOPES.indexOf(known.scope ?? 'required') ? component : known);
  }
  for (const [path, ref] of refs) {
    const { dependencies = {}, optionalDependencies = {} } = lock.packages[path]!, used = uses.get(ref) ?? new Set<string>();
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) { const found = resolve(lock, path, name); if (found !== null) used.add(refs.get(found)!); }
    uses.set(ref, used);
  }
  const self = components.get(refs.get('')!)!, own = (ref: string): boolean => [...refs].some(([path, other]) => other === ref && isOurs(path));
  const all = [...components.values()].filter((component) => component !== self).sort((a, b) => byText(a['bom-ref'], b['bom-ref']));
  uses.set(self['bom-ref'], new Set([...(uses.get(self['bom-ref']) ?? []), ...all.map((component) => component['bom-ref']).filter(own)]));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json', bomFormat: 'CycloneDX', specVersion: '1.6', serialNumber: `urn:uuid:${uuidOf(all)}`, version: 1,
    metadata: { component: self }, components: all,
    dependencies: [...uses].map(([ref, used]) => ({ ref, dependsOn: [...used].sort(byText) })).sort((a, b) => byText(a.ref, b.ref)),
    compositions: [{ aggregate: 'complete', assemblies: [self['bom-ref']] }],
  };
}

const isOurs = (path: string): boolean => !/(?:^|\/)node_modules\//.test(path);

function componentOf(path: string, entry: LockedPackage): BomComponent {
  const full = entry.name ?? (isOurs(path) ? `@wardkeep/${path.split('/').at(-1)!}` : path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)), slash = full.indexOf('/');
  const group = full.startsWith('@') && slash > 0 ? full.slice(0, slash) : null, name = group === null ? full : full.slice(slash + 1);
  if (entry.version === undefined) throw new Error(`Expected a version of ${full} in the lock file; found none.`);
  const purl = makePurl({ type: 'npm', namespace: group, name, version: entry.version });
  if ('error' in purl) throw new Error(`${full}: ${purl.error}`);
  const ref = formatPurl(purl), hashes = (entry.integrity ?? '').split(/\s+/).flatMap((text) => {
    const [, algorithm = '', digest = ''] = /^(sha\d+)-([A-Za-z0-9+/=]+)$/.exec(text) ?? [], alg = ALGORITHMS[algorithm];
    return alg === undefined ? [] : [{ alg, content: Buffer.from(digest, 'base64').toString('hex') }];
  });
  const scope: Scope = entry.dev === true ? 'excluded' : entry.optional === true || entry.devOptional === true ? 'optional' : 'required';
  return {
    type: path === '' ? 'application' : 'library', 'bom-ref': ref, ...(group === null ? {} : { group }), name, version: entry.version, ...(path === '' ? {} : { scope }),
    ...(hashes.length === 0 ? {} : { hashes }), ...(entry.license === undefined ? {} : { licenses: [/[\s()]/.test(entry.license) ? { expression: entry.license } : { license: { id: entry.license } }] }), purl: ref,
  };
}

/** Node.js looks beside the package, then in each folder above it; links lead to our own packages. */
function resolve(lock: LockFile, from: string, name: string): string | null {
  for (let at = from; ; at = at.includes('/node_modules/') ? at.slice(0, at.lastIndexOf('/node_modules/')) : '') {
    const path = `${at === '' ? '' : `${at}/`}node_modules/${name}`, entry = lock.packages[path];
    if (entry !== undefined) return entry.link === true ? entry.resolved ?? null : path;
    if (at === '') return null;
  }
}

/** RFC 9562, version 8 (of a hash of our own choosing): the same components, the same number. */
function uuidOf(components: readonly BomComponent[]): string {
  const hex = createHash('sha256').update(components.map(({ purl }) => purl).join('\n')).digest('hex').slice(0, 32).split('');
  hex[12] = '8';
  hex[16] = '89ab'[Number.parseInt(hex[16]!, 16) & 3]!;
  return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = `${JSON.stringify(sbomOf(JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as LockFile), null, 2)}\n`, file = process.argv[2];
  if (file === undefined) process.stdout.write(text);
  else writeFileSync(file, text);
}
