import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAdvisories } from '@wardkeep/io/advisories/read';
import { finished, start, wardkeep } from '../../packages/cli/test/run.ts';
import { World } from './world.ts';

let world: World, root: string, into: string, way: string[];
beforeEach(async () => {
  world = await World.open();
  root = await mkdtemp(join(tmpdir(), 'wardkeep-feeds-'));
  into = join(root, 'advisories');
  const ca = join(root, 'ca.pem');
  await writeFile(ca, world.authority.certificate);
  way = ['--into', into, '--proxy', world.proxy.url, '--ca', ca, '--rate', '1000'];
});
afterEach(async () => { await world.close(); await rm(root, { recursive: true, force: true }); });

async function publish(count: number): Promise<void> {
  const { publisher } = world;
  publisher.publishMetadata({ distributions: [{ directory_url: 'https://vendor.example/.well-known/csaf/white/' }] });
  for (let i = 1; i <= count; i++) await publisher.write(`2026/abc-${i}.json`, `2026-02-${String(i).padStart(2, '0')}T00:00:00Z`);
  publisher.publishDirectory();
}

const documents = async (folder = into): Promise<string[]> => (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort();
const sync = (...args: string[]) => wardkeep(['feeds', 'sync', ...way, ...args]);

describe('wardkeep feeds sync', () => {
  it('brings a domain into a folder, and again only what is new', async () => {
    await publish(3);
    expect(await sync('--domain', 'vendor.example')).toEqual({ code: 0, stdout: 'vendor.example: 3 new or changed, 0 known.\n', stderr: '' });
    expect(await documents()).toEqual([1, 2, 3].map((i) => `csaf/vendor.example/csaf/white/2026/abc-${i}.json`));
    expect(await readFile(join(into, 'csaf/vendor.example/csaf/white/2026/abc-1.json.asc'), 'utf8')).toContain('BEGIN PGP SIGNATURE');
    await world.publisher.write('2026/abc-4.json', '2026-03-01T00:00:00Z');
    world.publisher.publishDirectory();
    expect((await sync('--domain', 'vendor.example')).stdout).toBe('vendor.example: 1 new or changed, 3 known.\n');
    expect(world.server.headers.at(-1)!['user-agent']).toMatch(/^Wardkeep\/\d+\.\d+\.\d+ \(CSAF client\)$/);
  });

  it('goes on after SIGKILL', async () => {
    await publish(9);
    let answered = 0, stuck: () => void = () => { /* set below */ };
    const isStuck = new Promise<void>((resolve) => { stuck = resolve; });
    world.publisher.intercept = (path) => {
      if (!/abc-\d\.json$/.test(path) || ++answered <= 4) return false;
      stuck();
      return true;
    };
    const child = start(['feeds', 'sync', ...way, '--domain', 'vendor.example']), end = finished(child);
    await isStuck;
    child.kill('SIGKILL');
    await end;
    expect((await documents()).length).toBe(4);
    world.publisher.intercept = null;
    expect((await sync('--domain', 'vendor.example')).stdout).toBe('vendor.example: 5 new or changed, 4 known; went on where the last run had stopped.\n');
    expect((await documents()).length).toBe(9);
  });

  it('says what is wrong with a document, and with a feed', async () => {
    await publish(2);
    world.publisher.put('/.well-known/csaf/white/2026/abc-1.json', { body: '{}' });
    const partly = await sync('--domain', 'vendor.example');
    expect(partly).toMatchObject({ code: 4, stdout: 'vendor.example: 1 new or changed, 0 known, 1 quarantined.\n' });
    expect(partly.stderr).toMatch(/^ {2}Expected the sha512 hash/);
    // Whoever reads the folder does not stumble over its notes.
    const { quarantined } = await readAdvisories([into]);
    expect(quarantined.filter(({ file }) => file.includes('.wardkeep-feeds'))).toEqual([]);
    const nothing = await sync('--feed', 'https://vendor.example/nothing/provider-metadata.json', '--json');
    expect(nothing.code).toBe(3);
    expect(JSON.parse(nothing.stdout)).toMatchObject({ format: 'wardkeep-feed-results/1', results: [{ taken: 0, failure: { code: 'not-found' } }] });
  });

  it('takes KEV and EPSS by name, and only from their own hosts', async () => {
    const none = await sync('--kev', '--epss');
    expect(none.code).toBe(3);
    expect(world.proxy.connects).toEqual(expect.arrayContaining(['www.cisa.gov:443', 'epss.empiricalsecurity.com:443']));
    // The certificate of the test server is for other names: nothing was read.
    expect(none.stderr).toContain('The certificate that www.cisa.gov shows belongs to another name. Nothing was read.');
    expect(world.server.requests).toEqual([]);
  });

  it('--dry-run prints addresses and asks nobody', async () => {
    const { code, stdout, stderr } = await sync('--dry-run', '--feed', 'cisa', '--domain', 'vendor.example', '--kev');
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toEqual([
      'https://www.cisa.gov/sites/default/files/csaf/provider-metadata.json', 'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json', 'https://vendor.example/.well-known/csaf/provider-metadata.json',
      'https://vendor.example/.well-known/security.txt', 'https://vendor.example/security.txt', 'https://csaf.data.security.vendor.example/',
    ]);
    expect(stderr).toContain('on these hosts and their subdomains only: cisa.gov, raw.githubusercontent.com, vendor.example.');
    expect(world.proxy.connects).toEqual([]);
    expect(await readdir(root)).toEqual(['ca.pem']);
  });

  it.each([
    [[], 'name at least one feed'], [['--feed', 'http://x.example/a.json'], '--feed takes an https address or one of cisa'], [['--domain', 'a b'], '--domain takes a domain'], [['--kev', '--rate', '0'], '--rate takes'],
    [['--kev', '--proxy', 'socks://x'], '--proxy takes'], [['--kev', '--ca', '/nowhere.pem'], 'cannot be read (ENOENT)'], [['--what'], 'Unknown option'],
  ])('%j is refused in a sentence', async (args, sentence) => {
    const { code, stderr } = await wardkeep(['feeds', 'sync', ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
  });

  it('says that the folder cannot be used', async () => {
    await writeFile(into, 'a file');
    expect(await sync('--domain', 'vendor.example')).toMatchObject({ code: 3, stderr: `wardkeep: ${into}: this is no folder. What was taken before stays; the next run goes on.\n` });
  });
});

describe('wardkeep feeds bundle and import', () => {
  it('carry a folder to a closed network', async () => {
    await publish(3);
    await sync('--domain', 'vendor.example');
    const out = join(root, 'feeds.zip'), inside = join(root, 'inside');
    expect(await wardkeep(['feeds', 'bundle', '--from', into, '--out', out])).toMatchObject({ code: 0, stderr: '' });
    expect((await wardkeep(['feeds', 'import', out, '--into', inside])).stdout).toMatch(/inside: 3 new or changed, 0 known, from the bundle of .* \(vendor\.example\)\.\n$/);
    expect(await documents(inside)).toEqual(await documents());
  });

  it.each([[['feeds', 'bundle'], 2], [['feeds', 'import'], 2], [['feeds', 'import', '/nowhere.zip'], 3], [['feeds', 'bundle', '--from', '/nowhere', '--out', '/tmp/x.zip'], 3], [['feeds', 'what'], 2]])('%j ends with %i', async (args, code) => {
    const ran = await wardkeep(args);
    expect(ran.code).toBe(code);
    expect(ran.stderr).toMatch(/^wardkeep.*\.\n$/);
  });

  it('refuse what is no bundle', async () => {
    const file = join(root, 'x.zip');
    await writeFile(file, 'hello');
    expect((await wardkeep(['feeds', 'import', file, '--into', into])).stderr).toMatch(/This is no offline bundle: it is not a complete zip archive/);
  });
});

it('wardkeep feeds list contacts nobody', async () => {
  const { code, stdout } = await wardkeep(['feeds', 'list']);
  expect(code).toBe(0);
  expect(stdout).toContain('https://wid.cert-bund.de/.well-known/csaf/provider-metadata.json');
});
