import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FeedFailure } from '../failure.ts';
import { CertificateAuthority } from '../testing/certificate.ts';
import { JumpingClock } from '../testing/clock.ts';
import { type Handler, startProxy, startServer, type TestServer } from '../testing/server.ts';
import { type ClientOptions, type GetOptions, HttpsClient } from './client.ts';

const authority = new CertificateAuthority(), MIB = 1024 * 1024;
let server: TestServer, handler: Handler, clock: JumpingClock;

beforeAll(async () => { server = await startServer(authority.server({ names: ['localhost', 'vendor.example', '*.vendor.example'] }), (request, response) => { handler(request, response); }); });
afterAll(() => server.close());
beforeEach(() => { clock = new JumpingClock(); server.requests.length = 0; server.headers.length = 0; });

const url = (path: string) => `https://localhost:${server.port}${path}`;
const clientOf = (options: ClientOptions = {}) => new HttpsClient({ ca: authority.certificate, clock, random: () => 0.5, ...options });
const get = (path: string, options: Partial<GetOptions> = {}, client = clientOf()) => client.get(path.startsWith('https:') ? path : url(path), { limit: MIB, hosts: ['localhost', 'vendor.example'], ...options });
async function failure(run: Promise<unknown>): Promise<FeedFailure> {
  try { await run; } catch (error) { expect((error as Error).name).toBe('FeedFailure'); return error as FeedFailure; }
  throw new Error('It was expected to fail.');
}

describe('what is sent', () => {
  it('names the program and nothing else', async () => {
    handler = (_, response) => { response.end('hello'); };
    const answer = await get('/a.json');
    expect(answer.kind === 'content' && Buffer.from(answer.bytes).toString()).toBe('hello');
    expect(Object.keys(server.headers[0]!).sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
    expect(server.headers[0]!['user-agent']).toBe('Wardkeep (CSAF client)');
  });

  it('asks whether it changed, with what the server gave', async () => {
    handler = (request, response) => {
      if (request.headers['if-none-match'] === '"one"' && request.headers['if-modified-since'] === 'Mon, 01 Jun 2026 00:00:00 GMT') { response.writeHead(304).end(); return; }
      response.writeHead(200, { etag: '"one"', 'last-modified': 'Mon, 01 Jun 2026 00:00:00 GMT' }).end('{}');
    };
    const first = await get('/a.json');
    if (first.kind !== 'content') throw new Error('expected content');
    expect((await get('/a.json', { validator: first.validator })).kind).toBe('unchanged');
  });

  it('is at most five requests a second to a host', async () => {
    handler = (_, response) => { response.end('x'); };
    const client = clientOf(), from = clock.now();
    for (let i = 0; i < 11; i++) await get('/x', {}, client);
    expect(clock.now() - from).toBe(2000);
  });
});

describe('addresses', () => {
  it.each([
    ['http://localhost/a', 'url-not-https'], ['file:///etc/passwd', 'url-not-https'], ['not an address', 'url-invalid'],
    ['https://user:secret@localhost/', 'url-with-credentials'], ['https://10.0.0.1/admin', 'host-not-allowed'], ['https://evil-vendor.example/', 'host-not-allowed'], ['https://vendor.example.evil.example/', 'host-not-allowed'],
  ])('%s is refused as %s', async (address, code) => {
    const error = await failure(clientOf().get(address, { limit: 1, hosts: ['localhost', 'vendor.example'] }));
    expect(error.code).toBe(code);
    expect(error.message).not.toContain('secret');
  });

  it('leaves the query out of messages', async () => {
    handler = (_, response) => { response.writeHead(403).end(); };
    expect((await failure(get('/a.json?token=abc'))).message).toBe(`${url('/a.json')} answered with status 403, expected 200.`);
  });
});

describe('redirects', () => {
  it('are followed to an allowed host', async () => {
    handler = (request, response) => { if (request.url === '/old') response.writeHead(302, { location: '/new' }).end(); else response.end('new'); };
    const answer = await get('/old');
    expect(answer.kind === 'content' && answer.url).toBe(url('/new'));
  });

  it.each([
    ['http://localhost/x', 'url-not-https'], ['https://elsewhere.example/x', 'host-not-allowed'], ['/loop', 'redirect-loop'],
  ])('to %s end as %s', async (location, code) => {
    handler = (_, response) => { response.writeHead(302, { location }).end(); };
    expect((await failure(get('/loop'))).code).toBe(code);
    expect(server.requests.length).toBe(code === 'redirect-loop' ? 6 : 1);
  });

  it('without a target are told', async () => {
    handler = (_, response) => { response.writeHead(301).end(); };
    expect((await failure(get('/x'))).code).toBe('redirect-without-target');
  });
});

describe('patience', () => {
  it('waits as long as Retry-After says, in seconds or as a date', async () => {
    const waits = ['7', new Date(clock.now() + 30_000).toUTCString()];
    handler = (_, response) => { const wait = waits.shift(); if (wait === undefined) response.end('ok'); else response.writeHead(429, { 'retry-after': wait }).end(); };
    expect((await get('/x')).kind).toBe('content');
    expect(clock.slept.filter((ms) => ms > 500)).toEqual([7000, 23_000]);
  });

  it('backs off with jitter where the server says nothing, and gives up', async () => {
    handler = (_, response) => { response.writeHead(503).end(); };
    const error = await failure(get('/x'));
    expect(error.code).toBe('busy');
    expect(server.requests.length).toBe(4);
    expect(clock.slept.filter((ms) => ms > 500)).toEqual([1000, 2000, 4000]);
  });

  it('leaves a host alone that wants an hour', async () => {
    handler = (_, response) => { response.writeHead(503, { 'retry-after': '3600' }).end(); };
    expect((await failure(get('/x'))).message).toContain('Try again after 2026-06-15T01:00:00.000Z');
    expect(server.requests.length).toBe(1);
  });

  it('asks again after a broken connection', async () => {
    let broken = 2;
    handler = (_, response) => { if (broken-- > 0) response.destroy(); else response.end('ok'); };
    expect((await get('/x')).kind).toBe('content');
    expect(server.requests.length).toBe(3);
  });

  it('ends when it is told to', async () => {
    const stop = new AbortController();
    handler = () => { stop.abort(); };
    expect((await failure(get('/x', { signal: stop.signal }))).code).toBe('stopped');
  });
});

describe('limits', () => {
  it('refuse 200 MB before they come', async () => {
    let sent = 0;
    handler = (_, response) => {
      response.writeHead(200, { 'content-length': 200_000_000 });
      const piece = Buffer.alloc(65_536);
      const more = (): void => { while (!response.destroyed && sent < 200_000_000) { sent += piece.length; if (!response.write(piece)) { response.once('drain', more); return; } } };
      more();
    };
    expect((await failure(get('/big', { limit: 64 * MIB }))).message).toBe(`${url('/big')} is larger than 64 MiB and was not read.`);
    expect(sent).toBeLessThan(20_000_000);
  });

  it('refuse an endless answer at its limit', async () => {
    handler = (_, response) => { const more = (): void => { while (!response.destroyed && response.write(Buffer.alloc(16_384))); response.once('drain', more); }; more(); };
    expect((await failure(get('/endless'))).code).toBe('too-large');
  });

  it('count what gzip unpacks', async () => {
    handler = (_, response) => { response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50 * MIB))); };
    expect((await failure(get('/bomb'))).code).toBe('too-large');
  });

  it('unpack gzip, and tell broken and unknown compression', async () => {
    handler = (request, response) => {
      const body = request.url === '/good' ? gzipSync('{"a":1}') : Buffer.from('no gzip');
      response.writeHead(200, { 'content-encoding': request.url === '/br' ? 'br' : 'gzip' }).end(body);
    };
    const answer = await get('/good');
    expect(answer.kind === 'content' && Buffer.from(answer.bytes).toString()).toBe('{"a":1}');
    expect((await failure(get('/bad'))).code).toBe('compression-broken');
    expect((await failure(get('/br'))).code).toBe('encoding-unknown');
  });

  it('end a silent server, before and in its answer', async () => {
    handler = (request, response) => { if (request.url === '/half') response.write('{'); };
    expect((await failure(get('/mute', {}, clientOf({ silenceMs: 60 })))).code).toBe('timeout');
    expect((await failure(get('/half', {}, clientOf({ silenceMs: 60 })))).message).toBe(`localhost:${server.port} was silent for 0.06 seconds.`);
  });

  it('end a server that drips', async () => {
    handler = (_, response) => { const drip = setInterval(() => { response.write('x'); }, 10); response.on('close', () => { clearInterval(drip); }); };
    expect((await failure(get('/drip', {}, clientOf({ totalMs: 200 })))).code).toBe('too-slow');
  });

  it('tell an answer that was cut', async () => {
    handler = (_, response) => { response.writeHead(200, { 'content-length': 1000 }); response.write('x'.repeat(400), () => { response.destroy(); }); };
    expect((await failure(get('/cut'))).message).toBe(`${url('/cut')} ended early: 400 bytes came, 1000 were announced.`);
  });
});

describe('certificates', () => {
  async function against(identity: ReturnType<CertificateAuthority['server']>, options: ClientOptions = {}): Promise<FeedFailure> {
    const other = await startServer(identity, (_, response) => { response.end('secret'); });
    try { return await failure(get(`https://localhost:${other.port}/`, {}, clientOf(options))); } finally { await other.close(); }
  }
  const DAY = 86_400_000, now = Date.now();

  it('of an unknown authority are refused', async () => { expect((await against(authority.server({ names: ['localhost'] }), { ca: null })).code).toBe('certificate-not-trusted'); });
  it('of another authority are refused', async () => { expect((await against(new CertificateAuthority('other').server({ names: ['localhost'] }))).code).toBe('certificate-not-trusted'); });
  it('that have expired are refused', async () => { expect((await against(authority.server({ names: ['localhost'], validFrom: now - 20 * DAY, validTo: now - DAY }))).message).toMatch(/has expired or is not yet valid \(expired\)\. Nothing was read\.$/); });
  it('of tomorrow are refused', async () => { expect((await against(authority.server({ names: ['localhost'], validFrom: now + DAY }))).code).toBe('certificate-expired'); });
  it('of another name are refused', async () => { expect((await against(authority.server({ names: ['other.example'] }))).code).toBe('certificate-wrong-name'); });
  it('are asked for: plain HTTP on the port is told', async () => {
    const { createServer } = await import('node:http'), plain = createServer((_, response) => { response.end('x'); });
    await new Promise<void>((resolve) => { plain.listen(0, '127.0.0.1', resolve); });
    const { port } = plain.address() as { port: number };
    expect((await failure(get(`https://localhost:${port}/`))).message).toContain('it does not speak TLS 1.2 or newer');
    plain.close();
  });
  it('are not seen where nobody listens', async () => {
    const other = await startServer(authority.server({ names: ['localhost'] }), () => { /* closed at once */ });
    await other.close();
    expect((await failure(get(`https://localhost:${other.port}/`))).message).toBe(`localhost:${other.port} cannot be reached: it refuses the connection.`);
  });
});

describe('proxy', () => {
  it('carries every request in a tunnel, with its own account only towards the proxy', async () => {
    handler = (_, response) => { response.end('through'); };
    const proxy = await startProxy(server.port), client = clientOf({ proxy: { url: proxy.url.replace('//', '//house:pass@') } });
    try {
      const answer = await get('https://psirt.vendor.example/a.json', {}, client);
      expect(answer.kind === 'content' && Buffer.from(answer.bytes).toString()).toBe('through');
      expect(proxy.connects).toEqual(['psirt.vendor.example:443']);
      expect(proxy.authorizations).toEqual([`Basic ${Buffer.from('house:pass').toString('base64')}`]);
      expect(server.headers[0]!['proxy-authorization']).toBeUndefined();
    } finally { client.close(); await proxy.close(); }
  });

  it('is left out for the hosts that bypass it', async () => {
    handler = (_, response) => { response.end('direct'); };
    const proxy = await startProxy(server.port), client = clientOf({ proxy: { url: proxy.url, bypass: ['localhost'] } });
    try { await get('/a.json', {}, client); expect(proxy.connects).toEqual([]); } finally { client.close(); await proxy.close(); }
  });

  it('is never taken from the environment', async () => {
    handler = (_, response) => { response.end('direct'); };
    const proxy = await startProxy(server.port);
    process.env['HTTPS_PROXY'] = proxy.url;
    try { await get('/a.json'); expect(proxy.connects).toEqual([]); } finally { delete process.env['HTTPS_PROXY']; await proxy.close(); }
  });

  it('that refuses is told', async () => {
    const proxy = await startProxy(server.port, { refuse: true }), client = clientOf({ proxy: { url: proxy.url } });
    try { expect((await failure(get('https://vendor.example/', {}, client))).code).toBe('proxy-refused'); } finally { client.close(); await proxy.close(); }
  });

  it('that opens TLS is trusted only with its CA', async () => {
    const inspecting = new CertificateAuthority('house proxy'), middle = await startServer(inspecting.server({ names: ['vendor.example'] }), (_, response) => { response.end('inspected'); });
    const proxy = await startProxy(middle.port), options = { proxy: { url: proxy.url } };
    try {
      expect((await failure(get('https://vendor.example/', {}, clientOf(options)))).code).toBe('certificate-not-trusted');
      expect((await get('https://vendor.example/', {}, clientOf({ ...options, ca: inspecting.certificate }))).kind).toBe('content');
    } finally { await proxy.close(); await middle.close(); }
  });
});
