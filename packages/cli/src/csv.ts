/** An asset as a CSV row (RFC 4180). A cell that a spreadsheet would run as a formula gets an apostrophe in front. */
import { csvCell } from '@wardkeep/formats/csv-cell';
import type { InventoryAsset } from '@wardkeep/model/inventory';

export const CSV_COLUMNS = ['id', 'name', 'role', 'roleConfidence', 'vendor', 'product', 'model', 'version', 'serial', 'udi', 'os', 'zone', 'ips', 'macs', 'hostnames', 'aeTitles', 'services', 'software', 'firstSeen', 'lastSeen', 'conflicts'] as const;

export function csvRow(asset: InventoryAsset): string {
  const cells: (string | number | null)[] = [
    asset.id, asset.hostnames[0] ?? asset.aeTitles[0] ?? asset.ips[0] ?? asset.macs[0] ?? asset.id, asset.role, asset.confidence.role ?? null, asset.vendor, asset.product, asset.model, asset.version,
    asset.serial, asset.udi, asset.os, asset.zone, asset.ips.join(' '), asset.macs.join(' '), asset.hostnames.join(' '), asset.aeTitles.join(' '),
    asset.services.map((service) => `${service.protocol}/${service.transport}/${service.port}`).join(' '), asset.software.map((software) => [software.name, software.version].filter(Boolean).join(' ')).join('; '),
    asset.firstSeen, asset.lastSeen, asset.conflicts.map((conflict) => `${conflict.attribute}: ${conflict.values.join(' | ')}`).join('; '),
  ];
  return cells.map((cell) => csvCell(cell === null ? '' : String(cell))).join(',');
}
