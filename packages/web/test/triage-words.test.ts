/** Every code of ASSESS that people can meet has words. The label files are macros, which only the build expands: their keys are read as text. */
import { ALERT_CODES, ASSESS_REASONS, CARE_FACTORS, CARE_KINDS, CARE_WHYS, FINDING_LOG_CODES, GONE_REASONS, HISTORY_CODES, REMEDIATION_KINDS, REMEDIATION_PROGRESS, SSVC_DECISIONS, SSVC_POINTS, SSVC_PRIORITIES, SSVC_WHYS } from '@wardkeep/model';
import { LAPSE_REASONS } from '@wardkeep/loop/assess/findings/decisions';
import { SSVC_VALUES } from '@wardkeep/loop/assess/care/ssvc';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** The keys of one map of a label file. */
function keysOf(file: string, map: string): Set<string> {
  const text = readFileSync(new URL(`../src/labels/${file}.ts`, import.meta.url), 'utf8'), from = text.indexOf(`const ${map}:`), to = text.indexOf('};', from);
  expect(from, `${map} in ${file}.ts`).toBeGreaterThan(0);
  return new Set([...text.slice(from, to).matchAll(/(?:^\s*|[{,]\s*)'?([\w*\- ]+?)'?: (?:msg|at)\b/gm)].map((match) => match[1]!));
}

test.each([
  ['assess-reasons', 'PLACES', ASSESS_REASONS], ['assess-reasons', 'REASON_LABELS', ASSESS_REASONS], ['assess-reasons', 'REASON_CLAUSES', ASSESS_REASONS],
  ['care', 'CARE_WHY_LABELS', CARE_WHYS], ['care', 'CARE_FACTOR_LABELS', CARE_FACTORS], ['care', 'CARE_KIND_LABELS', CARE_KINDS], ['care', 'SSVC_WHY_LABELS', SSVC_WHYS], ['care', 'SSVC_POINT_LABELS', SSVC_POINTS], ['care', 'SSVC_DECISION_LABELS', SSVC_DECISIONS],
  ['care', 'SSVC_PRIORITY_LABELS', SSVC_PRIORITIES], ['care', 'SSVC_VALUE_LABELS', Object.values(SSVC_VALUES).flat()],
  ['findings', 'ALERT_LABELS', ALERT_CODES], ['findings', 'LOG_LABELS', FINDING_LOG_CODES], ['findings', 'HISTORY_LABELS', HISTORY_CODES], ['findings', 'GONE_LABELS', GONE_REASONS], ['findings', 'LAPSE_LABELS', LAPSE_REASONS], ['findings', 'PROGRESS_LABELS', REMEDIATION_PROGRESS], ['findings', 'REMEDIATION_LABELS', REMEDIATION_KINDS],
] as [string, string, readonly string[]][])('%s: %s', (file, map, codes) => { const keys = keysOf(file, map); expect(codes.filter((code) => !keys.has(code))).toEqual([]); });
