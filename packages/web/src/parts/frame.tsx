/** Head and foot of every page. Only what exists has an entry. */
import { Trans } from '@lingui/react/macro';
import { useLingui as useMacro } from '@lingui/react/macro';
import type { InstitutionView } from '@wardkeep/app/views';
import type { ReactNode } from 'react';
import { useLocation } from 'react-router';
import { usePage } from '../page.ts';
import { LOCALES, LOCALE_NAMES } from '../preferences.ts';

export const PRODUCT = 'Wardkeep';

export function Mark() {
  return (
    <a className="mark" href="/"><svg viewBox="0 0 24 24" aria-hidden="true" fill="none" strokeWidth="3">
      <path d="M1.5 8V1.5h21v21H1.5V16M7 14v3h10V7H7v3" stroke="currentColor" /><path d="M0 12h13" stroke="var(--teal)" /></svg> {PRODUCT}</a>
  );
}

export function Head({ institution }: { institution: InstitutionView | null }) {
  const { t } = useMacro(), { pathname, search } = useLocation();
  if (pathname === '/') return <header className="bar"><Mark /><div className="end"><Languages others /></div></header>;
  return (
    <header className="bar">
      <Mark />
      <nav aria-label={t`Main`}>
        <Entry to="/overview"><Trans>Overview</Trans></Entry>
        <Entry to="/assets"><Trans>Devices</Trans></Entry>
        <Entry to="/findings" also={['/changes', '/not-listed']}><Trans>Findings</Trans></Entry>
        <Entry to="/advisories" also={['/feeds', '/vulnerabilities']}><Trans>Advisories</Trans></Entry>
        <Entry to="/care"><Trans>Care</Trans></Entry>
        <Entry to="/traffic"><Trans>Traffic</Trans></Entry>
        <Entry to="/quality"><Trans>Data quality</Trans></Entry>
        <Entry to="/imports"><Trans>Imports</Trans></Entry>
      </nav>
      <div className="end">
        <form className="find" role="search" action="/assets" aria-label={t`Find a device`}>
          <label className="sr" htmlFor="find"><Trans>Find a device, address or place</Trans></label>
          <input id="find" type="search" name="q" placeholder={t`Find a device`} defaultValue={pathname === '/assets' ? new URLSearchParams(search).get('q') ?? '' : ''} autoComplete="off" />
          <kbd className="js-only" aria-hidden="true">/</kbd>
        </form>
        {institution ? <span className="where">{institution.name}</span> : null}
      </div>
    </header>
  );
}

function Entry({ to, also = [], children }: { to: string; also?: readonly string[]; children: ReactNode }) {
  const { pathname } = useLocation();
  const here = [to, ...also].some((path) => pathname === path || pathname.startsWith(`${path}/`)) || (to === '/imports' && pathname.startsWith('/import/'));
  return <a href={to} aria-current={pathname === to ? 'page' : here ? 'true' : undefined}>{children}</a>;
}

function Languages({ others = false }: { others?: boolean }) {
  const { i18n } = useMacro();
  return LOCALES.filter((locale) => !others || locale !== i18n.locale).map((locale) => locale === i18n.locale
    ? <span key={locale} aria-current="true">{LOCALE_NAMES[locale]}</span>
    : <a key={locale} href={`/lang?to=${locale}`} lang={locale} hrefLang={locale}>{LOCALE_NAMES[locale]}</a>);
}

export function Foot() {
  const { theme } = usePage(), { pathname } = useLocation(), { t } = useMacro();
  const choices = [['light', t`Light`], ['dark', t`Dark`], ['system', t`As the system`]] as const;
  return (
    <footer className="below">
      <span><Trans>Served from this machine. Nothing you see here leaves it.</Trans></span>
      {pathname === '/' ? null : <nav className="choices" aria-label={t`Language`}><Languages /></nav>}
      <nav className="choices" aria-label={t`Appearance`}>{choices.map(([code, name]) => (theme ?? 'system') === code
        ? <span key={code} aria-current="true">{name}</span>
        : <a key={code} href={`/theme?to=${code}`}>{name}</a>)}</nav>
    </footer>
  );
}

/** The document's title: what, where, product. React lifts it into the head. */
export function Title({ children, place }: { children: string; place?: string | undefined }) {
  return <title>{[children, place, PRODUCT].filter(Boolean).join(' · ')}</title>;
}
