/**
 * The decision tables of SSVC as CERT/CC publishes them (github.com/CERTCC/SSVC, data/csv): CISA coordinator 2.0.3 (`cisa:CISA` outcomes track, track*,
 * attend, act), deployer patch application priority 1.0.0 and human impact 1.0.0; mission and well-being from CISA's SSVC guide (data/csvs/mission-and-well-being_v1.csv).
 * The deployer's table asks Automatable since SSVC 2.1; Utility, which it replaced, is not used. Copyright Carnegie Mellon University, MIT (SEI)-style licence.
 */
import type { SsvcDecision, SsvcPriority } from '@wardkeep/model';

export const EXPLOITATION = ['none', 'public poc', 'active'] as const;
export const AUTOMATABLE = ['no', 'yes'] as const;
export const TECHNICAL_IMPACT = ['partial', 'total'] as const;
export const MISSION_PREVALENCE = ['minimal', 'support', 'essential'] as const;
export const PUBLIC_WELL_BEING = ['minimal', 'material', 'irreversible'] as const;
export const MISSION_AND_WELL_BEING = ['low', 'medium', 'high'] as const;
export const SYSTEM_EXPOSURE = ['small', 'controlled', 'open'] as const;
export const SAFETY_IMPACT = ['negligible', 'marginal', 'critical', 'catastrophic'] as const;
export const MISSION_IMPACT = ['degraded', 'mef support crippled', 'mef failure', 'mission failure'] as const;
export const HUMAN_IMPACT = ['low', 'medium', 'high', 'very high'] as const;

/** Rows: combinations of the inputs, first input slowest; each outcome by the initial that `key` gives it. */
interface Table<T extends string> { readonly inputs: readonly (readonly string[])[]; readonly key: Readonly<Record<string, T>>; readonly outcomes: string }

export const CISA: Table<SsvcDecision> = {
  inputs: [EXPLOITATION, AUTOMATABLE, TECHNICAL_IMPACT, MISSION_AND_WELL_BEING], key: { t: 'track', '*': 'track*', a: 'attend', A: 'act' },
  outcomes: 'ttt tt* tta tta  tt* t*a tta t*a  tta taA aaA aAA',
};
export const DEPLOYER: Table<SsvcPriority> = {
  inputs: [EXPLOITATION, SYSTEM_EXPOSURE, AUTOMATABLE, HUMAN_IMPACT], key: { d: 'defer', s: 'scheduled', o: 'out-of-cycle', i: 'immediate' },
  outcomes: 'ddss dsss dsss ssss dsss ssso  dsss ssss dsss ssso ssso ssoo  ssoo sooo ssoo oooo sooi ooii',
};
export const HUMAN: Table<(typeof HUMAN_IMPACT)[number]> = {
  inputs: [SAFETY_IMPACT, MISSION_IMPACT], key: { l: 'low', m: 'medium', h: 'high', v: 'very high' }, outcomes: 'llmv llmv mhhv vvvv',
};
export const WELL_BEING: Table<(typeof MISSION_AND_WELL_BEING)[number]> = {
  inputs: [MISSION_PREVALENCE, PUBLIC_WELL_BEING], key: { l: 'low', m: 'medium', h: 'high' }, outcomes: 'lmh mmh hhh',
};

/** Throws for a value outside its list: values come from our own code or from a form that offers the list. */
export function lookUp<T extends string>(table: Table<T>, ...values: readonly string[]): T {
  const row = table.inputs.reduce((so, list, at) => {
    const index = list.indexOf(values[at]!);
    if (index < 0) throw new Error(`SSVC: expected one of ${list.join(', ')}, found ${values[at]}.`);
    return so * list.length + index;
  }, 0);
  return table.key[table.outcomes.replaceAll(' ', '')[row]!]!;
}
