/** How an advisory is named: publisher and tracking id made safe for a path; `~` before it says that it is the institution's own. */
import type { Advisory } from '@wardkeep/model';
import { fold } from '@wardkeep/store/text';
import { AppError } from '../errors.ts';

export interface AdvisoryRef { readonly key: string; readonly own: boolean }

const KEY = /^[a-z0-9._-]{1,200}$/, KEY_LENGTH = 200;

export function keyOf({ publisher, id }: Pick<Advisory, 'publisher' | 'id'>): string {
  const slug = (text: string) => fold(text).replace(/[^a-z0-9.]+/g, '-').replace(/^-|-$/g, '');
  return `${slug(publisher).slice(0, 60) || 'unnamed'}_${slug(id) || 'unnamed'}`.slice(0, KEY_LENGTH);
}

export function formatRef({ key, own }: AdvisoryRef): string { return own ? `~${key}` : key; }

export function parseRef(text: string): AdvisoryRef {
  const own = text.startsWith('~'), key = own ? text.slice(1) : text;
  if (!KEY.test(key)) throw new AppError('advisory-not-found', { id: text.slice(0, 200) });
  return { key, own };
}
