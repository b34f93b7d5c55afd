/** The few metrics of a CVSS vector that likelihood and SSVC need, of version 2, 3 or 4. Scores are recomputed elsewhere. */

export interface VectorFacts {
  readonly attackVector: 'network' | 'adjacent' | 'local' | 'physical';
  readonly complex: boolean;
  readonly privileges: 'none' | 'low' | 'high';
  readonly interaction: boolean;
  readonly confidentiality: 'none' | 'low' | 'high';
  readonly integrity: 'none' | 'low' | 'high';
  /** CVSS 2 and 3 E, CVSS 4 E; null where not defined. */
  readonly exploit: 'none' | 'public' | 'active' | null;
}

const ATTACK: Readonly<Record<string, VectorFacts['attackVector']>> = { N: 'network', A: 'adjacent', L: 'local', P: 'physical' };
const IMPACT: Readonly<Record<string, VectorFacts['integrity']>> = { N: 'none', L: 'low', P: 'low', H: 'high', C: 'high' };
/** CVSS 2 counts logins (Au), later versions name what the attacker must be allowed (PR). */
const PRIVILEGES: Readonly<Record<string, VectorFacts['privileges']>> = { N: 'none', L: 'low', S: 'low', H: 'high', M: 'high' };
/** CVSS 2: U, POC, F, H; 3: U, P, F, H; 4: U, P, A. "High" of 2 and 3 means exploits that work everywhere, not that they are used. */
const EXPLOIT: Readonly<Record<string, VectorFacts['exploit']>> = { U: 'none', POC: 'public', P: 'public', F: 'public', H: 'public', A: 'active' };

/** Null when the text is no vector, or has no attack vector. At most 512 characters are looked at. */
export function vectorFacts(vector: string | null): VectorFacts | null {
  if (vector === null) return null;
  const metrics = new Map(vector.slice(0, 512).split('/').map((part): [string, string] => { const at = part.indexOf(':'); return [part.slice(0, at), part.slice(at + 1)]; }));
  const attackVector = ATTACK[metrics.get('AV') ?? ''], confidentiality = IMPACT[metrics.get('VC') ?? metrics.get('C') ?? ''], integrity = IMPACT[metrics.get('VI') ?? metrics.get('I') ?? ''];
  const privileges = PRIVILEGES[metrics.get('PR') ?? metrics.get('Au') ?? ''];
  if (!attackVector || !confidentiality || !integrity || !privileges) return null;
  return {
    attackVector, confidentiality, integrity, privileges,
    complex: (metrics.get('AC') ?? 'L') !== 'L' || (metrics.get('AT') ?? 'N') !== 'N',
    // CVSS 2 folds interaction into complexity: AC:M is the usual mark of it.
    interaction: metrics.has('UI') ? metrics.get('UI') !== 'N' : metrics.get('AC') === 'M',
    exploit: EXPLOIT[metrics.get('E') ?? ''] ?? null,
  };
}
