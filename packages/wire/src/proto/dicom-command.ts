/**
 * DIMSE command sets (PS3.7, 6.3 and annex E): always Implicit VR Little Endian, tags of group 0000 in ascending order.
 *
 * Read: command field, SOP class, status, and whether a move originator is named. Identifiers of instances, AE titles of move
 * destinations and error comments are stepped over.
 */
import { Cursor } from '../cursor.ts';
import { readUid } from './dicom-association.ts';

export interface DicomCommandSet {
  /** (0000,0100): e.g. 0x0001 C-STORE-RQ, 0x8001 C-STORE-RSP. */
  readonly commandField: number;
  /** (0000,0002) affected or (0000,0003) requested SOP class. */
  readonly sopClass: string | null;
  /** (0000,0900), in responses. */
  readonly status: number | null;
  /** (0000,1030) is present: this store is a sub-operation of somebody's C-MOVE (PS3.7, 9.1.1.1.8). */
  readonly moved: boolean;
}

export const C_STORE_RQ = 0x0001;
/** Longest command set that is collected: the longest standard one, with an error comment and a list of attributes, is below 1 KiB. */
export const COMMAND_LIMIT = 4096;

/** Reads a whole command set; null when it is none, as when the start was lost. */
export function parseCommandSet(bytes: Uint8Array, from: number, end: number): DicomCommandSet | null {
  const cursor = new Cursor(bytes, from, end);
  let commandField: number | null = null, sopClass: string | null = null, status: number | null = null, moved = false;
  while (cursor.left >= 8) {
    const group = cursor.u16le(), element = cursor.u16le(), content = cursor.take(cursor.u32le());
    if (group !== 0 || cursor.short) break;
    switch (element) {
      case 0x0002: case 0x0003: sopClass ??= readUid(bytes, content.pos, content.end); break;
      case 0x0100: if (content.left === 2) commandField = content.u16le(); break;
      case 0x0900: if (content.left === 2) status = content.u16le(); break;
      case 0x1030: moved = content.left > 0; break;
    }
  }
  return commandField === null ? null : { commandField, sopClass, status, moved };
}
