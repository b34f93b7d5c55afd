import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MORE, NO, YES } from '../record.ts';
import { bytesOf, streamRecords, truncations } from '../testing.ts';
import { poct1a } from './poct1a.ts';

const HELLO = '<?xml version="1.0" encoding="UTF-8"?>\r\n<HEL.R01><HDR><HDR.control_id V="1"/><HDR.version_id V="POCT1"/></HDR><DEV><DEV.device_id V="00:06:66:00:22:A1"/>'
  + '<DEV.vendor_id V="KLD"/><DEV.model_id V="Gluco &amp; Go"/><DEV.serial_id V = \'SN-77\' /><DEV.sw_version V="02.03.01"/><DEV.device_name V="Nurse Planted"/>'
  + '<DCP><DCP.application_timeout V="100"/></DCP></DEV></HEL.R01>';
const RESULT = '<OBS.R01><HDR><HDR.control_id V="2"/></HDR><PT><PT.patient_id V="PLANTED7781"/><OBS><OBS.value V="5.4"/></OBS></PT><OPR><OPR.operator_id V="PLANTEDNURSE"/></OPR></OBS.R01>';
const RECORD = { kind: 'poct1a.hello', deviceId: '00:06:66:00:22:A1', vendor: 'KLD', model: 'Gluco & Go', serial: 'SN-77', softwareVersion: '02.03.01' };

test('HEL.R01 tells the device; results and operators are not read', () => {
  const [records] = streamRecords(poct1a, [[0, HELLO + RESULT + RESULT], [1, '<ACK.R01><ACK.type_cd V="AA"/></ACK.R01>']]);
  expect(records).toEqual([RECORD, { kind: 'poct1a.message', name: 'OBS.R01' }, { kind: 'poct1a.message', name: 'ACK.R01' }]);
  expect(JSON.stringify(records)).not.toMatch(/planted|5\.4/i);
});

test('the capability object (DCP) and the maker’s name are read where the device object is not there', () => {
  const text = '<HEL.R01><DCP><DCP.device_id V="D1"/><DCP.vendor_id V="QD"/><DCP.manufacturer_name V="Quidemo"/></DCP></HEL.R01>';
  expect(streamRecords(poct1a, [[0, text]])[0]).toEqual([{ kind: 'poct1a.hello', deviceId: 'D1', vendor: 'Quidemo', model: null, serial: null, softwareVersion: null }]);
});

test('a hello without end is read up to its limit', () => {
  const text = HELLO.replace('</HEL.R01>', '') + '<DSC.topics_supported_cd V="x"/>'.repeat(1000);
  expect(streamRecords(poct1a, [[0, text]])[0]).toMatchObject([{ serial: 'SN-77' }]);
});

test('split at every byte gives the same records; truncated gives a prefix', () => {
  const text = HELLO + RESULT, whole = streamRecords(poct1a, [[0, text]]);
  for (let cut = 1; cut < text.length; cut++) expect(streamRecords(poct1a, [[0, text.slice(0, cut)], [0, text.slice(cut)]])).toEqual(whole);
  for (const cut of truncations(text)) { const [some] = streamRecords(poct1a, [[0, cut]]); expect(some).toEqual(whole[0].slice(0, some.length)); }
});

test.each<[string, string, number]>([
  ['a hello', HELLO, YES], ['its declaration only', HELLO.slice(0, 30), MORE], ['part of the root', HELLO.slice(0, 44), MORE], ['an answer', '<ACK.R01>', YES], ['byte order mark', `\xef\xbb\xbf${HELLO}`, YES],
  ['HTML', '<html><body>', NO], ['HL7 v2 in XML', '<ORU_R01 xmlns="urn:hl7-org:v2xml">', NO], ['XMPP', '<?xml version="1.0"?><stream:stream to="x">', NO], ['HTTP', 'POST / HTTP/1.1', NO], ['a prolog without end', `<?xml ${' '.repeat(600)}`, NO],
])('probe: %s', (_name, text, expected) => {
  const bytes = bytesOf(text);
  expect(poct1a.probe(0, bytes, 0, bytes.length, 1234)).toBe(expected);
});

test('any markup: no exception, bounded', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom('<', '>', '/', '<HEL.R01', '<HEL.R01>', '</HEL.R01>', ' V="', '"', 'DEV.serial_id', '<!--', ']]>', '&#x0;', 'x', '\0'), { maxLength: 80 }), (parts) => {
    expect(streamRecords(poct1a, [[0, parts.join('')]])[0].length).toBeLessThan(100);
  }), { numRuns: 3000 });
});
