/** The outputs of `wardkeep see`, written piece by piece: an inventory of 20,000 assets is never one string. */
import { once } from 'node:events';
import { isoMicros, type InventoryStats } from '@wardkeep/loop/see/inventory';
import type { InventoryAsset } from '@wardkeep/model/inventory';
import type { CaptureSummary } from '@wardkeep/io/capture/read';
import type { SeeWarning } from '@wardkeep/model';
import { csvCell } from '@wardkeep/formats/csv-cell';
import { CSV_COLUMNS, csvRow } from './csv.ts';
import { formatBytes } from './progress.ts';
import { version } from './version.ts';

const PIECE = 1 << 16;

class Out {
  private text = '';

  add(piece: string): void { this.text += piece; }

  get full(): boolean { return this.text.length >= PIECE; }

  async put(piece: string): Promise<void> {
    this.add(piece);
    if (this.full) await this.flush();
  }

  async flush(): Promise<void> {
    const { text } = this;
    this.text = '';
    if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain');
  }
}

/** `wardkeep-inventory/1` (packages/model/src/inventory.ts) on one line. Warnings and figures are asked for after the last asset: making assets may add to them. */
export async function writeInventory(captures: readonly CaptureSummary[], assets: Iterable<InventoryAsset>, warnings: () => readonly SeeWarning[], stats: () => InventoryStats): Promise<void> {
  const out = new Out(), spans = captures.map(({ name, frames, from, to }) => ({ name, frames, from: isoMicros(from), to: isoMicros(to) }));
  out.add(`{"format":"wardkeep-inventory/1","captures":${JSON.stringify(spans)},"assets":[`);
  let first = true;
  for (const asset of assets) {
    out.add(`${first ? '' : ','}${JSON.stringify(asset)}`);
    if (out.full) await out.flush();
    first = false;
  }
  out.add(`],"warnings":${JSON.stringify(warnings())},"stats":${JSON.stringify(stats())}}\n`);
  await out.flush();
}

export async function writeCsv(assets: Iterable<InventoryAsset>): Promise<void> {
  const out = new Out();
  await out.put(`${CSV_COLUMNS.map(csvCell).join(',')}\r\n`);
  for (const asset of assets) await out.put(`${csvRow(asset)}\r\n`);
  await out.flush();
}

/** CycloneDX 1.6: each asset a `device` component, its software nested. No time and no random serial: the same input gives the same file. */
export async function writeCycloneDx(assets: Iterable<InventoryAsset>): Promise<void> {
  const out = new Out();
  await out.put(`{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"metadata":{"tools":{"components":[{"type":"application","name":"wardkeep","version":${JSON.stringify(version())}}]}},"components":[`);
  let first = true;
  for (const asset of assets) {
    const component = {
      type: 'device', 'bom-ref': asset.id, name: asset.model ?? asset.product ?? asset.hostnames[0] ?? asset.ips[0] ?? asset.id,
      ...(asset.version === null ? {} : { version: asset.version }), ...(asset.vendor === null ? {} : { manufacturer: { name: asset.vendor } }),
      properties: [
        ...(asset.role === null ? [] : [{ name: 'wardkeep:role', value: asset.role }]), ...(asset.serial === null ? [] : [{ name: 'wardkeep:serial', value: asset.serial }]),
        ...asset.macs.map((value) => ({ name: 'wardkeep:mac', value })), ...asset.ips.map((value) => ({ name: 'wardkeep:ip', value })), ...asset.hostnames.map((value) => ({ name: 'wardkeep:hostname', value })),
      ],
      ...(asset.software.length === 0 ? {} : { components: asset.software.map((software, index) => ({ type: 'application', 'bom-ref': `${asset.id}-${index + 1}`, name: software.name, ...(software.version === null ? {} : { version: software.version }) })) }),
    };
    await out.put(`${first ? '' : ','}${JSON.stringify(component)}`);
    first = false;
  }
  await out.put(']}\n');
  await out.flush();
}

/** For a person at a terminal: the sentence first, then a row for each asset. */
export async function writeTable(assets: readonly InventoryAsset[], stats: InventoryStats): Promise<void> {
  const out = new Out(), known = assets.filter((asset) => asset.role !== null && (asset.confidence.role ?? 0) >= 70).length;
  await out.put(`${assets.length} connected; we know what ${known} are. ${stats.frames} frames, ${formatBytes(stats.bytes)} read in ${stats.seconds} s.\n\n`);
  const rows = assets.map((asset) => [
    asset.hostnames[0] ?? asset.aeTitles[0] ?? '–', asset.ips[0] ?? asset.macs[0] ?? '–', asset.role ?? '–', [asset.vendor, asset.model ?? asset.product].filter(Boolean).join(' ') || '–',
    asset.version ?? '–', String(asset.confidence.role ?? '–'), asset.services.filter((service) => service.state === 'answered').map((service) => `${service.protocol}/${service.port}`).join(' '),
  ]);
  const head = ['name', 'address', 'role', 'maker and model', 'version', 'sure', 'answers'];
  const widths = head.map((title, column) => Math.min(36, Math.max(title.length, ...rows.map((row) => row[column]!.length))));
  const line = (row: readonly string[]) => `${row.map((cell, column) => (cell.length > widths[column]! ? `${cell.slice(0, widths[column]! - 1)}…` : cell.padEnd(widths[column]!))).join('  ').trimEnd()}\n`;
  await out.put(line(head));
  for (const row of rows) await out.put(line(row));
  await out.flush();
}
