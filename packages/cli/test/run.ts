/** Runs the shipped command as its user would. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

const MAIN = new URL('../src/main.ts', import.meta.url).pathname;

export interface Ran { readonly code: number | null; readonly stdout: string; readonly stderr: string }
export type Running = ChildProcessByStdio<Writable, Readable, Readable>;

export function start(args: readonly string[], node: readonly string[] = []): Running {
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...node, MAIN, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
}

export function finished(child: Running): Promise<Ran> {
  let stdout = '', stderr = '';
  child.stdout.on('data', (chunk) => { stdout += chunk; });
  child.stderr.on('data', (chunk) => { stderr += chunk; });
  return new Promise((resolve) => { child.on('close', (code) => { resolve({ code, stdout, stderr }); }); });
}

export async function wardkeep(args: readonly string[], input: Uint8Array | null = null, node: readonly string[] = []): Promise<Ran> {
  const child = start(args, node), end = finished(child);
  child.stdin.on('error', () => { /* the command may end before it has read everything */ });
  child.stdin.end(input ?? undefined);
  return end;
}
