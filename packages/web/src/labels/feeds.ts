/** Words for feeds and deliveries: what came of asking, why something was not fetched (`FAILURES` of net), why a bundle is not read. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { AdvisoryIntakeView, FeedView } from '@wardkeep/app/assess-views';

type Words<K extends string> = Readonly<Record<K, MessageDescriptor>>;

export const INTAKE_STATE_LABELS: Words<AdvisoryIntakeView['state']> = { waiting: msg`Waiting`, reading: msg`Reading`, done: msg`Done`, failed: msg`Not read` };
export const FEED_KIND_LABELS: Words<FeedView['kind']> = { csaf: msg`advisories`, kev: msg`known exploited vulnerabilities`, epss: msg`probability of exploitation` };

/** Names of the feeds of rules/feeds.yaml by their id; another feed has the name that its file gives. */
export const FEED_NAME_LABELS: Readonly<Record<string, MessageDescriptor>> = {
  cisa: msg`CISA, advisories on industrial control systems and medical devices (ICSA, ICSMA)`, siemens: msg`Siemens ProductCERT`, 'cert-bund': msg`CERT-Bund (BSI, Germany), warning and information service; about 14,000 documents, in German`,
  kev: msg`CISA, known exploited vulnerabilities`, epss: msg`FIRST, exploit prediction (EPSS), table of the day`,
};

/** Why something could not be fetched or was not taken. Where there is a parameter `reason`, it is an English half sentence of the system and stands behind, marked as such. */
export const FEED_FAILURE_LABELS: Readonly<Record<string, MessageDescriptor>> = {
  'url-invalid': msg({ message: 'The feed names an address that is none: {url}.' }), 'url-not-https': msg({ message: 'The address is not https, and nothing is fetched without TLS: {url}.' }), 'url-with-credentials': msg({ message: 'The address holds a user name or a password, and nothing is fetched with these: {host}.' }),
  'host-not-allowed': msg({ message: 'The feed sends on to a host that it may not contact: {host}.' }), 'path-outside': msg({ message: 'The list names a file outside its own folder: {path}.' }),
  unreachable: msg({ message: 'This host cannot be reached: {host}.' }), timeout: msg({ message: 'No answer within {seconds} seconds: {host}.' }), 'too-slow': msg({ message: 'Not read to the end within {seconds} seconds: {url}.' }),
  'certificate-expired': msg({ message: 'The certificate has expired or is not valid yet: {host}. Nothing was read.' }), 'certificate-wrong-name': msg({ message: 'The certificate belongs to another name: {host}. Nothing was read.' }),
  'certificate-not-trusted': msg({ message: 'The certificate is not trusted: {host}. Nothing was read. If a proxy of your house opens TLS, name its CA file.' }), 'proxy-refused': msg({ message: 'The proxy does not connect to this host: {host}.' }),
  'cut-off': msg({ message: 'The file ended early: {bytes} of {expected} bytes came ({url}).' }), 'redirect-without-target': msg({ message: 'The address sends on without saying where: {url}.' }), 'redirect-loop': msg({ message: 'The address sends on more than {max} times: {url}.' }),
  busy: msg({ message: 'The host asks for patience and was left alone: {host}. Try again after {until}.' }), 'not-found': msg({ message: 'There is nothing at this address: {url}.' }), status: msg({ message: 'The server answered with status {status}: {url}.' }),
  'encoding-unknown': msg({ message: 'Compressed in a way that is not read ({encoding}): {url}.' }), 'compression-broken': msg({ message: 'The compressed file is damaged: {url}.' }), 'too-large': msg({ message: 'Larger than {limit} MiB, so it was not read: {url}.' }),
  stopped: msg`The feed was stopped. It goes on where it stopped the next time.`,
  'not-json': msg({ message: 'This is not JSON: {url}.' }), 'not-metadata': msg({ message: 'This describes no provider of advisories: {url}.' }), 'no-provider': msg({ message: 'No provider of advisories is named there: {domain}.' }), 'no-distribution': msg({ message: 'No list of documents with a TLP label that is allowed here ({labels}): {url}.' }),
  'not-list': msg({ message: 'This is no list of CSAF documents: {url}.' }), 'not-csaf': msg({ message: 'This is no CSAF document: {url}.' }), 'not-kev': msg({ message: 'This is no KEV catalogue: {url}.' }), 'not-epss': msg({ message: 'This is no EPSS table: {url}.' }),
  'tlp-not-allowed': msg({ message: 'Labelled TLP:{label}; allowed here are: {allowed} ({url}).' }), 'from-the-future': msg({ message: 'Dated {date}, which is still to come: one of the two clocks is wrong ({url}).' }),
  'hash-missing': msg({ message: 'The publisher promises a checksum, and there is none: {url}.' }), 'hash-unreadable': msg({ message: 'The checksum cannot be read: {url}.' }), 'hash-mismatch': msg({ message: 'The document does not have the checksum that its publisher gives: it was changed or cut on the way ({url}).' }),
  'signature-missing': msg({ message: 'The publisher promises a signature, and there is none: {url}.' }), 'signature-wrong': msg({ message: 'The signature is not by one of the publisher’s keys over this document: {url}.' }),
  'key-missing': msg({ message: 'The publisher names no key, so its signatures cannot be checked: {url}.' }), 'key-fingerprint-mismatch': msg({ message: 'The key does not have the fingerprint that its publisher gives: {url}.' }), 'key-unusable': msg({ message: 'The publisher’s key cannot be used: {url}.' }),
};

/** Why an offline bundle is not read: all of it or nothing. */
export const BUNDLE_REFUSAL_LABELS: Readonly<Record<string, MessageDescriptor>> = {
  'bundle-not-zip': msg`This is no offline bundle: the archive is not complete.`, 'bundle-no-manifest': msg`This is no offline bundle: it has no list of contents (manifest.json).`, 'bundle-manifest': msg`The list of contents of the bundle cannot be used.`,
  'bundle-format': msg({ message: 'The bundle has a format that is not read. Found: {found}. Expected: {expected}.' }), 'bundle-from-the-future': msg({ message: 'The bundle was made at {createdAt}, which is still to come: one of the two clocks is wrong. Nothing was taken from it.' }),
  'bundle-path': msg({ message: 'The bundle holds a file whose name leads out of its folder: {path}. Nothing was taken from it.' }), 'bundle-bomb': msg`The bundle unpacks to far more than it should. Nothing was taken from it.`,
  'bundle-missing-file': msg({ message: 'A file of the bundle is missing: {path}. Nothing was taken from it.' }), 'bundle-unknown-file': msg({ message: 'The bundle holds a file that its list of contents does not name: {path}. Nothing was taken from it.' }),
  'bundle-hash': msg({ message: 'A file of the bundle was damaged or changed: {path}. Nothing was taken from it.' }),
};

/** What came of asking a feed: `feed-asked`, or `feed-` before the code of a failure. */
export const FEED_RESULT_LABELS: Readonly<Record<string, MessageDescriptor>> = {
  'feed-asked': msg({ message: '{taken, plural, =0 {Nothing new} one {# document came} other {# documents came}}, {unchanged, plural, one {# was held already} other {# were held already}}.' }),
  ...Object.fromEntries(Object.entries(FEED_FAILURE_LABELS).map(([code, words]) => [`feed-${code}`, words])),
};
