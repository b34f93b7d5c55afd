/** Sentences for warnings of reading. A code that is not here is shown with the sentence it came with. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

export const WARNING_LABELS: Readonly<Record<string, MessageDescriptor>> = {
  'frame-truncated': msg`Frames were cut short when they were recorded.`,
};
