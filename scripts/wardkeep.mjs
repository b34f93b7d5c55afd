#!/usr/bin/env node
// The `wardkeep` command: hands over to the Node.js that the project carries.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const carried = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
const [major, minor] = process.versions.node.split('.').map(Number);
const own = major > 22 || (major === 22 && minor >= 22);
const main = join(root, 'packages/cli/src/main.ts');

if (own) await import(main);
else if (!existsSync(carried)) {
  console.error(`wardkeep: Node.js 22.22 or newer is needed; this is ${process.versions.node}. Run "npm start" or "npm ci" in the project once.`);
  process.exitCode = 1;
} else {
  const child = spawn(carried, ['--disable-warning=ExperimentalWarning', main, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => { child.kill(signal); });
  child.on('exit', (code, signal) => { process.exitCode = signal ? 1 : code ?? 1; });
}
