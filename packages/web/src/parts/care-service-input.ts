/** What was typed about a care service: read without throwing anything away, so that the form can be shown again. */
import type { CareServiceInput } from '@wardkeep/app/assess-views';
import { CARE_KINDS, type CareKind, isRole, type Role } from '@wardkeep/model';

export interface CareDraft { readonly name: string; readonly kind: CareKind; readonly hours: string; readonly fallback: string; readonly roles: readonly Role[]; readonly assets: readonly string[]; readonly q: string }
export type CareField = 'name' | 'hours' | 'fallback';

export const MOST_HOURS = 10_000, NAME_LENGTH = 200;

export function draftOfCare(form: FormData): CareDraft {
  const texts = (name: string) => form.getAll(name).filter((it) => typeof it === 'string').map((it) => it.trim()), text = (name: string) => texts(name)[0] ?? '';
  return {
    name: text('name'), kind: CARE_KINDS.find((kind) => kind === text('kind')) ?? 'other', hours: text('hours').slice(0, 40), fallback: text('fallback').slice(0, 40),
    roles: [...new Set(texts('roles').filter(isRole))], assets: [...new Set(texts('assets').filter((id) => id !== ''))], q: text('q').slice(0, NAME_LENGTH),
  };
}

/**
 * A number as people write it in the three languages: `1680`, `1,680`, `1.680`, `1 680`, `37.5`, `37,5`. One separator before exactly three digits groups
 * thousands, unless nothing but a nought stands before it. Null for what is no number.
 */
export function numberOf(text: string): number | null {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '');
  if (!/^\d{1,12}(?:[.,]\d{1,6})*$/.test(plain)) return null;
  if (/^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/.test(plain)) return Number(plain.replaceAll(',', ''));
  if (/^[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?$/.test(plain)) return Number(plain.replaceAll('.', '').replace(',', '.'));
  return /^\d+(?:[.,]\d+)?$/.test(plain) ? Number(plain.replace(',', '.')) : null;
}

/** The input for the use case, or which fields cannot be used. An empty number stays the assumed one of the kind. */
export function inputOfCare(id: string | null, draft: CareDraft): { readonly input: CareServiceInput; readonly wrong: readonly CareField[] } {
  const hours = draft.hours === '' ? null : numberOf(draft.hours), percent = draft.fallback === '' ? null : numberOf(draft.fallback.replace(/\s*%$/, ''));
  const wrong: CareField[] = [];
  if (draft.name === '' || draft.name.length > NAME_LENGTH) wrong.push('name');
  if (draft.hours !== '' && (hours === null || hours > MOST_HOURS)) wrong.push('hours');
  if (draft.fallback !== '' && (percent === null || percent > 100)) wrong.push('fallback');
  return { input: { id, name: draft.name, kind: draft.kind, plannedHoursPerWeek: hours, fallbackShare: percent === null ? null : percent / 100, needsRoles: draft.roles, needsAssets: draft.assets }, wrong };
}
