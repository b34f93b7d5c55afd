/** What the server hands to loaders and actions. The server reads these keys from the build (`entry.module`), so that there is one of each. */
import type { App } from '@wardkeep/app/app';
import type { Actor } from '@wardkeep/app/views';
import { createContext, type RouterContextProvider } from 'react-router';

export interface RequestFacts {
  /** For `script-src 'nonce-…'` of this answer. */
  readonly nonce: string;
  /** Printed on error pages and in the log. */
  readonly id: string;
  readonly report: (error: unknown) => void;
}

export const appContext = createContext<App>();
export const requestContext = createContext<RequestFacts>();

/** The use cases and the person who calls them. */
export async function session(context: Readonly<RouterContextProvider>): Promise<{ app: App; actor: Actor }> {
  const app = context.get(appContext);
  return { app, actor: await app.actor() };
}
