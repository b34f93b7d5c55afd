/**
 * MQTT 3.1, 3.1.1 and 5.0 (OASIS). Read: client id, version and flags of CONNECT, the code of CONNACK, topics of PUBLISH and SUBSCRIBE, the broker's
 * version. Never read: user names, passwords, will messages, payloads, except that of `$SYS/broker/version`. Payloads are skipped by length.
 */
import { clean, Cursor, utf8 } from '../cursor.ts';
import { DONE, type Direction, MORE, NO, type RecordSink, type StreamDissector, type StreamProtocol, type Verdict, YES } from '../record.ts';

export interface MqttConnect {
  readonly kind: 'mqtt.connect';
  /** `3.1`, `3.1.1` or `5.0`. */
  readonly version: string;
  readonly clientId: string | null;
  readonly cleanStart: boolean;
  /** Seconds; 0: none. */
  readonly keepAliveSeconds: number;
  readonly hasUserName: boolean;
  readonly hasPassword: boolean;
  readonly willTopic: string | null;
}
/** `code` 0: accepted. */
export interface MqttConnack { readonly kind: 'mqtt.connack'; readonly code: number }
/** Once for each topic and direction of a conversation. */
export interface MqttPublish { readonly kind: 'mqtt.publish'; readonly topic: string }
export interface MqttSubscribe { readonly kind: 'mqtt.subscribe'; readonly filters: readonly string[] }
/** What the broker publishes on `$SYS/broker/version`, e.g. `mosquitto version 2.0.11`. */
export interface MqttBrokerVersion { readonly kind: 'mqtt.broker-version'; readonly text: string }
/** First packet of another kind, where the start of the conversation was not seen. */
export interface MqttOther { readonly kind: 'mqtt.other'; readonly type: number }

declare module '../record.ts' {
  interface RecordMap {
    'mqtt.connect': MqttConnect; 'mqtt.connack': MqttConnack; 'mqtt.publish': MqttPublish; 'mqtt.subscribe': MqttSubscribe; 'mqtt.broker-version': MqttBrokerVersion; 'mqtt.other': MqttOther;
  }
}

const CONNECT = 1, CONNACK = 2, PUBLISH = 3, SUBSCRIBE = 8, AUTH = 15;
/** Flags that each packet type must have [MQTT-2.1.3-1]; PUBLISH has its own. Index: type. */
const FLAGS = [-1, 0, 0, -1, 0, 0, 2, 0, 2, 0, 2, 0, 0, 0, 0, 0];
/** Packets that only one side sends (MQTT 5.0, 2.1.2): CONNECT, SUBSCRIBE, UNSUBSCRIBE, PINGREQ and their answers. */
const CLIENT_ONLY: ReadonlySet<number> = new Set([1, 8, 10, 12]), SERVER_ONLY: ReadonlySet<number> = new Set([2, 9, 11, 13]);
const VERSION_TOPIC = '$SYS/broker/version';
const LEVELS: Readonly<Record<number, string>> = { 3: '3.1', 4: '3.1.1', 5: '5.0' };

/** Bytes of CONNECT and SUBSCRIBE that are looked at. */
const PACKET_LIMIT = 4096;
const TOPIC_LIMIT = 512, TOPICS_LIMIT = 64, PAYLOAD_LIMIT = 256;

/** Words behind which a topic level is a person or an account, whatever it looks like. */
const PERSON_WORDS: ReadonlySet<string> = new Set(('patient patients paciente pacientes beteg betegek person persons persona user users usuario felhasznalo mrn nhc pid name nombre nev '
  + 'resident residents residente lako client-name patientid patient_id patientname').split(' '));

/** [MQTT-2.1.3-1]; [MQTT-3.3.1-4]: QoS is never 3. */
const hasRightFlags = (type: number, flags: number): boolean => (type === PUBLISH ? (flags & 6) !== 6 : FLAGS[type] === flags);

/** Fixed header (MQTT 5.0, 2.1): type, flags, length of the rest and of the header itself; `more` when it is cut off, null when it cannot be MQTT. */
function fixedHeader(bytes: Uint8Array, at: number, end: number): { type: number; flags: number; length: number; size: number } | 'more' | null {
  const first = bytes[at]!, type = first >> 4, flags = first & 15;
  if (type === 0) return null; // reserved
  let length = 0;
  for (let size = 1; size <= 4; size++) {
    if (at + size >= end) return 'more';
    const byte = bytes[at + size]!;
    length += (byte & 127) * 128 ** (size - 1);
    if (byte < 128) return { type, flags, length, size: size + 1 };
  }
  return null; // [MQTT-1.5.5-1]: at most four bytes
}

class MqttStream implements StreamDissector {
  /** Protocol level of CONNECT; 0 while unknown. */
  private level = 0;
  private readonly topics: [Set<string>, Set<string>] = [new Set(), new Set()];
  private readonly said: [boolean, boolean] = [false, false];
  /** After a loss: the next packet is looked for where a segment begins, as most do. */
  private readonly lost: [boolean, boolean] = [false, false];

  read(direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    if (this.lost[direction]) {
      const verdict = probePacket(bytes, off, end);
      if (verdict !== YES) return verdict === MORE ? 0 : end - off;
      this.lost[direction] = false;
    }
    let at = off;
    while (at < end) {
      const head = fixedHeader(bytes, at, end);
      if (head === 'more') break;
      if (head === null) { sink.weird('mqtt-fixed-header'); return DONE; }
      if (!hasRightFlags(head.type, head.flags)) sink.weird('mqtt-flags');
      const from = at + head.size, stop = from + head.length;
      const wanted = this.wanted(head.type, head.flags, head.length, bytes, from, end);
      if (from + wanted > end) break;
      this.packet(direction, head.type, head.flags, bytes, from, Math.min(stop, from + wanted), sink);
      at = stop;
    }
    return at - off;
  }

  gap(direction: Direction): boolean { this.lost[direction] = true; return true; }

  /** Bytes behind the fixed header that must be there before the packet is read. */
  private wanted(type: number, flags: number, length: number, bytes: Uint8Array, from: number, end: number): number {
    if (type === CONNECT || type === SUBSCRIBE) return Math.min(length, PACKET_LIMIT);
    if (type === CONNACK) return Math.min(length, 2);
    if (type !== PUBLISH || length < 2) return 0;
    if (end - from < 2) return 2;
    const topic = 2 + ((bytes[from]! << 8) | bytes[from + 1]!);
    if (topic > Math.min(length, TOPIC_LIMIT)) return 2;
    const isVersion = topic === 2 + VERSION_TOPIC.length && (end - from < topic || utf8(bytes, from + 2, from + topic) === VERSION_TOPIC);
    return isVersion ? Math.min(length, topic + ((flags & 6) !== 0 ? 2 : 0) + PAYLOAD_LIMIT) : topic;
  }

  private packet(direction: Direction, type: number, flags: number, bytes: Uint8Array, from: number, end: number, sink: RecordSink): void {
    const cursor = new Cursor(bytes, from, end), first = !this.said[direction];
    this.said[direction] = true;
    if (type === CONNECT) this.connect(cursor, sink);
    else if (type === CONNACK) {
      const code = (cursor.skip(1), cursor.u8());
      if (cursor.short) sink.weird('mqtt-length'); else sink.record({ kind: 'mqtt.connack', code });
    } else if (type === PUBLISH) this.publish(direction, flags, cursor, sink);
    else if (type === SUBSCRIBE) this.subscribe(cursor, sink);
    else if (first) sink.record({ kind: 'mqtt.other', type });
  }

  /** MQTT 5.0, 3.1: protocol name, level, flags, keep alive, [properties], client id, [will properties, topic, message], … */
  private connect(cursor: Cursor, sink: RecordSink): void {
    cursor.skip(cursor.u16());
    const level = cursor.u8() & 127, flags = cursor.u8(), keepAliveSeconds = cursor.u16(); // bit 7 of the level: a bridge of mosquitto
    if (level === 5) cursor.skip(variable(cursor));
    const clientId = text(cursor, 128), version = LEVELS[level];
    if (cursor.short || version === undefined) { sink.weird('mqtt-connect'); return; }
    this.level = level;
    let willTopic: string | null = null;
    if ((flags & 4) !== 0) {
      if (level === 5) cursor.skip(variable(cursor));
      willTopic = cleanTopic(text(cursor, TOPIC_LIMIT));
    }
    sink.record({
      kind: 'mqtt.connect', version, clientId: clientId === null || clientId.includes('@') ? null : clientId, cleanStart: (flags & 2) !== 0, keepAliveSeconds,
      hasUserName: (flags & 128) !== 0, hasPassword: (flags & 64) !== 0, willTopic,
    });
  }

  private publish(direction: Direction, flags: number, cursor: Cursor, sink: RecordSink): void {
    const raw = text(cursor, TOPIC_LIMIT);
    if (raw === null || cursor.short) return; // a topic alias (MQTT 5.0, 3.3.2.3.4), or longer than we look
    if (raw === VERSION_TOPIC) this.brokerVersion(flags, cursor, sink);
    const topic = cleanTopic(raw), known = this.topics[direction];
    if (topic === null || known.size >= TOPICS_LIMIT || known.has(topic)) return;
    known.add(topic);
    sink.record({ kind: 'mqtt.publish', topic });
  }

  private brokerVersion(flags: number, cursor: Cursor, sink: RecordSink): void {
    if ((flags & 6) !== 0) cursor.skip(2); // packet identifier
    // Where CONNECT was not seen: no version text begins with a control character, properties of MQTT 5 do with their length.
    if (this.level === 5 || (this.level === 0 && (cursor.bytes[cursor.pos] ?? 0) < 0x20)) cursor.skip(variable(cursor));
    const version = clean(utf8(cursor.bytes, cursor.pos, cursor.end), 128);
    if (version !== null) sink.record({ kind: 'mqtt.broker-version', text: version });
  }

  /** MQTT 5.0, 3.8: packet identifier, [properties], { topic filter, options }. */
  private subscribe(cursor: Cursor, sink: RecordSink): void {
    cursor.skip(2);
    if (this.level === 5) cursor.skip(variable(cursor));
    const filters: string[] = [];
    while (cursor.left > 2 && filters.length < TOPICS_LIMIT) {
      const filter = cleanTopic(text(cursor, TOPIC_LIMIT));
      cursor.skip(1);
      if (cursor.short) break;
      if (filter !== null) filters.push(filter);
    }
    if (filters.length > 0) sink.record({ kind: 'mqtt.subscribe', filters });
    else sink.weird('mqtt-subscribe'); // [MQTT-3.8.3-2]: at least one
  }
}

/** A variable byte integer (MQTT 5.0, 1.5.5). */
function variable(cursor: Cursor): number {
  let value = 0;
  for (let i = 0; i < 4; i++) {
    const byte = cursor.u8();
    value += (byte & 127) * 128 ** i;
    if (byte < 128) return value;
  }
  cursor.skip(-1); // marks the cursor short
  return 0;
}

/** A UTF-8 string with its length before it (MQTT 5.0, 1.5.4). */
function text(cursor: Cursor, limit: number): string | null {
  const length = cursor.u16(), from = cursor.pos;
  cursor.skip(length);
  return clean(utf8(cursor.bytes, from, Math.min(from + length, cursor.pos)), limit);
}

/** A topic without what may name a person: levels with six digits or more, an `@`, or behind a word such as `patient` become `*`. */
export function cleanTopic(topic: string | null): string | null {
  if (topic === null) return null;
  let hidden = false;
  return topic.split('/').slice(0, 12).map((level) => {
    const hide = (hidden && level !== '+' && level !== '#') || level.includes('@') || (level.match(/\d/g)?.length ?? 0) >= 6;
    hidden = PERSON_WORDS.has(level.toLowerCase());
    return hide ? '*' : level;
  }).join('/');
}

/** `0x10 length 0x00 0x04 MQTT level` or `0x00 0x06 MQIsdp 0x03`. */
function probeConnect(bytes: Uint8Array, off: number, end: number): Verdict {
  const head = fixedHeader(bytes, off, end);
  if (head === null) return NO;
  if (head === 'more') return bytes[off] === 0x10 ? MORE : NO;
  if (head.type !== CONNECT || head.flags !== 0 || head.length < 10) return NO;
  const from = off + head.size;
  let best: Verdict = NO;
  for (const name of ['\x00\x04MQTT', '\x00\x06MQIsdp']) {
    const seen = Math.min(name.length, end - from);
    let i = 0;
    while (i < seen && bytes[from + i] === name.charCodeAt(i)) i++;
    if (i < seen) continue;
    if (seen < name.length || from + seen >= end) best = MORE;
    else if (LEVELS[bytes[from + seen]! & 127] !== undefined) return YES;
  }
  return best;
}

/** A packet that is right in every field we know. */
function probePacket(bytes: Uint8Array, off: number, end: number): Verdict {
  const head = fixedHeader(bytes, off, end);
  if (head === null) return NO;
  if (head === 'more') return MORE;
  const { type, length } = head, from = off + head.size, left = end - from;
  if (!hasRightFlags(type, head.flags)) return NO;
  switch (type) {
    case CONNECT: return probeConnect(bytes, off, end);
    case CONNACK: return length < 2 || length > 512 ? NO : left < 2 ? MORE : bytes[from]! <= 1 ? YES : NO;
    case PUBLISH: return probePublish(bytes, from, end, length);
    case SUBSCRIBE: case 10: return length >= 5 && length < 8192 ? (left < 4 ? MORE : (bytes[from + 2]! << 8 | bytes[from + 3]!) <= length ? YES : NO) : NO;
    case 9: case 11: return length >= 2 && length < 1024 ? YES : NO; // SUBACK, UNSUBACK
    case 12: case 13: return length === 0 ? YES : NO; // PINGREQ, PINGRESP
    case 14: return length <= 256 ? YES : NO; // DISCONNECT
    case AUTH: return length <= 1024 ? YES : NO;
    default: return length >= 2 && length <= 256 ? YES : NO; // PUBACK, PUBREC, PUBREL, PUBCOMP
  }
}

/** A topic name is printable and has no wildcards [MQTT-3.3.2-2]. */
function probePublish(bytes: Uint8Array, from: number, end: number, length: number): Verdict {
  if (length < 3) return NO;
  if (end - from < 2) return MORE;
  const topic = (bytes[from]! << 8) | bytes[from + 1]!;
  if (topic < 1 || topic > TOPIC_LIMIT || topic + 2 > length) return NO;
  const stop = from + 2 + topic;
  for (let at = from + 2; at < Math.min(stop, end); at++) { const byte = bytes[at]!; if (byte < 0x20 || byte === 0x7f || byte === 0x23 || byte === 0x2b) return NO; }
  return end < stop ? MORE : YES;
}

const PORT = 1883;

export const mqtt: StreamProtocol = {
  protocol: 'mqtt',
  ports: [PORT],
  probe(direction: Direction, bytes: Uint8Array, off: number, end: number, port: number): Verdict {
    // On the registered port a conversation may be met in its middle.
    if (port === PORT) return (direction === 0 ? SERVER_ONLY : CLIENT_ONLY).has(bytes[off]! >> 4) ? NO : probePacket(bytes, off, end);
    return direction === 0 ? probeConnect(bytes, off, end) : NO;
  },
  open: () => new MqttStream(),
};
