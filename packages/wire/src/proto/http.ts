/**
 * HTTP/1.x (RFC 9110, 9112) on any port: heads of requests and responses, paired; bodies are skipped by their length.
 *
 * Read: method, target as far as `http-path.ts` lets it through, Host, User-Agent, Server, X-Powered-By, media types, the scheme of Authorization and
 * the challenge of a server. Never read: query strings, credentials, cookies, other header fields, bodies other than those of `http-body.ts`.
 */
import { latin1 } from '../cursor.ts';
import { DONE, type Direction, MORE, NO, type RecordSink, type StreamDissector, type StreamProtocol, type Verdict, YES } from '../record.ts';
import { isFhirMediaType } from './fhir.ts';
import { authRealm, type AuthScheme, authScheme, readNtlm } from './http-auth.ts';
import { DEFAULT_HTTP_BODIES, type HttpBodyRule } from './http-bodies.ts';
import { type BodyReader, CompressedBody, JsonBody, SOAP_LIMIT, SoapBody, TitleBody } from './http-body.ts';
import { type HttpPath, isEntryPage, readPath } from './http-path.ts';
import { isStatusLine, PREFACE, probeRequest, startsMessage } from './http-start.ts';
import { isInflatable } from './inflate.ts';
import { authority, HEAD_LIMIT, headEnd, HeadReader, mediaType, startsWith } from './message-head.ts';
import { isTlsRecord } from './tls.ts';

/** What runs over HTTP, as media types and paths say. */
export type HttpApplication = 'fhir' | 'dicomweb' | 'ipp' | 'soap';

export interface HttpRequest {
  readonly kind: 'http.request';
  readonly method: string;
  /** Minor version of HTTP/1. */
  readonly minor: number;
  /** Only well-known words and FHIR resource types; everything else is `*`. */
  readonly path: string;
  readonly host: string | null;
  readonly userAgent: string | null;
  readonly authorization: AuthScheme | null;
  readonly hasCookie: boolean;
  readonly contentType: string | null;
  readonly application: HttpApplication | null;
  /** FHIR resource type, when this is FHIR. */
  readonly resource: string | null;
  /** The request is for a proxy (absolute form or CONNECT). */
  readonly proxied: boolean;
}

export interface HttpResponse {
  readonly kind: 'http.response';
  readonly status: number;
  readonly server: string | null;
  readonly poweredBy: string | null;
  /** Scheme and realm of the first challenge. */
  readonly challenge: { readonly scheme: AuthScheme; readonly realm: string | null } | null;
  readonly contentType: string | null;
  readonly application: HttpApplication | null;
  readonly resource: string | null;
  /** Path of the request it answers; null when that was not seen. */
  readonly path: string | null;
  /** The request bore neither credentials nor a cookie; null when it was not seen. */
  readonly anonymous: boolean | null;
}

/** The conversation turns into something else: `websocket` (RFC 6455), `h2` (RFC 9113, prior knowledge), `h2c`, a CONNECT tunnel. */
export interface HttpUpgrade {
  readonly kind: 'http.upgrade';
  readonly to: 'websocket' | 'h2' | 'h2c' | 'tunnel' | 'other';
  /** WebSocket subprotocol, when it is a registered one: the field is also abused for tokens. */
  readonly subprotocol: string | null;
  readonly response: boolean;
}

declare module '../record.ts' { interface RecordMap { 'http.request': HttpRequest; 'http.response': HttpResponse; 'http.upgrade': HttpUpgrade } }

const FIELDS = ['host', 'user-agent', 'server', 'x-powered-by', 'authorization', 'www-authenticate', 'cookie', 'content-type', 'content-length', 'content-encoding',
  'transfer-encoding', 'accept', 'upgrade', 'sec-websocket-protocol'] as const;
type Head = HeadReader<(typeof FIELDS)[number]>;

/** Subprotocols of the IANA registry that say what a peer is; anything else in the field may be a secret. */
const SUBPROTOCOLS: ReadonlySet<string> = new Set(['mqtt', 'mqttv3.1', 'sip', 'xmpp', 'soap', 'wamp', 'coap', 'ocpp1.6', 'ocpp2.0', 'ocpp2.0.1', 'stomp', 'v12.stomp', 'graphql-ws', 'binary']);

const LF = 0x0a, CR = 0x0d;
/** Longer than any stream: skip all that comes. */
const REST = 2 ** 50;
const LINE_LIMIT = 4096;
/** Requests that wait for their response, at most (pipelining). */
const WAITING = 64;
/** Bytes of a direction in which the next head is looked for, once the framing was lost. */
const SEARCH_LIMIT = 1 << 20;

/** What the response needs to know of its request. */
interface Asked {
  readonly method: string;
  readonly path: HttpPath;
  readonly application: HttpApplication | null;
  readonly anonymous: boolean;
  readonly rule: HttpBodyRule | null;
  readonly subprotocol: string | null;
}

type Mode = 'head' | 'body' | 'chunk-size' | 'chunk' | 'trailer' | 'rest' | 'lost';

class Side {
  mode: Mode = 'head';
  /** Bytes of the unread head that were searched for its end. */
  scanned = 0;
  /** Bytes left of the body or the chunk. */
  left = 0;
  body: BodyReader | null = null;
  /** In `lost`: bytes searched, and whether a head may begin at the next byte. */
  searched = 0;
  fresh = false;
}

class HttpStream implements StreamDissector {
  private readonly head: Head;
  private readonly rules: readonly HttpBodyRule[];
  private readonly sides: [Side, Side] = [new Side(), new Side()];
  private waiting: Asked[] = [];
  /** Bytes were lost: without pipelining in mind, a response answers the last request. */
  private lossy = false;
  /** The client spoke HTTP/2; its server's first frame is awaited. */
  private http2 = false;
  /** The proxy agreed to a CONNECT: what comes is for a host behind it. */
  private tunnel = false;

  constructor(head: Head, rules: readonly HttpBodyRule[]) { this.head = head; this.rules = rules; }

  get kept(): number { return (this.sides[0].body?.kept ?? 0) + (this.sides[1].body?.kept ?? 0); }

  read(direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    if (this.http2) return this.readSettings(bytes, off, end, sink);
    const side = this.sides[direction];
    let at = off;
    while (at < end) {
      if (this.tunnel) return readTunnel(bytes, at, end, sink) === DONE ? DONE : at - off;
      const { mode } = side, used = this.step(side, bytes, at, end, sink);
      if (used === DONE) return DONE;
      if (used === 0 && side.mode === mode) break;
      at += used;
    }
    return at - off;
  }

  gap(direction: Direction, lost: number): boolean {
    const side = this.sides[direction], known = (side.mode === 'body' || side.mode === 'chunk') && lost <= side.left;
    side.body = null;
    if (side.mode === 'rest') return true;
    if (known) {
      side.left -= lost;
      if (side.left === 0) side.mode = side.mode === 'body' ? 'head' : 'chunk-size';
      return true;
    }
    this.lose(side, true);
    return true;
  }

  private lose(side: Side, fresh: boolean): void {
    side.mode = 'lost';
    side.body = null;
    side.scanned = 0;
    side.fresh = fresh;
    this.lossy = true;
    this.waiting = [];
  }

  private step(side: Side, bytes: Uint8Array, at: number, end: number, sink: RecordSink): number {
    switch (side.mode) {
      case 'head': return this.readHead(side, bytes, at, end, sink);
      case 'body': return this.readBody(side, bytes, at, end, sink, 'head');
      case 'chunk': return this.readBody(side, bytes, at, end, sink, 'chunk-size');
      case 'chunk-size': return this.readChunkSize(side, bytes, at, end, sink);
      case 'trailer': return this.readTrailer(side, bytes, at, end);
      case 'rest': return this.readRest(side, bytes, at, end, sink);
      case 'lost': return findHead(side, bytes, at, end);
    }
  }

  private readHead(side: Side, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    let at = off;
    while (at < end && (bytes[at] === CR || bytes[at] === LF)) at++; // empty lines before a start line (RFC 9112, 2.2)
    if (at > off) return at - off;
    const start = startsMessage(bytes, at, end);
    if (start === NO) { sink.weird('http-framing-lost'); this.lose(side, false); return 1; }
    if (bytes[at] === 0x50 && startsWith(bytes, at, end, PREFACE)) return this.preface(sink);
    const stop = headEnd(bytes, at, end, at + side.scanned);
    if (stop < 0 || stop - at > HEAD_LIMIT) {
      if (end - at <= HEAD_LIMIT) { side.scanned = end - at; return 0; }
      sink.weird('http-head-too-long');
      this.lose(side, false);
      return HEAD_LIMIT;
    }
    side.scanned = 0;
    this.head.read(bytes, at, stop);
    const outcome = startsWith(bytes, at, stop, 'HTTP/') ? this.response(side, sink) : this.request(side, sink);
    return outcome === DONE ? DONE : stop - at;
  }

  private request(side: Side, sink: RecordSink): number {
    const { head } = this, line = readRequestLine(head);
    if (line === null) { sink.weird('http-start-line'); this.lose(side, false); return 0; }
    const path = readPath(line.target), contentType = mediaType(head.text('content-type')), authorization = authScheme(head.raw('authorization'));
    const accept = head.raw('accept') ?? '', application = applicationOf(head.raw('content-type') ?? '', accept) ?? (path.fhir ? 'fhir' : path.dicomWeb ? 'dicomweb' : null);
    const hasCookie = head.has('cookie');
    if (authorization === 'ntlm' || authorization === 'negotiate') readNtlm(head.raw('authorization') ?? '', sink);
    sink.record({
      kind: 'http.request', method: line.method, minor: line.minor, path: path.shown, host: authority(head.text('host')), userAgent: head.text('user-agent'),
      authorization, hasCookie, contentType, application, resource: application === 'fhir' ? path.resource : null, proxied: path.proxied || line.method === 'CONNECT',
    });
    if (this.lossy || this.waiting.length >= WAITING) this.waiting = [];
    const rule = this.rules.find((candidate) => endsWith(path.segments, candidate.path)) ?? null;
    this.waiting.push({ method: line.method, path, application, anonymous: authorization === null && !hasCookie, rule, subprotocol: subprotocol(head.raw('sec-websocket-protocol')) });
    // RFC 9112, 6.3: a request without a length has no body.
    this.startBody(side, null, this.bodyLength(sink) ?? 0);
    return 0;
  }

  private response(side: Side, sink: RecordSink): number {
    const { head } = this, line = head.line(), status = Number(line.slice(9, 12));
    const interim = status < 200 && status !== 101, asked = (interim ? this.waiting[0] : this.waiting.shift()) ?? null;
    const rawType = head.raw('content-type') ?? '', contentType = mediaType(head.text('content-type'));
    // A server that errs in HTML does not speak what it was asked for.
    const application = applicationOf(rawType, '') ?? (asked !== null && status >= 200 && status < 300 && contentType !== 'text/html' ? asked.application : null), challenge = head.raw('www-authenticate'), scheme = authScheme(challenge);
    sink.record({
      kind: 'http.response', status, server: head.text('server'), poweredBy: head.text('x-powered-by'),
      challenge: scheme === null ? null : { scheme, realm: authRealm(challenge) }, contentType, application,
      resource: application === 'fhir' ? asked?.path.resource ?? null : null, path: asked?.path.shown ?? null, anonymous: asked?.anonymous ?? null,
    });
    if (challenge !== null && (scheme === 'ntlm' || scheme === 'negotiate')) readNtlm(challenge, sink);
    if (status === 101) { sink.record(this.upgrade(asked)); return DONE; }
    if (asked?.method === 'CONNECT' && status >= 200 && status < 300) {
      sink.record({ kind: 'http.upgrade', to: 'tunnel', subprotocol: null, response: true });
      this.tunnel = true;
      return 0;
    }
    // RFC 9112, 6.3: no body, whatever the fields say.
    if (status < 200 || status === 204 || status === 304 || asked?.method === 'HEAD') return 0;
    const length = this.bodyLength(sink), body = this.bodyReader(asked, status, contentType, length);
    if (length !== null) this.startBody(side, body, length);
    else if (body === null && asked !== null && !this.lossy) return DONE; // the body lasts until the connection closes
    else { side.mode = 'rest'; side.body = body; }
    return 0;
  }

  private upgrade(asked: Asked | null): HttpUpgrade {
    const to = (this.head.raw('upgrade') ?? '').toLowerCase();
    return {
      kind: 'http.upgrade', to: to === 'websocket' || to === 'h2c' ? to : 'other', response: true,
      subprotocol: subprotocol(this.head.raw('sec-websocket-protocol')) ?? asked?.subprotocol ?? null,
    };
  }

  /** Length of the body whose head was just read: a number, `chunked`, or null when no field tells (RFC 9112, 6.3). */
  private bodyLength(sink: RecordSink): number | 'chunked' | null {
    const coding = this.head.raw('transfer-encoding');
    if (coding !== null && /(^|[,\s])chunked\s*$/i.test(coding)) return 'chunked';
    if (coding !== null && !/^identity$/i.test(coding)) return null;
    const length = this.head.count('content-length');
    if (length !== null && length < 0) { sink.weird('http-content-length'); return null; }
    return length;
  }

  private bodyReader(asked: Asked | null, status: number, contentType: string | null, length: number | 'chunked' | null): BodyReader | null {
    const reader = plainReader(asked, status, contentType, typeof length === 'number' ? length : 0), coding = this.head.raw('content-encoding');
    if (reader === null || coding === null || /^identity$/i.test(coding)) return reader;
    return isInflatable(coding) ? new CompressedBody(reader) : null;
  }

  private startBody(side: Side, body: BodyReader | null, length: number | 'chunked'): void {
    side.body = body;
    side.mode = length === 'chunked' ? 'chunk-size' : length === 0 ? 'head' : 'body';
    side.left = length === 'chunked' ? 0 : length;
  }

  /** A body or a chunk of known length: shown to its reader while there is one, else skipped on the wire. */
  private readBody(side: Side, bytes: Uint8Array, at: number, end: number, sink: RecordSink, after: Mode): number {
    let used = side.left;
    if (side.body !== null) {
      used = Math.min(side.left, end - at);
      side.body.feed(bytes, at, at + used);
      if (side.body.done || (used === side.left && after === 'head')) finishBody(side, sink);
      if (side.body === null) used = side.left;
    }
    side.left -= used;
    if (side.left === 0) side.mode = after;
    return used;
  }

  /** RFC 9112, 7.1: `chunk-size [;ext] CRLF chunk-data CRLF`; the line break behind a chunk is stepped over here. */
  private readChunkSize(side: Side, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    let at = off;
    if (bytes[at] === CR) at++;
    if (at < end && bytes[at] === LF) at++;
    if (at === end) return 0;
    let stop = at;
    while (stop < end && bytes[stop] !== LF && stop - at < LINE_LIMIT) stop++;
    if (stop === end) return 0;
    const size = /^([0-9a-f]{1,10})[ \t]*[;\r]?/i.exec(latin1(bytes, at, Math.min(stop, at + 16)))?.[1];
    if (bytes[stop] !== LF || size === undefined) { sink.weird('http-chunk-size'); this.lose(side, false); return stop - off; }
    side.left = Number.parseInt(size, 16);
    side.mode = side.left > 0 ? 'chunk' : 'trailer';
    if (side.left === 0) finishBody(side, sink);
    return stop + 1 - off;
  }

  /** RFC 9112, 7.1.2: fields up to an empty line. */
  private readTrailer(side: Side, bytes: Uint8Array, off: number, end: number): number {
    let stop = off;
    while (stop < end && bytes[stop] !== LF) stop++;
    if (stop === end) { if (end - off < LINE_LIMIT) return 0; this.lose(side, false); return end - off; }
    if (stop === off || (stop === off + 1 && bytes[off] === CR)) side.mode = 'head';
    return stop + 1 - off;
  }

  private readRest(side: Side, bytes: Uint8Array, at: number, end: number, sink: RecordSink): number {
    if (side.body === null) return REST;
    side.body.feed(bytes, at, end);
    if (side.body.done) { finishBody(side, sink); return DONE; }
    return end - at;
  }

  private preface(sink: RecordSink): number {
    this.http2 = true;
    sink.record({ kind: 'http.upgrade', to: 'h2', subprotocol: null, response: false });
    return REST;
  }

  /** RFC 9113, 3.4: the server's first frame is SETTINGS (type 4) on stream 0. */
  private readSettings(bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    if (end - off < 9) return 0;
    const settings = bytes[off + 3] === 4 && bytes[off + 5] === 0 && bytes[off + 6] === 0 && bytes[off + 7] === 0 && bytes[off + 8] === 0;
    if (settings) sink.record({ kind: 'http.upgrade', to: 'h2', subprotocol: null, response: true });
    return DONE;
  }
}

/** The first bytes in a tunnel (RFC 9110, 9.3.6): whether TLS runs through it. Names and certificates in there are not of the proxy. */
function readTunnel(bytes: Uint8Array, at: number, end: number, sink: RecordSink): number {
  if (end - at < 5) return 0;
  if (isTlsRecord(bytes, at, end)) sink.record({ kind: 'tls.carried', by: 'http' });
  return DONE;
}

function plainReader(asked: Asked | null, status: number, contentType: string | null, length: number): BodyReader | null {
  if (contentType === null) return null;
  if (contentType === 'application/soap+xml' || contentType === 'text/xml') return status === 200 && length <= SOAP_LIMIT ? new SoapBody() : null;
  if (asked === null) return null;
  if (asked.rule !== null && status === 200 && contentType.endsWith('json')) return new JsonBody(asked.rule);
  const isPage = contentType === 'text/html' && (status === 200 || status === 401 || status === 403);
  return isPage && isEntryPage(asked.path) ? new TitleBody() : null;
}

function finishBody(side: Side, sink: RecordSink): void {
  const record = side.body?.record() ?? null;
  side.body = null;
  if (record !== null) sink.record(record);
}

/** Steps to the next place where a head may begin: the very next byte after a loss, else behind a line break. */
function findHead(side: Side, bytes: Uint8Array, off: number, end: number): number {
  let at = off;
  if (!side.fresh) {
    while (at < end && bytes[at] !== LF) at++;
    at++;
  }
  for (;;) {
    const verdict = at < end ? startsMessage(bytes, at, end) : at === end ? MORE : NO;
    if (verdict === YES) { side.fresh = false; side.mode = 'head'; side.searched = 0; return at - off; }
    if (verdict === MORE) { side.fresh = true; side.searched += at - off; return at - off; }
    side.fresh = false;
    if (at >= end) { side.searched += end - off; return side.searched > SEARCH_LIMIT ? REST : end - off; }
    while (at < end && bytes[at] !== LF) at++;
    at++;
  }
}

function readRequestLine(head: Head): { method: string; target: string; minor: number } | null {
  const line = head.line(), method = /^[A-Z][A-Z_-]{2,15}(?= )/.exec(line)?.[0], minor = /^ HTTP\/1\.(\d)$/.exec(head.lineTail(9))?.[1];
  if (method === undefined || minor === undefined) return null;
  const from = method.length + 1, stop = line.indexOf(' ', from);
  return { method, target: stop < 0 ? line.slice(from) : line.slice(from, stop), minor: Number(minor) };
}

function applicationOf(contentType: string, accept: string): HttpApplication | null {
  if (isFhirMediaType(contentType) || isFhirMediaType(accept)) return 'fhir';
  const type = contentType.toLowerCase();
  // DICOM PS3.18, 8.7.3: application/dicom, application/dicom+json, multipart/related; type="application/dicom"
  if (type.includes('application/dicom') || accept.toLowerCase().includes('application/dicom')) return 'dicomweb';
  if (type.startsWith('application/ipp')) return 'ipp'; // RFC 8010, 4
  return type.startsWith('application/soap+xml') ? 'soap' : null; // RFC 3902
}

function endsWith(segments: readonly string[], tail: readonly string[]): boolean {
  return segments.length >= tail.length && tail.every((segment, index) => segments[segments.length - tail.length + index] === segment);
}

function subprotocol(value: string | null): string | null {
  return value?.toLowerCase().split(',').map((name) => name.trim()).find((name) => SUBPROTOCOLS.has(name)) ?? null;
}

/** HTTP with its own list of bodies that may be looked into. */
export function makeHttp(bodies: readonly HttpBodyRule[]): StreamProtocol {
  const head: Head = new HeadReader(FIELDS);
  return {
    protocol: 'http',
    ports: [80, 8080, 8000, 8042, 8008, 8081, 8888, 5985, 631, 3128, 5000, 9080],
    probe: (direction: Direction, bytes: Uint8Array, off: number, end: number): Verdict => (direction === 0 ? probeRequest(bytes, off, end) : isStatusLine(bytes, off, end)),
    open: () => new HttpStream(head, bodies),
  };
}

export const http: StreamProtocol = makeHttp(DEFAULT_HTTP_BODIES);
