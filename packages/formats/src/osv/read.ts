/** OSV (ossf.github.io/osv-schema, 1.x): one entry → {@link Advisory} with one vulnerability. Credits name people and are stepped over. */
import type { Advisory, AdvisoryProduct, AdvisoryScore, VersionStatement } from '@wardkeep/model';
import { asArray, asObject, type Json } from '../reading.ts';
import {
  BARE_VULNERABILITY, counted, cveId, cweId, type JsonObject, link, list, NO_IDENTIFIERS, objects, PRODUCT_LIMIT, required, TEXT_LIMIT, token, tokens, utc,
  words,
} from '../csaf/bounded.ts';
import { AdvisoryRefusal } from '../csaf/refusal.ts';
import { inOrder, versOf } from '../csaf/vers-text.ts';

/** Ecosystems (OSV, "Defined Ecosystems"; a suffix `:22.04` names a release) → VERS scheme and purl type with its namespace. */
const ECOSYSTEMS: Readonly<Record<string, { readonly scheme: string; readonly purl: string | null }>> = {
  npm: { scheme: 'npm', purl: 'npm' }, PyPI: { scheme: 'pypi', purl: 'pypi' }, Maven: { scheme: 'maven', purl: 'maven' },
  RubyGems: { scheme: 'gem', purl: 'gem' }, NuGet: { scheme: 'nuget', purl: 'nuget' },
  Go: { scheme: 'golang', purl: 'golang' }, 'crates.io': { scheme: 'cargo', purl: 'cargo' }, Packagist: { scheme: 'composer', purl: 'composer' },
  Hex: { scheme: 'hex', purl: 'hex' }, Pub: { scheme: 'pub', purl: 'pub' },
  Debian: { scheme: 'deb', purl: 'deb/debian' }, Ubuntu: { scheme: 'deb', purl: 'deb/ubuntu' }, Alpine: { scheme: 'apk', purl: 'apk/alpine' },
  Wolfi: { scheme: 'apk', purl: 'apk/wolfi' }, Chainguard: { scheme: 'apk', purl: 'apk/chainguard' },
  'Red Hat': { scheme: 'rpm', purl: 'rpm/redhat' }, 'Rocky Linux': { scheme: 'rpm', purl: 'rpm/rocky-linux' },
  AlmaLinux: { scheme: 'rpm', purl: 'rpm/almalinux' }, SUSE: { scheme: 'rpm', purl: 'rpm/suse' }, openSUSE: { scheme: 'rpm', purl: 'rpm/opensuse' },
};
const ecosystemOf = (name: string): { readonly scheme: string; readonly purl: string | null } => {
  const base = name.split(':', 1)[0]!;
  return Object.hasOwn(ECOSYSTEMS, base) ? ECOSYSTEMS[base]! : { scheme: 'generic', purl: null };
};

/** Reads parsed JSON. Throws an {@link AdvisoryRefusal} when it has no id or no time of change. */
export function readOsv(document: Json): Advisory {
  const root = asObject(document);
  if (root === null) throw new AdvisoryRefusal('advisory-missing-field', 'Expected an object; found none.', { path: '/', found: 'none' });
  const id = required(root['id'], '/id', 200), modified = utc(required(root['modified'], '/modified', 60)), version = token(root['schema_version'], 20);
  if (version !== null && !version.startsWith('1.')) throw new AdvisoryRefusal(
    'advisory-format-version', `The document says OSV "${version}"; accepted are 1.x.`, { format: 'OSV', found: version, accepted: '1.x' },
  );
  // Commits of a repository without a package name no product.
  const entries = counted(root['affected'], PRODUCT_LIMIT, 'affected packages').filter((entry) => words(asObject(entry['package'])?.['name']) !== null || token(asObject(entry['package'])?.['purl']) !== null);
  const products = entries.map((entry, at) => productOf(entry, `affected-${at + 1}`)), everyone = Object.freeze(products.map((product) => product.id));
  const names = [id, ...tokens(root['aliases'])], cve = names.map(cveId).find((one) => one !== null) ?? null;
  const references = objects(root['references']);
  const advisoryUrl = references.filter((reference) => reference['type'] === 'ADVISORY').flatMap((reference) => link(reference['url']) ?? [])[0];
  return {
    id, format: 'osv', title: words(root['summary']) ?? id, publisher: 'OSV', namespace: 'https://osv.dev/', revision: modified ?? '',
    state: utc(root['withdrawn']) === null ? 'final' : 'withdrawn',
    firstReleasedAt: utc(root['published']), releasedAt: modified, language: null, tlp: null,
    url: advisoryUrl ?? `https://osv.dev/vulnerability/${encodeURIComponent(id)}`, summary: words(root['details'], TEXT_LIMIT), products,
    vulnerabilities: [{
      ...BARE_VULNERABILITY, cve, ids: names.filter((name) => cveId(name) !== cve || cve === null), title: words(root['summary']),
      summary: words(root['details'], TEXT_LIMIT) ?? words(root['summary']),
      cwes: tokens(asObject(root['database_specific'])?.['cwe_ids']).flatMap((text) => cweId(text) ?? []).map((cwe) => ({ id: cwe, name: null })),
      status: everyone.length === 0 ? {} : { known_affected: everyone },
      scores: [...scoresOf(root['severity'], everyone), ...entries.flatMap((entry, at) => scoresOf(entry['severity'], [products[at]!.id]))],
      remediations: entries.flatMap((entry, at) => { const fixes = fixesOf(entry); return fixes.length === 0
        ? []
        : [{ kind: 'vendor_fix' as const, details: `Fixed in ${fixes.join(', ')}.`, url: null, products: [products[at]!.id] }]; }),
    }],
  };
}

function productOf(entry: JsonObject, id: string): AdvisoryProduct {
  const pack = asObject(entry['package']), name = words(pack?.['name']), ecosystem = token(pack?.['ecosystem'], 200) ?? '';
  const purl = token(pack?.['purl']) ?? (name === null ? null : purlOf(ecosystem, name.trim()));
  return {
    id, name: [name ?? purl!, ecosystem === '' ? '' : `(${ecosystem})`].join(' ').trim(), vendor: null, path: name === null ? [] : [{ category: 'product', name }],
    versions: versionsOf(entry, ecosystemOf(ecosystem).scheme), identifiers: { ...NO_IDENTIFIERS, purls: purl === null ? [] : [purl] }, combination: null,
  };
}

/** OSV gives the purl of most packages; for the others the type and namespace follow from the ecosystem (purl types: Maven `group:artifact`, Go and npm paths). */
function purlOf(ecosystem: string, name: string): string | null {
  const { purl } = ecosystemOf(ecosystem);
  return purl === null
    ? null
    : `pkg:${purl}/${(purl === 'maven' ? name.replace(':', '/') : purl === 'pypi' ? name.toLowerCase().replaceAll('_', '-') : name).split('/').map(encodeURIComponent).join('/')}`;
}

/** Affected is what any range covers or `versions` lists ("Evaluation"). Commits (GIT ranges) are no versions of a product and count only where there is nothing else. */
function versionsOf(entry: JsonObject, scheme: string): VersionStatement[] {
  const ranges = objects(entry['ranges']);
  const versions = ranges.filter((range) => range['type'] !== 'GIT').flatMap((range) => intervals(range, range['type'] === 'SEMVER' && scheme === 'generic' ? 'semver' : scheme));
  const said = [...versions, ...tokens(entry['versions']).map((text): VersionStatement => ({ kind: 'version', text }))];
  return said.length > 0 ? said : ranges.filter((range) => range['type'] === 'GIT').flatMap((range) => intervals(range, 'git'));
}

const EVENTS = ['introduced', 'fixed', 'last_affected', 'limit'] as const;
interface Event { readonly kind: (typeof EVENTS)[number]; readonly version: string }

function eventsOf(range: JsonObject): Event[] {
  return inOrder(list(range['events']).flatMap((event) => EVENTS.flatMap((kind) => {
    const version = token(asObject(event)?.[kind]);
    return version === null ? [] : [{ kind, version }];
  })), (event) => event.version);
}

/** Intervals that the events open and close; `introduced: 0` is before every version, `limit: *` after. */
function intervals(range: JsonObject, scheme: string): VersionStatement[] {
  const statements: VersionStatement[] = [];
  let open: Event | null = null;
  for (const event of eventsOf(range)) {
    if (event.kind === 'introduced') open ??= event;
    else if (open !== null) {
      if (event.kind === 'limit' && event.version === '*') continue;
      statements.push(versOf(scheme, { from: open.version === '0' ? null : open.version, to: event.version, toIncluded: event.kind === 'last_affected' }));
      open = null;
    }
  }
  if (open !== null) statements.push(versOf(scheme, { from: open.version === '0' ? null : open.version, to: null }));
  return statements;
}

const fixesOf = (entry: JsonObject): string[] => [...new Set(objects(entry['ranges']).filter((range) => range['type'] !== 'GIT').flatMap(eventsOf).filter((event) => event.kind === 'fixed').map((event) => event.version))].slice(0, 100);

/** `severity[].score` is a vector for the CVSS types; other types (`Ubuntu`) are words without a scale. */
function scoresOf(severity: Json, products: readonly string[]): AdvisoryScore[] {
  return asArray(severity).slice(0, 100).flatMap((item) => { const entry = asObject(item), vector = token(entry?.['score'], 500); return vector === null || !/^CVSS_V[234]$/.test(token(entry?.['type'], 20) ?? '')
    ? []
    : [{ vector, baseScore: null, products }]; });
}
