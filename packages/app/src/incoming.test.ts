import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '@wardkeep/store';
import { Incoming, safeName } from './incoming.ts';

let folder: string, incoming: Incoming;
const ref = { institutionId: newId(), importId: newId() };
const names = () => { try { return readdirSync(join(folder, 'incoming')); } catch { return []; } };
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'wardkeep-incoming-')); incoming = new Incoming(folder); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

async function* chunks(count: number, size = 1 << 16): AsyncGenerator<Uint8Array> { for (let n = 0; n < count; n++) yield new Uint8Array(size).fill(n); }

it('writes for the owner only, and tells bytes and hash', async () => {
  const received = await incoming.receive(ref, { name: 'a.pcap', stream: chunks(3), bytes: 3 << 16 });
  expect(received).toEqual({ bytes: 3 << 16, sha256: createHash('sha256').update(readFileSync(incoming.path(ref))).digest('hex') });
  expect(statSync(incoming.path(ref)).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'incoming')).mode & 0o777).toBe(0o700);
});

it('takes a stream at the pace of the disk: a generator is never far ahead', async () => {
  let made = 0, most = 0;
  const stream = async function* () { for (let n = 0; n < 400; n++) { made += 1 << 16; most = Math.max(most, made - written()); yield new Uint8Array(1 << 16); } };
  const written = () => { try { return statSync(incoming.path(ref)).size; } catch { return 0; } };
  await incoming.receive(ref, { name: 'big.pcap', stream: stream(), bytes: null });
  expect(written()).toBe(400 << 16);
  expect(most).toBeLessThan(8 << 20);
});

it('never overwrites and never follows what lies in its way', async () => {
  mkdirSync(join(folder, 'incoming'), { recursive: true });
  writeFileSync(incoming.path(ref), 'other');
  await expect(incoming.receive(ref, { name: 'a.pcap', stream: chunks(1), bytes: null })).rejects.toMatchObject({ code: 'EEXIST' });
});

it('sweeps what nobody wants', async () => {
  const other = { ...ref, importId: newId() };
  await incoming.receive(ref, { name: 'a', stream: chunks(1), bytes: null });
  await incoming.receive(other, { name: 'b', stream: chunks(1), bytes: null });
  writeFileSync(join(folder, 'incoming', 'stray'), 'x');
  expect(await incoming.sweep(async ({ importId }) => importId === other.importId)).toBe(2);
  expect(names()).toEqual([`${other.institutionId}.${other.importId}`]);
});

const canMount = process.platform === 'linux' && process.getuid?.() === 0 && (() => {
  const probe = mkdtempSync(join(tmpdir(), 'wardkeep-mount-'));
  try { execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', probe], { stdio: 'ignore' }); execFileSync('umount', [probe]); return true; } catch { return false; } finally { rmSync(probe, { recursive: true, force: true }); }
})();

describe.skipIf(!canMount)(canMount ? 'a small disk' : 'a small disk: mounting one is not allowed here', () => {
  beforeEach(() => { mkdirSync(join(folder, 'incoming')); execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', join(folder, 'incoming')]); });
  afterEach(() => { execFileSync('umount', [join(folder, 'incoming')]); });

  it('refuses in one sentence when the disk fills up under way, and leaves nothing', async () => {
    await expect(incoming.receive(ref, { name: 'big.pcap', stream: chunks(64), bytes: null })).rejects.toMatchObject({ code: 'upload-disk-full', status: 507, message: 'There is not enough disk space for big.pcap. Nothing was kept; make room and send it again.' });
    expect(names()).toEqual([]);
  });

  it('refuses before reading when the announced size does not fit', async () => {
    let asked = false;
    const stream = async function* () { asked = true; yield new Uint8Array(1); };
    await expect(incoming.receive(ref, { name: 'big.pcap', stream: stream(), bytes: 4 << 20 })).rejects.toMatchObject({ code: 'upload-disk-full' });
    expect(asked).toBe(false);
  });
});

it.each([['../../etc/passwd', 'passwd'], ['C:\\captures\\a.pcap', 'a.pcap'], ['a\u202egpj.pcap\n', 'agpj.pcap'], ['', 'file'], ['x'.repeat(500), 'x'.repeat(200)]])('shows the name %j as %j', (given, shown) => {
  expect(safeName(given)).toBe(shown);
});
