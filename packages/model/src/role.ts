/**
 * What a device is for. One list for the whole product; medical roles carry the code of the European Medical Device Nomenclature, EMDN V2
 * (https://webgate.ec.europa.eu/dyna2/emdn/), at the shortest code that still says what the role is:
 *
 * Z1101 radiotherapy and radiosurgery instruments · Z1102 nuclear medicine instruments · Z1103 diagnostic and interventional radiology ·
 * Z110301 digital angiography · Z110302 mammography · Z110306 computed tomographs · Z110401 ultrasound scanners · Z110501 magnetic resonance
 * systems · Z1106 digital bioimaging management · Z110603 picture archiving and communication systems · Z1202 endoscopic and minimally invasive
 * surgery · Z120301 anaesthesia and pulmonary ventilation support, Z12030101 its anaesthesia systems (ventilators have three codes below Z120301) ·
 * Z120302 vital signs monitoring · Z120303 infusion instruments · Z120305 defibrillators · Z120503 electrocardiographs · Z1209 nephrology and
 * haemodialysis · W02 IVD instruments (point-of-care ones are spread over W020106, W020206, W020503).
 */
export interface RoleEntry {
  readonly code: string;
  /** EMDN category code, or null where the thing is no medical device (or is software without a category of its own). */
  readonly emdn: string | null;
  readonly medical: boolean;
}

const medical = (code: string, emdn: string | null): RoleEntry => ({ code, emdn, medical: true });
const other = (code: string): RoleEntry => ({ code, emdn: null, medical: false });

export const ROLE_ENTRIES = [
  medical('pacs', 'Z110603'), medical('vna', 'Z1106'), medical('ris', null), medical('ehr', null), medical('lis', null),
  medical('interface-engine', null), medical('fhir-server', null),
  medical('ct', 'Z110306'), medical('mr', 'Z110501'), medical('ultrasound', 'Z110401'), medical('xray', 'Z1103'), medical('mammography', 'Z110302'),
  medical('angiography', 'Z110301'), medical('nuclear', 'Z1102'), medical('endoscopy', 'Z1202'), medical('radiotherapy', 'Z1101'),
  medical('ecg', 'Z120503'), medical('defibrillator', 'Z120305'), medical('dialysis', 'Z1209'), medical('anaesthesia', 'Z12030101'),
  medical('infusion-pump', 'Z120303'), medical('patient-monitor', 'Z120302'), medical('ventilator', 'Z120301'), medical('analyser', 'W02'),
  medical('point-of-care', 'W02'), medical('pharmacy-robot', null), medical('nurse-call', null), medical('telecare-hub', null), medical('wearable', null),
  medical('medical-gateway', null),
  other('broker'), other('workstation'), other('mobile'), other('server'), other('domain-controller'), other('file-server'), other('database'),
  other('web-server'), other('mail-server'), other('printer'), other('camera'), other('phone'), other('access-control'), other('bms'), other('plc'),
  other('ups'), other('switch'), other('router'), other('firewall'), other('wireless-ap'), other('network-service'), other('sensor'), other('unknown'),
] as const;

export const ROLES = ROLE_ENTRIES.map((entry) => entry.code);
export type Role = 'pacs' | 'vna' | 'ris' | 'ehr' | 'lis' | 'interface-engine' | 'fhir-server' | 'ct' | 'mr' | 'ultrasound' | 'xray' | 'mammography'
  | 'angiography' | 'nuclear' | 'endoscopy' | 'radiotherapy' | 'ecg' | 'defibrillator' | 'dialysis' | 'anaesthesia' | 'infusion-pump' | 'patient-monitor'
  | 'ventilator' | 'analyser' | 'point-of-care' | 'pharmacy-robot' | 'nurse-call' | 'telecare-hub' | 'wearable' | 'medical-gateway' | 'broker'
  | 'workstation' | 'mobile' | 'server' | 'domain-controller' | 'file-server' | 'database' | 'web-server' | 'mail-server' | 'printer' | 'camera' | 'phone'
  | 'access-control' | 'bms' | 'plc' | 'ups' | 'switch' | 'router' | 'firewall' | 'wireless-ap' | 'network-service' | 'sensor' | 'unknown';

const BY_CODE: ReadonlyMap<string, RoleEntry> = new Map(ROLE_ENTRIES.map((entry) => [entry.code, entry]));

/** True for a code of the list. */
export function isRole(code: string): code is Role { return BY_CODE.has(code); }

/** The entry of a role, or undefined for a code outside the list. */
export function roleEntry(code: string): RoleEntry | undefined { return BY_CODE.get(code); }
