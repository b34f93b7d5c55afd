/** Words for advisories: formats, states, statuses of products, why a document is not used, and what is wrong in one that is. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { AdvisoryFormat, ProductStatus } from '@wardkeep/model';

type Words<K extends string> = Readonly<Record<K, MessageDescriptor>>;

/** Names of formats are names: they are the same in every language. `manual` alone is a word. */
export const FORMAT_NAMES: Readonly<Record<Exclude<AdvisoryFormat, 'manual'>, string>> = { 'csaf-2.0': 'CSAF 2.0', 'csaf-2.1': 'CSAF 2.1', 'cve-5': 'CVE 5', 'nvd-2': 'NVD 2.0', osv: 'OSV', 'cyclonedx-vex': 'CycloneDX VEX', openvex: 'OpenVEX' };
export const MANUAL_FORMAT = msg`letter, typed by hand`;
export const ADVISORY_STATE_LABELS: Readonly<Record<string, MessageDescriptor>> = { draft: msg`draft`, interim: msg`interim`, final: msg`final`, withdrawn: msg`withdrawn` };
export const PRODUCT_STATUS_LABELS: Words<ProductStatus> = {
  known_affected: msg`known to be affected`, first_affected: msg`affected from here on`, last_affected: msg`affected up to here`, known_not_affected: msg`known not to be affected`, fixed: msg`fixed`, first_fixed: msg`fixed from here on`,
  recommended: msg`recommended`, under_investigation: msg`under investigation by the publisher`,
};

/** Why a document is in quarantine. The English sentence of the reader stands beside it: it names the place in the document. */
export const ADVISORY_REFUSAL_LABELS: Readonly<Record<string, MessageDescriptor>> = {
  'advisory-not-json': msg`The file is not JSON, or it is damaged or cut short.`, 'advisory-not-utf8': msg`The file is not written in UTF-8.`, 'advisory-too-large': msg`The document is larger than any that is read.`, 'advisory-too-deep': msg({ message: 'The document is nested deeper than {limit} levels.' }),
  'advisory-empty': msg`The file is empty.`, 'advisory-unknown-format': msg`The file is no advisory in a format that is known here.`, 'advisory-archive': msg`The archive is damaged, protected with a password, or unpacks to far more than it should.`, 'advisory-unreadable': msg`The file cannot be opened.`,
  'advisory-format-version': msg({ message: 'This version of the format is not read. Found: {format} {found}. Read are: {accepted}.' }), 'advisory-missing-field': msg({ message: 'Something is missing that every advisory must say. Expected at: {path}.' }), 'advisory-too-many': msg({ message: 'The document lists more than is read of one document (limit: {limit}).' }),
  'advisory-duplicate-product': msg({ message: 'Two products have the same number: {id}. It cannot be told which one is meant.' }), 'advisory-product-cycle': msg({ message: 'A product is said to contain itself: {id}.' }), 'advisory-rejected': msg`The publisher has withdrawn this entry; it describes nothing any more.`, 'advisory-date': msg`A date in the document is none.`,
  'advisory-schema': msg({ message: 'The document breaks the rules of its format where it matters, at: {path}.' }), 'advisory-digest': msg`The document does not have the checksum that came with it: it was changed or damaged.`, 'advisory-signature': msg`The signature does not belong to this document or to its publisher.`,
  'advisory-signature-missing': msg`The document should be signed and is not.`, 'advisory-key': msg`The publisher’s key cannot be read, so its signature cannot be checked.`, 'advisory-twice': msg`The same advisory came twice in one delivery; the first was taken.`,
  'epss-header': msg`The first line of the EPSS table does not name its columns.`, 'epss-line': msg`Lines of the EPSS table could not be read and were left out.`, 'kev-header': msg`The first line of the KEV table does not name its columns.`,
};

/** What is wrong in a document that is used all the same. */
export const ADVISORY_NOTE_LABELS: Readonly<Record<string, MessageDescriptor>> = {
  'csaf-status': msg({ message: 'The document does not say whether it is a draft or final ({found}); it is taken as interim.' }), 'csaf-relationship': msg`How two products belong together is said in an unknown way; it is taken as: installed on.`,
  'csaf-unknown-product': msg({ message: 'A product is named that the document does not describe: {id}. It was left out.' }), 'csaf-schema': msg({ message: 'Breaks the schema at {path}.' }), 'csaf-not-validated': msg`Too large to be checked against the rules of its format; it was read all the same.`, 'csaf-mandatory-test': msg({ message: 'Fails mandatory test {rule} of CSAF at {path}.' }),
  'nvd-wildcard': msg`A CPE name without vendor and product was left out: it would match everything.`, 'nvd-negate': msg`An alternative that excludes products was left out.`, 'kev-entry': msg`Entries of the KEV list could not be read and were left out.`,
};

/** How many of a revision’s findings called somebody, and why none did. `revision-…` are codes of the log of findings. */
export const REVISION_LABELS: Readonly<Record<string, MessageDescriptor>> = {
  'revision-unchanged': msg`Status and remedy stayed the same for all your devices.`, 'revision-changed': msg`Status or remedy changed for your devices.`,
};
