/** CISA's catalog of Known Exploited Vulnerabilities, as JSON or CSV (`known_exploited_vulnerabilities_schema.json`). */
import type { KnownExploited } from '@wardkeep/model';
import { asObject, type Json } from '../reading.ts';
import { counted, cveId, day, type JsonObject, kindOf, TEXT_LIMIT, token, utc, words } from '../csaf/bounded.ts';
import { AdvisoryRefusal, noNotes, type NoteSink } from '../csaf/refusal.ts';

export interface KevCatalog { readonly version: string | null; /** ISO 8601 in UTC. */ readonly releasedAt: string | null; readonly entries: readonly KnownExploited[] }

/** The catalog grew by 300 a year since 2021. */
const ENTRY_LIMIT = 200_000;

export function readKev(document: Json, note: NoteSink = noNotes): KevCatalog {
  const root = asObject(document), version = token(root?.['catalogVersion'], 60);
  if (root === null || version === null || !Array.isArray(root['vulnerabilities'])) throw new AdvisoryRefusal(
    'advisory-missing-field',
    `Expected catalogVersion and a list at /vulnerabilities; found ${kindOf(root?.['catalogVersion'])} and ${kindOf(root?.['vulnerabilities'])}.`,
    { path: '/vulnerabilities', found: kindOf(root?.['vulnerabilities']) },
  );
  return { version, releasedAt: utc(root['dateReleased']), entries: entriesOf(counted(root['vulnerabilities'], ENTRY_LIMIT, 'entries'), note) };
}

/** Columns of the CSV that are read; the others (`notes`, `cwes`, `vulnerabilityName`, `shortDescription`) may come and go. */
const COLUMNS = ['cveID', 'vendorProject', 'product', 'dateAdded'] as const;

/** `rows`: the cells of each line, the header first. */
export function readKevRows(rows: readonly (readonly string[])[], note: NoteSink = noNotes): KevCatalog {
  const header = (rows[0] ?? []).map((cell) => cell.replace(/^\ufeff/, '').trim()), missing = COLUMNS.filter((column) => !header.includes(column));
  if (missing.length > 0) throw new AdvisoryRefusal(
    'kev-header', `Expected the columns ${COLUMNS.join(', ')} in the first line; ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.`,
    { missing: missing.join(', ') },
  );
  return {
    version: null, releasedAt: null,
    entries: entriesOf(rows.slice(1, ENTRY_LIMIT + 1).map((cells) => Object.fromEntries(header.map((name, at) => [name, cells[at]]))), note),
  };
}

/** One entry a CVE: the first addition counts. */
function entriesOf(items: readonly JsonObject[], note: NoteSink): KnownExploited[] {
  const entries = new Map<string, KnownExploited>();
  let unreadable = 0;
  for (const item of items) {
    const cve = cveId(item['cveID']), addedOn = day(item['dateAdded']);
    if (cve === null || addedOn === null) { unreadable++; continue; }
    if (!entries.has(cve)) entries.set(cve, {
      cve, vendor: words(item['vendorProject'], 500) ?? '', product: words(item['product'], 500) ?? '', addedOn, dueOn: day(item['dueDate']),
      ransomware: item['knownRansomwareCampaignUse'] === 'Known', requiredAction: words(item['requiredAction'], TEXT_LIMIT),
    });
  }
  if (unreadable > 0) note({
    code: 'kev-entry', message: `${unreadable} of ${items.length} entries have no CVE id or no date and are left out.`,
    params: { count: unreadable, of: items.length },
  });
  return [...entries.values()];
}
