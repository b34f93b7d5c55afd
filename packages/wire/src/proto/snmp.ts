/**
 * SNMP v1 (RFC 1157), v2c (RFC 1901) and v3 (RFC 3412, 3414), version, PDU (RFC 3416) and of its variables only what a device says of itself:
 * sysDescr, sysObjectID, sysName (RFC 3418) and the physical inventory of the ENTITY-MIB (RFC 6933).
 * The community is compared with the two default ones and forgotten; the user name, sysContact and sysLocation are not read.
 */
import { formatMac } from '@wardkeep/model/address';
import { clean, Cursor, utf8 } from '../cursor.ts';
import { type Element, integerOf, objectIdentifierOf, OCTET_STRING, readElement, SEQUENCE } from './ber.ts';
import type { DatagramProtocol, RecordSink } from '../record.ts';

export type SnmpPdu = (typeof PDUS)[number];

export interface SnmpMessage {
  readonly kind: 'snmp.message';
  readonly version: 'v1' | 'v2c' | 'v3';
  /** Null where it is encrypted or broken. */
  readonly pdu: SnmpPdu | null;
  /** The community is `public` or `private`; false for v3. */
  readonly defaultCommunity: boolean;
  readonly errorStatus: number;
  readonly sysDescr: string | null;
  readonly sysObjectId: string | null;
  /** A name a person may have chosen. */
  readonly sysName: string | null;
  /** ENTITY-MIB rows, by entPhysicalIndex. */
  readonly physical: readonly PhysicalEntity[];
  /** v1 trap: the enterprise (OBJECT IDENTIFIER) of the sending object. */
  readonly enterprise: string | null;
  /** v3: the authoritative engine (RFC 3411, 5: SnmpEngineID). */
  readonly engine: { readonly enterprise: number; readonly mac: string | null } | null;
}

export interface PhysicalEntity {
  readonly index: number;
  readonly softwareRevision?: string;
  readonly serial?: string;
  readonly manufacturer?: string;
  readonly model?: string;
}

declare module '../record.ts' { interface RecordMap { 'snmp.message': SnmpMessage } }

/** Context tags A0–A8 (RFC 1157, 3416). */
const PDUS = ['get', 'get-next', 'response', 'set', 'trap-v1', 'get-bulk', 'inform', 'trap-v2', 'report'] as const;
const VERSIONS: Readonly<Record<number, SnmpMessage['version']>> = { 0: 'v1', 1: 'v2c', 3: 'v3' };
/** PDUs in which the sender speaks of itself; a get holds nulls, a set speaks of the receiver. */
const SELF: ReadonlySet<SnmpPdu | null> = new Set<SnmpPdu>(['response', 'trap-v1', 'trap-v2', 'inform']);

const SYS_DESCR = '1.3.6.1.2.1.1.1.0', SYS_OBJECT_ID = '1.3.6.1.2.1.1.2.0', SYS_NAME = '1.3.6.1.2.1.1.5.0', ENT_PHYSICAL = '1.3.6.1.2.1.47.1.1.1.1.';
const ENT_COLUMNS: Readonly<Record<string, Exclude<keyof PhysicalEntity, 'index'>>> = { 10: 'softwareRevision', 11: 'serial', 12: 'manufacturer', 13: 'model' };
const VARIABLE_LIMIT = 256, ENTITY_LIMIT = 32;

type Draft = { -readonly [K in keyof SnmpMessage]: SnmpMessage[K] };

export const snmp: DatagramProtocol = {
  protocol: 'snmp',
  ports: [161, 162],
  anyPort: true,
  parse(bytes: Uint8Array, off: number, end: number, sink: RecordSink, fromPort: number, toPort: number): boolean {
    const usual = isUsual(fromPort) || isUsual(toPort);
    if (bytes[off] !== SEQUENCE || off >= end) return false;
    const outer = new Cursor(bytes, off, end), message = usual ? lenient(outer) : strict(outer);
    const first = message === null ? null : readElement(message);
    if (message === null || (first !== null && first.tag !== 0x02)) return false;
    const version = VERSIONS[integerOf(first) ?? -1];
    if (version === undefined) { if (usual) sink.weird('snmp-version'); return usual; }
    const draft: Draft = {
      kind: 'snmp.message', version, pdu: null, defaultCommunity: false, errorStatus: 0, sysDescr: null, sysObjectId: null, sysName: null, physical: [], enterprise: null, engine: null,
    };
    const whole = version === 'v3' ? readV3(message, draft) : readCommunity(message, draft);
    if (!whole && !usual) return false;
    if (!whole) sink.weird('snmp-truncated');
    sink.record(draft);
    return true;
  },
};

const isUsual = (port: number) => port === 161 || port === 162;

/** The message's content; on SNMP's own ports the capture may have cut it short. */
function lenient(cursor: Cursor): Cursor | null {
  const element = readElement(cursor);
  return element !== null ? element.content : cursor.pos < cursor.end ? new Cursor(cursor.bytes, cursor.pos, cursor.end) : null;
}

/** On any port the sequence must fill the datagram exactly. */
function strict(cursor: Cursor): Cursor | null {
  const element = readElement(cursor);
  return element === null || cursor.left > 0 ? null : element.content;
}

/** RFC 1157, 4 and RFC 1901, 3: community, PDU. True when all is there and nothing else. */
function readCommunity(message: Cursor, draft: Draft): boolean {
  const community = readElement(message);
  if (community === null || community.tag !== OCTET_STRING || community.content.left > 255) return false;
  draft.defaultCommunity = isDefault(community.content);
  return readPdu(message, draft) && message.left === 0;
}

function isDefault(content: Cursor): boolean {
  return isWord(content, DEFAULT_PUBLIC) || isWord(content, DEFAULT_PRIVATE);
}
function isWord({ bytes, pos, left }: Cursor, word: readonly number[]): boolean {
  if (left !== word.length) return false;
  for (let i = 0; i < left; i++) if (bytes[pos + i] !== word[i]) return false;
  return true;
}
const ascii = (word: string) => [...word].map((character) => character.charCodeAt(0));
const DEFAULT_PUBLIC = ascii('public'), DEFAULT_PRIVATE = ascii('private');

/** RFC 3412, 6: msgGlobalData, msgSecurityParameters, scoped PDU (clear or an OCTET STRING of cipher text). */
function readV3(message: Cursor, draft: Draft): boolean {
  const global = readElement(message), security = readElement(message);
  if (global === null || global.tag !== SEQUENCE || security === null || security.tag !== OCTET_STRING) return false;
  for (let field = 0; field < 2; field++) if (integerOf(readElement(global.content)) === null) return false; // msgID, msgMaxSize
  const flags = readElement(global.content), model = integerOf(readElement(global.content));
  if (flags === null || flags.tag !== OCTET_STRING || flags.content.left !== 1 || model === null) return false;
  if (model === 3) draft.engine = readEngine(security.content);
  const scoped = readElement(message);
  if (scoped === null) return false;
  if (scoped.tag === OCTET_STRING) return message.left === 0;
  if (scoped.tag !== SEQUENCE) return false;
  const engine = readElement(scoped.content), context = readElement(scoped.content);
  return engine?.tag === OCTET_STRING && context?.tag === OCTET_STRING && readPdu(scoped.content, draft) && message.left === 0;
}

/** RFC 3414, 2.4: UsmSecurityParameters begin with the engine's id; RFC 3411, 5: bit 0 set, 31 bits of enterprise, a format (3: MAC address). */
function readEngine(security: Cursor): SnmpMessage['engine'] {
  const sequence = readElement(security), id = sequence === null || sequence.tag !== SEQUENCE ? null : readElement(sequence.content);
  if (id === null || id.tag !== OCTET_STRING || id.content.left < 5) return null;
  const { content } = id, enterprise = content.u32();
  const mac = enterprise >= 0x80000000 && content.u8() === 3 && content.left === 6 ? formatMac(content.bytes, content.pos) : null;
  return { enterprise: enterprise & 0x7fffffff, mac };
}

/** True when the PDU is whole. */
function readPdu(cursor: Cursor, draft: Draft): boolean {
  const pdu = readElement(cursor);
  if (pdu === null) return false;
  const type = PDUS[pdu.tag - 0xa0];
  if (type === undefined) return false;
  draft.pdu = type;
  const { content } = pdu;
  if (type === 'trap-v1') { // RFC 1157, 4.1.6: enterprise, agent address, generic, specific, time stamp
    draft.enterprise = objectIdentifierOf(readElement(content));
    for (let field = 0; field < 4; field++) if (readElement(content) === null) return false;
  } else {
    const request = integerOf(readElement(content)), status = integerOf(readElement(content)), index = integerOf(readElement(content));
    if (request === null || status === null || index === null) return false;
    if (type === 'response') draft.errorStatus = status;
  }
  const variables = readElement(content);
  if (variables === null || variables.tag !== SEQUENCE) return false;
  return readVariables(variables.content, draft, SELF.has(type));
}

function readVariables(list: Cursor, draft: Draft, keep: boolean): boolean {
  let entities: Map<number, PhysicalEntity> | null = null;
  for (let count = 0; list.left > 0 && count < VARIABLE_LIMIT; count++) {
    const variable = readElement(list);
    if (variable === null || variable.tag !== SEQUENCE) return false;
    const name = objectIdentifierOf(readElement(variable.content)), value = readElement(variable.content);
    if (name === null || value === null) return false;
    if (!keep) continue;
    if (name.startsWith(ENT_PHYSICAL)) keepEntity(name, value, entities ??= new Map());
    else keepVariable(name, value, draft);
  }
  if (entities !== null) draft.physical = [...entities.values()];
  return true;
}

function keepVariable(name: string, value: Element, draft: Draft): void {
  if (name === SYS_DESCR) draft.sysDescr = textOf(value, 512);
  else if (name === SYS_OBJECT_ID) draft.sysObjectId = objectIdentifierOf(value);
  else if (name === SYS_NAME) draft.sysName = textOf(value, 255);
}

function keepEntity(name: string, value: Element, entities: Map<number, PhysicalEntity>): void {
  const [column = '', index = ''] = name.slice(ENT_PHYSICAL.length).split('.');
  const field = ENT_COLUMNS[column], text = textOf(value, 128);
  if (field === undefined || text === null || (entities.size >= ENTITY_LIMIT && !entities.has(Number(index)))) return;
  entities.set(Number(index), { index: Number(index), ...entities.get(Number(index)), [field]: text });
}

function textOf(value: Element, limit: number): string | null {
  return value.tag === OCTET_STRING ? clean(utf8(value.content.bytes, value.content.pos, value.content.end), limit) : null;
}
