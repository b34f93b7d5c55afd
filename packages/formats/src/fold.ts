/** Text for comparing: lower case, accents off (also ß, ø, ł, º), everything that is no letter or digit one space. `Nº de Série ` → `no de serie`. */
export function fold(text: string): string {
  return text.normalize('NFKD').toLowerCase().replace(/\p{M}+/gu, '').replace(/ß/g, 'ss').replace(/ø/g, 'o').replace(/ł/g, 'l').replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

/** A cell or a field of a document made safe to keep: control and direction characters become a space, ends trimmed, at most `limit` characters. */
export function printable(text: string, limit = 256): string {
  // eslint-disable-next-line no-control-regex -- that is what it is for
  return text.slice(0, limit * 4).replace(/[\u0000-\u001f\u007f-\u00a0\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffd]+/g, ' ').replace(/ {2,}/g, ' ').trim().slice(0, limit).trim();
}

/** {@link printable}, or null when nothing is left, or only a mark that people write when they mean nothing (`-`, `n/a`, `nincs`, `#N/A`). */
export function tidy(text: string, limit = 256): string | null {
  const clean = printable(text, limit);
  return clean === '' || NOTHING.has(clean.toLowerCase()) || /^[-–—_./?*x]+$/i.test(clean) ? null : clean;
}

const NOTHING = new Set([
  'n/a', 'na', 'n.a.', 'n.a', 'none', 'null', 'nil', 'unknown', 'tbd', 'not available', 'not applicable', 'no aplica', 'n/d', 'nd', 's/n', 'sin datos', 'sin número',
  'desconocido', 'ninguno', 'no consta', 'nincs', 'nincs adat', 'ismeretlen', 'n.é.', 'unbekannt', 'keine', 'k.a.', 'inconnu', 'néant', 'aucun', 'sem dados', 'desconhecido',
  '#n/a', '#ref!', '#value!', '#name?', '#div/0!', '#null!', '#num!', '#n/d',
]);
