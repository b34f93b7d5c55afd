#!/usr/bin/env node
// The `wardkeep` command: hands over to the Node.js that the project carries.
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

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

const see = process.argv[2] === 'see';

/**
 * For a program that lives for seconds, runs a thousand small functions and has 200 MB: compile to the highest level only what is called thirty times as often
 * as V8's default asks (the compiler's threads took a third of the CPU time), keep the young generation small, and let the program collect garbage itself
 * (packages/cli/src/tidy-heap.ts).
 */
const V8_FLAGS = see ? ['--max-semi-space-size=4', '--expose-gc', '--invocation-count-for-turbofan=100000'] : [];

/** The same for memory outside of V8's heap (glibc's mallopt(3); others do not look at it): one arena for all threads, and tables that were outgrown go back to the system at once. */
const MALLOC = see ? { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_TRIM_THRESHOLD_: '262144' } : {};

/** Begins anew in this process with those settings, which are taken at its start only. Returns where the system cannot do that: then without them. */
function restart(env) {
  try {
    process.execve?.(process.execPath, [process.execPath, '--disable-warning=ExperimentalWarning', ...process.execArgv, ...V8_FLAGS, main, ...process.argv.slice(2)], env);
  } catch { /* Windows, worker threads */ }
}

const folder = process.env.NODE_COMPILE_CACHE || process.env.NODE_DISABLE_COMPILE_CACHE ? null : compileCache();
const env = { ...MALLOC, ...process.env, ...(folder === null ? {} : { NODE_COMPILE_CACHE: folder }) };

if (own) {
  if (V8_FLAGS.length > 0) restart(env);
  if (folder !== null) module.enableCompileCache(folder);
  await import(main);
} else if (!existsSync(carried)) {
  console.error(`wardkeep: Node.js 22.22 or newer is needed; this is ${process.versions.node}. Run "npm start" or "npm ci" in the project once.`);
  process.exitCode = 1;
} else {
  const child = spawn(carried, ['--disable-warning=ExperimentalWarning', ...V8_FLAGS, main, ...process.argv.slice(2)], { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => { child.kill(signal); });
  child.on('exit', (code, signal) => { process.exitCode = signal ? 1 : code ?? 1; });
}
