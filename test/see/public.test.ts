/** SEE's counts in 230 public captures beside tshark's (`docs/formats/public-captures.md`): the promised shares, and that no figure falls. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { dataFolder } from '../../quality/data.ts';
import { comparePublic, overall, type PublicResult, shareOfAll } from '../../quality/public.ts';

const data = dataFolder();
const PROMISED = { frames: 0.97, conversations: 0.95 } as const;
/** Pairs of file and protocol that agree, of those where either side counts the protocol. They may rise. */
const REACHED = { frames: 598, conversations: 207 } as const;

describe.skipIf(data === null)('public captures (skipped: ../shared/data is not there)', () => {
  let result: PublicResult;
  beforeAll(async () => { result = await comparePublic(join(data!, 'captures/public')); });

  test('all 230 are read, with as many packets as tshark counts', () => {
    expect([result.files, result.unread, result.packets]).toEqual([230, [], []]);
  });

  test.each(['frames', 'conversations'] as const)('%s: each protocol agrees in the promised share of files, and no fewer than before', (title) => {
    const below = [...result[title]].filter(([, one]) => shareOfAll(one, result.files) < PROMISED[title]).map(([protocol, one]) => `${protocol}: ${one.differences.join('; ')}`);
    expect(below).toEqual([]);
    expect(overall(result[title]).equal).toBeGreaterThanOrEqual(REACHED[title]);
  });

  test('each difference is named with its reason in docs/formats/public-captures.md, in at most 20 lines', () => {
    const text = readFileSync(new URL('../../docs/formats/public-captures.md', import.meta.url), 'utf8'), files = new Set<string>();
    for (const table of [result.frames, result.conversations]) for (const one of table.values()) for (const line of one.differences) files.add(line.split(':')[0]!.replace(/\.pcap(ng)?$/, ''));
    expect([...files].filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(20);
  });
});
