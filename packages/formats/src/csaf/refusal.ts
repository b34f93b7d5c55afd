/**
 * An advisory document that cannot be used: what was expected and what was found in one English sentence, with the code and the parameters that
 * render it in other languages. What is wrong but readable is no refusal: it is told as a {@link ReadingNote} beside the advisory.
 */
export const ADVISORY_REFUSALS = [
  'advisory-not-json', 'advisory-not-utf8', 'advisory-too-large', 'advisory-too-deep', 'advisory-empty', 'advisory-unknown-format', 'advisory-archive', 'advisory-unreadable',
  'advisory-format-version', 'advisory-missing-field', 'advisory-too-many', 'advisory-duplicate-product', 'advisory-product-cycle',
  'advisory-schema', 'advisory-digest', 'advisory-signature', 'advisory-signature-missing', 'advisory-key', 'advisory-older', 'advisory-changed', 'epss-header', 'kev-header',
] as const;
export type AdvisoryRefusalCode = (typeof ADVISORY_REFUSALS)[number];
export type Params = Readonly<Record<string, string | number>>;

export class AdvisoryRefusal extends Error {
  readonly code: AdvisoryRefusalCode;
  readonly params: Params;
  override readonly name = 'AdvisoryRefusal';

  constructor(code: AdvisoryRefusalCode, message: string, params: Params = {}) {
    super(message);
    this.code = code;
    this.params = params;
  }
}

/** Something wrong in a document that is used all the same. */
export interface ReadingNote { readonly code: string; readonly message: string; readonly params: Params }
export type NoteSink = (note: ReadingNote) => void;
export const noNotes: NoteSink = () => undefined;
