/** The reader's question as the store understands it: words of a search, pages that start where the last one ended. */
import { fold } from '@wardkeep/store/text';
import { AppError } from '../errors.ts';

const PAGE = { usual: 50, most: 500 } as const, WORDS = 8;

export function limitOf(limit: number | undefined): number { return Math.min(Math.max(Math.trunc(limit ?? PAGE.usual), 1), PAGE.most); }

/** At most eight words count. */
export function wordsOf(q: string | undefined): string[] { return fold(q ?? '').split(/\s+/).filter((word) => word !== '').slice(0, WORDS); }

export interface Cursor { readonly key: string | number | null; readonly id: string }

/** `list` names the list and its order: a cursor is good for no other. */
export function cursorOf(list: string, { key, id }: Cursor): string { return Buffer.from(JSON.stringify([list, key, id])).toString('base64url'); }

export function readCursor(text: string, list: string): Cursor {
  try {
    const [theirs, key, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
    if (theirs === list && typeof id === 'string' && (key === null || typeof key === 'string' || typeof key === 'number')) return { key, id };
  } catch { /* falls through */ }
  throw new AppError('cursor-invalid');
}
