/**
 * The contract between the engine and the observers: a record of the wire in, claims about hosts out.
 *
 * One observer file a protocol (or family) in `observe/`; each exports an `Observers` table keyed by record kind. An observer knows who sent
 * the bytes and who they were for; it says what follows for whom. It never decides what a host *is*: that is resolution's work.
 */
import type { Attribute, Protocol, ServiceState, TlsFacts, Transport, Weight } from '@wardkeep/model';
import type { Signal } from './signals.ts';
import type { RecordKind, RecordMap } from '@wardkeep/wire/record';

/** A host as the engine knows it: an opaque number, valid for this run. */
export type HostRef = number & { readonly __host: unique symbol };

export type Facts = Record<string, string | number | boolean | readonly string[]>;

export interface ServiceFacts {
  readonly protocol?: Protocol;
  readonly application?: string | null;
  readonly state?: ServiceState;
  readonly tls?: Partial<TlsFacts>;
  readonly attributes?: Facts;
  /** Confidence that the protocol is right; default 95. From a port alone: below 70. */
  readonly confidence?: number;
}

/** What is known when a record arrives. `sender` sent the bytes, `receiver` got them. */
export interface Scene {
  readonly transport: Transport;
  readonly sender: HostRef;
  readonly receiver: HostRef;
  readonly senderPort: number;
  readonly receiverPort: number;
  /** For TCP: who opened the conversation (1 when the sender is the responder). For datagrams: 0. */
  readonly direction: 0 | 1;
  /** The side that opened the TCP conversation, and the other side with its port. For datagrams: sender and receiver. */
  readonly client: HostRef;
  readonly server: HostRef;
  readonly serverPort: number;
  /** True when the receiver's address is broadcast or multicast: it is no host. */
  readonly toGroup: boolean;
  /** Source address of the frame's link layer, or null; `sender` may be behind a router. */
  readonly senderMac: string | null;
  readonly senderIp: string | null;
  readonly receiverIp: string | null;

  /**
   * `host` has `value` for `attribute`, says `signal` (`protocol.field`). Empty values are ignored. The frame is noted by the engine.
   * `confidence` defaults by weight: strong 95, medium 75, weak 40. `of`: the software's name, for `software` claims.
   */
  claim(host: HostRef, attribute: Attribute, value: string | null, signal: string, weight: Weight, options?: { of?: string; confidence?: number }): void;
  /**
   * `host` gave this text (a banner, a name, a class): rules may read a product, a version or a role from it. `signal` is `protocol.field`,
   * one of the list in `signals.ts`. The text itself is evidence only where a rule or a claim uses it.
   */
  sign(host: HostRef, signal: Signal, text: string | null): void;
  /** `host` offers a service on a port: creates it or adds facts to it. */
  serve(host: HostRef, transport: Transport, port: number, facts: ServiceFacts): void;
  /** `host` uses `protocol` at `server`:`port`: creates the use or adds attributes to it. Array attributes are united. */
  use(host: HostRef, protocol: Protocol, server: string | null, port: number, attributes?: Facts): void;
  /** The host that owns this address, for protocols that speak of third parties (ARP, DHCP, DNS). Creating it does not make it an asset. */
  hostAt(ip: string, mac?: string | null): HostRef;
  /**
   * Ties a MAC and an address to one host, as ARP and DHCP do. `certain` is false for hearsay. The host becomes an asset only if it is heard itself.
   */
  bind(mac: string, ip: string, certain: boolean): HostRef;
}

export type Observers = { readonly [K in RecordKind]?: (record: RecordMap[K], scene: Scene) => void };
