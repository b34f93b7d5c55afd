import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import yazl from 'yazl';
import { Bundle, importBundle, writeBundle } from './bundle.ts';
import { AdvisoryFolder } from './folder.ts';
import { BUNDLE_FORMAT } from './manifest.ts';
import { digest, pathOf } from './paths.ts';
import type { BundleRefusal } from './refusal.ts';
import { folderDocument } from './testing.ts';

const NOW = Date.UTC(2026, 5, 15, 12), DAY = 86_400_000;
let root: string, out: string, from: AdvisoryFolder, into: AdvisoryFolder;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'wardkeep-bundle-'));
  out = join(root, 'feeds.zip');
  from = await AdvisoryFolder.open(join(root, 'from'));
  into = await AdvisoryFolder.open(join(root, 'into'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const everyFile = async (folder: AdvisoryFolder): Promise<string[]> => (await readdir(folder.path, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.path.length + 1)).sort();

async function refusal(): Promise<BundleRefusal> {
  const before = await everyFile(into);
  try { await importBundle(out, into, NOW); } catch (error) {
    expect((error as Error).name).toBe('BundleRefusal');
    // Nothing is half imported, nothing is left lying about.
    expect(await everyFile(into)).toEqual(before);
    return error as BundleRefusal;
  }
  throw new Error('It was expected to be refused.');
}

/** A zip of these entries, whatever they are. */
async function zipOf(entries: Readonly<Record<string, string | Buffer>>): Promise<void> {
  const zip = new yazl.ZipFile();
  for (const [name, content] of Object.entries(entries)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(out));
}

const URL_1 = 'https://vendor.example/csaf/2026/abc-1.json', PATH_1 = pathOf('csaf', URL_1), CONTENT = '{"document":{}}';
const fileOf = (change: Record<string, unknown> = {}) => ({ path: PATH_1, sha256: digest(CONTENT), bytes: CONTENT.length, document: { url: URL_1, updated: '2026-03-01T00:00:00.000Z', feed: 'vendor', kind: 'csaf', signedBy: null, tlp: null, fetchedAt: '2026-06-01T00:00:00.000Z' }, beside: [], ...change });
const manifestOf = (files: unknown[] = [fileOf()], change: Record<string, unknown> = {}) => JSON.stringify({ format: BUNDLE_FORMAT, createdAt: new Date(NOW - DAY).toISOString(), feeds: ['vendor'], files, ...change });

describe('a bundle', () => {
  it('carries documents, hashes and signatures to another folder', async () => {
    await from.take(folderDocument('abc-1.json', '{"a":1}'));
    await from.take(folderDocument('abc-2.json', '{"a":2}'));
    await from.take(folderDocument('kev', '{"vulnerabilities":[]}', { kind: 'kev', feed: 'kev', url: 'https://www.cisa.gov/feeds/kev.json', material: { sha256: null, sha512: null, signature: null }, signedBy: null, tlp: null }));
    expect(await writeBundle(from, out, NOW)).toMatchObject({ documents: 3, left: [], bytes: (await stat(out)).size });
    expect(await importBundle(out, into, NOW)).toEqual({ createdAt: new Date(NOW).toISOString(), feeds: ['kev', 'vendor'], taken: 3, kept: 0 });
    expect(into.entries()).toEqual(from.entries());
    for (const file of (await everyFile(from)).filter((name) => !name.startsWith('.'))) expect(await readFile(join(into.path, file))).toEqual(await readFile(join(from.path, file)));
    expect((await AdvisoryFolder.open(into.path)).entries()).toEqual(from.entries());
  });

  it('is the same bytes from the same folder', async () => {
    await from.take(folderDocument('abc-1.json', '{"a":1}'));
    await writeBundle(from, out, NOW);
    const first = await readFile(out);
    await writeBundle(from, out, NOW);
    expect(await readFile(out)).toEqual(first);
  });

  it('imports once, and never an older revision over a newer one', async () => {
    await from.take(folderDocument('abc-1.json', '{"revision":1}'));
    await writeBundle(from, out, NOW);
    await importBundle(out, into, NOW);
    expect(await importBundle(out, into, NOW)).toMatchObject({ taken: 0, kept: 1 });
    await into.take(folderDocument('abc-1.json', '{"revision":2}', { updated: '2026-05-01T00:00:00.000Z' }));
    expect(await importBundle(out, into, NOW)).toMatchObject({ taken: 0, kept: 1 });
    expect(await readFile(join(into.path, into.entries()[0]!.file), 'utf8')).toBe('{"revision":2}');
  });

  it('leaves out what was changed or removed by hand, and says so', async () => {
    await from.take(folderDocument('abc-1.json', '{"a":1}'));
    await from.take(folderDocument('abc-2.json', '{"a":2}'));
    await from.take(folderDocument('abc-3.json', '{"a":3}'));
    await writeFile(join(from.path, from.entries()[0]!.file), '{"a":9}');
    await rm(join(from.path, from.entries()[1]!.file));
    const { documents, left } = await writeBundle(from, out, NOW);
    expect([documents, left.map(({ reason }) => reason)]).toEqual([1, ['changed', 'missing']]);
  });
});

describe('a bundle is refused', () => {
  it('from tomorrow', async () => {
    await from.take(folderDocument('abc-1.json', '{}'));
    await writeBundle(from, out, NOW + DAY);
    expect((await refusal()).message).toBe('The bundle was made at 2026-06-16T12:00:00.000Z, which is after now (2026-06-15T12:00:00.000Z): one of the two clocks is wrong. Nothing was imported.');
  });

  it('with a wrong hash, whichever file it is', async () => {
    const url2 = 'https://vendor.example/csaf/2026/abc-2.json', second = fileOf({ path: pathOf('csaf', url2), document: { ...fileOf().document, url: url2 } });
    await zipOf({ 'manifest.json': manifestOf([fileOf(), second]), [PATH_1]: CONTENT, [second.path]: CONTENT.replace('document', 'Document') });
    expect(await refusal()).toMatchObject({ code: 'bundle-hash', params: { path: second.path } });
    // Also for whoever takes the documents elsewhere: none is handed out.
    await expect(Bundle.open(out, NOW)).rejects.toMatchObject({ code: 'bundle-hash' });
  });

  it.each([
    ['a path out of the folder', [fileOf({ path: '../../evil.json' })], 'bundle-path'], ['an absolute path', [fileOf({ path: '/etc/cron.d/evil' })], 'bundle-path'], ['a path into the notes', [fileOf({ path: '.wardkeep-feeds/index.jsonl' })], 'bundle-path'],
    ['the place of another document', [fileOf({ path: 'csaf/vendor.example/csaf/2026/abc-9.json' })], 'bundle-path'], ['the same file twice', [fileOf(), fileOf()], 'bundle-manifest'], ['a document without address', [fileOf({ document: { feed: 'x', kind: 'csaf' } })], 'bundle-manifest'],
    ['no hash', [fileOf({ sha256: 'x' })], 'bundle-manifest'], ['no size', [fileOf({ bytes: -1 })], 'bundle-manifest'], ['something beside', [fileOf({ beside: [{ ending: '.sh', sha256: digest(''), bytes: 0 }] })], 'bundle-manifest'],
    ['a giant', [fileOf({ bytes: 1e12 })], 'bundle-bomb'], ['a file that is not there', [fileOf({ beside: [{ ending: '.asc', sha256: digest(''), bytes: 0 }] })], 'bundle-missing-file'], ['rubbish', [null, 1], 'bundle-manifest'],
  ])('whose manifest names %s', async (_, files, code) => {
    await zipOf({ 'manifest.json': manifestOf(files), [PATH_1]: CONTENT });
    expect((await refusal()).code).toBe(code);
  });

  it.each([
    ['another format', { format: 'wardkeep-feeds/9' }, 'bundle-format'], ['no date', { createdAt: 'soon' }, 'bundle-manifest'], ['no files', { files: null }, 'bundle-manifest'],
  ])('whose manifest has %s', async (_, change, code) => {
    await zipOf({ 'manifest.json': manifestOf([fileOf()], change), [PATH_1]: CONTENT });
    expect((await refusal()).code).toBe(code);
  });

  it('with a file that its manifest does not name', async () => {
    await zipOf({ 'manifest.json': manifestOf(), [PATH_1]: CONTENT, 'csaf/extra.json': '{}' });
    expect((await refusal()).code).toBe('bundle-unknown-file');
  });

  it('whose archive itself leaves the folder', async () => {
    await zipOf({ 'manifest.json': manifestOf(), [PATH_1]: CONTENT, 'zz/evil.json': '{}' });
    const bytes = await readFile(out);
    // yazl refuses to write such a name, so it is put into both headers.
    for (let at = bytes.indexOf('zz/evil'); at >= 0; at = bytes.indexOf('zz/evil', at)) bytes.write('../evil', at);
    await writeFile(out, bytes);
    expect((await refusal()).code).toBe('bundle-path');
  });

  it('that unpacks to more than its manifest says', async () => {
    await zipOf({ 'manifest.json': manifestOf(), [PATH_1]: Buffer.alloc(60_000_000) });
    expect((await refusal()).code).toBe('bundle-bomb');
  });

  it('that unpacks to more than a bundle of its size can', async () => {
    await zipOf({ 'manifest.json': manifestOf([fileOf({ bytes: 200_000_000, sha256: digest(Buffer.alloc(200_000_000)) })]), [PATH_1]: Buffer.alloc(200_000_000) });
    expect((await refusal()).code).toBe('bundle-bomb');
  });

  it.each([['no zip', 'hello'], ['nothing', ''], ['a zip that was cut', 'cut']])('that is %s', async (_, content) => {
    if (content === 'cut') { await zipOf({ 'manifest.json': manifestOf(), [PATH_1]: CONTENT }); await writeFile(out, (await readFile(out)).subarray(0, 300)); } else await writeFile(out, content);
    expect((await refusal()).code).toBe('bundle-not-zip');
  });

  it('without a manifest, or with one that is no JSON', async () => {
    await zipOf({ [PATH_1]: CONTENT });
    expect((await refusal()).code).toBe('bundle-no-manifest');
    await zipOf({ 'manifest.json': '{' });
    expect((await refusal()).code).toBe('bundle-manifest');
  });

  it('with any byte of it changed, or it brings exactly what was in it', async () => {
    await zipOf({ 'manifest.json': manifestOf(), [PATH_1]: CONTENT });
    const whole = await readFile(out);
    for (let at = 0; at < whole.length; at += 3) {
      const changed = Buffer.from(whole);
      changed[at]! ^= 0x41;
      await writeFile(out, changed);
      const target = await AdvisoryFolder.open(join(root, `try-${at}`));
      try { await importBundle(out, target, NOW); } catch (error) { expect((error as Error).name, `byte ${at}: ${String(error)}`).toBe('BundleRefusal'); expect(target.entries()).toEqual([]); continue; }
      expect(await readFile(join(target.path, PATH_1), 'utf8')).toBe(CONTENT);
    }
  });
});
