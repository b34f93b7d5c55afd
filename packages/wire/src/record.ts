/**
 * The contract between the engine (flows, frames) and the dissectors (one file a protocol in `proto/`).
 *
 * A dissector turns bytes into records and knows nothing of hosts, frames or time; the engine knows who sent the bytes.
 * Each protocol file adds its record types to `RecordMap` by declaration merging:
 *
 *     declare module '../record.ts' { interface RecordMap { 'hl7.message': Hl7Message } }
 */
import type { Protocol } from '@wardkeep/model/protocol';

// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by the protocol files
export interface RecordMap {}
export type RecordKind = keyof RecordMap;
export type WireRecord = { [K in RecordKind]: RecordMap[K] & { readonly kind: K } }[RecordKind];

/** Where a dissector puts what it read. */
export interface RecordSink {
  /** One record; for streams it belongs to the direction that is being read. Records must hold copies (strings, numbers), never views of the input. */
  record(record: WireRecord): void;
  /** Something broken or lying: a stable code such as `dicom-pdu-length`. Reading goes on. */
  weird(code: string): void;
}

/** 0: bytes sent by the side that opened the connection (or by the lower guess, when the start was not seen); 1: bytes sent by the other side. */
export type Direction = 0 | 1;

/** No protocol reads further: the engine forgets the flow's content. */
export const DONE = -1;

/**
 * Reads one TCP conversation. The engine offers, in order, the unread bytes of one direction.
 * Memory is bounded: at most `BUFFER_LIMIT` unread bytes are kept for a direction.
 */
export interface StreamDissector {
  /**
   * Reads from `bytes[off…end)` and returns how many bytes were used up:
   * - `0`: a whole unit is not there yet; the same bytes come again, with more behind them;
   * - more than `end - off`: the rest is skipped on the wire without being kept (pixel data, bodies);
   * - `DONE`: nothing more of interest in this conversation.
   * It should use up as many whole units as are there. It must not keep `bytes`.
   */
  read(direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number;
  /**
   * `lost` bytes of this direction never arrived (capture loss). Return true to go on with the next byte seen, false to give up the direction.
   * Without this method the engine gives up the conversation. A dissector that counts bytes to skip is told only of what it did not skip.
   */
  gap?(direction: Direction, lost: number, sink: RecordSink): boolean;
  /** Bytes that it keeps of what it was shown, where that may be more than a few KB: the engine adds them up. */
  readonly kept?: number;
}

export const BUFFER_LIMIT = 65536;

/** `NO`: not this protocol · `MORE`: cannot say yet · `YES`: it is. */
export const NO = 0, MORE = 1, YES = 2;
export type Verdict = typeof NO | typeof MORE | typeof YES;

export interface StreamProtocol {
  readonly protocol: Protocol;
  /** Usual server ports: they order the candidates and never decide alone. */
  readonly ports: readonly number[];
  /**
   * Looks at the first bytes of one direction (at least 1). Must be strict enough that random bytes or another protocol practically never give YES,
   * and cheap: it runs on every new conversation. `port` is the responder's port.
   */
  probe(direction: Direction, bytes: Uint8Array, off: number, end: number, port: number): Verdict;
  open(port: number): StreamDissector;
}

export interface DatagramProtocol {
  readonly protocol: Protocol;
  /** UDP ports on which either side makes a datagram a candidate. */
  readonly ports: readonly number[];
  /** True where the content is recognisable on any port (a magic number, a start line): then it is also tried elsewhere. */
  readonly anyPort: boolean;
  /** Reads one datagram's payload. Returns true when it is this protocol (records may still be incomplete when it was cut short). */
  parse(bytes: Uint8Array, off: number, end: number, sink: RecordSink, fromPort: number, toPort: number): boolean;
}

/** A protocol directly above the link layer, by EtherType (≥ 0x600), by SNAP organisation and type, or by LLC service access point. */
export interface LinkProtocol {
  readonly protocol: Protocol;
  readonly etherType: number | null;
  readonly snap: { readonly oui: number; readonly type: number } | null;
  /** Both LLC service access points (IEEE 802.2), for protocols without EtherType or SNAP; `parse` gets what follows the control byte. */
  readonly dsap?: number;
  parse(bytes: Uint8Array, off: number, end: number, sink: RecordSink): boolean;
}
