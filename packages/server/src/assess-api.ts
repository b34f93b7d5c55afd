/** `/api/v1`: the use cases of ASSESS. */
import type { App } from '@wardkeep/app/app';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { Readable } from 'node:stream';
import { z } from 'zod';
import * as shape from './assess-schemas.ts';
import { Problem } from './problem.ts';

const id = z.object({ id: z.string().min(1).max(250) });
const problems = { '4xx': Problem, '5xx': Problem };
const EXPORTS = {
  csv: { type: 'text/csv; charset=utf-8', file: 'findings.csv' }, vex: { type: 'application/vnd.cyclonedx+json; version=1.6', file: 'findings.cdx.json' },
  csaf: { type: 'application/json', file: 'findings.csaf.json' }, openvex: { type: 'application/json', file: 'findings.openvex.json' },
} as const;

export const assessApi = (app: App): FastifyPluginAsyncZod => async (server) => {
  const actor = () => app.actor();
  server.get('/assess', { schema: { response: { 200: shape.AssessOverview, ...problems } } }, async () => app.assessOverview(await actor()));

  server.get('/advisories', { schema: { querystring: shape.AdvisoryQuery, response: { 200: shape.AdvisoryPage, ...problems } } }, async (request) => app.advisories(await actor(), request.query));
  server.get('/advisories/:id', { schema: { params: id, response: { 200: shape.Advisory, ...problems } } }, async (request) => app.advisory(await actor(), request.params.id));
  server.post('/advisories', { schema: { body: shape.TypedAdvisory, response: { 201: shape.Advisory, ...problems }, description: 'A maker\'s letter or a field safety notice, typed by hand' } }, async (request, reply) => reply.code(201).send(await app.typeAdvisory(await actor(), request.body)));
  server.get('/vulnerabilities/:id', { schema: { params: id, response: { 200: shape.Vulnerability, ...problems } } }, async (request) => app.vulnerability(await actor(), request.params.id));

  server.get('/feeds', { schema: { response: { 200: shape.Feeds, ...problems } } }, async () => app.feeds(await actor()));
  server.post('/feeds/update', { schema: { response: { 202: shape.Intake, ...problems }, description: 'Asks the feeds that are switched on: the only request that makes the server send something out' } }, async (_request, reply) => reply.code(202).send(await app.updateFeeds(await actor())));
  server.post('/feeds/:id', { schema: { params: id, body: z.object({ enabled: z.boolean() }), response: { 200: shape.Feeds, ...problems } } }, async (request) => app.switchFeed(await actor(), { id: request.params.id, enabled: request.body.enabled }));
  server.get('/intakes/:id', { schema: { params: id, response: { 200: shape.Intake, ...problems } } }, async (request) => app.intake(await actor(), request.params.id));

  server.get('/findings', { schema: { querystring: shape.FindingQuery, response: { 200: shape.FindingPage, ...problems } } }, async (request) => app.findings(await actor(), request.query));
  server.get('/triage', { schema: { querystring: shape.FindingQuery, response: { 200: shape.TriagePage, ...problems }, description: 'The queue: findings that are one question stand as one' } }, async (request) => app.triage(await actor(), request.query));
  server.get('/findings/:id', { schema: { params: id, response: { 200: shape.Finding, ...problems } } }, async (request) => app.finding(await actor(), request.params.id));
  server.post('/findings/decide', { schema: { body: shape.DecideFindings, response: { 201: z.object({ decisions: z.array(z.string()) }), ...problems } } }, async (request, reply) => reply.code(201).send({ decisions: [...await app.decideFindings(await actor(), request.body)] }));
  server.post('/findings/work', { schema: { body: shape.WorkOnFindings, response: { 204: z.null(), ...problems } } }, async (request, reply) => { await app.workOnFindings(await actor(), request.body); return reply.code(204).send(null); });
  server.post('/findings/:id/undo', { schema: { params: id, response: { 200: shape.Finding, ...problems } } }, async (request) => app.undoFinding(await actor(), request.params.id));
  server.get('/not-listed', { schema: { querystring: z.object({ q: z.string().max(200).default(''), limit: z.coerce.number().int().min(1).max(500).optional() }), response: { 200: shape.NotListed, ...problems }, description: 'Pairs that came close and were left out, with what spoke against them' } }, async (request) => app.notListed(await actor(), request.query));
  server.get('/changes', { schema: { response: { 200: shape.Changes, ...problems } } }, async () => app.changes(await actor()));
  server.post('/changes/seen', { schema: { response: { 204: z.null(), ...problems } } }, async (_request, reply) => { await app.seen(await actor()); return reply.code(204).send(null); });
  server.post('/acceptance', { schema: { body: z.object({ on: z.boolean() }), response: { 200: shape.Acceptance, ...problems } } }, async (request) => app.acceptance(await actor(), request.body));

  server.get('/findings/export/:format', { schema: { params: z.object({ format: z.enum(['csv', 'vex', 'csaf', 'openvex', 'pdf']) }), querystring: shape.FindingQuery.extend({ language: z.enum(['en', 'es', 'hu']).default('en') }).omit({ after: true, limit: true }) } }, async (request, reply) => {
    const { language, ...query } = request.query, { format } = request.params;
    const head = (type: string, file: string) => reply.type(type).header('Content-Disposition', `attachment; filename="${file}"`).header('Cache-Control', 'private, no-store');
    if (format === 'pdf') return head('application/pdf', 'findings.pdf').send(Buffer.from(await app.findingsPdf(await actor(), query, language)));
    return head(EXPORTS[format].type, EXPORTS[format].file).send(Readable.from(app.exportFindings(await actor(), format, query)));
  });

  server.get('/care-services', { schema: { response: { 200: z.array(shape.CareService), ...problems } } }, async () => [...await app.careServices(await actor())]);
  server.post('/care-services', { schema: { body: shape.CareServiceInput, response: { 200: shape.CareService, ...problems } } }, async (request) => app.saveCareService(await actor(), request.body));
  server.delete('/care-services/:id', { schema: { params: id, response: { 204: z.null(), ...problems } } }, async (request, reply) => { await app.removeCareService(await actor(), request.params.id); return reply.code(204).send(null); });
};
