/**
 * What SEE counts in the public captures beside what tshark 4.0 counted there (`INDEX.tsv`): packets, frames per link and datagram protocol,
 * conversations per stream protocol. A file agrees on a protocol when both counts are equal.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { discover } from '@wardkeep/io/discover';

/** One protocol over all files. `present`: files in which either side counts it; `presentEqual`: those of them where both count the same. */
export interface Agreement { present: number; presentEqual: number; readonly differences: string[] }

export interface PublicResult {
  readonly files: number;
  readonly unread: readonly string[];
  /** Files with another number of packets. */
  readonly packets: readonly string[];
  readonly frames: ReadonlyMap<string, Agreement>;
  readonly conversations: ReadonlyMap<string, Agreement>;
}

/** Share of all `files` that agree on a protocol: a file where neither side counts it agrees. */
export const shareOfAll = (one: Agreement, files: number): number => (files - one.present + one.presentEqual) / files;
export const shareOfPresent = (one: Agreement): number => one.presentEqual / one.present;

/** The index's names for what SEE calls otherwise. SMB 1 and SMB 2 are one protocol here, as are HTTP/1 and HTTP/2. */
const ALIASES: Readonly<Record<string, readonly string[]>> = { http: ['http', 'http2'], smb: ['smb', 'smb2'], postgresql: ['pgsql'], pop3: ['pop'], s7: ['s7comm'] };
/** What the index counts and SEE's signal table does not name. */
const OUTSIDE: ReadonlySet<string> = new Set(['iec60870_104', 'websocket']);

interface Row { readonly file: string; readonly packets: number; readonly frames: Counts; readonly conversations: Counts }
type Counts = ReadonlyMap<string, number>;

const parseCounts = (text: string): Counts => new Map(text.split(' ').filter((pair) => pair !== '').map((pair) => [pair.split('=')[0]!, Number(pair.split('=')[1])]));

/** `INDEX.tsv`: file, repository, commit, path, bytes, sha256, licence, packets, frames containing, conversations containing, note. */
function readIndex(folder: string): Row[] {
  return readFileSync(join(folder, 'INDEX.tsv'), 'utf8').trimEnd().split('\n').slice(1).map((line) => {
    const fields = line.split('\t');
    return { file: fields[0]!, packets: Number(fields[7]), frames: parseCounts(fields[8] ?? ''), conversations: parseCounts(fields[9] ?? '') };
  });
}

/** All protocols of one column, under SEE's names: also those that SEE does not dissect, which then count as differences. */
function protocolsOf(rows: readonly Row[], column: 'frames' | 'conversations'): string[] {
  const own = new Map(Object.entries(ALIASES).flatMap(([name, theirs]) => theirs.map((one) => [one, name])));
  return [...new Set(rows.flatMap((row) => [...row[column].keys()]))].filter((name) => !OUTSIDE.has(name)).map((name) => own.get(name) ?? name).filter((name, at, all) => all.indexOf(name) === at).sort();
}

/** Lowest and highest count that agrees with the index: a conversation that begins with SMB 1 and goes on with SMB 2 is in both of its counts. */
function theirCount(counts: Counts, protocol: string): readonly [lowest: number, highest: number] {
  const each = (ALIASES[protocol] ?? [protocol]).map((name) => counts.get(name) ?? 0);
  return [Math.max(...each), each.reduce((sum, count) => sum + count, 0)];
}

export async function comparePublic(folder: string): Promise<PublicResult> {
  const rows = readIndex(folder), unread: string[] = [], packets: string[] = [];
  const frames = new Map(protocolsOf(rows, 'frames').map((name) => [name, noAgreement()])), conversations = new Map(protocolsOf(rows, 'conversations').map((name) => [name, noAgreement()]));
  for (const row of rows) {
    try {
      const found = await discover([{ path: join(folder, row.file), name: row.file }]);
      if (found.stats.frames !== row.packets) packets.push(`${row.file}: ${found.stats.frames}, tshark ${row.packets}`);
      for (const [name, one] of frames) compare(one, row.file, found.protocols.frames[name] ?? 0, theirCount(row.frames, name));
      for (const [name, one] of conversations) compare(one, row.file, found.protocols.conversations[name] ?? 0, theirCount(row.conversations, name));
    } catch (error) {
      unread.push(`${row.file}: ${(error as Error).message}`);
    }
  }
  return { files: rows.length, unread, packets, frames, conversations };
}

const noAgreement = (): Agreement => ({ present: 0, presentEqual: 0, differences: [] });

function compare(into: Agreement, file: string, ours: number, [lowest, highest]: readonly [number, number]): void {
  if (ours === 0 && highest === 0) return;
  into.present++;
  if (ours >= lowest && ours <= highest) into.presentEqual++;
  else into.differences.push(`${file}: ${ours}, tshark ${lowest === highest ? lowest : `${lowest} to ${highest}`}`);
}

/** Pairs of file and protocol, where either side counts it: how many agree. */
export function overall(table: ReadonlyMap<string, Agreement>): { present: number; equal: number } {
  let present = 0, equal = 0;
  for (const one of table.values()) { present += one.present; equal += one.presentEqual; }
  return { present, equal };
}
