/**
 * Which characters a font has, read from its `cmap` (OpenType 1.9, formats 4 and 12). PDF/UA-1 forbids glyphs that are missing (ISO 14289-1, 7.21.8), and typst refuses
 * such a document as a whole: one foreign character in a device's name must not cost the hospital its list.
 */
export type Coverage = (codePoint: number) => boolean;

const UNICODE = 0, WINDOWS = 3, NOT_DEFINED = 0;

/** What all of the fonts have: a name is set in more than one weight. */
export function coverageOf(fonts: readonly Uint8Array[]): Coverage {
  const sets = fonts.map(charactersOf);
  return (codePoint) => sets.every((set) => set.has(codePoint));
}

/** The fonts are ours: a bad one is a mistake of ours and throws. */
function charactersOf(font: Uint8Array): ReadonlySet<number> {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const tables = Array.from({ length: view.getUint16(4) }, (_, i) => 12 + i * 16), entry = tables.find((at) => view.getUint32(at) === 0x636d6170);
  if (entry === undefined) throw new Error('Font: expected a table "cmap", found none.');
  const cmap = view.getUint32(entry + 8), found = new Set<number>();
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const record = cmap + 4 + i * 8, platform = view.getUint16(record), table = cmap + view.getUint32(record + 4), format = view.getUint16(table);
    if (platform !== UNICODE && platform !== WINDOWS) continue;
    if (format === 4) readFormat4(view, table, found);
    else if (format === 12) readFormat12(view, table, found);
  }
  if (found.size === 0) throw new Error('Font: expected a "cmap" of format 4 or 12, found neither.');
  return found;
}

function readFormat4(view: DataView, table: number, found: Set<number>): void {
  const size = view.getUint16(table + 6), ends = table + 14, starts = ends + size + 2, deltas = starts + size, offsets = deltas + size;
  for (let at = 0; at < size; at += 2) {
    const start = view.getUint16(starts + at), end = view.getUint16(ends + at), delta = view.getUint16(deltas + at), offset = view.getUint16(offsets + at);
    for (let code = start; code <= end && code !== 0xffff; code++) {
      const raw = offset === 0 ? code : view.getUint16(offsets + at + offset + (code - start) * 2);
      if ((offset !== 0 && raw === NOT_DEFINED) || ((raw + delta) & 0xffff) === NOT_DEFINED) continue;
      found.add(code);
    }
  }
}

function readFormat12(view: DataView, table: number, found: Set<number>): void {
  for (let i = 0; i < view.getUint32(table + 12); i++) {
    const group = table + 16 + i * 12, start = view.getUint32(group), end = view.getUint32(group + 4), glyph = view.getUint32(group + 8);
    for (let code = start; code <= end; code++) if (glyph + code - start !== NOT_DEFINED) found.add(code);
  }
}
