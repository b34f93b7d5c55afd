/**
 * The order of Debian and RPM versions beside that of their own tools, `Dpkg::Version` and `rpm.vercmp`, on 100,000 random pairs each, one process each.
 * The Debian packages libdpkg-perl and rpm bring them; where they are absent the tests are skipped by name. Another seed: WARDKEEP_SEED.
 */
import { spawnSync } from 'node:child_process';
import { compareVersions } from '@wardkeep/formats/vers/compare';
import { describe, expect, test } from 'vitest';
import { random } from '../../quality/relabel.ts';

const PAIRS = 100_000, SEED = Number(process.env.WARDKEEP_SEED ?? 20_260_401);

interface Tool { readonly scheme: string; readonly name: string; readonly command: readonly string[]; readonly letters: string; readonly heads: readonly string[]; readonly separator: string }

const TOOLS: readonly Tool[] = [
  { scheme: 'deb', name: 'Dpkg::Version', command: ['perl', '-MDpkg::Version', '-ne', 'chomp; my ($x, $y) = split /\\t/; print version_compare($x, $y), "\\n"'], letters: '.+~:', heads: ['0', '1', '2', '1.0', '0:1', '1:1'], separator: '-' },
  { scheme: 'rpm', name: 'rpm.vercmp', command: ['rpm', '--eval', '%{lua: for line in io.lines() do local at = line:find("\\t", 1, true); io.write(rpm.vercmp(line:sub(1, at - 1), line:sub(at + 1)), "\\n") end}'], letters: '.+~^_', heads: ['', '0', '1', '1.0', '0:1', '1:1', 'a'], separator: '-' },
];

const answers = ({ command }: Tool, pairs: readonly (readonly [string, string])[]): number[] | null => {
  const run = spawnSync(command[0]!, command.slice(1), { input: pairs.map((pair) => `${pair.join('\t')}\n`).join(''), encoding: 'utf8', maxBuffer: 1 << 26 });
  if (run.error !== undefined || run.status !== 0) return null;
  return run.stdout.trim().split('\n').map((line) => Math.sign(Number(line)));
};

/** Pairs that are close: the second is the first with a piece or two changed, every third time another version. */
function* pairs({ scheme, letters, heads, separator }: Tool, seed: number): Generator<[string, string]> {
  const draw = random(seed), pick = <T>(list: ArrayLike<T>): T => list[Math.floor(draw() * list.length)]!, pieces = [...letters, '0', '00', '1', '2', '9', '10', '007', 'a', 'b', 'Z', 'rc', 'alpha', '.', '.0', '~~', '+b1'];
  const parts = (): string[] => [pick(heads), ...Array.from({ length: Math.floor(draw() * 7) }, () => pick(pieces)), ...(draw() < 0.5 ? [separator, pick(['0', '1', '10', '1.el8', '1~bpo', '2+deb12u1', 'a'])] : [])];
  const isVersion = (text: string): boolean => compareVersions(scheme, text, text) !== null;
  for (;;) {
    const one = parts(), other = draw() < 0.33 ? parts() : one.map((piece) => (draw() < 0.2 ? pick(pieces) : piece)), a = one.join(''), b = other.join('');
    if (isVersion(a) && isVersion(b)) yield [a, b];
  }
}

describe.each(TOOLS)('$scheme order', (tool) => {
  const present = answers(tool, [['1', '2']]) !== null;
  test.skipIf(!present)(`agrees with ${tool.name} on ${PAIRS} pairs, seed ${SEED}${present ? '' : ' (skipped: it is not installed)'}`, () => {
    const list: [string, string][] = [], source = pairs(tool, SEED);
    while (list.length < PAIRS) list.push(source.next().value as [string, string]);
    const theirs = answers(tool, list)!;
    expect(theirs).toHaveLength(PAIRS);
    const different = list.filter(([a, b], at) => compareVersions(tool.scheme, a, b) !== theirs[at]).slice(0, 10).map(([a, b]) => `${a} ${b}`);
    expect(different).toEqual([]);
    // All three answers occur often: the pairs are close, not equal and not trivial.
    for (const answer of [-1, 0, 1]) expect(theirs.filter((one) => one === answer).length).toBeGreaterThan(PAIRS / 50);
  });
});
