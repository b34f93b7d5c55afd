import { isRole, roleEntry } from '@wardkeep/model';
import { expect, test } from 'vitest';
import { fold } from '../fold.ts';
import { DEVICE_TYPES, matchDeviceType, roleOfEmdn } from './device-types.ts';

test('every role has its words, folded, of at most six words, and no word has two roles', () => {
  const seen = new Map<string, string>();
  for (const [role, phrases] of Object.entries(DEVICE_TYPES)) for (const phrase of phrases) {
    expect(isRole(role)).toBe(true);
    expect([phrase, fold(phrase), phrase.split(' ').length <= 6]).toEqual([phrase, phrase, true]);
    expect([phrase, seen.get(phrase) ?? role]).toEqual([phrase, role]);
    seen.set(phrase, role);
  }
});

test.each([
  ['bomba de infusión', 'infusion-pump'], ['BOMBAS DE INFUSIÓN', 'infusion-pump'], ['Bomba de jeringa 50 ml', 'infusion-pump'], ['Infúziós pumpa', 'infusion-pump'], ['fecskendős pumpa', 'infusion-pump'], ['Syringe pumps', 'infusion-pump'],
  ['Monitor de paciente', 'patient-monitor'], ['Betegőrző monitor', 'patient-monitor'], ['monitores de paciente', 'patient-monitor'], ['Ecógrafo portátil', 'ultrasound'], ['Ultrahang készülék', 'ultrasound'],
  ['Respirador', 'ventilator'], ['Lélegeztetőgép', 'ventilator'], ['Altatógép', 'anaesthesia'], ['Röntgen készülék', 'xray'], ['Servidor PACS', 'pacs'], ['Monitor desfibrilador', 'defibrillator'],
  ['Resonancia magnética 1,5 T', 'mr'], ['Vérgáz-analizátor', 'point-of-care'], ['Munkaállomás', 'workstation'], ['Impresora', 'printer'], ['szünetmentes tápegység', 'ups'], ['Monitor de hemodiálisis', 'dialysis'],
])('%s → %s', (text, role) => { expect(matchDeviceType(text)?.role).toBe(role); });

test('unknown words, other words that contain a known one, and empty text', () => {
  for (const text of ['mesa quirúrgica', 'doctor', 'lista', 'spectrum', 'cam', '']) expect([text, matchDeviceType(text)]).toEqual([text, null]);
});
test('two kinds in one text are marked', () => { expect(matchDeviceType('switch / router')).toMatchObject({ role: 'switch', ambiguous: true }); });

test.each([
  ['Z12030301', 'infusion-pump'], ['Z 12 03 03', 'infusion-pump'], ['Z11030604', 'ct'], ['Z11050105', 'mr'], ['Z11040104', 'ultrasound'], ['Z11030103', 'angiography'], ['Z11030201', 'mammography'], ['Z11020301', 'nuclear'], ['Z11010202', 'ct'], ['Z11010103', 'radiotherapy'], ['Z1203010502', 'ventilator'], ['W0201', 'analyser'],
  ['Z12', null], ['Z1203', null], ['Z120302', null], ['Z11040182', null], ['Z1104018099', null], ['Z1203010592', null], ['', null], ['Z1103060', null], ['11', null],
])('EMDN %s → %s', (code, role) => { expect(roleOfEmdn(code)).toBe(role); });

test('the codes agree with the list of roles where that has one as deep', () => {
  for (const role of ['ct', 'mr', 'ultrasound', 'mammography', 'angiography', 'infusion-pump', 'analyser']) expect([role, roleOfEmdn(roleEntry(role)!.emdn!)]).toEqual([role, role]);
});
