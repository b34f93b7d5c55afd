/** Findings for the tests of the PDF, and Debian's tools to read one. */
import { spawnSync } from 'node:child_process';
import type { FindingsPdfInput, PdfFinding, PdfLanguage } from './input.ts';

export const finding = (part: Partial<PdfFinding> = {}): PdfFinding => ({
  assetId: 'asset-1', assetName: 'ct-urg-01', zone: 'Sürgősségi osztály', vendor: 'Őrségi Gyógyműszer', product: 'Tűhűtő', version: '2.4.1', trackingId: 'LM-2026-014', advisoryTitle: 'Labmade Tomo', cves: ['CVE-2026-10001'],
  verdict: 'affected', score: 0.93, state: 'open', remediation: 'not_remediated', baseScore: 8.8, exploited: false, epss: 0.04, hoursAtRisk: 31.2, assumed: true, assignee: 'Núñez', dueOn: '2026-12-04', ...part,
});

export const input = (rows: readonly PdfFinding[], part: Partial<FindingsPdfInput> = {}): FindingsPdfInput => ({
  page: { rows, total: rows.length, devices: new Set(rows.map((row) => row.assetId)).size, hours: rows.reduce((sum, row) => sum + row.hoursAtRisk, 0) }, institution: 'Hospital de Valdehoya', at: '2026-11-22T14:05:00Z', language: 'en', ...part,
});

/** As many as an export holds, of some wards, with long and short names. */
export const many = (count: number): PdfFinding[] => Array.from({ length: count }, (_, i) => finding({
  assetId: `asset-${i}`, assetName: i % 7 === 3 ? `bomba-infusion-planta3-cuidados-intensivos-cama-${i}.hospital.example` : `Bomba ${i}`, zone: ['Cuidados Intensivos', 'Sürgősségi osztály', 'Imaging', null][i % 4]!, version: i % 3 === 0 ? null : `${i % 9}.${i % 5}`,
  trackingId: `LM-2026-${i}`, advisoryTitle: 'Battery pack with Wi-Fi, and data module compactplus (Update A)'.slice(0, 12 + i % 52), cves: Array.from({ length: i % 5 }, (_, j) => `CVE-2026-${10_000 + i + j}`), verdict: i % 3 === 0 ? 'cannot_tell' : 'affected', hoursAtRisk: 900 / (i + 2),
}));

export const LANGUAGES: readonly PdfLanguage[] = ['en', 'es', 'hu'];

export const hasTool = (name: string): boolean => spawnSync(name, ['-v']).error === undefined;

/** What a tool prints about a document that it gets on its standard input. Poppler 22.12 warns on its error output of /Suspects, a boolean as in ISO 32000-1, table 321. */
export function ask(tool: string, args: readonly string[], pdf: Uint8Array): string {
  const { status, stdout, stderr } = spawnSync(tool, args, { input: pdf, encoding: 'utf8', maxBuffer: 64 << 20 });
  if (status !== 0) throw new Error(`${tool} ended with ${status}: ${stderr}`);
  return stdout;
}
