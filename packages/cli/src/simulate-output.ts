/** The outputs of `wardkeep simulate`: `attack-result/1`, written step by step, and a table for people. */
import { once } from 'node:events';
import type { Simulation } from '@wardkeep/io/simulate/run';
import type { AttackGraph } from '@wardkeep/loop/simulate/graph';
import { HISTOGRAM_ERROR } from '@wardkeep/loop/simulate/histogram';
import { RESULT_FORMAT, stepResult, type StepResult } from '@wardkeep/loop/simulate/result';
import { oneLine } from './one-line.ts';

const PIECE = 1 << 16;
/** Steps in the table; the JSON has all. */
const ROWS = 60;

const quantilesOf = ({ exact }: Simulation): string => (exact ? 'exact quantiles' : `quantiles by log-histogram, error ≤ ${(HISTOGRAM_ERROR * 100).toFixed(1)} %`);

export async function writeResult(graph: AttackGraph, seed: number, simulation: Simulation): Promise<void> {
  const { samples, moments, quantiles, place } = simulation;
  let text = `{"format":${JSON.stringify(RESULT_FORMAT)},"engine":${JSON.stringify(`wardkeep-attack/1; draws threefry2x32-20; ${quantilesOf(simulation)}`)},"seed":${seed},"samples":${samples},"horizonHours":${graph.horizonHours},"steps":{`;
  // Written by hand: an object would put ids such as "7" before all others, and lose "__proto__".
  for (const [at, { id }] of graph.steps.entries()) {
    text += `${at === 0 ? '\n' : ',\n'}${JSON.stringify(id)}:${JSON.stringify(stepResult(samples, moments, quantiles, place[at]!))}`;
    if (text.length >= PIECE) { await put(text); text = ''; }
  }
  await put(`${text}\n}}\n`);
}

export async function writeResultTable(graph: AttackGraph, seed: number, simulation: Simulation): Promise<void> {
  const { samples, moments, quantiles, place } = simulation;
  const rows = graph.steps.map(({ id }, at) => ({ id, ...stepResult(samples, moments, quantiles, place[at]!) })), told = rows.length <= ROWS ? rows : [...rows].sort((a, b) => b.reached - a.reached).slice(0, ROWS);
  const width = Math.min(48, Math.max(4, ...told.map(({ id }) => id.length)));
  const head = `${samples} samples, seed ${seed}, ${graph.horizonHours === null ? 'no horizon' : `within ${graph.horizonHours} h`}; ${quantilesOf(simulation)}. Hours: over the samples in which the step was reached; ± is the standard error.`;
  const lines = [head, '', `${'step'.padEnd(width)} ${'reached'.padStart(17)} ${'mean h'.padStart(20)} ${'P50'.padStart(9)} ${'P90'.padStart(9)} ${'P99'.padStart(9)}`, ...told.map((row) => line(row.id, row, width))];
  if (rows.length > told.length) lines.push('', `The ${told.length} steps that are reached most often; ${rows.length - told.length} more are in --json.`);
  await put(`${lines.join('\n')}\n`);
}

function line(id: string, { reached, reachedError, hours }: StepResult, width: number): string {
  const share = `${(reached * 100).toFixed(2)} % ± ${(reachedError * 100).toFixed(2)}`.padStart(17), name = clean(id, width).padEnd(width);
  if (hours === null) return `${name} ${share} ${'–'.padStart(20)}`;
  const mean = `${short(hours.mean)}${hours.meanError === null ? '' : ` ± ${short(hours.meanError)}`}`;
  return `${name} ${share} ${mean.padStart(20)} ${[hours.p50, hours.p90, hours.p99].map((value) => short(value).padStart(9)).join(' ')}`;
}

/** Four digits that count. */
const short = (value: number): string => (value !== 0 && (Math.abs(value) >= 1e7 || Math.abs(value) < 1e-3) ? value.toExponential(2) : String(Number(value.toPrecision(4))));

/** One line on a terminal: no control characters. */
const clean = (text: string, width: number): string => { const shown = oneLine(text); return shown.length > width ? `${shown.slice(0, width - 1)}…` : shown; };

async function put(text: string): Promise<void> { if (!process.stdout.write(text)) await once(process.stdout, 'drain'); }
