/** Every CVSS vector of the advisories and CVE records: the base score is computed anew and equals what is printed, or the difference is listed with its reason. */
import { parseCvss } from '@wardkeep/formats/cvss/parse';
import { describe, expect, test } from 'vitest';
import { dataPath, jsonFiles } from './folder.ts';

const folders = [dataPath('advisories'), dataPath('vuln-intel')].filter((folder) => folder !== null);

const TEMPORAL = 'Fortinet prints the score with temporal metrics as base score (E:F, 0.97) and leaves these metrics out of the vector.';
/** Printed base scores that do not follow from the vector. */
const DISAGREEMENTS: Readonly<Record<string, string>> = {
  'CVE-2018-13374.json printed 4.2, computed 4.3: CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:L/I:N/A:N': TEMPORAL,
  'CVE-2018-13379.json printed 8.9, computed 9.1: CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:H': TEMPORAL,
  'CVE-2018-13382.json printed 8.9, computed 9.1: CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N': TEMPORAL,
  'CVE-2018-13383.json printed 4.2, computed 4.3: CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:N/I:N/A:L': TEMPORAL,
};

interface Printed { readonly file: string; readonly vector: string; readonly score: number; readonly severity: string | null }

function* vectorsIn(file: string, value: unknown): Generator<Printed> {
  if (typeof value !== 'object' || value === null) return;
  const { vectorString: vector, baseScore: score, baseSeverity: severity } = value as Record<string, unknown>;
  if (typeof vector === 'string' && typeof score === 'number') yield { file, vector, score, severity: typeof severity === 'string' ? severity.toLowerCase() : null };
  for (const inner of Object.values(value)) yield* vectorsIn(file, inner);
}

function* bracketsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') for (const [text] of value.matchAll(/\(AV:[^()]*\)/g)) yield text;
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) yield* bracketsIn(inner);
}

describe.skipIf(folders.length < 2)('vectors of the data (skipped: ../shared/data is not there)', () => {
  const files = folders.flatMap((folder) => [...jsonFiles(folder)]), printed = files.flatMap(([name, content]) => [...vectorsIn(name.split('/').at(-1)!, content)]);

  test('there are vectors', () => { expect(printed.length).toBeGreaterThanOrEqual(683); });
  test('all are read', () => { expect(printed.filter(({ vector }) => 'error' in parseCvss(vector)).map(({ vector }) => vector)).toEqual([]); });

  test('base scores agree, or the printed one is that of all metrics, or the difference is listed', () => {
    const found = new Set<string>();
    for (const { file, vector, score } of printed) {
      const cvss = parseCvss(vector);
      // A score with temporal metrics printed as base score: both are known then.
      if ('error' in cvss || cvss.baseScore === score || cvss.score === score) continue;
      found.add(`${file} printed ${score}, computed ${cvss.baseScore}: ${vector}`);
    }
    expect([...found].sort()).toEqual(Object.keys(DISAGREEMENTS).sort());
  });

  test('so do severities, where the score agrees', () => {
    const wrong = printed.filter(({ vector, score, severity }) => { const cvss = parseCvss(vector); return !('error' in cvss) && cvss.baseScore === score && severity !== null && severity !== cvss.baseSeverity; });
    expect(wrong).toEqual([]);
  });

  test('vectors in brackets, without prefix, in the text of the advisories are read', () => {
    const texts = files.flatMap(([, content]) => [...bracketsIn(content)]);
    expect(texts.length).toBeGreaterThanOrEqual(381);
    expect(texts.filter((text) => 'error' in parseCvss(text))).toEqual([]);
  });
});
