/** Loads `rules/list-columns.yaml`, once. */
import { readFileSync } from 'node:fs';
import type { ColumnRules } from '@wardkeep/formats/list/columns';
import { LIST_FIELDS } from '@wardkeep/model';
import { parse } from 'yaml';

let loaded: ColumnRules | null = null;

export function defaultColumnRules(): ColumnRules { return loaded ??= parseColumnRules(readFileSync(new URL('../../../../rules/list-columns.yaml', import.meta.url), 'utf8')); }

/** Throws when a field is missing or unknown: rules are ours, so that is our mistake. */
export function parseColumnRules(yaml: string): ColumnRules {
  const rules = parse(yaml) as ColumnRules, found = Object.keys(rules.fields).sort().join(), expected = [...LIST_FIELDS].sort().join();
  if (found !== expected) throw new Error(`list-columns.yaml names the fields ${found}; expected ${expected}.`);
  return rules;
}
