/** The words of `wardkeep feeds sync`, as feeds and as settings of the client. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { knownFeeds } from '@wardkeep/io/feeds/known';
import type { Feed } from '@wardkeep/net/feeds/feed';
import type { ClientOptions } from '@wardkeep/net/https/client';

export interface SyncWords {
  readonly feeds: readonly Feed[];
  readonly into: string;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly client: ClientOptions;
}

/** What is wrong with the words, as the end of a sentence. */
export class UsageError extends Error {}

const many = { type: 'string', multiple: true } as const, flag = { type: 'boolean' } as const, text = { type: 'string' } as const;
const OPTIONS = {
  feed: many, domain: many, file: many, kev: flag, epss: flag, host: many, tlp: many, category: many, 'require-signature': flag,
  into: text, proxy: text, 'no-proxy': text, ca: text, rate: text, 'dry-run': flag, json: flag, quiet: flag, help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

/** Null: help was asked for. Throws a `UsageError`. */
export function syncWords(args: readonly string[]): SyncWords | null {
  let values: Values;
  try { ({ values } = parseArgs({ args: [...args], options: OPTIONS })); } catch (error) { throw new UsageError((error as Error).message); }
  if (values.help) return null;
  const feeds = feedsOf(values);
  if (feeds.length === 0) throw new UsageError('name at least one feed: --feed, --domain, --file, --kev or --epss (wardkeep feeds list shows those that are known)');
  return { feeds, into: values.into ?? 'advisories', dryRun: values['dry-run'] ?? false, json: values.json ?? false, quiet: values.quiet ?? false, client: clientOf(values) };
}

function feedsOf(values: Values): Feed[] {
  const settings = {
    hosts: values.host ?? [], ...(values.tlp ? { tlp: values.tlp } : {}), ...(values.category ? { categories: values.category } : {}), ...(values['require-signature'] ? { signature: 'required' as const } : {}),
  };
  const known = knownFeeds(), named = [...(values.feed ?? []), ...(values.kev ? ['kev'] : []), ...(values.epss ? ['epss'] : [])];
  const feeds = named.map((name): Feed => {
    const entry = known.find(({ id }) => id === name);
    if (entry !== undefined) return { ...settings, id: entry.id, kind: entry.kind, url: entry.url, hosts: [...entry.hosts, ...settings.hosts] };
    return { ...settings, id: name, kind: 'csaf', url: addressOf('--feed', name, `an https address or one of ${known.map(({ id }) => id).join(', ')}`) };
  });
  for (const domain of values.domain ?? []) {
    if (!/^[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::\d{1,5})?$/i.test(domain)) throw new UsageError(`--domain takes a domain such as vendor.example, not "${domain}"`);
    feeds.push({ ...settings, id: domain, kind: 'csaf-domain', domain: domain.toLowerCase() });
  }
  for (const url of values.file ?? []) feeds.push({ id: url, kind: 'file', url: addressOf('--file', url, 'an https address'), hosts: settings.hosts });
  return [...new Map(feeds.map((feed) => [feed.id, feed])).values()];
}

function addressOf(option: string, value: string, expected: string): string {
  const url = URL.parse(value);
  if (url?.protocol !== 'https:') throw new UsageError(`${option} takes ${expected}, not "${value}"`);
  return url.href;
}

function clientOf(values: Values): ClientOptions {
  const rate = Number(values.rate ?? '5');
  if (!(rate > 0 && rate <= 1000)) throw new UsageError(`--rate takes requests a second, such as 5, not "${values.rate}"`);
  let ca: string | null = null;
  if (values.ca !== undefined) {
    try { ca = readFileSync(values.ca, 'utf8'); } catch (error) { throw new UsageError(`the CA file ${values.ca} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`); }
    if (!ca.includes('-----BEGIN CERTIFICATE-----')) throw new UsageError(`the CA file ${values.ca} holds no certificate in PEM form`);
  }
  return { requestsPerSecond: rate, proxy: proxyOf(values), ca };
}

/** The environment counts only where it is asked for by name: `--proxy env`. */
function proxyOf(values: Values): ClientOptions['proxy'] {
  const isEnv = values.proxy === 'env', { env } = process, address = isEnv ? env['https_proxy'] ?? env['HTTPS_PROXY'] : values.proxy;
  if (address === undefined) {
    if (isEnv) throw new UsageError('--proxy env was given, but HTTPS_PROXY is not set');
    if (values['no-proxy'] !== undefined) throw new UsageError('--no-proxy needs --proxy');
    return null;
  }
  const url = URL.parse(address);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) throw new UsageError('--proxy takes an address such as http://proxy.house.example:3128, or env');
  const bypass = values['no-proxy'] ?? (isEnv ? env['no_proxy'] ?? env['NO_PROXY'] : undefined) ?? '';
  return { url: address, bypass: bypass.split(',').map((host) => host.trim()).filter((host) => host !== '') };
}
