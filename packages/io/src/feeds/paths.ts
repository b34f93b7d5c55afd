/** Names of files that come from strangers' addresses and archives. */
import { createHash } from 'node:crypto';

/** Where the folder keeps its own notes; nothing from outside is written there. */
export const NOTES = '.wardkeep-feeds';

const SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9._+-]{0,127}$/, MAX_SEGMENTS = 12;

/** A relative path that may be written below a folder on any system: no dots first, no empty segment, no separator but `/`. */
export function isSafePath(path: string): boolean {
  const segments = path.split('/');
  return segments.length <= MAX_SEGMENTS && segments.every((segment) => SEGMENT.test(segment) && !segment.endsWith('.') && !RESERVED.test(segment));
}

/** Names that mean a device on Windows, with any ending. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** `csaf/vendor.example/2026/abc-1.json`: readable where the address is plain, else a digest of it. */
export function pathOf(kind: string, address: string): string {
  const url = new URL(address), host = url.host.replace(':', '_'), segments = url.pathname.split('/').filter((segment) => segment !== '' && segment !== '.well-known');
  const plain = [kind, host, ...(kind === 'csaf' ? segments : segments.slice(-1))].join('/');
  if (url.search === '' && segments.length > 0 && isSafePath(plain)) return plain;
  const ending = /\.(?:json|csv|csv\.gz|gz|zip)$/.exec(url.pathname)?.[0] ?? (kind === 'csaf' ? '.json' : '');
  return `${kind}/${isSafePath(host) ? host : 'host'}/${digest(address).slice(0, 32)}${ending}`;
}

export const digest = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
