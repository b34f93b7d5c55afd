/**
 * `npm run quality:public`: what SEE counts in 230 public captures beside what tshark 4.0 counts: packets, frames per link and datagram protocol,
 * conversations per stream protocol. `--diff` lists every difference.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DIALECTS } from '@wardkeep/loop/see/dialects';
import { LAYERS } from '@wardkeep/wire/link/packet';
import { discover } from '@wardkeep/io/discover';
import { dataFolder } from '../quality/data.ts';

/** A file agrees on a protocol when the counts are equal. `of`: files where either side counts it. */
export interface Agreement { equal: number; of: number; readonly differences: string[] }

/** INDEX.tsv's names for what SEE calls otherwise. SMB 1 and SMB 2 are one protocol here, as DNS over TCP is DNS. */
const ALIASES: Readonly<Record<string, readonly string[]>> = { smb: ['smb', 'smb2'], 'postgresql': ['pgsql'], pop3: ['pop'], s7: ['s7comm'] };

export interface PublicResult { readonly files: number; readonly unread: string[]; readonly packets: string[]; readonly frames: Map<string, Agreement>; readonly conversations: Map<string, Agreement> }

const counts = (text: string): Map<string, number> => new Map((text === '' ? [] : text.split(' ')).map((pair) => [pair.split('=')[0]!, Number(pair.split('=')[1])]));

export async function comparePublic(folder: string): Promise<PublicResult> {
  const result: PublicResult = { files: 0, unread: [], packets: [], frames: new Map(), conversations: new Map() };
  const layers = new Set<string>([...LAYERS, ...DIALECTS.datagrams.map((one) => one.protocol), ...DIALECTS.links.map((one) => one.protocol)]);
  const rows = readFileSync(join(folder, 'INDEX.tsv'), 'utf8').trimEnd().split('\n').slice(1);
  // What the index never names was not counted there (NetBIOS datagrams, WS-Discovery).
  const named = new Set(rows.flatMap((row) => [...counts(row.split('\t')[8]!).keys(), ...counts(row.split('\t')[9]!).keys()]));
  const inIndex = (protocol: string) => (ALIASES[protocol] ?? [protocol]).some((name) => named.has(name));
  const streams = new Set(DIALECTS.streams.map((one) => one.protocol as string));
  const skipped = new Set(['tcp', 'pppoe', 'ipv6-tunnel']);
  for (const line of rows) {
    const [file, , , , , , , packets, frameText, conversationText] = line.split('\t') as [string, string, string, string, string, string, string, string, string, string];
    result.files++;
    try {
      const found = await discover([{ path: join(folder, file), name: file }]);
      if (found.stats.frames !== Number(packets)) result.packets.push(`${file}: ${found.stats.frames}, tshark ${packets}`);
      const theirFrames = counts(frameText), theirConversations = counts(conversationText);
      for (const protocol of layers) if (!skipped.has(protocol) && (protocol === 'dns' || !streams.has(protocol)) && inIndex(protocol)) compare(result.frames, protocol, file, found.protocols.frames[protocol] ?? 0, theirs(theirFrames, protocol));
      for (const protocol of streams) if (protocol !== 'dns' && inIndex(protocol)) compare(result.conversations, protocol, file, found.protocols.conversations[protocol] ?? 0, theirs(theirConversations, protocol));
    } catch (error) {
      result.unread.push(`${file}: ${(error as Error).message}`);
    }
  }
  return result;
}

/** tshark counts a conversation for SMB 1 and again for SMB 2 when it starts with the one and goes on with the other: the larger of both is the number of conversations. */
function theirs(index: ReadonlyMap<string, number>, protocol: string): number {
  return Math.max(0, ...(ALIASES[protocol] ?? [protocol]).map((name) => index.get(name) ?? 0));
}

function compare(into: Map<string, Agreement>, protocol: string, file: string, ours: number, reference: number): void {
  if (ours === 0 && reference === 0) return;
  const agreement = into.get(protocol) ?? { equal: 0, of: 0, differences: [] };
  into.set(protocol, agreement);
  agreement.of++;
  if (ours === reference) agreement.equal++;
  else agreement.differences.push(`${file}: ${ours}, tshark ${reference}`);
}

if (import.meta.main) {
  const data = dataFolder();
  if (data === null) console.log('quality:public needs the public captures (../shared/data or WARDKEEP_DATA): skipped.');
  else {
    const result = await comparePublic(join(data, 'captures/public'));
    console.log(`${result.files} files, ${result.unread.length} unread, ${result.packets.length} with another packet count`);
    for (const line of [...result.unread, ...result.packets]) console.log(`  ${line}`);
    for (const [title, table] of [['frames', result.frames], ['conversations', result.conversations]] as const) {
      let equal = 0, of = 0;
      for (const [protocol, one] of [...table].sort()) {
        equal += one.equal;
        of += one.of;
        console.log(`  ${protocol.padEnd(14)}${one.equal} of ${one.of} files`);
        if (process.argv.includes('--diff')) for (const line of one.differences) console.log(`      ${line}`);
      }
      console.log(`${title}: ${equal} of ${of} (${((equal / of) * 100).toFixed(1)} %)`);
    }
  }
}
