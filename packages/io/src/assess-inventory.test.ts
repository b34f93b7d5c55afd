import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readAssessInventory } from './assess-inventory.ts';

const folder = mkdtempSync(join(tmpdir(), 'wardkeep-inventory-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const read = async (name: string, text: string) => { const path = join(folder, name); writeFileSync(path, text); return (await readAssessInventory(path)).assets; };

describe('component_of', () => {
  const rows = (host: string) => `id,vendor,product,model,version,component_of,notes\nH1,Orvanta,Brixolan Sorter,BX2,,,"Windows 10, planta 3"\nC1,Orvanta,Perfolin,,3.1,${host},\n`;
  test('a row is looked up: its name and notes answer for the component', async () => {
    const [, component] = await read('rows.csv', rows('H1'));
    expect(component).toMatchObject({ id: 'C1', componentOf: 'H1, Orvanta, Brixolan Sorter, BX2, Windows 10, planta 3' });
  });
  test('a text stays a text, a row of its own is no host', async () => {
    expect((await read('text.csv', rows('Brixolan BX3')))[1]!.componentOf).toBe('Brixolan BX3');
    expect((await read('self.csv', rows('C1')))[1]!.componentOf).toBe('C1');
  });
});

describe('CycloneDX', () => {
  const bom = (aggregate: string) => JSON.stringify({
    bomFormat: 'CycloneDX', specVersion: '1.6', metadata: { component: { type: 'device', name: 'Brixolan', 'bom-ref': 'device' } },
    components: [{ type: 'application', name: 'perfolin', version: '3.1', purl: 'pkg:npm/perfolin@3.1.0', 'bom-ref': 'app', components: [{ type: 'library', name: 'solivent', version: '1.0', purl: 'pkg:npm/solivent@1.0.0' }] }],
    compositions: [{ aggregate, assemblies: ['device'] }],
  });
  test('a row with a package address is a part of itself', async () => {
    const app = (await read('bom.json', bom('incomplete'))).find(({ id }) => id === 'app');
    expect(app?.components.map(({ purl }) => purl)).toEqual(['pkg:npm/perfolin@3.1.0', 'pkg:npm/solivent@1.0.0']);
  });
  test('complete is said of the assemblies that the composition names', async () => {
    expect((await read('complete.json', bom('complete'))).map(({ id, componentsComplete }) => [id, componentsComplete])).toEqual([['device', true], ['app', undefined]]);
    expect((await read('not.json', bom('incomplete'))).every(({ componentsComplete }) => componentsComplete === undefined)).toBe(true);
  });
});
