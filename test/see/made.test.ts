/**
 * Every fact of `fixtures/captures/made/TRUTH.tsv` that an observer can see is found; those that cannot be seen are listed with the reason.
 * All parties of these captures share 127.0.0.1, so roles mix: what is asserted is services, uses, software and identity.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InventoryAsset } from '@wardkeep/model/inventory';
import type { ResolvedAsset } from '@wardkeep/model';
import { describe, expect, test } from 'vitest';
import { CAPTURES, capturesIn, discovery, inventoryOf } from './captures.ts';

interface Seen { readonly asset: InventoryAsset; readonly resolved: ResolvedAsset; readonly text: string }
type Fact = readonly [fact: string, holds: (seen: Seen) => void];

const listed = (value: unknown): readonly string[] => (Array.isArray(value) ? value as string[] : []);
const service = ({ asset }: Seen, port: number) => asset.services.find((one) => one.port === port);
const use = ({ asset }: Seen, protocol: string, port: number) => asset.clientOf.find((one) => one.protocol === protocol && one.port === port);
const software = ({ asset }: Seen, name: string) => asset.software.find((one) => one.name === name)?.version;
const answered = (port: number, protocol: string, application: string | null = null) => (seen: Seen) => { expect(service(seen, port)).toMatchObject({ protocol, application, state: 'answered' }); };
const attribute = (name: keyof InventoryAsset, value: string) => (seen: Seen) => { expect(seen.asset[name]).toBe(value); };
const titles = (...names: string[]) => (seen: Seen) => { expect(seen.asset.aeTitles).toEqual(expect.arrayContaining(names)); };
const uses = (protocol: string, port: number, name: string, ...values: string[]) => (seen: Seen) => { expect(listed(use(seen, protocol, port)?.attributes[name])).toEqual(expect.arrayContaining(values)); };
const offers = (port: number, name: string, ...values: string[]) => (seen: Seen) => { expect(listed(service(seen, port)?.attributes[name])).toEqual(expect.arrayContaining(values)); };
const runs = (name: string, version: string | null) => (seen: Seen) => { expect(software(seen, name)).toBe(version); };
const evidence = (signal: string, value: string) => (seen: Seen) => { expect(seen.asset.evidence).toContainEqual(expect.objectContaining({ signal, value })); };
const hides = (...words: string[]) => (seen: Seen) => { for (const word of words) expect(seen.text).not.toContain(word); };

const STORAGE = '1.2.840.10008.5.1.4.1.1';

const FACTS: Readonly<Record<string, readonly Fact[]>> = {
  'dicom_echo_store_find_orthanc.pcap': [
    ['a DICOM provider answers on 4242, no usual port', answered(4242, 'dicom')],
    ['its AE title is PACS1', titles('PACS1')],
    ['the callers are MODALITY_CT, MODALITY_MR and WORKSTATION', titles('MODALITY_CT', 'MODALITY_MR', 'WORKSTATION')],
    ['they call PACS1', uses('dicom', 4242, 'calledAe', 'PACS1')],
    ['each caller is told apart', uses('dicom', 4242, 'callingAe', 'MODALITY_CT', 'MODALITY_MR', 'WORKSTATION')],
    ['C-ECHO, C-STORE and C-FIND were asked', uses('dicom', 4242, 'operations', 'echo', 'find', 'store')],
    ['and answered', offers(4242, 'operations', 'echo', 'find', 'store')],
    ['a CT and an MR image were stored', uses('dicom', 4242, 'sopClasses', `${STORAGE}.2`, `${STORAGE}.4`)],
    ['dcmtk 3.6.7', runs('OFFIS DCMTK', '3.6.7')],
    ['whoever answers queries is an archive', (seen) => { expect(seen.asset.role).toBe('pacs'); }],
    ['an archive is not of the make of the images in it', (seen) => { expect([seen.asset.vendor, seen.asset.model, seen.asset.serial]).toEqual([null, null, null]); }],
    ['the makers of the images are kept, dropped with the reason', (seen) => {
      expect(seen.resolved.attributes.find((one) => one.attribute === 'vendor')?.evidence).toContainEqual(expect.objectContaining({ value: 'GE MEDICAL SYSTEMS', dropped: { code: 'evidence.forwarded', params: {} } }));
    }],
  ],
  'dicom_store_dcmtk_storescp_nm_us.pcap': [
    ['a DICOM provider answers on 11112', answered(11112, 'dicom')],
    ['AE titles STORE_SCP and REPORT_WS', titles('STORE_SCP', 'REPORT_WS')],
    ['REPORT_WS calls STORE_SCP', (seen) => { uses('dicom', 11112, 'callingAe', 'REPORT_WS')(seen); uses('dicom', 11112, 'calledAe', 'STORE_SCP')(seen); }],
    ['the association that was aborted after its acceptance counts, too', evidence('dicom.calling-ae', 'REPORT_WS')],
    ['its first frame is the place', (seen) => { expect(seen.asset.evidence.find((one) => one.signal === 'dicom.calling-ae')?.frames[0]).toBe(4); }],
    ['a secondary capture, two structured reports and a radiotherapy plan are stored', uses('dicom', 11112, 'sopClasses', `${STORAGE}.7`, `${STORAGE}.88.11`, `${STORAGE}.88.33`, `${STORAGE}.481.5`)],
    ['of the modalities that the data sets name', uses('dicom', 11112, 'modalities', 'OT', 'SR', 'RTPLAN')],
    ['a C-ECHO at the end', uses('dicom', 11112, 'operations', 'echo', 'store')],
    ['dcmtk 3.6.7', runs('OFFIS DCMTK', '3.6.7')],
  ],
  'dicom_tls_2762.pcap': [
    ['TLS 1.3 on 2762', (seen) => { expect(service(seen, 2762)).toMatchObject({ state: 'answered', tls: { version: 'TLS 1.3', sni: null, certificate: null } }); }],
    ['that it is DICOM is a guess from the port: below 70', (seen) => { expect(seen.resolved.services.find((one) => one.port === 2762)?.confidence).toBeLessThan(70); }],
    ['and the use is encrypted', (seen) => { expect(seen.asset.clientOf[0]).toMatchObject({ port: 2762, attributes: { tls: true } }); }],
  ],
  'hl7_mllp_2575.pcap': [
    ['MLLP on 2575, answered', answered(2575, 'hl7')],
    ['the device gateway MON_GW of ICU-3 sends', uses('hl7', 2575, 'senders', 'MON_GW|ICU-3')],
    ['the senders of the sample messages', uses('hl7', 2575, 'senders', 'system1|W', 'IRIS|SANTER', 'OP|Entero-gastric', 'DIETOOLS|1')],
    ['ADT^A01, ADT^A03, OML^O21, OMD^O03, ORU^R01', uses('hl7', 2575, 'messageTypes', 'ADT^A01', 'ADT^A03', 'OML^O21', 'OMD^O03', 'ORU^R01')],
    ['versions 2.4, 2.5, 2.5.1 and 2.6', uses('hl7', 2575, 'versions', '2.4', '2.5', '2.5.1', '2.6')],
    ['the receivers that acknowledge', offers(2575, 'senders', 'system2|UHN', 'AMB_R|SANTER', 'HIS|HOSP')],
  ],
  'fhir_http_8080.pcap': [
    ['FHIR over HTTP on 8080', answered(8080, 'http', 'fhir')],
    ['FHIR R4', (seen) => { expect(service(seen, 8080)?.attributes.fhirVersion).toBe('4.0.1'); }],
    ['/metadata names the software', (seen) => { expect(service(seen, 8080)?.attributes.software).toBe('EHR 0.00.020.2134'); }],
    ['HAPI FHIR 5.0.2', runs('HAPI FHIR', '5.0.2')],
    ['Jetty 9.4.18', runs('Jetty', '9.4.18')],
    ['resources Device and Patient are asked for', uses('http', 8080, 'resources', 'Device', 'Patient')],
    ['only as types: no id, no query', hides('pump-1', 'name=test', '?name')],
    ['it gives without asking who asks', offers(8080, 'auth', 'none')],
    ['a FHIR server', attribute('role', 'fhir-server')],
  ],
  'mqtt_bedside_vitals_1883.pcap': [
    ['a broker answers on 1883', answered(1883, 'mqtt')],
    ['the client infusion-pump-17', uses('mqtt', 1883, 'clientIds', 'infusion-pump-17')],
    ['publishes ward3/bed2/vitals', uses('mqtt', 1883, 'topics', 'ward3/bed2/vitals')],
    ['somebody subscribes to ward3/+/vitals', uses('mqtt', 1883, 'subscriptions', 'ward3/+/vitals')],
    ['with user and password in clear text', (seen) => { expect(use(seen, 'mqtt', 1883)?.attributes.cleartextCredentials).toBe(true); expect(service(seen, 1883)?.attributes.cleartextCredentials).toBe(true); }],
    ['which are not told', hides('pump123', '"pump"')],
    ['a broker', attribute('role', 'broker')],
  ],
  'snmp_v2c_sysdescr.pcap': [
    ['SNMP on 1161, no usual port', answered(1161, 'snmp')],
    ['version 2c', offers(1161, 'versions', 'v2c')],
    ['a default community is accepted', (seen) => { expect(service(seen, 1161)?.attributes.defaultCommunity).toBe(true); }],
    ['which is not told', hides('public')],
    ['maker Philips', attribute('vendor', 'Philips')],
    ['product IntelliVue Information Center iX', attribute('product', 'IntelliVue Information Center iX')],
    ['version B.02.10', attribute('version', 'B.02.10')],
    ['net-snmp', runs('Net-SNMP', null)],
  ],
  'sdc_wsdiscovery_biceps.pcap': [
    ['WS-Discovery on 3702, by multicast', (seen) => { expect(service(seen, 3702)).toMatchObject({ transport: 'udp', protocol: 'ws-discovery', state: 'announced' }); }],
    ['a DPWS and a medical device', offers(3702, 'types', 'dpws:Device', 'mdpws:MedicalDevice')],
    ['SDC over HTTP on the port that the Hello names', answered(54619, 'http', 'sdc')],
    ['maker Draeger', attribute('vendor', 'Draeger')],
    ['model TestDevice', attribute('model', 'TestDevice')],
    ['firmware Version1', attribute('version', 'Version1')],
    ['serial number 12345', attribute('serial', '12345')],
    ['which many test devices share: it makes no identity', (seen) => { expect(seen.resolved.keys).not.toContain('serial:12345'); }],
    ['location HOSP/CU2/BedSim', evidence('sdc.location', 'HOSP/CU2/BedSim')],
    ['the consumer takes SOAP reports on its own port', (seen) => { expect(service(seen, 40515)).toMatchObject({ protocol: 'http', state: 'answered', attributes: { soap: true } }); }],
    ['subscriptions and GetMdib go to the provider', (seen) => { expect(use(seen, 'http', 54619)).toBeDefined(); }],
    ['the MDIB itself is not read', hides('Mdib', 'PatientContext')],
  ],
};

/** Facts of the truth that no observer can or may see, and why. `proof`: the words that would have to be in the file, or in the output, and are not. */
const NOT_VISIBLE: readonly { readonly file: string; readonly fact: string; readonly why: string; readonly notInFile?: string; readonly notInOutput?: string }[] = [
  { file: 'dicom_echo_store_find_orthanc.pcap', fact: 'Orthanc 1.10.1', why: 'Orthanc associates under the class UID and version name of DCMTK; its own name is nowhere in the file', notInFile: 'Orthanc' },
  { file: 'dicom_store_dcmtk_storescp_nm_us.pcap', fact: 'CR (JPEG)', why: 'its association was aborted before a C-STORE: the file holds four stores, none of them computed radiography', notInOutput: '"CR"' },
  { file: 'dicom_tls_2762.pcap', fact: 'certificate CN=pacs-tls.hospital.test', why: 'TLS 1.3 encrypts the certificate, and the client sent no server name', notInFile: 'pacs-tls' },
  { file: 'hl7_mllp_2575.pcap', fact: 'MDC codes and the device EUI-64 of OBX-18', why: 'OBX holds results and is never read (privacy)', notInOutput: 'MDC_' },
  { file: 'fhir_http_8080.pcap', fact: 'ExampleCorp INF-200 3.1.7', why: 'stands in the body of a Device resource, which is not on the list of bodies that are read', notInOutput: 'INF-200' },
  { file: 'mqtt_bedside_vitals_1883.pcap', fact: 'mosquitto 2.0.11', why: 'nobody asks for $SYS/broker/version in this file', notInFile: '$SYS' },
  { file: 'mqtt_bedside_vitals_1883.pcap', fact: 'INF-200 fw 3.1.7', why: 'stands in a payload, which is never read (privacy)', notInOutput: 'INF-200' },
  { file: 'snmp_v2c_sysdescr.pcap', fact: 'net-snmp version 5.9.3', why: 'only the vendor branch of sysObjectID is in the file', notInFile: '5.9.3' },
  { file: 'sdc_wsdiscovery_biceps.pcap', fact: 'sdc11073 at f376b9f', why: 'neither side names its library', notInFile: 'f376b9f' },
];

async function see(file: string): Promise<Seen> {
  const found = await discovery(`made/${file}`), inventory = inventoryOf(found);
  expect(found.assets).toHaveLength(1);
  return { asset: inventory.assets[0]!, resolved: found.assets[0]!, text: JSON.stringify(inventory) };
}

const truth = readFileSync(join(CAPTURES, 'made/TRUTH.tsv'), 'utf8').trim().split('\n').slice(1).map((line) => line.split('\t') as [string, string, string, string]);

test('every file of the truth has its facts here, and its packets are all read', async () => {
  expect(Object.keys(FACTS).sort()).toEqual(truth.map(([file]) => file).sort());
  expect(capturesIn('made').map((name) => name.slice('made/'.length))).toEqual(Object.keys(FACTS).sort());
  for (const [file, , packets] of truth) expect((await discovery(`made/${file}`)).captures[0]).toMatchObject({ name: file, frames: Number(packets) });
});

describe.each(Object.entries(FACTS))('%s', (file, facts) => {
  test.each(facts)('%s', async (_fact, holds) => { holds(await see(file)); });
});

test.each(NOT_VISIBLE)('$file: $fact is not visible: $why', async ({ file, notInFile, notInOutput }) => {
  if (notInFile !== undefined) expect(readFileSync(join(CAPTURES, 'made', file)).includes(notInFile)).toBe(false);
  if (notInOutput !== undefined) expect((await see(file)).text).not.toContain(notInOutput);
});
