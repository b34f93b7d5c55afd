/**
 * `npm test`: the walls, the types, the lints, the build, then every test. The last line is `N passed, N failed`.
 * With WARDKEEP_APT=1 the Debian packages that some tests need are installed first; without them those tests are skipped by name.
 */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWeb } from './web-build.ts';

const DEBIAN = ['chromium', 'postgresql-15', 'tshark', 'fonts-noto-core', 'rpm', 'libdpkg-perl', 'poppler-utils'];

interface Check { readonly name: string; readonly command: readonly string[] }
const bin = (name: string, ...args: string[]): string[] => [join('node_modules/.bin', name), ...args];

const CHECKS: readonly Check[] = [
  { name: 'types of the pure packages', command: bin('tsc', '-p', 'tsconfig.pure.json') },
  { name: 'types of the Node packages', command: bin('tsc', '-p', 'tsconfig.node.json') },
  { name: 'types of the pages', command: bin('tsc', '-p', 'packages/web/tsconfig.json') },
  { name: 'walls between the packages', command: bin('depcruise', '--config', '.dependency-cruiser.mjs', 'packages', 'scripts', 'bench') },
  { name: 'lint', command: bin('oxlint', '--quiet') },
  { name: 'promises and switches', command: bin('eslint', '.') },
  { name: 'unused files, exports and dependencies', command: bin('knip') },
  { name: 'messages complete in en, es, hu', command: bin('lingui', 'compile', '--strict', '--workers', '1') },
];

let passed = 0, failed = 0;

function verdict(name: string, ok: boolean, detail = ''): void {
  if (ok) passed++; else failed++;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}`);
  if (!ok && detail !== '') console.log(detail.split('\n').slice(-60).map((line) => `     ${line}`).join('\n'));
}

function installDebian(): void {
  if (process.env.WARDKEEP_APT !== '1') { console.log('Debian packages are not installed (WARDKEEP_APT=1 does): tests that need them are skipped by name.'); return; }
  const missing = DEBIAN.filter((name) => !(spawnSync('dpkg-query', ['-W', '-f', '${Status}', name], { encoding: 'utf8' }).stdout ?? '').startsWith('install ok'));
  if (missing.length === 0) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' });
  const result = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { env, encoding: 'utf8' });
  verdict(`Debian packages: ${missing.join(', ')}`, result.status === 0, result.stderr);
}

function run(check: Check): Promise<void> {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(check.command[0]!, check.command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { output += chunk; });
    child.on('error', (error) => { verdict(check.name, false, error.message); resolve(); });
    child.on('close', (code) => { verdict(check.name, code === 0, output); resolve(); });
  });
}

interface Report { readonly numPassedTests: number; readonly numFailedTests: number; readonly numPendingTests: number; readonly numFailedTestSuites: number; readonly testResults: readonly { readonly name: string; readonly status: string; readonly message: string; readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[] }[] }

function runVitest(): void {
  const file = join(tmpdir(), `wardkeep-tests-${process.pid}.json`);
  const result = spawnSync('node_modules/.bin/vitest', ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`], { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, NO_COLOR: '1' } });
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
    passed += report.numPassedTests;
    // A file that does not even load has no tests: it counts as one failure.
    failed += report.numFailedTests + report.testResults.filter((suite) => suite.status === 'failed' && suite.assertionResults.length === 0).length;
    for (const suite of report.testResults) for (const one of suite.assertionResults) if (one.status === 'pending' || one.status === 'skipped') console.log(`skip ${one.fullName}`);
    if (result.status !== 0 && report.numFailedTests === 0 && report.numFailedTestSuites === 0) failed++;
  } catch (error) {
    verdict('test run', false, (error as Error).message);
  } finally {
    rmSync(file, { force: true });
  }
}

installDebian();
for (const check of CHECKS) await run(check);
try {
  await buildWeb();
  verdict('build of the pages', true);
} catch (error) {
  verdict('build of the pages', false, (error as Error).message);
}
runVitest();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
