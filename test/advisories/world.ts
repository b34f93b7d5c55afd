/** Files, archives and keys for the tests of reading advisories; everything is made here. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createHash } from 'node:crypto';
import { onTestFinished } from 'vitest';
import yazl from 'yazl';
import { csafDocument, branch, product } from '@wardkeep/formats/csaf/testing';

/** A small CSAF document about one product; `tracking` may be overridden. */
export const csaf = (id: string, tracking: Record<string, unknown> = {}, more: Record<string, unknown> = {}): Buffer => Buffer.from(JSON.stringify({
  ...csafDocument({ tracking: { id, ...tracking }, tree: { branches: [branch('vendor', 'Acme', branch('product_name', 'Flow 3', branch('product_version_range', '< 4.2', product('p1', 'Flow 3 < 4.2'))))] }, vulnerabilities: [{ cve: 'CVE-2099-0001', notes: [{ category: 'summary', text: 'Flaw' }], product_status: { known_affected: ['p1'] } }] }), ...more,
}));

export const hash = (algorithm: 'sha256' | 'sha512', bytes: Uint8Array, name = 'file.json'): string => `${createHash(algorithm).update(bytes).digest('hex')}  ${name}\n`;

/** A folder that goes with the test. */
export function folder(files: Readonly<Record<string, Uint8Array | string>>): string {
  const path = mkdtempSync(join(tmpdir(), 'wardkeep-advisories-'));
  onTestFinished(() => { rmSync(path, { recursive: true, force: true }); });
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), bytes);
  }
  return path;
}

export async function zip(files: Readonly<Record<string, Uint8Array>>): Promise<Buffer> {
  const archive = new yazl.ZipFile(), parts: Buffer[] = [];
  for (const [name, bytes] of Object.entries(files)) archive.addBuffer(Buffer.from(bytes), name);
  archive.end();
  for await (const part of archive.outputStream as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

/** ustar (POSIX.1-1988) with a pax header for names past 100 bytes. */
export function tar(files: readonly (readonly [name: string, bytes: Uint8Array])[]): Buffer {
  const header = (name: string, size: number, type: string): Buffer => {
    const block = Buffer.alloc(512);
    block.write(name.slice(0, 100), 0);
    block.write('0000644\0', 100);
    block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
    block.write('        ', 148);
    block.write(type, 156);
    block.write('ustar\x0000', 257);
    block.write(`${block.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `, 148);
    return block;
  };
  const padded = (bytes: Uint8Array): Buffer => Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
  const pax = (name: string): Buffer => { const tail = ` path=${name}\n`; let length = tail.length + 2; while (`${length}${tail}`.length !== length) length++; return Buffer.from(`${length}${tail}`); };
  return Buffer.concat([...files.flatMap(([name, bytes]) => [...(name.length > 100 ? [header('pax', pax(name).length, 'x'), padded(pax(name))] : []), header(name, bytes.length, '0'), padded(bytes)]), Buffer.alloc(1024)]);
}
