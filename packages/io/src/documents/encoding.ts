/**
 * The encoding of a text file: by its byte order mark, by the zeros of UTF-16, as UTF-8 where all of it is valid, else Windows-1250 or -1252 by
 * the letters that would come out. The whole file is looked at: one `ő` on row 90,000 decides.
 */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1250' | 'windows-1252';

/** Bytes that are ő ű Ő Ű in Windows-1250 (õ û Õ Û in 1252), and ě š č ř ž ý and others that only Central European text has. */
const CENTRAL = new Set([0xf5, 0xfb, 0xd5, 0xdb]);
/** Bytes that are ñ Ñ ã Ã ê Ê è È à À ï Ï ø Ø å ª º ¿ ¡ in Windows-1252, and rare letters in 1250. */
const WESTERN = new Set([0xf1, 0xd1, 0xe3, 0xc3, 0xea, 0xca, 0xe8, 0xc8, 0xe0, 0xc0, 0xef, 0xcf, 0xf8, 0xd8, 0xe5, 0xaa, 0xba, 0xbf, 0xa1]);
/** Undefined in Windows-1252. */
const NOT_1252 = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/** The encoding that the first bytes announce, or null when only the whole file can tell. */
export function encodingOfHead(head: Uint8Array): Encoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  let even = 0, odd = 0;
  const length = Math.min(head.length & ~1, 4096);
  for (let at = 0; at < length; at += 2) {
    if (head[at] === 0 && head[at + 1] !== 0) even++;
    if (head[at + 1] === 0 && head[at] !== 0) odd++;
  }
  // Latin text in UTF-16 has a zero in nearly every pair, on one side.
  if (length >= 4 && odd * 2 > length * 0.7) return 'utf-16le';
  return length >= 4 && even * 2 > length * 0.7 ? 'utf-16be' : null;
}

/** Decides over a file that is pushed in pieces. */
export class EncodingDetector {
  private readonly utf8 = new TextDecoder('utf-8', { fatal: true });
  private announced: Encoding | null | undefined;
  private valid = true;
  private central = 0;
  private western = 0;
  private not1252 = 0;

  push(bytes: Uint8Array): void {
    if (this.announced === undefined && bytes.length > 0) this.announced = encodingOfHead(bytes);
    if (this.announced) return;
    if (this.valid) try { this.utf8.decode(bytes, { stream: true }); } catch { this.valid = false; }
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (byte < 0x80) continue;
      if (CENTRAL.has(byte)) this.central++;
      else if (WESTERN.has(byte)) this.western++;
      else if (NOT_1252.has(byte)) this.not1252++;
    }
  }

  end(): Encoding {
    if (this.announced) return this.announced;
    if (this.valid) try { this.utf8.decode(); return 'utf-8'; } catch { /* cut in the middle of a character: not UTF-8 as a whole, but see below */ }
    if (this.not1252 > 0) return 'windows-1250';
    return this.central > 0 && this.central >= this.western ? 'windows-1250' : 'windows-1252';
  }
}
