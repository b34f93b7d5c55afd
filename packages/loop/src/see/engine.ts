/**
 * SEE's engine: frames in, witnesses out. Keeps who spoke (endpoints), which conversations run (flows) and what was said (notes); hands bytes to the
 * dissectors of `wire` and their records to the observers. Memory follows hosts and open conversations.
 */
import type { Protocol, SeeWarning } from '@wardkeep/model';
import { IPPROTO, type Layer, LAYERS, type Packet, type PacketHandler, PacketWalker } from '@wardkeep/wire/link/packet';
import type { DatagramProtocol, Direction, LinkProtocol, RecordSink, StreamProtocol, WireRecord } from '@wardkeep/wire/record';
import { Conversation } from '@wardkeep/wire/tcp/conversation';
import { Contents } from './contents.ts';
import { NoteBook, NOTES_LIMIT, type Place } from './notes.ts';
import { portProtocol } from './ports.ts';
import { EngineScene, type Talk } from './engine-scene.ts';
import type { HostRef, Observers, Scene } from './scene.ts';
import type { Signal } from './signals.ts';
import { AddressTable, EndpointTable, F_CONTENTS, F_FLAGS, F_HIGH, F_LOW, F_PORTS, F_SECOND, F_SEQ_LOW, F_TALK, FLOW_STRIDE, type FlowKeeper, FlowTable, HOSTS_LIMIT, MacTable } from './tables.ts';

export interface Dialects {
  readonly streams: readonly StreamProtocol[];
  readonly datagrams: readonly DatagramProtocol[];
  readonly links: readonly LinkProtocol[];
  readonly observers: Observers;
  /** Reads ICMPv6 neighbour discovery. */
  readonly neighbour: (bytes: Uint8Array, off: number, end: number, sink: RecordSink) => boolean;
}

// Flags of a TCP flow.
const DONE = 1, TALKING = 2, INITIATOR_KNOWN = 4, INITIATOR_LOW = 8, SYN_ANSWERED = 16, CLIENT_SPOKE = 32, SERVER_SPOKE = 64, CLOSED = 256, NAMED = 512;
const FIN = 1, SYN = 2, RST = 4, ACK = 16;

/** A TCP conversation without a packet for this long is over for us: what comes later is a new one. */
const IDLE_SECONDS = 900;
const UDP_IDLE_SECONDS = 60;
/** Conversations whose content is being read at once, and bytes that they may keep together: beyond either the half that was silent longest is let go. */
const TALKS_LIMIT = 20000, KEPT_LIMIT = 48 << 20;
const WARNINGS_LIMIT = 200;
/** TFTP clients whose transfer may still run. */
const TRANSFERS_LIMIT = 4096;
/** Opcodes of a transfer (RFC 1350, 5; RFC 2347): data, acknowledgement, error, option acknowledgement. */
const TFTP_DATA = 3, TFTP_OPTION_ACK = 6;

/** Low and high side as the flow table sorts them. */
type Side = 0 | 1;

/** A service that nobody heard answer, but whose client knew what it wanted. */
const UNHEARD_CONFIDENCE = 60;

export class SeeEngine implements PacketHandler, RecordSink {
  readonly macs: MacTable;
  readonly addresses: AddressTable;
  readonly endpoints = new EndpointTable();
  readonly notes: NoteBook;
  /** Frames that contain a layer or datagram protocol. */
  readonly layerFrames = new Float64Array(LAYERS.length);
  readonly protocolFrames = new Map<Protocol, number>();
  frames = 0;
  bytes = 0;

  private finished = false;
  private readonly walker = new PacketWalker(this);
  private readonly dialects: Dialects;
  private readonly place: Place = { source: 0, frame: 0, time: 0 };
  private readonly warningsByKey = new Map<string, SeeWarning>();
  private readonly layerSeen = new Float64Array(LAYERS.length);
  private readonly protocolSeen = new Map<Protocol, number>();
  private readonly contents: Contents;
  /** What the datagram being read was seen to contain. */
  private datagramContents = 0;
  /** Datagram protocols that are also spoken over TCP (DNS): their messages count for frames there too. */
  private readonly framed: ReadonlyMap<number, Protocol>;
  private readonly transfers = new Set<number>();
  private readonly tcp4: FlowTable;
  private readonly tcp6: FlowTable;
  private readonly udp4: FlowTable;
  private readonly udp6: FlowTable;
  private readonly talks: (Talk | null)[] = [];
  private readonly freeTalks: number[] = [];
  /** Bytes that all talks keep. */
  private kept = 0;
  private readonly candidates = new Map<number, readonly StreamProtocol[]>();
  private readonly byPort: (DatagramProtocol[] | undefined)[] = [];
  private readonly anyPort: readonly DatagramProtocol[];
  private readonly byEtherType = new Map<number, LinkProtocol>();
  private readonly bySnap = new Map<number, LinkProtocol>();
  private readonly byDsap = new Map<number, LinkProtocol>();
  private second = 0;
  private readonly scene: EngineScene;

  /**
   * `salt`: any 32 bits that the capture's author cannot know (see `mix`); nothing that is found depends on them. `isTelling`: whether any rule reads
   * something from a text; of the others, which are most, nothing needs to be kept.
   */
  constructor(dialects: Dialects, salt = 0, isTelling?: (signal: Signal, text: string) => boolean) {
    this.dialects = dialects;
    this.notes = new NoteBook(isTelling);
    this.contents = new Contents(dialects.streams.map((one) => one.protocol));
    const inDatagrams = new Set(dialects.datagrams.map((one) => one.protocol));
    this.framed = new Map(dialects.streams.filter((one) => inDatagrams.has(one.protocol)).map((one) => [this.contents.bitOf(one.protocol), one.protocol]));
    const keeper = (table: () => FlowTable, idle: number): FlowKeeper => ({
      isOver: (flow) => {
        const { state } = table(), at = flow * FLOW_STRIDE;
        return (state[at + F_FLAGS]! & CLOSED) !== 0 || this.second - state[at + F_SECOND]! >= idle;
      },
      settle: (flow, early) => {
        if (early) this.warn('conversations-limit', '', this.place.source, this.place.frame, null);
        this.forget(table(), flow);
      },
    });
    this.macs = new MacTable(salt);
    this.addresses = new AddressTable(salt);
    this.tcp4 = new FlowTable(keeper(() => this.tcp4, IDLE_SECONDS), 8192, salt);
    this.tcp6 = new FlowTable(keeper(() => this.tcp6, IDLE_SECONDS), 1024, salt);
    this.udp4 = new FlowTable(keeper(() => this.udp4, UDP_IDLE_SECONDS), 8192, salt);
    this.udp6 = new FlowTable(keeper(() => this.udp6, UDP_IDLE_SECONDS), 1024, salt);
    for (const protocol of dialects.datagrams) for (const port of protocol.ports) (this.byPort[port] ??= []).push(protocol);
    this.anyPort = dialects.datagrams.filter((protocol) => protocol.anyPort);
    for (const protocol of dialects.links) {
      if (protocol.etherType !== null) this.byEtherType.set(protocol.etherType, protocol);
      if (protocol.snap !== null) this.bySnap.set(protocol.snap.oui * 65536 + protocol.snap.type, protocol);
      if (protocol.dsap !== undefined) this.byDsap.set(protocol.dsap, protocol);
    }
    this.scene = new EngineScene(this, this.place);
  }

  get flows(): number { return this.tcp4.made + this.tcp6.made + this.udp4.made + this.udp6.made; }

  /** Reads one frame: number `number` (1-based) of capture `source`, at `time` µs, `bytes[off, off + captured)` of link type `link`. */
  frame(source: number, number: number, time: number, link: number, bytes: Uint8Array, off: number, captured: number): void {
    if (this.finished) throw new Error('expected no frame after finish(): its tables are closed');
    this.frames++;
    this.bytes += captured;
    const { place } = this, packet = this.walker.packet;
    place.source = source;
    place.frame = number;
    place.time = time;
    packet.frame = this.frames;
    packet.time = time;
    this.second = Math.floor(time / 1e6) | 0;
    this.walker.frame(link, bytes, off, captured);
  }

  /** End of input: reads what waits for lost segments, settles every open conversation, and forgets what is only needed to read on. */
  finish(): void {
    if (this.finished) return;
    this.finished = true;
    for (const table of [this.tcp4, this.tcp6, this.udp4, this.udp6]) {
      for (const flow of table.all()) this.forget(table, flow);
    }
    for (const table of [this.notes, this.endpoints, this.addresses, this.macs]) table.close();
  }

  /** Frames that contain each layer and datagram protocol, conversations that contain each stream protocol. */
  protocols(): { frames: Record<string, number>; conversations: Record<string, number> } {
    const frames = Object.fromEntries([...LAYERS.map((name, index) => [name, this.layerFrames[index]!] as const), ...this.protocolFrames].filter(([, count]) => count > 0).sort());
    return { frames, conversations: Object.fromEntries([...this.contents.counts].sort()) };
  }

  warnings(): SeeWarning[] {
    const limits: SeeWarning[] = [], say = (code: string, message: string, count: number) => { limits.push({ code, message, capture: 0, frame: null, offset: null, count }); };
    if (Math.max(this.endpoints.size, this.addresses.size, this.macs.size) >= HOSTS_LIMIT) say('hosts-limit', `more than ${HOSTS_LIMIT} different addresses; later ones were left out`, 1);
    if (this.notes.overflowed > 0) say('host-notes-limit', `more than ${NOTES_LIMIT} different notes of one kind for one address`, this.notes.overflowed);
    return [...this.warningsByKey.values(), ...limits];
  }

  /** Adds a warning; the same code in the same capture is counted, not repeated. */
  warn(code: string, message: string, capture: number, frame: number | null, offset: number | null): void {
    const key = `${code}\n${capture}`, known = this.warningsByKey.get(key);
    if (known) { known.count++; return; }
    if (this.warningsByKey.size < WARNINGS_LIMIT) this.warningsByKey.set(key, { code, message, capture, frame, offset, count: 1 });
  }

  // ---- PacketHandler

  layer(packet: Packet, name: Layer): void {
    if (this.layerSeen[name] === packet.frame) return;
    this.layerSeen[name] = packet.frame;
    this.layerFrames[name]!++;
  }

  link(packet: Packet, etherType: number, snapOui: number, snapType: number, dsap: number): void {
    const sender = this.endpoints.of(this.sourceMac(packet), 0);
    if (sender !== 0) this.endpoints.heard(sender, packet.time);
    const protocol = etherType !== 0 ? this.byEtherType.get(etherType) : dsap !== 0 ? this.byDsap.get(dsap) : this.bySnap.get(snapOui * 65536 + snapType);
    if (!protocol) return;
    this.scene.set('link', sender, 0, 0, 0, 0, true);
    if (protocol.parse(packet.bytes, packet.at, packet.end, this)) this.countFrame(protocol.protocol);
  }

  transport(packet: Packet): void {
    if (packet.quoted) { if (packet.protocol === IPPROTO.UDP) this.quotedDatagram(packet); return; }
    if (packet.protocol === IPPROTO.TCP) this.segment(packet);
    else if (packet.protocol === IPPROTO.UDP) this.datagram(packet);
    else this.other(packet);
  }

  weird(packetOrCode: Packet | string, code?: string): void {
    const name = typeof packetOrCode === 'string' ? packetOrCode : code!;
    if (typeof packetOrCode === 'string' && this.scene.transport === 'tcp' && this.scene.talk !== null) this.scene.talk.odd = true;
    this.warn(name, '', this.place.source, this.place.frame, null);
  }

  // ---- RecordSink: `weird(code)` above, and

  record(record: WireRecord): void {
    const { talk } = this.scene;
    this.contain(talk, this.contents.bitOfKind(record.kind));
    if (record.kind === 'tftp.packet' && (record.op === 'read' || record.op === 'write')) this.expectTransfer();
    const observe = this.dialects.observers[record.kind] as ((record: WireRecord, scene: Scene) => void) | undefined;
    this.scene.turn();
    if (talk !== null && !talk.confirmed && this.scene.transport === 'tcp' && this.scene.direction === 1) this.confirm(talk);
    if (!observe) return;
    observe(record, this.scene);
  }

  private contain(talk: Talk | null, bit: number): void {
    if (this.scene.transport === 'udp') this.datagramContents |= bit;
    else if (talk !== null && this.scene.transport === 'tcp') {
      talk.contents = this.contents.add(talk.contents, bit);
      const framed = this.framed.get(bit);
      if (framed !== undefined) this.countFrame(framed);
    }
  }

  // ---- TCP

  private segment(packet: Packet): void {
    const { bytes, at } = packet;
    if (packet.end - at < 20) { this.weird('tcp-short'); return; }
    const sourcePort = (bytes[at]! << 8) | bytes[at + 1]!, targetPort = (bytes[at + 2]! << 8) | bytes[at + 3]!;
    const six = packet.family === 6, table = six ? this.tcp6 : this.tcp4;
    const a = six ? this.addresses.of6(packet.ipBytes, packet.src6At) : packet.src4, b = six ? this.addresses.of6(packet.ipBytes, packet.dst6At) : packet.dst4;
    const side: Side = a < b || (a === b && sourcePort <= targetPort) ? 0 : 1;
    const lowKey = side === 0 ? a : b, highKey = side === 0 ? b : a;
    const ports = (side === 0 ? (sourcePort << 16) | targetPort : (targetPort << 16) | sourcePort) | 0;
    const flags = bytes[at + 13]!;
    let flow = table.find(lowKey, highKey, ports);
    if (flow === 0) {
      flow = table.add(lowKey, highKey, ports);
      this.openFlow(table, flow, packet, side);
    }
    let base = flow * FLOW_STRIDE, { state } = table;
    const sender = state[base + F_LOW + side]!;
    state[base + F_SECOND] = this.second;
    this.endpoints.heard(sender, packet.time);
    let word = state[base + F_FLAGS]!;
    if ((word & CLOSED) !== 0 && (flags & (SYN | ACK)) === SYN) { // the port pair is used again
      this.forget(table, flow);
      state[base + F_FLAGS] = word = 0;
      this.openFlow(table, flow, packet, side);
      table.made++;
    }
    const seq = (bytes[at + 4]! << 24) | (bytes[at + 5]! << 16) | (bytes[at + 6]! << 8) | bytes[at + 7]!;
    if ((flags & SYN) !== 0) {
      const initiatorLow = (flags & ACK) === 0 ? side === 0 : side === 1;
      if ((word & INITIATOR_KNOWN) === 0) word |= INITIATOR_KNOWN | (initiatorLow ? INITIATOR_LOW : 0);
      if ((flags & ACK) !== 0) word |= SYN_ANSWERED;
      state[base + F_SEQ_LOW + side] = seq;
      state[base + F_FLAGS] = word | (side === 0 ? 1 << 16 : 1 << 17);
      return;
    }
    const from = at + ((bytes[at + 12]! >> 4) << 2), payload = Math.max(0, packet.end - from), missing = Math.max(0, packet.wireEnd - Math.max(from, packet.end));
    if ((word & DONE) !== 0) {
      // A reset before anybody spoke (a forged one, a scanner's kernel) ended nothing when words follow.
      if (payload > 0 && (word & (CLOSED | CLIENT_SPOKE | SERVER_SPOKE)) === CLOSED) state[base + F_FLAGS] = word &= ~(CLOSED | DONE | NAMED);
      else {
        if ((flags & (FIN | RST)) !== 0) state[base + F_FLAGS] = word | CLOSED;
        return;
      }
    }
    if (from < at + 20) { this.weird('tcp-header'); return; }
    if (payload + missing > 0) {
      if ((word & INITIATOR_KNOWN) === 0) {
        word |= INITIATOR_KNOWN | (this.lowIsClient(ports, side) ? INITIATOR_LOW : 0);
        state[base + F_FLAGS] = word;
      }
      this.payload(table, flow, packet, side, ports, seq, from, missing);
      ({ state } = table);
      base = flow * FLOW_STRIDE;
      word = state[base + F_FLAGS]!;
    } else if ((word & TALKING) !== 0 && (flags & ACK) !== 0) {
      const talk = this.talks[state[base + F_TALK]!]!;
      const ack = (bytes[at + 8]! << 24) | (bytes[at + 9]! << 16) | (bytes[at + 10]! << 8) | bytes[at + 11]!;
      this.setTalkScene(talk, talk.clientLow === (side === 0) ? 1 : 0);
      talk.conversation.acknowledged(talk.clientLow === (side === 0) ? 1 : 0, ack);
      if (talk.conversation.done) this.release(table, flow);
    }
    if ((flags & RST) !== 0 || ((flags & FIN) !== 0 && (word & (side === 0 ? 1 << 19 : 1 << 18)) !== 0)) {
      this.forget(table, flow);
      table.state[base + F_FLAGS]! |= CLOSED | DONE;
    } else if ((flags & FIN) !== 0) table.state[base + F_FLAGS]! |= side === 0 ? 1 << 18 : 1 << 19;
  }

  private openFlow(table: FlowTable, flow: number, packet: Packet, side: Side): void {
    const six = packet.family === 6;
    const source = six ? this.addresses.of6(packet.ipBytes, packet.src6At) : this.addresses.of4(packet.src4);
    const target = six ? this.addresses.of6(packet.ipBytes, packet.dst6At) : this.addresses.of4(packet.dst4);
    const sender = this.endpoints.of(this.sourceMac(packet), source), receiver = target === 0 ? 0 : this.endpoints.of(this.targetMac(packet), target);
    const base = flow * FLOW_STRIDE;
    table.state[base + F_LOW] = side === 0 ? sender : receiver;
    table.state[base + F_HIGH] = side === 0 ? receiver : sender;
    table.state[base + F_SECOND] = this.second;
  }

  private payload(table: FlowTable, flow: number, packet: Packet, side: Side, ports: number, seq: number, from: number, missing: number): void {
    const base = flow * FLOW_STRIDE, { state } = table;
    let word = state[base + F_FLAGS]!;
    const clientLow = (word & INITIATOR_LOW) !== 0, direction: Direction = clientLow === (side === 0) ? 0 : 1;
    word |= direction === 0 ? CLIENT_SPOKE : SERVER_SPOKE;
    state[base + F_FLAGS] = word;
    const talk = (word & TALKING) === 0 ? this.openTalk(table, flow, ports, clientLow) : this.talks[state[base + F_TALK]!]!;
    this.setTalkScene(talk, direction);
    const { conversation } = talk;
    conversation.segment(direction, seq, packet.bytes, Math.min(from, packet.end), packet.end, missing);
    // Server bytes that the dissector took without complaint confirm it, even where they gave no record.
    if (direction === 1 && !talk.confirmed && conversation.protocol !== null && !conversation.done && !talk.odd) this.confirm(talk);
    if (conversation.done) { this.release(table, flow); return; }
    const { kept } = conversation;
    this.kept += kept - talk.kept;
    talk.kept = kept;
    talk.last = this.frames;
    if (this.kept > KEPT_LIMIT) this.letGo();
  }

  /** Settles the half of the talks that were silent longest. */
  private letGo(): void {
    this.warn('conversations-limit', '', this.place.source, this.place.frame, null);
    const talks = this.talks.filter((talk) => talk !== null).sort((a, b) => a.last - b.last || a.flow - b.flow);
    for (const { table, flow } of talks.slice(0, talks.length >> 1)) this.forget(table, flow);
  }

  private openTalk(table: FlowTable, flow: number, ports: number, clientLow: boolean): Talk {
    const base = flow * FLOW_STRIDE, { state } = table, word = state[base + F_FLAGS]!;
    if (this.talks.length - this.freeTalks.length >= TALKS_LIMIT) this.letGo();
    const portLow = ports >>> 16, portHigh = ports & 0xffff, serverPort = clientLow ? portHigh : portLow;
    const startSeen = (word & (1 << (clientLow ? 16 : 17))) !== 0;
    const conversation: Conversation = new Conversation(this.candidatesFor(serverPort), serverPort, startSeen, this, {
      identified: (protocol, turned) => { this.identified(table, flow, talk, protocol, turned); },
    });
    const talk: Talk = { table, flow, conversation, kept: 0, last: this.frames, low: state[base + F_LOW]!, high: state[base + F_HIGH]!, portLow, portHigh, clientLow, contents: 0, confirmed: false, odd: false, deferred: [] };
    if ((word & (1 << 16)) !== 0) conversation.start(clientLow ? 0 : 1, state[base + F_SEQ_LOW]!);
    if ((word & (1 << 17)) !== 0) conversation.start(clientLow ? 1 : 0, state[base + F_SEQ_LOW + 1]!);
    const index = this.freeTalks.pop() ?? this.talks.length;
    this.talks[index] = talk;
    state[base + F_TALK] = index;
    state[base + F_FLAGS] = word | TALKING;
    return talk;
  }

  private identified(table: FlowTable, flow: number, talk: Talk, protocol: StreamProtocol, turned: boolean): void {
    const base = flow * FLOW_STRIDE, { state } = table;
    if (turned) {
      talk.clientLow = !talk.clientLow;
      state[base + F_FLAGS]! ^= INITIATOR_LOW | (CLIENT_SPOKE | SERVER_SPOKE);
      if ((state[base + F_FLAGS]! & (CLIENT_SPOKE | SERVER_SPOKE)) === 0) state[base + F_FLAGS]! |= CLIENT_SPOKE | SERVER_SPOKE;
    }
    const name = protocol.protocol;
    this.setTalkScene(talk, talk.conversation.direction);
    this.contain(talk, this.contents.bitOf(name));
    const { scene } = this;
    if (name !== 'tls') {
      scene.serve(scene.server, 'tcp', scene.serverPort, { protocol: name });
      scene.use(scene.client, name, this.ipOf(scene.server), scene.serverPort);
    }
    if (talk.conversation.direction === 1) this.confirm(talk);
    state[base + F_FLAGS]! |= NAMED;
  }

  /** The server spoke the protocol: what the client said about it counts, and it answers. */
  private confirm(talk: Talk): void {
    talk.confirmed = true;
    const host = talk.clientLow ? talk.high : talk.low, port = talk.clientLow ? talk.portHigh : talk.portLow;
    for (const { port: at, facts, place } of talk.deferred) this.notes.serve(host, place, 'tcp', at, facts);
    talk.deferred = [];
    this.notes.serve(host, this.place, 'tcp', port, { state: 'answered' });
  }

  /** The conversation is over and the server never spoke the protocol: the client's word counts only where the server's side was not captured at all. */
  private unconfirmed(table: FlowTable, flow: number, talk: Talk): void {
    const base = flow * FLOW_STRIDE, word = table.state[base + F_FLAGS]!;
    if ((word & (SERVER_SPOKE | SYN_ANSWERED)) !== 0) {
      table.state[base + F_FLAGS]! &= ~NAMED;
      this.unnamed(table, flow, talk.clientLow, talk.portLow, talk.portHigh);
      return;
    }
    const host = talk.clientLow ? talk.high : talk.low;
    for (const { port, facts, place } of talk.deferred) this.notes.serve(host, place, 'tcp', port, { ...facts, state: 'addressed', confidence: Math.min(facts.confidence ?? UNHEARD_CONFIDENCE, UNHEARD_CONFIDENCE) });
  }

  private candidatesFor(port: number): readonly StreamProtocol[] {
    let list = this.candidates.get(port);
    if (!list) {
      list = [...this.dialects.streams].sort((x, y) => Number(y.ports.includes(port)) - Number(x.ports.includes(port)));
      if (this.candidates.size < 4096) this.candidates.set(port, list);
    }
    return list;
  }

  /** Who opened a conversation whose start was not seen: the side with the port that nobody serves on. */
  private lowIsClient(ports: number, side: Side): boolean {
    const low = ports >>> 16, high = ports & 0xffff, lowKnown = portProtocol('tcp', low) !== null, highKnown = portProtocol('tcp', high) !== null;
    if (lowKnown !== highKnown) return highKnown;
    return low === high ? side === 0 : low > high;
  }

  private release(table: FlowTable, flow: number): void {
    const base = flow * FLOW_STRIDE, { state } = table, word = state[base + F_FLAGS]!;
    if ((word & TALKING) === 0) return;
    const index = state[base + F_TALK]!, talk = this.talks[index]!;
    state[base + F_FLAGS] = (word & ~TALKING) | DONE;
    this.talks[index] = null;
    this.freeTalks.push(index);
    this.kept -= talk.kept;
    if (talk.conversation.protocol !== null && !talk.confirmed) this.unconfirmed(table, flow, talk);
    if (talk.conversation.protocol === null) this.unnamed(table, flow, talk.clientLow, talk.portLow, talk.portHigh);
  }

  /** A conversation nobody recognised: the port's usual protocol, with low confidence, or unknown. */
  private unnamed(table: FlowTable, flow: number, clientLow: boolean, portLow: number, portHigh: number): void {
    const base = flow * FLOW_STRIDE, { state } = table, word = state[base + F_FLAGS]!;
    if ((word & NAMED) !== 0) return;
    state[base + F_FLAGS] = word | NAMED;
    const server = state[base + (clientLow ? F_HIGH : F_LOW)]!, client = state[base + (clientLow ? F_LOW : F_HIGH)]!, port = clientLow ? portHigh : portLow;
    if ((word & (SYN_ANSWERED | SERVER_SPOKE)) === 0) return;
    const guess = portProtocol('tcp', port);
    this.notes.serve(server, this.place, 'tcp', port, { protocol: guess ?? 'unknown', confidence: guess ? 40 : 0, state: 'answered' });
    const ip = this.ipOf(server as HostRef);
    if ((word & CLIENT_SPOKE) !== 0 && ip !== null) this.notes.use(client, this.place, guess ?? 'unknown', ip, port, {}, false);
  }

  /** Settles a flow that is over: reads what is left and notes what it was. */
  private forget(table: FlowTable, flow: number): void {
    const base = flow * FLOW_STRIDE, { state } = table, word = state[base + F_FLAGS]!;
    if (table === this.udp4 || table === this.udp6) return;
    if ((word & TALKING) !== 0) {
      const talk = this.talks[state[base + F_TALK]!]!;
      this.setTalkScene(talk, 0);
      talk.conversation.finish();
      this.release(table, flow);
      return;
    }
    // No payload at all: an open port that answered a SYN is a service all the same.
    if ((word & (SYN_ANSWERED | NAMED | DONE)) === SYN_ANSWERED) {
      const ports = state[base + F_PORTS]!;
      this.unnamed(table, flow, (word & INITIATOR_LOW) !== 0, ports >>> 16, ports & 0xffff);
    }
  }

  private setTalkScene(talk: Talk, direction: Direction): void {
    const fromLow = talk.clientLow === (direction === 0);
    this.scene.set('tcp', fromLow ? talk.low : talk.high, fromLow ? talk.high : talk.low, fromLow ? talk.portLow : talk.portHigh, fromLow ? talk.portHigh : talk.portLow, direction, false);
    this.scene.talk = talk;
  }

  // ---- UDP and the rest

  private datagram(packet: Packet): void {
    const { bytes, at } = packet;
    if (packet.end - at < 8) { this.weird('udp-short'); return; }
    const sourcePort = (bytes[at]! << 8) | bytes[at + 1]!, targetPort = (bytes[at + 2]! << 8) | bytes[at + 3]!;
    const six = packet.family === 6, table = six ? this.udp6 : this.udp4;
    const a = six ? this.addresses.of6(packet.ipBytes, packet.src6At) : packet.src4, b = six ? this.addresses.of6(packet.ipBytes, packet.dst6At) : packet.dst4;
    const side: Side = a < b || (a === b && sourcePort <= targetPort) ? 0 : 1;
    const ports = side === 0 ? (sourcePort << 16) | targetPort : (targetPort << 16) | sourcePort;
    let flow = table.find(side === 0 ? a : b, side === 0 ? b : a, ports);
    if (flow === 0) {
      flow = table.add(side === 0 ? a : b, side === 0 ? b : a, ports);
      this.openFlow(table, flow, packet, side);
    }
    const base = flow * FLOW_STRIDE, { state } = table;
    const sender = state[base + F_LOW + side]!, receiver = state[base + F_HIGH - side]!;
    state[base + F_SECOND] = this.second;
    if (sender !== 0) this.endpoints.heard(sender, packet.time);
    const length = (bytes[at + 4]! << 8) | bytes[at + 5]!;
    const end = length >= 8 ? Math.min(packet.end, at + length) : packet.end;
    this.scene.set('udp', sender, receiver, sourcePort, targetPort, 0, receiver === 0 || this.isGroupMac(packet));
    const wasNamed = (state[base + F_FLAGS]! & NAMED) !== 0;
    this.datagramContents = 0;
    const protocol = this.dissectDatagram(packet, at + 8, end, sourcePort, targetPort);
    if (protocol !== null) {
      table.state[base + F_FLAGS]! |= NAMED;
      const found = this.datagramContents | this.contents.bitOf(protocol);
      if (found !== 0) table.state[base + F_CONTENTS] = this.contents.add(table.state[base + F_CONTENTS]!, found);
      return;
    }
    if (!wasNamed) this.unnamedDatagram(table, flow, side, sourcePort, targetPort);
  }

  private dissectDatagram(packet: Packet, from: number, end: number, sourcePort: number, targetPort: number): Protocol | null {
    const { bytes } = packet;
    // The lower port first: of two known ones it is the server's.
    const low = Math.min(sourcePort, targetPort), high = Math.max(sourcePort, targetPort);
    for (let port = low; ; port = high) {
      const list = this.byPort[port];
      if (list) for (const protocol of list) if (protocol.parse(bytes, from, end, this, sourcePort, targetPort)) return this.countFrame(protocol.protocol);
      if (port === high) break;
    }
    if (this.transfers.size > 0 && this.isTransfer(bytes, from, end, sourcePort, targetPort)) return this.countFrame('tftp');
    for (const protocol of this.anyPort) {
      if (protocol.ports.includes(sourcePort) || protocol.ports.includes(targetPort)) continue;
      if (protocol.parse(bytes, from, end, this, sourcePort, targetPort)) return this.countFrame(protocol.protocol);
    }
    return null;
  }

  /** A TFTP server answers from a port of its own (RFC 1350, 4): the client's address and port tell what belongs to its request. */
  private isTransfer(bytes: Uint8Array, from: number, end: number, sourcePort: number, targetPort: number): boolean {
    const { scene } = this;
    return end - from >= 4 && bytes[from] === 0 && bytes[from + 1]! >= TFTP_DATA && bytes[from + 1]! <= TFTP_OPTION_ACK
      && (this.transfers.has(transferKey(scene.receiver, targetPort)) || this.transfers.has(transferKey(scene.sender, sourcePort)));
  }

  private expectTransfer(): void {
    if (this.transfers.size >= TRANSFERS_LIMIT) this.transfers.clear();
    this.transfers.add(transferKey(this.scene.sender, this.scene.senderPort));
  }

  /** Both sides spoke and nobody knows what: a service on the lower port, if it looks like a server's. */
  private unnamedDatagram(table: FlowTable, flow: number, side: Side, sourcePort: number, targetPort: number): void {
    const base = flow * FLOW_STRIDE, { state } = table;
    const word = (state[base + F_FLAGS]! |= side === 0 ? CLIENT_SPOKE : SERVER_SPOKE);
    if ((word & (CLIENT_SPOKE | SERVER_SPOKE)) !== (CLIENT_SPOKE | SERVER_SPOKE)) return;
    state[base + F_FLAGS]! |= NAMED;
    const serverIsTarget = targetPort < sourcePort, port = Math.min(sourcePort, targetPort);
    if (port >= 32768 || sourcePort === targetPort) return;
    const server = state[base + F_LOW + (serverIsTarget === (side === 0) ? 1 : 0)]!, client = state[base + F_LOW + (serverIsTarget === (side === 0) ? 0 : 1)]!;
    if (server === 0 || client === 0) return;
    const guess = portProtocol('udp', port), ip = this.ipOf(server as HostRef);
    this.notes.serve(server, this.place, 'udp', port, { protocol: guess ?? 'unknown', confidence: guess ? 40 : 0, state: 'answered' });
    if (ip !== null) this.notes.use(client, this.place, guess ?? 'unknown', ip, port, {}, false);
  }

  /** A datagram in an ICMP error counts for its protocol's frames and is otherwise nobody's word. */
  private quotedDatagram(packet: Packet): void {
    const { bytes, at } = packet;
    if (packet.end - at < 8) return;
    const sourcePort = (bytes[at]! << 8) | bytes[at + 1]!, targetPort = (bytes[at + 2]! << 8) | bytes[at + 3]!;
    for (const protocol of this.byPort[targetPort] ?? this.byPort[sourcePort] ?? []) {
      if (!protocol.parse(bytes, at + 8, packet.end, NOBODY, sourcePort, targetPort)) continue;
      this.countFrame(protocol.protocol);
      return;
    }
  }

  private other(packet: Packet): void {
    const six = packet.family === 6;
    const source = six ? this.addresses.of6(packet.ipBytes, packet.src6At) : this.addresses.of4(packet.src4);
    const sender = this.endpoints.of(this.sourceMac(packet), source);
    if (sender !== 0) this.endpoints.heard(sender, packet.time);
    if (packet.protocol !== IPPROTO.ICMPV6) return;
    const target = this.addresses.of6(packet.ipBytes, packet.dst6At);
    this.scene.set('link', sender, target === 0 ? 0 : this.endpoints.of(this.targetMac(packet), target), 0, 0, 0, target === 0);
    this.dialects.neighbour(packet.bytes, packet.at, packet.end, this);
  }

  private countFrame(protocol: Protocol): Protocol {
    if (this.protocolSeen.get(protocol) === this.frames) return protocol;
    this.protocolSeen.set(protocol, this.frames);
    this.protocolFrames.set(protocol, (this.protocolFrames.get(protocol) ?? 0) + 1);
    return protocol;
  }

  private sourceMac(packet: Packet): number { return packet.srcMacAt < 0 ? 0 : this.macs.of(packet.linkBytes, packet.srcMacAt); }
  private targetMac(packet: Packet): number { return packet.dstMacAt < 0 ? 0 : this.macs.of(packet.linkBytes, packet.dstMacAt); }
  private isGroupMac(packet: Packet): boolean { return packet.dstMacAt >= 0 && (packet.linkBytes[packet.dstMacAt]! & 1) !== 0; }

  ipOf(host: HostRef): string | null { return this.addresses.text(this.endpoints.addresses[host] ?? 0); }
  macOf(host: HostRef): string | null { return this.macs.text(this.endpoints.macs[host] ?? 0); }
}

const transferKey = (host: number, port: number): number => host * 65536 + port;

const NOBODY: RecordSink = { record: () => {}, weird: () => {} };
