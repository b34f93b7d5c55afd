/** What XLSX and ODS readers give: sheets whose rows can be walked, and cells joined over rows. */
import type { ListRow } from '@wardkeep/formats/list/columns';

export interface SheetInfo { readonly name: string; readonly hidden: boolean }

/** Cells joined into one (`A2:A9`): first and last row (1-based) and column (0-based), both included. */
export interface Merge { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number }

export interface Workbook {
  readonly format: string;
  readonly sheets: readonly SheetInfo[];
  /** Walks the rows of sheet `at` from the top; `onRow` returns false to stop. Rows without a value are not given. Merges are known at the end. */
  walk(at: number, onRow: (row: ListRow) => boolean, signal?: AbortSignal): Promise<readonly Merge[]>;
  close(): void;
}

/** Excel's limits (specifications and limits of Excel). */
export const ROW_LIMIT = 1_048_576, MERGE_LIMIT = 65_536;
/** Cells of one walk, counting the empty ones before a value: a full sheet of thirty columns. */
export const CELLS_LIMIT = 32_000_000;
