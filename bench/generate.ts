/**
 * Seeded captures for the benchmark of SEE.
 *
 * *mixed*: the lab network replicated over many sites. Every site gets its own addresses, MACs, host names, AE titles, client ids, banners and versions
 * (same length, so all length fields stay true); sites overlap in time; 2 % of the frames are lost and 1 % change places.
 * *bulk*: one DICOM association that stores images until the size is reached.
 */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { random } from '../quality/relabel.ts';
import type { Truth } from '../quality/see-score.ts';

export interface MixedOptions { readonly sites: number; readonly seed: number; readonly loss: number; readonly reorder: number; readonly overlap: number; /** How often each group of sites plays the lab's traffic, one after the other. Default 1. */ readonly repeat?: number }

/** One thing that must be found, if at least one frame that shows it was written. */
export interface Fact { readonly kind: 'host' | 'version' | 'aeTitle' | 'hostname' | 'service'; readonly ip: string; readonly value: string }

interface Frame { readonly time: number; readonly bytes: Uint8Array; readonly patches: readonly Patch[]; readonly sender: string | null }
interface Patch { readonly at: number; readonly label: number }
type Form = (site: Site) => Uint8Array;
interface Label { readonly find: Uint8Array; readonly form: Form }

interface Site { readonly index: number; readonly net: readonly [number, number, number]; readonly macTail: readonly [number, number]; readonly words: ReadonlyMap<string, string> }

/** Strings of the lab that name a site's things. Values and versions are replaced digit by digit, letter by letter. */
const VERSION_WORDS = [
  '4.2.1', '2.0.7', '7.12.0', '2.1.7', '1.22.1', '0.9.3', '2.0.11', '9.2p1', '1.10.1', 'VS-Gateway/3.4.1', 'HISANDALUZ/5.2', 'RadView/8.1', 'dnsmasq-2.90', 'SN000001', 'SN000003', 'LabmadeVS:K.21',
];
const NAME_WORDS = ['CHEM7000', 'LABCORE', 'VSGATEWAY', 'IENGINE', 'HVICTORIA', 'monitor-icu-07', 'his-sub', 'pump-0042', 'FILES01', 'files01', 'us-er1', 'ws-rad1', 'vs-icu-07', 'hvictoria'];

const encode = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** Digits become digits (never a leading zero), letters of banners stay. */
function otherVersion(word: string, draw: () => number): string { return word.replace(/\d/g, () => String(1 + Math.floor(draw() * 9))); }
function otherName(word: string, draw: () => number): string {
  return word.replace(/\d/g, () => String(Math.floor(draw() * 10))).replace(/[aeiou]/g, () => 'aeiou'[Math.floor(draw() * 5)]!).replace(/[bcdfghjklmnpqrstvwxz]/g, () => 'bcdfgklmnprstvz'[Math.floor(draw() * 15)]!)
    .replace(/[AEIOU]/g, () => 'AEIOU'[Math.floor(draw() * 5)]!).replace(/[BCDFGHJKLMNPQRSTVWXZ]/g, () => 'BCDFGKLMNPRSTVZ'[Math.floor(draw() * 15)]!);
}

export interface Lab { readonly frames: readonly Frame[]; readonly labels: readonly Label[]; readonly truth: Truth; readonly words: readonly string[]; readonly titles: readonly string[] }

/** Reads the lab captures (classic Ethernet pcap, little endian) and finds every place where a label stands. */
export function loadLab(files: readonly string[], truth: Truth): Lab {
  const titles = [...new Set(truth.hosts.flatMap((host) => host.aeTitles))], words = [...new Set([...VERSION_WORDS, ...NAME_WORDS, ...titles])].sort((a, b) => b.length - a.length);
  const labels: Label[] = [];
  for (const host of truth.hosts) {
    const last = Number(host.ip.split('.')[3]), mac = host.mac.split(':').map((part) => Number.parseInt(part, 16));
    labels.push({ find: Uint8Array.from(host.ip.split('.').map(Number)), form: (site) => Uint8Array.from([...site.net, last]) });
    labels.push({ find: Uint8Array.from(mac), form: (site) => Uint8Array.from([...mac.slice(0, 3), ...site.macTail, last]) });
    labels.push({ find: Uint8Array.from([mac[0]! ^ 2, mac[1]!, mac[2]!, 0xff, 0xfe, mac[3]!, mac[4]!, mac[5]!]), form: (site) => Uint8Array.from([mac[0]! ^ 2, mac[1]!, mac[2]!, 0xff, 0xfe, ...site.macTail, last]) });
  }
  labels.push({ find: Uint8Array.from([10, 20, 30, 255]), form: (site) => Uint8Array.from([...site.net, 255]) });
  for (const word of words) labels.push({ find: encode(word), form: (site) => encode(site.words.get(word)!) });
  const frames: Frame[] = [];
  for (const file of files) {
    const bytes = Uint8Array.from(readFileSync(file)), view = new DataView(bytes.buffer);
    for (let at = 24; at + 16 <= bytes.length;) {
      const length = view.getUint32(at + 8, true), frame = bytes.subarray(at + 16, at + 16 + length);
      frames.push({ time: view.getUint32(at, true) * 1e6 + view.getUint32(at + 4, true), bytes: frame, patches: patchesOf(frame, labels), sender: senderOf(frame) });
      at += 16 + length;
    }
  }
  frames.sort((a, b) => a.time - b.time);
  return { frames, labels, truth, words, titles };
}

function patchesOf(frame: Uint8Array, labels: readonly Label[]): Patch[] {
  const buffer = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength), taken = new Uint8Array(frame.length), patches: Patch[] = [];
  labels.forEach(({ find }, label) => {
    for (let at = buffer.indexOf(find); at >= 0; at = buffer.indexOf(find, at + 1)) {
      if (taken.subarray(at, at + find.length).some((mark) => mark === 1)) continue;
      taken.fill(1, at, at + find.length);
      patches.push({ at, label });
    }
  });
  return patches;
}

function senderOf(frame: Uint8Array): string | null {
  return frame[12] === 8 && frame[13] === 0 ? `${frame[26]}.${frame[27]}.${frame[28]}.${frame[29]}` : null;
}

function makeSite(lab: Lab, index: number, draw: () => number): Site {
  const words = new Map(lab.words.map((word) => [word, VERSION_WORDS.includes(word) ? otherVersion(word, draw) : otherName(word, draw)]));
  words.set('files01', words.get('FILES01')!.toLowerCase());
  return { index, net: [10, 1 + (index >> 8), index & 255], macTail: [index >> 8, index & 255], words };
}

/** Writes the capture and returns what it shows. */
export function writeMixed(path: string, lab: Lab, options: MixedOptions): { facts: Fact[]; frames: number; bytes: number; addresses: number } {
  const draw = random(options.seed), fd = openSync(path, 'w');
  const out = new Writer(fd);
  const facts: Fact[] = [], start = 1_790_000_000e6, span = (lab.frames.at(-1)!.time - lab.frames[0]!.time) + 1e6;
  let written = 0, addresses = 0, round = 0;
  for (let group = 0; group < options.sites; group += options.overlap) {
    const sites = Array.from({ length: Math.min(options.overlap, options.sites - group) }, (_, i) => makeSite(lab, group + i, draw));
    const images = sites.map((site) => lab.labels.map((label) => label.form(site)));
    const shown = sites.map(() => ({ labels: new Map<string, Set<number>>(), senders: new Set<string>() }));
    addresses += sites.length * lab.truth.hosts.length;
    let held: { frame: Frame; site: number } | null = null;
    const emit = (frame: Frame, site: number) => {
      out.frame(frame.bytes, frame.patches, images[site]!, start + ((group / options.overlap) * (options.repeat ?? 1) + round) * span + frame.time - lab.frames[0]!.time + site);
      written++;
      const seen = shown[site]!;
      if (frame.sender === null) return;
      seen.senders.add(frame.sender);
      let set = seen.labels.get(frame.sender);
      if (!set) seen.labels.set(frame.sender, set = new Set());
      for (const patch of frame.patches) set.add(patch.label);
    };
    for (round = 0; round < (options.repeat ?? 1); round++) {
      for (const frame of lab.frames) {
        for (let site = 0; site < sites.length; site++) {
          if (draw() < options.loss) continue;
          if (held === null && draw() < options.reorder) { held = { frame, site }; continue; }
          emit(frame, site);
          if (held !== null) { emit(held.frame, held.site); held = null; }
        }
      }
    }
    if (held !== null) emit(held.frame, held.site);
    sites.forEach((site, i) => { facts.push(...factsOf(lab, site, shown[i]!)); });
  }
  out.close();
  return { facts, frames: written, bytes: out.bytes, addresses };
}

function factsOf(lab: Lab, site: Site, shown: { labels: ReadonlyMap<string, ReadonlySet<number>>; senders: ReadonlySet<string> }): Fact[] {
  const facts: Fact[] = [], net = site.net.join('.');
  const showed = (ip: string, word: string) => { const set = shown.labels.get(ip); return set !== undefined && lab.labels.some((label, index) => set.has(index) && label.find.length === word.length && Buffer.from(label.find).toString('latin1') === word); };
  for (const host of lab.truth.hosts) {
    const ip = `${net}.${host.ip.split('.')[3]}`;
    if (shown.senders.has(host.ip)) facts.push({ kind: 'host', ip, value: ip });
    for (const software of host.software.filter((one) => one.versionOnWire)) {
      const word = lab.words.find((candidate) => software.version.startsWith(candidate) && VERSION_WORDS.includes(candidate) || candidate.endsWith(`-${software.version}`));
      if (word !== undefined && showed(host.ip, word)) facts.push({ kind: 'version', ip, value: software.version.replace(word.replace('dnsmasq-', ''), site.words.get(word)!.replace('dnsmasq-', '')) });
    }
    for (const title of host.aeTitles) if (showed(host.ip, title)) facts.push({ kind: 'aeTitle', ip, value: site.words.get(title)! });
  }
  return facts;
}

/** A DICOM association from 10.0.0.1 to 10.0.0.2:104 that stores CT images; TCP segments of 1,448 bytes, an ACK for every second one. */
export function writeBulk(path: string, size: number): { frames: number; bytes: number; images: number } {
  const out = new Writer(openSync(path, 'w')), stream = new TcpStream(out);
  stream.open();
  stream.send(0, associate(1));
  stream.send(1, associate(2));
  let images = 0;
  while (out.bytes < size) {
    images++;
    stream.send(0, pdu(dataValue(1, 3, storeCommand(images))));
    const set = dataSet(images), pixels = 8 << 20;
    stream.send(0, pdu(dataValue(1, 0, concat(set, pixelHeader(pixels)))));
    for (let sent = 0; sent < pixels; sent += 16372) stream.send(0, pdu(dataValue(1, sent + 16372 >= pixels ? 2 : 0, new Uint8Array(Math.min(16372, pixels - sent)).fill(images & 255))));
    stream.send(1, pdu(dataValue(1, 3, storeResponse(images))));
  }
  stream.send(0, Uint8Array.from([5, 0, 0, 0, 0, 4, 0, 0, 0, 0]));
  out.close();
  return { frames: stream.frames, bytes: out.bytes, images };
}

class Writer {
  bytes = 24;
  private readonly fd: number;
  private buffer = Buffer.alloc(8 << 20);
  private used = 0;

  constructor(fd: number) {
    this.fd = fd;
    const head = Buffer.alloc(24);
    head.writeUInt32LE(0xa1b2c3d4, 0);
    head.writeUInt16LE(2, 4);
    head.writeUInt16LE(4, 6);
    head.writeUInt32LE(262144, 16);
    head.writeUInt32LE(1, 20);
    writeSync(fd, head);
  }

  frame(bytes: Uint8Array, patches: readonly Patch[], images: readonly Uint8Array[], time: number): void {
    const need = 16 + bytes.length;
    if (this.used + need > this.buffer.length) this.flush();
    const { buffer } = this, at = this.used;
    buffer.writeUInt32LE(Math.floor(time / 1e6), at);
    buffer.writeUInt32LE(Math.floor(time % 1e6), at + 4);
    buffer.writeUInt32LE(bytes.length, at + 8);
    buffer.writeUInt32LE(bytes.length, at + 12);
    buffer.set(bytes, at + 16);
    for (const patch of patches) buffer.set(images[patch.label]!, at + 16 + patch.at);
    this.used += need;
    this.bytes += need;
  }

  private flush(): void {
    writeSync(this.fd, this.buffer, 0, this.used);
    this.used = 0;
  }

  close(): void {
    this.flush();
    closeSync(this.fd);
  }
}

class TcpStream {
  frames = 0;
  private readonly seq = [1000, 5000];
  private time = 1_790_000_000e6;
  private readonly out: Writer;
  private segments = 0;

  constructor(out: Writer) { this.out = out; }

  open(): void {
    this.emit(0, 0x02, new Uint8Array(0));
    this.seq[0]!++;
    this.emit(1, 0x12, new Uint8Array(0));
    this.seq[1]!++;
    this.emit(0, 0x10, new Uint8Array(0));
  }

  send(from: 0 | 1, data: Uint8Array): void {
    for (let at = 0; at < data.length; at += 1448) {
      const piece = data.subarray(at, at + 1448);
      this.emit(from, 0x18, piece);
      this.seq[from] = (this.seq[from]! + piece.length) >>> 0;
      if (++this.segments % 2 === 0) this.emit(from === 0 ? 1 : 0, 0x10, new Uint8Array(0));
    }
  }

  private emit(from: 0 | 1, flags: number, data: Uint8Array): void {
    const frame = Buffer.alloc(54 + data.length);
    frame.set([2, 0, 0, 0, 0, from === 0 ? 2 : 1, 2, 0, 0, 0, 0, from + 1, 8, 0, 0x45, 0], 0);
    frame.writeUInt16BE(40 + data.length, 16);
    frame.set([64, 6], 22);
    frame.set([10, 0, 0, from + 1, 10, 0, 0, from === 0 ? 2 : 1], 26);
    frame.writeUInt16BE(from === 0 ? 50000 : 104, 34);
    frame.writeUInt16BE(from === 0 ? 104 : 50000, 36);
    frame.writeUInt32BE(this.seq[from]!, 38);
    frame.writeUInt32BE(this.seq[1 - from]!, 42);
    frame.set([0x50, flags, 0xff, 0xff], 46);
    frame.set(data, 54);
    this.out.frame(frame, [], [], this.time += 10);
    this.frames++;
  }
}

const concat = (...parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts);
const item = (type: number, body: Uint8Array): Uint8Array => { const head = Buffer.alloc(4); head[0] = type; head.writeUInt16BE(body.length, 2); return concat(head, body); };
const uid = (text: string): Uint8Array => encode(text);
const CT = '1.2.840.10008.5.1.4.1.1.2';

/** A-ASSOCIATE-RQ (1) or -AC (2), PS3.8 9.3.2 and 9.3.3. */
function associate(type: 1 | 2): Uint8Array {
  const context = type === 1
    ? item(0x20, concat(Uint8Array.from([1, 0, 0, 0]), item(0x30, uid(CT)), item(0x40, uid('1.2.840.10008.1.2.1'))))
    : item(0x21, concat(Uint8Array.from([1, 0, 0, 0]), item(0x40, uid('1.2.840.10008.1.2.1'))));
  const user = item(0x50, concat(item(0x51, Uint8Array.from([0, 0, 0x40, 0])), item(0x52, uid('1.2.276.0.7230010.3.0.3.6.7')), item(0x55, encode('OFFIS_DCMTK_367'))));
  const body = concat(Uint8Array.from([0, 1, 0, 0]), encode('ARCHIVE_BULK'.padEnd(16)), encode('CT_BULK'.padEnd(16)), new Uint8Array(32), item(0x10, uid('1.2.840.10008.3.1.1.1')), context, user);
  const head = Buffer.alloc(6);
  head[0] = type;
  head.writeUInt32BE(body.length, 2);
  return concat(head, body);
}

function pdu(body: Uint8Array): Uint8Array {
  const head = Buffer.alloc(6);
  head[0] = 4;
  head.writeUInt32BE(body.length, 2);
  return concat(head, body);
}

function dataValue(context: number, control: number, body: Uint8Array): Uint8Array {
  const head = Buffer.alloc(6);
  head.writeUInt32BE(body.length + 2, 0);
  head.set([context, control], 4);
  return concat(head, body);
}

const implicit = (group: number, element: number, body: Uint8Array): Uint8Array => {
  const head = Buffer.alloc(8);
  head.writeUInt16LE(group, 0);
  head.writeUInt16LE(element, 2);
  head.writeUInt32LE(body.length, 4);
  return concat(head, body);
};
const even = (text: string): Uint8Array => encode(text.length % 2 === 0 ? text : `${text}\0`);
const word = (value: number): Uint8Array => Uint8Array.from([value & 255, value >> 8]);

function command(elements: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(elements.length);
  return concat(implicit(0, 0, length), elements);
}
const storeCommand = (id: number): Uint8Array => command(concat(implicit(0, 2, even(CT)), implicit(0, 0x100, word(1)), implicit(0, 0x110, word(id & 0xffff)), implicit(0, 0x700, word(0)), implicit(0, 0x800, word(0)), implicit(0, 0x1000, even(`1.2.3.${id}`))));
const storeResponse = (id: number): Uint8Array => command(concat(implicit(0, 2, even(CT)), implicit(0, 0x100, word(0x8001)), implicit(0, 0x120, word(id & 0xffff)), implicit(0, 0x800, word(0x101)), implicit(0, 0x900, word(0)), implicit(0, 0x1000, even(`1.2.3.${id}`))));

const explicit = (group: number, element: number, vr: string, text: string): Uint8Array => {
  const body = even(text), head = Buffer.alloc(8);
  head.writeUInt16LE(group, 0);
  head.writeUInt16LE(element, 2);
  head.write(vr, 4, 'latin1');
  head.writeUInt16LE(body.length, 6);
  return concat(head, body);
};
const dataSet = (id: number): Uint8Array => concat(
  explicit(8, 0x16, 'UI', CT), explicit(8, 0x18, 'UI', `1.2.3.${id}`), explicit(8, 0x60, 'CS', 'CT'), explicit(8, 0x70, 'LO', 'Labmade Imaging'), explicit(8, 0x1010, 'SH', 'CTBULK'), explicit(8, 0x1090, 'LO', 'Tomo 64'),
  explicit(0x10, 0x10, 'PN', 'BULK^PATIENT'), explicit(0x18, 0x1000, 'LO', 'SN-BULK-1'), explicit(0x18, 0x1020, 'LO', '9.8.7'));
function pixelHeader(length: number): Uint8Array {
  const head = Buffer.alloc(12);
  head.writeUInt16LE(0x7fe0, 0);
  head.writeUInt16LE(0x10, 2);
  head.write('OW', 4, 'latin1');
  head.writeUInt32LE(length, 8);
  return head;
}
