/** The built pages: React Router's server build and its static files. */
import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { App } from '@wardkeep/app/app';
import type { RouterContext, ServerBuild } from 'react-router';

/** The contexts that `entry.server.tsx` exports: taken from the build, so that server and pages use the same keys. */
export interface PageContexts {
  readonly appContext: RouterContext<App>;
  readonly requestContext: RouterContext<{ readonly nonce: string; readonly id: string; readonly report: (error: unknown) => void }>;
}
export interface WebBuild { readonly build: ServerBuild; readonly contexts: PageContexts; readonly staticFiles: string }

/** Loads what `react-router build` wrote into `directory`. Throws one sentence when the pages are not built. */
export async function loadWebBuild(directory: URL): Promise<WebBuild> {
  const entry = new URL('server/index.js', directory);
  try { await access(entry); } catch {
    throw new Error(`The pages are not built: expected ${fileURLToPath(entry)}. Run "npm run build:web".`);
  }
  const build = await import(entry.href) as ServerBuild;
  return { build, contexts: build.entry.module as unknown as PageContexts, staticFiles: fileURLToPath(new URL('client/', directory)) };
}
