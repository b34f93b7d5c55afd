import { makeKey } from '@wardkeep/io/feeds/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Publisher } from './publisher.ts';
import { World } from './world.ts';

let world: World, publisher: Publisher;
beforeEach(async () => { world = await World.open(); ({ publisher } = world); });
afterEach(() => world.close());

const DAY = 86_400_000, DIRECTORY = { distributions: [{ directory_url: 'https://vendor.example/.well-known/csaf/white' }] };
const rolieAt = (url: string, label = 'WHITE') => ({ distributions: [{ rolie: { feeds: [{ tlp_label: label, url, summary: 'all' }] } }] });
const nameOf = (url: string): string => url.split('/').at(-1)!;

async function directory(count = 3): Promise<void> {
  publisher.publishMetadata(DIRECTORY);
  for (let i = 1; i <= count; i++) await publisher.write(`2026/abc-${i}.json`, `2026-03-0${i}T00:00:00Z`);
  publisher.publishDirectory();
}

describe('a directory with changes.csv (CSAF 2.0, 7.1.13)', () => {
  it('is read newest first, each document with hash and signature', async () => {
    await directory();
    const result = await world.sync();
    expect(result).toMatchObject({ taken: 3, unchanged: 0, quarantined: 0, failure: null, problems: [], resumed: false });
    expect(world.sink.takes.map(nameOf)).toEqual(['abc-3.json', 'abc-2.json', 'abc-1.json']);
    expect(world.sink.documents.get(publisher.documentUrl('2026/abc-1.json'))).toMatchObject({ kind: 'csaf', updated: '2026-03-01T00:00:00.000Z', signedBy: publisher.key.fingerprint, tlp: 'WHITE' });
    // The key once; SHA-512 is enough.
    expect(world.asked.filter((path) => path.endsWith('key.asc')).length).toBe(1);
    expect(world.asked.some((path) => path.endsWith('.sha256'))).toBe(false);
  });

  it('costs two requests when nothing changed', async () => {
    await directory();
    await world.sync();
    expect(await world.sync()).toMatchObject({ taken: 0, failure: null });
    expect(world.asked.map(nameOf)).toEqual(['provider-metadata.json', 'changes.csv']);
    expect(publisher.unchanged).toBe(1);
  });

  it('brings only the revised document', async () => {
    await directory();
    await world.sync();
    await publisher.write('2026/abc-2.json', '2026-04-01T00:00:00Z', { note: 'Now with a fix.' });
    publisher.publishDirectory();
    expect(await world.sync()).toMatchObject({ taken: 1, unchanged: 2, withdrawn: [] });
    expect(world.sink.takes.at(-1)).toBe(publisher.documentUrl('2026/abc-2.json'));
  });

  it('tells a document that is no longer listed, and keeps it', async () => {
    await directory();
    await world.sync();
    publisher.remove('2026/abc-2.json');
    publisher.publishDirectory();
    expect((await world.sync()).withdrawn).toEqual([publisher.documentUrl('2026/abc-2.json')]);
    expect(world.sink.documents.has(publisher.documentUrl('2026/abc-2.json'))).toBe(true);
    expect((await world.sync()).withdrawn).toEqual([]);
  });

  it('refuses lines that leave the folder or TLS', async () => {
    await directory(1);
    publisher.put('/.well-known/csaf/white/changes.csv', { body: '"../../secret.json","2026-01-01T00:00:00Z"\n"https://10.0.0.1/x.json","2026-01-01T00:00:00Z"\n"http://vendor.example/y.json","2026-01-01T00:00:00Z"\n"2026/abc-1.json","2026-03-01T00:00:00Z"\n' });
    const result = await world.sync();
    expect(result.taken).toBe(1);
    expect(result.problems.map(({ code }) => code)).toEqual(['path-outside', 'path-outside', 'url-not-https']);
  });
});

describe('a directory with index.txt only (7.1.12)', () => {
  it('asks each document whether it changed', async () => {
    await directory();
    publisher.served.delete('vendor.example/.well-known/csaf/white/changes.csv');
    expect((await world.sync()).taken).toBe(3);
    await publisher.write('2026/abc-3.json', '2026-05-01T00:00:00Z');
    expect(await world.sync()).toMatchObject({ taken: 1, unchanged: 2 });
  });

  it('is where documents are when the metadata names no distribution', async () => {
    publisher.publishMetadata();
    publisher.put('/.well-known/csaf/index.txt', { body: 'white/2026/abc-1.json\nwhite/2026/abc-1.json.asc\n' });
    await publisher.write('2026/abc-1.json', '2026-03-01T00:00:00Z');
    expect((await world.sync()).taken).toBe(1);
  });
});

describe('a ROLIE feed (7.1.15)', () => {
  async function rolie(count = 3): Promise<string> {
    for (let i = 1; i <= count; i++) await publisher.write(`2026/abc-${i}.json`, `2026-03-0${i}T00:00:00Z`);
    return publisher.publishRolie();
  }

  it('is preferred to a directory, and incremental', async () => {
    const url = await rolie();
    publisher.publishMetadata({ distributions: [...DIRECTORY.distributions, ...rolieAt(url).distributions] });
    expect((await world.sync()).taken).toBe(3);
    expect(world.asked.some((path) => path.endsWith('changes.csv'))).toBe(false);
    expect(await world.sync()).toMatchObject({ taken: 0 });
    expect(world.asked.length).toBe(2);
    await publisher.write('2026/abc-4.json', '2026-06-01T00:00:00Z');
    publisher.publishRolie();
    expect(await world.sync()).toMatchObject({ taken: 1, unchanged: 3 });
  });

  it('may be named directly', async () => {
    const url = await rolie(1);
    publisher.put('/.well-known/csaf/white/2026/abc-1.json.asc', { body: await publisher.key.sign(Buffer.from('not this')) });
    const result = await world.sync({ url });
    // No metadata, no key: the signature cannot be checked, which is said; the hash is.
    expect(result).toMatchObject({ taken: 1, failure: null });
    expect(result.problems.map(({ code }) => code)).toEqual(['key-missing']);
    expect(await world.sync({ url })).toMatchObject({ taken: 0 });
    expect(world.asked.length).toBe(1);
  });

  it('without dates is read again each time, and each document asked', async () => {
    await rolie();
    const undated = () => publisher.publishRolie(undefined, ({ updated: _, published: _published, ...entry }) => entry), url = undated();
    publisher.publishMetadata(rolieAt(url));
    await world.sync();
    await publisher.write('2026/abc-2.json', '2026-05-01T00:00:00Z');
    undated();
    expect(await world.sync()).toMatchObject({ taken: 1, unchanged: 2 });
  });

  it('beside others that list the same documents handles each once, and is forgotten with them', async () => {
    const url = await rolie(), second = publisher.publishRolie('/.well-known/csaf/second.json');
    publisher.publishMetadata({ distributions: [...rolieAt(url).distributions, ...rolieAt(second).distributions] });
    publisher.put('/.well-known/csaf/white/2026/abc-2.json.sha512', { body: '0'.repeat(128) });
    expect(await world.sync()).toMatchObject({ taken: 2, unchanged: 0, quarantined: 1 });
    expect(Object.keys((await world.state.load())!.lists)).toEqual([url, second]);
    publisher.publishMetadata(rolieAt(second));
    await world.sync();
    expect(Object.keys((await world.state.load())!.lists)).toEqual([second]);
  });

  it('is read with an allowed TLP label only', async () => {
    const url = await rolie(1);
    publisher.publishMetadata(rolieAt(url, 'AMBER'));
    const result = await world.sync();
    expect(result.failure?.code).toBe('no-distribution');
    expect(world.asked.some((path) => path.includes('feed'))).toBe(false);
    expect(await world.sync({ tlp: ['amber'] })).toMatchObject({ taken: 1, failure: null });
    publisher.publishMetadata({ distributions: [{ rolie: { feeds: [{ tlp_label: 'CLEAR', url }] } }, { directory: { url: 'https://vendor.example/x/', tlp_label: 'RED' } }], metadata_version: '2.1' });
    expect((await world.sync()).failure).toBeNull();
  });

  it('can be narrowed by categories', async () => {
    await rolie();
    const url = publisher.publishRolie(undefined, (entry, name) => (name.endsWith('3.json') ? entry : { ...entry, category: [{ scheme: 'https://vendor.example/sector', term: name.endsWith('1.json') ? 'Healthcare' : 'Energy' }] }));
    publisher.publishMetadata(rolieAt(url));
    await world.sync({ categories: ['healthcare'] });
    expect(world.sink.takes.map(nameOf)).toEqual(['abc-3.json', 'abc-1.json']);
  });

  it('does not send this machine to hosts that nobody allowed', async () => {
    await rolie();
    const elsewhere = (entry: Record<string, unknown>, name: string) => (name.endsWith('2.json') ? { ...entry, content: { src: 'https://documents.example/abc-2.json' }, link: [] } : entry);
    const url = publisher.publishRolie(undefined, elsewhere);
    publisher.publishMetadata(rolieAt(url));
    const result = await world.sync();
    expect(result).toMatchObject({ taken: 2, quarantined: 1, failure: null });
    expect(result.problems[0]!.message).toBe('https://documents.example/abc-2.json is on documents.example, a host this feed was not allowed to contact. Allow documents.example for it if you trust it.');
    expect(world.proxy.connects.some((name) => name.startsWith('documents'))).toBe(false);
  });
});

describe('discovery (7.3.1)', () => {
  const byDomain = { kind: 'csaf-domain', domain: 'vendor.example' } as const;

  it('takes the well-known address, and further ones of security.txt', async () => {
    await directory(1);
    const psirt = new Publisher('psirt.vendor.example', publisher.key);
    publisher.put('/.well-known/security.txt', { body: `Contact: mailto:psirt@vendor.example\r\nCSAF: ${publisher.url('/.well-known/csaf/provider-metadata.json')}\r\ncsaf: https://psirt.vendor.example/csaf/provider-metadata.json\r\n` });
    publisher.served.set('psirt.vendor.example/csaf/provider-metadata.json', { body: JSON.stringify(psirt.metadata({ canonical_url: 'https://psirt.vendor.example/csaf/provider-metadata.json', role: 'csaf_provider', public_openpgp_keys: [] })) });
    publisher.served.set('psirt.vendor.example/csaf/index.txt', { body: '' });
    expect(await world.sync(byDomain)).toMatchObject({ taken: 1, failure: null });
    expect(world.server.requests).toContain('psirt.vendor.example/csaf/index.txt');
    expect(world.server.requests.filter((path) => path === 'vendor.example/.well-known/csaf/provider-metadata.json').length).toBe(2);
    expect(world.server.requests.some((path) => path.startsWith('csaf.data'))).toBe(false);
  });

  it('asks the DNS path last', async () => {
    await directory(1);
    publisher.served.set('csaf.data.security.vendor.example/', publisher.served.get('vendor.example/.well-known/csaf/provider-metadata.json')!);
    publisher.served.delete('vendor.example/.well-known/csaf/provider-metadata.json');
    expect((await world.sync(byDomain)).taken).toBe(1);
    expect(world.server.requests.slice(0, 4)).toEqual(['vendor.example/.well-known/csaf/provider-metadata.json', 'vendor.example/.well-known/security.txt', 'vendor.example/security.txt', 'csaf.data.security.vendor.example/']);
  });

  it('says what each step answered', async () => {
    publisher.put('/.well-known/security.txt', { body: 'Contact: mailto:psirt@vendor.example\n' });
    const { failure } = await world.sync(byDomain);
    expect(failure?.code).toBe('no-provider');
    expect(failure?.message).toContain('well-known address: https://vendor.example/.well-known/csaf/provider-metadata.json does not exist (status 404).');
    expect(failure?.message).toContain('security.txt: it has no CSAF field.');
  });
});

describe('documents that are not what their publisher gave', () => {
  async function broken(path: string, body: string | Uint8Array): Promise<{ code: string; message: string }> {
    await directory();
    publisher.put(`/.well-known/csaf/white/2026/abc-2.json${path}`, { body });
    const result = await world.sync();
    expect(result).toMatchObject({ taken: 2, quarantined: 1, failure: null });
    expect(world.sink.documents.has(publisher.documentUrl('2026/abc-2.json'))).toBe(false);
    expect(world.sink.quarantined[0]).toMatchObject({ url: publisher.documentUrl('2026/abc-2.json'), code: result.problems[0]!.code });
    return result.problems[0]!;
  }

  it('a wrong hash', async () => { expect((await broken('.sha512', `${'0'.repeat(128)}  abc-2.json`)).code).toBe('hash-mismatch'); });
  it('no hash value', async () => { expect((await broken('.sha512', '<html>')).code).toBe('hash-unreadable'); });
  it('changed content', async () => { expect((await broken('', '{"document":{}}')).code).toBe('hash-mismatch'); expect(world.sink.quarantined[0]!.bytes).not.toBeNull(); });
  it('a signature of somebody else', async () => { expect((await broken('.asc', await (await makeKey('mallory')).sign(Buffer.from('x')))).code).toBe('signature-wrong'); });
  it('no signature from a trusted provider', async () => {
    await directory();
    publisher.served.delete('vendor.example/.well-known/csaf/white/2026/abc-2.json.asc');
    expect((await world.sync()).problems[0]!.message).toBe(`${publisher.documentUrl('2026/abc-2.json')} has no signature, although its publisher promises one.`);
    expect(await world.sync({ signature: 'when-given' }, { state: world.state })).toMatchObject({ taken: 1 });
  });

  it('is tried again at the next run, also when the list has not changed', async () => {
    await broken('.sha512', '0'.repeat(128));
    await publisher.write('2026/abc-2.json', '2026-03-02T00:00:00Z');
    expect(await world.sync()).toMatchObject({ taken: 1, quarantined: 0 });
    expect(publisher.unchanged).toBeGreaterThan(0);
    await world.sync();
    expect(world.asked.length).toBe(2);
  });

  it('a key with another fingerprint ends the feed: nothing of it can be checked', async () => {
    await directory();
    publisher.put('/.well-known/csaf/openpgp/key.asc', { body: (await makeKey('mallory')).armored });
    const result = await world.sync();
    expect(result).toMatchObject({ taken: 0, failure: { code: 'key-fingerprint-mismatch' } });
  });

  it('a key that is missing ends the feed', async () => {
    await directory();
    publisher.served.delete('vendor.example/.well-known/csaf/openpgp/key.asc');
    const result = await world.sync();
    expect(result).toMatchObject({ taken: 0, failure: { code: 'key-unusable' } });
    expect(result.problems[0]!.code).toBe('not-found');
  });

  it.each([
    ['no JSON', '{"document": ', 'not-json'], ['a web page', '<!DOCTYPE html><html>', 'not-json'], ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'not-json'], ['something else', '[1,2,3]', 'not-csaf'],
  ])('%s', async (_, body, code) => {
    publisher.publishMetadata({ ...DIRECTORY, role: 'csaf_provider' });
    await publisher.write('2026/abc-1.json', '2026-03-01T00:00:00Z');
    publisher.publishDirectory();
    publisher.put('/.well-known/csaf/white/2026/abc-1.json', { body });
    expect((await world.sync()).problems.map((problem) => problem.code)).toEqual([code]);
  });

  it('a restricted document in a free folder is not kept, not even in quarantine', async () => {
    publisher.publishMetadata(DIRECTORY);
    await publisher.write('2026/abc-1.json', '2026-03-01T00:00:00Z', { tlp: 'RED' });
    await publisher.write('2026/abc-2.json', '2026-03-01T00:00:00Z', { tlp: null });
    publisher.publishDirectory();
    expect((await world.sync()).problems[0]!.message).toContain('is labelled TLP:RED; allowed here are WHITE, CLEAR, UNLABELED.');
    expect(world.sink.quarantined[0]!.bytes).toBeNull();
    expect(world.sink.takes.map(nameOf)).toEqual(['abc-2.json']);
  });

  it('a listed document that is gone', async () => {
    await directory();
    publisher.served.delete('vendor.example/.well-known/csaf/white/2026/abc-2.json');
    expect(await world.sync()).toMatchObject({ taken: 2, quarantined: 1, problems: [{ code: 'not-found' }] });
  });

  it('a document from the future, by its list or by itself', async () => {
    await directory(1);
    await publisher.write('2026/abc-8.json', new Date(world.clock.now() + 2 * DAY).toISOString());
    await publisher.write('2026/abc-9.json', new Date(world.clock.now() + 2 * DAY).toISOString());
    publisher.publishDirectory();
    const changes = publisher.served.get('vendor.example/.well-known/csaf/white/changes.csv')!;
    publisher.put('/.well-known/csaf/white/changes.csv', { body: String(changes.body).replace(/("2026\/abc-9.json"),".*"/, '$1,"2026-03-09T00:00:00Z"') });
    const result = await world.sync();
    expect(result).toMatchObject({ taken: 1, quarantined: 2 });
    expect(result.problems.map(({ code }) => code)).toEqual(['from-the-future', 'from-the-future']);
    world.clock.forward(2 * DAY);
    expect(await world.sync()).toMatchObject({ taken: 2, quarantined: 0 });
  });

  it('200 MB instead of a document', async () => {
    await directory();
    publisher.intercept = (path, response) => {
      if (!path.endsWith('abc-2.json')) return false;
      response.writeHead(200, { 'content-length': 200_000_000 });
      response.write(Buffer.alloc(1000));
      return true;
    };
    expect(await world.sync()).toMatchObject({ taken: 2, problems: [{ code: 'too-large' }] });
  });
});

describe('a feed that stops halfway', () => {
  /** The server drops every connection after `answers` documents. */
  function cutAfter(answers: number): void {
    let left = answers;
    publisher.intercept = (path, response) => {
      if (!path.endsWith('.json') || path.endsWith('metadata.json')) return false;
      if (left-- > 0) return false;
      response.writeHead(200, { 'content-length': 1000 });
      response.write('{"docu', () => { response.destroy(); });
      return true;
    };
  }

  it('goes on where it stopped', async () => {
    await directory(9);
    cutAfter(4);
    const first = await world.sync();
    expect(first).toMatchObject({ taken: 4, finishedAt: null, failure: { code: 'cut-off' } });
    publisher.intercept = null;
    const second = await world.sync();
    expect(second).toMatchObject({ taken: 5, unchanged: 4, resumed: true, failure: null, withdrawn: [] });
    expect(world.sink.takes.length).toBe(9);
    expect(new Set(world.sink.takes).size).toBe(9);
    expect((await world.sync()).resumed).toBe(false);
  });

  it('goes on after a kill: the sink and the state as they were in the middle are enough', async () => {
    await directory(9);
    let text: string | null = null;
    const take = world.sink.take.bind(world.sink);
    // What a killed process leaves behind: the state on disk at that moment.
    world.sink.take = async (document) => { await take(document); if (world.sink.takes.length === 5) { ({ text } = world.state); throw new Error('killed'); } };
    await expect(world.sync()).rejects.toThrow('killed');
    world.sink.take = take;
    world.state.text = text;
    expect(await world.sync()).toMatchObject({ taken: 4, unchanged: 5, resumed: true, failure: null });
  });

  it('stops when it is told to, with nothing lost', async () => {
    await directory(5);
    const stop = new AbortController();
    const result = await world.sync({}, { signal: stop.signal, onProgress: ({ done, total }) => { expect(total).toBe(5); if (done === 2) stop.abort(); } });
    expect(result).toMatchObject({ taken: 2, failure: { code: 'stopped' } });
    expect(await world.sync()).toMatchObject({ taken: 3, resumed: true });
  });

  it('does not ask a dead host for every document', async () => {
    await directory(9);
    publisher.intercept = (path, response) => { if (!path.endsWith('.json') || path.endsWith('metadata.json')) return false; response.writeHead(500).end(); return true; };
    const result = await world.sync();
    expect(result.failure?.code).toBe('status');
    expect(world.asked.filter((path) => /abc-\d\.json$/.test(path)).length).toBe(3);
  });

  it('waits for a server that says how long', async () => {
    await directory(3);
    let patience = 2;
    publisher.intercept = (path, response) => { if (!path.endsWith('abc-2.json') || patience-- <= 0) return false; response.writeHead(429, { 'retry-after': '20' }).end(); return true; };
    expect(await world.sync()).toMatchObject({ taken: 3, failure: null });
    expect(world.clock.slept.filter((ms) => ms === 20_000).length).toBe(2);
  });
});

describe('what is no feed', () => {
  it.each([['a web page', '<html>', 'not-json'], ['other JSON', '{"a":1}', 'not-metadata'], ['nothing', '', 'not-json'], ['an aggregator (7.1.21)', '{"aggregator":{},"csaf_providers":[]}', 'not-metadata']])('%s', async (_, body, code) => {
    publisher.put('/.well-known/csaf/provider-metadata.json', { body });
    expect((await world.sync()).failure?.code).toBe(code);
  });

  it('a provider whose clock is wrong is told, and read', async () => {
    await directory(1);
    publisher.publishMetadata({ ...DIRECTORY, last_updated: '2030-01-01T00:00:00Z' });
    expect(await world.sync()).toMatchObject({ taken: 1, problems: [{ code: 'from-the-future' }] });
  });
});
