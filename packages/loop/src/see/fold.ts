/** Texts for comparison: lower case, no accents, single spaces. Never shown. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** Letters and digits only: `IntelliVue MP-20` and `intellivue mp20` are equal. */
export function squeeze(text: string): string { return fold(text).replace(/[^\p{L}\p{N}]+/gu, ''); }
