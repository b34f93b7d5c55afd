/** The server's own rules: who may talk to it, how errors look, how files come in, what is described. */
import type { App } from '@wardkeep/app/app';
import { createServer, type WardkeepServer } from '@wardkeep/server';
import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAllowedHost, isOwnRequest } from '../src/guard.ts';
import { memoryApp } from '../../web/test/memory-app.ts';

let server: WardkeepServer, app: App, port: number;
const received: { bytes: number; largest: number }[] = [];

beforeAll(async () => {
  const memory = memoryApp({ assets: 400 });
  app = {
    ...memory,
    startImport: async (actor, file, options) => {
      let bytes = 0, largest = 0;
      const counted = (async function* () { for await (const chunk of file.stream) { bytes += chunk.byteLength; largest = Math.max(largest, chunk.byteLength); yield chunk; } })();
      const started = await memory.startImport(actor, { ...file, stream: counted }, options);
      received.push({ bytes, largest });
      return started;
    },
  };
  server = await createServer({ app, webBuild: null, port: 0 });
  port = Number(new URL(server.address).port);
});
afterAll(() => server.close());

const own = () => ({ Origin: server.address });
const api = (path: string, init: RequestInit = {}) => fetch(`${server.address}/api/v1${path}`, init);
const post = (path: string, body: unknown, headers: Record<string, string> = own()) => api(path, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', ...headers } });

/** fetch sets Host and Origin itself: this does not. */
function raw(method: string, path: string, headers: Record<string, string>): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => { body += text; }).on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    request.on('error', reject).end();
  });
}

describe('who may talk to it', () => {
  test('another Host is refused with 421 and one sentence', async () => {
    const { status, body } = await raw('GET', '/api/v1/overview', { Host: 'attacker.example' });
    expect(status).toBe(421);
    expect((JSON.parse(body) as { detail: string }).detail).toContain('not to "attacker.example"');
  });
  test('the own name at another port is another host', async () => { expect((await raw('GET', '/healthz', { Host: 'localhost:1' })).status).toBe(421); });
  test.each(['localhost', '127.0.0.1', '[::1]'])('%s at the own port is answered', async (name) => { expect((await raw('GET', '/healthz', { Host: `${name}:${port}` })).status).toBe(200); });

  test.each([
    ['of another page', { Origin: 'https://attacker.example' }], ['of nobody', {}], ['of an opaque origin', { Origin: 'null' }],
    ['of the same host at another port', { Origin: 'http://127.0.0.1:1' }], ['cross-site by fetch metadata', { 'Sec-Fetch-Site': 'cross-site' }], ['same-site but not same-origin', { 'Sec-Fetch-Site': 'same-site' }],
  ])('a POST %s is refused', async (_name, headers) => {
    const { status } = await raw('POST', '/api/v1/imports/seed3/stop', { Host: `127.0.0.1:${port}`, ...headers as Record<string, string> });
    expect(status).toBe(403);
    expect((await app.import(await app.actor(), 'seed3')).state).toBe('reading');
  });
  test('only loopback is listened on', async () => {
    await expect(createServer({ app, webBuild: null, port: 0, host: '0.0.0.0' })).rejects.toThrow('use 127.0.0.1 instead of "0.0.0.0"');
  });
  test('a taken port is said in one sentence', async () => { await expect(createServer({ app, webBuild: null, port })).rejects.toThrow(`Port ${port} is taken`); });

  test('names with a port are taken as they are, names without at the own port', () => {
    expect(isAllowedHost('ward.local:8443', ['ward.local:8443'], 4800)).toBe(true);
    expect(isAllowedHost('ward.local:4800', ['ward.local:8443'], 4800)).toBe(false);
    expect(isAllowedHost('LOCALHOST:4800', ['localhost'], 4800)).toBe(true);
    expect(isAllowedHost('localhost', ['localhost'], 4800)).toBe(false);
    expect(isAllowedHost(undefined, ['localhost'], 4800)).toBe(false);
  });
  test('own requests', () => {
    expect(isOwnRequest({ host: 'localhost:1', origin: 'http://localhost:1' })).toBe(true);
    expect(isOwnRequest({ host: 'localhost:1', referer: 'http://localhost:1/assets' })).toBe(true);
    expect(isOwnRequest({ host: 'localhost:1', 'sec-fetch-site': 'same-origin' })).toBe(true);
    expect(isOwnRequest({ host: 'localhost:1', origin: 'http://localhost:1', 'sec-fetch-site': 'cross-site' })).toBe(false);
    expect(isOwnRequest({ host: 'localhost:1' })).toBe(false);
  });
});

test('answers carry a strict policy with a nonce of their own', async () => {
  const policies = await Promise.all([1, 2].map(async () => (await fetch(`${server.address}/healthz`)).headers.get('content-security-policy') ?? ''));
  const nonces = policies.map((policy) => /script-src 'nonce-([^']{22,})'/.exec(policy)?.[1]);
  expect(nonces[0]).toBeDefined();
  expect(nonces[0]).not.toBe(nonces[1]);
  expect(policies[0]).toContain("default-src 'none'");
  expect(policies[0]).not.toMatch(/unsafe|https?:|data:/);
});

describe('the API', () => {
  test('is described in OpenAPI 3.1, every path of it', async () => {
    const document = await (await fetch(`${server.address}/api/openapi.json`)).json() as { openapi: string; paths: Record<string, object> };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).sort()).toEqual([
      '/acceptance', '/advisories', '/advisories/{id}', '/assess', '/assets', '/assets/export/{format}', '/assets/{id}', '/care-services', '/care-services/{id}', '/changes', '/changes/seen', '/decisions', '/decisions/{id}/undo',
      '/feeds', '/feeds/update', '/feeds/{id}', '/findings', '/findings/decide', '/findings/export/{format}', '/findings/work', '/findings/{id}', '/findings/{id}/undo', '/imports', '/imports/{id}', '/imports/{id}/events', '/imports/{id}/mapping', '/imports/{id}/stop',
      '/institutions', '/intakes', '/intakes/{id}', '/not-listed', '/overview', '/traffic', '/triage', '/vulnerabilities/{id}',
    ].map((path) => `/api/v1${path}`).sort());
  });
  test.each(['/assess', '/advisories', '/triage', '/findings', '/feeds', '/care-services', '/changes', '/not-listed?q=pump', '/institutions', '/overview', '/assets', '/assets/asset-0000003', '/traffic', '/imports', '/imports/seed1', '/imports/seed2', '/imports/seed3'])('%s answers in its described shape', async (path) => {
    expect((await api(path)).status).toBe(200);
  });
  test('a finding and its advisory answer in their described shapes', async () => {
    const { rows } = await (await api('/findings')).json() as { rows: { id: string; advisoryId: string }[] };
    expect([(await api(`/findings/${rows[0]!.id}`)).status, (await api(`/advisories/${encodeURIComponent(rows[0]!.advisoryId)}`)).status]).toEqual([200, 200]);
  });
  test('keyset pages give every asset once', async () => {
    const seen = new Set<string>();
    let after: string | null = '', rows = 0;
    while (after !== null) {
      const page = await (await api(`/assets?limit=64&sort=vendor${after ? `&after=${after}` : ''}`)).json() as { rows: { id: string }[]; next: string | null };
      for (const row of page.rows) seen.add(row.id);
      rows += page.rows.length;
      after = page.next;
    }
    expect([seen.size, rows]).toEqual([400, 400]);
  });
  test('an unknown asset is a problem with code and reference', async () => {
    const answer = await api('/assets/nobody');
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 404, code: 'asset-not-found', params: { id: 'nobody' }, reference: expect.stringMatching(/^[0-9A-F]{3}-[0-9A-F]{4}-[0-9A-F]{3}$/) });
  });
  test('what does not fit the description is said by field', async () => {
    const answer = await api('/assets?limit=100000');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'invalid-request', errors: [{ field: 'limit' }] });
  });
  test('a decision and its undo', async () => {
    const made = await post('/decisions', { kind: 'correct', assetId: 'asset-0000004', attribute: 'zone', value: 'UCI', reason: 'seen' });
    expect(made.status).toBe(201);
    const { id } = await made.json() as { id: string };
    expect((await app.asset(await app.actor(), 'asset-0000004')).zone).toBe('UCI');
    expect((await post(`/decisions/${id}/undo`, {})).status).toBe(200);
    expect((await post(`/decisions/${id}/undo`, {})).status).toBe(409);
  });
  test('exports stream with a name', async () => {
    const answer = await api('/assets/export/csv?kind=medical');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="inventory.csv"');
    expect((await answer.text()).split('\n').length).toBeGreaterThan(100);
  });
  test('a fault of ours tells nothing of itself', async () => {
    const broken = await createServer({ app: { ...app, overview: async () => { throw new Error('secret of the inside'); } }, webBuild: null, port: 0 });
    const answer = await fetch(`${broken.address}/api/v1/overview`), text = await answer.text();
    await broken.close();
    expect(answer.status).toBe(500);
    expect(text).not.toContain('secret');
    expect(JSON.parse(text)).toMatchObject({ reference: expect.any(String) });
  });
});

describe('files coming in', () => {
  const form = (fields: Record<string, string>, file: Blob | null, name = 'ward.pcap') => {
    const data = new FormData();
    for (const [field, value] of Object.entries(fields)) data.append(field, value);
    if (file) data.append('file', file, name);
    return data;
  };
  const permission = { permittedBy: 'Head of IT', role: 'owner', place: 'VLAN 30', window: 'today', staffInformed: 'yes' };

  test('a form leads on to the import', async () => {
    const answer = await fetch(`${server.address}/upload/capture`, { method: 'POST', body: form(permission, new Blob([new Uint8Array(100)])), headers: own(), redirect: 'manual' });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toMatch(/^\/imports\/imp\d+$/);
  });
  test('a form without permission leads back with what was typed, in a cookie and not in the address', async () => {
    const answer = await fetch(`${server.address}/upload/capture`, { method: 'POST', body: form({ place: 'VLAN 30' }, new Blob(['x'])), headers: own(), redirect: 'manual' });
    expect(answer.headers.get('location')).toBe('/import/capture?again=1');
    const draft = JSON.parse(decodeURIComponent(/draft=([^;]*)/.exec(answer.headers.get('set-cookie') ?? '')![1]!)) as { wrong: string[]; fields: Record<string, string> };
    expect(draft.wrong.sort()).toEqual(['permittedBy', 'role', 'window']);
    expect(draft.fields['place']).toBe('VLAN 30');
  });
  test('a form without a file says so', async () => {
    const answer = await fetch(`${server.address}/upload/list`, { method: 'POST', body: form({}, null), headers: { ...own(), Accept: 'application/json' } });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toEqual({ location: '/import/list?again=1' });
  });
  test('the API refuses a capture without permission', async () => {
    const answer = await api('/imports?kind=capture&name=a.pcap', { method: 'POST', body: 'x', headers: { ...own(), 'Content-Type': 'application/octet-stream' } });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'no-permission' });
  });
  test.each(['form', 'bare file'])('256 MB as a %s pass through in pieces, memory flat', async (way) => {
    const bytes = 256 << 20, piece = Buffer.alloc(1 << 20, 7), before = received.length;
    const boundary = 'x'.repeat(20), head = way === 'form' ? `--${boundary}\r\nContent-Disposition: form-data; name="kind"\r\n\r\ndocument\r\n--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="big.csv.bin"\r\nContent-Type: application/octet-stream\r\n\r\n` : '';
    const body = Readable.from((function* () { if (head) yield Buffer.from(head); for (let sent = 0; sent < bytes; sent += piece.length) yield piece; if (head) yield Buffer.from(`\r\n--${boundary}--\r\n`); })());
    const start = process.memoryUsage().rss;
    let most = 0;
    const watch = setInterval(() => { most = Math.max(most, process.memoryUsage().rss - start); }, 20);
    const answer = await api('/imports?name=big.bin', { method: 'POST', body: Readable.toWeb(body) as unknown as RequestInit['body'], duplex: 'half', headers: { ...own(), 'Content-Type': way === 'form' ? `multipart/form-data; boundary=${boundary}` : 'application/octet-stream' } } as RequestInit);
    clearInterval(watch);
    expect(answer.status).toBe(202);
    expect(received[before]).toMatchObject({ bytes });
    expect(received[before]!.largest).toBeLessThanOrEqual(1 << 20);
    expect(most / (1 << 20)).toBeLessThan(150);
  });
});

test('progress comes as server-sent events and ends with the import', async () => {
  const started = await api('/imports?name=list.xlsx', { method: 'POST', body: 'x', headers: { ...own(), 'Content-Type': 'application/octet-stream' } });
  const { id } = await started.json() as { id: string };
  const answer = await api(`/imports/${id}/events`);
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  const states = [...(await answer.text()).matchAll(/^event: progress\ndata: (.*)$/gm)].map((match) => (JSON.parse(match[1]!) as { state: string }).state);
  expect(states.at(-1)).toBe('done');
  expect(states.length).toBeGreaterThan(2);
  expect((await api('/imports/nothing/events')).status).toBe(404);
});
