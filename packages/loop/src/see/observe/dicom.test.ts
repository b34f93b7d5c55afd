import type { DicomAssociateAccept, DicomAssociateRequest, DicomCommand, DicomEquipmentRecord } from '@wardkeep/wire/proto/dicom';
import type { DicomContext } from '@wardkeep/wire/proto/dicom-association';
import { expect, test } from 'vitest';
import { dicomObservers } from './dicom.ts';
import { operationOf, roleOfClass, roleOfModality, serviceOf } from './dicom-roles.ts';
import { observeOne, type Said, type Setting } from './testing.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2', STUDY_FIND = '1.2.840.10008.5.1.4.1.2.2.1', STUDY_MOVE = '1.2.840.10008.5.1.4.1.2.2.2', WORKLIST = '1.2.840.10008.5.1.4.31', ECHO = '1.2.840.10008.1.1';
const NEGOTIATION = { calledAe: 'PACS1', callingAe: 'CT01', applicationContext: null, maxPduLength: 16384, implementationClass: '1.2.276.0.7230010.3.0.3.6.7', implementationVersion: 'OFFIS_DCMTK_367', roles: [], userIdentity: false };
const context = (abstractSyntax: string | null, result: number | null, id = 1): DicomContext => ({ id, abstractSyntax, transferSyntaxes: [], result });
const command = (fields: Partial<DicomCommand>): DicomCommand => ({ kind: 'dicom.command', commandField: 1, sopClass: CT, status: null, moved: false, fromRequestor: true, ...fields });
const equipment = (fields: Partial<DicomEquipmentRecord> = {}): DicomEquipmentRecord => ({
  kind: 'dicom.equipment', modality: 'CT', manufacturer: 'Labmade Imaging', stationName: 'CT01', model: 'Tomo 16', serial: 'SN000001', softwareVersions: ['4.2.1', 'B7'],
  sopClass: CT, moved: false, fromRequestor: true, others: 0, ...fields,
});
const toPort: Setting = { serverPort: 4242 }, fromServer: Setting = { serverPort: 4242, direction: 1 };
const roles = (said: Said) => said.claims.filter((claim) => claim.attribute === 'role').map((claim) => `${claim.host} ${claim.value} ${claim.confidence} ${claim.signal}`);

test('a request: the calling title is the client’s, the called one only what it asked for; proposed classes count for nothing', () => {
  const request: DicomAssociateRequest = { kind: 'dicom.associate-request', ...NEGOTIATION, contexts: [context(CT, null), context(WORKLIST, null, 3)] };
  const said = observeOne(dicomObservers, request, toPort);
  expect(said.claims).toEqual([{ host: 'client', attribute: 'aeTitle', value: 'CT01', signal: 'dicom.calling-ae', weight: 'strong' }]);
  expect(said.uses).toEqual([{ host: 'client', protocol: 'dicom', server: '10.0.0.2', port: 4242, attributes: { calledAe: ['PACS1'], callingAe: ['CT01'] } }]);
  expect(said.services).toEqual([{ host: 'server', transport: 'tcp', port: 4242, protocol: 'dicom' }]);
  expect(said.signs.map((sign) => sign.signal)).toEqual(['dicom.ae-title', 'dicom.implementation-class', 'dicom.implementation-version']);
});

test('an accept: the called title is the server’s, accepted contexts say what it offers', () => {
  const accept: DicomAssociateAccept = { kind: 'dicom.associate-accept', ...NEGOTIATION, contexts: [context(CT, 0), context(STUDY_FIND, 0, 3), context(WORKLIST, 3, 5), context(null, 0, 7)] };
  const said = observeOne(dicomObservers, accept, fromServer);
  expect(said.claims).toContainEqual({ host: 'server', attribute: 'aeTitle', value: 'PACS1', signal: 'dicom.called-ae', weight: 'strong' });
  expect(roles(said)).toEqual(['server pacs 30 dicom.scp-storage', 'server pacs 80 dicom.scp-query']);
  expect(said.services).toEqual([{ host: 'server', transport: 'tcp', port: 4242, protocol: 'dicom', state: 'answered', attributes: { aeTitles: ['PACS1'], sopClasses: [CT, STUDY_FIND] } }]);
});

test('a rejection with "called AE title not recognized": the title is not the server’s', () => {
  const said = observeOne(dicomObservers, { kind: 'dicom.associate-reject', calledAe: 'WRONG', callingAe: 'CT01', result: 1, source: 1, reason: 7 }, fromServer);
  expect(said.claims).toEqual([]);
  expect(said.services).toEqual([{ host: 'server', transport: 'tcp', port: 4242, protocol: 'dicom', state: 'answered', attributes: { rejectedCalledAe: ['WRONG'], rejectSource: 1, rejectReason: 7 } }]);
});

test.each<[string, DicomCommand, Setting, string[]]>([
  ['worklist answered', command({ commandField: 0x8020, sopClass: WORKLIST, status: 0, fromRequestor: false }), fromServer, ['server ris 90 dicom.scp-worklist']],
  ['query answered', command({ commandField: 0x8020, sopClass: STUDY_FIND, status: 0xff00, fromRequestor: false }), fromServer, ['server pacs 85 dicom.scp-query']],
  ['query refused: no such class', command({ commandField: 0x8020, sopClass: STUDY_FIND, status: 0x0122, fromRequestor: false }), fromServer, []],
  ['store answered', command({ commandField: 0x8001, status: 0, fromRequestor: false }), fromServer, ['server pacs 35 dicom.scp-storage']],
  ['query asked', command({ commandField: 0x20, sopClass: STUDY_FIND }), toPort, ['client workstation 65 dicom.scu-query']],
  ['retrieval asked', command({ commandField: 0x21, sopClass: STUDY_MOVE }), toPort, ['client workstation 65 dicom.scu-query']],
  ['worklist asked', command({ commandField: 0x20, sopClass: WORKLIST }), toPort, []],
  ['echo', command({ commandField: 0x30, sopClass: ECHO }), toPort, []],
  ['an image stored', command({}), toPort, ['client ct 80 dicom.sop-class']],
  ['secondary capture stored', command({ sopClass: '1.2.840.10008.5.1.4.1.1.7' }), toPort, []],
  ['an image stored for somebody’s C-MOVE', command({ moved: true }), toPort, ['client pacs 85 dicom.move-suboperation']],
  ['an image stored by the acceptor (C-GET)', command({ fromRequestor: false }), fromServer, []],
])('role: %s', (_name, record, setting, expected) => {
  expect(roles(observeOne(dicomObservers, record, setting))).toEqual(expected);
});

test('operations and classes go to the use and the service', () => {
  expect(observeOne(dicomObservers, command({}), toPort).uses[0]?.attributes).toEqual({ operations: ['store'], sopClasses: [CT] });
  expect(observeOne(dicomObservers, command({ moved: true }), toPort).uses[0]?.attributes).toEqual({ operations: ['store'], forwards: true, sopClasses: [CT] });
  expect(observeOne(dicomObservers, command({ commandField: 0x8020, sopClass: WORKLIST, status: 0, fromRequestor: false }), fromServer).services).toMatchObject([{ host: 'server', state: 'answered', attributes: { operations: ['worklist'] } }]);
});

test('the part in the association counts, not who seemed to open the connection', () => {
  const said = observeOne(dicomObservers, command({ commandField: 0x8020, sopClass: WORKLIST, status: 0, fromRequestor: false }), { serverPort: 50000, clientPort: 4006, direction: 0 });
  expect(said.services).toMatchObject([{ host: 'client', port: 4006 }]);
});

test('the data set names the device that sends its own images', () => {
  const said = observeOne(dicomObservers, equipment(), toPort), strong = { host: 'client', weight: 'strong', confidence: 92 };
  expect(said.claims).toEqual([
    { ...strong, attribute: 'role', value: 'ct', signal: 'dicom.modality' }, { ...strong, attribute: 'vendor', value: 'Labmade Imaging', signal: 'dicom.manufacturer' },
    { ...strong, attribute: 'model', value: 'Tomo 16', signal: 'dicom.model' }, { ...strong, attribute: 'serial', value: 'SN000001', signal: 'dicom.device-serial' },
    { ...strong, attribute: 'version', value: '4.2.1', signal: 'dicom.software-versions' }, { host: 'client', attribute: 'hostname', value: 'CT01', signal: 'dicom.station-name', weight: 'medium', confidence: 60 },
  ]);
  expect(said.uses[0]?.attributes).toEqual({ modalities: ['CT'], stations: ['CT01'] });
});

test.each([['with a move originator', { moved: true }], ['by the acceptor', { fromRequestor: false }], ['of one device among several', { others: 1 }]])('forwarded %s: no role, serial number or host name, and hardly a maker', (_name, fields) => {
  const said = observeOne(dicomObservers, equipment(fields), toPort);
  expect(said.claims.map((claim) => [claim.attribute, claim.signal, claim.weight])).toEqual([['vendor', 'dicom.forwarded-manufacturer', 'weak'], ['model', 'dicom.forwarded-model', 'weak']]);
  expect(said.claims.every((claim) => (claim.confidence ?? 100) <= 20)).toBe(true);
  expect(said.signs).toEqual([]);
});

test('fillers are no serial number and no name; a report is a weaker sign than an image', () => {
  const said = observeOne(dicomObservers, equipment({ modality: 'SR', serial: '-0000', stationName: '000000000' }), toPort);
  expect(said.claims.map((claim) => [claim.attribute, claim.weight, claim.confidence])).toEqual([['vendor', 'medium', 60], ['model', 'medium', 60], ['version', 'medium', 60]]);
});

test.each([[CT, 'ct'], ['1.2.840.10008.5.1.4.1.1.128', 'nuclear'], ['1.2.840.10008.5.1.4.1.1.481.5', 'radiotherapy'], ['1.2.840.10008.5.1.4.1.1.1.2', 'mammography'], ['1.2.840.10008.5.1.4.1.1.9.1.1', 'ecg'], ['1.2.840.10008.5.1.4.1.1.7', null], ['1.2.840.10008.5.1.4.1.1.88.33', null]])('class %s → %s', (uid, role) => {
  expect(roleOfClass(uid)).toBe(role);
});

test.each([['CT', 'ct'], ['US', 'ultrasound'], ['RTPLAN', 'radiotherapy'], ['PT', 'nuclear'], ['SR', null], ['OT', null]])('modality %s → %s', (code, role) => {
  expect(roleOfModality(code)).toBe(role);
});

test.each([[0x8020, WORKLIST, 'worklist'], [0x0020, STUDY_FIND, 'find'], [0x0140, '1.2.840.10008.3.1.2.3.3', 'mpps'], [0x0130, '1.2.840.10008.1.20.1', 'commit'], [0x0140, '1.2.840.10008.5.1.1.9', 'print'], [0x0fff, null, null]])('command %i on %s is %s', (field, uid, operation) => {
  expect(operationOf(field, uid)).toBe(operation);
});

test('what a presentation context is for', () => {
  expect([ECHO, CT, STUDY_FIND, STUDY_MOVE, '1.2.840.10008.5.1.4.1.2.1.3', '1.2.3'].map(serviceOf)).toEqual(['echo', 'store', 'find', 'move', 'get', null]);
});
