/** One document: typst takes a second of a core for long lists, and the server answers others meanwhile. */
import { parentPort, workerData } from 'node:worker_threads';
import { findingsContent } from './content.ts';
import { coverageOf } from './coverage.ts';
import type { FindingsPdfInput } from './input.ts';
import type { PdfAnswer } from './findings.ts';
import { readFonts } from './platform.ts';
import { typeset } from './typst.ts';

let answer: PdfAnswer;
try {
  const fonts = readFonts();
  answer = { kind: 'made', bytes: typeset(new URL('./findings.typ', import.meta.url), findingsContent(workerData as FindingsPdfInput, coverageOf(fonts)), fonts) };
} catch (error) { answer = { kind: 'fault', message: error instanceof Error ? error.message : String(error) }; }
parentPort!.postMessage(answer);
