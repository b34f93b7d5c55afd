/** Reads a document of any accepted kind: an equipment list, a bill of materials, a scan or a log → witnesses for resolution. */
import { readCycloneDxJson, readCycloneDxXml } from '@wardkeep/formats/cyclonedx';
import { EveReader } from '@wardkeep/formats/eve';
import type { LogReader } from '@wardkeep/formats/log';
import { readNmap } from '@wardkeep/formats/nmap';
import { asObject, type Reading, type ReadOptions } from '@wardkeep/formats/reading';
import { Refusal } from '@wardkeep/formats/refusal';
import { readSpdx3, readSpdxJson, readSpdxTagValue } from '@wardkeep/formats/spdx';
import { ZeekReader } from '@wardkeep/formats/zeek';
import { type ColumnRules, indexColumns } from '@wardkeep/formats/list/columns';
import { publicName } from '@wardkeep/loop/see/person';
import type { Component, LeftOut, ListMapping, MappingProposal, SeeWarning, Witness } from '@wardkeep/model';
import { defaultColumnRules } from './column-rules.ts';
import { ACCEPTED, detectDocument } from './detect.ts';
import { type ListOptions, type ListResult, readCsv, readWorkbook } from './list.ts';
import { isOds, openOds } from './ods.ts';
import { type DocumentSource, headOf, sizeOf, textPieces, wholeText } from './source.ts';
import { isXlsx, openXlsx } from './xlsx.ts';
import { ZipArchive } from './zip.ts';

export interface DocumentOptions {
  /** Index of the document in the run; 0 by default. */
  readonly source?: number | undefined;
  /** A person's answer about the columns of a list, now or remembered. */
  readonly mapping?: ListMapping | null | undefined;
  /** Header names; those of `rules/list-columns.yaml` by default. */
  readonly columnRules?: ColumnRules | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface DocumentResult {
  readonly kind: 'list' | 'sbom' | 'scan' | 'log';
  /** For people: `XLSX, sheet "Equipos"`, `CycloneDX 1.5 (JSON)`. */
  readonly format: string;
  readonly witnesses: readonly Witness[];
  readonly components: readonly Component[];
  readonly warnings: readonly SeeWarning[];
  /** The first thousand rows and values of a list that were not used; all are counted in `warnings`. */
  readonly leftOut: readonly LeftOut[];
  /** For lists: how the columns are understood. */
  readonly mapping: MappingProposal | null;
  /** The list was not read yet: its columns are not sure and nobody said what they are. */
  readonly needsMapping: boolean;
}

/**
 * Reads `source`, a path or bytes. Throws a {@link Refusal} with one sentence for what cannot be used; otherwise what was wrong is in `warnings`.
 * Nothing is written anywhere, nothing is computed or fetched, and memory is bounded whatever the document says.
 */
export async function readDocument(source: DocumentSource, options: DocumentOptions = {}): Promise<DocumentResult> {
  const { signal } = options, head = await headOf(source), { kind, label } = detectDocument(head, (await sizeOf(source)) <= head.length);
  const read: ReadOptions = { source: options.source ?? 0, isPersonal: (name) => publicName(name).person };
  const list = (): ListOptions => ({ columns: indexColumns(options.columnRules ?? defaultColumnRules()), mapping: options.mapping ?? null, isPersonal: read.isPersonal, source: read.source, signal });
  switch (kind) {
    case 'csv': return listResult(await readCsv(source, list()));
    case 'zip': return listResult(await readZip(source, list()));
    case 'json': return result('sbom', readSbom(parseJson(await wholeText(source, signal)), read));
    case 'cyclonedx-xml': return result('sbom', readCycloneDxXml(await wholeText(source, signal, label ?? undefined), read));
    case 'spdx-tag-value': return result('sbom', readSpdxTagValue(await wholeText(source, signal), read));
    case 'nmap': return result('scan', readNmap(await wholeText(source, signal, label ?? undefined), read));
    case 'zeek': return result('log', await readLog(source, new ZeekReader(read), signal));
    case 'eve': return result('log', await readLog(source, new EveReader(read), signal));
  }
}

const result = (kind: DocumentResult['kind'], reading: Reading): DocumentResult => ({ kind, ...reading, leftOut: [], mapping: null, needsMapping: false });

function listResult({ format, witnesses, warnings, leftOut, proposal, needsMapping }: ListResult): DocumentResult {
  return { kind: 'list', format, witnesses, components: [], warnings, leftOut, mapping: proposal, needsMapping };
}

async function readZip(source: DocumentSource, options: ListOptions): Promise<ListResult> {
  const zip = await ZipArchive.open(source);
  try {
    if (isXlsx(zip)) return await readWorkbook(await openXlsx(zip, options.signal), options);
    if (await isOds(zip, options.signal)) return await readWorkbook(await openOds(zip, options.signal), options);
    const what = zip.has('word/document.xml') ? 'a Word document' : zip.has('ppt/presentation.xml') ? 'a presentation' : zip.has('xl/workbook.bin') ? 'a binary Excel workbook (.xlsb): save it as XLSX' : 'a ZIP archive without a spreadsheet: unpack it first';
    throw new Refusal('document-not-accepted', `The file looks like ${what}; ${ACCEPTED}.`, { found: what });
  } finally { zip.close(); }
}

function parseJson(text: string): unknown {
  try { return JSON.parse(text) as unknown; } catch (error) {
    throw new Refusal('json-broken', `The file starts like JSON but is broken or cut: ${error instanceof Error ? error.message.slice(0, 160) : 'it cannot be read'}.`);
  }
}

/** Which bill of materials a JSON document is: by `bomFormat`, `spdxVersion`, or an SPDX 3 context. */
function readSbom(document: unknown, options: ReadOptions): Reading {
  const root = asObject(document), context = JSON.stringify(root?.['@context'] ?? '').slice(0, 1000);
  if (root !== null && 'bomFormat' in root) return readCycloneDxJson(document, options);
  if (root !== null && 'spdxVersion' in root) return readSpdxJson(document, options);
  if (/spdx\.org\/rdf\/v?3/.test(context)) return readSpdx3(document, options);
  const keys = root === null ? 'a list' : Object.keys(root).slice(0, 6).map((key) => key.slice(0, 40)).join(', ') || 'nothing';
  throw new Refusal('sbom-format', `The file is JSON with ${keys}, and neither "bomFormat" (CycloneDX) nor "spdxVersion" or an SPDX 3 "@context"; ${ACCEPTED}.`, { found: keys });
}

/** A log line longer than this is no log line. */
const LINE_LIMIT = 1 << 20;

async function readLog(source: DocumentSource, reader: LogReader, signal: AbortSignal | undefined): Promise<Reading> {
  let rest = '';
  for await (const text of textPieces(source, signal)) {
    let from = 0;
    for (let stop = text.indexOf('\n'); stop >= 0; stop = text.indexOf('\n', from)) {
      reader.push(rest === '' ? text.slice(from, stop) : rest + text.slice(from, stop));
      rest = '';
      from = stop + 1;
    }
    // What is cut here is broken JSON then, and counted as such.
    rest = (rest + text.slice(from)).slice(0, LINE_LIMIT);
  }
  if (rest !== '') reader.push(rest);
  return reader.end();
}
