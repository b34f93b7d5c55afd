/** One document's bytes → what it holds, by its format. */
import { createHash } from 'node:crypto';
import type { Advisory, ExploitPrediction, KnownExploited } from '@wardkeep/model';
import { asArray, asObject } from '@wardkeep/formats/reading';
import { CsvReader } from '@wardkeep/formats/csv';
import { readCsaf } from '@wardkeep/formats/csaf/read';
import type { AdvisoryRefusal, NoteSink, ReadingNote } from '@wardkeep/formats/csaf/refusal';
import { cve5KnownExploited, readCve5 } from '@wardkeep/formats/cve5/read';
import { EpssReader } from '@wardkeep/formats/epss/read';
import { readKev, readKevRows } from '@wardkeep/formats/kev/read';
import { readNvd } from '@wardkeep/formats/nvd/read';
import { readOsv } from '@wardkeep/formats/osv/read';
import { readCycloneDxVex } from '@wardkeep/formats/vex/cyclonedx';
import { readOpenVex } from '@wardkeep/formats/vex/openvex';
import { type Beside, formatOf } from './detect.ts';
import { parseJson, utf8Text } from './json.ts';
import type { AdvisoryLimits } from './limits.ts';

export type Found =
  | { readonly advisory: Advisory; readonly digest: string; readonly notes: readonly ReadingNote[] }
  | { readonly entries: readonly KnownExploited[]; readonly version: string | null; readonly releasedAt: string | null; readonly catalog: boolean; readonly notes: readonly ReadingNote[] }
  | { readonly beside: Beside }
  | { readonly refused: AdvisoryRefusal };

const sha256 = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex');
/** Notes of one document that are kept. */
const NOTES = 100;

export async function* readDocuments(bytes: Uint8Array, mode: 'quick' | 'full', limits: AdvisoryLimits): AsyncGenerator<Found> {
  const document = parseJson(bytes, limits.depth), format = formatOf(document), notes: ReadingNote[] = [];
  const note: NoteSink = (told) => { if (notes.length < NOTES) notes.push(told); };
  const one = (advisory: Advisory): Found => ({ advisory, digest: sha256(bytes), notes });
  switch (format) {
    case 'csaf': {
      const advisory = readCsaf(document, note);
      if (mode === 'full') {
        const { judge, validateCsaf } = await import('./validate.ts');
        for (const told of judge(await validateCsaf(document, advisory.format === 'csaf-2.1' ? '2.1' : '2.0'))) note(told);
      }
      yield one(advisory);
      break;
    }
    case 'cve5': {
      const advisory = readCve5(document), listed = cve5KnownExploited(document, advisory);
      yield one(advisory);
      if (listed !== null) yield { entries: [listed], version: null, releasedAt: null, catalog: false, notes: [] };
      break;
    }
    case 'nvd': {
      // A page holds up to 2,000 records: each has its own digest, over its own text.
      const page = readNvd(document, note), texts = new Map(asArray(asObject(document)?.['vulnerabilities']).map((item) => [asObject(asObject(item)?.['cve'])?.['id'], item]));
      for (const [at, advisory] of page.advisories.entries()) yield { advisory, digest: sha256(JSON.stringify(texts.get(advisory.id))), notes: at === 0 ? notes : [] };
      if (page.knownExploited.length > 0) yield { entries: page.knownExploited, version: null, releasedAt: null, catalog: false, notes: [] };
      for (const refused of page.refused) yield { refused };
      break;
    }
    case 'kev': yield { ...readKev(document, note), catalog: true, notes }; break;
    case 'osv': yield one(readOsv(document)); break;
    case 'cyclonedx': yield one(readCycloneDxVex(document, { fallbackId: `cyclonedx-vex:${sha256(bytes).slice(0, 32)}` })); break;
    case 'openvex': yield one(readOpenVex(document)); break;
    default: yield { beside: format };
  }
}

export function readKevCsv(bytes: Uint8Array): Extract<Found, { readonly catalog: boolean }> {
  const rows: string[][] = [], notes: ReadingNote[] = [], reader = new CsvReader(',', (cells) => { if (cells.some((cell) => cell !== '')) rows.push(cells); });
  reader.push(utf8Text(bytes));
  reader.end();
  return { ...readKevRows(rows, (told) => notes.push(told)), catalog: true, notes };
}

/** A line longer than this is no line of EPSS; what is cut here cannot be read and is counted. */
const LINE_LIMIT = 4_096;

/** Scores as they come, then what is known of the whole file. `onBytes` hears of every piece. */
export async function* readEpss(pieces: AsyncIterable<Uint8Array>, onBytes: (bytes: number) => void): AsyncGenerator<ExploitPrediction | { readonly model: string | null; readonly scoredOn: string | null; readonly notes: readonly ReadingNote[] }> {
  const reader = new EpssReader(), decoder = new TextDecoder();
  let rest = '';
  for await (const piece of pieces) {
    onBytes(piece.length);
    const text = rest + decoder.decode(piece, { stream: true });
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      const score = reader.push(text.slice(from, end));
      from = end + 1;
      if (score !== null) yield score;
    }
    rest = text.slice(from, from + LINE_LIMIT);
  }
  const last = rest === '' ? null : reader.push(rest);
  if (last !== null) yield last;
  const { model, scoredOn, read, unreadable } = reader.end();
  yield {
    model, scoredOn,
    notes: unreadable === 0
      ? []
      : [{
        code: 'epss-line', message: `${unreadable} of ${read + unreadable} lines are no score of EPSS and are left out.`,
        params: { count: unreadable, of: read + unreadable },
      }],
  };
}
