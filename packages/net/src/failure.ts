/** Every reason why something could not be fetched or was not taken: a code for the catalogs and one English sentence with `{placeholders}`. */

export const FAILURES = {
  // addresses
  'url-invalid': 'The feed names "{url}", which is no address.',
  'url-not-https': 'The address {url} is not https: nothing is fetched without TLS.',
  'url-with-credentials': 'The address of {host} holds a user name or a password: nothing is fetched with credentials.',
  'host-not-allowed': '{url} is on {host}, a host this feed was not allowed to contact. Allow {host} for it if you trust it.',
  'path-outside': 'The list {list} names "{path}", which leaves its own folder.',
  // connections
  'unreachable': '{host} cannot be reached: {reason}.',
  'timeout': '{host} was silent for {seconds} seconds.',
  'too-slow': '{url} was not read whole within {seconds} seconds.',
  'certificate-expired': 'The certificate of {host} has expired or is not yet valid ({reason}). Nothing was read.',
  'certificate-wrong-name': 'The certificate that {host} shows belongs to another name. Nothing was read.',
  'certificate-not-trusted': 'The certificate of {host} is not trusted ({reason}). Nothing was read. If a proxy of your house opens TLS, name its CA file.',
  'proxy-refused': 'The proxy does not connect to {host}: {reason}.',
  'cut-off': '{url} ended early: {bytes} bytes came, {expected} were announced.',
  'redirect-without-target': '{url} redirects without saying where.',
  'redirect-loop': '{url} redirects more than {max} times.',
  'busy': '{host} asks for patience (status {status}) and was left alone. Try again after {until}.',
  'not-found': '{url} does not exist (status {status}).',
  'status': '{url} answered with status {status}, expected 200.',
  'encoding-unknown': '{url} is compressed with "{encoding}", expected gzip or none.',
  'compression-broken': '{url} announces gzip and is damaged.',
  'too-large': '{url} is larger than {limit} MiB and was not read.',
  'stopped': 'The feed was stopped. It goes on where it stopped the next time.',
  // documents
  'not-json': '{url} is not JSON: {reason}.',
  'not-metadata': '{url} is neither CSAF provider metadata nor a ROLIE feed: {reason}.',
  'no-provider': '{domain} names no CSAF provider ({tried}).',
  'no-distribution': '{url} names no list of documents with a TLP label that is allowed here ({labels}).',
  'not-list': '{url} is no list of CSAF documents: {reason}.',
  'not-csaf': '{url} is no CSAF document: it has no "document.tracking".',
  'not-kev': '{url} is no KEV catalogue: it has no "vulnerabilities" with "cveID".',
  'not-epss': '{url} is no EPSS table: its first lines lack "cve,epss,percentile".',
  'tlp-not-allowed': '{url} is labelled TLP:{label}; allowed here are {allowed}.',
  'from-the-future': '{url} is dated {date}, more than a day after now ({now}): one of the two clocks is wrong.',
  'hash-missing': '{url} has no hash file, although its publisher promises one.',
  'hash-unreadable': '{url} does not begin with a SHA-256 or SHA-512 value in hexadecimal.',
  'hash-mismatch': '{url} does not have the hash its publisher gives: it was changed or cut on the way.',
  'signature-missing': '{url} has no signature, although its publisher promises one.',
  'signature-wrong': 'The signature of {url} is not one of its publisher\'s keys over this document.',
  'key-missing': 'The publisher at {url} names no OpenPGP key, so its signatures cannot be checked.',
  'key-fingerprint-mismatch': 'The OpenPGP key at {url} does not have the fingerprint that the publisher gives for it ({expected}).',
  'key-unusable': 'The OpenPGP key at {url} cannot be used: {reason}.',
} as const satisfies Record<string, string>;

export type FailureCode = keyof typeof FAILURES;
export type FailureParams = Readonly<Record<string, string | number>>;

export class FeedFailure extends Error {
  readonly code: FailureCode;
  readonly params: FailureParams;
  override readonly name = 'FeedFailure';

  /** `message`: a better sentence than the table's, where a verifier knows more. */
  constructor(code: FailureCode, params: FailureParams = {}, options?: ErrorOptions & { readonly message?: string }) {
    super(options?.message ?? failureSentence(code, params), options);
    this.code = code;
    this.params = params;
  }
}

export function failureSentence(code: FailureCode, params: FailureParams): string {
  return FAILURES[code].replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}
