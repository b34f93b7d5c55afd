/** Sentences for codes of refusals, warnings, dropped evidence and rows left out. A code that is not here is named, with its parameters. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

export const MESSAGE_LABELS: Readonly<Record<string, MessageDescriptor>> = {};
