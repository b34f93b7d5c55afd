import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { Inventory } from '@wardkeep/model/inventory';
import { finished, type Running, start, wardkeep } from './run.ts';

const LAB = new URL('../../../fixtures/captures/lab/', import.meta.url).pathname, HL7 = join(LAB, 'hl7.pcap');
const folder = mkdtempSync(join(tmpdir(), 'wardkeep-cli-'));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });
const file = (name: string, content: Uint8Array | string): string => { const path = join(folder, name); writeFileSync(path, content); return path; };

describe('outputs', () => {
  test('--json is one document of the published format, also from standard input, also gzip', async () => {
    const plain = await wardkeep(['see', HL7, '--json']), piped = await wardkeep(['see', '-', '--json'], gzipSync(readFileSync(HL7)));
    const one = Inventory.parse(JSON.parse(plain.stdout)), two = Inventory.parse(JSON.parse(piped.stdout));
    expect([plain.code, plain.stderr, piped.code, piped.stderr]).toEqual([0, '', 0, '']);
    expect(two.assets).toEqual(one.assets);
    expect(one.captures).toMatchObject([{ name: 'hl7.pcap', frames: 53 }]);
    expect(two.captures).toMatchObject([{ name: 'stdin', frames: 53 }]);
  });

  test('--ndjson: a line for each asset, the whole document last', async () => {
    const { stdout, code } = await wardkeep(['see', HL7, '--ndjson']), lines = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as { id?: string; format?: string });
    const whole = Inventory.parse(lines.at(-1));
    expect(code).toBe(0);
    expect(lines.slice(0, -1).map((line) => line.id)).toEqual(whole.assets.map((asset) => asset.id));
  });

  test('--csv has a row for each asset; --cyclonedx a component; --table a sentence first', async () => {
    const [csv, bom, table] = await Promise.all([wardkeep(['see', HL7, '--csv']), wardkeep(['see', HL7, '--cyclonedx']), wardkeep(['see', HL7, '--table'])]);
    const assets = (JSON.parse((await wardkeep(['see', HL7, '--json'])).stdout) as Inventory).assets.length;
    expect(csv.stdout.trimEnd().split('\r\n')).toHaveLength(assets + 1);
    expect(JSON.parse(bom.stdout)).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', components: expect.objectContaining({ length: assets }) as unknown });
    expect(table.stdout).toMatch(new RegExp(`^${assets} connected; we know what \\d+ are\\.`));
  });
});

describe('what cannot be read: one sentence, exit code 3, nothing on standard output', () => {
  const cases: readonly [string, Uint8Array | string, RegExp][] = [
    ['empty', '', /is empty\. Accepted are pcap and pcapng/], ['a text', 'dear hospital,\n', /looks like text\. Accepted/], ['a spreadsheet', Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0]), /looks like a zip archive or a spreadsheet/],
    ['an xz archive', Uint8Array.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), /looks like an xz archive/], ['gzip in gzip', gzipSync(gzipSync('x'.repeat(99))), /gzip file inside a gzip file/], ['broken gzip', Uint8Array.from([0x1f, 0x8b, 8, 0, 9, 9, 9, 9, 9, 9, 9, 9]), /gzip data is broken/],
    ['an encrypted zip', Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0, 1, 0]), /looks like an encrypted zip archive/], ['JSON', '{"a":1}', /looks like JSON/], ['random bytes', Uint8Array.from({ length: 400 }, (_, i) => (i * 197 + 91) & 255), /no capture that is known here/],
  ];
  test.each(cases)('%s', async (name, content, sentence) => {
    const { code, stdout, stderr } = await wardkeep(['see', file(name.replaceAll(' ', '-'), content), '--json']);
    expect({ code, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({ code: 3, stdout: '', lines: 1 });
    expect(stderr).toMatch(sentence);
  });

  test('a file that is not there, a folder', async () => {
    expect(await wardkeep(['see', join(folder, 'nothing.pcap')])).toMatchObject({ code: 3, stdout: '', stderr: expect.stringMatching(/there is no such file/) as unknown });
    expect(await wardkeep(['see', folder])).toMatchObject({ code: 3, stdout: '', stderr: expect.stringMatching(/is a folder/) as unknown });
  });

  test('a gzip bomb', async () => {
    const { code, stdout, stderr } = await wardkeep(['see', file('bomb.gz', gzipSync(Buffer.concat([readFileSync(HL7).subarray(0, 24), Buffer.alloc(300 << 20)]), { level: 9 })), '--json']);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/^wardkeep: .*inflates to more than 1000 times its size.*\n$/);
  });

  test('of several files the others are read, exit code 4', async () => {
    const { code, stdout, stderr } = await wardkeep(['see', HL7, file('notes.txt', 'notes\n'), '--json']);
    expect(code).toBe(4);
    expect(stderr).toMatch(/notes\.txt looks like text/);
    expect(Inventory.parse(JSON.parse(stdout)).assets.length).toBeGreaterThan(0);
  });

  test('wrong words: exit code 2', async () => {
    for (const args of [['see'], ['see', HL7, '--jason'], ['see', HL7, '--json', '--csv'], ['see', HL7, '--ndjson', '--every', 'soon'], ['sea', HL7]]) expect((await wardkeep(args)).code, args.join(' ')).toBe(2);
  });
});

describe('a stream that never ends', () => {
  /** Waits until the command has printed a line. */
  const firstLine = (child: Running): Promise<void> => new Promise((resolve) => { child.stdout.once('data', () => { resolve(); }); });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s while nothing comes: the full state, exit code 0', async (signal) => {
    const child = start(['see', '-', '--ndjson', '--every', '100ms']), end = finished(child);
    child.stdin.write(readFileSync(HL7));
    await firstLine(child); // the stream is open and silent: the assets so far are told all the same
    child.kill(signal);
    const { code, stdout, stderr } = await end, lines = stdout.trimEnd().split('\n'), last = Inventory.parse(JSON.parse(lines.at(-1)!));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(last.captures).toMatchObject([{ name: 'stdin', frames: 53 }]);
    expect(last.assets.length).toBeGreaterThan(3);
    expect(lines.slice(0, -1).map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(expect.arrayContaining(last.assets.map((asset) => asset.id)));
  });

  test('a signal before the first byte: an empty inventory', async () => {
    const child = start(['see', '-', '--ndjson']), end = finished(child);
    await pause(2000);
    child.kill('SIGTERM');
    const { code, stdout } = await end;
    expect(code).toBe(0);
    expect(Inventory.parse(JSON.parse(stdout))).toMatchObject({ assets: [], captures: [{ name: 'stdin', frames: 0, from: null, to: null }] });
  });

  test('a stream cut in the middle of a frame: what came before, and a warning', async () => {
    const { code, stdout } = await wardkeep(['see', '-', '--json'], readFileSync(HL7).subarray(0, 3001)), inventory = Inventory.parse(JSON.parse(stdout));
    expect(code).toBe(0);
    expect(inventory.warnings.map((warning) => warning.code)).toContain('capture-truncated');
  });

  test('a reader that goes away ends it quietly', async () => {
    const child = start(['see', join(LAB, 'all.pcapng'), '--json']), end = finished(child);
    child.stdout.destroy();
    expect(await end).toMatchObject({ code: 0, stderr: '' });
  });
});
