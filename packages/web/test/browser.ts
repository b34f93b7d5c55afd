/** Chromium for the tests of pages, and the pages built once. Tests that need it are skipped by name where there is none. */
import { createServer, loadWebBuild, type WardkeepServer } from '@wardkeep/server';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { WEB_BUILD } from '../src/index.ts';
import { memoryApp, type MemoryOptions } from './memory-app.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const SWITCHES = ['--no-sandbox', '--headless', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
export const hasChromium = existsSync(CHROMIUM);
export const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

export const launch = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM, args: SWITCHES });

const newest = (folder: string): number => Math.max(0, ...readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).map((entry) => statSync(`${entry.parentPath}/${entry.name}`).mtimeMs));

/** Builds the pages when the sources are newer than the build. */
export function ensureBuild(): void {
  const web = fileURLToPath(new URL('..', import.meta.url)), entry = fileURLToPath(new URL('server/index.js', WEB_BUILD));
  if (existsSync(entry) && statSync(entry).mtimeMs > newest(`${web}src`)) return;
  const cli = fileURLToPath(new URL('bin.cjs', import.meta.resolve('@react-router/dev/package.json')));
  execFileSync(process.execPath, [cli, 'build', web], { stdio: 'pipe', env: { ...process.env, NODE_ENV: 'production' } });
}

/** A server with an installation in memory, on a port of its own. */
export async function serve(options: MemoryOptions): Promise<WardkeepServer> {
  return createServer({ app: memoryApp(options), webBuild: await loadWebBuild(WEB_BUILD), port: 0 });
}
