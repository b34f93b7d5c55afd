import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { ListField } from '@wardkeep/app/views';
import type { Attribute } from '@wardkeep/model';

export const ATTRIBUTE_LABELS: Readonly<Record<Attribute, MessageDescriptor>> = {
  role: msg`Role`, vendor: msg`Maker`, product: msg`Product`, model: msg`Model`, version: msg`Software version`, serial: msg`Serial number`, udi: msg`UDI`, os: msg`Operating system`,
  zone: msg`Zone`, hostname: msg`Host name`, aeTitle: msg`AE title`, software: msg`Software`, location: msg`Location`, department: msg`Department`, owner: msg`Owner`,
  contract: msg`Contract`, endOfSupport: msg`End of support`, inventoryNumber: msg`Inventory number`,
};

/** The order of the asset page: what it is, then where it stands and whose it is. */
export const ATTRIBUTE_ORDER: readonly Attribute[] = [
  'role', 'vendor', 'product', 'model', 'version', 'serial', 'udi', 'os', 'zone', 'hostname', 'aeTitle', 'location', 'department', 'owner', 'contract', 'endOfSupport', 'inventoryNumber',
];

export const LIST_FIELD_LABELS: Readonly<Record<ListField, MessageDescriptor>> = {
  name: msg`Name`, inventoryNumber: msg`Inventory number`, vendor: msg`Maker`, model: msg`Model`, product: msg`Product`, version: msg`Software version`, serial: msg`Serial number`,
  udi: msg`UDI`, emdn: msg`EMDN code`, deviceType: msg`Kind of device`, ip: msg`IP address`, mac: msg`MAC address`, hostname: msg`Host name`, aeTitle: msg`AE title`, os: msg`Operating system`,
  location: msg`Location`, department: msg`Department`, owner: msg`Owner`, contract: msg`Contract`, endOfSupport: msg`End of support`, zone: msg`Zone`, notes: msg`Notes`,
};
