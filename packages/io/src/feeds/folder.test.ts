import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AdvisoryFolder } from './folder.ts';
import { isSafePath, NOTES, pathOf } from './paths.ts';
import { folderDocument } from './testing.ts';

let root: string;
beforeEach(async () => { root = await mkdtemp(join(tmpdir(), 'wardkeep-folder-')); });
afterEach(() => rm(root, { recursive: true, force: true }));

describe('folder of advisories', () => {
  it('keeps a document with its hash and signature, and knows it again', async () => {
    const folder = await AdvisoryFolder.open(root), document = folderDocument('abc-1.json', '{"document":{}}');
    await folder.take(document);
    expect(await readFile(join(root, 'csaf/vendor.example/csaf/white/2026/abc-1.json'), 'utf8')).toBe('{"document":{}}');
    expect(await readFile(join(root, 'csaf/vendor.example/csaf/white/2026/abc-1.json.sha512'), 'utf8')).toBe(`${document.material.sha512}  abc-1.json\n`);
    const again = await AdvisoryFolder.open(root);
    expect(await again.has(document.url, document.updated)).toBe(true);
    expect(await again.has(document.url, null)).toBe(true);
    expect(await again.has(document.url, '2026-04-01T00:00:00.000Z')).toBe(false);
    expect(await again.has(`${document.url}x`, null)).toBe(false);
    expect(again.entries()).toMatchObject([{ kind: 'csaf', beside: ['.asc', '.sha512'], bytes: 15, tlp: 'WHITE' }]);
  });

  it('asks again for a file that somebody removed', async () => {
    const folder = await AdvisoryFolder.open(root), document = folderDocument('abc-1.json', '{}');
    await folder.take(document);
    await rm(join(root, folder.entries()[0]!.file));
    expect(await folder.has(document.url, document.updated)).toBe(false);
  });

  it('outlives a line that a kill cut in the middle', async () => {
    const folder = await AdvisoryFolder.open(root), one = folderDocument('abc-1.json', '{}'), two = folderDocument('abc-2.json', '{}');
    await folder.take(one);
    await appendFile(join(root, NOTES, 'index.jsonl'), '{"url":"https://vendor.exam');
    const again = await AdvisoryFolder.open(root);
    expect(again.entries().length).toBe(1);
    await again.take(two);
    expect((await AdvisoryFolder.open(root)).entries().length).toBe(2);
  });

  it('writes its index anew when most of it is old', async () => {
    const folder = await AdvisoryFolder.open(root);
    for (let i = 0; i < 150; i++) await folder.take(folderDocument('abc-1.json', `{"i":${i}}`));
    await AdvisoryFolder.open(root);
    expect((await readFile(join(root, NOTES, 'index.jsonl'), 'utf8')).split('\n').length).toBe(2);
  });

  it('shows what is quarantined, until it is good', async () => {
    const folder = await AdvisoryFolder.open(root), document = folderDocument('abc-1.json', '{}');
    await folder.quarantine({ feed: 'vendor', url: document.url, updated: null, code: 'hash-mismatch', message: 'The hash differs.', params: {}, bytes: Buffer.from('bad') });
    const [content, reason] = (await readdir(join(root, NOTES, 'quarantine'))).sort();
    expect([content, reason]).toEqual([expect.stringMatching(/\.content$/), expect.stringMatching(/\.reason$/)]);
    expect(JSON.parse(await readFile(join(root, NOTES, 'quarantine', reason!), 'utf8'))).toMatchObject({ url: document.url, code: 'hash-mismatch', message: 'The hash differs.' });
    await folder.take(document);
    expect(await readdir(join(root, NOTES, 'quarantine'))).toEqual([]);
  });

  it('remembers a feed, and starts anew where that is unreadable', async () => {
    const folder = await AdvisoryFolder.open(root), state = folder.state<{ a: number }>('vendor');
    expect(await state.load()).toBeNull();
    await state.save({ a: 1 });
    expect(await state.load()).toEqual({ a: 1 });
    await appendFile(join(root, NOTES, 'state', (await readdir(join(root, NOTES, 'state')))[0]!), '}');
    expect(await state.load()).toBeNull();
  });
});

describe('paths', () => {
  it.each([
    ['csaf', 'https://vendor.example/.well-known/csaf/white/2026/abc-1.json', 'csaf/vendor.example/csaf/white/2026/abc-1.json'], ['kev', 'https://www.cisa.gov/sites/default/files/feeds/known.json', 'kev/www.cisa.gov/known.json'],
    ['csaf', 'https://localhost:8443/a.json', 'csaf/localhost_8443/a.json'],
  ])('%s %s', (kind, url, path) => { expect(pathOf(kind, url)).toBe(path); });

  it.each(['https://x.example/%2e%2e/%2e%2e/etc/passwd', 'https://x.example/a%00b.json', 'https://x.example/.hidden/a.json', 'https://x.example/con.json', 'https://x.example/a.json?b=c', 'https://x.example/', `https://x.example/${'a/'.repeat(40)}b.json`, 'https://[::1]/a.json'])('%s becomes a safe name', (url) => {
    const path = pathOf('csaf', url);
    expect(isSafePath(path), path).toBe(true);
    expect(path.startsWith('csaf/')).toBe(true);
  });

  it.each(['', '/etc/passwd', '../a', 'a/../b', 'a//b', 'C:/x', 'a\\b', '.wardkeep-feeds/index.jsonl', 'a/.b', 'a/nul', 'a./b', 'a/b ', 'a\0b'])('%j may not be written', (path) => { expect(isSafePath(path)).toBe(false); });
});
