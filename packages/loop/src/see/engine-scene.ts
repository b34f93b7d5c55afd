/** What the engine tells observers when a record arrives, and where their claims go. */
import type { Attribute, Protocol, Transport, Weight } from '@wardkeep/model';
import type { Conversation } from '@wardkeep/wire/tcp/conversation';
import type { NoteBook, Place } from './notes.ts';
import type { Facts, HostRef, Scene, ServiceFacts } from './scene.ts';
import type { Signal } from './signals.ts';
import type { AddressTable, EndpointTable, FlowTable, MacTable } from './tables.ts';

/** A TCP conversation whose content is being read. */
export interface Talk {
  readonly table: FlowTable; readonly flow: number; readonly conversation: Conversation; readonly low: number; readonly high: number; readonly portLow: number; readonly portHigh: number; clientLow: boolean;
  /** Protocols it was seen to contain: bits of `Contents`. */
  contents: number;
  /** The server answered in the protocol that was recognised. What a client says about a server waits until then: a scanner speaks HTTP to anything. */
  confirmed: boolean;
  /** The dissector complained. */
  odd: boolean;
  deferred: { readonly port: number; readonly facts: ServiceFacts; readonly place: Place }[];
  /** Bytes it keeps, and the frame that was its last, as last counted. */
  kept: number;
  last: number;
}

/** What a scene needs of the engine. */
interface Known {
  readonly notes: NoteBook; readonly endpoints: EndpointTable; readonly macs: MacTable; readonly addresses: AddressTable;
  macOf(host: HostRef): string | null;
  ipOf(host: HostRef): string | null;
}

/** More than this many facts before the first answer is a client talking to itself. */
const DEFERRED_LIMIT = 64;

/** The one scene, set before each call into a dissector. */
export class EngineScene implements Scene {
  transport: Transport = 'link';
  sender = 0 as HostRef;
  receiver = 0 as HostRef;
  senderPort = 0;
  receiverPort = 0;
  direction: 0 | 1 = 0;
  toGroup = false;
  talk: Talk | null = null;
  private readonly engine: Known;
  private readonly place: Place;

  constructor(engine: Known, place: Place) {
    this.engine = engine;
    this.place = place;
  }

  set(transport: Transport, sender: number, receiver: number, senderPort: number, receiverPort: number, direction: 0 | 1, toGroup: boolean): void {
    this.transport = transport;
    this.sender = sender as HostRef;
    this.receiver = receiver as HostRef;
    this.senderPort = senderPort;
    this.receiverPort = receiverPort;
    this.direction = direction;
    this.toGroup = toGroup;
  }

  /** A talk's records may come from the other direction than the one just set (words kept until the protocol was known): ask the conversation. */
  turn(): void {
    const { talk } = this;
    if (this.transport !== 'tcp' || talk === null || talk.conversation.direction === this.direction) return;
    [this.sender, this.receiver] = [this.receiver, this.sender];
    [this.senderPort, this.receiverPort] = [this.receiverPort, this.senderPort];
    this.direction = talk.conversation.direction;
  }

  get client(): HostRef { return this.direction === 0 ? this.sender : this.receiver; }
  get server(): HostRef { return this.direction === 0 ? this.receiver : this.sender; }
  get serverPort(): number { return this.direction === 0 ? this.receiverPort : this.senderPort; }
  get senderMac(): string | null { return this.engine.macOf(this.sender); }
  get senderIp(): string | null { return this.engine.ipOf(this.sender); }
  get receiverIp(): string | null { return this.engine.ipOf(this.receiver); }

  claim(host: HostRef, attribute: Attribute, value: string | null, signal: string, weight: Weight, options?: { of?: string; confidence?: number }): void {
    if (host === 0 || value === null || (value === '' && attribute !== 'software')) return;
    this.engine.notes.claim(host, this.place, attribute, value, signal, weight, options?.of ?? null, options?.confidence);
  }

  sign(host: HostRef, signal: Signal, text: string | null): void {
    if (host !== 0 && text !== null && text !== '') this.engine.notes.sign(host, this.place, signal, text.length > 256 ? text.slice(0, 256) : text);
  }

  serve(host: HostRef, transport: Transport, port: number, facts: ServiceFacts): void {
    const { talk } = this;
    if (host === 0) return;
    if (this.transport === 'tcp' && talk !== null && !talk.confirmed && this.direction === 0 && host === this.server) {
      if (talk.deferred.length < DEFERRED_LIMIT) talk.deferred.push({ port, facts, place: { ...this.place } });
      return;
    }
    this.engine.notes.serve(host, this.place, transport, port, facts);
  }

  use(host: HostRef, protocol: Protocol, server: string | null, port: number, attributes: Facts = {}): void {
    if (host !== 0 && server !== null) this.engine.notes.use(host, this.place, protocol, server, port, attributes, attributes.tls === true);
  }

  hostAt(ip: string, mac?: string | null): HostRef {
    const { engine } = this;
    return engine.endpoints.of(mac ? engine.macs.ofText(mac) : 0, engine.addresses.ofText(ip)) as HostRef;
  }

  bind(mac: string, ip: string, certain: boolean): HostRef {
    const { engine } = this, host = engine.endpoints.of(engine.macs.ofText(mac), engine.addresses.ofText(ip));
    if (certain && host !== 0) engine.endpoints.bound[host] = 1;
    return host as HostRef;
  }
}
