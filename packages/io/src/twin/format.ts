/** A twin as YAML or JSON. The order of fields is the schema's, that of lists the twin's; the same twin always gives the same text. */
import type { Twin } from '@wardkeep/model/twin';
import { TwinSchema } from '@wardkeep/model/twin-schema';

export type TwinSyntax = 'yaml' | 'json';

/** Throws for a twin that has not the fields of `wardkeep-twin/1`. */
export function formatTwin(twin: Twin, syntax: TwinSyntax): string {
  const ordered = TwinSchema.parse(twin);
  return syntax === 'json' ? `${JSON.stringify(ordered, null, 2)}\n` : `${blockLines(ordered as unknown as Fields).join('\n')}\n`;
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** On one line stand lists of words, numbers with their sources, and small things with no name of their own that hold at most one such number. */
function isFlow(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((each) => !isFields(each) && !Array.isArray(each));
  if (!isFields(value) || 'source' in value) return true;
  const inside = Object.values(value), things = inside.filter((each) => isFields(each) || Array.isArray(each));
  return !('name' in value) && things.length <= 1 && inside.length <= 3 && things.every((each) => (isFields(each) ? 'source' in each : isFlow(each)));
}

function blockLines(value: Fields | readonly unknown[]): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => (isFlow(each) ? [`- ${flow(each)}`] : blockLines(each as Fields).map((line, at) => `${at === 0 ? '- ' : '  '}${line}`)));
  return Object.entries(value).flatMap(([key, each]) => (isFlow(each) ? [`${scalar(key)}: ${flow(each)}`] : [`${scalar(key)}:`, ...blockLines(each as Fields).map((line) => `  ${line}`)]));
}

function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (isFields(value)) { const inside = Object.entries(value).map(([key, each]) => `${scalar(key)}: ${flow(each)}`).join(', '); return inside === '' ? '{}' : `{ ${inside} }`; }
  return typeof value === 'string' ? scalar(value) : JSON.stringify(value);
}

/** Plain only where no reader of YAML 1.1 or 1.2 takes it for anything else; else in double quotes, whose escapes are those of JSON. */
const PLAIN = /^[A-Za-zÀ-ſ](?:[A-Za-zÀ-ſ0-9_.()/+%-]| (?=[A-Za-zÀ-ſ0-9_.()/+%]))*$/;
const WORDS = /^(?:null|true|false|yes|no|on|off|y|n)$/i;
// eslint-disable-next-line no-control-regex -- YAML 1.2, 5.1: only printable characters may stand as they are; JSON.stringify escapes lone surrogates
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

function scalar(text: string): string {
  if (PLAIN.test(text) && !WORDS.test(text)) return text;
  return JSON.stringify(text).replace(UNPRINTABLE, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
