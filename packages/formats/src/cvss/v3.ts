/** CVSS v3.0 and v3.1 equations (specification documents, 8.1 to 8.3 and 7.1 to 7.3). They differ in the modified impact of a changed scope only. */

type Metrics = Readonly<Record<string, string>>;
type Weights = Readonly<Record<string, number>>;

const AV: Weights = { N: 0.85, A: 0.62, L: 0.55, P: 0.2 }, AC: Weights = { L: 0.77, H: 0.44 }, UI: Weights = { N: 0.85, R: 0.62 }, IMPACT: Weights = { H: 0.56, L: 0.22, N: 0 };
const PR: Readonly<Record<string, Weights>> = { U: { N: 0.85, L: 0.62, H: 0.27 }, C: { N: 0.85, L: 0.68, H: 0.5 } };
const E: Weights = { U: 0.91, P: 0.94, F: 0.97, H: 1 }, RL: Weights = { O: 0.95, T: 0.96, W: 0.97, U: 1 }, RC: Weights = { U: 0.92, R: 0.96, C: 1 };
const REQUIREMENT: Weights = { L: 0.5, M: 1, H: 1.5 };

/**
 * v3.1, appendix A: up to the next tenth, from an integer, so that a binary fraction just above a tenth does not give a whole tenth more. v3.0 says only "round
 * up"; its decimal result is the same number, which calculators with floating point miss (5.0 × 0.92 is 4.6, not 4.7).
 */
export function roundUp(value: number): number {
  const scaled = Math.round(value * 100_000);
  return scaled % 10_000 === 0 ? scaled / 100_000 : (Math.floor(scaled / 10_000) + 1) / 10;
}

const weight = (weights: Weights, value: string | undefined): number => weights[value ?? ''] ?? 1;

function combine(scope: string, impact: number, exploitability: number): number {
  return impact <= 0 ? 0 : roundUp(Math.min((scope === 'C' ? 1.08 : 1) * (impact + exploitability), 10));
}

const exploitability = (scope: string, attack: string, complexity: string, privileges: string, interaction: string): number =>
  8.22 * weight(AV, attack) * weight(AC, complexity) * weight(PR[scope]!, privileges) * weight(UI, interaction);

function impact(scope: string, iss: number, modified: boolean, revised: boolean): number {
  if (scope !== 'C') return 6.42 * iss;
  return 7.52 * (iss - 0.029) - 3.25 * (modified && revised ? (iss * 0.9731 - 0.02) ** 13 : (iss - 0.02) ** 15);
}

export function scoreV3(metrics: Metrics, revised: boolean): { readonly base: number; readonly threat: number; readonly environmental: number } {
  const value = (name: string): string => metrics[name]!, modified = (name: string): string => metrics[`M${name}`] ?? value(name);
  const left = (of: (name: string) => string, required: boolean): number => (['C', 'I', 'A'] as const).reduce((product, name) => product * (1 - weight(IMPACT, of(name)) * (required ? weight(REQUIREMENT, metrics[`${name}R`]) : 1)), 1);
  const rate = (of: (name: string) => string, iss: number, isModified: boolean): number =>
    combine(of('S'), impact(of('S'), iss, isModified, revised), exploitability(of('S'), of('AV'), of('AC'), of('PR'), of('UI')));
  const time = weight(E, metrics['E']) * weight(RL, metrics['RL']) * weight(RC, metrics['RC']);
  const base = rate(value, 1 - left(value, false), false), environmental = rate(modified, Math.min(1 - left(modified, true), 0.915), true);
  return { base, threat: roundUp(base * time), environmental: roundUp(environmental * time) };
}
