/** The outputs of `wardkeep assess`: `wardkeep-assessment/1`, written pair by pair, and a table for people. */
import { once } from 'node:events';
import type { AssessInventory } from '@wardkeep/io/assess-inventory';
import type { Advisory, Quarantined } from '@wardkeep/model/advisory';
import type { AssessPair, AssessReason, IgnoredPair } from '@wardkeep/model/assess';
import { oneLine } from './one-line.ts';

export interface Known { readonly exploited: ReadonlySet<string>; readonly predicted: ReadonlyMap<string, number> }
export interface Assessed { readonly pairs: readonly AssessPair[]; readonly ignored: readonly IgnoredPair[]; readonly known: Known }

export const ASSESSMENT_FORMAT = 'wardkeep-assessment/1';
const PIECE = 1 << 16;

/** Exploited, and the highest EPSS probability of its vulnerabilities; null when none of them has one. */
const threatOf = (pair: AssessPair, known: Known): { kev: boolean; epss: number | null } => ({
  kev: pair.cves.some((cve) => known.exploited.has(cve)),
  epss: pair.cves.reduce<number | null>((highest, cve) => { const own = known.predicted.get(cve); return own === undefined ? highest : Math.max(highest ?? 0, own); }, null),
});

export async function writeAssessment({ pairs, ignored, known }: Assessed, quarantined: readonly Quarantined[]): Promise<void> {
  let text = `{"format":${JSON.stringify(ASSESSMENT_FORMAT)},"pairs":[`;
  const put = async (piece: string): Promise<void> => { text += piece; if (text.length >= PIECE) await flush(); };
  const flush = async (): Promise<void> => { const piece = text; text = ''; if (!process.stdout.write(piece)) await once(process.stdout, 'drain'); };
  for (const [at, pair] of pairs.entries()) await put(`${at === 0 ? '\n' : ',\n'}${JSON.stringify({ ...pair, ...threatOf(pair, known) })}`);
  await put('\n],"ignored":[');
  for (const [at, pair] of ignored.entries()) await put(`${at === 0 ? '\n' : ',\n'}${JSON.stringify(pair)}`);
  await put(`\n],"quarantined":${JSON.stringify(quarantined.map(({ file, code, message }) => ({ file, code, message })))}}\n`);
  await flush();
}

export async function writeAssessmentTable({ pairs, ignored, known }: Assessed, inventory: AssessInventory, advisories: readonly Advisory[], quarantined: readonly Quarantined[]): Promise<void> {
  const rows = new Map(inventory.assets.map((asset) => [asset.id, asset])), titles = new Map(advisories.map((advisory) => [advisory.id, advisory.title]));
  const affected = new Set(pairs.filter((pair) => pair.verdict === 'affected').map((pair) => pair.row)), open = new Set(pairs.filter((pair) => pair.verdict === 'cannot_tell' && !affected.has(pair.row)).map((pair) => pair.row));
  const lines = [`${affected.size} of ${inventory.assets.length} assets are affected by one of ${advisories.length} advisories; of ${open.size} more nobody can tell yet. ${ignored.length} near misses were left out (--json has them), ${quarantined.length} documents could not be used.`, ''];
  const order = [...pairs].sort((a, b) => Number(b.verdict === 'affected') - Number(a.verdict === 'affected') || Number(threatOf(b, known).kev) - Number(threatOf(a, known).kev) || b.score - a.score);
  for (const pair of order) {
    const asset = rows.get(pair.row), { kev, epss } = threatOf(pair, known);
    lines.push(`${pair.verdict === 'affected' ? 'AFFECTED   ' : 'CANNOT TELL'} ${pair.score.toFixed(2)}  ${pair.row}  ${[asset?.vendor, asset?.product, asset?.model, asset?.version].filter((text) => text !== null && text !== undefined).join(' · ')}`);
    lines.push(`    ${pair.advisory}  ${titles.get(pair.advisory) ?? ''}`);
    lines.push(`    ${pair.cves.slice(0, 6).join(', ')}${pair.cves.length > 6 ? ` and ${pair.cves.length - 6} more` : ''}${kev ? '  known exploited' : ''}${epss === null ? '' : `  EPSS ${(epss * 100).toFixed(1)} %`}`);
    for (const reason of pair.reasons.slice(0, 6)) lines.push(`    ${sentenceOf(reason)}`);
    for (const missing of pair.missing.slice(0, 4)) lines.push(`    to settle it: ${missing.code} (advisory: ${clean(missing.advisory)})`);
    lines.push('');
  }
  if (!process.stdout.write(`${lines.join('\n')}\n`)) await once(process.stdout, 'drain');
}

const sentenceOf = ({ code, asset, advisory }: AssessReason): string => `${code.padEnd(20)} asset: ${asset === null ? '–' : clean(asset)}   advisory: ${advisory === null ? '–' : clean(advisory)}`;
/** One line on a terminal: no control characters, at most 100 characters. */
const clean = (text: string): string => oneLine(text).slice(0, 100);
