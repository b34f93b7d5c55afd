/** NVD CVE API 2.0 (`/rest/json/cves/2.0`): a page of results → advisories, and what CISA's catalog says of them (`cisa…` fields). */
import type { Advisory, AdvisoryScore, KnownExploited } from '@wardkeep/model';
import { asObject, type Json } from '../reading.ts';
import { BARE_VULNERABILITY, counted, cveId, cweId, day, type JsonObject, kindOf, number, objects, TEXT_LIMIT, token, utc, VULNERABILITY_LIMIT, words } from '../csaf/bounded.ts';
import { AdvisoryRefusal, noNotes, type NoteSink } from '../csaf/refusal.ts';
import { cpeFormula } from './configurations.ts';

/** `refused`: entries of the page that cannot be used; the others are read all the same. */
export interface NvdPage { readonly advisories: readonly Advisory[]; readonly knownExploited: readonly KnownExploited[]; readonly refused: readonly AdvisoryRefusal[] }

export function readNvd(document: Json, note: NoteSink = noNotes): NvdPage {
  const root = asObject(document), version = token(root?.['version'], 40);
  if (root?.['format'] !== 'NVD_CVE' || version !== '2.0') throw new AdvisoryRefusal(
    'advisory-format-version', `The document says ${token(root?.['format'], 40) ?? 'nothing'} ${version ?? ''}`.trimEnd() + '; accepted is NVD_CVE 2.0.',
    { format: 'NVD', found: version ?? '', accepted: '2.0' },
  );
  const advisories: Advisory[] = [], knownExploited: KnownExploited[] = [], refused: AdvisoryRefusal[] = [];
  for (const [at, item] of counted(root['vulnerabilities'], VULNERABILITY_LIMIT, 'vulnerabilities').entries()) {
    try {
      const cve = asObject(item['cve']), advisory = readNvdCve(cve, at, note), listed = knownOf(cve!, advisory);
      advisories.push(advisory);
      if (listed !== null) knownExploited.push(listed);
    } catch (error) {
      if (!(error instanceof AdvisoryRefusal)) throw error;
      refused.push(error);
    }
  }
  return { advisories, knownExploited, refused };
}

function readNvdCve(cve: JsonObject | null, at: number, note: NoteSink): Advisory {
  const id = cveId(cve?.['id']), path = `/vulnerabilities/${at}/cve/id`;
  if (cve === null || id === null) throw new AdvisoryRefusal(
    'advisory-missing-field', `Expected a CVE id at ${path}; found ${kindOf(cve?.['id'])}.`, { path, found: kindOf(cve?.['id']) },
  );
  const { products, vulnerable, applies } = cpeFormula(counted(cve['configurations'], 10_000, 'configurations'), 'cpe', note);
  const summary = description(cve['descriptions']), modified = utc(cve['lastModified']), rejected = cve['vulnStatus'] === 'Rejected';
  return {
    id, format: 'nvd-2', title: words(cve['cisaVulnerabilityName']) ?? id, publisher: 'NVD', namespace: 'https://nvd.nist.gov/', revision: modified ?? '',
    state: rejected ? 'withdrawn' : 'final',
    firstReleasedAt: utc(cve['published']), releasedAt: modified ?? utc(cve['published']), language: 'en', tlp: null,
    url: `https://nvd.nist.gov/vuln/detail/${id}`, summary, products,
    vulnerabilities: rejected ? [] : [{
      ...BARE_VULNERABILITY, cve: id, title: words(cve['cisaVulnerabilityName']), summary, status: vulnerable.length === 0 ? {} : { known_affected: vulnerable }, applies,
      cwes: [...new Set(objects(cve['weaknesses']).flatMap((weakness) => objects(weakness['description'])).flatMap((text) => cweId(text['value']) ?? []))].map((cwe) => ({ id: cwe, name: null })),
      scores: scoresOf(asObject(cve['metrics']), vulnerable),
      remediations: objects(cve['vendorComments']).flatMap((comment) => {
        const details = words(comment['comment'], TEXT_LIMIT);
        return details === null ? [] : [{ kind: 'mitigation' as const, details, url: null, products: vulnerable }];
      }),
    }],
  };
}

const description = (texts: Json): string | null => {
  const entries = objects(texts);
  return words((entries.find((entry) => entry['lang'] === 'en') ?? entries[0])?.['value'], TEXT_LIMIT);
};

/** NVD's own assessment before those of others, the newest scheme first; the same vector once. */
function scoresOf(metrics: JsonObject | null, products: readonly string[]): AdvisoryScore[] {
  const scores = new Map<string, AdvisoryScore>();
  for (const scheme of ['cvssMetricV40', 'cvssMetricV31', 'cvssMetricV30', 'cvssMetricV2']) {
    const entries = objects(metrics?.[scheme]);
    for (const entry of [...entries.filter((one) => one['type'] === 'Primary'), ...entries]) {
      const data = asObject(entry['cvssData']), vector = token(data?.['vectorString'], 500);
      if (vector !== null && !scores.has(vector)) scores.set(vector, { vector, baseScore: number(data?.['baseScore']), products });
    }
  }
  return [...scores.values()];
}

/** The API repeats the catalog without its vendor, product and ransomware use: a catalog that is at hand goes before. */
function knownOf(cve: JsonObject, advisory: Advisory): KnownExploited | null {
  const addedOn = day(cve['cisaExploitAdd']), product = advisory.products[0];
  return addedOn === null
    ? null
    : {
      cve: advisory.id, vendor: product?.vendor ?? '', product: product?.path[0]?.name ?? words(cve['cisaVulnerabilityName']) ?? '', addedOn,
      dueOn: day(cve['cisaActionDue']), ransomware: false, requiredAction: words(cve['cisaRequiredAction'], TEXT_LIMIT),
    };
}
