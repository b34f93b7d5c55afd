/**
 * Words for kinds of devices → role, in English, Spanish and Hungarian (with the German and French words that turn up beside them).
 * Folded (no accents, lower case), compared as whole words; the longest phrase wins. Own collection.
 */
import type { Role } from '@wardkeep/model';
import { fold } from '../fold.ts';

export const DEVICE_TYPES: Readonly<Partial<Record<Role, readonly string[]>>> = {
  pacs: ['pacs', 'pacs server', 'servidor pacs', 'pacs szerver', 'picture archiving and communication system', 'image archive', 'archivo de imagenes', 'keparchivum', 'keparchivalo', 'bildarchiv'],
  vna: ['vna', 'vendor neutral archive', 'archivo neutral'],
  ris: ['ris', 'radiology information system', 'sistema de informacion radiologica', 'radiologiai informacios rendszer', 'radiologiai rendszer'],
  ehr: ['ehr', 'emr', 'his', 'electronic health record', 'electronic medical record', 'hospital information system', 'historia clinica', 'historia clinica electronica', 'hce', 'his szerver', 'korhazi informacios rendszer', 'medikai rendszer', 'krankenhausinformationssystem'],
  lis: ['lis', 'laboratory information system', 'sistema de informacion de laboratorio', 'laborinformacios rendszer', 'laborinformatikai rendszer'],
  'interface-engine': ['interface engine', 'integration engine', 'motor de integracion', 'integracios motor', 'integracios szerver', 'kommunikacios szerver', 'kommunikationsserver', 'hl7 engine'],
  'fhir-server': ['fhir server', 'servidor fhir', 'fhir szerver'],
  ct: ['ct', 'tc', 'ct scanner', 'computed tomography', 'computed tomography scanner', 'ct system', 'tac', 'escaner', 'tomografo', 'tomografo computarizado', 'tomografia computarizada', 'tomografia computerizada', 'equipo de tc', 'computer tomograf', 'komputertomograf', 'ct keszulek', 'ct berendezes', 'computertomograph', 'scanner ct', 'tomodensitometre'],
  mr: ['mr', 'mri', 'mri scanner', 'magnetic resonance', 'magnetic resonance imaging', 'resonancia', 'resonancia magnetica', 'equipo de resonancia', 'rm', 'magneses rezonancia', 'mr keszulek', 'mri keszulek', 'magnetrezonancia', 'kernspintomograph', 'magnetresonanztomograph', 'irm'],
  ultrasound: ['ultrasound', 'ultrasound scanner', 'ultrasound system', 'ultrasound machine', 'echocardiograph', 'sonograph', 'ecografo', 'ecografia', 'ecocardiografo', 'equipo de ultrasonidos', 'ultrahang', 'ultrahang keszulek', 'ultrahangkeszulek', 'ultrahangos diagnosztikai keszulek', 'uh keszulek', 'echokardiografias keszulek', 'ultraschall', 'ultraschallgerat', 'echographe'],
  xray: ['x ray', 'xray', 'x ray system', 'x ray unit', 'digital radiography', 'radiography', 'radiography system', 'dr system', 'c arm', 'mobile x ray', 'fluoroscope', 'fluoroscopy', 'rayos x', 'equipo de rayos x', 'rx', 'rx portatil', 'radiologia digital', 'equipo de radiologia', 'arco en c', 'arco quirurgico', 'telemando', 'radiografia digital', 'rontgen', 'rontgen keszulek', 'rontgenkeszulek', 'rontgen berendezes', 'rontgengep', 'rontgengerat', 'c ives kepesero', 'c ives rontgen', 'mobil rontgen', 'atvilagito', 'kepesero', 'felvetelezo', 'ortopantomograf', 'ortopantomografo', 'panoramic x ray', 'radiographie'],
  mammography: ['mammography', 'mammograph', 'mammography system', 'mammography unit', 'mamografo', 'mamografia', 'mammografia', 'mammografias keszulek', 'mammografias rontgen', 'mammografiegerat', 'mammographe', 'tomosynthesis', 'tomosintesis'],
  angiography: ['angiography', 'angiograph', 'angiography system', 'cath lab', 'angiografo', 'angiografia', 'hemodinamica', 'sala de hemodinamica', 'angiografias keszulek', 'angiografias berendezes', 'angiografias rontgen', 'katheterlabor', 'angiographieanlage'],
  nuclear: ['gamma camera', 'spect', 'spect ct', 'pet', 'pet ct', 'nuclear medicine', 'gammacamara', 'gamma camara', 'medicina nuclear', 'gamma kamera', 'gammakamera', 'izotop diagnosztikai keszulek', 'izotopdiagnosztika'],
  endoscopy: ['endoscope', 'endoscopy', 'endoscopy tower', 'endoscopy system', 'video processor endoscopy', 'gastroscope', 'colonoscope', 'bronchoscope', 'endoscopio', 'endoscopia', 'torre de endoscopia', 'videogastroscopio', 'videocolonoscopio', 'gastroscopio', 'colonoscopio', 'broncoscopio', 'procesador de endoscopia', 'endoszkop', 'endoszkopos torony', 'videoendoszkop', 'gasztroszkop', 'kolonoszkop', 'bronchoszkop', 'laparoszkopos torony', 'endoskop', 'laparoscopy tower', 'torre de laparoscopia'],
  radiotherapy: ['linear accelerator', 'linac', 'radiotherapy', 'brachytherapy', 'tomotherapy', 'acelerador lineal', 'radioterapia', 'braquiterapia', 'linearis gyorsito', 'sugarterapias keszulek', 'sugarterapia', 'linearbeschleuniger', 'treatment planning system', 'planificador de radioterapia'],
  ecg: ['ecg', 'ekg', 'electrocardiograph', 'electrocardiogram', 'ecg machine', 'ecg cart', 'holter', 'stress test system', 'electrocardiografo', 'ekg keszulek', 'ekg gep', 'elektrokardiograf', 'nyugalmi ekg', 'terheleses ekg', 'ergometria', 'prueba de esfuerzo', 'ekg gerat', 'electrocardiographe'],
  defibrillator: ['defibrillator', 'defib', 'aed', 'automated external defibrillator', 'desfibrilador', 'desfibrilador externo', 'dea', 'desa', 'monitor desfibrilador', 'defibrillator monitor', 'felautomata defibrillator', 'defibrillatoros monitor', 'defibrillateur'],
  dialysis: ['dialysis', 'dialysis machine', 'haemodialysis machine', 'hemodialysis machine', 'hemodialysis', 'dialysis system', 'monitor de dialisis', 'monitor de hemodialisis', 'maquina de dialisis', 'hemodialisis', 'dialisis', 'dializis', 'dializis keszulek', 'dializalo keszulek', 'hemodializis keszulek', 'muvesekeszulek', 'muvese keszulek', 'dialysegerat', 'generateur de dialyse', 'crrt', 'hemofilter', 'hemofiltracion', 'monitor de hemofiltracion'],
  anaesthesia: ['anaesthesia', 'anesthesia', 'anaesthesia machine', 'anesthesia machine', 'anaesthesia workstation', 'anesthesia workstation', 'anaesthesia system', 'maquina de anestesia', 'equipo de anestesia', 'estacion de anestesia', 'mesa de anestesia', 'respirador de anestesia', 'anestesia', 'altatogep', 'altato gep', 'altatokeszulek', 'altato keszulek', 'anesztezia', 'aneszteziologiai munkaallomas', 'narkosegerat'],
  'infusion-pump': ['infusion pump', 'syringe pump', 'syringe driver', 'volumetric pump', 'infusion system', 'infusion device', 'pca pump', 'enteral feeding pump', 'large volume pump', 'bomba de infusion', 'bomba infusion', 'bomba de jeringa', 'bomba de perfusion', 'bomba volumetrica', 'bomba de nutricion', 'bomba de nutricion enteral', 'bomba de pca', 'bomba modular', 'perfusor', 'estacion de infusion', 'infuzios pumpa', 'infuziospumpa', 'infuzio pumpa', 'infuziopumpa', 'fecskendos pumpa', 'fecskendospumpa', 'fecskendos infuzios pumpa', 'volumetrikus pumpa', 'volumetrias pumpa', 'gyogyszeradagolo pumpa', 'taplalopumpa', 'infuziomat', 'infusomat', 'infusionspumpe', 'spritzenpumpe', 'pompe a perfusion', 'pousse seringue', 'insulin pump', 'bomba de insulina', 'inzulinpumpa'],
  'patient-monitor': ['patient monitor', 'patient monitoring', 'bedside monitor', 'vital signs monitor', 'multiparameter monitor', 'central monitoring station', 'central monitor', 'central station', 'telemetry', 'telemetry monitor', 'fetal monitor', 'foetal monitor', 'ctg', 'cardiotocograph', 'pulse oximeter', 'capnograph', 'monitor de paciente', 'monitor multiparametrico', 'monitor multiparametro', 'monitor de constantes', 'monitor de constantes vitales', 'monitor de signos vitales', 'monitor de cabecera', 'central de monitorizacion', 'monitor fetal', 'cardiotocografo', 'telemetria', 'pulsioximetro', 'monitor de transporte', 'betegorzo', 'betegorzo monitor', 'beteg monitor', 'betegmonitor', 'betegorzo kozpont', 'kozponti monitor', 'kozponti betegorzo', 'agy melletti monitor', 'agymelletti monitor', 'orzomonitor', 'magzati monitor', 'ctg keszulek', 'telemetrias keszulek', 'pulzoximeter', 'vitalis parameter monitor', 'uberwachungsmonitor', 'patientenmonitor', 'moniteur patient', 'moniteur multiparametrique', 'kardiotokografus'],
  ventilator: ['ventilator', 'respirator', 'mechanical ventilator', 'icu ventilator', 'transport ventilator', 'bipap', 'cpap', 'respirador', 'respirador mecanico', 'ventilador', 'ventilador mecanico', 'ventilador de transporte', 'ventilador pulmonar', 'respirador de transporte', 'ventilador volumetrico', 'lelegeztetogep', 'lelegezteto gep', 'lelegeztetokeszulek', 'lelegezteto keszulek', 'lelegezteto', 'respirator gep', 'beatmungsgerat', 'respirateur', 'ventilateur'],
  analyser: ['analyser', 'analyzer', 'clinical chemistry analyser', 'chemistry analyzer', 'haematology analyser', 'hematology analyzer', 'immunoassay analyser', 'coagulation analyser', 'urine analyser', 'laboratory analyser', 'sequencer', 'pcr', 'thermocycler', 'analizador', 'analizador de bioquimica', 'analizador de hematologia', 'autoanalizador', 'analizador de inmunoensayo', 'coagulometro', 'secuenciador', 'termociclador', 'kemiai analizator', 'labor analizator', 'hematologiai automata', 'kemiai automata', 'laborautomata', 'labor automata', 'analizator', 'immunkemiai automata', 'koagulometer', 'vizeletanalizator', 'analysegerat', 'analyseur', 'automate de laboratoire'],
  'point-of-care': ['point of care', 'poct', 'poc analyser', 'blood gas analyser', 'blood gas analyzer', 'glucometer', 'glucose meter', 'blood glucose meter', 'gasometro', 'analizador de gases', 'analizador de gases en sangre', 'gasometria', 'glucometro', 'medidor de glucosa', 'vergazanalizator', 'vergaz analizator', 'vercukormero', 'vercukorszint mero', 'poct keszulek', 'blutgasanalysegerat'],
  'pharmacy-robot': ['pharmacy robot', 'dispensing robot', 'automated dispensing cabinet', 'medication dispensing cabinet', 'dispensing cabinet', 'medication cabinet', 'robot de farmacia', 'armario de dispensacion', 'dispensador de medicacion', 'dispensador automatico', 'armario automatizado', 'gyogyszerkiado robot', 'gyogyszertari robot', 'gyogyszeradagolo szekreny', 'gyogyszerkiado automata', 'gyogyszerkiado szekreny'],
  'nurse-call': ['nurse call', 'nurse call system', 'patient call system', 'llamada enfermera', 'llamada paciente enfermera', 'sistema de llamada', 'aviso enfermera', 'noverhivo', 'noverhivo rendszer', 'betegihivo', 'beteghivo', 'beteghivo rendszer', 'lichtrufanlage', 'schwesternruf', 'appel malade'],
  'telecare-hub': ['telecare', 'telecare hub', 'telecare unit', 'home hub', 'telehealth hub', 'social alarm', 'carephone', 'lifeline', 'teleasistencia', 'terminal de teleasistencia', 'unidad domiciliaria', 'unidad local de alarma', 'tavfelugyeleti egyseg', 'jelzorendszeres hazi segitsegnyujtas', 'segelyhivo', 'segelyhivo keszulek', 'hausnotruf', 'hausnotrufgerat', 'teleassistance'],
  wearable: ['wearable', 'wearable sensor', 'smartwatch', 'wearable patch', 'dispositivo vestible', 'pulsera', 'medalla de emergencia', 'viselheto eszkoz', 'okosora', 'viselheto szenzor'],
  'medical-gateway': ['medical gateway', 'device gateway', 'medical device gateway', 'terminal server medical', 'connectivity gateway', 'pasarela medica', 'pasarela de dispositivos', 'concentrador de dispositivos', 'orvosi atjaro', 'eszkozatjaro', 'serial to ethernet', 'gateway dicom', 'dicom gateway', 'hl7 gateway'],
  broker: ['mqtt broker', 'message broker', 'broker'],
  workstation: ['workstation', 'work station', 'pc', 'desktop', 'desktop computer', 'personal computer', 'thin client', 'laptop', 'notebook', 'portable computer', 'diagnostic workstation', 'reporting workstation', 'all in one', 'ordenador', 'ordenador de sobremesa', 'ordenador portatil', 'portatil', 'puesto de trabajo', 'estacion de trabajo', 'estacion de diagnostico', 'estacion diagnostica', 'equipo informatico', 'cpu', 'szamitogep', 'asztali szamitogep', 'munkaallomas', 'leletezo munkaallomas', 'diagnosztikai munkaallomas', 'hordozhato szamitogep', 'vekonykliens', 'rechner', 'arbeitsplatz', 'arbeitsplatzrechner', 'ordinateur', 'poste de travail', 'computer'],
  mobile: ['tablet', 'smartphone', 'mobile phone', 'pda', 'handheld computer', 'tableta', 'telefono movil', 'movil', 'okostelefon', 'mobiltelefon', 'tablagep', 'ipad', 'iphone'],
  server: ['server', 'application server', 'virtual server', 'virtual machine', 'physical server', 'hypervisor', 'host esxi', 'servidor', 'servidor de aplicaciones', 'servidor virtual', 'maquina virtual', 'szerver', 'kiszolgalo', 'alkalmazasszerver', 'virtualis szerver', 'virtualis gep', 'serveur'],
  'domain-controller': ['domain controller', 'active directory', 'controlador de dominio', 'tartomanyvezerlo', 'domanenkontroller', 'domaincontroller', 'controleur de domaine'],
  'file-server': ['file server', 'nas', 'storage', 'san', 'storage array', 'servidor de ficheros', 'servidor de archivos', 'cabina de almacenamiento', 'cabina de discos', 'fajlszerver', 'tarolo', 'hattertar', 'dateiserver', 'serveur de fichiers'],
  database: ['database', 'database server', 'sql server', 'base de datos', 'servidor de base de datos', 'servidor de bases de datos', 'adatbazis', 'adatbazisszerver', 'adatbazis szerver', 'datenbankserver'],
  'web-server': ['web server', 'webserver', 'servidor web', 'webszerver', 'web szerver', 'serveur web'],
  'mail-server': ['mail server', 'email server', 'servidor de correo', 'levelezoszerver', 'levelezo szerver', 'mailserver', 'serveur de messagerie'],
  printer: ['printer', 'label printer', 'laser printer', 'multifunction printer', 'mfp', 'film printer', 'impresora', 'impresora de etiquetas', 'impresora multifuncion', 'multifuncion', 'impresora laser', 'impresora de placas', 'nyomtato', 'cimkenyomtato', 'multifunkcios nyomtato', 'lezernyomtato', 'vonalkodnyomtato', 'drucker', 'etikettendrucker', 'imprimante'],
  camera: ['camera', 'ip camera', 'security camera', 'cctv', 'surveillance camera', 'camara', 'camara ip', 'camara de seguridad', 'videovigilancia', 'kamera', 'ip kamera', 'biztonsagi kamera', 'megfigyelo kamera', 'uberwachungskamera'],
  phone: ['phone', 'ip phone', 'voip phone', 'telephone', 'desk phone', 'telefono', 'telefono ip', 'telefon', 'ip telefon', 'voip telefon', 'centralita', 'dect'],
  'access-control': ['access control', 'access controller', 'badge reader', 'door controller', 'control de acceso', 'control de accesos', 'lector de tarjetas', 'belepteto', 'belepteto rendszer', 'belepteto vezerlo', 'kartyaolvaso', 'zutrittskontrolle', 'controle d acces'],
  bms: ['bms', 'building management', 'building management system', 'building automation', 'gestion del edificio', 'gestion de edificios', 'hvac controller', 'climatizacion', 'control de climatizacion', 'gestion tecnica de edificios', 'sistema de gestion de edificios', 'epuletfelugyelet', 'epuletfelugyeleti rendszer', 'legtechnika', 'legtechnikai vezerlo', 'klimavezerlo', 'gebaudeleittechnik'],
  plc: ['plc', 'programmable logic controller', 'automata programable', 'programozhato logikai vezerlo', 'plc vezerlo', 'sps steuerung'],
  ups: ['ups', 'uninterruptible power supply', 'sai', 'sistema de alimentacion ininterrumpida', 'szunetmentes tapegyseg', 'szunetmentes aramforras', 'szunetmentes', 'usv', 'onduleur'],
  switch: ['switch', 'network switch', 'ethernet switch', 'core switch', 'access switch', 'conmutador', 'halozati kapcsolo', 'halozati switch', 'commutateur'],
  router: ['router', 'network router', 'enrutador', 'encaminador', 'utvalaszto', 'routeur'],
  firewall: ['firewall', 'cortafuegos', 'tuzfal', 'pare feu', 'ngfw'],
  'wireless-ap': ['access point', 'wireless access point', 'wifi access point', 'wlan access point', 'punto de acceso', 'punto de acceso wifi', 'punto de acceso inalambrico', 'hozzaferesi pont', 'wifi hozzaferesi pont', 'vezetek nelkuli hozzaferesi pont', 'wlan ap', 'point d acces'],
  sensor: ['sensor', 'temperature sensor', 'temperature logger', 'data logger', 'fridge monitor', 'sonda de temperatura', 'sensor de temperatura', 'registrador de temperatura', 'homerseklet erzekelo', 'homersekletmero', 'homerseklet szenzor', 'erzekelo', 'szenzor', 'fall detector', 'sensor de caida', 'motion sensor', 'sensor de movimiento', 'mozgaserzekelo', 'elesesjelzo'],
};

const LONGEST = 6;
const BY_PHRASE: ReadonlyMap<string, Role> = new Map(Object.entries(DEVICE_TYPES).flatMap(([role, phrases]) => phrases.map((phrase) => [phrase, role as Role] as const)));

export interface TypeMatch { readonly role: Role; readonly phrase: string; /** True when the phrase is the whole text. */ readonly whole: boolean; /** Another role has a phrase as long in the text. */ readonly ambiguous: boolean }

/** Reads the kind of device out of a text. Of equally long phrases the first wins; `ambiguous` says so when they mean different roles. Null when no word is known. */
export function matchDeviceType(text: string): TypeMatch | null {
  const words = fold(text.slice(0, 256)).split(' ');
  for (let length = Math.min(LONGEST, words.length); length > 0; length--) {
    let best: { role: Role; phrase: string } | null = null, ambiguous = false;
    for (let at = 0; at + length <= words.length; at++) {
      const phrase = words.slice(at, at + length).join(' '), role = BY_PHRASE.get(phrase) ?? BY_PHRASE.get(singular(phrase));
      if (role === undefined) continue;
      if (best === null) best = { role, phrase };
      else if (best.role !== role) ambiguous = true;
    }
    if (best !== null) return { ...best, whole: length === words.length, ambiguous };
  }
  return null;
}

/** English and Spanish plurals of the last word, and of the first (`bombas de infusión`), where dropping them gives a known phrase. */
function singular(phrase: string): string {
  const words = phrase.split(' ').map((word, at, all) => (at === 0 || at === all.length - 1 ? (/(?:[rnl]es|ies)$/.test(word) && BY_PHRASE.has([...all.slice(0, at), word.slice(0, -2), ...all.slice(at + 1)].join(' ')) ? word.slice(0, -2) : word.length > 4 ? word.replace(/s$/, '') : word) : word));
  return words.join(' ');
}

/**
 * EMDN categories (https://webgate.ec.europa.eu/dyna2/emdn/) whose every device has the role; longer codes below them inherit it. Only codes
 * confirmed against a published text of the nomenclature are here; categories that mix roles (Z120302 vital signs instruments) are not.
 */
const EMDN_ROLES: readonly (readonly [string, Role])[] = [
  ['Z1101', 'radiotherapy'], ['Z11010202', 'ct'], ['Z1102', 'nuclear'], ['Z110301', 'angiography'], ['Z110302', 'mammography'], ['Z110306', 'ct'],
  ['Z110401', 'ultrasound'], ['Z110501', 'mr'], ['Z1203010101', 'anaesthesia'], ['Z12030102', 'ventilator'], ['Z12030103', 'ventilator'], ['Z12030104', 'ventilator'],
  ['Z12030105', 'ventilator'], ['Z120303', 'infusion-pump'], ['W02', 'analyser'],
];

/** Last levels that are not the device itself: hardware accessories, software accessories, consumables, medical device software. */
const EMDN_ACCESSORIES = new Set(['80', '82', '85', '92']);

/** The role that an EMDN code stands for, or null. */
export function roleOfEmdn(code: string): Role | null {
  const plain = code.toUpperCase().replace(/[^A-Z0-9]/g, '');
  if (!/^[A-Z](?:\d\d){1,6}$/.test(plain)) return null;
  if (plain.slice(1).match(/../g)!.slice(2).some((level) => EMDN_ACCESSORIES.has(level))) return null;
  let best: Role | null = null, length = 0;
  for (const [prefix, role] of EMDN_ROLES) if (plain.startsWith(prefix) && prefix.length > length) { best = role; length = prefix.length; }
  return best;
}
