/** Versions of advisories: compile the printed statements once, judge each asset's version against them. Idioms: `docs/formats/versions.md`. */
export { compileVersions, type VersionContext } from './compile.ts';
export { type ConstraintKind, CONSTRAINT_KINDS, describeConstraint } from './describe.ts';
export { type AssetVersion, type JudgeHints, judgeRead, judgeVersion, readAssetVersion } from './judge.ts';
export { type Crossing, stepAcross } from './step.ts';
export { compareTokens, parseVersion } from './version.ts';
export type * from './types.ts';
