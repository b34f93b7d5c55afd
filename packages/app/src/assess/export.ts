/**
 * Findings on their way out. CSV holds every pair with its state and reasons, what is not affected included: the answer to "did you look at this?".
 * VEX in three formats says, by vulnerability, what a person or the machine holds true.
 */
import type { Advisory, AssessReason, Finding, FindingStatus } from '@wardkeep/model';
import { csvCell } from '@wardkeep/formats/csv-cell';
import { newId, type Store } from '@wardkeep/store';
import { readAdvisory } from '@wardkeep/store/queries/advisories';
import { type FindingFull, type FindingListRow, readFindingPage, readFindingsById, readNotListed } from '@wardkeep/store/queries/findings';
import type { FindingQuery } from '../assess-views.ts';
import type { Actor } from '../views.ts';
import type { FindingDetail } from './assessing.ts';
import { filterOf } from './findings.ts';
import { parseRef } from './refs.ts';

const PAGE = 200, NOT_LISTED = 20_000;

export interface ExportingFindings { readonly store: Store; readonly actor: Actor; readonly now: Date }
interface Row { readonly listed: FindingListRow; readonly finding: Finding; readonly detail: FindingDetail }

export function exportFindings(on: ExportingFindings, format: 'csv' | 'vex' | 'csaf' | 'openvex', query: FindingQuery): AsyncGenerator<string> {
  return { csv: exportCsv, vex: exportCycloneDx, csaf: exportCsaf, openvex: exportOpenVex }[format](on, query);
}

async function* rowsOf({ store, actor }: ExportingFindings, query: FindingQuery): AsyncGenerator<Row[]> {
  const filter = filterOf({ ...query, state: query.state ?? 'all' });
  let after: { key: string | number | null; id: string } | null = null;
  for (;;) {
    const page: { listed: (FindingListRow & { key: string | number | null })[]; rows: Row[] } = await store.transaction({ institutionId: actor.institutionId }, async (tx) => {
      const listed = (await readFindingPage(tx, filter, { sort: 'care', after, limit: PAGE })).rows, full = new Map((await readFindingsById(tx, listed.map((row) => row.id))).map((row) => [row.id, row]));
      return { listed, rows: listed.map((row) => { const detail = (full.get(row.id) as FindingFull).detail as FindingDetail; return { listed: row, finding: detail.finding, detail }; }) };
    });
    if (page.rows.length > 0) yield page.rows;
    const last = page.listed.at(-1);
    if (!last || page.listed.length < PAGE) return;
    after = { key: last.key, id: last.id };
  }
}

const HEADER = ['device', 'zone', 'vendor', 'product', 'version', 'advisory', 'title', 'vulnerabilities', 'machine', 'score', 'state', 'remediation', 'care_hours_at_risk', 'base_score', 'epss', 'kev', 'ssvc', 'assignee', 'due_on', 'reasons'];

async function* exportCsv(on: ExportingFindings, query: FindingQuery): AsyncGenerator<string> {
  yield `\ufeff${HEADER.join(',')}\r\n`;
  for await (const rows of rowsOf(on, query)) {
    yield rows.map(({ listed, detail }) => line([
      listed.asset_name ?? listed.asset_id, listed.zone, listed.vendor, listed.product ?? listed.model, listed.version, listed.tracking_id ?? listed.advisory_key, listed.advisory_title, listed.cves.join(' '), listed.verdict, listed.score.toFixed(2), listed.state, listed.remediation,
      listed.hours.toFixed(1), listed.base_score, listed.epss, listed.exploited ? 'yes' : 'no', listed.ssvc, listed.assignee, listed.due_on, wordsOf(detail.pair?.reasons ?? []),
    ])).join('');
  }
  const left = await on.store.transaction({ institutionId: on.actor.institutionId }, (tx) => readNotListed(tx, [], NOT_LISTED));
  for (let from = 0; from < left.rows.length; from += PAGE) {
    yield left.rows.slice(from, from + PAGE).map((row) => line([
      row.asset_name ?? row.asset_id, null, null, null, null, row.tracking_id ?? row.advisory_key, row.advisory_title, null, 'not_affected', row.score.toFixed(2), 'not_listed', null, null, null, null, null, null, null, null, wordsOf((row.detail as { reasons: readonly AssessReason[] }).reasons),
    ])).join('');
  }
}

/** Both sides' own words, reason by reason. */
function wordsOf(reasons: readonly AssessReason[]): string {
  return reasons.map(({ code, asset, advisory }) => `${code}: ${[asset === null ? null : `"${asset}"`, advisory === null ? null : `"${advisory}"`].filter((part) => part !== null).join(' / ')}`).join('; ');
}

function line(cells: readonly (string | number | null | undefined)[]): string { return `${cells.map((cell) => csvCell(cell === null || cell === undefined ? '' : String(cell))).join(',')}\r\n`; }

// ---- VEX

/** CycloneDX 1.6, "analysis". A risk that is borne is exploitable all the same. */
const CYCLONEDX_STATE: Readonly<Record<FindingStatus, string>> = { known_affected: 'exploitable', known_not_affected: 'not_affected', fixed: 'resolved', under_investigation: 'in_triage' };
const OPENVEX_STATUS: Readonly<Record<FindingStatus, string>> = { known_affected: 'affected', known_not_affected: 'not_affected', fixed: 'fixed', under_investigation: 'under_investigation' };

/** A finding's own decision speaks for all its vulnerabilities; without one each has the status that the machine read. */
function statusesOf({ decision, status, vulnerabilities }: Finding): readonly { id: string; status: FindingStatus }[] {
  return decision === null ? vulnerabilities : vulnerabilities.map(({ id }) => ({ id, status }));
}

async function* exportCycloneDx(on: ExportingFindings, query: FindingQuery): AsyncGenerator<string> {
  const components = new Map<string, object>();
  yield `{"bomFormat":"CycloneDX","specVersion":"1.6","serialNumber":"urn:uuid:${newId(on.now.getTime())}","version":1,"metadata":{"timestamp":${JSON.stringify(on.now.toISOString())},"tools":{"components":[{"type":"application","name":"Wardkeep"}]}},"vulnerabilities":[`;
  let separator = '\n';
  for await (const rows of rowsOf(on, query)) {
    let piece = '';
    for (const { listed, finding } of rows) {
      components.set(finding.assetId, { type: 'device', 'bom-ref': finding.assetId, name: listed.product ?? listed.model ?? listed.asset_name ?? finding.assetId, ...(listed.version ? { version: listed.version } : {}), ...(listed.vendor ? { manufacturer: { name: listed.vendor } } : {}) });
      for (const { id, status } of statusesOf(finding)) {
        const rating = listed.base_score === null ? {} : { ratings: [{ score: listed.base_score, method: 'other' }] };
        piece += separator + JSON.stringify({ id, advisories: [{ title: listed.tracking_id ?? listed.advisory_key }], ...rating, analysis: { state: CYCLONEDX_STATE[status], detail: listed.state, lastUpdated: finding.changedAt }, affects: [{ ref: finding.assetId }] });
        separator = ',\n';
      }
    }
    yield piece;
  }
  yield `\n],"components":[${[...components.values()].map((component) => JSON.stringify(component)).join(',\n')}]}\n`;
}

async function* exportOpenVex(on: ExportingFindings, query: FindingQuery): AsyncGenerator<string> {
  yield `{"@context":"https://openvex.dev/ns/v0.2.0","@id":"urn:uuid:${newId(on.now.getTime())}","author":"Wardkeep","timestamp":${JSON.stringify(on.now.toISOString())},"version":1,"statements":[`;
  let separator = '\n';
  for await (const rows of rowsOf(on, query)) {
    let piece = '';
    for (const { finding } of rows) for (const { id, status } of statusesOf(finding)) {
      const state = OPENVEX_STATUS[status];
      piece += separator + JSON.stringify({
        vulnerability: { name: id }, products: [{ '@id': `urn:wardkeep:asset:${finding.assetId}` }], status: state, timestamp: finding.changedAt,
        ...(state === 'not_affected' ? { impact_statement: 'Assessed by the institution; see its record of findings.' } : {}), ...(state === 'affected' ? { action_statement: 'See the advisory\'s remediation.' } : {}),
      });
      separator = ',\n';
    }
    yield piece;
  }
  yield '\n]}\n';
}

/** CSAF 2.0, profile 5 (VEX). One document needs every product in its tree before the vulnerabilities, so it is held together. */
async function* exportCsaf(on: ExportingFindings, query: FindingQuery): AsyncGenerator<string> {
  const products = new Map<string, string>(), byVulnerability = new Map<string, Map<FindingStatus, Set<string>>>(), actions = new Map<string, Map<string, Set<string>>>(), at = on.now.toISOString();
  const advisories = new Map<string, Advisory | null>();
  for await (const rows of rowsOf(on, query)) for (const { listed, finding } of rows) {
    products.set(finding.assetId, [listed.vendor, listed.product ?? listed.model, listed.version, `(${listed.asset_name ?? finding.assetId})`].filter(Boolean).join(' '));
    if (!advisories.has(finding.advisory)) advisories.set(finding.advisory, await on.store.transaction({ institutionId: on.actor.institutionId }, async (tx) => (await readAdvisory(tx, parseRef(finding.advisory)))?.content as Advisory | undefined) ?? null);
    for (const { id, status } of statusesOf(finding)) {
      add(nested(byVulnerability, id), status, finding.assetId);
      if (status === 'known_affected') for (const text of actionsOf(advisories.get(finding.advisory) ?? null, id)) add(nested(actions, id), text, finding.assetId);
    }
  }
  yield `${JSON.stringify({
    document: {
      category: 'csaf_vex', csaf_version: '2.0', title: 'Findings of an institution', publisher: { category: 'user', name: 'Wardkeep', namespace: 'https://wardkeep.example' },
      tracking: { id: `WK-VEX-${at.slice(0, 10)}`, status: 'final', version: '1', initial_release_date: at, current_release_date: at, revision_history: [{ number: '1', date: at, summary: 'Export' }] },
    },
    product_tree: { full_product_names: [...products].map(([product_id, name]) => ({ product_id, name })) },
    vulnerabilities: [...byVulnerability].map(([id, statuses]) => ({
      ...(/^CVE-\d{4}-\d{4,}$/.test(id) ? { cve: id } : { ids: [{ system_name: 'publisher', text: id }] }), notes: [{ category: 'description', text: id }],
      product_status: Object.fromEntries([...statuses].map(([status, ids]) => [status, [...ids]])),
      // 4.5: what is affected needs an action, what is not needs a reason.
      remediations: [...actions.get(id) ?? []].map(([details, ids]) => ({ category: 'mitigation', details, product_ids: [...ids] })),
      threats: statuses.has('known_not_affected') ? [{ category: 'impact', details: 'Assessed by the institution; see its record of findings.', product_ids: [...statuses.get('known_not_affected')!] }] : [],
    })),
  }, null, 1)}\n`;
}

const NO_ACTION = 'The publisher names no remediation.';
function actionsOf(advisory: Advisory | null, id: string): string[] {
  const told = advisory?.vulnerabilities.filter((each) => each.cve === id || each.ids.includes(id)).flatMap((each) => each.remediations.map((remediation) => remediation.details)) ?? [];
  return told.length > 0 ? [...new Set(told)].slice(0, 10) : [NO_ACTION];
}

function nested<K, A, B>(map: Map<K, Map<A, B>>, key: K): Map<A, B> { let inner = map.get(key); if (!inner) map.set(key, inner = new Map()); return inner; }
function add<K, V>(map: Map<K, Set<V>>, key: K, value: V): void { const set = map.get(key); if (set) set.add(value); else map.set(key, new Set([value])); }
