/** One request and its answer over TLS (node:https): bounded in bytes, silence and time; every way it can break becomes a coded reason. */
import { type Agent, type RequestOptions, request } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import { FeedFailure } from '../failure.ts';
import { printable } from './address.ts';

export interface ExchangeLimits {
  /** Bytes of the answer's content, after decompression. */
  readonly bytes: number;
  /** Nothing came for so long: connecting, waiting for the answer, or in the middle. */
  readonly silenceMs: number;
  /** From the first byte sent to the last one read. */
  readonly totalMs: number;
}

export interface Exchange { readonly status: number; readonly headers: IncomingHttpHeaders; readonly bytes: Uint8Array }

const MIB = 1024 * 1024;

/** GET. Only the content of a 200 is read. */
export async function exchange(url: URL, headers: Readonly<Record<string, string>>, agent: Agent, limits: ExchangeLimits, signal?: AbortSignal): Promise<Exchange> {
  const watch = new Watch(url, limits);
  try {
    const answer = await send(url, { agent, method: 'GET', headers }, watch, signal), status = answer.statusCode ?? 0;
    if (status !== 200) { letGo(answer); return { status, headers: answer.headers, bytes: new Uint8Array(0) }; }
    return { status, headers: answer.headers, bytes: await contentOf(url, answer, limits.bytes, watch) };
  } catch (error) {
    throw signal?.aborted ? new FeedFailure('stopped', {}, { cause: error }) : watch.failure ?? reasonOf(error, url);
  } finally { watch.end(); }
}

function send(url: URL, options: RequestOptions, watch: Watch, signal: AbortSignal | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { ...options, ...(signal ? { signal } : {}) });
    watch.begin((failure) => { sent.destroy(failure); });
    sent.on('response', resolve);
    // Also after the answer came: a connection that breaks then is told to whoever reads the answer.
    sent.on('error', reject);
    sent.end();
  });
}

/** Keeps the connection where nothing follows; reading an error page away would be one more thing that can take forever. */
function letGo(answer: IncomingMessage): void {
  answer.on('error', () => { /* nobody reads it */ });
  if (answer.statusCode === 304 || answer.headers['content-length'] === '0') answer.resume(); else answer.destroy();
}

async function contentOf(url: URL, answer: IncomingMessage, limit: number, watch: Watch): Promise<Uint8Array> {
  const announced = Number(answer.headers['content-length'] ?? NaN), encoding = (answer.headers['content-encoding'] ?? 'identity').toLowerCase();
  const tooLarge = (): FeedFailure => { answer.destroy(); return new FeedFailure('too-large', { url: printable(url), limit: Math.round((limit / MIB) * 100) / 100 }); };
  if (announced > limit) throw tooLarge();
  if (encoding !== 'identity' && encoding !== 'gzip' && encoding !== 'x-gzip') { answer.destroy(); throw new FeedFailure('encoding-unknown', { url: printable(url), encoding: encoding.slice(0, 40) }); }
  const pieces: Uint8Array[] = [];
  let size = 0, received = 0;
  answer.on('data', (piece: Uint8Array) => { received += piece.length; watch.heard(); });
  const content = encoding === 'identity' ? answer : answer.pipe(createGunzip());
  // pipe() does not hand errors on.
  if (content !== answer) answer.on('error', (error) => { (content as ReturnType<typeof createGunzip>).destroy(error); });
  try {
    for await (const piece of content as AsyncIterable<Uint8Array>) {
      size += piece.length;
      if (size > limit) throw tooLarge();
      pieces.push(piece);
    }
  } catch (error) {
    answer.destroy();
    throw isReset(error) ? new FeedFailure('cut-off', { url: printable(url), bytes: received, expected: Number.isNaN(announced) ? 'more' : announced }, { cause: error }) : error;
  }
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces, size);
}

/** Ends an exchange that falls silent or takes too long. */
class Watch {
  private readonly url: URL;
  private readonly limits: ExchangeLimits;
  private silence: NodeJS.Timeout | null = null;
  private total: NodeJS.Timeout | null = null;
  /** Why it ended the exchange: what the broken stream says afterwards is only that it broke. */
  failure: FeedFailure | null = null;

  constructor(url: URL, limits: ExchangeLimits) {
    this.url = url;
    this.limits = limits;
  }

  begin(stop: (failure: FeedFailure) => void): void {
    const { silenceMs, totalMs } = this.limits, end = (failure: FeedFailure): void => { stop((this.failure ??= failure)); };
    this.silence = setTimeout(() => { end(new FeedFailure('timeout', { host: this.url.host, seconds: silenceMs / 1000 })); }, silenceMs);
    this.total = setTimeout(() => { end(new FeedFailure('too-slow', { url: printable(this.url), seconds: totalMs / 1000 })); }, totalMs);
  }

  heard(): void { this.silence?.refresh(); }

  end(): void {
    if (this.silence) clearTimeout(this.silence);
    if (this.total) clearTimeout(this.total);
  }
}

const isReset = (error: unknown): boolean => ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'Z_BUF_ERROR'].includes((error as NodeJS.ErrnoException).code ?? '');

/** What the codes of Node and OpenSSL mean to people. */
const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known', EAI_AGAIN: 'the name server does not answer', ECONNREFUSED: 'it refuses the connection', ECONNRESET: 'it closed the connection',
  EHOSTUNREACH: 'there is no way to it', ENETUNREACH: 'there is no network', ETIMEDOUT: 'it does not answer', EPIPE: 'it closed the connection', EACCES: 'a firewall forbids it',
};
const EXPIRED: Readonly<Record<string, string>> = { CERT_HAS_EXPIRED: 'expired', CERT_NOT_YET_VALID: 'not yet valid' };
const UNTRUSTED: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it signed itself', SELF_SIGNED_CERT_IN_CHAIN: 'its authority is not known here', UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its authority is not known here',
  UNABLE_TO_GET_ISSUER_CERT: 'its authority is not known here', UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its authority is not known here', CERT_UNTRUSTED: 'its authority is not known here',
  CERT_REVOKED: 'it was revoked', CERT_SIGNATURE_FAILURE: 'its signature is wrong', INVALID_CA: 'its authority may not issue certificates', INVALID_PURPOSE: 'it is not made for a server',
};

function reasonOf(error: unknown, url: URL): unknown {
  if (error instanceof FeedFailure) return error;
  const { code = '', message } = error as NodeJS.ErrnoException, host = url.host;
  if (Object.hasOwn(EXPIRED, code)) return new FeedFailure('certificate-expired', { host, reason: EXPIRED[code]! }, { cause: error });
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return new FeedFailure('certificate-wrong-name', { host }, { cause: error });
  if (Object.hasOwn(UNTRUSTED, code)) return new FeedFailure('certificate-not-trusted', { host, reason: UNTRUSTED[code]! }, { cause: error });
  if (code.startsWith('ERR_PROXY_')) return new FeedFailure('proxy-refused', { host, reason: message.slice(0, 120) }, { cause: error });
  if (code.startsWith('Z_')) return new FeedFailure('compression-broken', { url: printable(url) }, { cause: error });
  if (Object.hasOwn(REASONS, code)) return new FeedFailure('unreachable', { host, reason: REASONS[code]! }, { cause: error });
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') return new FeedFailure('unreachable', { host, reason: 'it does not speak TLS 1.2 or newer' }, { cause: error });
  if (code.startsWith('HPE_') || code.startsWith('ERR_HTTP_')) return new FeedFailure('unreachable', { host, reason: 'its answer is no HTTP' }, { cause: error });
  return code === '' ? error : new FeedFailure('unreachable', { host, reason: code }, { cause: error });
}
