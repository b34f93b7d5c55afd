/** Renders a page to HTML. There is no hydration: the page is complete as it is sent, and `entry.client.ts` only enhances it. */
import { I18nProvider } from '@lingui/react';
import { createReadableStreamFromReadable } from '@react-router/node';
import { PassThrough } from 'node:stream';
import { renderToPipeableStream } from 'react-dom/server';
import { type EntryContext, type RouterContextProvider, ServerRouter, isRouteErrorResponse } from 'react-router';
import { requestContext } from './context.ts';
import { i18nFor } from './i18n.ts';
import { PageContext } from './page.ts';
import { localeOf, themeOf } from './preferences.ts';

export { appContext, requestContext } from './context.ts';

const RENDER_LIMIT_MS = 10_000;

export default function handleRequest(request: Request, status: number, headers: Headers, router: EntryContext, context: RouterContextProvider): Promise<Response> {
  const { nonce, id, report } = context.get(requestContext);
  const locale = localeOf(request), url = new URL(request.url);
  const page = { nonce, requestId: id, script: router.manifest.entry.module, theme: themeOf(request), path: url.pathname };
  headers.set('Content-Type', 'text/html; charset=utf-8');
  headers.set('Content-Language', locale);
  headers.set('Cache-Control', 'private, no-cache');
  headers.set('Vary', 'Cookie, Accept-Language');
  if (request.method === 'HEAD') return Promise.resolve(new Response(null, { status, headers }));
  return new Promise((resolve, reject) => {
    const { pipe, abort } = renderToPipeableStream(
      <I18nProvider i18n={i18nFor(locale)}><PageContext value={page}><ServerRouter context={router} url={request.url} nonce={nonce} /></PageContext></I18nProvider>,
      {
        nonce,
        onAllReady() {
          clearTimeout(limit);
          const body = new PassThrough();
          resolve(new Response(createReadableStreamFromReadable(body), { status, headers }));
          pipe(body);
        },
        onShellError: reject,
        onError: report,
      },
    );
    const limit = setTimeout(abort, RENDER_LIMIT_MS);
  });
}

export function handleError(error: unknown, { request, context }: { request: Request; context: Readonly<RouterContextProvider> }): void {
  if (request.signal.aborted || isRouteErrorResponse(error)) return;
  context.get(requestContext).report(error);
}
