/**
 * Sources that disagree about a version: the inventory shows the likelier one, but a pump that one source calls 7.11 and another 7.12 is not safely out of
 * an advisory for 7.11. Each version is assessed; where the verdicts differ nobody can tell, and reading the version on the device settles it.
 */
import type { AssessAsset, AssessPair, AssessResult, IgnoredPair } from '@wardkeep/model';

const VARIANT = '#version-';

/** The asset itself and one more for each other version that a source of comparable weight gives. */
export function withVersions(asset: AssessAsset, versions: readonly string[]): AssessAsset[] {
  return [asset, ...versions.filter((version) => version !== asset.version).map((version, at) => ({ ...asset, id: `${asset.id}${VARIANT}${at}`, version }))];
}

/** One pair for each asset and advisory again. */
export function settleVersions({ pairs, ignored }: AssessResult, versionsOf: ReadonlyMap<string, readonly string[]>): AssessResult {
  if (versionsOf.size === 0) return { pairs, ignored };
  const byPlace = Map.groupBy(pairs, (pair) => `${baseOf(pair.row)}\n${pair.advisory}`), settled: AssessPair[] = [];
  for (const group of byPlace.values()) {
    const id = baseOf(group[0]!.row), versions = versionsOf.get(id), all = 1 + (versions?.filter((version) => version !== versions[0]).length ?? 0);
    settled.push(versions === undefined ? group[0]! : agreed(group, id, versions, all));
  }
  const left = new Map<string, IgnoredPair>();
  for (const pair of ignored) {
    const place = `${baseOf(pair.row)}\n${pair.advisory}`;
    if (!byPlace.has(place) && !left.has(place)) left.set(place, { ...pair, row: baseOf(pair.row) });
  }
  return { pairs: settled, ignored: [...left.values()] };
}

function baseOf(row: string): string { const at = row.indexOf(VARIANT); return at < 0 ? row : row.slice(0, at); }

function agreed(group: readonly AssessPair[], row: string, versions: readonly string[], all: number): AssessPair {
  const first = group.find((pair) => pair.row === row) ?? group[0]!;
  if (group.length === all && group.every((pair) => pair.verdict === first.verdict)) return { ...first, row };
  const said = first.reasons.findLast((reason) => reason.code.startsWith('version-'))?.advisory ?? '';
  return {
    row, advisory: first.advisory, verdict: 'cannot_tell', score: Math.min(...group.map((pair) => pair.score)), cves: [...new Set(group.flatMap((pair) => pair.cves))].sort(), products: [...new Set(group.flatMap((pair) => pair.products))],
    reasons: [...first.reasons.filter((reason) => !reason.code.startsWith('version-')), { code: 'version-unknown', asset: versions.join(' / '), advisory: said }], missing: [{ code: 'version', advisory: said }],
  };
}
