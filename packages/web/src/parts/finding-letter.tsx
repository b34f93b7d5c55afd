/** The letter to the maker, ready to send: in three languages, to copy or to open in the mail program. Nothing is sent from here. */
import { Trans, useLingui } from '@lingui/react/macro';
import type { FindingView } from '@wardkeep/app/assess-views';
import { type Locale, LOCALE_NAMES, LOCALES } from '../preferences.ts';

/** Longer links are cut by some mail programs; the text can still be copied. */
const MAIL_LINK_LENGTH = 1800;

export function letterLanguage(params: URLSearchParams, locale: string): Locale { return LOCALES.find((it) => it === params.get('letter')) ?? LOCALES.find((it) => it === locale) ?? 'en'; }

export function FindingLetter({ finding, language, linkTo }: { finding: FindingView; language: Locale; linkTo: (language: Locale) => string }) {
  const { t } = useLingui(), letter = finding.letter[language], link = `mailto:?subject=${encodeURIComponent(letter.subject)}&body=${encodeURIComponent(letter.body)}`;
  return (
    <div className="letter" id="letter">
      <p className="choices"><span><Trans>Language of the letter:</Trans></span>{LOCALES.map((locale) => locale === language ? <span key={locale} aria-current="true" lang={locale}>{LOCALE_NAMES[locale]}</span> : <a key={locale} href={`${linkTo(locale)}#letter`} lang={locale} hrefLang={locale}>{LOCALE_NAMES[locale]}</a>)}</p>
      <p className="subject" lang={language}>{letter.subject}</p>
      <pre lang={language} tabIndex={0} aria-label={t`Text of the letter`} data-letter="">{letter.body}</pre>
      <p className="acts">
        <button type="button" className="btn plain js-only" data-copy="[data-letter]"><Trans>Copy the text</Trans></button>
        {link.length <= MAIL_LINK_LENGTH ? <a className="btn plain" href={link}><Trans>Open in your mail program</Trans></a> : <a className="btn plain" href={`mailto:?subject=${encodeURIComponent(letter.subject)}`}><Trans>Open an empty mail, then paste</Trans></a>}
        <span className="quiet" role="status" data-copied="" hidden><Trans>Copied.</Trans></span>
      </p>
    </div>
  );
}
