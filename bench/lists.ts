/**
 * `node bench/lists.ts [rows]`: an invented equipment list of 100,000 rows as XLSX and as CSV, read as `wardkeep see` reads it, each in a process of its
 * own: seconds, rows a second, peak memory. The result is checked: every serial number, on its line.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readDocument } from '../packages/io/src/documents/document.ts';
import { inventedList, workbookBytes } from '../packages/io/src/documents/testing.ts';

const SEED = 11;

interface Figures { readonly seconds: number; readonly cpuSeconds: number; readonly peakMib: number; readonly idleMib: number; readonly wrong: number; readonly witnesses: number }

async function measure(path: string, rows: number): Promise<Figures> {
  const idle = process.memoryUsage.rss(), started = performance.now(), cpu = process.cpuUsage(), result = await readDocument(path);
  const seconds = (performance.now() - started) / 1000, used = process.cpuUsage(cpu), peak = process.resourceUsage().maxRSS / 1024;
  const serials = new Map(result.witnesses.map((witness) => [witness.claims[0]!.positions[0], witness.claims.find((claim) => claim.attribute === 'serial')?.value]));
  let wrong = 0;
  for (const device of inventedList('es', rows, SEED).devices) if (serials.get(device.line) !== device.serial) wrong++;
  return { seconds, cpuSeconds: (used.user + used.system) / 1e6, peakMib: peak, idleMib: idle / 1048576, wrong, witnesses: result.witnesses.length };
}

async function main(): Promise<void> {
  const [, , first, path, count] = process.argv;
  if (first === '--measure') { console.log(JSON.stringify(await measure(path!, Number(count)))); return; }
  const rows = Number(first ?? 100_000), folder = mkdtempSync(join(tmpdir(), 'wardkeep-bench-'));
  try {
    const list = inventedList('es', rows, SEED), text = (cell: unknown): string => {
      if (cell === null || cell === undefined) return '';
      if (typeof cell !== 'object') return String(cell);
      const value = cell as { date?: number; padded?: number; inline?: string; result?: string };
      return value.date !== undefined ? new Date((value.date - 25_569) * 86_400_000).toISOString().slice(0, 10) : value.padded !== undefined ? String(value.padded).padStart(6, '0') : value.inline ?? value.result ?? '';
    };
    const files = { xlsx: join(folder, 'list.xlsx'), csv: join(folder, 'list.csv') };
    writeFileSync(files.xlsx, await workbookBytes(list.sheets));
    writeFileSync(files.csv, list.sheets[1]!.rows.map((row) => row.map((cell) => { const value = text(cell); return /[";\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value; }).join(';')).join('\r\n'));
    console.log(`${rows} devices, seed ${SEED}\nkind    MB     s   CPU s    rows/s   peak MiB  (idle)  wrong`);
    for (const [kind, file] of Object.entries(files)) {
      const figures = JSON.parse(execFileSync(process.execPath, [fileURLToPath(import.meta.url), '--measure', file, String(rows)], { encoding: 'utf8' })) as Figures;
      console.log(`${kind.padEnd(5)} ${(statSync(file).size / 1e6).toFixed(1).padStart(5)} ${figures.seconds.toFixed(2).padStart(5)} ${figures.cpuSeconds.toFixed(2).padStart(7)} ${Math.round(rows / figures.seconds).toString().padStart(9)} ${figures.peakMib.toFixed(0).padStart(10)} ${figures.idleMib.toFixed(0).padStart(8)} ${String(figures.wrong).padStart(6)}`);
      if (figures.wrong > 0 || figures.witnesses !== rows) { console.error(`${kind}: ${figures.wrong} serial numbers are wrong, ${figures.witnesses} of ${rows} devices were read`); process.exitCode = 1; }
    }
  } finally { rmSync(folder, { recursive: true, force: true }); }
}

await main();
