/** Version statements of advisories, compiled once; judged against what an asset says of itself. */

/** One version as tokens. Two versions compare only within one scheme (letters before, shape, medical idiom); otherwise nobody can tell. */
export interface Version { readonly text: string; readonly scheme: string; readonly parts: readonly (number | string)[] }

/** A bound as printed; `inclusive` false for `<` and `>`. */
export interface Bound { readonly version: Version; readonly inclusive: boolean }

export type VersionSet =
  | { readonly kind: 'range'; readonly text: string; readonly low: Bound | null; readonly high: Bound | null }
  /** `5.x.x`, `2.X`, `B.02`: every version of that line. */
  | { readonly kind: 'line'; readonly text: string; readonly version: Version }
  | { readonly kind: 'one'; readonly text: string; readonly version: Version }
  /** Shipped, built or serviced before or between dates: `YYYY-MM-DD`, half open. */
  | { readonly kind: 'dates'; readonly text: string; readonly from: string | null; readonly before: string | null }
  /** A `vers:` range of an ecosystem whose order is its own (deb, rpm, semver, npm, …). */
  | { readonly kind: 'vers'; readonly text: string };

export interface CompiledVersions {
  /** The statements, as printed. */
  readonly text: string;
  /** `vers:all/*`, `*`, `all versions`, or an open statement with a condition only. */
  readonly all: boolean;
  /** Any of them. */
  readonly sets: readonly VersionSet[];
  /** Sets that are taken out: `not including`, `!=`, `except`. */
  readonly except: readonly VersionSet[];
  /** Model, part and option numbers that stood in the version field, e.g. `MMT-1740`, `882412`: they restrict the model, not the version. */
  readonly models: readonly string[];
  /** Words that restrict further: `with wireless option`, `running on Windows XP`. As printed. */
  readonly conditions: readonly string[];
  /** What could not be read, with its reason; such a statement can never reject. */
  readonly free: readonly { readonly text: string; readonly reason: 'no-number' | 'prose' | 'contradiction' | 'unknown-shape' }[];
}

/** `by`: the printed words that decided. `code` is one of the reasons of `@wardkeep/model`. */
export interface VersionJudgement { readonly verdict: 'in' | 'out' | 'unknown'; readonly code: 'version-all' | 'version-in' | 'version-out' | 'version-unknown' | 'version-scheme' | 'version-free-text' | 'version-contradiction' | 'version-not-said'; readonly by: string }
