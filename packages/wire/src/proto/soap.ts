/**
 * DPWS device metadata (OASIS DPWS 1.1, 5.1 and 5.2; IEEE 11073-20702), as carried in the HTTP body of a WS-Transfer Get response.
 *
 * Read: ThisModel (manufacturer, model name, model number) and ThisDevice (friendly name, firmware version, serial number).
 * Nothing else: the description of a medical device (BICEPS MDIB) names patients and staff and is not read.
 */
import { clean } from '../cursor.ts';
import { XmlReader } from '../xml.ts';

export interface DpwsMetadata {
  readonly manufacturer: string | null;
  readonly modelName: string | null;
  readonly modelNumber: string | null;
  readonly friendlyName: string | null;
  readonly firmwareVersion: string | null;
  readonly serialNumber: string | null;
}

/** What a device says of itself; sent by the device. */
export interface DpwsMetadataRecord extends DpwsMetadata { readonly kind: 'dpws.metadata' }

declare module '../record.ts' { interface RecordMap { 'dpws.metadata': DpwsMetadataRecord } }

const FIELDS: Readonly<Record<string, readonly [section: string, field: keyof DpwsMetadata]>> = {
  Manufacturer: ['ThisModel', 'manufacturer'], ModelName: ['ThisModel', 'modelName'], ModelNumber: ['ThisModel', 'modelNumber'],
  FriendlyName: ['ThisDevice', 'friendlyName'], FirmwareVersion: ['ThisDevice', 'firmwareVersion'], SerialNumber: ['ThisDevice', 'serialNumber'],
};

/** The metadata in a body, or null when there is none. Of names in several languages the first is taken. */
export function parseDpws(bytes: Uint8Array, off: number, end: number): DpwsMetadata | null {
  const reader = new XmlReader(bytes, off, end), found: { -readonly [K in keyof DpwsMetadata]?: string } = {};
  let section = '', field: keyof DpwsMetadata | null = null;
  for (let token = reader.next(); token !== null; token = reader.next()) {
    if (token === 'text') {
      if (field !== null) { const value = clean(reader.text(), 128); if (value !== null) found[field] ??= value; }
    } else if (token === 'close') {
      field = null;
      if (reader.name === section) section = '';
    } else if (reader.name === 'ThisModel' || reader.name === 'ThisDevice') section = reader.empty ? '' : reader.name;
    else {
      const known = Object.hasOwn(FIELDS, reader.name) ? FIELDS[reader.name] : undefined;
      field = known !== undefined && known[0] === section && !reader.empty ? known[1] : null;
    }
  }
  if (Object.keys(found).length === 0) return null;
  return {
    manufacturer: found.manufacturer ?? null, modelName: found.modelName ?? null, modelNumber: found.modelNumber ?? null,
    friendlyName: found.friendlyName ?? null, firmwareVersion: found.firmwareVersion ?? null, serialNumber: found.serialNumber ?? null,
  };
}
