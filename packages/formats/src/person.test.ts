import { describe, expect, test } from 'vitest';
import { isOrganisation, namesPerson } from './person.ts';

describe('owners: only organisations stay', () => {
  test.each(['Servicio de Radiología', 'Radiológiai Osztály', 'Hospital Universitario Río Claro', 'Orvostechnika Kft.', 'Siemens Healthineers S.L.', 'Electromedicina', 'IT', 'UCI', 'KH-2', 'GÉPMŰSZER', 'Informatikai Osztály', 'Biomedical Engineering', 'Philips GmbH', 'Leasing'])('%s', (value) => {
    expect(isOrganisation(value)).toBe(true);
  });
  test.each(['Jane Doe', 'Kovács Péter', 'María García López', 'Dr. Nagy Anna', 'J. Smith', 'jane.doe@hospital.example', 'Unidad (Dr. García)', '+36 30 123 4567', 'Martínez', 'Szabó', 'Itzel Ruiz', 'García, Hospital Sr. Juan', ''])('%s is dropped', (value) => {
    expect(isOrganisation(value)).toBe(false);
  });
});

test.each(['Dr. Nagy rendelője', 'Consulta Dra. García', 'call 600 123 456 or a@b.example', '+34 600 123 456', 'Frau Müller', 'SRA. GARCÍA', "Maria's iPad", 'Marias-iPhone', 'iPhone de Juan'])('%s names a person', (value) => { expect(namesPerson(value)).toBe(true); });
test.each(['Sala 2', 'Rx portátil', '2. emelet 214', '10.0.0.1', 'Dräger', 'MS SQL Server', 'MR 1', 'Planta 3 (UCI)', 'HR monitor', 'DR 600', 'don 5', 'pacs01', '13579246'])('%s names nobody', (value) => { expect(namesPerson(value)).toBe(false); });
