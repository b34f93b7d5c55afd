/** Equipment lists: what a column can mean, how the columns of one list were understood, which rows gave nothing. */

/** What a column of a list can be. `notes` is never read: free text about a device names people. */
export const LIST_FIELDS = ['name', 'inventoryNumber', 'vendor', 'model', 'product', 'version', 'serial', 'udi', 'emdn', 'deviceType', 'ip', 'mac', 'hostname', 'aeTitle', 'os', 'location', 'department', 'owner', 'contract', 'endOfSupport', 'zone', 'notes'] as const;
export type ListField = (typeof LIST_FIELDS)[number];

/** One column: `index` from 0, its header as written, `field` null when it is not used, `sure` when nobody needs to be asked. */
export interface ColumnProposal { readonly index: number; readonly header: string; readonly field: ListField | null; readonly sure: boolean; readonly samples: readonly string[] }

/** Columns of a list and what each probably is. `headerLine` counts from 1 as a spreadsheet does, 0 when the list has no header; `rows` are those after it. */
export interface MappingProposal { readonly sheet: string | null; readonly headerLine: number; readonly rows: number; readonly columns: readonly ColumnProposal[] }

/** A person's (or the remembered) word about the columns. Where `sheet` or `headerLine` is absent, they are found as for a proposal. */
export interface ListMapping { readonly sheet?: string | null | undefined; readonly headerLine?: number | undefined; readonly columns: readonly { readonly index: number; readonly field: ListField | null }[] }

/** A row (1-based, as the spreadsheet shows it) that gave nothing or lost a value, with the reason as a message of the catalogs. */
export interface LeftOut { readonly line: number; readonly reason: { readonly code: string; readonly params: Readonly<Record<string, string | number>> } }
