/**
 * Product tokens of Server, User-Agent and their like (RFC 9110, 10.1.5 and 10.2.4), by structure, for software that no rule knows:
 *
 *     field   = product *( RWS ( product / comment ) )      product = name [ "/" version ]      comment = "(" text ")"
 *
 * Also `Jetty(9.4.18)`, and for X-Powered-By words with a version behind them: `HAPI FHIR 5.0.2 REST Server`.
 */
import type { HostRef, Scene } from '../scene.ts';

export interface Product { readonly name: string; readonly version: string | null }

const NAME = /^[A-Za-z][\w.+!-]{0,47}$/, VERSION = /^v?\d[\w.:+~-]{0,39}$/i;

/** Products and comments of a field, in order, at most 16 of each. */
export function productTokens(text: string): { products: Product[]; comments: string[] } {
  const products: Product[] = [], comments: string[] = [];
  let word = '';
  const endWord = (version: string | null = null) => {
    const slash = word.indexOf('/'), name = slash < 0 ? word : word.slice(0, slash), behind = slash < 0 ? version : word.slice(slash + 1).replace(/[,;]+$/, '');
    if (NAME.test(name) && products.length < 16) products.push({ name, version: behind !== null && VERSION.test(behind) ? behind.replace(/^v(?=\d)/i, '') : null });
    word = '';
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === '(') {
      const stop = closing(text, at), comment = text.slice(at + 1, stop);
      if (word !== '' && VERSION.test(comment)) endWord(comment); else { endWord(); if (comments.length < 16) comments.push(comment); }
      at = stop;
    } else if (character === ' ' || character === ',') endWord();
    else word += character;
  }
  endWord();
  return { products, comments };
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at;
  }
  return text.length;
}

/** Tokens that name a protocol or an engine and no program. */
const NO_PROGRAM: ReadonlySet<string> = new Set(['http', 'upnp', 'dlnadoc', 'dav', 'ssl', 'tls', 'rtsp', 'sip', 'dhcpcd-style']);
/** Tokens that nearly every browser sends (RFC 9110, 10.1.5: for compatibility), and what stands beside the application in others. */
const COMPATIBILITY: ReadonlySet<string> = new Set(['mozilla', 'applewebkit', 'webkit', 'gecko', 'khtml', 'chrome', 'safari', 'version', 'mobile', 'like', 'dalvik', 'cfnetwork', 'darwin', 'client-protocol', 'ubuntu', 'fedora', 'debian', 'centos']);
const FULL_NAMES: Readonly<Record<string, string>> = { Edg: 'Microsoft Edge', EdgA: 'Microsoft Edge', Edge: 'Microsoft Edge', OPR: 'Opera' };

/** Programs with a version in a Server field. */
export function serverProducts(text: string): Product[] {
  return productTokens(text).products.filter((product) => product.version !== null && !NO_PROGRAM.has(product.name.toLowerCase()));
}

/** `PHP/8.2.7`, `HAPI FHIR 5.0.2 REST Server (…)`. */
export function poweredByProducts(text: string): Product[] {
  const tokens = serverProducts(text);
  if (tokens.length > 0) return tokens;
  const words = /^([A-Za-z][A-Za-z.+-]{0,24}(?: [A-Za-z][A-Za-z.+-]{0,24}){0,3}) v?(\d[\w.-]{0,30})(?= |$)/.exec(text);
  return words ? [{ name: words[1]!, version: words[2]! }] : [];
}

/** The application that sends a User-Agent: its last token that is not there for compatibility, else the browser itself. */
export function userAgentProduct(text: string): Product | null {
  const { products } = productTokens(text);
  const versioned = products.filter((product) => product.version !== null), own = versioned.filter((product) => !COMPATIBILITY.has(product.name.toLowerCase())).at(-1);
  if (own) return { name: FULL_NAMES[own.name] ?? own.name, version: own.version };
  const chrome = versioned.find((product) => product.name === 'Chrome');
  if (chrome) return chrome;
  const version = versioned.find((product) => product.name === 'Version')?.version;
  return version !== undefined && products.some((product) => product.name === 'Safari') ? { name: 'Safari', version } : null;
}

const WINDOWS: Readonly<Record<string, string>> = {
  '5.0': 'Windows 2000', '5.1': 'Windows XP', '5.2': 'Windows Server 2003 or XP x64', '6.0': 'Windows Vista or Server 2008', '6.1': 'Windows 7 or Server 2008 R2',
  '6.2': 'Windows 8 or Server 2012', '6.3': 'Windows 8.1 or Server 2012 R2', '10.0': 'Windows 10 or later',
};

/** The operating system that a browser names in its first comment. Versions of macOS are frozen at 10.15.7 there, so they are not told. */
export function userAgentOs(text: string): string | null {
  const windows = /Windows NT (\d{1,2}\.\d)/.exec(text)?.[1];
  if (windows !== undefined) return WINDOWS[windows] ?? null;
  const ios = /(?:iPhone OS|CPU OS) (\d{1,2}(?:_\d{1,2}){0,2})/.exec(text)?.[1];
  if (ios !== undefined) return `iOS ${ios.replaceAll('_', '.')}`;
  const android = /Android (\d{1,2}(?:\.\d){0,2})/.exec(text)?.[1];
  if (android !== undefined) return `Android ${android}`;
  if (/\bMac OS X\b/.test(text)) return 'macOS';
  if (/\bCrOS\b/.test(text)) return 'ChromeOS';
  const linux = /\b(Ubuntu|Fedora|Debian)\b/.exec(text)?.[1];
  if (linux !== undefined) return linux;
  if (/\bX11; .{0,16}Linux\b/.test(text)) return 'Linux';
  return text.endsWith(' Windows') ? 'Windows' : null; // Chrome's searches: `Google Chrome/120.0 Windows`
}

const DISTRIBUTIONS = /^(Ubuntu|Debian|CentOS|Red Hat Enterprise Linux|Red Hat|Fedora|SUSE|Amazon Linux|Rocky Linux|AlmaLinux|Raspbian|FreeBSD|OpenBSD)\b/;
/** The operating system in the comment of a server: `Apache/2.4.57 (Debian)`. */
export function serverOs(text: string): string | null {
  for (const comment of productTokens(text).comments) {
    const name = DISTRIBUTIONS.exec(comment)?.[1];
    if (name !== undefined) return name;
    if (/^Win(?:32|64|dows)\b/.test(comment)) return 'Windows';
  }
  return null;
}

/** The last texts that were read: a program sends the same one with each request. */
function remembering<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let value = known.get(text);
    if (value === undefined) {
      value = read(text);
      if (known.size >= TEXTS_LIMIT) known.clear();
      if (text.length <= TEXT_LIMIT) known.set(text, value);
    }
    return value;
  };
}

const TEXTS_LIMIT = 1024, TEXT_LIMIT = 512, SOFTWARE = 80, SYSTEM = { confidence: 70 };
const readServer = remembering((text) => ({ products: serverProducts(text), os: serverOs(text) }));
const readUserAgent = remembering((text) => ({ product: userAgentProduct(text), os: userAgentOs(text) }));

/** Claims what a Server field says of its host. */
export function claimServer(scene: Scene, host: HostRef, text: string | null, signal: string): void {
  if (text === null) return;
  const { products, os } = readServer(text);
  for (const { name, version } of products) scene.claim(host, 'software', version, signal, 'medium', { of: name, confidence: SOFTWARE });
  scene.claim(host, 'os', os, signal, 'medium', SYSTEM);
}

/** Claims what a User-Agent says of its host. */
export function claimUserAgent(scene: Scene, host: HostRef, text: string | null, signal: string): void {
  if (text === null) return;
  const { product, os } = readUserAgent(text);
  if (product) scene.claim(host, 'software', product.version, signal, 'medium', { of: product.name, confidence: SOFTWARE });
  scene.claim(host, 'os', os, signal, 'medium', SYSTEM);
}
