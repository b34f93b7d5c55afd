/** `npm run quality:public`: SEE's counts in the public captures beside tshark's, three ways. `--diff` lists every difference. */
import { join } from 'node:path';
import { dataFolder } from '../quality/data.ts';
import { type Agreement, comparePublic, overall, shareOfAll, shareOfPresent } from '../quality/public.ts';

/** What is promised: the share of all files that agree, for each protocol. */
const PROMISED = { frames: 0.97, conversations: 0.95 } as const;
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const data = dataFolder();
if (data === null) console.log('quality:public needs the public captures (../shared/data or WARDKEEP_DATA): skipped.');
else {
  const result = await comparePublic(join(data, 'captures/public'));
  console.log(`${result.files} files, ${result.unread.length} unread, ${result.packets.length} with another packet count`);
  for (const line of [...result.unread, ...result.packets]) console.log(`  ${line}`);
  for (const title of ['frames', 'conversations'] as const) print(title, result[title], result.files);
}

function print(title: keyof typeof PROMISED, table: ReadonlyMap<string, Agreement>, files: number): void {
  console.log(`\n${title.padEnd(14)}  of all files  of those where either side counts it`);
  for (const [protocol, one] of table) {
    const below = shareOfAll(one, files) < PROMISED[title] ? `  below ${percent(PROMISED[title])}` : '';
    console.log(`  ${protocol.padEnd(14)}${percent(shareOfAll(one, files)).padStart(10)}  ${percent(shareOfPresent(one)).padStart(8)}  ${one.presentEqual} of ${one.present}${below}`);
    if (process.argv.includes('--diff')) for (const line of one.differences) console.log(`      ${line}`);
  }
  const { present, equal } = overall(table), pairs = files * table.size;
  console.log(`${title}: lowest ${percent(Math.min(...[...table.values()].map((one) => shareOfAll(one, files))))} of all files; (file, protocol) pairs equal: ${percent((pairs - present + equal) / pairs)} of all, ${equal} of ${present} (${percent(equal / present)}) where either side counts it`);
}
