/** Words for codes in the reader's language. A code without a word is shown as it is: better raw than hidden. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react';
import type { Message } from '@wardkeep/app/views';
import { ATTRIBUTE_LABELS } from './attributes.ts';
import { FACT_LABELS } from './facts.ts';
import { PROTOCOL_NAMES } from './protocols.ts';
import { MESSAGE_LABELS } from './refusals.ts';
import { ROLE_LABELS } from './roles.ts';
import { SIGNAL_LABELS } from './signals.ts';
import { PROTOCOL_WARNING, WARNING_LABELS } from './warnings.ts';

const UNNAMED_PROTOCOL = msg`protocol not named`;

export interface Labels {
  word<K extends string>(words: Readonly<Record<K, MessageDescriptor>>, code: K): string;
  role(code: string): string;
  attribute(code: string): string;
  signal(code: string): string;
  protocol(code: string): string;
  message(message: Message): string;
  /** The name of what a service gives away; null when it is not for people. */
  fact(name: string): string | null;
  /** A warning's own sentence, or the one it came with. */
  warning(code: string, sentence: string): string;
}

/** `dicom-pdv-length` → DICOM, `ws-discovery-type` → WS-Discovery. */
function protocolOf(code: string): string | null {
  for (let at = code.lastIndexOf('-'); at > 0; at = code.lastIndexOf('-', at - 1)) {
    const prefix = code.slice(0, at);
    if (Object.hasOwn(PROTOCOL_NAMES, prefix)) return (PROTOCOL_NAMES as Readonly<Record<string, string>>)[prefix]!;
  }
  return null;
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
    fact: (name) => { const label = Object.hasOwn(FACT_LABELS, name) ? FACT_LABELS[name] : undefined; return label === null ? null : label ? i18n._(label) : name; },
    warning: (code, sentence) => {
      if (Object.hasOwn(WARNING_LABELS, code)) return i18n._(WARNING_LABELS[code]!);
      const protocol = protocolOf(code);
      return protocol ? i18n._(PROTOCOL_WARNING.id, { protocol }) : sentence;
    },
    message: ({ code, params }) => {
      const label = Object.hasOwn(MESSAGE_LABELS, code) ? MESSAGE_LABELS[code] : undefined;
      if (label) return i18n._(label.id, params);
      const facts = Object.entries(params).map(([name, value]) => `${name}: ${value}`).join(', ');
      return facts ? `${code} (${facts})` : code;
    },
  };
}
