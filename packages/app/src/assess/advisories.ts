/** Advisories as a reader sees them: the list, one with its vulnerabilities, a vulnerability with all that name it. */
import type { Advisory, AdvisoryProduct, AdvisoryVulnerability, ProductStatus } from '@wardkeep/model';
import { type Cvss, parseCvss } from '@wardkeep/formats/cvss/parse';
import type { Tx } from '@wardkeep/store';
import { type AdvisoryListRow, readAdvisory, readAdvisoryPage, readNaming } from '@wardkeep/store/queries/advisories';
import { readAssessChanges, readFindingPage } from '@wardkeep/store/queries/findings';
import { readIntelligence, readKnownExploited, readPredictions } from '@wardkeep/store/queries/intelligence';
import type { AdvisoryPage, AdvisoryQuery, AdvisorySummary, AdvisoryView, AdvisoryVulnerabilityView, VulnerabilityView } from '../assess-views.ts';
import { AppError } from '../errors.ts';
import { iso } from '../time.ts';
import type { Message } from '../views.ts';
import { cursorOf, limitOf, readCursor, wordsOf } from './queries.ts';
import { type AdvisoryRef, formatRef, parseRef } from './refs.ts';
import { showFindingRow } from './show.ts';

/** Findings shown with an advisory or a vulnerability, worst first. */
const FINDINGS_SHOWN = 500;

export async function listAdvisories(tx: Tx, query: AdvisoryQuery): Promise<AdvisoryPage> {
  const limit = limitOf(query.limit), after = query.after === undefined ? null : readCursor(query.after, 'advisories');
  const { rows, total, all } = await readAdvisoryPage(tx, {
    words: wordsOf(query.q), show: query.show ?? 'all', after: after === null ? null : { released: after.key === null ? null : String(after.key), key: after.id }, limit: limit + 1,
  });
  const page = rows.slice(0, limit), last = page.at(-1);
  return { rows: page.map(showAdvisoryRow), total, all, next: rows.length > limit && last ? cursorOf('advisories', { key: last.released_at?.toISOString() ?? null, id: last.key }) : null };
}

export async function viewAdvisory(tx: Tx, id: string): Promise<AdvisoryView> {
  const ref = parseRef(id), full = await readAdvisory(tx, ref), summary = (await summariesOf(tx, [ref]))[0];
  if (!full || !summary) throw new AppError('advisory-not-found', { id });
  const advisory = full.content as Advisory;
  const changes = (await readAssessChanges(tx, { advisory: ref, limit: 200 })).filter((change) => change.code.startsWith('revision-'));
  return {
    ...summary, summary: advisory.summary, url: advisory.url, tlp: advisory.tlp, state: advisory.state, firstReleasedAt: advisory.firstReleasedAt, language: advisory.language, checked: full.checked,
    products: advisory.products.map(showProduct), vulnerabilities: await showVulnerabilities(tx, advisory),
    findings: (await readFindingPage(tx, { advisory: ref }, { sort: 'care', after: null, limit: FINDINGS_SHOWN })).rows.map(showFindingRow),
    warnings: full.warnings as Message[],
    revisions: changes.map((change) => { const params = change.params as Message['params']; return { revision: String(params['revision'] ?? ''), at: iso(change.at), alerted: Number(params['alerted'] ?? 0), why: { code: change.code, params } }; }),
  };
}

export async function viewVulnerability(tx: Tx, id: string): Promise<VulnerabilityView> {
  const naming = await readNaming(tx, id);
  if (naming.length === 0) throw new AppError('vulnerability-not-found', { id });
  const told: AdvisoryVulnerabilityView[] = [];
  for (const ref of naming.slice(0, 50)) {
    const advisory = (await readAdvisory(tx, ref))!.content as Advisory;
    told.push(...(await showVulnerabilities(tx, advisory, id)));
  }
  // Publishers tell the same flaw in different depth: the one with most to say comes first, the others stand behind their advisories.
  const best = told.reduce((a, b) => (weightOf(b) > weightOf(a) ? b : a));
  return {
    id, vulnerability: best, advisories: await summariesOf(tx, naming.slice(0, 500)),
    findings: (await readFindingPage(tx, { cve: id }, { sort: 'care', after: null, limit: FINDINGS_SHOWN })).rows.map(showFindingRow),
  };
}

const weightOf = ({ summary, scores, remediations }: AdvisoryVulnerabilityView) => (summary?.length ?? 0) + scores.length * 1000 + remediations.length * 100;

/** In the order asked for; what is not there is left out. */
export async function summariesOf(tx: Tx, refs: readonly AdvisoryRef[]): Promise<AdvisorySummary[]> {
  const { rows } = await readAdvisoryPage(tx, { words: [], show: 'all', after: null, limit: refs.length, keys: refs });
  const byRef = new Map(rows.map((row) => [formatRef(row), showAdvisoryRow(row)]));
  return refs.flatMap((ref) => byRef.get(formatRef(ref)) ?? []);
}

export function showAdvisoryRow(row: AdvisoryListRow): AdvisorySummary {
  return {
    id: formatRef(row), trackingId: row.tracking_id, format: row.format as AdvisorySummary['format'], title: row.title, publisher: row.publisher, revision: row.revision, releasedAt: row.released_at === null ? null : iso(row.released_at),
    scope: row.own ? 'institution' : 'region', cves: row.cves, baseScore: row.base_score, severity: row.severity as AdvisorySummary['severity'], exploited: row.exploited, epss: row.epss, affected: row.affected, cannotTell: row.cannot_tell,
  };
}

export function showProduct({ id, name, vendor, versions, identifiers }: AdvisoryProduct): AdvisoryView['products'][number] {
  const { cpes, purls, modelNumbers, serialNumbers, skus, udiDis } = identifiers;
  return { id, name, vendor, versions: versions.map((version) => version.text), identifiers: [...modelNumbers, ...serialNumbers, ...skus, ...udiDis, ...cpes, ...purls] };
}

/** What is said of each vulnerability, with what KEV and EPSS know of it. */
export async function showVulnerabilities(tx: Tx, advisory: Advisory, only?: string): Promise<AdvisoryVulnerabilityView[]> {
  const shown = advisory.vulnerabilities.filter((each) => only === undefined || nameOf(each) === only || each.cve === only || each.ids.includes(only));
  const cves = shown.flatMap((each) => each.cve ?? []), exploited = await readKnownExploited(tx, cves), predicted = await readPredictions(tx, cves), { epss } = await readIntelligence(tx);
  return shown.map((each) => {
    const known = each.cve === null ? undefined : exploited.get(each.cve), prediction = each.cve === null ? undefined : predicted.get(each.cve);
    return {
      id: nameOf(each), title: each.title, summary: each.summary, cwes: each.cwes,
      scores: each.scores.map((score) => { const cvss = scored(score.vector); return { ...score, version: cvss?.version ?? '', recomputed: cvss?.baseScore ?? null, severity: cvss?.severity ?? null }; }),
      exploited: known ? { addedOn: known.addedOn, dueOn: known.dueOn, ransomware: known.ransomware, requiredAction: known.requiredAction } : null,
      epss: prediction ? { probability: prediction.probability, percentile: prediction.percentile, day: epss.day ?? '' } : null,
      status: Object.entries(each.status).map(([status, products]) => ({ status: status as ProductStatus, products })), remediations: each.remediations,
    };
  });
}

/** Its CVE, else the first other identifier, else its title. */
export function nameOf({ cve, ids, title }: Pick<AdvisoryVulnerability, 'cve' | 'ids' | 'title'>): string { return cve ?? ids[0] ?? title ?? '—'; }

export function scored(vector: string): Cvss | null {
  const cvss = parseCvss(vector);
  return 'error' in cvss ? null : cvss;
}

/** Highest recomputed base score over all its vulnerabilities. */
export function worstScore(vulnerabilities: readonly Pick<AdvisoryVulnerability, 'scores'>[]): Cvss | null {
  let worst: Cvss | null = null;
  for (const { scores } of vulnerabilities) for (const { vector } of scores) { const cvss = scored(vector); if (cvss && (worst === null || cvss.baseScore > worst.baseScore)) worst = cvss; }
  return worst;
}
