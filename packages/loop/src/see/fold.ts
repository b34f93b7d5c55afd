/** Texts for comparison: lower case, no accents, single spaces. Never shown. */
export function fold(text: string): string {
  if (isPlain(text)) return text.toLowerCase();
  return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** Letters and digits only: `IntelliVue MP-20` and `intellivue mp20` are equal. */
export function squeeze(text: string): string { return fold(text).replace(/[^\p{L}\p{N}]+/gu, ''); }

/** Printable ASCII without spaces at the ends or two in a row: nothing to fold but the case. Most texts are so. */
function isPlain(text: string): boolean {
  let before = 0x20;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code > 0x7e || (code === 0x20 && before === 0x20)) return false;
    before = code;
  }
  return before !== 0x20;
}
