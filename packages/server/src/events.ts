/** Progress of an import as server-sent events (HTML, 9.2). */
import type { App } from '@wardkeep/app/app';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';

/** Proxies and browsers drop silent connections; a comment keeps them. */
const KEEP_ALIVE_MS = 15_000;
const ENDED = new Set(['done', 'stopped', 'failed', 'needs-mapping']);

export async function streamProgress(app: App, request: FastifyRequest, reply: FastifyReply, id: string): Promise<FastifyReply> {
  const gone = new AbortController();
  request.raw.once('close', () => gone.abort());
  reply.raw.once('close', () => gone.abort());
  const actor = await app.actor();
  // Refused before the stream begins: an unknown import is a 404, not an empty stream.
  await app.import(actor, id);
  return reply.type('text/event-stream').header('Cache-Control', 'no-store').header('X-Accel-Buffering', 'no')
    .send(Readable.from(events(app.progress(actor, id, gone.signal), gone.signal), { objectMode: false }));
}

async function* events(progress: ReturnType<App['progress']>, signal: AbortSignal): AsyncGenerator<string> {
  yield 'retry: 2000\n\n';
  const iterator = progress[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    while (!signal.aborted) {
      const step = await Promise.race([next, silence()]);
      if (step === null) { yield ': still here\n\n'; continue; }
      if (step.done) return;
      yield `event: progress\ndata: ${JSON.stringify(step.value)}\n\n`;
      if (ENDED.has(step.value.state)) return;
      next = iterator.next();
    }
  } finally { await iterator.return?.(); }
}

function silence(): Promise<null> { return new Promise((resolve) => { setTimeout(() => resolve(null), KEEP_ALIVE_MS).unref(); }); }
