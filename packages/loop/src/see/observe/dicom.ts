/**
 * DICOM: who called whom by which AE title, what was asked for, and which device made the stored objects.
 *
 * Traps: AE titles are chosen by the site; the implementation class names the toolkit; a toolkit proposes dozens of classes that it never uses,
 * so only accepted contexts and real commands count; an archive sends other devices' objects.
 */
import type { DicomContext } from '@wardkeep/wire/proto/dicom-association';
import type { DicomAssociateAccept, DicomAssociateRequest, DicomCommand, DicomEquipmentRecord } from '@wardkeep/wire/proto/dicom';
import type { Attribute, Role, Weight } from '@wardkeep/model';
import { publicName } from '../person.ts';
import type { HostRef, Observers, Scene } from '../scene.ts';
import { type DicomOperation, operationOf, roleOfClass, roleOfModality, serviceOf, VERIFICATION } from './dicom-roles.ts';
import { claimName } from './named.ts';

/** What follows for the one that performs an operation: confidence when it really answered; five less when it only accepted the context. */
const PROVIDER: { readonly [K in DicomOperation]?: readonly [role: Role, signal: string, weight: Weight, confidence: number] } = {
  worklist: ['ris', 'dicom.scp-worklist', 'medium', 90],
  find: ['pacs', 'dicom.scp-query', 'medium', 85],
  move: ['pacs', 'dicom.scp-query', 'medium', 85],
  get: ['pacs', 'dicom.scp-query', 'medium', 85],
  commit: ['pacs', 'dicom.scp-commitment', 'medium', 70],
  print: ['printer', 'dicom.scp-print', 'medium', 85],
  mpps: ['ris', 'dicom.scp-mpps', 'weak', 50],
  // Weak: a workstation that retrieves is a storage provider too.
  store: ['pacs', 'dicom.scp-storage', 'weak', 35],
};
/** Queries and retrievals come mostly from workstations; scanners ask for earlier studies, archives for each other's. */
const QUERY_USER_CONFIDENCE = 65;
/** SOP class not supported, unrecognized operation (PS3.7, annex C): the provider does not do this. */
const UNSUPPORTED: ReadonlySet<number> = new Set([0x0122, 0x0211]);
const CLASS_LIMIT = 64;

interface Ends { readonly client: HostRef; readonly server: HostRef; readonly port: number; readonly serverIp: string | null }

/** The two ends by their part in the association, which is surer than who seemed to open the connection. */
function endsOf(scene: Scene, fromRequestor: boolean | null): Ends {
  return fromRequestor ?? scene.direction === 0
    ? { client: scene.sender, server: scene.receiver, port: scene.receiverPort, serverIp: scene.receiverIp }
    : { client: scene.receiver, server: scene.sender, port: scene.senderPort, serverIp: scene.senderIp };
}

const isStandard = (uid: string): boolean => uid.startsWith('1.2.840.10008.');

function provides(scene: Scene, host: HostRef, operation: DicomOperation, less: number): void {
  const entry = PROVIDER[operation];
  if (entry) scene.claim(host, 'role', entry[0], entry[1], entry[2], { confidence: entry[3] - less });
}

function implementation(scene: Scene, record: DicomAssociateRequest | DicomAssociateAccept): void {
  scene.sign(scene.sender, 'dicom.implementation-class', record.implementationClass);
  scene.sign(scene.sender, 'dicom.implementation-version', record.implementationVersion);
}

/**
 * Titles that programs use when nobody configured one (DCMTK's tools, dcm4che's, nmap's dicom-ping): they say which program spoke, not what the thing is called.
 */
const DEFAULT_TITLE = /^(?:ANY-?SCP|(?:ECHO|STORE|FIND|MOVE|GET|MPPS|DUMMY)-?SC[UP]|DCM(?:SEND|RECV|4CHE)|PYNETDICOM|FO-?DICOM|SCU|SCP|AETITLE|ANY)$/i;
const DEFAULT_TITLE_CONFIDENCE = 30;

function claimTitle(scene: Scene, host: HostRef, title: string | null, signal: string): void {
  if (title !== null && DEFAULT_TITLE.test(title)) scene.claim(host, 'aeTitle', title, signal, 'weak', { confidence: DEFAULT_TITLE_CONFIDENCE });
  else scene.claim(host, 'aeTitle', title, signal, 'strong');
}

function requested(request: DicomAssociateRequest, scene: Scene): void {
  const { client, server, port, serverIp } = endsOf(scene, true);
  claimTitle(scene, client, request.callingAe, 'dicom.calling-ae');
  scene.sign(client, 'dicom.ae-title', request.callingAe);
  implementation(scene, request);
  scene.serve(server, 'tcp', port, { protocol: 'dicom' });
  scene.use(client, 'dicom', serverIp, port, { ...one('calledAe', request.calledAe), ...one('callingAe', request.callingAe) });
}

interface Offer { readonly classes: readonly string[]; readonly operations: ReadonlySet<DicomOperation> }
const offers = new WeakMap<readonly DicomContext[], Offer>();

/** What whoever accepted these contexts can do. */
function offerOf(contexts: readonly DicomContext[]): Offer {
  const known = offers.get(contexts);
  if (known) return known;
  const classes = new Set<string>(), operations = new Set<DicomOperation>();
  for (const { result, abstractSyntax } of contexts) {
    if (result !== 0 || abstractSyntax === null) continue;
    const operation = serviceOf(abstractSyntax);
    if (operation !== null) operations.add(operation);
    if (isStandard(abstractSyntax)) classes.add(abstractSyntax);
  }
  const offer = { classes: [...classes].slice(0, CLASS_LIMIT), operations };
  offers.set(contexts, offer);
  return offer;
}

function accepted(accept: DicomAssociateAccept, scene: Scene): void {
  const { client, server, port, serverIp } = endsOf(scene, false);
  const { classes, operations } = offerOf(accept.contexts);
  claimTitle(scene, server, accept.calledAe, 'dicom.called-ae');
  scene.sign(server, 'dicom.ae-title', accept.calledAe);
  implementation(scene, accept);
  for (const operation of operations) provides(scene, server, operation, 5);
  scene.serve(server, 'tcp', port, {
    protocol: 'dicom', state: 'answered',
    attributes: { ...one('aeTitles', accept.calledAe), ...list('sopClasses', classes) },
  });
  scene.use(client, 'dicom', serverIp, port, one('calledAe', accept.calledAe));
}

function commanded(command: DicomCommand, scene: Scene): void {
  const ends = endsOf(scene, command.fromRequestor), operation = operationOf(command.commandField, command.sopClass);
  if (operation === null) { scene.serve(ends.server, 'tcp', ends.port, { protocol: 'dicom' }); return; }
  const isResponse = (command.commandField & 0x8000) !== 0, byServer = !(command.fromRequestor ?? scene.direction === 0);
  if (isResponse) {
    if (!byServer || (command.status !== null && UNSUPPORTED.has(command.status))) return;
    provides(scene, ends.server, operation, 0);
    scene.serve(ends.server, 'tcp', ends.port, { protocol: 'dicom', state: 'answered', attributes: { operations: [operation] } });
    return;
  }
  // A request of the acceptor: a store of a C-GET, or the report of a storage commitment.
  if (byServer) { scene.serve(ends.server, 'tcp', ends.port, { protocol: 'dicom', state: 'answered' }); return; }
  scene.serve(ends.server, 'tcp', ends.port, { protocol: 'dicom' });
  scene.use(ends.client, 'dicom', ends.serverIp, ends.port, {
    operations: [operation], ...(command.moved ? { forwards: true } : {}),
    ...list('sopClasses', command.sopClass !== null && command.sopClass !== VERIFICATION && isStandard(command.sopClass) ? [command.sopClass] : []),
  });
  if (operation === 'store') stores(command, scene);
  else if (operation === 'find' || operation === 'move' || operation === 'get') {
    scene.claim(ends.client, 'role', 'workstation', 'dicom.scu-query', 'medium', { confidence: QUERY_USER_CONFIDENCE });
  }
}

function stores(command: DicomCommand, scene: Scene): void {
  // Only an archive performs somebody's C-MOVE (PS3.4, C.4.2.2.2): what it sends says what it keeps, not what it is.
  if (command.moved) { scene.claim(scene.sender, 'role', 'pacs', 'dicom.move-suboperation', 'medium', { confidence: 85 }); return; }
  if (command.sopClass === null) return;
  scene.sign(scene.sender, 'dicom.sop-class', command.sopClass);
  scene.claim(scene.sender, 'role', roleOfClass(command.sopClass), 'dicom.sop-class', 'medium', { confidence: 80 });
}

/** The sender is not the maker: the store has a move originator, answers a C-GET, or is of one device among several. */
const isForwarded = (equipment: DicomEquipmentRecord): boolean => equipment.moved || equipment.fromRequestor === false || equipment.others > 0;

function equipped(equipment: DicomEquipmentRecord, scene: Scene): void {
  const { sender } = scene, { client, port, serverIp } = endsOf(scene, equipment.fromRequestor);
  if (isForwarded(equipment)) {
    // No serial number, station name or role: they would make one asset of the archive and the scanner.
    scene.claim(sender, 'vendor', equipment.manufacturer, 'dicom.forwarded-manufacturer', 'weak', { confidence: 10 });
    scene.claim(sender, 'model', equipment.model, 'dicom.forwarded-model', 'weak', { confidence: 10 });
    if (sender === client) scene.use(client, 'dicom', serverIp, port, { forwards: true, ...sources(equipment) });
    return;
  }
  const role = equipment.modality === null ? null : roleOfModality(equipment.modality);
  // Reports and derived objects are often made elsewhere than the images.
  const weight: Weight = role === null ? 'medium' : 'strong', confidence = role === null ? 60 : 92;
  const claim = (attribute: Attribute, value: string | null, signal: string) => { scene.claim(sender, attribute, value, signal, weight, { confidence }); };
  claim('role', role, 'dicom.modality');
  claim('vendor', equipment.manufacturer, 'dicom.manufacturer');
  claim('model', equipment.model, 'dicom.model');
  claim('serial', telling(equipment.serial), 'dicom.device-serial');
  claim('version', equipment.softwareVersions[0] ?? null, 'dicom.software-versions');
  claimName(scene, sender, telling(equipment.stationName), 'dicom.station-name', 'medium', { confidence: 60 });
  scene.sign(sender, 'dicom.manufacturer', equipment.manufacturer);
  scene.sign(sender, 'dicom.model', equipment.model);
  scene.sign(sender, 'dicom.modality', equipment.modality);
  scene.use(client, 'dicom', serverIp, port, sources(equipment));
}

/** Null for fillers such as `0`, `000000000` or `unknown`: a serial number that many devices share would make one asset of them. */
const telling = (value: string | null): string | null => (value === null || FILLER.test(value) ? null : value);
const FILLER = /^(?:[0\-.* ]+|unknown|none|n\/?a|station\s?name|serial\s?(?:number|no\.?)?)$/i;

/** A list, because one pair of addresses can carry several titles. */
const one = (name: string, value: string | null): Record<string, readonly string[]> => (value === null ? {} : { [name]: [value] });
const list = (name: string, values: readonly string[]): Record<string, readonly string[]> => (values.length === 0 ? {} : { [name]: values });
const sources = (equipment: DicomEquipmentRecord): Record<string, readonly string[]> => ({
  ...one('modalities', equipment.modality), ...one('stations', publicName(telling(equipment.stationName)).name),
});

export const dicomObservers: Observers = {
  'dicom.associate-request': requested,
  'dicom.associate-accept': accepted,
  'dicom.associate-reject': (reject, scene) => {
    // Source 1 with reason 7: "called AE title not recognized" (PS3.8, table 9-21): then it is not the server's title.
    const unknown = reject.source === 1 && reject.reason === 7;
    scene.serve(scene.sender, 'tcp', scene.senderPort, {
      protocol: 'dicom', state: 'answered',
      attributes: { ...(unknown ? one('rejectedCalledAe', reject.calledAe) : {}), rejectSource: reject.source, rejectReason: reject.reason },
    });
  },
  'dicom.release': (_release, scene) => { scene.serve(scene.server, 'tcp', scene.serverPort, { protocol: 'dicom' }); },
  'dicom.abort': (_abort, scene) => { scene.serve(scene.server, 'tcp', scene.serverPort, { protocol: 'dicom' }); },
  'dicom.command': commanded,
  'dicom.equipment': equipped,
};
