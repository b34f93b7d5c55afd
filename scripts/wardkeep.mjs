#!/usr/bin/env node
// The `wardkeep` command: hands over to the Node.js that the project carries.
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const carried = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
const [major, minor] = process.versions.node.split('.').map(Number);
const own = major > 22 || (major === 22 && minor >= 22);
const main = join(root, 'packages/cli/src/main.ts');

/** Stripping types and compiling costs a third of a second at every start; what was compiled is kept beside the packages, for this account only. Null where nothing can be written. */
function compileCache() {
  const folder = join(root, 'node_modules', '.cache', 'wardkeep');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    return null;
  }
}

/**
 * For a program that lives for seconds and runs a thousand small functions: compile to the highest level only what is called a hundred times as often as V8's
 * default asks (the compiler's threads took a third of the CPU time), and keep the young generation small (8 MiB; the default of 32 is memory a sensor lacks).
 */
const V8_FLAGS = process.argv[2] === 'see' ? ['--max-semi-space-size=8', '--invocation-count-for-turbofan=100000'] : [];

if (own) {
  for (const flag of V8_FLAGS) setFlagsFromString(flag);
  const folder = process.env.NODE_COMPILE_CACHE || process.env.NODE_DISABLE_COMPILE_CACHE ? null : compileCache();
  if (folder !== null) module.enableCompileCache(folder);
  await import(main);
} else if (!existsSync(carried)) {
  console.error(`wardkeep: Node.js 22.22 or newer is needed; this is ${process.versions.node}. Run "npm start" or "npm ci" in the project once.`);
  process.exitCode = 1;
} else {
  const folder = compileCache(), env = folder === null || process.env.NODE_COMPILE_CACHE ? process.env : { ...process.env, NODE_COMPILE_CACHE: folder };
  const child = spawn(carried, ['--disable-warning=ExperimentalWarning', ...V8_FLAGS, main, ...process.argv.slice(2)], { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => { child.kill(signal); });
  child.on('exit', (code, signal) => { process.exitCode = signal ? 1 : code ?? 1; });
}
