/**
 * Files on their way in. A file is never held in memory: the use case reads the request's own stream, so that a slow disk slows the sender.
 * Pages send a form to `/upload/…` and are led on with 303; programs send a form or the bare file to `/api/v1/imports`.
 */
import type { App, UploadedFile } from '@wardkeep/app/app';
import type { ImportSummary, PermissionRecord } from '@wardkeep/app/views';
import type { Multipart } from '@fastify/multipart';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Intake } from './assess-schemas.ts';
import { isRefusal, Problem, problemOf, sendProblem } from './problem.ts';
import { ImportSummary as ImportSummaryShape, PermissionRecord as PermissionShape } from './schemas.ts';

/** The use case refuses what does not fit the disk; the form itself stays small. Fields must stand before the file. */
export const UPLOAD_LIMITS = { fileSize: Number.MAX_SAFE_INTEGER, files: 1, fields: 16, fieldSize: 4096, parts: 17, headerPairs: 64 } as const;
const RATE = { rateLimit: { max: 120, timeWindow: '1 minute' } } as const;
const TEXT_FIELDS = ['permittedBy', 'role', 'place', 'window'] as const;
/** What was typed before the file was refused; read by the form, gone after ten minutes. */
const DRAFT = { cookie: 'draft', seconds: 600 } as const;

type Kind = 'capture' | 'document';
interface Received { readonly fields: Readonly<Record<string, string>>; readonly file: UploadedFile | null }

/** Forms of the pages. */
export const uploads = (app: App): FastifyPluginAsync => async (server) => {
  const route = (path: string, kind: Kind, form: string) => server.post(path, { schema: { hide: true }, config: RATE }, async (request, reply) => {
    if (!request.isMultipart()) return leadOn(request, reply, form, 415);
    const { fields, file } = await readForm(request);
    const checked = kind === 'capture' ? PermissionShape.safeParse(permissionFields(fields)) : null;
    const wrong = [...checked?.error ? new Set(checked.error.issues.map((issue) => String(issue.path[0]))) : [], ...file ? [] : ['file']];
    if (wrong.length > 0 || !file) return refuseForm(request, reply, form, { fields, wrong, refused: null });
    try {
      const started = await app.startImport(await app.actor(), file, { kind, permission: checked?.data ?? null });
      return leadOn(request, reply, `/imports/${encodeURIComponent(started.id)}`, 201);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return refuseForm(request, reply, form, { fields, wrong: [], refused: { code: error.code, params: error.params } });
    }
  });
  server.post('/upload/advisories', { schema: { hide: true }, config: RATE }, async (request, reply) => {
    const form = '/feeds';
    if (!request.isMultipart()) return leadOn(request, reply, form, 415);
    const { fields, file } = await readForm(request);
    if (!file) return refuseForm(request, reply, form, { fields, wrong: ['file'], refused: null });
    try {
      const intake = await app.importAdvisories(await app.actor(), file);
      // The query makes it another address than the form's: a script that goes there loads the page anew.
      return leadOn(request, reply, `${form}?in=${encodeURIComponent(intake.id)}#deliveries`, 201);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return refuseForm(request, reply, form, { fields, wrong: [], refused: { code: error.code, params: error.params } });
    }
  });
  route('/upload/capture', 'capture', '/import/capture');
  route('/upload/list', 'document', '/import/list');
};

/** `POST /api/v1/imports`, as a form (fields first, then `file`) or as the bare file with its facts in the query. */
export const receive = (app: App): FastifyPluginAsyncZod => async (server) => {
  server.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
  const query = z.object({
    kind: z.enum(['capture', 'document']).default('document'), name: z.string().min(1).max(255).optional(), permittedBy: z.string().optional(), role: z.string().optional(),
    place: z.string().optional(), window: z.string().optional(), staffInformed: z.string().optional(), keepFile: z.string().optional(),
  });
  server.post('/imports', {
    config: RATE,
    schema: {
      consumes: ['multipart/form-data', 'application/octet-stream'], querystring: query, response: { 202: ImportSummaryShape, '4xx': Problem, '5xx': Problem },
      description: 'Takes a file in and queues its reading. A capture needs a permission record: `permittedBy`, `role`, `place`, `window`, `staffInformed`, `keepFile`.',
    },
  }, async (request, reply) => {
    const { kind: asked, name, ...given } = request.query;
    const raw = !request.isMultipart();
    const { fields, file } = raw ? { fields: given as Record<string, string>, file: rawFile(request, name) } : await readForm(request);
    const kind = (raw ? asked : fields['kind'] ?? asked) === 'capture' ? 'capture' : 'document';
    if (!file) return sendProblem(reply, problemOf(refusal(400, 'no-file', 'Expected a file: a form with a part "file" after the fields, or the bare bytes as application/octet-stream.'), request.id));
    let permission: PermissionRecord | null = null;
    if (kind === 'capture') {
      const checked = PermissionShape.safeParse(permissionFields(fields));
      if (!checked.success) {
        const missing = [...new Set(checked.error.issues.map((issue) => String(issue.path[0])))].join(', ');
        return sendProblem(reply, problemOf(refusal(400, 'no-permission', `A capture is read only with a permission record. Missing or not valid: ${missing}.`), request.id));
      }
      permission = checked.data;
    }
    const started: ImportSummary = await app.startImport(await app.actor(), file, { kind, permission });
    return reply.code(202).header('Location', `/api/v1/imports/${encodeURIComponent(started.id)}`).send(started);
  });
  server.post('/intakes', {
    config: RATE,
    schema: {
      consumes: ['multipart/form-data', 'application/octet-stream'], querystring: z.object({ name: z.string().min(1).max(255).optional() }), response: { 202: Intake, '4xx': Problem, '5xx': Problem },
      description: 'Takes advisories in: a document, an archive of documents, KEV, EPSS, or an offline bundle',
    },
  }, async (request, reply) => {
    const file = request.isMultipart() ? (await readForm(request)).file : rawFile(request, request.query.name);
    if (!file) return sendProblem(reply, problemOf(refusal(400, 'no-file', 'Expected a file: a form with a part "file", or the bare bytes as application/octet-stream.'), request.id));
    const intake = await app.importAdvisories(await app.actor(), file);
    return reply.code(202).header('Location', `/api/v1/intakes/${encodeURIComponent(intake.id)}`).send(intake);
  });
};

/** Reads fields up to the file, and hands the file over unread. What comes after the file is not looked at. */
async function readForm(request: FastifyRequest): Promise<Received> {
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  for await (const part of request.parts() as AsyncIterable<Multipart>) {
    if (part.type === 'field') { if (typeof part.value === 'string') fields[part.fieldname] = part.value; continue; }
    // A browser sends an empty part for a file field without a file.
    if (part.filename === '') { part.file.resume(); continue; }
    return { fields, file: { name: part.filename, stream: part.file, bytes: null } };
  }
  return { fields, file: null };
}

function rawFile(request: FastifyRequest, name: string | undefined): UploadedFile | null {
  const length = Number(request.headers['content-length']);
  const stream = request.body as AsyncIterable<Uint8Array> | undefined | null;
  return stream ? { name: name ?? 'upload', stream, bytes: Number.isSafeInteger(length) ? length : null } : null;
}

function permissionFields(fields: Readonly<Record<string, string>>) {
  const yes = (name: string) => fields[name] === 'yes' || fields[name] === 'true' || fields[name] === 'on';
  return { ...Object.fromEntries(TEXT_FIELDS.map((name) => [name, fields[name] ?? ''])), staffInformed: yes('staffInformed'), keepFile: yes('keepFile') };
}

const refusal = (status: number, code: string, message: string) => Object.assign(new Error(message), { status, code, params: {} });

/** Back to the form with what was typed and what was wrong: in a cookie, because addresses end up in histories and logs. */
function refuseForm(request: FastifyRequest, reply: FastifyReply, form: string, draft: object): FastifyReply {
  reply.header('Set-Cookie', `${DRAFT.cookie}=${encodeURIComponent(JSON.stringify(draft))}; Path=${form}; Max-Age=${DRAFT.seconds}; HttpOnly; SameSite=Strict`);
  return leadOn(request, reply, `${form}?again=1`, 422);
}

/** 303 for a browser's form; for the page's script the address to go to, as JSON. The rest of a refused file is not waited for. */
function leadOn(request: FastifyRequest, reply: FastifyReply, location: string, status: number): FastifyReply {
  if (request.headers.accept?.includes('application/json')) return reply.code(status).send({ location });
  return reply.code(303).header('Location', location).send();
}
