import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FeedFailure } from '../failure.ts';
import { parseChanges, parseIndex } from './directory.ts';
import { digestOf } from './material.ts';
import { isProviderMetadata, parseProviderMetadata } from './provider.ts';
import { parseJson } from './read.ts';
import { parseRolie } from './rolie.ts';

const BASE = 'https://psirt.domain.tld/csaf/white/';
const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('changes.csv (CSAF 2.0, 7.1.13)', () => {
  it('example of the standard', () => {
    const { entries } = parseChanges(bytes('"2023/esa-2023-09953.json","2023-07-01T10:09:07Z"\n"2021/esa-2021-03676.json","2023-07-01T10:09:01Z"\n'), BASE, `${BASE}changes.csv`);
    expect(entries).toEqual([{ url: `${BASE}2023/esa-2023-09953.json`, updated: '2023-07-01T10:09:07.000Z', beside: null }, { url: `${BASE}2021/esa-2021-03676.json`, updated: '2023-07-01T10:09:01.000Z', beside: null }]);
  });
  it.each([
    ['CSAF 2.0 before its errata, with spaces and without quotes', '2018/a.json, "2020-07-01T10:09:01Z"\n', '2020-07-01T10:09:01.000Z'],
    ['a zone', '"2018/a.json","2020-07-01T12:09:01+02:00"\r\n', '2020-07-01T10:09:01.000Z'], ['a heading', 'path,date\n"2018/a.json","2020-07-01T10:09:01Z"', '2020-07-01T10:09:01.000Z'],
    ['no colon in the zone', '"2018/a.json","2020-07-01T12:09:01.123456+02:00"\n', '2020-07-01T10:09:01.123Z'],
  ])('%s', (_, text, updated) => { expect(parseChanges(bytes(text), BASE, BASE).entries).toEqual([{ url: `${BASE}2018/a.json`, updated, beside: null }]); });
  it.each([['a web page', '<html>\n<body>'], ['no dates', '"a.json","never"\n']])('%s is no list', (_, text) => { expect(() => parseChanges(bytes(text), BASE, BASE)).toThrow(/is no list of CSAF documents/); });
  it('an empty list is a list', () => { expect(parseChanges(bytes('\n'), BASE, BASE)).toEqual({ entries: [], refused: [] }); });
  it('is linear on misleading lines', () => {
    const started = performance.now();
    for (const line of [`"${'a'.repeat(200_000)}`, ','.repeat(200_000), `"a.json",${' '.repeat(200_000)}`]) expect(() => parseChanges(bytes(line), BASE, BASE)).toThrow();
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('index.txt (7.1.12)', () => {
  it('names documents, each once, below its folder', () => {
    const { entries, refused } = parseIndex(bytes('2023/a.json\n2023/a.json\n2023/a.json.asc\n/etc/passwd.json\n../b.json\n//evil.example/c.json\n'), BASE, BASE);
    expect(entries.map(({ url }) => url)).toEqual([`${BASE}2023/a.json`]);
    expect(refused.map(({ code }) => code)).toEqual(['path-outside', 'path-outside', 'path-outside']);
  });
});

describe('ROLIE (7.1.15)', () => {
  const feed = (entry: unknown[]) => ({ feed: { id: 'x', entry } });
  const link = (name: string) => [{ rel: 'self', href: `${BASE}${name}` }, { rel: 'hash', href: `${BASE}${name}.sha512` }, { rel: 'signature', href: `${BASE}${name}.asc` }];
  it('entry of the standard', () => {
    expect(parseRolie(feed([{ id: 'ESA-2024-001', link: link('2024/esa-2024-001.json'), updated: '2024-01-01T12:00:00.000Z', content: { type: 'application/json', src: `${BASE}2024/esa-2024-001.json` } }]), BASE).entries)
      .toEqual([{ url: `${BASE}2024/esa-2024-001.json`, updated: '2024-01-01T12:00:00.000Z', beside: { sha256: null, sha512: `${BASE}2024/esa-2024-001.json.sha512`, signature: `${BASE}2024/esa-2024-001.json.asc` } }]);
  });
  it('a document listed twice has its newest date', () => {
    const entry = (updated: string) => ({ link: link('a.json'), updated });
    expect(parseRolie(feed([entry('2024-01-01T00:00:00Z'), entry('2024-03-01T00:00:00Z'), entry('2024-02-01T00:00:00Z')]), BASE).entries).toMatchObject([{ updated: '2024-03-01T00:00:00.000Z' }]);
  });
  it('rubbish reads as nothing, addresses that are no https are refused by name', () => {
    const { entries, refused } = parseRolie(feed([null, 1, {}, { link: 'x' }, { link: [{ rel: 'self', href: 'ftp://x.example/a' }] }, { content: { src: 5 } }]), BASE);
    expect(entries).toEqual([]);
    expect(refused.map(({ code }) => code)).toEqual(['url-not-https']);
  });
});

it('a hash file begins with its digest (7.1.18)', () => {
  const hex = 'ea6a209dba30a958a78d82309d6cdcc6929fcb81673b3dc4d6b16fac18b6ff38';
  for (const text of [hex, `${hex.toUpperCase()}\n`, `${hex}  esa-2022-02723.json\r\n`]) expect(digestOf(bytes(text), 64, 'x')).toBe(hex);
  for (const text of ['', `${hex}0`, hex.slice(1), ` ${hex}`, `SHA256 (x) = ${hex}`]) expect(() => digestOf(bytes(text), 64, 'x')).toThrow(FeedFailure);
});

describe('any bytes', () => {
  /** What readers of strangers' bytes may throw. */
  const calm = (action: () => unknown): void => { try { action(); } catch (error) { expect(error).toBeInstanceOf(FeedFailure); } };
  it('give a list or a coded reason', () => {
    fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.string({ unit: 'binary', maxLength: 400 }).map((text) => Buffer.from(text))), (content) => {
      calm(() => parseChanges(content, BASE, BASE));
      calm(() => parseIndex(content, BASE, BASE));
      calm(() => digestOf(content, 128, BASE));
      calm(() => parseJson(content, BASE));
    }));
  });
  it('any JSON gives metadata, a feed or a coded reason', () => {
    const key = fc.constantFrom('feed', 'entry', 'link', 'rel', 'href', 'content', 'src', 'updated', 'publisher', 'distributions', 'rolie', 'feeds', 'url', 'directory_url', 'public_openpgp_keys');
    const { tree } = fc.letrec((tie) => ({ tree: fc.oneof({ maxDepth: 5 }, fc.string(), fc.integer(), fc.constant(null), fc.array(tie('tree')), fc.dictionary(key, tie('tree'))) }));
    fc.assert(fc.property(tree, (value) => { calm(() => parseRolie(value, BASE)); calm(() => parseProviderMetadata(value, BASE)); calm(() => isProviderMetadata(value)); }));
  });
});
