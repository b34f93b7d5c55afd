/** CVSS v2 equations ("A Complete Guide to the Common Vulnerability Scoring System Version 2.0", 3.2). Every score is rounded to one decimal before it goes on. */

type Metrics = Readonly<Record<string, string>>;
type Weights = Readonly<Record<string, number>>;

const AV: Weights = { L: 0.395, A: 0.646, N: 1 }, AC: Weights = { H: 0.35, M: 0.61, L: 0.71 }, AU: Weights = { M: 0.45, S: 0.56, N: 0.704 }, IMPACT: Weights = { N: 0, P: 0.275, C: 0.66 };
const E: Weights = { U: 0.85, POC: 0.9, F: 0.95, H: 1 }, RL: Weights = { OF: 0.87, TF: 0.9, W: 0.95, U: 1 }, RC: Weights = { UC: 0.9, UR: 0.95, C: 1 };
const CDP: Weights = { N: 0, L: 0.1, LM: 0.3, MH: 0.4, H: 0.5 }, TD: Weights = { N: 0, L: 0.25, M: 0.75, H: 1 }, REQUIREMENT: Weights = { L: 0.5, M: 1, H: 1.51 };

const weight = (weights: Weights, value: string | undefined, fallback: number): number => weights[value ?? ''] ?? fallback;

/** To one decimal, half up; the hundred-millionth takes back what binary fractions lose (4.35 is 4.3499…). */
const round = (value: number): number => Math.round(value * 10 + 1e-8) / 10;

function base(metrics: Metrics, impact: number): number {
  const exploitability = 20 * weight(AV, metrics['AV'], 1) * weight(AC, metrics['AC'], 1) * weight(AU, metrics['Au'], 1);
  return round(((0.6 * impact) + (0.4 * exploitability) - 1.5) * (impact === 0 ? 0 : 1.176));
}

/** 10.41 × (1 − the product of what each impact leaves); with requirements at most 10 (3.2.3). */
function impactOf(metrics: Metrics, requirements: boolean): number {
  const left = (['C', 'I', 'A'] as const).map((name) => 1 - weight(IMPACT, metrics[name], 0) * (requirements ? weight(REQUIREMENT, metrics[`${name}R`], 1) : 1));
  const impact = 10.41 * (1 - left[0]! * left[1]! * left[2]!);
  return requirements ? Math.min(10, impact) : impact;
}

const temporal = (metrics: Metrics, score: number): number => round(score * weight(E, metrics['E'], 1) * weight(RL, metrics['RL'], 1) * weight(RC, metrics['RC'], 1));

export function scoreV2(metrics: Metrics): { readonly base: number; readonly threat: number; readonly environmental: number } {
  const plain = base(metrics, impactOf(metrics, false)), adjusted = temporal(metrics, base(metrics, impactOf(metrics, true)));
  return { base: plain, threat: temporal(metrics, plain), environmental: round((adjusted + (10 - adjusted) * weight(CDP, metrics['CDP'], 0)) * weight(TD, metrics['TD'], 1)) };
}
