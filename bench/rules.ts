/**
 * Reading 20,000 distinct texts with all rules: µs a text, first time and from the cache, beside the naive loop over every rule of the signal,
 * whose readings must be the same. Run: `node bench/rules.ts [seed]`.
 */
import { performance } from 'node:perf_hooks';
import { readWrittenRules } from '../packages/io/src/rules-yaml.ts';
import { compileRules, type Reading, type RuleBook, type RuleData } from '../packages/loop/src/see/rules.ts';
import type { Signal } from '../packages/loop/src/see/signals.ts';

const COUNT = 20_000, seed = Number(process.argv[2] ?? 1);
let state = seed >>> 0;
/** mulberry32: a number in [0, 1). */
const random = (): number => { state = (state + 0x6d2b79f5) >>> 0; let t = Math.imul(state ^ (state >>> 15), state | 1); t ^= t + Math.imul(t ^ (t >>> 7), t | 61); return ((t ^ (t >>> 14)) >>> 0) / 4294967296; };

const rules = readWrittenRules(), signalsOf = (rule: RuleData): readonly Signal[] => (typeof rule.signal === 'string' ? [rule.signal] : rule.signal);
/** Examples with a number or a letter changed, or a text that no rule knows: no two are equal. */
const texts: [Signal, string][] = Array.from({ length: COUNT }, (_, i) => {
  const rule = rules[Math.floor(random() * rules.length)]!, signals = signalsOf(rule), signal = signals[Math.floor(random() * signals.length)]!;
  const example = rule.examples[Math.floor(random() * rule.examples.length)]!.text;
  return [signal, random() < 0.5 ? `${example} ${i}` : `host-${i.toString(36)} ${example.slice(Math.floor(random() * 8))}`];
});

function timed(book: RuleBook): { microseconds: number; readings: (readonly Reading[])[] } {
  const start = performance.now(), readings = texts.map(([signal, text]) => book.read(signal, text));
  return { microseconds: ((performance.now() - start) * 1000) / COUNT, readings };
}

const started = performance.now(), book = compileRules(rules);
for (const signal of new Set(rules.flatMap(signalsOf))) book.read(signal, 'x');
const compileMs = performance.now() - started;
const first = timed(book), again = timed(book);

const alone = new Map(rules.map((rule) => [rule.id, compileRules([rule])])), naiveStart = performance.now();
let found = 0;
for (const [i, [signal, text]] of texts.entries()) {
  const all = rules.filter((rule) => signalsOf(rule).includes(signal)).flatMap((rule) => alone.get(rule.id)!.read(signal, text));
  const same = (left: Reading, right: Reading) => left.attribute === right.attribute && left.of === right.of && left.value === right.value;
  const expected = all.filter((reading, index) => !all.some((other, at) => same(reading, other) && (other.confidence > reading.confidence || (other.confidence === reading.confidence && at < index))));
  if (JSON.stringify(expected) !== JSON.stringify(first.readings[i])) throw new Error(`The book reads ${JSON.stringify(first.readings[i])} from ${signal} ${JSON.stringify(text)}, the naive loop ${JSON.stringify(expected)}.`);
  found += expected.length;
}
const naive = ((performance.now() - naiveStart) * 1000) / COUNT;

process.stdout.write(`seed ${seed}: ${rules.length} rules compiled in ${compileMs.toFixed(1)} ms; ${COUNT} texts gave ${found} readings, all as in the naive loop\n`
  + `µs a text: ${first.microseconds.toFixed(2)} first, ${again.microseconds.toFixed(2)} remembered, ${naive.toFixed(2)} naive\n`);
