/**
 * Who registered a MAC address's prefix with the IEEE (MA-L 24, MA-M 28, MA-S 36 bits): the maker of the network module, often not of the
 * device. The registry comes from `oui-data` and is compiled into `rules/generated/oui.bin`, because parsing its 5.5 MB of JSON costs more
 * than reading a small capture:
 *
 * `WKOUI1\n\0`, then as unsigned 32 bits, big endian: number of 24-, 28- and 36-bit prefixes, number of names; then the three tables, sorted, each entry
 * the prefix in 3, 4 or 5 bytes (left-aligned, rest zero) and the name's index in 2; then the names in UTF-8, each ended by a line feed.
 */
import { readFileSync } from 'node:fs';
import { isLocalMac } from '@wardkeep/model/address';

export interface OuiEntry {
  /** As registered, without the address. */
  readonly organisation: string;
  readonly prefixBits: 24 | 28 | 36;
}

export interface OuiTable {
  /** The registrant of `aa:bb:cc:dd:ee:ff`; null for locally administered, multicast, malformed and unregistered addresses. */
  lookup(mac: string): OuiEntry | null;
  readonly size: number;
}

export const OUI_FILE = new URL('../../../rules/generated/oui.bin', import.meta.url);
const MAGIC = 'WKOUI1\n\0', HEADER_BYTES = 24;
const WIDTHS = [{ bits: 24, bytes: 3 }, { bits: 28, bytes: 4 }, { bits: 36, bytes: 5 }] as const;

/** Prefixes that virtual machines use, by the hypervisor that gives them; some are locally administered and in no registry. */
const HYPERVISORS: Readonly<Record<string, string>> = {
  '00:05:69': 'VMware', '00:0c:29': 'VMware', '00:1c:14': 'VMware', '00:50:56': 'VMware', // IEEE registry, VMware, Inc.
  '00:15:5d': 'Microsoft Hyper-V', // learn.microsoft.com: Hyper-V MAC address pool, 00-15-5D
  '00:16:3e': 'Xen', // IEEE registry, Xensource, Inc.
  '00:1c:42': 'Parallels', // IEEE registry, Parallels, Inc.
  '08:00:27': 'VirtualBox', '0a:00:27': 'VirtualBox', // VirtualBox manual, ch. 6: default of guests and of host-only adapters
  '52:54:00': 'QEMU/KVM', // qemu-doc: default MAC addresses
  'bc:24:11': 'Proxmox', // IEEE registry, Proxmox Server Solutions GmbH
};

/** The hypervisor that usually gives this address, or null. Evidence for a virtual machine, not proof: the address can be set. */
export function hypervisorOf(mac: string): string | null { return HYPERVISORS[mac.slice(0, 8).toLowerCase()] ?? null; }

/** The bytes of `oui.bin` from the entries of `oui-data` (hexadecimal prefix → organisation and address in lines). */
export function compileOui(registry: Readonly<Record<string, string>>): Uint8Array {
  const names = new Map<string, number>();
  const tables = WIDTHS.map(({ bits }) => Object.keys(registry).filter((prefix) => prefix.length * 4 === bits && isNamed(registry[prefix]!)).sort());
  const nameOf = (prefix: string): string => registry[prefix]!.split('\n', 1)[0]!.replace(/\s+/g, ' ').trim();
  const sorted = [...new Set(tables.flat().map(nameOf))].sort();
  for (const [index, name] of sorted.entries()) names.set(name, index);
  if (sorted.length > 0xffff) throw new Error(`The registry has ${sorted.length} names, the table holds 65,535.`);
  const head = Buffer.alloc(HEADER_BYTES);
  head.write(MAGIC, 'latin1');
  for (const [i, count] of [...tables.map((table) => table.length), sorted.length].entries()) head.writeUInt32BE(count, 8 + 4 * i);
  const body = tables.flatMap((table, i) => table.map((prefix) => {
    const entry = Buffer.alloc(WIDTHS[i]!.bytes + 2);
    entry.write(prefix.padEnd(WIDTHS[i]!.bytes * 2, '0'), 'hex');
    entry.writeUInt16BE(names.get(nameOf(prefix))!, WIDTHS[i]!.bytes);
    return entry;
  }));
  return Buffer.concat([head, ...body, Buffer.from(sorted.map((name) => `${name}\n`).join(''), 'utf8')]);
}

/** Blocks that the IEEE hands on in smaller pieces, and registrants who keep their name private, name nobody. */
const isNamed = (text: string): boolean => text.trim() !== '' && !/^(?:IEEE Registration Authority|Private)(?:\n|$)/i.test(text);

/** The table in these bytes. Throws when they are none. */
export function readOui(bytes: Uint8Array): OuiTable {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.length < HEADER_BYTES || view.toString('latin1', 0, 8) !== MAGIC) throw new Error('Not a table of MAC prefixes: it does not begin with WKOUI1.');
  const counts = [8, 12, 16, 20].map((at) => view.readUInt32BE(at));
  let at = HEADER_BYTES;
  const tables = WIDTHS.map(({ bits, bytes: width }, i) => { const table = { bits, width, from: at, count: counts[i]! }; at += table.count * (width + 2); return table; });
  const namesFrom = at;
  if (at > view.length) throw new Error(`The table of MAC prefixes is cut short: ${at} bytes announced, ${view.length} there.`);
  let starts: Uint32Array | null = null;
  const nameAt = (index: number): string => {
    starts ??= lineStarts(view, namesFrom, counts[3]!);
    return view.toString('utf8', starts[index], starts[index + 1]! - 1);
  };
  return {
    size: tables.reduce((sum, { count }) => sum + count, 0),
    lookup(mac) {
      if (!/^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(mac) || isLocalMac(mac) || (Number.parseInt(mac.slice(0, 2), 16) & 1) !== 0) return null;
      const digits = mac.replaceAll(':', '');
      for (const { bits, width, from, count } of [...tables].reverse()) {
        const wanted = Number.parseInt(digits.slice(0, bits / 4).padEnd(width * 2, '0'), 16), index = search(view, from, count, width, wanted);
        if (index !== null) return { organisation: nameAt(index), prefixBits: bits };
      }
      return null;
    },
  };
}

/** Binary search; gives the name's index. */
function search(view: Buffer, from: number, count: number, width: number, wanted: number): number | null {
  let low = 0, high = count - 1;
  while (low <= high) {
    const middle = (low + high) >> 1, at = from + middle * (width + 2), found = view.readUIntBE(at, width);
    if (found === wanted) return view.readUInt16BE(at + width);
    if (found < wanted) low = middle + 1; else high = middle - 1;
  }
  return null;
}

function lineStarts(view: Buffer, from: number, count: number): Uint32Array {
  const starts = new Uint32Array(count + 1);
  let at = from;
  for (let i = 0; i < count; i++) { starts[i] = at; at = view.indexOf(10, at) + 1 || view.length + 1; }
  starts[count] = at;
  return starts;
}

let shared: OuiTable | null = null;
/** The table of the repository, read at first use. */
export function loadOui(): OuiTable { return (shared ??= readOui(readFileSync(OUI_FILE))); }
