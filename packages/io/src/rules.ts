/** The compiled rules of `rules/generated/fingerprints.json`, ready to read texts. Where they come from: `rules-yaml.ts`. */
import { readFileSync } from 'node:fs';
import { compileRules, type RuleBook, type RuleData } from '@wardkeep/loop/see/rules';
import type { Role } from '@wardkeep/model/role';

/** The folder `rules/` of this repository. */
export const RULES_FOLDER = new URL('../../../rules/', import.meta.url);
export const RULES_FORMAT = 'wardkeep-rules/1';

/** A maker of devices; `roles` is what its connected products usually are: a reminder for people, no evidence. */
export interface Vendor { readonly vendor: string; readonly medical: boolean; readonly roles: readonly Role[] }

/** What the sender of an HL7 v2 message probably is; `role` null where many kinds of system send it, with the reason. */
export interface Hl7Role { readonly type: string; readonly role: Role | null; readonly confidence: number; readonly reason: string }

export interface CompiledRules { readonly format: string; readonly rules: readonly RuleData[]; readonly vendors: readonly Vendor[]; readonly hl7Roles: readonly Hl7Role[] }

function readCompiled(folder: URL): CompiledRules {
  const file = new URL('generated/fingerprints.json', folder);
  const compiled = JSON.parse(readFileSync(file, 'utf8')) as CompiledRules;
  if (compiled.format !== RULES_FORMAT) throw new Error(`${file.pathname} is ${compiled.format}, expected ${RULES_FORMAT}; run node scripts/compile-rules.ts.`);
  return compiled;
}

export interface LoadedRules {
  readonly book: RuleBook;
  readonly vendors: readonly Vendor[];
  readonly hl7Roles: readonly Hl7Role[];
  /** Where it is published what a rule knows; null for an unknown rule. */
  readonly sourceOf: (rule: string) => string | null;
}

/** The compiled rules, ready to read texts. */
export function loadRules(folder: URL = RULES_FOLDER): LoadedRules {
  const { rules, vendors, hl7Roles } = readCompiled(folder);
  let sources: Map<string, string> | null = null;
  return {
    book: compileRules(rules), vendors, hl7Roles,
    sourceOf: (rule) => (sources ??= new Map(rules.map(({ id, source }) => [id, source]))).get(rule) ?? null,
  };
}
