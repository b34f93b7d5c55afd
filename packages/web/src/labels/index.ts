/** Words for codes in the reader's language. A code without a word is shown as it is: better raw than hidden. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react';
import type { Message } from '@wardkeep/app/views';
import { ATTRIBUTE_LABELS } from './attributes.ts';
import { PROTOCOL_NAMES } from './protocols.ts';
import { MESSAGE_LABELS } from './refusals.ts';
import { ROLE_LABELS } from './roles.ts';
import { SIGNAL_LABELS } from './signals.ts';
import { WARNING_LABELS } from './warnings.ts';

const UNNAMED_PROTOCOL = msg`protocol not named`;

export interface Labels {
  word<K extends string>(words: Readonly<Record<K, MessageDescriptor>>, code: K): string;
  role(code: string): string;
  attribute(code: string): string;
  signal(code: string): string;
  protocol(code: string): string;
  message(message: Message): string;
  /** A warning's own sentence, or the one it came with. */
  warning(code: string, sentence: string): string;
}

export function useLabels(): Labels {
  const { i18n } = useLingui();
  const word = (words: Readonly<Record<string, MessageDescriptor>>, code: string) => Object.hasOwn(words, code) ? i18n._(words[code]!) : code;
  return {
    word,
    role: (code) => word(ROLE_LABELS, code),
    attribute: (code) => word(ATTRIBUTE_LABELS, code),
    signal: (code) => word(SIGNAL_LABELS, code),
    protocol: (code) => code === 'unknown' ? i18n._(UNNAMED_PROTOCOL) : (PROTOCOL_NAMES as Readonly<Record<string, string>>)[code] ?? code,
    warning: (code, sentence) => Object.hasOwn(WARNING_LABELS, code) ? i18n._(WARNING_LABELS[code]!) : sentence,
    message: ({ code, params }) => {
      const label = Object.hasOwn(MESSAGE_LABELS, code) ? MESSAGE_LABELS[code] : undefined;
      if (label) return i18n._({ ...label, values: { ...params } });
      const facts = Object.entries(params).map(([name, value]) => `${name}: ${value}`).join(', ');
      return facts ? `${code} (${facts})` : code;
    },
  };
}
