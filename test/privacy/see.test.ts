/** Patients, staff and secrets are planted in every protocol (`planted.ts`): no form of them is in anything that `wardkeep see` writes. That there is one is said where promised. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Inventory, InventoryAsset } from '@wardkeep/model/inventory';
import { ROOT } from '../see/captures.ts';
import { host } from './build.ts';
import { formsOf, leaksIn, PLANTED, PLANTED_CAPTURE } from './planted.ts';

const folder = mkdtempSync(join(tmpdir(), 'wardkeep-planted-')), file = join(folder, 'planted.pcap');
writeFileSync(file, PLANTED_CAPTURE);
afterAll(() => { rmSync(folder, { recursive: true }); });

const FORMATS = ['--json', '--ndjson', '--csv', '--cyclonedx', '--table', '--protocols'] as const;

function run(...options: readonly string[]): { stdout: string; stderr: string } {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(ROOT, 'scripts/wardkeep.mjs'), 'see', file, ...options], { encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, TMPDIR: folder } });
  expect(status).toBe(0);
  return { stdout, stderr };
}

const inventory = JSON.parse(run('--json').stdout) as Inventory;
const at = (number: number): InventoryAsset => inventory.assets.find((asset) => asset.ips.includes(host(number).ip))!;

describe('the net is not torn', () => {
  test('what is planted really is in the capture', () => {
    const written = Buffer.from(PLANTED_CAPTURE), all = [written.toString('latin1'), written.toString('utf8')].join('\n').toLowerCase();
    expect(PLANTED.length).toBeGreaterThan(250);
    // Domain names stand as labels.
    const absent = PLANTED.filter(({ text }) => ![...formsOf(text), text.split('.')[0]!].some((form) => all.includes(form.toLowerCase())) && !all.includes(netbios(text)));
    expect(absent).toEqual([]);
  });

  test.each(['plain', 'base64', 'utf16', 'upper', 'hex'])('a leak as %s is found', (form) => {
    const { text } = PLANTED[3]!;
    const leak = form === 'plain' ? text : form === 'upper' ? text.toUpperCase() : form === 'utf16' ? Buffer.from(text, 'utf16le').toString('latin1') : Buffer.from(`ab${text}`).toString(form as 'base64' | 'hex');
    expect(leaksIn(`{"x":"${leak}"}`).map((one) => one.text)).toContain(text);
  });

  test('every protocol of the capture was understood: a leak would have had its chance', () => {
    const { frames, conversations } = JSON.parse(run('--protocols').stdout) as { frames: Record<string, number>; conversations: Record<string, number> };
    expect(Object.keys(conversations)).toEqual(expect.arrayContaining(['dicom', 'hl7', 'http', 'mqtt', 'astm', 'poct1a', 'smb', 'rdp', 'tls', 'ldap', 'smtp', 'pop3', 'imap', 'ftp', 'telnet', 'rtsp', 'postgresql']));
    expect(Object.keys(frames)).toEqual(expect.arrayContaining(['dhcp', 'dns', 'mdns', 'llmnr', 'nbns', 'ssdp', 'ws-discovery', 'snmp', 'sip', 'syslog', 'kerberos', 'radius', 'tftp', 'coap', 'lldp']));
    expect(inventory.warnings.filter((warning) => /truncated|short|length/.test(warning.code))).toEqual([]);
  });
});

/** First-level encoding (RFC 1001, 14.1) of a NetBIOS name. */
const netbios = (text: string): string => [...text].map((character) => String.fromCharCode(0x41 + (character.charCodeAt(0) >> 4), 0x41 + (character.charCodeAt(0) & 15))).join('').toLowerCase();

describe.each(FORMATS)('wardkeep see %s', (format) => {
  test('writes nothing of it, nor does it complain with it', () => {
    const { stdout, stderr } = run(format);
    expect(stdout.length).toBeGreaterThan(100);
    expect(leaksIn(stdout)).toEqual([]);
    expect(leaksIn(stderr)).toEqual([]);
  });
});

test('no file is left behind but the capture itself', () => { expect(readdirSync(folder)).toEqual(['planted.pcap']); });

describe('that there is one is said', () => {
  const attributesOf = (number: number, protocol: string) => [...at(number).clientOf, ...at(number).services].filter((one) => one.protocol === protocol).map((one) => one.attributes);

  test('MQTT: credentials in clear text', () => { expect(attributesOf(0x140, 'mqtt')).toContainEqual(expect.objectContaining({ cleartextCredentials: true })); });
  test('HTTP: credentials in clear text, at the client and at the server', () => {
    expect(attributesOf(0x231, 'http')).toContainEqual(expect.objectContaining({ cleartextCredentials: true }));
    expect(attributesOf(0x232, 'http')).toContainEqual(expect.objectContaining({ cleartextCredentials: true }));
  });
  test('RTSP: credentials in clear text', () => { expect(attributesOf(0x251, 'rtsp')).toContainEqual(expect.objectContaining({ cleartextCredentials: true })); });
  test.each([['DHCP', 0x201, 'dhcp.hostname'], ['mDNS', 0x201, 'mdns.hostname'], ['NetBIOS', 0x201, 'nbns.name'], ['DNS', 0x203, 'dns.address'], ['SNMP', 0x212, 'snmp.sys-name'], ['NTLM', 0x221, 'ntlm.computer'], ['TLS', 0x262, 'tls.sni'], ['DICOM', 0x101, 'dicom.station-name']])('%s: a name of a person', (_protocol, number, signal) => {
    expect(at(number).hostnames).not.toContain('*');
    expect(at(number).evidence).toContainEqual(expect.objectContaining({ attribute: 'hostname', value: '*', signal }));
  });
  test('RDP: a cookie', () => { expect(attributesOf(0x221, 'rdp')).toContainEqual(expect.objectContaining({ cookie: true })); });
});

describe('what is there to be known is known all the same', () => {
  test('AE titles, which the site chose', () => { expect(at(0x102).aeTitles).toEqual(['PLANTPACS']); });
  test('the modality, from the data set with the patient in it', () => { expect(at(0x101)).toMatchObject({ role: 'ct', vendor: 'Labmade', model: 'Planted 9', version: '9.1' }); });
  test('HL7 applications and message types', () => { expect(at(0x110).clientOf[0]).toMatchObject({ protocol: 'hl7', attributes: { messageTypes: ['ADT^A01', 'ORU^R01'] } }); expect(JSON.stringify(at(0x110))).toContain('PLANTHIS|WARD'); });
  test('the FHIR server, with resource types only', () => { expect(at(0x121)).toMatchObject({ role: 'fhir-server', services: [{ application: 'fhir' }] }); expect(at(0x120).clientOf[0]?.attributes.resources).toEqual(['Observation', 'Patient']); });
  test('the point-of-care device', () => { expect(at(0x152)).toMatchObject({ role: 'point-of-care', vendor: 'PlantPoint', model: 'POC 5', serial: 'POC55123', version: '5.0' }); });
  test('the SDC device and its place', () => { expect(at(0x160)).toMatchObject({ vendor: 'PlantMed', model: 'Bedside' }); expect(JSON.stringify(at(0x160))).toContain('PLANT/ICU/4'); });
  test('the analyser', () => { expect(at(0x150)).toMatchObject({ role: 'analyser', product: 'PlantChem' }); });
});
