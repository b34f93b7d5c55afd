/**
 * Makes `fixtures/example`: the invented region that `npm start` loads. A regional hospital (the lab captures and an equipment list that does not agree with
 * them everywhere) and a social-care home with telecare hubs (a capture built frame by frame, and a list). Seeded: the same files every time.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type Cell, workbookBytes } from '@wardkeep/io/documents/testing';
import { conversation, datagram, ethernet, type Frame, host as hostAt, type Host, ipv4, join, latin, pcap, u16, u32, udp } from '../test/long/frames.ts';

const ROOT = new URL('../fixtures/example/', import.meta.url), LAB = new URL('../fixtures/captures/lab/', import.meta.url);

// ---- The hospital's list: what equipment management believes. One version is older than what the scanner says, one device is not in the capture.

/** [inventory number, kind, maker, model, serial, software, MAC, host name, department, place, end of support] */
type Row = readonly [string, string, string, string, string, string, string, string, string, string, string];
const HOSPITAL: readonly Row[] = [
  ['VH-0101', 'TC', 'Labmade Imaging', 'Tomo 16', 'SN000001', '4.2.0', '44:4b:5d:01:02:21', 'ct-urg-01', 'Imagen de urgencias', 'Urgencias, planta 0, sala 014', '2031-06-30'],
  ['VH-0102', 'Ecógrafo', 'Labmade Ultrasound', 'Sono E5', 'SN000003', '2.0.7', '00:09:5c:0a:0b:22', 'us-er1', 'Imagen de urgencias', 'Urgencias, planta 0, sala 016', '2029-12-31'],
  ['VH-0110', 'PACS', 'Kelda', 'Archive 7', 'KA7-20931', '', '52:54:00:ab:10:10', 'pacs-01', 'Servidores', 'CPD, bastidor 3', '2030-03-31'],
  ['VH-0111', 'Archivo de imágenes', 'Kelda', 'Archive 5', 'KA5-11020', '', '52:54:00:ab:10:11', 'archivo-01', 'Servidores', 'CPD, bastidor 3', '2026-12-31'],
  ['VH-0112', 'Archivo de imágenes', 'Kelda', 'Archive 7', 'KA7-20977', '', '52:54:00:ab:10:12', 'archivo-02', 'Servidores', 'CPD, bastidor 4', '2030-03-31'],
  ['VH-0120', 'Estación de diagnóstico', 'Hewlett Packard', 'Z2 G9', 'CZC2290QXT', '', '3c:52:82:11:22:31', 'ws-rad1', 'Radiología', 'Radiología, planta 1, sala 112', '2028-09-30'],
  ['VH-0140', 'RIS', 'Puentia', 'Radio 4', 'PR4-0081', '', '52:54:00:ab:10:40', 'ris-01', 'Servidores', 'CPD, bastidor 2', '2029-06-30'],
  ['VH-0141', 'Historia clínica', 'Andaluz Sistemas', 'HIS 5', 'AS-5-0007', '5.2', '52:54:00:ab:10:41', 'his-01', 'Servidores', 'CPD, bastidor 2', '2032-01-31'],
  ['VH-0142', 'Analizador', 'Hemora', 'Chem 7000', 'HC7-44120', '', '00:0e:2f:31:41:42', 'analiz-03', 'Laboratorio', 'Laboratorio, planta -1', '2030-05-31'],
  ['VH-0143', 'Motor de integración', 'Puentia', 'Cruce 4', 'PC4-0012', '4.8.2', '52:54:00:ab:10:43', 'motor-hl7', 'Servidores', 'CPD, bastidor 2', '2031-01-31'],
  ['VH-0150', 'Servidor FHIR', 'CareFHIR', 'CareFHIR', '', '0.9.3', '52:54:00:ab:10:50', 'fhir-01', 'Servidores', 'CPD, bastidor 2', ''],
  ['VH-0161', 'Monitor de paciente', 'Sondra', 'Vital 40', 'SV40-70061', 'K.21', '00:09:fb:10:20:61', 'vs-icu-07', 'Cuidados críticos', 'UCI, planta 2, box 7', '2029-10-31'],
  ['VH-0162', 'Bomba de infusión', 'Labmade', 'InfuGate 3', 'LI3-90042', '7.11.0', '00:12:21:30:40:62', 'pump-0042', 'Cuidados críticos', 'UCI, planta 2, box 7', '2030-08-31'],
  ['VH-0163', 'Bomba de infusión', 'Labmade', 'InfuGate 3', 'LI3-90043', '7.12.0', '00:12:21:30:40:63', 'pump-0043', 'Cuidados críticos', 'UCI, planta 2, box 8', '2030-08-31'],
  ['VH-0164', 'Respirador', 'Aerlis', 'V2', 'AV2-30011', '', '00:1d:94:10:00:64', 'resp-uci-01', 'Cuidados críticos', 'UCI, planta 2, box 7', '2027-02-28'],
  ['VH-0151', 'Servidor web', '', '', '', '', '52:54:00:ab:10:51', 'portal-01', 'Servidores', 'CPD, bastidor 1', ''],
  ['VH-0160', 'Servidor de mensajes', '', '', '', '', '52:54:00:ab:10:60', 'mqtt-01', 'Servidores', 'CPD, bastidor 1', ''],
  ['VH-0170', 'Servidor de archivos', '', '', '', '', '52:54:00:ab:10:70', 'files01', 'Servidores', 'CPD, bastidor 1', ''],
  ['VH-0180', 'Gestión del edificio', 'Labmade', 'BMS-200', 'LB2-00180', '2.1.7', '00:80:f4:51:61:80', 'clima-q1', 'Edificio', 'Sala técnica, planta -2', '2033-12-31'],
  ['VH-0190', 'Equipo de anestesia', 'Aerlis', 'Nova A', 'ANA-7781', '3.4', '', '', 'Quirófano', 'Quirófano 2', '2026-06-30'],
  ['VH-0191', 'Desfibrilador', 'Cordis', 'Pulso 3', 'CP3-5520', '', '', '', 'Urgencias', 'Urgencias, box vital', '2028-04-30'],
];

/** Network zone of each department's devices. */
const ZONES: Readonly<Record<string, string>> = {
  'Imagen de urgencias': 'Imagen', Radiología: 'Imagen', Servidores: 'Servidores', Laboratorio: 'Laboratorio', 'Cuidados críticos': 'Cuidados críticos', Edificio: 'Edificio', Quirófano: 'Cuidados críticos', Urgencias: 'Urgencias',
};

async function hospital(): Promise<void> {
  const header = ['Nº inventario', 'Denominación del equipo', 'Fabricante', 'Modelo', 'Nº de serie', 'Versión de software', 'Dirección MAC', 'Nombre de red', 'Servicio', 'Ubicación', 'Fin de soporte', 'Zona de red'];
  const rows: Cell[][] = [['Hospital de Valdehoya (inventado)'], ['Electromedicina. Inventario de equipos, septiembre de 2026'], [], header, ...HOSPITAL.map((row) => [...row, ZONES[row[8]] ?? 'Hospitalización'])];
  put('hospital/1-equipos.xlsx', await workbookBytes([{ name: 'Equipos', rows, merges: ['A1:L1', 'A2:L2'] }]));
  put('hospital/2-captura-planta-2.pcapng.gz', gzipSync(readFileSync(new URL('all.pcapng', LAB)), { level: 9 }));
}

// ---- The home: a router, six telecare hubs that report to a server, a call panel, a camera, a printer, two PCs.

const SUBNET = [192, 168, 40];
const maker = (prefix: readonly number[], last: number): Host => ({ mac: Uint8Array.from([...prefix, 0x40, 0, last]), ip4: Uint8Array.from([...SUBNET, last]), ip6: hostAt(last).ip6 });
const ROUTER = maker([0x00, 0x1d, 0xaa], 1), SERVER = maker([0x00, 0x0c, 0x29], 10), PANEL = maker([0x00, 0x15, 0x65], 20), CAMERA = maker([0x00, 0x40, 0x8c], 30), PRINTER = maker([0x00, 0x80, 0x77], 31), OFFICE = maker([0x3c, 0x52, 0x82], 50);
const HUBS = Array.from({ length: 6 }, (_, index) => maker([0x00, 0x1e, 0xc0], 101 + index));
const EVERYONE: Host = { mac: new Uint8Array(6).fill(255), ip4: new Uint8Array(4).fill(255), ip6: hostAt(0).ip6 };

/** RFC 2131: a request, and the acknowledgement that gives the address. */
function dhcp(client: Host, name: string, vendorClass: string): Uint8Array[] {
  const option = (code: number, value: Uint8Array | readonly number[]) => join([code, value.length], value);
  const message = (op: 1 | 2, options: Uint8Array) => join([op, 1, 6, 0], u32(0x5eed0000 + client.ip4[3]!), u16(0), u16(0), new Uint8Array(4), op === 2 ? client.ip4 : new Uint8Array(4), op === 2 ? ROUTER.ip4 : new Uint8Array(4), new Uint8Array(4),
    client.mac, new Uint8Array(10), new Uint8Array(192), [99, 130, 83, 99], options, [255]);
  const request = message(1, join(option(53, [3]), option(50, client.ip4), option(12, latin(name)), option(60, latin(vendorClass)), option(55, [1, 3, 6, 15])));
  const ack = message(2, join(option(53, [5]), option(54, ROUTER.ip4), option(1, [255, 255, 255, 0]), option(3, ROUTER.ip4), option(6, ROUTER.ip4), option(15, latin('olmos.example'))));
  const nobody = { ...client, ip4: new Uint8Array(4) };
  return [ethernet(client, EVERYONE, 0x0800, ipv4(nobody, EVERYONE, 17, udp(68, 67, request))), datagram(ROUTER, client, 67, 68, ack)];
}

const mqttText = (text: string) => join(u16(text.length), latin(text));
/** MQTT 3.1.1: CONNECT without user or password, CONNACK, PUBLISH of a state (QoS 0). */
function mqtt(client: Host, port: number, id: string, topic: string): Uint8Array[] {
  const packet = (type: number, body: Uint8Array) => join([type, body.length], body);
  return conversation(client, SERVER, port, 1883, [
    [0, packet(0x10, join(mqttText('MQTT'), [4, 2, 0, 60], mqttText(id)))], [1, Uint8Array.from([0x20, 2, 0, 0])],
    [0, packet(0x30, join(mqttText(topic), latin('{"state":"ok"}')))], [0, Uint8Array.from([0xc0, 0])], [1, Uint8Array.from([0xd0, 0])],
  ]);
}

function sip(client: Host, agent: string): Uint8Array[] {
  const head = (first: string, name: string, value: string) => latin(`${first}\r\nVia: SIP/2.0/UDP ${[...client.ip4].join('.')}:5060;branch=z9hG4bK1\r\nMax-Forwards: 70\r\nCall-ID: 1@example\r\nCSeq: 1 REGISTER\r\n${name}: ${value}\r\nContent-Length: 0\r\n\r\n`);
  return [datagram(client, SERVER, 5060, 5060, head('REGISTER sip:olmos.example SIP/2.0', 'User-Agent', agent)), datagram(SERVER, client, 5060, 5060, head('SIP/2.0 200 OK', 'Server', 'Asterisk PBX 18.10.0'))];
}

/** RFC 6762, 6763: a printer announces what it offers. */
function announce(): Uint8Array[] {
  const name = (text: string) => join(...text.split('.').map((label) => join([label.length], latin(label))), [0]);
  const record = (owner: string, type: number, data: Uint8Array) => join(name(owner), u16(type), u16(0x8001), u32(4500), u16(data.length), data);
  const txt = (entries: readonly string[]) => join(...entries.map((entry) => join([entry.length], latin(entry))));
  const service = 'Imprenta 31._ipp._tcp.local', host = 'imp-31.local';
  const body = join(record('_ipp._tcp.local', 12, name(service)), record(service, 33, join(u16(0), u16(0), u16(631), name(host))), record(service, 16, txt(['txtvers=1', 'ty=Labmade Print 400', 'usb_MFG=Labmade', 'usb_MDL=Print 400'])), record(host, 1, PRINTER.ip4));
  const group: Host = { mac: Uint8Array.from([1, 0, 0x5e, 0, 0, 251]), ip4: Uint8Array.from([224, 0, 0, 251]), ip6: PRINTER.ip6 };
  return [datagram(PRINTER, group, 5353, 5353, join(u16(0), u16(0x8400), u16(0), u16(4), u16(0), u16(0), body))];
}

function dns(client: Host, port: number, question: string, answer: Host): Uint8Array[] {
  const name = join(...question.split('.').map((label) => join([label.length], latin(label))), [0]), query = join(name, u16(1), u16(1));
  return [
    datagram(client, ROUTER, port, 53, join(u16(port), u16(0x0100), u16(1), u16(0), u16(0), u16(0), query)),
    datagram(ROUTER, client, 53, port, join(u16(port), u16(0x8180), u16(1), u16(1), u16(0), u16(0), query, u16(0xc00c), u16(1), u16(1), u32(300), u16(4), answer.ip4)),
  ];
}

const http = (client: Host, server: Host, port: number, agent: string, serverName: string): Uint8Array[] => conversation(client, server, port, 80, [
  [0, latin(`GET / HTTP/1.1\r\nHost: ${[...server.ip4].join('.')}\r\nUser-Agent: ${agent}\r\n\r\n`)], [1, latin(`HTTP/1.1 401 Unauthorized\r\nServer: ${serverName}\r\nWWW-Authenticate: Basic realm="web"\r\nContent-Length: 0\r\n\r\n`)],
]);

const rtsp = (client: Host, server: Host, port: number): Uint8Array[] => conversation(client, server, port, 554, [
  [0, latin(`OPTIONS rtsp://${[...server.ip4].join('.')}/live RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: LibVLC/3.0.18\r\n\r\n`)], [1, latin('RTSP/1.0 200 OK\r\nCSeq: 1\r\nServer: GStreamer RTSP server\r\nPublic: OPTIONS, DESCRIBE, PLAY\r\n\r\n')],
]);

function home(): void {
  const frames: Uint8Array[] = [];
  for (const [index, hub] of HUBS.entries()) frames.push(...dhcp(hub, `telec-hub-${String(index + 1).padStart(2, '0')}`, 'Cuidia Hogar 2'));
  frames.push(...dhcp(OFFICE, 'pc-direccion', 'MSFT 5.0'), ...dhcp(PRINTER, 'imp-31', 'Labmade Print'), ...dhcp(PANEL, 'llamada-01', 'Labmade Call 2'));
  for (const [index, hub] of HUBS.entries()) frames.push(...dns(hub, 40000 + index, 'telecare.olmos.example', SERVER), ...mqtt(hub, 41000 + index, `telecare-hub-${index + 1}`, `telecare/hub${index + 1}/state`));
  frames.push(...sip(PANEL, 'Labmade Call 2/1.9'), ...announce(), ...rtsp(OFFICE, CAMERA, 50100), ...http(OFFICE, CAMERA, 50101, 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36', 'Labmade Eye/2.3.1'));
  frames.push(...http(OFFICE, SERVER, 50102, 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36', 'nginx/1.24.0'));
  const start = Date.UTC(2026, 10, 20, 9, 30) * 1000;
  put('social-care/1-telecare.pcap', pcap(frames.map((bytes, index): Frame => ({ time: start + index * 400_000, bytes }))));
  const mac = (host: Host) => [...host.mac].map((byte) => byte.toString(16).padStart(2, '0')).join(':').toUpperCase();
  const lines = ['Código;Equipo;Fabricante;Modelo;Versión;MAC;Ubicación', ...HUBS.map((hub, index) => `OL-${101 + index};Nodo de teleasistencia;Cuidia;Hogar 2;${index === 4 ? '1.8' : '1.9'};${mac(hub)};Habitación ${11 + index}`),
    `OL-120;Llamada paciente-enfermera;Labmade;Call 2;1.9;${mac(PANEL)};Control de planta`, `OL-130;Cámara IP;Labmade;Eye;2.3.1;${mac(CAMERA)};Entrada`, `OL-131;Impresora;Labmade;Print 400;;${mac(PRINTER)};Administración`];
  put('social-care/2-equipos.csv', Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`, 'utf8'));
}

function put(name: string, bytes: Uint8Array): void {
  const file = new URL(name, ROOT);
  mkdirSync(new URL('.', file), { recursive: true });
  writeFileSync(file, bytes);
}

await hospital();
home();
