/** Sentences for warnings of reading. Those of one protocol share a sentence; any other code is shown with the sentence it came with. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

export const WARNING_LABELS: Readonly<Record<string, MessageDescriptor>> = {
  'frame-truncated': msg`Frames were cut short when they were recorded.`, 'capture-empty': msg`The capture holds no frame.`, 'conversations-limit': msg`More conversations ran at once than are followed; the oldest were let go.`,
  'capture-truncated': msg`The file ends in the middle of a frame; what came before was read.`,
  'capture-broken-record': msg`A frame’s header cannot be true; it was stepped over.`,
  'capture-broken-block': msg`A part of the file contradicts its own length; it was stepped over.`,
  'capture-unknown-interface': msg`A frame names an interface that the file does not describe.`,
  'capture-resynchronised': msg`After a broken part, reading went on at the next credible frame.`,
  'capture-broken-time': msg`Frames with an impossible time were given the time of the frame before.`,
  'hosts-limit': msg`More addresses were seen than are kept; later ones were left out.`,
  'host-notes-limit': msg`A device said more than is kept of one device.`,
  'csv-cell-cut': msg`Very long cells were cut.`, 'csv-columns-cut': msg`Columns far to the right were not read.`, 'csv-nul': msg`Characters that do not belong in text were dropped.`, 'csv-open-quote': msg`A quotation mark is never closed.`,
  'list-row-nothing-mapped': msg`Rows with nothing in the columns that are used were left out.`, 'list-row-heading': msg`Headings, totals and notes were left out.`, 'list-row-no-device': msg`Rows that name no device were left out.`,
  'list-value-formula': msg`Cells that hold a formula as text were not used.`, 'list-value-person': msg`Cells that may name a person were not kept.`, 'list-value-address': msg`Addresses that cannot be read were not used.`,
  'list-value-date': msg`Dates that cannot be read were not used.`, 'list-value-udi': msg`UDIs that cannot be read were not used.`, 'list-value-hostname': msg`Cells that are no host name were not used.`,
};

/** For `dicom-pdv-length`, `dns-short` …: what does not follow its standard was stepped over. */
export const PROTOCOL_WARNING = msg({ message: '{protocol}: messages that do not follow the standard were stepped over.' });
