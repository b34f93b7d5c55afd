import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DONE, MORE, NO, type RecordSink, type WireRecord, YES } from '../record.ts';
import { bytesOf, hex, streamRecords, truncations } from '../testing.ts';
import { dicom } from './dicom.ts';

// --- a writer for tests, after the tables of PS3.8 and PS3.5 ---

const concat = (...parts: (string | Uint8Array | readonly number[])[]): Uint8Array => {
  const all = parts.map((part) => (typeof part === 'string' ? bytesOf(part) : Uint8Array.from(part)));
  const out = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of all) { out.set(part, at); at += part.length; }
  return out;
};
const be16 = (n: number) => [n >> 8 & 255, n & 255];
const be32 = (n: number) => [n >>> 24, n >>> 16 & 255, n >>> 8 & 255, n & 255];
const le16 = (n: number) => [n & 255, n >> 8 & 255];
const le32 = (n: number) => [n & 255, n >>> 8 & 255, n >>> 16 & 255, n >>> 24];
const pdu = (type: number, body: Uint8Array) => concat([type, 0], be32(body.length), body);
const item = (type: number, body: Uint8Array | string) => concat([type, 0], be16(body.length), body);
const ae = (title: string) => title.padEnd(16);
const even = (value: string, pad = ' ') => (value.length % 2 === 1 ? value + pad : value);

const IMPLICIT = '1.2.840.10008.1.2', EXPLICIT = '1.2.840.10008.1.2.1', BIG = '1.2.840.10008.1.2.2', DEFLATED = '1.2.840.10008.1.2.1.99';
const CT = '1.2.840.10008.5.1.4.1.1.2', APPLICATION = '1.2.840.10008.3.1.1.1';
const CLASS = '1.2.276.0.7230010.3.0.3.6.7', VERSION = 'OFFIS_DCMTK_367';

const associate = (type: 1 | 2, contexts: Uint8Array, more: Uint8Array = new Uint8Array(0)) => pdu(type, concat(be16(1), [0, 0], ae('PACS1'), ae('CT01'), new Uint8Array(32),
  item(0x10, APPLICATION), contexts, item(0x50, concat(item(0x51, concat(be32(16384))), item(0x52, CLASS), more, item(0x55, VERSION)))));
const request = (transferSyntaxes: string[] = [EXPLICIT], sopClass = CT, more?: Uint8Array) =>
  associate(1, item(0x20, concat([1, 0, 0, 0], item(0x30, sopClass), ...transferSyntaxes.map((uid) => item(0x40, uid)))), more);
const accept = (transferSyntax = EXPLICIT) => associate(2, item(0x21, concat([1, 0, 0, 0], item(0x40, transferSyntax))));

const pdv = (control: number, data: Uint8Array) => concat(be32(data.length + 2), [1, control], data);
const pdata = (...values: Uint8Array[]) => pdu(4, concat(...values));
const implicit = (group: number, element: number, value: string | readonly number[]) => { const body = concat(value); return concat(le16(group), le16(element), le32(body.length), body); };
const command = (field: number, sopClass: string | null, more: Uint8Array = new Uint8Array(0)) => {
  const body = concat(sopClass === null ? [] : implicit(0, 2, even(sopClass, '\0')), implicit(0, 0x100, le16(field)), implicit(0, 0x110, le16(1)), more);
  return concat(implicit(0, 0, le32(body.length)), body);
};
const storeRq = (moved = false) => command(1, CT, concat(implicit(0, 0x800, le16(1)), implicit(0, 0x1000, even('1.2.3.4.5', '\0')), moved ? implicit(0, 0x1030, ae('WS_RAD1')) : []));

const LONG = new Set(['OB', 'OW', 'SQ', 'UN', 'UT']);
type Encoding = 'explicit' | 'implicit' | 'big';
const element = (encoding: Encoding, tag: number, vr: string, value: Uint8Array | string, undefinedLength = false): Uint8Array => {
  const body = concat(value), length = undefinedLength ? 0xffffffff : body.length;
  if (encoding === 'implicit') return concat(le16(tag >>> 16), le16(tag & 0xffff), le32(length), body);
  const u16 = encoding === 'big' ? be16 : le16, u32 = encoding === 'big' ? be32 : le32;
  return concat(u16(tag >>> 16), u16(tag & 0xffff), vr, LONG.has(vr) ? concat([0, 0], u32(length)) : u16(body.length), body);
};
const delimiter = (encoding: Encoding, low: number, length = 0) => concat((encoding === 'big' ? be16 : le16)(0xfffe), (encoding === 'big' ? be16 : le16)(low), (encoding === 'big' ? be32 : le32)(length));

/** An object with a patient, nested sequences of both kinds, private data, and an unread tail. */
function dataSet(encoding: Encoding, { station = 'CT01', pixels = 64 } = {}): Uint8Array {
  const of = (tag: number, vr: string, value: string | Uint8Array, undefinedLength = false) => element(encoding, tag, vr, value, undefinedLength);
  const nested = concat(delimiter(encoding, 0xe000, 0xffffffff), of(0x00081150, 'UI', even(CT, '\0')), of(0x00080070, 'LO', 'NOT THIS'),
    of(0x00081199, 'SQ', concat(delimiter(encoding, 0xe000, 0xffffffff), of(0x00100010, 'PN', 'INNER^PATIENT '), delimiter(encoding, 0xe00d), delimiter(encoding, 0xe0dd)), true),
    delimiter(encoding, 0xe00d), delimiter(encoding, 0xe0dd));
  const unknown = concat(delimiter('implicit', 0xe000, 0xffffffff), element('implicit', 0x00080070, 'LO', 'NOR THIS'), delimiter('implicit', 0xe00d), delimiter('implicit', 0xe0dd));
  return concat(
    of(0x00080005, 'CS', 'ISO_IR 100'), of(0x00080016, 'UI', even(CT, '\0')), of(0x00080050, 'SH', 'A000001 '), of(0x00080060, 'CS', 'CT'), of(0x00080070, 'LO', 'Labmade Im\xe1ging'),
    of(0x00080080, 'LO', 'Lab Hospital'), of(0x00080090, 'PN', 'REFERRER^DOC'), of(0x00081010, 'SH', even(station)), of(0x00081032, 'SQ', concat(delimiter(encoding, 0xe000, 8), of(0x00080100, 'SH', '')), false),
    of(0x00081090, 'LO', 'Tomo 16 '), of(0x00081140, 'SQ', nested, true), ...(encoding === 'explicit' ? [of(0x00091001, 'UN', unknown, true)] : []),
    of(0x00100010, 'PN', 'PLANTED^PATIENT '), of(0x00100020, 'LO', 'PID7781 '), of(0x00181000, 'LO', 'SN000001'), of(0x00181020, 'LO', '4.2.1\\B7 '),
    of(0x00181030, 'LO', 'PLANTED PROTOCOL'), of(0x7fe00010, 'OW', new Uint8Array(pixels)));
}

const EQUIPMENT = {
  kind: 'dicom.equipment', modality: 'CT', manufacturer: 'Labmade Imáging', stationName: 'CT01', model: 'Tomo 16', serial: 'SN000001', softwareVersions: ['4.2.1', 'B7'],
  sopClass: CT, moved: false, fromRequestor: true, others: 0,
};
/** Cuts data into fragments of one PDV and PDU each. */
const fragments = (data: Uint8Array, size: number): Uint8Array => {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < data.length; at += size) parts.push(pdata(pdv(at + size >= data.length ? 2 : 0, data.subarray(at, at + size))));
  return concat(...parts);
};
const storeStream = (encoding: Encoding = 'explicit', options?: { station?: string; pixels?: number }) => concat(pdata(pdv(3, storeRq())), fragments(dataSet(encoding, options), 90));
const SYNTAX = { explicit: EXPLICIT, implicit: IMPLICIT, big: BIG };
const records = (...segments: [0 | 1, Uint8Array][]): WireRecord[] => streamRecords(dicom, segments)[0];
const ofKind = (all: WireRecord[], kind: string) => all.filter((record) => record.kind === kind);

// --- PDUs ---

const NEGOTIATION = { applicationContext: APPLICATION, maxPduLength: 16384, implementationClass: CLASS, implementationVersion: VERSION, roles: [], userIdentity: false };
test.each<[string, [0 | 1, Uint8Array][], object]>([
  ['9.3.2 A-ASSOCIATE-RQ', [[0, request([IMPLICIT, EXPLICIT])]], { kind: 'dicom.associate-request', calledAe: 'PACS1', callingAe: 'CT01', ...NEGOTIATION, contexts: [{ id: 1, abstractSyntax: CT, transferSyntaxes: [IMPLICIT, EXPLICIT], result: null }] }],
  ['9.3.3 A-ASSOCIATE-AC', [[0, request()], [1, accept()]], { kind: 'dicom.associate-accept', calledAe: 'PACS1', callingAe: 'CT01', ...NEGOTIATION, contexts: [{ id: 1, abstractSyntax: CT, transferSyntaxes: [EXPLICIT], result: 0 }] }],
  ['9.3.3.2 a refused context', [[1, associate(2, item(0x21, concat([1, 0, 3, 0], item(0x40, EXPLICIT))))]], { kind: 'dicom.associate-accept', calledAe: 'PACS1', callingAe: 'CT01', ...NEGOTIATION, contexts: [{ id: 1, abstractSyntax: null, transferSyntaxes: [], result: 3 }] }],
  ['9.3.4 A-ASSOCIATE-RJ', [[0, request()], [1, hex('0300 00000004 00010107')]], { kind: 'dicom.associate-reject', calledAe: 'PACS1', callingAe: 'CT01', result: 1, source: 1, reason: 7 }],
  ['9.3.6 A-RELEASE-RQ', [[0, hex('0500 00000004 00000000')]], { kind: 'dicom.release', response: false }],
  ['9.3.7 A-RELEASE-RP', [[1, hex('0600 00000004 00000000')]], { kind: 'dicom.release', response: true }],
  ['9.3.8 A-ABORT', [[1, hex('0700 00000004 00000205')]], { kind: 'dicom.abort', source: 2, reason: 5 }],
  ['PS3.7 E.1-1 C-STORE-RQ', [[0, request()], [0, pdata(pdv(3, storeRq()))]], { kind: 'dicom.command', commandField: 1, sopClass: CT, status: null, moved: false, fromRequestor: true }],
  ['PS3.7 9.1.1.1.8 move originator', [[0, request()], [0, pdata(pdv(3, storeRq(true)))]], { kind: 'dicom.command', commandField: 1, sopClass: CT, status: null, moved: true, fromRequestor: true }],
  ['PS3.7 C-ECHO-RSP, class left out', [[0, request([IMPLICIT], '1.2.840.10008.1.1')], [1, pdata(pdv(3, command(0x8030, null, implicit(0, 0x900, le16(0)))))]], { kind: 'dicom.command', commandField: 0x8030, sopClass: '1.2.840.10008.1.1', status: 0, moved: false, fromRequestor: false }],
])('PS3.8 %s', (_clause, segments, expected) => {
  const [all, weird] = streamRecords(dicom, segments);
  expect(all.at(-1)).toEqual(expected);
  expect(weird).toEqual([]);
});

test('PS3.7 D.3.3.4 role selection is read; D.3.3.7 of user identity only that it is there', () => {
  const more = concat(item(0x54, concat(be16(CT.length), CT, [0, 1])), item(0x58, concat([2, 0], be16(5), 'nurse', be16(6), 'secret')));
  const [record] = records([0, request([EXPLICIT], CT, more)]);
  expect(record).toMatchObject({ roles: [{ sopClass: CT, scu: false, scp: true }], userIdentity: true, implementationVersion: VERSION });
  expect(JSON.stringify(record)).not.toMatch(/nurse|secret/);
});

test('a request with 128 contexts of forty transfer syntaxes needs no 64 KiB buffer', () => {
  const contexts = concat(...Array.from({ length: 128 }, (_, i) => item(0x20, concat([2 * i + 1, 0, 0, 0], item(0x30, CT), ...Array.from({ length: 40 }, () => item(0x40, EXPLICIT))))));
  const whole = associate(1, contexts);
  expect(whole.length).toBeGreaterThan(100_000);
  const segments: [0 | 1, Uint8Array][] = [];
  for (let at = 0; at < whole.length; at += 1460) segments.push([0, whole.subarray(at, at + 1460)]);
  expect(records(...segments)).toMatchObject([{ kind: 'dicom.associate-request', contexts: { length: 128 }, implementationClass: CLASS }]);
});

// --- data sets ---

test.each<Encoding>(['explicit', 'implicit', 'big'])('PS3.5 chapter 7: equipment in %s', (encoding) => {
  const all = records([0, request([SYNTAX[encoding]])], [1, accept(SYNTAX[encoding])], [0, storeStream(encoding)]);
  expect(ofKind(all, 'dicom.equipment')).toEqual([EQUIPMENT]);
  expect(JSON.stringify(all)).not.toMatch(/PLANTED|INNER|REFERRER|PID7781|Hospital|NOT THIS|NOR THIS|1\.2\.3\.4\.5/);
});

test.each<Encoding>(['explicit', 'implicit', 'big'])('begun inside an association: the first element tells %s', (encoding) => {
  expect(ofKind(records([0, storeStream(encoding)]), 'dicom.equipment')).toEqual([{ ...EQUIPMENT, fromRequestor: null }]);
});

test('contexts are the same however the segments are cut, and one object when they are cut alike', () => {
  const proposal = associate(1, concat(...Array.from({ length: 90 }, (_, i) => item(0x20, concat([2 * i + 1, 0, 0, 0], item(0x30, `${CT}.${i % 40}`), item(0x40, EXPLICIT), item(0x40, IMPLICIT))))));
  const answer = associate(2, concat(...Array.from({ length: 90 }, (_, i) => item(0x21, concat([2 * i + 1, 0, i % 3, 0], item(0x40, i % 2 === 0 ? EXPLICIT : IMPLICIT))))));
  const cut = (direction: 0 | 1, data: Uint8Array, size: number): [0 | 1, Uint8Array][] => Array.from({ length: Math.ceil(data.length / size) }, (_, i) => [direction, data.subarray(i * size, (i + 1) * size)]);
  const contexts = (size: number) => records(...cut(0, proposal, size), ...cut(1, answer, size)).map((record) => (record as { contexts?: unknown }).contexts);
  const whole = contexts(1 << 16);
  expect(whole).toMatchObject([{ length: 90, 89: { id: 179, abstractSyntax: `${CT}.9`, transferSyntaxes: [EXPLICIT, IMPLICIT], result: null } }, { length: 90, 3: { id: 7, abstractSyntax: `${CT}.3`, transferSyntaxes: [IMPLICIT], result: 0 } }]);
  for (const size of [1, 100, 1448, 1500, 4096]) expect(contexts(size)).toEqual(whole);
  for (const [index, list] of contexts(1448).entries()) expect(contexts(1448)[index]).toBe(list);
});

test('PS3.5 A.5: a deflated data set is not read', () => {
  const [all, weird] = streamRecords(dicom, [[0, request([DEFLATED])], [1, accept(DEFLATED)], [0, storeStream('explicit')]]);
  expect(ofKind(all, 'dicom.equipment')).toEqual([]);
  expect(weird).toEqual([]);
});

test('only the data set of a C-STORE-RQ is read', () => {
  const find = concat(pdata(pdv(3, command(0x20, '1.2.840.10008.5.1.4.1.2.2.1'))), fragments(dataSet('explicit'), 90));
  expect(records([0, request()], [1, accept()], [0, find]).map((record) => record.kind)).toEqual(['dicom.associate-request', 'dicom.associate-accept', 'dicom.command']);
});

test('a data set that ends early tells what it had', () => {
  const short = concat(element('explicit', 0x00080060, 'CS', 'US'), element('explicit', 0x00080070, 'LO', 'Maker '));
  const all = records([0, request()], [1, accept()], [0, concat(pdata(pdv(3, storeRq()), pdv(2, short)))]);
  expect(ofKind(all, 'dicom.equipment')).toMatchObject([{ modality: 'US', manufacturer: 'Maker', model: null, softwareVersions: [] }]);
});

test('an impossible encoding is given up, what was read before is told', () => {
  const broken = concat(element('explicit', 0x00080060, 'CS', 'US'), [0x08, 0, 0x70, 0, 1, 2, 4, 0], 'ABCD', dataSet('explicit'));
  const [all, weird] = streamRecords(dicom, [[0, request()], [1, accept()], [0, concat(pdata(pdv(3, storeRq()), pdv(2, broken)), hex('0500 00000004 00000000'))]]);
  expect(ofKind(all, 'dicom.equipment')).toMatchObject([{ modality: 'US', manufacturer: null }]);
  expect(weird).toEqual(['dicom-data-set']);
  expect(all.at(-1)).toEqual({ kind: 'dicom.release', response: false });
});

test('sequences nested without end are given up', () => {
  const open = concat(element('explicit', 0x00081140, 'SQ', '', true), delimiter('explicit', 0xe000, 0xffffffff));
  const [all, weird] = streamRecords(dicom, [[0, request()], [1, accept()], [0, pdata(pdv(3, storeRq()), pdv(2, concat(...Array.from({ length: 400 }, () => open))))]]);
  expect(ofKind(all, 'dicom.equipment')).toEqual([]);
  expect(weird).toEqual(['dicom-data-set']);
});

test('each device is told once; another one counts the ones before', () => {
  const all = records([0, request()], [1, accept()], [0, storeStream()], [0, storeStream()], [0, storeStream('explicit', { station: 'CT02' })], [0, storeStream()]);
  expect(ofKind(all, 'dicom.equipment')).toEqual([EQUIPMENT, { ...EQUIPMENT, stationName: 'CT02', others: 1 }]);
  expect(ofKind(all, 'dicom.command')).toHaveLength(1);
});

// --- laws ---

const SESSION = concat(request(), storeStream(), storeStream('explicit', { station: 'CT02' }), hex('0500 00000004 00000000'));
const session = (parts: Uint8Array[]): [WireRecord[], string[]] => streamRecords(dicom, [...parts.slice(0, 1).map((part): [0, Uint8Array] => [0, part]), ...parts.slice(1).map((part): [0, Uint8Array] => [0, part])]);

test('split at every byte, and byte by byte, gives the same records', () => {
  const whole = session([SESSION]);
  expect(whole[0]).toHaveLength(5);
  for (let cut = 1; cut < SESSION.length; cut++) expect(session([SESSION.subarray(0, cut), SESSION.subarray(cut)])).toEqual(whole);
  expect(session(Array.from(SESSION, (_, at) => SESSION.subarray(at, at + 1)))).toEqual(whole);
});

test('truncated at every byte: a prefix of the records', () => {
  const [whole] = session([SESSION]);
  for (const cut of truncations(SESSION)) {
    const [some] = session([cut]);
    expect(some).toEqual(whole.slice(0, some.length));
  }
});

test('any bytes and any changed byte: no exception, progress, no patient', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), fc.nat(SESSION.length - 1), fc.nat(255), (noise, at, value) => {
    streamRecords(dicom, [[0, noise], [1, noise]]);
    const changed = SESSION.slice();
    changed[at] = value;
    const [all] = session([changed.subarray(0, at), changed.subarray(at)]);
    expect(all.length).toBeLessThan(200);
  }), { numRuns: 3000 });
});

// --- loss and skipping ---

const sinkOf = (all: WireRecord[]): RecordSink => ({ record: (record) => { all.push(record); }, weird: () => undefined });

test('after a gap in the middle of a PDU the next one is found', () => {
  const all: WireRecord[] = [], dissector = dicom.open(104), first = concat(request(), pdata(pdv(3, storeRq())));
  const data = fragments(dataSet('explicit'), 2000), tail = concat(storeStream('explicit', { station: 'CT09' }), hex('0500 00000004 00000000'));
  expect(dissector.read(0, first, 0, first.length, sinkOf(all))).toBe(first.length);
  const used = dissector.read(0, data, 0, 100, sinkOf(all));
  expect(used).toBe(100);
  expect(dissector.gap!(0, 50, sinkOf(all))).toBe(true); // inside the PDU: its rest is skipped by count
  const rest = concat(data.subarray(150), tail);
  let at = 0;
  while (at < rest.length) { const step = dissector.read(0, rest, at, rest.length, sinkOf(all)); if (step <= 0) break; at += step; }
  expect(ofKind(all, 'dicom.equipment')).toMatchObject([{ stationName: 'CT09' }]);
  expect(all.at(-1)).toEqual({ kind: 'dicom.release', response: false });
});

test('after a gap over PDU borders a header is searched', () => {
  const all: WireRecord[] = [], dissector = dicom.open(104), first = request();
  dissector.read(0, first, 0, first.length, sinkOf(all));
  expect(dissector.gap!(0, 100_000, sinkOf(all))).toBe(true);
  const rest = concat(new Uint8Array(777).fill(0x41), storeStream());
  expect(dissector.read(0, rest, 0, rest.length, sinkOf(all))).toBe(rest.length);
  expect(ofKind(all, 'dicom.equipment')).toHaveLength(1);
});

test('any bytes lost anywhere: no exception, no record that was not sent', () => {
  const [whole] = session([SESSION]), sent = whole.map((record) => JSON.stringify({ ...record, fromRequestor: null, others: null }));
  fc.assert(fc.property(fc.nat(SESSION.length - 1), fc.nat(1500), fc.integer({ min: 1, max: 200 }), (from, lost, size) => {
    const all: WireRecord[] = [], dissector = dicom.open(104), sink = sinkOf(all), to = Math.min(SESSION.length, from + lost);
    let at = 0;
    const until = (end: number) => { while (at < end) { const used = dissector.read(0, SESSION, at, Math.min(end, at + size), sink); if (used <= 0) { if (at + size >= end) break; size += 50; continue; } at += used; } };
    until(from);
    if (at < to) {
      dissector.gap!(0, to - Math.max(at, from), sink);
      at = to;
    }
    until(SESSION.length);
    for (const record of all) if (record.kind !== 'dicom.command') expect(sent).toContain(JSON.stringify({ ...record, fromRequestor: null, others: null }));
  }), { numRuns: 2000 });
});

test('100 MB of pixels in 64 KiB segments: next to nothing is looked at', () => {
  const dissector = dicom.open(104), all: WireRecord[] = [], SEGMENT = 65536, PDV = 131_072;
  const head = concat(request(), pdata(pdv(3, storeRq())), pdata(pdv(0, dataSet('explicit', { pixels: 100 }))));
  expect(dissector.read(0, head, 0, head.length, sinkOf(all))).toBe(head.length);
  const chunk = pdata(pdv(0, new Uint8Array(PDV))), total = 800 * chunk.length;
  let looked = 0, calls = 0, position = 0;
  // The engine's part: bytes that were skipped are not offered.
  while (position < total) {
    const offset = position % chunk.length, available = Math.min(SEGMENT, chunk.length - offset);
    const used = dissector.read(0, chunk, offset, offset + available, sinkOf(all));
    expect(used).toBeGreaterThan(0);
    calls++;
    looked += Math.min(used, 12);
    position += used;
  }
  expect(position).toBe(total);
  expect(calls).toBe(800);
  expect(looked).toBe(9600);
  expect(ofKind(all, 'dicom.equipment')).toHaveLength(1);
});

// --- probe ---

test.each<[string, Uint8Array, number, number]>([
  ['a request', request(), 9999, YES],
  ['an accept', accept(), 9999, YES],
  ['a request cut off in its called title', request().subarray(0, 20), 9999, MORE],
  ['a request cut off behind it (snap length 96)', request().subarray(0, 30), 9999, YES],
  ['protocol version 0', Uint8Array.from(request(), (byte, at) => (at === 7 ? 0 : byte)), 104, NO],
  ['a blank called AE title', concat(request().subarray(0, 10), ae(''), request().subarray(26)), 104, NO],
  ['a command set, any port', pdata(pdv(3, storeRq())), 9999, YES],
  ['pixels, usual port', pdata(pdv(0, new Uint8Array(40))), 104, YES],
  ['pixels, any port', pdata(pdv(0, new Uint8Array(40))), 9999, MORE],
  ['two PDUs, any port', concat(pdata(pdv(0, new Uint8Array(40))), pdata(pdv(2, new Uint8Array(40)))), 9999, YES],
  ['a PDV longer than its PDU', hex('0400 00000010 00000020 0102'), 104, NO],
  ['a rejection, usual port', hex('0300 00000004 00010107'), 104, YES],
  ['a rejection, any port', hex('0300 00000004 00010107'), 9999, NO],
  ['TPKT', hex('0300 0016 11e0 0000 0012 00c1 0201 00c2'), 102, NO],
  ['SOCKS5', hex('050100'), 1080, NO],
  ['HTTP', bytesOf('GET / HTTP/1.1\r\n'), 104, NO],
])('probe: %s', (_name, bytes, port, expected) => {
  expect(dicom.probe(0, bytes, 0, bytes.length, port)).toBe(expected);
});

test('probe: random bytes are never DICOM, prefixes of a request never NO', () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), (bytes) => dicom.probe(0, bytes, 0, bytes.length, 9999) !== YES), { numRuns: 5000 });
  for (const cut of truncations(request())) if (cut.length > 0) expect(dicom.probe(0, cut, 0, cut.length, 9999)).not.toBe(NO);
});

test('after 16 MiB without a PDU the conversation is given up', () => {
  const dissector = dicom.open(104), noise = new Uint8Array(1 << 20).fill(0x41), all: WireRecord[] = [];
  let used = 0;
  for (let i = 0; i < 20 && used !== DONE; i++) used = dissector.read(0, noise, 0, noise.length, sinkOf(all));
  expect(used).toBe(DONE);
  expect(all).toEqual([]);
});
