/** What was typed into an upload form before the server sent it back (see the server's upload.ts): a cookie, read once. */
import type { Message } from '@wardkeep/app/views';
import { readCookie } from './preferences.ts';

export interface Draft { readonly fields: Readonly<Record<string, string>>; readonly wrong: readonly string[]; readonly refused: Message | null }
const NONE: Draft = { fields: {}, wrong: [], refused: null };

export function draftOf(request: Request): Draft {
  if (!new URL(request.url).searchParams.has('again')) return NONE;
  try {
    const draft = JSON.parse(decodeURIComponent(readCookie(request, 'draft') ?? '')) as Partial<Draft>;
    return { fields: texts(draft.fields), wrong: Array.isArray(draft.wrong) ? draft.wrong.filter((it) => typeof it === 'string') : [], refused: isMessage(draft.refused) ? draft.refused : null };
  } catch { return NONE; }
}

const texts = (fields: unknown): Record<string, string> =>
  typeof fields === 'object' && fields !== null ? Object.fromEntries(Object.entries(fields).filter((it): it is [string, string] => typeof it[1] === 'string')) : {};
const isMessage = (it: unknown): it is Message => typeof it === 'object' && it !== null && typeof (it as Message).code === 'string' && typeof (it as Message).params === 'object';
