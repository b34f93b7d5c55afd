/** A CSAF publisher on loopback (CSAF 2.0, chapter 7) with its own OpenPGP key, made in the test; what it serves can be broken in every way. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SigningKey } from '@wardkeep/io/feeds/testing';

export interface Served { readonly body: string | Uint8Array; readonly etag?: string; readonly status?: number; readonly headers?: Readonly<Record<string, string>> }

export interface Written { readonly name: string; readonly updated: string; readonly bytes: Uint8Array }

export function csafDocument(id: string, released: string, { tlp = 'WHITE' as string | null, note = 'A made-up advisory for tests.' } = {}): Uint8Array {
  return Buffer.from(JSON.stringify({
    document: {
      category: 'csaf_security_advisory', csaf_version: '2.0', title: `${id}: made-up pump`, publisher: { category: 'vendor', name: 'Vendor PSIRT', namespace: 'https://vendor.example' },
      ...(tlp === null ? {} : { distribution: { tlp: { label: tlp } } }), notes: [{ category: 'summary', text: note }],
      tracking: { id, status: 'final', version: '1', initial_release_date: '2026-01-02T00:00:00Z', current_release_date: released, revision_history: [{ number: '1', date: released, summary: 'Initial' }] },
    },
  }, null, 2));
}

const CSAF = '/.well-known/csaf';
const hash = (algorithm: string, bytes: Uint8Array): string => createHash(algorithm).update(bytes).digest('hex');

export class Publisher {
  readonly host: string;
  readonly key: SigningKey;
  /** By `host/path`. */
  readonly served = new Map<string, Served>();
  private readonly documents = new Map<string, Written>();
  /** Requests that were answered with 304. */
  unchanged = 0;
  /** Called before each answer; true: it answered itself. */
  intercept: ((path: string, response: ServerResponse, request: IncomingMessage) => boolean) | null = null;

  constructor(host: string, key: SigningKey) {
    this.host = host;
    this.key = key;
  }

  readonly handle = (request: IncomingMessage, response: ServerResponse): void => {
    const path = `${request.headers.host}${request.url}`;
    if (this.intercept?.(path, response, request)) return;
    const served = this.served.get(path);
    if (served === undefined) { response.writeHead(404).end('nothing here'); return; }
    const etag = served.etag ?? `"${hash('sha256', Buffer.from(served.body)).slice(0, 16)}"`;
    if (served.status === undefined && request.headers['if-none-match'] === etag) { this.unchanged++; response.writeHead(304, { etag }).end(); return; }
    response.writeHead(served.status ?? 200, { etag, ...served.headers }).end(served.body);
  };

  url(path: string): string { return `https://${this.host}${path}`; }
  put(path: string, served: Served): void { this.served.set(`${this.host}${path}`, served); }

  metadata(change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
    return {
      canonical_url: this.url(`${CSAF}/provider-metadata.json`), last_updated: '2026-06-01T00:00:00Z', list_on_CSAF_aggregators: true, mirror_on_CSAF_aggregators: true, metadata_version: '2.0',
      publisher: { category: 'vendor', name: 'Vendor PSIRT', namespace: 'https://vendor.example' }, role: 'csaf_trusted_provider',
      public_openpgp_keys: [{ fingerprint: this.key.fingerprint, url: this.url(`${CSAF}/openpgp/key.asc`) }], ...change,
    };
  }

  publishMetadata(change: Readonly<Record<string, unknown>> = {}): void {
    this.put(`${CSAF}/provider-metadata.json`, { body: JSON.stringify(this.metadata(change)) });
    this.put(`${CSAF}/openpgp/key.asc`, { body: this.key.armored });
  }

  /** `name`: `2026/abc-1.json`. */
  async write(name: string, updated: string, options: Parameters<typeof csafDocument>[2] = {}, folder = 'white'): Promise<void> {
    const bytes = csafDocument(name.replace(/^.*\/|\.json$/g, '').toUpperCase(), updated, options), path = `${CSAF}/${folder}/${name}`, base = name.split('/').at(-1)!;
    this.documents.set(name, { name, updated, bytes });
    this.put(path, { body: bytes });
    this.put(`${path}.sha256`, { body: `${hash('sha256', bytes)}  ${base}\n` });
    this.put(`${path}.sha512`, { body: `${hash('sha512', bytes)}  ${base}\n` });
    this.put(`${path}.asc`, { body: await this.key.sign(bytes) });
  }

  remove(name: string): void { this.documents.delete(name); }
  documentUrl(name: string): string { return this.url(`${CSAF}/white/${name}`); }

  publishDirectory(): void {
    const rows = [...this.documents.values()].sort((a, b) => (a.updated < b.updated ? 1 : -1));
    this.put(`${CSAF}/white/changes.csv`, { body: rows.map(({ name, updated }) => `"${name}","${updated}"\n`).join('') });
    this.put(`${CSAF}/white/index.txt`, { body: rows.map(({ name }) => `${name}\n`).join('') });
  }

  publishRolie(path = `${CSAF}/feed-tlp-white.json`, change: (entry: Record<string, unknown>, name: string) => Record<string, unknown> = (entry) => entry): string {
    const entry = [...this.documents.values()].map(({ name, updated }) => {
      const href = this.documentUrl(name);
      return change({
        id: name, title: name, published: updated, updated, content: { type: 'application/json', src: href }, format: { schema: 'https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json', version: '2.0' },
        link: [{ rel: 'self', href }, { rel: 'hash', href: `${href}.sha512` }, { rel: 'hash', href: `${href}.sha256` }, { rel: 'signature', href: `${href}.asc` }],
      }, name);
    });
    this.put(path, { body: JSON.stringify({ feed: { id: 'feed-white', title: 'White', link: [{ rel: 'self', href: this.url(path) }], category: [{ scheme: 'urn:ietf:params:rolie:category:information-type', term: 'csaf' }], updated: '2026-06-01T00:00:00Z', entry } }) });
    return this.url(path);
  }
}
