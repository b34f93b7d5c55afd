/** One `I18n` a request: two readers of different languages are served at the same time. */
import { type I18n, type Messages, setupI18n } from '@lingui/core';
import { messages as en } from './locales/en/messages.po';
import { messages as es } from './locales/es/messages.po';
import { messages as hu } from './locales/hu/messages.po';
import type { Locale } from './preferences.ts';

const CATALOGS: Readonly<Record<Locale, Messages>> = { en, es, hu };

export function i18nFor(locale: Locale): I18n {
  return setupI18n({ locale, messages: { [locale]: CATALOGS[locale] } });
}
