#!/usr/bin/env node
// Runs on any Node.js from 18 on: installs what the lock file names, then hands over to the Node.js that the project carries.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** Lowest Node.js for platforms without a carried one: type stripping and what the dependencies ask for. */
const LOWEST = [22, 22];

const TARGETS = {
  start: ['scripts/start.ts'],
  test: ['scripts/test.ts'],
};

function main([target, ...rest]) {
  const script = TARGETS[target] ?? (existsSync(join(root, target ?? '')) && target ? [target] : null);
  if (!script) fail(`expected "start", "test" or a script, got "${target ?? ''}"`);
  install();
  const node = carriedNode();
  const bin = join(root, 'node_modules', '.bin');
  const result = spawnSync(node, ['--disable-warning=ExperimentalWarning', ...script, ...rest], {
    cwd: root, stdio: 'inherit', env: { ...process.env, PATH: `${dirname(node)}:${bin}:${process.env.PATH ?? ''}` },
  });
  process.exit(result.status ?? 1);
}

/** `npm ci` when the installed tree does not match the lock file. */
function install() {
  const lock = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
  const mark = join(root, 'node_modules', '.wardkeep-lock');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return;
  console.error('Installing what Wardkeep needs (about half a minute, once) …');
  const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const result = spawnSync(npm[0], [...npm.slice(1), 'ci', '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (result.error) fail(`npm could not be started (${result.error.message}). It comes with Node.js: https://nodejs.org`);
  if (result.status !== 0) fail('npm ci failed; its message stands above. Nothing was started.');
  mkdirSync(dirname(mark), { recursive: true });
  writeFileSync(mark, lock);
}

/** The Node.js carried as a platform package, or this one where there is none and it is new enough. */
function carriedNode() {
  const carried = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(carried)) return carried;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > LOWEST[0] || (major === LOWEST[0] && minor >= LOWEST[1])) return process.execPath;
  return fail(`Node.js ${LOWEST.join('.')} or newer is needed on ${process.platform} ${process.arch}; this is ${process.versions.node}. On Linux x64 and arm64 Wardkeep brings its own.`);
}

function fail(sentence) {
  console.error(`wardkeep: ${sentence}`);
  process.exit(1);
}

main(process.argv.slice(2));
