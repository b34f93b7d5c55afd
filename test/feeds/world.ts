/** Server, proxy, client and sink of a test, on loopback, with certificates made for it. */
import { makeKey } from '@wardkeep/io/feeds/testing';
import { feedVerifier } from '@wardkeep/io/feeds/verifier';
import { HttpsClient } from '@wardkeep/net/https/client';
import type { Feed, FeedResult, SyncOptions } from '@wardkeep/net/feeds/feed';
import { syncFeed } from '@wardkeep/net/feeds/sync';
import { CertificateAuthority } from '@wardkeep/net/testing/certificate';
import { JumpingClock } from '@wardkeep/net/testing/clock';
import { MemorySink, MemoryState } from '@wardkeep/net/testing/memory';
import { startProxy, startServer, type TestProxy, type TestServer } from '@wardkeep/net/testing/server';
import { Publisher } from './publisher.ts';

export class World {
  readonly authority: CertificateAuthority;
  readonly publisher: Publisher;
  readonly server: TestServer;
  readonly proxy: TestProxy;
  readonly clock = new JumpingClock();
  readonly client: HttpsClient;
  readonly verify = feedVerifier(() => this.clock.now());
  sink = new MemorySink();
  state = new MemoryState();

  private constructor(authority: CertificateAuthority, publisher: Publisher, server: TestServer, proxy: TestProxy) {
    this.authority = authority;
    this.publisher = publisher;
    this.server = server;
    this.proxy = proxy;
    this.client = new HttpsClient({ ca: authority.certificate, proxy: { url: proxy.url }, clock: this.clock, random: () => 0.5 });
  }

  static async open(): Promise<World> {
    const authority = new CertificateAuthority(), publisher = new Publisher('vendor.example', await makeKey('psirt'));
    const server = await startServer(authority.server({ names: ['vendor.example', '*.vendor.example', 'csaf.data.security.vendor.example', 'documents.example', 'localhost'] }), publisher.handle);
    return new World(authority, publisher, server, await startProxy(server.port));
  }

  async close(): Promise<void> {
    this.client.close();
    await this.proxy.close();
    await this.server.close();
  }

  sync(feed: Partial<Feed> = {}, options: Partial<SyncOptions> = {}): Promise<FeedResult> {
    this.server.requests.length = 0;
    const whole = { kind: 'csaf', id: 'vendor', url: this.publisher.url('/.well-known/csaf/provider-metadata.json'), ...feed } as Feed;
    return syncFeed(whole, { client: this.client, state: this.state, sink: this.sink, verify: this.verify, now: () => this.clock.now(), ...options });
  }

  /** Paths that were asked, without the host. */
  get asked(): string[] { return this.server.requests.map((request) => request.slice(request.indexOf('/'))); }
}
