/** The rules as people write them: `rules/fingerprints/*.yaml`, `rules/vendors.yaml` and `rules/hl7-roles.yaml`, and their compilation. */
import { readdirSync, readFileSync } from 'node:fs';
import { type Gift, type RuleData, ruleFaults, wordsOf } from '@wardkeep/loop/see/rules';
import type { Weight } from '@wardkeep/model/confidence';
import type { Role } from '@wardkeep/model/role';
import { parse } from 'yaml';
import { type CompiledRules, type Hl7Role, RULES_FOLDER, RULES_FORMAT } from './rules.ts';

/** A text and what the rule must read from it; null: it must not read it. */
export interface RuleExample { readonly text: string; readonly gives: Gift | null }
/** A rule as it stands in a YAML file. */
export interface WrittenRule extends RuleData { readonly examples: readonly RuleExample[] }

interface VendorFile {
  readonly sources: Readonly<Record<'enterprises' | 'bacnet' | 'organisations' | 'dicomRoots', string>>;
  readonly vendors: readonly VendorRow[];
  readonly software: readonly { readonly name: string; readonly bacnet?: readonly number[]; readonly enterprises?: readonly number[] }[];
}
interface VendorRow {
  readonly vendor: string;
  readonly medical?: boolean;
  readonly roles?: readonly Role[];
  readonly enterprises?: readonly number[];
  readonly bacnet?: readonly number[];
  readonly dicomRoots?: readonly string[];
  readonly organisations?: readonly string[];
}

const readYaml = (file: URL): unknown => parse(readFileSync(file, 'utf8'), { maxAliasCount: 1000 });

/** The rules of `fingerprints/*.yaml` with their examples, files and rules in order, then those made from `vendors.yaml`. */
export function readWrittenRules(folder: URL = RULES_FOLDER): WrittenRule[] {
  const fingerprints = new URL('fingerprints/', folder);
  const files = readdirSync(fingerprints).filter((name) => name.endsWith('.yaml')).sort();
  const written = files.flatMap((name) => {
    const rules = readYaml(new URL(name, fingerprints));
    if (!Array.isArray(rules)) throw new Error(`rules/fingerprints/${name} must be a list of rules.`);
    return rules as WrittenRule[];
  });
  return [...written, ...vendorRules(readYaml(new URL('vendors.yaml', folder)) as VendorFile)];
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const slug = (name: string): string => wordsOf(name).join('-').slice(0, 24).replace(/-$/, '');

/** One rule for each number or name under which a registry knows a maker, each with an example and a neighbour that is none. */
function vendorRules({ sources, vendors, software }: VendorFile): WrittenRule[] {
  const rules: WrittenRule[] = [];
  const add = (id: string, signal: RuleData['signal'], match: string, gives: Gift, weight: Weight, confidence: number, source: string, text: string, other: string): void => {
    rules.push({ id, signal, match, gives, weight, confidence, source, examples: [{ text, gives }, { text: other, gives: null }] });
  };
  const numbers = (name: string, gives: Gift, enterprises: readonly number[] = [], bacnet: readonly number[] = []): void => {
    for (const number of enterprises)
      add(`pen-${number}-${slug(name)}`, 'snmp.sys-object-id', `^1\\.3\\.6\\.1\\.4\\.1\\.${number}\\.`, gives, 'strong', 85, sources.enterprises, `1.3.6.1.4.1.${number}.1`, `1.3.6.1.4.1.${number}0.1`);
    for (const number of bacnet) add(`bacnet-${number}-${slug(name)}`, 'bacnet.vendor-id', `^${number}$`, gives, 'strong', 92, sources.bacnet, String(number), `${number}0`);
  };
  for (const row of vendors) {
    const gives = { vendor: row.vendor };
    numbers(row.vendor, gives, row.enterprises, row.bacnet);
    for (const root of row.dicomRoots ?? [])
      add(`dicom-root-${root.replaceAll('.', '-')}`, 'dicom.implementation-class', `^${escaped(root)}\\.`, gives, 'medium', 55, sources.dicomRoots, `${root}.1.2`, `${root}9.1`);
    for (const [index, name] of (row.organisations ?? []).entries())
      add(`oui-${slug(row.vendor)}-${index + 1}`, 'oui.vendor', `^${escaped(name.toLowerCase())}`, gives, 'weak', 40, sources.organisations, name.toLowerCase(), `x ${name.toLowerCase()}`);
  }
  for (const { name, enterprises, bacnet } of software) numbers(name, { software: { name } }, enterprises, bacnet);
  return rules.map((rule) => (rule.signal === 'oui.vendor' ? { ...rule, flags: 'i' as const } : rule));
}

/** The text of `generated/fingerprints.json`. Throws with every fault when a rule cannot be used. */
export function compiledText(folder: URL = RULES_FOLDER): string {
  const written = readWrittenRules(folder), faults = ruleFaults(written);
  if (faults.length > 0) throw new Error(`The rules cannot be compiled.\n${faults.join('\n')}`);
  const { vendors } = readYaml(new URL('vendors.yaml', folder)) as VendorFile;
  const compiled: CompiledRules = {
    format: RULES_FORMAT,
    rules: written.map(({ examples: _, ...rule }) => rule),
    vendors: vendors.map(({ vendor, medical = false, roles = [] }) => ({ vendor, medical, roles })),
    hl7Roles: readYaml(new URL('hl7-roles.yaml', folder)) as Hl7Role[],
  };
  const lines = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join(',\n');
  return `{"format":${JSON.stringify(compiled.format)},"rules":[\n${lines(compiled.rules)}\n],"vendors":[\n${lines(compiled.vendors)}\n],"hl7Roles":[\n${lines(compiled.hl7Roles)}\n]}\n`;
}
