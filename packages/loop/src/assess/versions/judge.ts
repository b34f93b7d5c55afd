import type { CompiledVersions, VersionJudgement } from './types.ts';
export interface JudgeHints { readonly date?: string | null; readonly productNames?: readonly string[] }
export function judgeVersion(assetVersion: string | null, compiled: CompiledVersions, _hints: JudgeHints = {}): VersionJudgement {
  if (compiled.all) return { verdict: 'in', code: 'version-all', by: compiled.text };
  return { verdict: 'unknown', code: assetVersion === null ? 'version-unknown' : 'version-free-text', by: compiled.text };
}
