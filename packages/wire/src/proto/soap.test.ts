import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, truncations } from '../testing.ts';
import { parseDpws } from './soap.ts';

const METADATA = `<?xml version='1.0' encoding='UTF-8'?>
<s12:Envelope xmlns:s12="http://www.w3.org/2003/05/soap-envelope" xmlns:dpws="http://docs.oasis-open.org/ws-dd/ns/dpws/2009/01"><s12:Body><mex:Metadata>
<mex:MetadataSection Dialect="…/ThisModel"><dpws:ThisModel><dpws:Manufacturer xml:lang="en">Kelda &amp; Sons</dpws:Manufacturer><dpws:Manufacturer xml:lang="de">Anders</dpws:Manufacturer>
<dpws:ManufacturerUrl>http://kelda.example</dpws:ManufacturerUrl><dpws:ModelName><![CDATA[Cruce <2>]]></dpws:ModelName><dpws:ModelNumber>1.0</dpws:ModelNumber></dpws:ThisModel></mex:MetadataSection>
<mex:MetadataSection><dpws:ThisDevice><dpws:FriendlyName>Cruce bed side</dpws:FriendlyName><dpws:FirmwareVersion>12.4</dpws:FirmwareVersion><dpws:SerialNumber>12345</dpws:SerialNumber></dpws:ThisDevice></mex:MetadataSection>
<pm:Patient><pm:Manufacturer>Planted</pm:Manufacturer><pm:SerialNumber>Planted</pm:SerialNumber></pm:Patient></mex:Metadata></s12:Body></s12:Envelope>`;
const parse = (text: string | Uint8Array) => { const bytes = bytesOf(text); return parseDpws(bytes, 0, bytes.length); };

test('DPWS 1.1, 5.1 and 5.2: ThisModel and ThisDevice, nothing outside them', () => {
  expect(parse(METADATA)).toEqual({ manufacturer: 'Kelda & Sons', modelName: 'Cruce <2>', modelNumber: '1.0', friendlyName: 'Cruce bed side', firmwareVersion: '12.4', serialNumber: '12345' });
});

test('another body has none', () => {
  expect(parse('<s12:Envelope><s12:Body><msg:GetMdibResponse><pm:Givenname>Planted</pm:Givenname></msg:GetMdibResponse></s12:Body></s12:Envelope>')).toBeNull();
  expect(parse('{"resourceType":"Patient"}')).toBeNull();
});

test('truncated at every byte and any markup: no exception, never more than the six fields', () => {
  for (const cut of truncations(bytesOf(METADATA))) { const found = parse(cut); if (found) expect(Object.keys(found)).toHaveLength(6); }
  fc.assert(fc.property(fc.array(fc.constantFrom('<', '>', '/', '<ThisModel>', '</ThisModel>', '<Manufacturer', '"', '=', '<!--', '<![CDATA[', '&#1114112;', '&amp', 'x', '<__proto__>', '<constructor>'), { maxLength: 80 }), (parts) => { parse(parts.join('')); }), { numRuns: 3000 });
});

test('comments, tags and attributes without end cost linear time', () => {
  for (const unit of ['<!--', '<a ', '<a b="', '<![CDATA[', '&amp', '<a b=c ']) {
    const bytes = bytesOf(unit.repeat(20_000)), before = performance.now();
    parseDpws(bytes, 0, bytes.length);
    expect(performance.now() - before).toBeLessThan(500);
  }
});
