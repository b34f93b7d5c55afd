/** Versions of advisories: compile the printed statements once, judge each asset's version against them. */
export { compileVersions, type VersionContext } from './compile.ts';
export { judgeVersion, type JudgeHints } from './judge.ts';
export { compareTokens, parseVersion } from './version.ts';
export type * from './types.ts';
