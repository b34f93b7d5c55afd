/** React Router's pages as a Fastify plugin: bodies pass through as streams, contexts carry the use cases. */
import type { App } from '@wardkeep/app/app';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { createRequestHandler, RouterContextProvider } from 'react-router';
import { nonceOf } from './security.ts';
import type { WebBuild } from './web-build.ts';

/** Forms of pages are small; files go to /upload. */
const FORM_LIMIT_BYTES = 1 << 20;

export function pages(app: App, web: WebBuild) {
  const handle = createRequestHandler(web.build, 'production');
  return async (server: FastifyInstance): Promise<void> => {
    server.removeAllContentTypeParsers();
    server.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    server.all('/*', { schema: { hide: true } }, async (request, reply) => {
      const gone = new AbortController();
      reply.raw.once('close', () => { if (!reply.raw.writableEnded) gone.abort(); });
      const context = new RouterContextProvider();
      context.set(web.contexts.appContext, app);
      context.set(web.contexts.requestContext, { nonce: nonceOf(reply.raw), id: request.id, report: (error) => request.log.error({ err: error }, 'page failed') });
      return send(reply, await handle(webRequest(request, gone.signal), context));
    });
  };
}

function webRequest(request: FastifyRequest, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (name.startsWith(':') || value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) headers.append(name, one);
  }
  const url = new URL(request.url, `http://${request.headers.host ?? 'localhost'}`);
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  const body = hasBody ? Readable.toWeb(Readable.from(limited(request.raw), { objectMode: false })) : null;
  return new Request(url, { method: request.method, headers, signal, ...(body ? { body: body as unknown as RequestInit['body'], duplex: 'half' } : {}) } as RequestInit);
}

async function* limited(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.byteLength;
    if (bytes > FORM_LIMIT_BYTES) throw new Error(`A form may have ${FORM_LIMIT_BYTES} bytes; this one is longer.`);
    yield chunk;
  }
}

function send(reply: FastifyReply, response: Response): FastifyReply {
  reply.code(response.status);
  response.headers.forEach((value, name) => { if (name !== 'set-cookie') reply.header(name, value); });
  for (const cookie of response.headers.getSetCookie()) reply.header('set-cookie', cookie);
  return reply.send(response.body ? Readable.fromWeb(response.body as ReadableStream) : null);
}
