/** Which of two documents with the same publisher and id holds (CSAF 2.0, 3.2.1.12: the version grows, the release date tells when). */
import type { Advisory } from '@wardkeep/model';

/** What is remembered of a document that was taken in. `digest`: SHA-256 of its text. */
export interface HeldRevision { readonly revision: string; readonly releasedAt: string | null; readonly digest: string }
export type RevisionOrder = 'newer' | 'same' | 'older' | 'changed';

/** `changed`: the same id, revision and date with another content: somebody edited without saying so, or it is a forgery. */
export function compareRevision(held: HeldRevision, found: Pick<Advisory, 'revision' | 'releasedAt'> & { readonly digest: string }): RevisionOrder {
  if (held.digest === found.digest) return 'same';
  const byVersion = compareVersions(found.revision, held.revision);
  const byDate = found.releasedAt === null || held.releasedAt === null ? 0 : Math.sign(Date.parse(found.releasedAt) - Date.parse(held.releasedAt));
  const order = byDate || byVersion || 0;
  if (order !== 0) return order > 0 ? 'newer' : 'older';
  return found.revision === held.revision ? 'changed' : 'newer';
}

/** Integer and semantic versioning (3.1.11); 0 where either is something else. Pre-release parts are older than none. */
function compareVersions(a: string, b: string): number {
  const left = VERSION.exec(a), right = VERSION.exec(b);
  if (left === null || right === null) return 0;
  for (let part = 1; part <= 3; part++) { const difference = Number(left[part] ?? 0) - Number(right[part] ?? 0); if (difference !== 0) return Math.sign(difference); }
  const [before, after] = [left[4] ?? '', right[4] ?? ''];
  return before === after ? 0 : before === '' ? 1 : after === '' ? -1 : before < after ? -1 : 1;
}
const VERSION = /^(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:-([0-9A-Za-z.-]{1,60}))?(?:\+[0-9A-Za-z.-]{1,60})?$/;
