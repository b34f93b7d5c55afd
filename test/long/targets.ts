/** What is fuzzed: every dissector, with seeds from captures and from `seeds-made.ts`, and the layers below them. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DIALECTS } from '@wardkeep/loop/see/dialects';
import { type Dialects, SeeEngine } from '@wardkeep/loop/see/engine';
import { CaptureReader } from '@wardkeep/wire/capture/reader';
import type { Direction, LinkProtocol, StreamDissector } from '@wardkeep/wire/record';
import { latin } from './frames.ts';
import { DATAGRAM_WORDS, LINK_WORDS, STREAM_WORDS } from './seeds-made.ts';

export interface StreamSeed { readonly kind: 'stream'; readonly port: number; readonly messages: readonly (readonly [Direction, Uint8Array])[] }
export interface DatagramSeed { readonly kind: 'datagram'; readonly fromPort: number; readonly toPort: number; readonly payload: Uint8Array }
export interface LinkSeed { readonly kind: 'link'; readonly over: LinkProtocol; readonly payload: Uint8Array }
export type Seed = StreamSeed | DatagramSeed | LinkSeed;

/** `name` as printed: the protocol and what it runs over. `protocol`: what the engine must have recognised; null for the layers below. */
export interface Target { readonly name: string; readonly protocol: string | null; readonly seeds: Seed[] }

const SEEDS_LIMIT = 64;
/** Conversations are cut here: the rest is content. */
const TAPE_LIMIT = 24576;

export const streamName = (protocol: string): string => `${protocol}/tcp`;
export const datagramName = (protocol: string): string => `${protocol}/udp`;
export const linkName = (protocol: string): string => `${protocol}/link`;

/** The layers under the dissectors; their cases are built around seeds of all of them. */
export const LAYER_TARGETS = ['container', 'link layers', 'tunnels', 'fragments', 'neighbour discovery'] as const;

/** One target a dissector, in the order of `protocols.ts`, then the layers. `files`: captures to take seeds from. */
export function collectTargets(files: readonly string[]): Target[] {
  const byName = new Map<string, Seed[]>(), seen = new Set<string>();
  const add = (name: string, seed: Seed) => {
    const key = `${name}\n${seed.kind === 'stream' ? seed.messages.map(([direction, bytes]) => direction + text(bytes)).join('\n') : text(seed.payload)}`;
    let list = byName.get(name);
    if (!list) byName.set(name, list = []);
    if (list.length >= SEEDS_LIMIT || seen.has(key)) return;
    seen.add(key);
    list.push(seed);
  };
  const bytesOf = (part: string | Uint8Array) => (typeof part === 'string' ? latin(part) : part);
  for (const { protocol, ports } of DIALECTS.streams) for (const words of STREAM_WORDS[protocol] ?? []) add(streamName(protocol), { kind: 'stream', port: ports[0] ?? 50000, messages: words.map(([direction, part]) => [direction, bytesOf(part)] as const) });
  for (const { protocol, ports } of DIALECTS.datagrams) for (const part of DATAGRAM_WORDS[protocol] ?? []) add(datagramName(protocol), { kind: 'datagram', fromPort: ports[0]!, toPort: ports[0]!, payload: bytesOf(part) });
  for (const over of DIALECTS.links) for (const payload of LINK_WORDS[over.protocol] ?? []) add(linkName(over.protocol), { kind: 'link', over, payload });
  for (const file of files) listen(readFileSync(file), add);
  const targets: Target[] = [
    ...DIALECTS.streams.map(({ protocol }) => ({ name: streamName(protocol), protocol: protocol as string, seeds: byName.get(streamName(protocol)) ?? [] })),
    ...DIALECTS.datagrams.map(({ protocol }) => ({ name: datagramName(protocol), protocol: protocol as string, seeds: byName.get(datagramName(protocol)) ?? [] })),
    ...DIALECTS.links.map(({ protocol }) => ({ name: linkName(protocol), protocol: protocol as string, seeds: byName.get(linkName(protocol)) ?? [] })),
  ];
  const all = targets.flatMap((target) => target.seeds);
  return [...targets, ...LAYER_TARGETS.map((name) => ({ name, protocol: null, seeds: all }))];
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** Runs the engine over one capture with dissectors that only write down what they are given. */
function listen(capture: Uint8Array, add: (name: string, seed: Seed) => void): void {
  const tapes: { readonly name: string; readonly port: number; readonly messages: [Direction, Uint8Array][] }[] = [];
  const listening: Dialects = {
    ...DIALECTS,
    streams: DIALECTS.streams.map((protocol) => ({
      ...protocol,
      open: (port: number) => {
        const tape = { name: streamName(protocol.protocol), port, messages: [] as [Direction, Uint8Array][] };
        tapes.push(tape);
        return recorder(tape.messages);
      },
    })),
    datagrams: DIALECTS.datagrams.map((protocol) => ({
      ...protocol,
      parse: (bytes, off, end, sink, fromPort, toPort) => {
        const taken = protocol.parse(bytes, off, end, sink, fromPort, toPort);
        if (taken) add(datagramName(protocol.protocol), { kind: 'datagram', fromPort, toPort, payload: bytes.slice(off, end) });
        return taken;
      },
    })),
    links: DIALECTS.links.map((over) => ({
      ...over,
      parse: (bytes, off, end, sink) => {
        const taken = over.parse(bytes, off, end, sink);
        if (taken) add(linkName(over.protocol), { kind: 'link', over, payload: bytes.slice(off, end) });
        return taken;
      },
    })),
  };
  const engine = new SeeEngine(listening);
  readWhole(engine, capture);
  engine.finish();
  for (const { name, port, messages } of tapes) if (messages.length > 0) add(name, { kind: 'stream', port, messages });
}

function recorder(messages: [Direction, Uint8Array][]): StreamDissector {
  let taken = 0;
  return {
    read: (direction, bytes, off, end) => {
      const piece = bytes.slice(off, Math.min(end, off + TAPE_LIMIT - taken)), last = messages.at(-1);
      if (piece.length === 0) return -1;
      taken += piece.length;
      if (last && last[0] === direction) { const joined = new Uint8Array(last[1].length + piece.length); joined.set(last[1]); joined.set(piece, last[1].length); last[1] = joined; } else messages.push([direction, piece]);
      return end - off;
    },
    gap: () => true,
  };
}

/** A whole capture through the public entry: reader and engine. Returns the reader. */
export function readWhole(engine: SeeEngine, capture: Uint8Array, source = 0): CaptureReader {
  const reader = new CaptureReader((code, offset) => { engine.warn(code, '', source, null, offset); }, Math.max(4096, capture.length));
  reader.reserve().set(capture);
  reader.commit(capture.length);
  const frames = () => { while (reader.next()) engine.frame(source, reader.frames, reader.time, reader.link, reader.bytes, reader.off, reader.captured); };
  frames();
  reader.finish();
  frames();
  return reader;
}

/** Captures below `folder`, by name. */
export function captureFiles(folder: string): string[] {
  return readdirSync(folder).sort().flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? captureFiles(path) : /\.(pcap|pcapng)$/.test(name) ? [path] : [];
  });
}
