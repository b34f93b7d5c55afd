/** Clauses that restrict a product (`WLAN only`, `running on Windows XP`, `shipped with …`) as questions to an asset: met, not met, or nobody said. */
import type { CompiledAsset } from './asset.ts';
import { siblings } from './families.ts';
import { type Token, tokenize } from './tokens.ts';
import type { AssessWords } from './knowledge.ts';

export interface Condition {
  /** As printed. */
  readonly text: string;
  /** Words that must be found; empty when the clause says nothing checkable. */
  readonly keys: readonly Token[];
  /** An operating system, with its version when one is asked for. */
  readonly system: { readonly family: string; readonly version: string | null } | null;
}

export type ConditionVerdict = 'met' | 'not-met' | 'unknown';

const SYSTEM = /\b(windows|android|linux|macos|ios|vxworks)(?:\s+(server))?(?:[\s-]*(?:version|v)?\s*(vista|xp|nt|ce|embedded|me|\d[\d.]*))?/i;
/** A denial reaches this many words forward: `no WLAN option`, `without any wireless`. */
const REACH = 3;
/** How much of a clause must be found for it to hold. */
const ENOUGH = 0.6;

export function compileCondition(text: string, words: AssessWords): Condition {
  const system = systemOf(text), keys = tokenize(text.replace(/\b(?:part|order)\s*(?:#|no\.?|number)[^,;)]*/gi, ' '), words).filter((token) => token.kind !== 'vacuous' && !words.isNegation(token.text) && !FILLER.has(token.text));
  return { text, keys, system };
}

/** Words of such clauses that ask for nothing. */
const FILLER = new Set(['enabled', 'installed', 'equipped', 'shipped', 'integrated', 'optional', 'option', 'options', 'using', 'into', 'as', 'old', 'unsupported', 'such', 'where', 'is', 'are', 'has', 'have', 'been', 'higher', 'later', 'earlier', 'current', 'support', 'variants', 'any', 'their', 'its', 'that', 'this', 'which']);

function systemOf(text: string): Condition['system'] {
  const found = SYSTEM.exec(text);
  return found === null ? null : { family: found[1]!.toLowerCase() + (found[2] === undefined ? '' : ' server'), version: found[3]?.toLowerCase() ?? null };
}

/** `named`: words of the asset that its name explains; they are no rivals of the clause's numbers. */
export function judgeCondition(asset: CompiledAsset, condition: Condition, named: ReadonlySet<string>, words: AssessWords): ConditionVerdict {
  if (condition.system !== null) return judgeSystem(asset, condition.system, condition);
  const { keys } = condition;
  if (keys.length === 0) return 'met';
  if (denied(asset, keys, words)) return 'not-met';
  const labelled = judgeLabels(asset, condition.text);
  if (labelled !== null) return labelled;
  let weight = 0, found = 0, strongest = 0, strongestFound = false;
  for (const key of keys) {
    const worth = key.kind === 'model' ? 2 : key.kind === 'brand' ? 2 : key.kind === 'short' ? 1 : key.kind === 'kind' ? 1 : 0.5, has = says(asset, key);
    weight += worth;
    if (has) found += worth;
    if (worth > strongest || (worth === strongest && has)) { strongest = worth; strongestFound = has; }
    if (!has && key.kind === 'model' && asset.said.some((token) => token.kind === 'model' && !named.has(token.text) && siblings(token.text, key.text) && !keys.some((other) => other.text === token.text))) return 'not-met';
  }
  return strongestFound && found / weight >= ENOUGH ? 'met' : 'unknown';
}

const LABELS = /\b(version|firmware|fw|hardware|revision|rev)\.?\s+(?:version\s+)?([a-z]?[\w.]*)/gi;

/** `Version B, Firmware A.01.09` beside „hardware version C”: the same label with another value denies, all with the same value confirm. Null without a common label. */
function judgeLabels(asset: CompiledAsset, clause: string): ConditionVerdict | null {
  const asked = labelsOf(clause), said = labelsOf(asset.asset.notes ?? '');
  const common = [...asked].filter(([label]) => said.has(label));
  if (common.some(([label, value]) => said.get(label) !== value)) return 'not-met';
  // A firmware number is enough without its label.
  return common.length > 0 || [...asked.values()].some((value) => value.length >= 4 && (asset.asset.notes ?? '').toLowerCase().includes(value)) ? 'met' : null;
}

/** First value of each label; a clause in parentheses explains and asks nothing. */
function labelsOf(text: string): Map<string, string> {
  const labels = new Map<string, string>();
  for (const [, label, value] of text.replace(/\([^)]*\)/g, ' ').matchAll(LABELS)) {
    const name = /^f/i.test(label!) ? 'firmware' : 'version';
    if (value !== '' && (/\d/.test(value!) || value!.length === 1) && !labels.has(name)) labels.set(name, value!.toLowerCase().replace(/\.$/, ''));
  }
  return labels;
}

const says = (asset: CompiledAsset, key: Token): boolean => asset.forms.has(key.text) || asset.context.has(key.text) || (key.kind === 'kind' && asset.concepts.has(key.concept)) || asset.said.some((token) => token.text === key.text);

/** A negation shortly before one of the words: `no WLAN`, `sin WLAN`, `WLAN nélkül` (Hungarian puts it behind). */
export function denied(asset: CompiledAsset, keys: readonly { readonly concept: string; readonly kind: string }[], words: AssessWords): boolean {
  const { said } = asset;
  for (const [at, token] of said.entries()) {
    if (!words.isNegation(token.text)) continue;
    // „nélkül(i)” follows its noun.
    const behind = token.text.startsWith('nelkul'), near = behind ? said.slice(Math.max(0, at - REACH), at) : said.slice(at + 1, at + 1 + REACH);
    if (near.some((word) => keys.some((key) => key.concept === word.concept && key.kind !== 'qualifier')) && !near.some((word) => UNCERTAIN.has(word.text))) return true;
  }
  return false;
}

/** „option not known”, „nicht bekannt”: a denial of knowledge, not of the thing. */
const UNCERTAIN = new Set(['known', 'recorded', 'documented', 'registrado', 'registrada', 'ismert', 'bekannt', 'specified', 'stated', 'available', 'sure', 'in']);

function judgeSystem(asset: CompiledAsset, system: NonNullable<Condition['system']>, condition: Condition): ConditionVerdict {
  const texts = [asset.asset.os, asset.asset.notes, asset.asset.version, asset.asset.componentOf, asset.asset.product, asset.asset.model].filter((text): text is string => text !== null);
  let verdict: ConditionVerdict = 'unknown';
  for (const text of texts) {
    const own = systemOf(text);
    if (own === null) continue;
    if (own.family.split(' ')[0] !== system.family.split(' ')[0]) { verdict = 'not-met'; continue; }
    if (system.version === null) return system.family === own.family || !system.family.includes(' ') ? 'met' : verdict;
    if (own.version === null) continue;
    if (sameRelease(own.version, system.version)) return 'met';
    // „old systems such as Windows 2000” is an example, so another release is an open question.
    verdict = /such as|e\.g\.|for example/i.test(condition.text) ? 'unknown' : 'not-met';
  }
  return verdict;
}

const sameRelease = (own: string, asked: string): boolean => own === asked || own.startsWith(`${asked}.`) || asked.startsWith(`${own}.0`);

/** The version of the operating system that an asset states, for products whose version is that of the system (`CT60 running Android OS: 7.1`). */
export function systemVersion(asset: CompiledAsset, family: string): string | null {
  for (const text of [asset.asset.os, asset.asset.notes, asset.asset.version]) {
    const own = text === null ? null : systemOf(text);
    if (own !== null && own.family === family && own.version !== null) return own.version;
  }
  return null;
}
