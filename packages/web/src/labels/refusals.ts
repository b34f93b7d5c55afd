/** Sentences for codes of refusals, dropped evidence and rows left out. A code that is not here is named, with its parameters. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { ADVISORY_NOTE_LABELS, ADVISORY_REFUSAL_LABELS } from './advisories.ts';
import { BUNDLE_REFUSAL_LABELS, FEED_FAILURE_LABELS, FEED_RESULT_LABELS } from './feeds.ts';

const NOT_A_CAPTURE = msg({ message: 'The file is no network capture. Accepted are pcap and pcapng, also compressed with gzip.' });

export const MESSAGE_LABELS: Readonly<Record<string, MessageDescriptor>> = {
  ...ADVISORY_REFUSAL_LABELS, ...ADVISORY_NOTE_LABELS, ...FEED_FAILURE_LABELS, ...FEED_RESULT_LABELS, ...BUNDLE_REFUSAL_LABELS,
  // who may do what, decisions
  'not-allowed': msg`Your role does not allow this.`, 'no-institution': msg`You hold no role in this institution.`, 'cursor-invalid': msg`This page link no longer fits the list. Start again at the first page.`,
  'asset-not-found': msg`This device is not in the inventory.`, 'import-not-found': msg`This import does not exist.`, 'decision-not-found': msg`This decision does not exist.`,
  'reason-missing': msg`Write a reason: the next person will want to know why.`, 'decision-undone': msg`This was undone before.`, 'value-invalid': msg`This is no possible value.`, 'attribute-not-correctable': msg`This attribute cannot be corrected by hand.`,
  'merge-needs-two': msg`Merging needs at least two devices, and one of them must stay.`, 'split-addresses': msg`Choose some of the addresses, but not all of them.`,
  // advisories, findings, care
  'advisory-not-found': msg`This advisory is not held here.`, 'vulnerability-not-found': msg`No advisory that is held here names this vulnerability.`, 'finding-not-found': msg`This finding does not exist here.`, 'finding-undecided': msg`Nobody has decided this finding, so there is nothing to take back.`,
  'finding-gone': msg`This finding no longer matches; there is nothing to decide.`, 'finding-none-chosen': msg({ message: 'Choose at least one finding, and at most {max}.' }), 'finding-reason-missing': msg`Say why: the next reader, and another hospital, will want to know.`,
  'acceptance-incomplete': msg`A risk is borne by somebody until a day: name who owns it, and a day within a year from today.`, 'day-invalid': msg`This is no day.`, 'offer-not-found': msg`This offer was withdrawn or has expired.`,
  'acceptance-not-allowed': msg({ message: 'Nothing is accepted without you yet: {judged} of the sure answers were judged by a person here; it takes {needed}, nearly all of them confirmed.' }), 'pdf-not-here': msg`This machine cannot make PDF documents. Print the page from the browser instead.`,
  'intake-not-found': msg`This delivery does not exist here.`, 'feed-not-found': msg`This feed does not exist here.`, 'feeds-none': msg`No feed is switched on. Switch one on, or hand in an offline bundle.`, 'feeds-off': msg`This installation asks no feeds: it was started without a way out. Hand in an offline bundle instead.`,
  'typed-field': msg`This field cannot be used as it is.`, 'care-service-not-found': msg`This care service does not exist here.`, 'care-service-invalid': msg`A care service needs a name, 0 to 10,000 hours a week, a share between 0 and 100 %, and roles and devices that are known here.`,
  'assessment-fault': msg`The last comparison failed by a fault of the program. What you see is from the one before; it is tried again with the next change.`,
  'intake-interrupted': msg`The server stopped while this delivery was being read. What was taken before is kept; hand it in again for the rest.`, 'intake-fault': msg`Reading this delivery failed by a fault of the program. What was taken before is kept.`,
  'advisory-older': msg({ message: 'A newer revision is held already ({held}); this one is older: {revision}.' }), 'advisory-changed': msg({ message: 'This revision is held already with other content ({revision}). A publisher gives a new number when it changes the text.' }),
  // taking files in
  'permission-missing': msg`A capture is read only when it is noted who permits it.`, 'no-file': msg`Choose a file.`, 'upload-empty': msg`The file is empty.`, 'upload-incomplete': msg`The file arrived only in part. Nothing was kept; please send it again.`,
  'upload-disk-full': msg`The disk is full. Nothing was kept; make room and send the file again.`, 'import-not-stoppable': msg`This import has already ended.`, 'mapping-not-expected': msg`This import does not wait for its columns.`,
  'mapping-invalid': msg`Name at least one column, and each kind only once.`, 'overtaken': msg`Others are changing this inventory at the same time. Nothing was changed; please try again.`, 'import-interrupted': msg`The server stopped while the file was being read. Nothing of it was kept; please bring it again.`, 'import-fault': msg`Reading failed by a fault of the program. Nothing of it was kept.`,
  // captures that cannot be used
  'input.empty': msg`The file is empty.`, 'input.encrypted-zip': msg`The file is an encrypted archive. Unpack it and bring the capture itself.`, 'input.zip': msg`The file is an archive or a spreadsheet, no capture. A list comes in by the other door.`,
  'input.gzip-twice': msg`The file is compressed twice. Unpack it once.`, 'input.xz': msg`The file is an xz archive. Unpack it, or use gzip.`, 'input.zstd': msg`The file is a zstd archive. Unpack it, or use gzip.`, 'input.7z': msg`The file is a 7-zip archive. Unpack it, or use gzip.`,
  'input.pdf': msg`The file is a PDF document, no capture.`, 'input.json': msg`The file is JSON, no capture. A list comes in by the other door.`, 'input.xml': msg`The file is XML or HTML, no capture. A list comes in by the other door.`, 'input.text': msg`The file is text, no capture. A list comes in by the other door.`,
  'input.unknown': NOT_A_CAPTURE, 'input.bomb': msg({ message: 'The file unpacks to more than {ratio} times its size and is not read.' }),
  // documents that cannot be used
  'document-empty': msg`The file is empty.`, 'document-not-accepted': msg({ message: 'The file cannot be used. What was found: {found}. Accepted are XLSX, CSV, CycloneDX, SPDX, nmap XML and Zeek logs as JSON.' }),
  'document-too-large': msg({ message: 'The document is larger than the limit ({limit}). Split it.' }), 'document-bomb': msg`The archive unpacks to far more than it should and is not read.`, 'document-broken': msg`The file is damaged or cut short. Save it again and try once more.`,
  'document-encrypted': msg`The file is protected with a password. Save it without one.`, 'json-broken': msg`The file begins like JSON but is damaged or cut short.`, 'xml-broken': msg`The file begins like XML but is damaged or cut short.`,
  'xml-doctype': msg`The XML defines its own entities, which is not accepted. Save it without them.`, 'xml-too-deep': msg`The XML is nested deeper than any such document is.`,
  'sbom-version': msg({ message: 'The SBOM has the version {found}. Accepted are {accepted}.' }), 'sbom-format': msg`The file is no SBOM that is known here. Accepted are CycloneDX and SPDX.`, 'scan-format': msg`The file is no scan that is known here. Accepted is nmap XML.`,
  'log-format': msg`The file is no log that is known here. Accepted are Zeek logs as JSON and Suricata EVE.`, 'list-empty': msg`The list has no row. Expected are a line of headings and a row for each device.`, stopped: msg`Reading was stopped.`,
  // evidence that does not count
  'evidence.behind-router': msg`the address belongs to a router in between`, 'evidence.forwarded': msg`it speaks of another device whose images it passes on`, 'evidence.superseded': msg`a newer list says something else`,
    // rows of a list
  'list-row-nothing-mapped': msg`nothing in the columns that are used`, 'list-row-heading': msg`a heading, a total or a note`, 'list-row-no-device': msg`it names no device`,
  'list-value-formula': msg`a cell holds a formula as text`, 'list-value-person': msg`a cell may name a person and was not kept`, 'list-value-address': msg`the address cannot be read`, 'list-value-date': msg`the date cannot be read`,
  'list-value-udi': msg`the UDI cannot be read`, 'list-value-hostname': msg`this is no host name`,
};
