import { Trans, useLingui } from '@lingui/react/macro';

/**
 * The one control that opens evidence. It is a link to the same page with the row open, so it works without the script; with the script
 * the row is fetched from there and opened in place.
 */
export function Why({ id, open, href, about }: { id: string; open: boolean; href: string; about: string }) {
  const { t } = useLingui();
  return (
    <a className="why" href={href} data-why={id} aria-expanded={open} aria-label={t`Why? ${about}`}><Trans>Why?</Trans></a>
  );
}
