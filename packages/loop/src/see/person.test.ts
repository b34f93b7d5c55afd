import fc from 'fast-check';
import { expect, test } from 'vitest';
import { publicName } from './person.ts';

test.each([
  "Maria's iPhone", 'Maria’s MacBook Pro', "James' laptop", 'Marias-iPhone', 'Marias-MacBook-Pro.local', 'MARIA-S-IPAD', 'Xochitls-iPhone',
  'iPad-de-Jose', 'iPad de José', 'iPhone de Nerea', 'PC de la Dra. Ruiz', 'portatil-de-lucia', 'MacBook-Pro-von-Anna', 'DESKTOP of Dr. Kovács',
  'nagy.janos-laptop', 'NAGY-JANOS', 'Kovács Éva gépe', 'Anna laptopja', 'Réka-telefonja', 'anna-iphone-ja', 'Zsuzsa iPadje',
  'dr-kovacs-pc', 'drnagy', 'Prof. Smith', 'MARIA-PC', 'PC-JUAN', 'juan', 'joseluis-pc', 'annalaptop', 'LAPTOPMARIA', 'marialopez', 'maria.lopez', 'janos.nagy.local',
  'jnagy', 'SZABOZ-NB', 'ECG-GARCIA-MARIA', 'jose@FILES01', 'MariaIphone', 'JoseLuis-PC', 'Laura Smith - monitor', 'dr.nagy.hu', 'johanna-QEMU-Virtual-Machine.local', 'NicksMacBook', 'j.nagy.local',
])('%s is a person', (name) => { expect(publicName(name)).toEqual({ name: null, person: true }); });

test.each([
  'ws-rad1', 'CT01', 'pump-0042', 'FILES01', 'DESKTOP-4F7K2Q1', 'LAPTOP-8H2K1M3P', 'SRV-MARIA-DB', 'hospital-victoria-gw', 'ws-rad1.hvictoria.example', 'srv1.hospital-maria.hu', 'iPhone', 'iPad-2', 'MacBook-Pro.local', 'Galaxy-S21',
  'android-1f3c9a', "Radiology's iPad", 'PC de Laboratorio', 'iPad-de-Quirofano', 'Wards-iPad', "Children's Hospital GW", 'DR-ROOM1', 'DR-DETECTOR', 'DR01', 'Servidor de archivos', 'labor gépe',
  'HP LaserJet 400 [a1b2c3]', 'Philips IntelliVue', 'XRAY-MAX', 'SEP001122334455', 'WIN-JQ3K9', 'printer-3rd-floor', 'Samba 4.17.12-Debian', 'STORE-SCP', 'broker', 'a', '10.0.0.1', 'MONITOR-07',
])('%s passes', (name) => { expect(publicName(name)).toEqual({ name, person: false }); });

test('nothing is no person', () => {
  for (const nothing of [null, undefined, '', '  ']) expect(publicName(nothing)).toEqual({ name: null, person: false });
});

test('law: a name is either given unchanged (trimmed) or hidden with person set; never both, no exception', () => {
  fc.assert(fc.property(fc.string({ maxLength: 400, unit: 'grapheme' }), (name) => {
    const said = publicName(name);
    expect(said.person).toBe(said.name === null && name.trim() !== '');
    if (said.name !== null) expect(name.trim().startsWith(said.name)).toBe(true);
  }));
});

test('law: any owner with an apostrophe before a personal device is hidden', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzáéó'), minLength: 2, maxLength: 12 });
  fc.assert(fc.property(letters, fc.constantFrom('iPhone', 'iPad', 'MacBook Pro', 'laptop'), (owner, device) => {
    fc.pre(!/^(?:ward|room|lab|er|ed|it|icu|uci|ge|men|box)/.test(owner));
    expect(publicName(`${owner}'s ${device}`).person).toBe(true);
  }));
});
