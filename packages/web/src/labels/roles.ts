import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Role } from '@wardkeep/model';

export const ROLE_LABELS: Readonly<Record<Role, MessageDescriptor>> = {
  pacs: msg`PACS, image archive`, vna: msg`VNA, neutral archive`, ris: msg`RIS, radiology system`, ehr: msg`EHR, patient record system`, lis: msg`LIS, laboratory system`,
  'interface-engine': msg`Interface engine`, 'fhir-server': msg`FHIR server`,
  ct: msg`CT scanner`, mr: msg`MR scanner`, ultrasound: msg`Ultrasound`, xray: msg`X-ray`, mammography: msg`Mammography`, angiography: msg`Angiography`, nuclear: msg`Nuclear medicine`,
  endoscopy: msg`Endoscopy`, radiotherapy: msg`Radiotherapy`, ecg: msg`ECG`, defibrillator: msg`Defibrillator`, dialysis: msg`Dialysis`, anaesthesia: msg`Anaesthesia`,
  'infusion-pump': msg`Infusion pump`, 'patient-monitor': msg`Patient monitor`, ventilator: msg`Ventilator`, analyser: msg`Laboratory analyser`, 'point-of-care': msg`Point-of-care device`,
  'pharmacy-robot': msg`Pharmacy robot`, 'nurse-call': msg`Nurse call`, 'telecare-hub': msg`Telecare hub`, wearable: msg`Wearable`, 'medical-gateway': msg`Medical gateway`,
  broker: msg`Message broker`, workstation: msg`Workstation`, mobile: msg`Phone or tablet`, server: msg`Server`, 'domain-controller': msg`Domain controller`, 'file-server': msg`File server`,
  database: msg`Database`, 'web-server': msg`Web server`, 'mail-server': msg`Mail server`, printer: msg`Printer`, camera: msg`Camera`, phone: msg`Desk phone`,
  'access-control': msg`Access control`, bms: msg`Building management`, plc: msg`Controller (PLC)`, ups: msg`Uninterruptible power supply`, switch: msg`Switch`, router: msg`Router`,
  firewall: msg`Firewall`, 'wireless-ap': msg`Wireless access point`, 'network-service': msg`Network service`, sensor: msg`Sensor`, unknown: msg`Not classified`,
};

/** Roles in which a device is medical, for the two groups of the filter. */
export const MEDICAL_ROLES: readonly Role[] = [
  'pacs', 'vna', 'ris', 'ehr', 'lis', 'interface-engine', 'fhir-server', 'ct', 'mr', 'ultrasound', 'xray', 'mammography', 'angiography', 'nuclear', 'endoscopy', 'radiotherapy',
  'ecg', 'defibrillator', 'dialysis', 'anaesthesia', 'infusion-pump', 'patient-monitor', 'ventilator', 'analyser', 'point-of-care', 'pharmacy-robot', 'nurse-call', 'telecare-hub',
  'wearable', 'medical-gateway',
];
