/** `/api/v1`: the use cases as JSON, described in OpenAPI 3.1 at `/api/openapi.json`. */
import type { App } from '@wardkeep/app/app';
import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { assessApi } from './assess-api.ts';
import { streamProgress } from './events.ts';
import { Problem, sendProblem } from './problem.ts';
import * as shape from './schemas.ts';
import { receive } from './upload.ts';

const id = z.object({ id: z.string().min(1).max(64) });
const problems = { '4xx': Problem, '5xx': Problem };
const EXPORTS = {
  json: { type: 'application/json', file: 'inventory.json' }, csv: { type: 'text/csv; charset=utf-8', file: 'inventory.csv' },
  cyclonedx: { type: 'application/vnd.cyclonedx+json; version=1.6', file: 'inventory.cdx.json' },
} as const;

export const api = (app: App): FastifyPluginAsyncZod => async (server) => {
  server.setNotFoundHandler((request, reply) => sendProblem(reply, { type: 'about:blank', title: 'Not Found', status: 404, detail: `There is no ${request.method} at this address; see /api/openapi.json.`, reference: request.id }));

  server.get('/institutions', { schema: { response: { 200: z.array(shape.Institution), ...problems } } }, async () => [...await app.institutions(await app.actor())]);
  server.get('/overview', { schema: { response: { 200: shape.Overview, ...problems } } }, async () => app.overview(await app.actor()));
  server.get('/assets', { schema: { querystring: shape.AssetQuery, response: { 200: shape.AssetPage, ...problems } } }, async (request) => app.listAssets(await app.actor(), request.query));
  server.get('/assets/:id', { schema: { params: id, response: { 200: shape.Asset, ...problems } } }, async (request) => app.asset(await app.actor(), request.params.id));
  server.get('/traffic', { schema: { response: { 200: z.array(shape.TrafficRow), ...problems } } }, async () => [...await app.traffic(await app.actor())]);

  server.post('/decisions', { schema: { body: shape.NewDecision, response: { 201: shape.Decision, ...problems } } }, async (request, reply) => {
    const actor = await app.actor(), body = request.body;
    const decision = body.kind === 'correct' ? await app.decide(actor, body) : body.kind === 'merge' ? await app.merge(actor, body)
      : body.kind === 'split' ? await app.split(actor, body) : await app.remove(actor, body);
    return reply.code(201).send(decision);
  });
  server.post('/decisions/:id/undo', { schema: { params: id, response: { 200: shape.Decision, ...problems } } }, async (request) => app.undo(await app.actor(), request.params.id));

  server.get('/imports', { schema: { response: { 200: z.array(shape.ImportSummary), ...problems } } }, async () => [...await app.imports(await app.actor())]);
  server.get('/imports/:id', { schema: { params: id, response: { 200: shape.Import, ...problems } } }, async (request) => app.import(await app.actor(), request.params.id));
  server.post('/imports/:id/mapping', { schema: { params: id, body: shape.MappingAnswer, response: { 200: shape.ImportSummary, ...problems } } },
    async (request) => app.confirmMapping(await app.actor(), request.params.id, request.body.columns));
  server.post('/imports/:id/stop', { schema: { params: id, response: { 200: shape.ImportSummary, ...problems } } }, async (request) => app.stopImport(await app.actor(), request.params.id));
  server.get('/imports/:id/events', { schema: { params: id, produces: ['text/event-stream'], description: 'Server-sent events `progress`, until the import has ended' } },
    async (request, reply) => streamProgress(app, request, reply, request.params.id));

  server.get('/assets/export/:format', { schema: { params: z.object({ format: z.enum(['json', 'csv', 'cyclonedx']) }), querystring: shape.AssetQuery.omit({ after: true, limit: true }) } },
    async (request, reply) => sendExport(reply, request.params.format, app.exportAssets(await app.actor(), request.params.format, request.query)));

  await server.register(receive(app));
  await server.register(assessApi(app));
};

function sendExport(reply: FastifyReply, format: keyof typeof EXPORTS, pieces: AsyncIterable<string>): FastifyReply {
  const { type, file } = EXPORTS[format];
  return reply.type(type).header('Content-Disposition', `attachment; filename="${file}"`).header('Cache-Control', 'private, no-store').send(Readable.from(pieces));
}
