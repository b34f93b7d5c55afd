/** Patients and staff in the medical protocols: DICOM, HL7 v2, FHIR, DICOMweb, MQTT, ASTM, POCT1-A, SDC. */
import { base64, be16, be32, type Bytes, type CaptureBuilder, group, host, join, le16, le32, type Turn, utf16le, utf8 } from './build.ts';
import { plant } from './plant.ts';

export function plantMedical(capture: CaptureBuilder): void {
  plantDicom(capture);
  plantHl7(capture);
  plantFhir(capture);
  plantDicomWeb(capture);
  plantMqtt(capture);
  plantAnalysers(capture);
  plantSdc(capture);
}

// ---- DICOM: PS3.5 (data sets), PS3.7 (commands), PS3.8 (PDUs)

const IMPLICIT = '1.2.840.10008.1.2', EXPLICIT = '1.2.840.10008.1.2.1', BIG = '1.2.840.10008.1.2.2', DEFLATED = '1.2.840.10008.1.2.1.99', JPEG = '1.2.840.10008.1.2.4.50';
const CT = '1.2.840.10008.5.1.4.1.1.2', STUDY_FIND = '1.2.840.10008.5.1.4.1.2.2.1';
const LONG_VRS = new Set(['OB', 'OW', 'SQ', 'UN', 'UT']);

const even = (value: string, pad = ' '): string => (value.length % 2 === 1 ? value + pad : value);
const pdu = (type: number, body: Uint8Array): Uint8Array => join([type, 0], be32(body.length), body);
const item = (type: number, body: Bytes): Uint8Array => join([type, 0], be16(body.length), body);
const pdata = (control: number, data: Uint8Array): Uint8Array => pdu(4, join(be32(data.length + 2), [1, control], data));
const implicit = (tag: number, value: Bytes | readonly number[]): Uint8Array => { const body = join(value); return join(le16(tag >>> 16), le16(tag & 0xffff), le32(body.length), body); };

function associate(type: 1 | 2, transferSyntax: string, sopClass: string, identity: Uint8Array): Uint8Array {
  const context = type === 1 ? item(0x20, join([1, 0, 0, 0], item(0x30, sopClass), item(0x40, transferSyntax))) : item(0x21, join([1, 0, 0, 0], item(0x40, transferSyntax)));
  return pdu(type, join(be16(1), [0, 0], 'PLANTPACS'.padEnd(16), 'PLANTCT'.padEnd(16), new Uint8Array(32), item(0x10, '1.2.840.10008.3.1.1.1'), context,
    item(0x50, join(item(0x51, join(be32(16384))), item(0x52, '1.2.276.0.7230010.3.0.3.6.7'), identity, item(0x55, 'OFFIS_DCMTK_367')))));
}

function command(field: number, sopClass: string, instance: string, more: Uint8Array = new Uint8Array(0)): Uint8Array {
  const body = join(implicit(0x00000002, even(sopClass, '\0')), implicit(0x00000100, le16(field)), implicit(0x00000110, le16(1)), more, implicit(0x00000800, le16(field & 0x8000 ? 0x0101 : 1)),
    (field & 0x8000) !== 0 ? implicit(0x00000900, le16(0)) : new Uint8Array(0), instance === '' ? new Uint8Array(0) : implicit(0x00001000, even(instance, '\0')));
  return pdata(3, join(implicit(0, le32(body.length)), body));
}

/** A data set with people in every element that has them, also nested, private, and of unknown length. */
function dataSet(transferSyntax: string, mark: string): Uint8Array {
  const big = transferSyntax === BIG, isImplicit = transferSyntax === IMPLICIT, u16 = big ? be16 : le16, u32 = big ? be32 : le32;
  const element = (tag: number, vr: string, value: Bytes, undefinedLength = false): Uint8Array => {
    const body = join(typeof value === 'string' ? even(value) : value), length = undefinedLength ? 0xffffffff : body.length, head = join(u16(tag >>> 16), u16(tag & 0xffff));
    return join(head, isImplicit ? u32(length) : join(vr, LONG_VRS.has(vr) ? join([0, 0], u32(length)) : u16(body.length)), body);
  };
  const p = (field: string, text: string) => plant(`DICOM ${mark} ${field}`, text);
  const delimiter = (low: number, length: number) => join(u16(0xfffe), u16(low), u32(length));
  const nested = join(delimiter(0xe000, 0xffffffff), element(0x00081110, 'LO', p('nested', `${mark}Nestorin`)), element(0x00100010, 'PN', p('nested name', `${mark}Innerfeld^Ida`)), delimiter(0xe00d, 0), delimiter(0xe0dd, 0));
  return join(
    element(0x00080005, 'CS', 'ISO_IR 100'), element(0x00080018, 'UI', even(p('instance', `1.2.3.${mark.length}77001.${mark.charCodeAt(0)}90210`), '\0')),
    element(0x00080050, 'SH', p('accession', `${mark}ACC55`)), element(0x00080060, 'CS', 'CT'), element(0x00080070, 'LO', 'Labmade'), element(0x00080080, 'LO', p('institution', `${mark}Kureliana`)),
    element(0x00080090, 'PN', p('referring physician', `${mark}Referrus^Rolf`)), element(0x00081010, 'SH', p('station named after a person', 'DR-SZABO-CT')), element(0x00081030, 'LO', p('study description', `${mark}Studyella`)),
    element(0x00081048, 'PN', p('physician of record', `${mark}Recordini^Ro`)), element(0x00081050, 'PN', p('performing physician', `${mark}Performa^Pia`)), element(0x00081070, 'PN', p('operator', `${mark}Operatov^Olga`)),
    element(0x00081090, 'LO', 'Planted 9'), element(0x00081199, 'SQ', nested, true), element(0x00090010, 'LO', p('private creator', `${mark}Privatov`)),
    element(0x00100010, 'PN', p('patient name', `${mark}Patientova^Petra`)), element(0x00100020, 'LO', p('patient id', `${mark}PID778812`)), element(0x00100030, 'DA', p('birth date', mark === 'Xa' ? '19520317' : `19${50 + mark.charCodeAt(1) % 40}0421`)),
    element(0x00101000, 'LO', p('other ids', `${mark}OTH4411`)), element(0x00101040, 'LO', p('address', `${mark}Lakestreet 9`)), element(0x00104000, 'LT', p('comments', `${mark}Commentia`)),
    element(0x00181000, 'LO', `SN-${mark}-1`), element(0x00181020, 'LO', '9.1'), element(0x00181030, 'LO', p('protocol name', `${mark}Protocolus`)), element(0x7fe00010, 'OW', p('pixels', `${mark}PixelPatient`).padEnd(3000, '.')),
  );
}

function plantDicom(capture: CaptureBuilder): void {
  const client = host(0x101), server = host(0x102), nothing = new Uint8Array(0);
  const identity = (user: string, secret: string) => item(0x58, join([2, 1], be16(user.length), user, be16(secret.length), secret));
  for (const [mark, transferSyntax] of [['Xa', IMPLICIT], ['Xb', EXPLICIT], ['Xc', BIG], ['Xd', DEFLATED], ['Xe', JPEG]] as const) {
    const who = mark === 'Xa' ? identity(plant('DICOM user identity', 'xidentity.user'), plant('DICOM user password', 'xidentity-Pa55')) : nothing;
    const instance = plant(`DICOM ${mark} affected instance`, `1.2.826.0.1.${mark.charCodeAt(1)}777.20260101`);
    capture.tcp(client, server, 11112, [
      [0, associate(1, transferSyntax, CT, who)], [1, associate(2, transferSyntax, CT, item(0x59, join(be16(9), plant(`DICOM ${mark} identity answer`, `${mark}answer9`).padEnd(9))))],
      [0, join(command(1, CT, instance), pdata(2, dataSet(transferSyntax, mark)))], [1, command(0x8001, CT, instance)], [0, pdu(5, join(be32(0)))], [1, pdu(6, join(be32(0)))],
    ]);
  }
  const identifier = (mark: string) => join(implicit(0x00080052, 'STUDY '), implicit(0x00080090, even(plant(`DICOM ${mark} referring`, `${mark}Doktorandi^Dora`))), implicit(0x00081010, even(plant(`DICOM ${mark} station`, `${mark}STATION7`))),
    implicit(0x00100010, even(plant(`DICOM ${mark} name`, `${mark}Findersen^Finn`))), implicit(0x00100020, even(plant(`DICOM ${mark} id`, `${mark}FID990017`))), implicit(0x00181000, even(plant(`DICOM ${mark} serial`, `${mark}SERIAL77`))));
  capture.tcp(host(0x103), server, 11112, [
    [0, associate(1, IMPLICIT, STUDY_FIND, nothing)], [1, associate(2, IMPLICIT, STUDY_FIND, nothing)], [0, join(command(0x20, STUDY_FIND, ''), pdata(2, identifier('Xf')))],
    [1, join(pdata(3, findResponse(0xff00)), pdata(2, identifier('Xg')))], [1, pdata(3, findResponse(0))],
  ]);
  // Begun in the middle: no association was seen.
  capture.tcp(host(0x104), server, 104, [[0, join(command(1, CT, '1.2.3'), pdata(2, dataSet(EXPLICIT, 'Xh')))]]);
}

function findResponse(status: number): Uint8Array {
  const body = join(implicit(0x00000002, even(STUDY_FIND, '\0')), implicit(0x00000100, le16(0x8020)), implicit(0x00000120, le16(1)), implicit(0x00000800, le16(status === 0 ? 0x0101 : 1)), implicit(0x00000900, le16(status)));
  return join(implicit(0, le32(body.length)), body);
}

// ---- HL7 v2

function hl7Message(mark: string, field = '|', component = '^', ending = '\r', header = ''): string {
  const p = (what: string, text: string) => plant(`HL7 ${mark} ${what}`, `${mark}${text}`), f = field, c = component;
  return [
    header === '' ? `MSH${f}${c}~\\&${f}PLANTHIS${f}WARD${f}LIS${f}LAB${f}202601010101${f}${p('MSH-8 security', 'SecretMsh')}${f}ADT${c}A01${f}1${f}P${f}2.5` : header,
    header === '' ? `EVN${f}A01${f}20260101${f}${f}${f}${p('EVN-5 operator', 'Evnoperator')}${c}Eva` : `PID${f}1${f}${p('PID-2 first', '4455667')}`, `PID${f}1${f}${p('PID-2', '00912345')}${f}${p('PID-3', '7733111')}${c}${c}${c}${p('PID-3 authority', 'HospAuth')}${f}${f}${p('PID-5', 'Kertvari')}${c}${p('PID-5 given', 'Annamari')}${f}${f}19450808${f}F${f}${f}${f}${p('PID-11', 'Villagestreet')} 1`,
    `NK1${f}1${f}${p('NK1-2', 'Kinsmann')}${c}Karl${f}SPO`, `PV1${f}1${f}I${f}${f}${f}${f}${f}${p('PV1-7', 'Attendorf')}${c}Albert`, `ORC${f}NW${f}${p('ORC-2', 'ORDER4431')}${f}${f}${f}${f}${f}${f}${f}${f}${p('ORC-10', 'Entererova')}${c}E`,
    `OBR${f}1${f}${f}${f}GLU${f}${f}${f}${f}${f}${f}${p('OBR-10', 'Collectorsson')}${f}${f}${f}${f}${f}${f}${p('OBR-16', 'Ordererman')}`, `OBX${f}1${f}TX${f}NOTE${f}${f}${p('OBX-5', 'Resultatia')}${f}${f}${f}${f}${f}${f}${f}${f}${f}${f}${f}${p('OBX-16', 'Observander')}`,
    `NTE${f}1${f}${f}${p('NTE-3', 'Notitia')}`, `ZPI${f}${p('Z segment', 'Zsegmentia')}`,
  ].join(ending);
}

const mllp = (text: Bytes): Uint8Array => join([0x0b], text, [0x1c, 0x0d]);

function plantHl7(capture: CaptureBuilder): void {
  const client = host(0x110), server = host(0x111);
  const ack = (mark: string) => mllp(`MSH|^~\\&|LIS|LAB|PLANTHIS|WARD|2026||ACK|1|P|2.5\rMSA|AE|1|${plant(`HL7 ${mark} MSA-3`, `${mark}Ackmessage`)}\rERR|||207|E||||${plant(`HL7 ${mark} ERR-8`, `${mark}Errmessage`)}\r`);
  const turns: Turn[] = [
    [0, mllp(hl7Message('Ha'))], [1, ack('Ha')], [0, mllp(hl7Message('Hb', '#', '@'))], [1, ack('Hb')],
    // Segments that end in something else than a carriage return, and a header that is too short: what follows is no field of MSH.
    [0, mllp(hl7Message('Hc', '|', '^', '\n'))], [0, mllp(hl7Message('Hd', '|', '^', '\x1e', 'MSH|^~\\&|PLANTHIS'))], [0, mllp(hl7Message('He', '|', '^', '\x85', 'MSH|^~\\&|PLANTHIS|WARD'))], [0, mllp(hl7Message('Hf', '|', '^', '\\r', 'MSH|^~\\&|PLANTHIS|WARD|LIS'))],
    [0, mllp(utf8(hl7Message('Hg', '|', '^', '\r').replace('PLANTHIS', 'PLANTHIS')))], [0, mllp(join([0xff, 0xfe], utf16le(hl7Message('Hi'))))],
    // A practice is named after its doctor.
    [0, mllp(`MSH|^~\\&|HIS|${plant('HL7 MSH-4 of a practice', 'DR KOVACS ANNA')}|LIS|${plant('HL7 MSH-6 of a practice', 'Dr. Szabo Istvan rendeloje')}|2026||ORU^R01|1|P|2.3\rPID|1||${plant('HL7 PID-3 again', 'HjPID66123')}\r`)],
    [0, mllp(`BHS|^~\\&|${plant('HL7 BHS-3', 'Hkbatchsender')}|X\rMSH|^~\\&|BATCH|W|LIS|LAB|2026||ORU^R01|1|P|2.5\rPID|||${plant('HL7 batch PID', 'HkPID88123')}\r`)],
  ];
  capture.tcp(client, server, 2575, turns);
  capture.tcp(host(0x112), server, 16001, [[0, mllp(hl7Message('Hl'))], [1, ack('Hl')]]);
  // Begun inside a message.
  capture.tcp(host(0x113), server, 2575, [[0, join(hl7Message('Hm').slice(12), [0x1c, 0x0d], mllp(hl7Message('Hn')))]]);
}

// ---- FHIR and DICOMweb: paths, queries, headers, bodies

const crlf = (...lines: readonly string[]): string => `${lines.join('\r\n')}\r\n\r\n`;
const json = (body: string, type = 'application/fhir+json'): Uint8Array => join(crlf('HTTP/1.1 200 OK', 'Server: PlantFHIR/1.0', `Content-Type: ${type}`, `Content-Length: ${utf8(body).length}`), utf8(body));

function plantFhir(capture: CaptureBuilder): void {
  const p = (what: string, text: string) => plant(`FHIR ${what}`, text);
  const patient = JSON.stringify({ resourceType: 'Patient', id: p('id in a body', 'fhirid-771234'), name: [{ family: p('family name', 'Fhirfamilia'), given: [p('given name', 'Fhirgivena')] }], identifier: [{ value: p('identifier', '771-44-9911') }], telecom: [{ value: p('telephone', '+36-30-5556677') }] });
  const ask = (line: string, ...fields: string[]) => crlf(`${line} HTTP/1.1`, 'Host: fhir.plant.example', 'Accept: application/fhir+json', ...fields);
  capture.tcp(host(0x120), host(0x121), 8080, [
    [0, ask(`GET /fhir/Patient/${p('id in a path', '9988776')}?name=${p('name in a query', 'Querysmithova')}&birthdate=${p('birth date in a query', '1961-07-19')}`, `Authorization: Bearer ${p('bearer token', 'eyJbearerplant.abc')}`, `Cookie: session=${p('cookie', 'cookieplant77')}`)], [1, json(patient)],
    [0, ask(`GET /fhir/Observation/${p('id of an observation', 'obs-kertesz-anna')}/_history/${p('version id', 'histplant3')}#${p('fragment', 'fragmentplant')}`, `Referer: http://x/${p('referer', 'refererplant')}`, `X-Patient: ${p('header of its own', 'xpatientplant')}`, `From: ${p('From', 'nurse.plant@example.org')}`)], [1, json(patient)],
    [0, join(ask(`PUT /fhir/Patient/${p('id to put', 'put-662211')}`, `Content-Type: application/fhir+json`, `Content-Length: ${utf8(patient).length}`), utf8(patient))], [1, json('{}')],
    [0, ask('GET /fhir/metadata')], [1, json(JSON.stringify({
      resourceType: 'CapabilityStatement', publisher: p('publisher', 'Publisherova Pia'), contact: [{ name: p('contact', 'Contactov Kazimir') }], description: p('description', 'Descriptia Dora'), fhirVersion: '4.0.1',
      software: { name: 'PlantFHIR', version: '1.0' }, implementation: { description: p('implementation', 'run by Dr. Kovacs Anna') }, rest: [{ documentation: p('documentation', 'Documentia') }],
    }))],
    [0, ask(`GET /fhir/$export?patient=${p('operation query', 'exportplant5')}`)], [1, join(crlf('HTTP/1.1 404 Not Found', `Location: /fhir/Patient/${p('Location', 'locationplant8')}`, `Set-Cookie: sid=${p('Set-Cookie', 'setcookieplant')}`, 'Content-Type: text/html', 'Content-Length: 60'), `<title>${p('title of an error', 'Titleperson Tina')}</title>`.padEnd(60))],
  ]);
}

function plantDicomWeb(capture: CaptureBuilder): void {
  const p = (what: string, text: string) => plant(`DICOMweb ${what}`, text);
  const ask = (line: string, ...fields: string[]) => crlf(`${line} HTTP/1.1`, 'Host: 10.77.1.49', 'Accept: application/dicom+json', ...fields);
  const found = JSON.stringify([{ '00100010': { vr: 'PN', Value: [{ Alphabetic: p('name in JSON', 'Webfindova^Wanda') }] }, '00100020': { vr: 'LO', Value: [p('id in JSON', 'WEB554433')] } }]);
  capture.tcp(host(0x130), host(0x131), 8042, [
    [0, ask(`GET /dicom-web/studies?PatientName=${p('name', 'Webquery*')}&PatientID=${p('id', 'WQ990123')}&00100030=${p('birth date', '19380912')}`)], [1, json(found, 'application/dicom+json')],
    [0, ask(`GET /dicom-web/studies/${p('study', '1.2.840.99.20260101.5551')}/series/${p('series', '1.2.840.99.8.77')}/metadata`)], [1, json(found, 'application/dicom+json')],
    [0, ask(`GET /wado?requestType=WADO&patientID=${p('WADO id', 'WADO7712')}`)], [1, json('{}', 'application/dicom+json')],
    [0, ask(`POST /tools/find`, 'Content-Type: application/json', 'Content-Length: 42')], [0, `{"Query":{"PatientName":"${p('query body', 'Bodyquery')}"}}`.padEnd(42).slice(0, 42)], [1, json(`{"PatientMainDicomTags":{"PatientName":"${p('answer body', 'Maintagova')}"}}`, 'application/json')],
    [0, ask(`GET /app/explorer.html?${p('explorer query', 'expl-patient-9')}`)], [1, json(`<html><head><title>Orthanc Explorer - ${p('title of a page', 'Kertesz Annamaria')}</title>`, 'text/html')],
  ]);
}

// ---- MQTT 3.1.1 and 5

const mqttText = (text: string): Uint8Array => { const data = utf8(text); return join(be16(data.length), data); };
const mqttPacket = (first: number, body: Uint8Array): Uint8Array => join([first], body.length < 128 ? [body.length] : [(body.length & 127) | 128, body.length >> 7], body);

function plantMqtt(capture: CaptureBuilder): void {
  const p = (what: string, text: string) => plant(`MQTT ${what}`, text);
  const publish = (topic: string, payload: string, level5 = false) => mqttPacket(0x30, join(mqttText(topic), level5 ? [0] : [], payload));
  const connect = (level: 4 | 5, clientId: string, user: string, password: string, willTopic: string, will: string) => mqttPacket(0x10, join(mqttText('MQTT'), [level, 0xc6], be16(60), level === 5 ? [0] : [], mqttText(clientId), level === 5 ? [0] : [], mqttText(willTopic), mqttText(will), mqttText(user), mqttText(password)));
  const broker = host(0x141);
  capture.tcp(host(0x140), broker, 1883, [
    [0, connect(4, p('client id with a patient number', 'monitor-pat-00771234'), p('user', 'mqttuserplant'), p('password', 'mqttPassplant1'), `ward/patient/${p('will topic', 'Willtopicova')}/state`, p('will', 'willpayloadplant'))], [1, Uint8Array.of(0x20, 2, 0, 0)],
    [0, publish(`ward3/patient/${p('topic level behind a word', 'Topicpersonova')}/spo2`, p('payload', '{"patient":"Payloadova"}'))], [0, publish(`hospital/${p('topic with a number', 'bed-8812345')}/hr`, p('payload again', 'Payloadagain'))],
    [0, publish(`vitals/${p('topic with a mail address', 'anna@plant.example')}`, 'x')], [0, publish(`paciente/${p('topic in Spanish', 'Garridova')}`, 'x')], [0, publish(`${p('topic that is a full name', 'kovacs.anna')}/pulse`, 'x')], [0, publish(`room5/${p('topic level with a name', 'Nagy-Istvan')}/pulse`, 'x')],
    [0, mqttPacket(0x82, join([0, 1], mqttText(`patients/${p('subscription', '55129931')}/#`), [0]))], [1, Uint8Array.of(0x90, 3, 0, 1, 0)],
  ]);
  capture.tcp(host(0x142), broker, 1883, [
    [0, connect(5, p('client id with a mail address', 'maria.plant@example.org'), p('user 5', 'mqttuserfive'), p('password 5', 'mqttpassfive'), 'x/y', 'z')], [1, Uint8Array.of(0x20, 3, 0, 0, 0)], [0, publish('wearable/hr', p('payload 5', 'payloadfiveplant'), true)],
  ]);
  capture.tcp(host(0x143), broker, 1883, [[0, connect(4, p('client id of a person', 'Anna-Kovacs-iPhone'), 'u', 'p', 'a/b', 'c')], [1, Uint8Array.of(0x20, 2, 0, 0)]]);
}

// ---- Analysers and point of care

function astmFrame(number: number, text: string): Uint8Array {
  const body = join(String(number), text, '\r', [0x03]), sum = body.reduce((total, byte) => (total + byte) & 255, 0);
  return join([0x02], body, sum.toString(16).toUpperCase().padStart(2, '0'), '\r\n');
}

function plantAnalysers(capture: CaptureBuilder): void {
  const p = (what: string, text: string) => plant(`ASTM ${what}`, text), ack = Uint8Array.of(6);
  capture.tcp(host(0x150), host(0x151), 3001, [
    [0, Uint8Array.of(5)], [1, ack], [0, astmFrame(1, `H|\\^&||${p('H-4 password', 'AstmPass77')}|PlantChem^1.2.3|${p('H-6 address', 'Astmstreet 5')}||${p('H-8 telephone', '555-112-9931')}||LIS|||LIS2-A2|20260101`)], [1, ack],
    [0, astmFrame(2, `P|1|${p('P-3', 'APID1')}|${p('P-4', 'AstmLabId9')}||${p('P-6', 'Astmovic^Adam')}|${p('mother', 'Astmother')}|19490505|M|||||${p('P-14', 'Astmphysician')}`)], [1, ack], [0, astmFrame(3, `O|1|${p('O-3', 'SPEC77123')}||^^^GLU||||||${p('O-11', 'Astmcollect')}||||||${p('O-17', 'Astmorderer')}`)], [1, ack],
    [0, astmFrame(4, `R|1|^^^GLU|${p('R-4', '5.551177')}|mmol|||||||${p('R-11', 'Astmoperator')}`)], [1, ack], [0, astmFrame(5, `C|1||${p('C-4', 'Astmcomment')}`)], [1, ack], [0, astmFrame(6, `Q|1|^${p('Q-3', 'ASTMQ8812')}`)], [1, ack], [0, Uint8Array.of(4)],
  ]);
  const q = (what: string, text: string) => plant(`POCT1-A ${what}`, text), v = (name: string, value: string) => `<${name} V="${value}"/>`;
  capture.tcp(host(0x152), host(0x153), 3002, [
    [0, `<HEL.R01><HDR>${v('HDR.control_id', '1')}</HDR><DEV>${v('DEV.device_id', 'PLANT-1')}${v('DEV.vendor_id', 'PlantPoint')}${v('DEV.model_id', 'POC 5')}${v('DEV.serial_id', 'POC55123')}${v('DEV.sw_version', '5.0')}${v('DEV.device_name', q('device name', 'Nurse Plantina'))}<ACC>${v('ACC.contact', q('contact', 'Poctcontact'))}</ACC></DEV></HEL.R01>`],
    [1, '<ACK.R01><ACK><ACK.type_cd V="AA"/></ACK></ACK.R01>'],
    [0, `<OBS.R01><SVC>${v('SVC.role_cd', 'OBS')}<PT>${v('PT.patient_id', q('patient', 'POCPAT5512'))}${v('PT.name', q('name', 'Poctpatient'))}<OBS>${v('OBS.value', q('value', '7.7712'))}</OBS></PT><OPR>${v('OPR.operator_id', q('operator', 'POCOPER91'))}${v('OPR.name', q('operator name', 'Poctoperator'))}</OPR></SVC></OBS.R01>`],
    [1, `<OPL.R01><OPR>${v('OPR.operator_id', q('operator list', 'OPLIST331'))}${v('OPR.password', q('password', 'oplPassword'))}</OPR></OPL.R01>`],
    [1, `<PTL.R01><PT>${v('PT.patient_id', q('patient list', 'PTLIST552'))}</PT></PTL.R01>`],
  ]);
}

// ---- SDC: WS-Discovery, DPWS, BICEPS

function plantSdc(capture: CaptureBuilder): void {
  const p = (what: string, text: string) => plant(`SDC ${what}`, text), device = host(0x160), consumer = host(0x161);
  const soap = (action: string, body: string) => `<s12:Envelope xmlns:s12="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://www.w3.org/2005/08/addressing" xmlns:wsd="http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01" xmlns:dpws="http://docs.oasis-open.org/ws-dd/ns/dpws/2009/01" xmlns:mdpws="http://standards.ieee.org/downloads/11073/11073-20702-2016"><s12:Header><wsa:Action>${action}</wsa:Action><wsa:MessageID>urn:uuid:1</wsa:MessageID></s12:Header><s12:Body>${body}</s12:Body></s12:Envelope>`;
  capture.udp(device, group('239.255.255.250'), 40001, 3702, soap('http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01/Hello',
    `<wsd:Hello><wsa:EndpointReference><wsa:Address>urn:uuid:2</wsa:Address></wsa:EndpointReference><wsd:Types>dpws:Device mdpws:MedicalDevice</wsd:Types><wsd:Scopes>sdc.ctxt.loc:/sdc.ctxt.loc.detail/x?fac=PLANT&amp;poc=ICU&amp;bed=4 sdc.ctxt.pat:/x/${p('patient scope', 'SdcPat8812')} sdc.ctxt.opr:/x/${p('operator scope', 'SdcOperator')} sdc.ctxt.enc:/x/${p('encounter scope', 'SdcEncount')} ldap:///ou=${p('scope of its own', 'SdcLdapova')}</wsd:Scopes><wsd:XAddrs>http://${device.ip}:6464/${p('path of XAddrs', 'sdcpathplant')}</wsd:XAddrs></wsd:Hello>`));
  const post = (path: string, body: string) => crlf(`POST /${path} HTTP/1.1`, 'Content-Type: application/soap+xml', `Content-Length: ${utf8(body).length}`) + body;
  const answer = (body: string) => crlf('HTTP/1.1 200 OK', 'Content-Type: application/soap+xml', `Content-Length: ${utf8(body).length}`) + body;
  const get = soap('http://schemas.xmlsoap.org/ws/2004/09/transfer/Get', ''), mdib = `<GetMdibResponse><Mdib><MdState><State xsi:type="PatientContextState"><CoreData><Givenname>${p('MDIB given name', 'Mdibgivena')}</Givenname><Familyname>${p('MDIB family name', 'Mdibfamilia')}</Familyname><DateOfBirth>${p('MDIB birth date', '1933-02-11')}</DateOfBirth></CoreData><Identification Extension="${p('MDIB id', 'MDIB66123')}"/></State><State xsi:type="OperatorContextState"><Name>${p('MDIB operator', 'Mdiboperator')}</Name></State></MdState></Mdib></GetMdibResponse>`;
  const metadata = soap('http://schemas.xmlsoap.org/ws/2004/09/transfer/GetResponse', `<dpws:ThisModel><dpws:Manufacturer>PlantMed</dpws:Manufacturer><dpws:ModelName>Bedside</dpws:ModelName></dpws:ThisModel><dpws:ThisDevice><dpws:FriendlyName>${p('friendly name', 'Sister Friendlia')}</dpws:FriendlyName><dpws:SerialNumber>SDC-551</dpws:SerialNumber></dpws:ThisDevice>`);
  capture.tcp(consumer, device, 6464, [[0, post('x', get)], [1, answer(metadata)], [0, post('x/Get', soap('GetMdib', ''))], [1, answer(soap('GetMdibResponse', mdib))], [0, post('x', soap('Report', mdib.replaceAll('GetMdibResponse', 'EpisodicContextReport')))], [1, answer(soap('OK', base64('x')))]]);
}
