/**
 * The client that fetches feeds: GET over TLS to allowed hosts, conditional (RFC 9110, 13), paced, patient, through a proxy where one is set.
 * It sends no cookie, no referrer, no account and no name of the house. The proxy is what the caller says, never what the environment says.
 *
 * The tunnel through the proxy (CONNECT, NO_PROXY rules) is Node's own (`proxyEnv` of https.Agent, Node ≥ 22.21 and ≥ 24.5). A foreign undici is
 * not used: Node's `fetch` takes dispatchers of its own major only (Node 24 has undici 6), and node:https gives the body limits and TLS errors we need.
 */
import { Agent } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { rootCertificates } from 'node:tls';
import { type FailureCode, FeedFailure } from '../failure.ts';
import { type Hosts, httpsUrl, printable, requireHost } from './address.ts';
import { exchange, type Exchange } from './exchange.ts';
import { backoffMs, type Clock, Pace, retryAfterMs } from './pace.ts';

/** What a server gave to ask "has it changed?" with (RFC 9110, 8.8). */
export interface Validator { readonly etag: string | null; readonly lastModified: string | null }

export interface ClientOptions {
  /** Default 5, to each host. */
  readonly requestsPerSecond?: number;
  /** `http://proxy:3128`; may hold a user and a password. `bypass`: hosts that are contacted directly, as in NO_PROXY: `.inside.example`, `10.0.0.7`. */
  readonly proxy?: { readonly url: string; readonly bypass?: readonly string[] } | null;
  /** PEM of further authorities, e.g. of a proxy that opens TLS; beside those Node knows. */
  readonly ca?: string | null;
  readonly userAgent?: string;
  readonly silenceMs?: number;
  readonly totalMs?: number;
  /** A server that asks for more patience than this is left alone. Default one minute. */
  readonly longestWaitMs?: number;
  /** In [0, 1): jitter. */
  readonly random?: () => number;
  readonly clock?: Clock;
}

export interface GetOptions {
  /** Most bytes of content. */
  readonly limit: number;
  /** Also for every redirect. */
  readonly hosts: Hosts;
  readonly validator?: Validator | null;
  readonly signal?: AbortSignal | undefined;
}

export type Answer =
  | { readonly kind: 'content'; readonly url: string; readonly bytes: Uint8Array; readonly validator: Validator | null }
  | { readonly kind: 'unchanged' };

export interface Client { get(url: string, options: GetOptions): Promise<Answer> }

const MAX_REDIRECTS = 5, ATTEMPTS = 4;
const PASSING: ReadonlySet<FailureCode> = new Set<FailureCode>(['timeout', 'cut-off', 'unreachable']);
/** Of those, what does not pass within seconds. */
const LASTING = new Set(['ENOTFOUND', 'ENETUNREACH', 'EACCES']);

export class HttpsClient implements Client {
  private readonly agent: Agent;
  private readonly pace: Pace;
  private readonly clock: Clock;
  private readonly options: ClientOptions;

  constructor(options: ClientOptions = {}) {
    this.options = options;
    this.clock = options.clock ?? SYSTEM_CLOCK;
    this.pace = new Pace(options.requestsPerSecond ?? 5, this.clock);
    const proxyEnv = options.proxy ? { HTTPS_PROXY: options.proxy.url, NO_PROXY: (options.proxy.bypass ?? []).join(',') } : {};
    this.agent = new Agent({
      keepAlive: true, maxSockets: 2, minVersion: 'TLSv1.2', proxyEnv,
      ...(options.ca ? { ca: [...rootCertificates, options.ca] } : {}),
    });
  }

  close(): void { this.agent.destroy(); }

  /** Throws a `FeedFailure`. */
  async get(address: string, options: GetOptions): Promise<Answer> {
    let url = httpsUrl(address);
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      requireHost(url, options.hosts);
      const { status, headers, bytes } = await this.patiently(url, options);
      if (status === 200) return { kind: 'content', url: url.href, bytes, validator: validatorOf(headers) };
      if (status === 304 && options.validator) return { kind: 'unchanged' };
      if (status === 404 || status === 410) throw new FeedFailure('not-found', { url: printable(url), status });
      if (![301, 302, 303, 307, 308].includes(status)) throw new FeedFailure('status', { url: printable(url), status });
      if (headers.location === undefined) throw new FeedFailure('redirect-without-target', { url: printable(url) });
      url = httpsUrl(headers.location, url.href);
    }
    throw new FeedFailure('redirect-loop', { url: printable(address), max: MAX_REDIRECTS });
  }

  /** One exchange, again when the reason may pass. */
  private async patiently(url: URL, { limit, validator, signal }: GetOptions): Promise<Exchange> {
    const headers = {
      'user-agent': this.options.userAgent ?? 'Wardkeep (CSAF client)', accept: '*/*', 'accept-encoding': 'gzip',
      ...(validator?.etag ? { 'if-none-match': validator.etag } : {}), ...(validator?.lastModified ? { 'if-modified-since': validator.lastModified } : {}),
    };
    const limits = { bytes: limit, silenceMs: this.options.silenceMs ?? 30_000, totalMs: this.options.totalMs ?? 600_000 };
    for (let attempt = 0; ; attempt++) {
      await this.wait(() => this.pace.turn(url.host, signal));
      const last = attempt === ATTEMPTS - 1;
      let waitMs = backoffMs(attempt, this.options.random ?? Math.random);
      try {
        const answer = await exchange(url, headers, this.agent, limits, signal), { status } = answer;
        if (status !== 429 && (status < 502 || status > 504)) return answer;
        waitMs = retryAfterMs(answer.headers['retry-after'], this.clock.now()) ?? waitMs;
        if (last || waitMs > (this.options.longestWaitMs ?? 60_000)) throw new FeedFailure('busy', { host: url.host, status, until: new Date(this.clock.now() + waitMs).toISOString() });
      } catch (error) {
        if (last || !mayPass(error)) throw error;
      }
      await this.wait(() => this.clock.sleep(waitMs, signal));
    }
  }

  /** A wait that the user may end. */
  private async wait(until: () => Promise<void>): Promise<void> {
    try { await until(); } catch (error) { throw (error as Error).name === 'AbortError' ? new FeedFailure('stopped', {}, { cause: error }) : error; }
  }
}

const mayPass = (error: unknown): boolean => error instanceof FeedFailure && PASSING.has(error.code) && !LASTING.has((error.cause as NodeJS.ErrnoException | undefined)?.code ?? '');

const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => { await sleep(ms, undefined, signal ? { signal } : {}); },
};

const HEADER_LIMIT = 512;

function validatorOf(headers: { readonly etag?: string | undefined; readonly 'last-modified'?: string | undefined }): Validator | null {
  const fit = (value: string | undefined): string | null => (value !== undefined && value.length <= HEADER_LIMIT ? value : null);
  const etag = fit(headers.etag), lastModified = fit(headers['last-modified']);
  return etag === null && lastModified === null ? null : { etag, lastModified };
}
