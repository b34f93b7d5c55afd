/** The HTTP server: pages, API, uploads, static files. Until sign-in exists it listens on loopback only. */
import staticFiles from '@fastify/static';
import swagger from '@fastify/swagger';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import type { App } from '@wardkeep/app/app';
import Fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { randomUUID } from 'node:crypto';
import { api } from './api.ts';
import { guard, LOOPBACK_NAMES } from './guard.ts';
import { pages } from './pages.ts';
import { answerError, sendProblem } from './problem.ts';
import { secure } from './security.ts';
import { UPLOAD_LIMITS, uploads } from './upload.ts';
import type { WebBuild } from './web-build.ts';

export interface ServerOptions {
  readonly app: App;
  /** Null: API only. */
  readonly webBuild: WebBuild | null;
  /** Loopback only until sign-in exists. Default 127.0.0.1. */
  readonly host?: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Names in the Host header that are answered: `name` at the own port, or `name:port`. Default: localhost, 127.0.0.1, [::1]. */
  readonly allowedHosts?: readonly string[];
  readonly logger?: FastifyServerOptions['logger'];
}

export interface WardkeepServer {
  /** Where it listens, e.g. `http://127.0.0.1:4800`. */
  readonly address: string;
  close(): Promise<void>;
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);
const YEAR_SECONDS = 31_536_000;

/** Starts listening. Throws one sentence for a host that is not loopback or a port that is taken. */
export async function createServer(options: ServerOptions): Promise<WardkeepServer> {
  const host = options.host ?? '127.0.0.1';
  if (!LOOPBACK.has(host)) throw new Error(`Wardkeep has no sign-in yet and therefore listens on this machine only: use 127.0.0.1 instead of "${host}".`);
  const server = await buildServer(options);
  try { await server.listen({ host, port: options.port }); } catch (error) {
    await server.close();
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new Error(`Port ${options.port} is taken by another program. Choose another one with --port.`, { cause: error });
    throw error;
  }
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens, but not on a TCP port.');
  return { address: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`, close: () => server.close() };
}

async function buildServer({ app, webBuild, allowedHosts = LOOPBACK_NAMES, logger = false }: ServerOptions): Promise<FastifyInstance> {
  const server = Fastify({
    logger, trustProxy: false, genReqId: shortId, requestIdHeader: false, forceCloseConnections: true,
    // Query strings hold what people search for: only method and path are logged.
    logController: new LogController({ disableRequestLogging: true }),
  });
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  server.setErrorHandler(answerError);
  server.setNotFoundHandler((request, reply) => sendProblem(reply, { type: 'about:blank', title: 'Not Found', status: 404, detail: 'There is nothing at this address.', reference: request.id }));
  server.addHook('onResponse', async (request, reply) => {
    request.log.info({ method: request.method, path: request.url.split('?', 1)[0], status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered');
  });
  await secure(server);
  guard(server, allowedHosts);
  await server.register(rateLimit, { global: false });
  await server.register(multipart, { limits: UPLOAD_LIMITS, throwFileSizeLimit: true });
  await server.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Wardkeep', version: '1', description: 'What is connected, what it is, how sure that is, and why.' }, servers: [] },
    transform: jsonSchemaTransform, transformObject: jsonSchemaTransformObject,
  });
  health(server, app);
  await server.register(api(app), { prefix: '/api/v1' });
  server.get('/api/openapi.json', { schema: { hide: true } }, async () => server.swagger());
  await server.register(uploads(app));
  if (webBuild) {
    await server.register(staticFiles, { root: `${webBuild.staticFiles}static`, prefix: '/static/', wildcard: true, immutable: true, maxAge: YEAR_SECONDS * 1000, index: false, decorateReply: true });
    server.get('/icon.svg', { schema: { hide: true } }, (_request, reply) => reply.sendFile('icon.svg', webBuild.staticFiles, { maxAge: 86_400_000, immutable: false }));
    await server.register(pages(app, webBuild));
  }
  await server.ready();
  return server;
}

function health(server: FastifyInstance, app: App): void {
  server.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }));
  server.get('/readyz', { schema: { hide: true } }, async (request, reply) => {
    try {
      await app.institution(await app.actor());
      return { status: 'ready' };
    } catch (error) {
      request.log.warn({ err: error }, 'not ready');
      return reply.code(503).send({ status: 'not ready' });
    }
  });
}

/** Short enough to be read out on the telephone: `K7-204-9C`. */
function shortId(): string {
  const hex = randomUUID().replaceAll('-', '').toUpperCase();
  return `${hex.slice(0, 3)}-${hex.slice(3, 7)}-${hex.slice(7, 10)}`;
}
