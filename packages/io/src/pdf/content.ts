/** Everything that the PDF says, as the template sets it: words chosen, numbers and dates in the reader's notation, texts made harmless. */
import type { Coverage } from './coverage.ts';
import { pdfFormat, type PdfFormat } from './format.ts';
import type { FindingsPdfInput, PdfFinding, PdfLanguage, PdfState } from './input.ts';
import { Text, UNPRINTABLE } from './text.ts';
import { COLUMNS, EXPLANATIONS, type Explanation, PDF_WORDS, type PdfWords, type Plural, type Severity } from './words.ts';

export interface Piece { readonly text: string; readonly firm: boolean }
export type Shape = 'affected' | 'cannot_tell' | 'not_affected';

export interface PdfRow {
  readonly device: string; readonly product: string; readonly version: string;
  readonly advisory: string; readonly title: string; readonly cves: string;
  readonly shape: Shape; readonly verdict: string; readonly match: string;
  readonly hours: string; readonly assumed: string | null;
  readonly severity: string; readonly firm: boolean; readonly exploited: string | null; readonly epss: string;
  readonly state: string; readonly remediation: string | null; readonly due: string; readonly overdue: string | null; readonly assignee: string;
}
export interface PdfWard { readonly name: string; readonly sum: string; readonly rows: readonly PdfRow[] }
export interface PdfContent {
  readonly language: PdfLanguage; readonly region: string; readonly title: string; readonly subject: string; readonly institution: string; readonly made: string; readonly page: string;
  /** UTC: year, month, day, hour, minute, second. */
  readonly date: readonly [number, number, number, number, number, number];
  readonly headline: readonly Piece[]; readonly guide: string | null;
  readonly columns: readonly string[]; readonly wards: readonly PdfWard[];
  readonly legend: string; readonly explanations: readonly { readonly mark: Shape | 'assumed' | null; readonly term: string; readonly text: string }[];
}

/** Room of each place in small letters, at its size. */
const FIT = { wide: 100, device: 21, product: 26, advisory: 28, assignee: 12 } as const;
/** More than fit into a line are one and a count. */
const CVES_SHOWN = 2;
const NAMELESS = '–';
const SETTLED: ReadonlySet<PdfState> = new Set(['known_not_affected', 'fixed', 'gone']);

export function findingsContent({ page, institution, at, language, fleet }: FindingsPdfInput, has: Coverage): PdfContent {
  const made = new Date(at);
  if (Number.isNaN(made.getTime())) throw new Error(`PDF of findings: expected the time of making as ISO 8601, found "${at}".`);
  const words = PDF_WORDS[language], format = pdfFormat(words.tag), text = new Text(has), name = text.plain(institution), madeOn = format.dateTime(made), today = made.toISOString().slice(0, 10);
  const wards = byWard(page.rows).map(([zone, rows]) => wardOf(zone, rows, { words, format, text, today }));
  return {
    language, region: words.tag.slice(-2), title: [words.title, name, madeOn].filter((part) => part !== '').join(' · '), subject: words.title, institution: name, made: fill(words.made, { at: madeOn }), page: words.page,
    date: [made.getUTCFullYear(), made.getUTCMonth() + 1, made.getUTCDate(), made.getUTCHours(), made.getUTCMinutes(), made.getUTCSeconds()],
    headline: pieces(headline(page, fleet, words, format)), guide: wards.length === 0 ? null : words.guide, columns: COLUMNS.map((column) => words.columns[column]), wards,
    legend: words.legend, explanations: [
      ...EXPLANATIONS.map((of) => ({ mark: markOf(of), ...words.explain[of] })), ...(text.replaced ? [{ mark: null, term: UNPRINTABLE, text: words.unprintable }] : []),
    ],
  };
}

interface Setting { readonly words: PdfWords; readonly format: PdfFormat; readonly text: Text; readonly today: string }

/** Wards in the order of their first finding: the order that was asked for stays. What has no ward comes last. */
function byWard(rows: readonly PdfFinding[]): [string | null, PdfFinding[]][] {
  const wards = new Map<string | null, PdfFinding[]>();
  for (const row of rows) {
    const ward = wards.get(row.zone);
    if (ward) ward.push(row); else wards.set(row.zone, [row]);
  }
  return [...wards].sort(([a], [b]) => Number(a === null) - Number(b === null));
}

function wardOf(zone: string | null, rows: readonly PdfFinding[], setting: Setting): PdfWard {
  const { words, format, text } = setting, hours = rows.reduce((sum, row) => sum + row.hoursAtRisk, 0);
  return {
    name: text.line(zone ?? '', FIT.wide) || words.noWard,
    sum: [counted(words.ward.findings, rows.length, format), counted(words.ward.devices, new Set(rows.map((row) => row.assetId)).size, format), `${format.hours(hours)}\u00a0h`].join(' · '),
    rows: rows.map((row) => rowOf(row, setting)),
  };
}

function rowOf(row: PdfFinding, { words, format, text, today }: Setting): PdfRow {
  const { cell } = words, level = row.baseScore === null ? null : severityOf(row.baseScore), cves = row.cves.length > CVES_SHOWN ? row.cves.slice(0, 1) : row.cves, version = text.line(row.version ?? '', FIT.product);
  return {
    device: text.line(row.assetName, FIT.device) || NAMELESS, product: text.line(`${row.vendor ?? ''} ${row.product ?? ''}`, FIT.product) || cell.noProduct, version: version === '' ? cell.noVersion : fill(cell.version, { version }),
    advisory: text.line(row.trackingId, FIT.advisory), title: row.advisoryTitle === row.trackingId ? '' : text.line(row.advisoryTitle, FIT.advisory),
    cves: cves.map((cve) => text.line(cve, FIT.advisory)).join(', ') + (cves === row.cves ? '' : ` ${fill(cell.more, { n: format.count(row.cves.length - cves.length) })}`),
    shape: row.verdict, verdict: words.verdict[row.verdict], match: fill(cell.match, { score: format.score(row.score) }),
    hours: `${format.hours(row.hoursAtRisk)}\u00a0h`, assumed: row.assumed ? cell.assumed : null,
    severity: level === null ? cell.noScore : `${format.cvss(row.baseScore!)} ${words.severity[level]}`, firm: level === 'critical' || level === 'high', exploited: row.exploited ? cell.exploited : null, epss: row.epss === null ? cell.noEpss : fill(cell.epss, { share: format.share(row.epss) }),
    state: words.state[row.state], remediation: SETTLED.has(row.state) ? null : words.remediation[row.remediation],
    due: row.dueOn === null ? cell.noDue : format.day(row.dueOn) ?? text.line(row.dueOn, FIT.assignee), overdue: row.dueOn !== null && row.dueOn < today && !SETTLED.has(row.state) && row.remediation !== 'done' ? cell.overdue : null,
    assignee: text.line(row.assignee ?? '', FIT.assignee) || cell.nobody,
  };
}

/** CVSS 3.1, section 5: qualitative severity rating scale; 4.0 has the same. */
const severityOf = (score: number): Severity => score >= 9 ? 'critical' : score >= 7 ? 'high' : score >= 4 ? 'medium' : score > 0 ? 'low' : 'none';

const markOf = (of: Explanation): Shape | 'assumed' | null => of === 'affected' || of === 'cannot_tell' || of === 'not_affected' || of === 'assumed' ? of : null;

/** The answer in one or two sentences. Devices are counted by what stands, a person's word before the machine's, and only where all findings are listed. */
function headline(page: FindingsPdfInput['page'], fleet: number | undefined, { headline: say }: PdfWords, format: PdfFormat): string {
  if (page.total === 0) return say.nothing;
  // The plural follows what is read, not what was computed: 0.96 hours are read as 1.
  const shownHours = page.hours >= 10 ? Math.round(page.hours) : Math.round(page.hours * 10) / 10, hours = page.hours > 0 ? ` ${fill(say.hours[format.plural(shownHours)], { n: format.hours(page.hours) })}` : '';
  if (page.total > page.rows.length) return `${fill(say.findings[format.plural(page.devices)], { n: format.count(page.total), devices: format.count(page.devices) })}${fill(say.firstListed, { n: format.count(page.rows.length) })}.${hours}`;
  const affected = new Set(page.rows.filter((row) => standing(row) === 'affected').map((row) => row.assetId)), open = new Set(page.rows.filter((row) => standing(row) === 'cannot_tell' && !affected.has(row.assetId)).map((row) => row.assetId));
  const first = affected.size === 0 ? say.noneAffected : fill((fleet === undefined ? say.affected : say.affectedOf)[format.plural(affected.size)], { n: format.count(affected.size), fleet: format.count(fleet ?? 0) });
  return `${first}${open.size === 0 ? '' : fill(affected.size === 0 ? say.cannotTell : say.moreCannotTell, { n: format.count(open.size) })}.${hours}`;
}

/** An accepted risk is still a device that is affected. */
function standing({ state, verdict }: PdfFinding): Shape {
  switch (state) {
    case 'open': case 'accepted': return verdict;
    case 'known_affected': return 'affected';
    case 'under_investigation': return 'cannot_tell';
    case 'known_not_affected': case 'fixed': case 'gone': return 'not_affected';
  }
}

function counted(plural: Plural, count: number, format: PdfFormat): string { return fill(plural[format.plural(count)], { n: format.count(count) }); }

function fill(template: string, values: Readonly<Record<string, string>>): string { return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole); }

/** `**…**` is set firm and stays on one line. Only our own words and formatted counts come here. */
function pieces(sentence: string): Piece[] { return sentence.split('**').map((text, at) => at % 2 === 1 ? { text: text.replaceAll(' ', '\u00a0'), firm: true } : { text, firm: false }).filter(({ text }) => text !== ''); }
