/** A document that cannot be used. `message` is one English sentence: what was found and what is accepted; `code` and `params` render it in other languages. */
export type RefusalCode =
  | 'document-empty' | 'document-not-accepted' | 'document-too-large' | 'document-bomb' | 'document-broken' | 'document-encrypted'
  | 'json-broken' | 'xml-broken' | 'xml-doctype' | 'xml-too-deep' | 'sbom-version' | 'sbom-format' | 'scan-format' | 'log-format' | 'list-empty' | 'stopped';

export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly params: Readonly<Record<string, string | number>>;
  override readonly name = 'Refusal';

  constructor(code: RefusalCode, message: string, params: Readonly<Record<string, string | number>> = {}) {
    super(message);
    this.code = code;
    this.params = params;
  }
}
