/** Which addresses may be fetched: https, no credentials, and only hosts that were named when the feed was set up. */
import { FeedFailure } from '../failure.ts';

/** Host names; each stands for itself and its subdomains. */
export type Hosts = readonly string[];

/** `https://…` as a URL, resolved against `base`. Feeds are strangers' words: everything else is refused by name. */
export function httpsUrl(text: string, base?: string): URL {
  let url: URL;
  try { url = new URL(text, base); } catch { throw new FeedFailure('url-invalid', { url: text.slice(0, 200) }); }
  if (url.protocol !== 'https:') throw new FeedFailure('url-not-https', { url: printable(url) });
  if (url.username !== '' || url.password !== '') throw new FeedFailure('url-with-credentials', { host: url.hostname });
  url.hash = '';
  return url;
}

/**
 * Refuses a host that nobody allowed. A feed can name any address, also one inside the house: without this, whoever writes the feed would
 * choose what this machine contacts.
 */
export function requireHost(url: URL, hosts: Hosts): void {
  if (!hosts.some((host) => isWithin(url.hostname, host))) throw new FeedFailure('host-not-allowed', { url: printable(url), host: url.hostname });
}

/** `host` is `domain` or one of its subdomains. Numeric addresses have no subdomains. */
export function isWithin(host: string, domain: string): boolean {
  const name = domain.toLowerCase();
  return host === name || (/[a-z]$/.test(name) && host.endsWith(`.${name}`));
}

/** The host that an address stands for: `www.` is the same house. */
export function houseOf(url: URL): string { return url.hostname.replace(/^www\./, ''); }

/** For messages: without query, which may hold a token. */
export function printable(url: URL | string): string {
  const parsed = typeof url === 'string' ? URL.parse(url) : url;
  return parsed === null ? String(url).slice(0, 200) : `${parsed.protocol}//${parsed.host}${parsed.pathname}`.slice(0, 300);
}
