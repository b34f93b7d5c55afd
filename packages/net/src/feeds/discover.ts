/** Finding a domain's provider-metadata.json (CSAF 2.0, 7.3.1): well-known address, security.txt (RFC 9116), DNS path, in this order. */
import { FeedFailure } from '../failure.ts';
import { httpsUrl } from '../https/address.ts';
import type { Client } from '../https/client.ts';
import { parseProviderMetadata, type ProviderMetadata } from './provider.ts';
import { LIMITS, parseJson } from './read.ts';

/** The addresses that are asked, in order. */
export function discoveryUrls(domain: string): { readonly wellKnown: string; readonly securityTxt: readonly string[]; readonly dnsPath: string } {
  return {
    wellKnown: `https://${domain}/.well-known/csaf/provider-metadata.json`,
    // RFC 9116, 3: the top-level place is the older one.
    securityTxt: [`https://${domain}/.well-known/security.txt`, `https://${domain}/security.txt`],
    dnsPath: `https://csaf.data.security.${domain}/`,
  };
}

const MAX_LINKS = 16;

/** The `CSAF:` fields of a security.txt (7.1.8). */
export function csafFields(text: string): string[] {
  return text.split(/\r\n|\r|\n/, 1000).flatMap((line) => { const [, url] = /^csaf:[ \t]{0,8}(\S{1,2048})/i.exec(line) ?? []; return url === undefined ? [] : [url]; }).slice(0, MAX_LINKS);
}

/**
 * All providers that the domain names, each once. The DNS path is asked only when the others gave none. Throws `no-provider` with what each
 * step said; a certificate that is not trusted or a stop ends the search at once.
 */
export async function discoverProviders(domain: string, client: Client, hosts: readonly string[], signal?: AbortSignal): Promise<ProviderMetadata[]> {
  const urls = discoveryUrls(domain), found: ProviderMetadata[] = [], tried: string[] = [];
  const get = async (url: string, limit: number): Promise<{ url: string; bytes: Uint8Array }> => {
    const answer = await client.get(url, { limit, hosts, signal });
    return answer.kind === 'content' ? answer : { url, bytes: new Uint8Array(0) };
  };
  const attempt = async (step: string, action: () => Promise<void>): Promise<boolean> => {
    try { await action(); return true; }
    catch (error) {
      if (!(error instanceof FeedFailure) || error.code === 'stopped' || error.code.startsWith('certificate-') || error.code === 'proxy-refused') throw error;
      tried.push(`${step}: ${error.message}`);
      return false;
    }
  };
  const metadata = (step: string, url: string) => attempt(step, async () => {
    const answer = await get(httpsUrl(url).href, LIMITS.metadata), provider = parseProviderMetadata(parseJson(answer.bytes, answer.url), answer.url);
    if (!found.some((other) => other.url === provider.url || (other.canonicalUrl !== null && other.canonicalUrl === provider.canonicalUrl))) found.push(provider);
  });
  await metadata('well-known address', urls.wellKnown);
  for (const place of urls.securityTxt) {
    let links: string[] = [];
    const isThere = await attempt('security.txt', async () => { links = csafFields(Buffer.from((await get(place, LIMITS.securityTxt)).bytes).toString('latin1')); });
    if (!isThere) continue;
    if (links.length === 0) tried.push('security.txt: it has no CSAF field.');
    for (const link of links) await metadata('security.txt', link);
    break;
  }
  if (found.length === 0) await metadata('DNS path', urls.dnsPath);
  if (found.length === 0) throw new FeedFailure('no-provider', { domain, tried: tried.join(' ') });
  return found;
}
