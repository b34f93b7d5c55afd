/** Errors as RFC 9457 problem details. The sentence is for people; `code` and `params` are for programs and catalogs. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { STATUS_CODES } from 'node:http';
import { z } from 'zod';

export const Problem = z.object({
  type: z.string(), title: z.string(), status: z.int(), detail: z.string().optional(),
  code: z.string().optional(), params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  /** The request's id in the log. */
  reference: z.string(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
}).meta({ id: 'Problem', description: 'RFC 9457 problem details' });
export type Problem = z.infer<typeof Problem>;

/** A refusal of a use case, known by its shape: a code, parameters and an HTTP status. */
interface Refusal extends Error { readonly code: string; readonly params: Readonly<Record<string, string | number>>; readonly status: number }

export function isRefusal(error: unknown): error is Refusal {
  const it = error as Partial<Refusal> | null;
  return typeof it === 'object' && it !== null && typeof it.code === 'string' && typeof it.status === 'number' && typeof it.params === 'object' && it.params !== null;
}

export function problemOf(error: unknown, reference: string): Problem {
  if (isRefusal(error)) return { ...titled(error.status), detail: error.message || error.code, code: error.code, params: { ...error.params }, reference };
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.map((issue) => ({ field: issue.instancePath.slice(1).replaceAll('/', '.'), message: issue.message ?? 'not valid' }));
    return { ...titled(400), detail: `The request does not fit the description of this address: ${errors.map((it) => `${it.field}: ${it.message}`).join('; ')}.`, code: 'invalid-request', errors, reference };
  }
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  if (typeof status === 'number' && status >= 400 && status < 500) return { ...titled(status), detail: (error as Error).message, reference };
  return { ...titled(500), detail: 'This is a fault of ours. Nothing was changed; the reference finds it in the log.', reference };
}

const titled = (status: number) => ({ type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status });

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply.code(problem.status).type('application/problem+json').serializer(JSON.stringify).send(problem);
}

/** The error handler of the API and of uploads. Only faults of ours are logged as errors. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error, request.id);
  if (problem.status >= 500) request.log.error({ err: error }, 'request failed');
  return sendProblem(reply, problem);
}
