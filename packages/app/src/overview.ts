import type { Role } from '@wardkeep/model';
import type { Tx } from '@wardkeep/store';
import { readImports } from '@wardkeep/store/queries/imports';
import { COVERED, readCounts, readRoleCounts, readZoneCounts } from '@wardkeep/store/queries/overview';
import { nextSteps } from './quality.ts';
import { showImport } from './show.ts';
import type { Overview } from './views.ts';

export async function readOverview(tx: Tx): Promise<Overview> {
  const counts = await readCounts(tx);
  const last = (await readImports(tx, 1))[0];
  return {
    assets: counts.assets, known: counts.known, medical: counts.medical, medicalWithoutVersion: counts.medicalWithoutVersion, conflicts: counts.conflicts, clearTextMedicalServices: counts.clearText,
    roles: (await readRoleCounts(tx)).map(({ role, count }) => ({ role: role as Role, count })),
    zones: await readZoneCounts(tx),
    lastImport: last ? showImport(last) : null,
    coverage: COVERED.map((attribute, index) => ({ attribute, known: counts.covered[index]!, total: counts.assets })),
    nextSteps: await nextSteps(tx, counts),
  };
}
