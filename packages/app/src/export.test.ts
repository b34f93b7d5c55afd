import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Inventory } from '@wardkeep/model/inventory';
import { ENGINES, startEngine, type TestEngine } from '@wardkeep/store/testing';
import { csvCell } from '@wardkeep/formats/csv-cell';
import { claim, importText, openTestApp, service, type TestApp, uses, witness } from './testing.ts';
import type { AssetQuery } from './views.ts';

const DEVICES = Array.from({ length: 250 }, (_, n) => witness({
  macs: [`00:1a:2b:00:01:${n.toString(16).padStart(2, '0')}`], ips: [`10.8.0.${n}`],
  claims: [claim('hostname', `dev${n}`), ...(n === 0 ? [claim('vendor', '=HYPERLINK("http://x")'), claim('software', '4.2', { of: 'DCMTK' }), claim('os', 'Windows 10')] : [])],
  services: n === 0 ? [service(104, 'dicom', { attributes: { calledAeTitle: ['CT1'] } })] : [], clientOf: n === 1 ? [uses('dicom', '10.8.0.0', 104)] : [],
}));

describe.each(ENGINES)('exports on $name', ({ name, present }) => {
  describe.skipIf(!present)(present ? 'present' : `${name} is not installed`, () => {
    let engine: TestEngine, test: TestApp;
    const text = async (format: 'json' | 'csv' | 'cyclonedx', query: AssetQuery = {}) => {
      const pieces: string[] = [];
      for await (const piece of test.app.exportAssets(test.actor, format, query)) pieces.push(piece);
      return { pieces, text: pieces.join('') };
    };
    beforeAll(async () => {
      engine = await startEngine(name);
      test = await openTestApp(engine);
      await importText(test, 'many.pcap', { witnesses: DEVICES });
      const [first] = (await test.app.listAssets(test.actor, { q: 'dev0' })).rows;
      await test.app.decide(test.actor, { assetId: first!.id, attribute: 'zone', value: '@ICU', reason: 'test' });
    }, 60_000);
    afterAll(async () => { await test.close(); await engine.stop(); }, 60_000);

    it('writes wardkeep-inventory/1 with corrections and evidence, page by page', async () => {
      const { pieces, text: json } = await text('json');
      expect(pieces.length).toBeGreaterThan(3);
      const inventory = Inventory.parse(JSON.parse(json));
      expect(inventory.assets).toHaveLength(250);
      expect(inventory.captures).toEqual([{ name: 'many.pcap', frames: 10, from: '2026-11-20T08:00:00Z', to: '2026-11-20T12:00:00Z' }]);
      const zero = inventory.assets.find((asset) => asset.hostnames[0] === 'dev0')!;
      expect(zero).toMatchObject({ zone: '@ICU', confidence: { zone: 100 }, software: [{ name: 'DCMTK', version: '4.2' }], services: [{ port: 104, protocol: 'dicom' }] });
      expect(zero.evidence).toContainEqual(expect.objectContaining({ attribute: 'hostname', value: 'dev0', capture: 0, frames: [1] }));
      expect(inventory.assets.find((asset) => asset.hostnames[0] === 'dev1')!.clientOf).toMatchObject([{ protocol: 'dicom', server: '10.8.0.0', port: 104 }]);
    });

    it('writes CSV that no spreadsheet takes for a formula', async () => {
      const { text: csv } = await text('csv');
      const lines = csv.replace('\ufeff', '').trimEnd().split('\r\n');
      expect(lines).toHaveLength(251);
      const line = lines.find((each) => each.includes('HYPERLINK'))!;
      expect(line).toContain(`,"'=HYPERLINK(""http://x"")",`);
      expect(line).toContain(`,'@ICU,`);
      for (const each of lines) expect(each).not.toMatch(/(^|,)"?[=+@-]/);
    });

    it('writes CycloneDX 1.6 and keeps the filter', async () => {
      const bom = JSON.parse((await text('cyclonedx', { q: 'dev0' })).text) as { bomFormat: string; specVersion: string; serialNumber: string; components: Record<string, unknown>[] };
      expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', serialNumber: expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}$/) });
      expect(bom.components).toHaveLength(1);
      expect(bom.components[0]).toMatchObject({ type: 'device', manufacturer: { name: '=HYPERLINK("http://x")' }, components: [{ type: 'operating-system', name: 'Windows 10' }, { type: 'application', name: 'DCMTK', version: '4.2' }] });
    });
  });
});

it.each([['=1+1', `'=1+1`], ['+1', `'+1`], ['-1', `'-1`], ['@x', `'@x`], ['\tx', `'\tx`], ['\rx', `"'\rx"`], ['a,b', '"a,b"'], ['a"b', '"a""b"'], ['plain', 'plain'], ['', '']])('writes the cell %j as %j', (cell, written) => {
  expect(csvCell(cell)).toBe(written);
});
