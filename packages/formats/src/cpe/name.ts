/**
 * CPE 2.3 names (NISTIR 7695): the well-formed name (clause 5), the URI binding of CPE 2.2 with its packed edition (6.1) and the formatted string (6.2).
 * Names are not sensitive to case (5.3.2, 7696 6.1): they are kept in lower case.
 */

export const CPE_ATTRIBUTES = ['part', 'vendor', 'product', 'version', 'update', 'edition', 'language', 'sw_edition', 'target_sw', 'target_hw', 'other'] as const;
export type CpeAttribute = (typeof CPE_ATTRIBUTES)[number];

/** The logical values (5.3.1). No attribute-value string reads so: a hyphen is quoted in one, an asterisk never alone. */
export const ANY = '*', NA = '-';

/**
 * A well-formed name: each attribute is ANY, NA or an attribute-value string in which everything but letters, digits and the underscore is quoted with a
 * backslash, and an unquoted `?` or `*` at the start or end is a wildcard (5.3.2).
 */
export type CpeName = Readonly<Record<CpeAttribute, string>>;

export interface CpeError { readonly error: string }

const LIMIT = 4096;
const quote = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);

/** Reads a formatted string (`cpe:2.3:…`) or a URI (`cpe:/…`), or says why it is neither. */
export function parseCpe(text: string): CpeName | CpeError {
  if (text.length > LIMIT) return { error: `Expected a CPE name of at most ${LIMIT} characters, found ${text.length}.` };
  // eslint-disable-next-line no-control-regex -- NISTIR 7695 allows printable ASCII only
  if (/[^\u0021-\u007e]/.test(text)) return { error: `Expected printable ASCII without spaces in a CPE name, found ${quote(text)}.` };
  const lower = text.toLowerCase();
  if (lower.startsWith('cpe:2.3:')) return unbindFormatted(lower);
  if (lower.startsWith('cpe:/')) return unbindUri(lower);
  return { error: `Expected "cpe:2.3:" or "cpe:/" in front of a CPE name, found ${quote(text)}.` };
}

function finish(values: Readonly<Partial<Record<CpeAttribute, string>>>, text: string): CpeName | CpeError {
  const name = Object.fromEntries(CPE_ATTRIBUTES.map((attribute) => [attribute, values[attribute] ?? ANY])) as Record<CpeAttribute, string>;
  if (!/^(?:[aoh]|[*-])$/.test(name.part)) return { error: `Expected the part a, o or h, found ${quote(name.part)} in ${quote(text)}.` };
  return name;
}

/** 6.2.3: eleven fields between colons that no backslash quotes. */
function unbindFormatted(text: string): CpeName | CpeError {
  const fields = splitFields(text.slice('cpe:2.3:'.length)), values: Partial<Record<CpeAttribute, string>> = {};
  if (fields.length !== CPE_ATTRIBUTES.length) return { error: `Expected ${CPE_ATTRIBUTES.length} fields behind "cpe:2.3:", found ${fields.length} in ${quote(text)}.` };
  for (const [at, attribute] of CPE_ATTRIBUTES.entries()) {
    const field = fields[at]!, value = field === ANY || field === NA ? field : addQuoting(field);
    if (typeof value !== 'string') return { error: `${value.error} Found ${attribute} ${quote(field)}.` };
    values[attribute] = value;
  }
  return finish(values, text);
}

function splitFields(text: string): string[] {
  const fields: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === ':') { fields.push(text.slice(from, at)); from = at + 1; }
  }
  return [...fields, text.slice(from)];
}

/** One step of a value: what it is, quoted as a well-formed name has it, or a wildcard. */
interface Piece { readonly text: string; readonly wildcard: boolean }

const isWord = (character: string): boolean => /^[a-z0-9_]$/.test(character);

/** 6.2.3.2 add_quoting: what is quoted stays quoted, other punctuation becomes so, wildcards stand at the ends. */
function addQuoting(field: string): string | CpeError {
  const pieces: Piece[] = [];
  for (let at = 0; at < field.length; at++) {
    const character = field[at]!;
    if (character === '\\') {
      const quoted = field[++at];
      if (quoted === undefined) return { error: 'Expected a character behind the last backslash.' };
      pieces.push({ text: isWord(quoted) ? quoted : `\\${quoted}`, wildcard: false });
    } else pieces.push(character === '*' || character === '?' ? { text: character, wildcard: true } : { text: isWord(character) ? character : `\\${character}`, wildcard: false });
  }
  return joinPieces(pieces);
}

/** Wildcards only at the start or end, and there one `*` or any number of `?` (5.3.2). */
function joinPieces(pieces: readonly Piece[]): string | CpeError {
  if (pieces.length === 0) return { error: 'Expected a value, "*" or "-".' };
  let from = 0, end = pieces.length;
  while (from < end && pieces[from]!.wildcard) from++;
  while (end > from && pieces[end - 1]!.wildcard) end--;
  const text = (list: readonly Piece[]): string => list.map((piece) => piece.text).join(''), head = text(pieces.slice(0, from)), tail = text(pieces.slice(end));
  if (pieces.slice(from, end).some((piece) => piece.wildcard)) return { error: 'Expected the wildcards * and ? only at the start or end of a value.' };
  if (![head, tail].every((wildcards) => /^(?:\*|\?*)$/.test(wildcards))) return { error: 'Expected one * or a row of ? at one end of a value.' };
  return text(pieces) === '\\-' ? { error: 'Expected no quoted hyphen alone, which would read as "not applicable".' } : text(pieces);
}

/** 6.1.3: up to seven components; the edition may hold five attributes, packed between tildes. */
function unbindUri(text: string): CpeName | CpeError {
  const components = text.slice('cpe:/'.length).split(':'), values: Partial<Record<CpeAttribute, string>> = {};
  if (components.length > 7) return { error: `Expected at most 7 components behind "cpe:/", found ${components.length} in ${quote(text)}.` };
  for (const [at, attribute] of CPE_ATTRIBUTES.slice(0, 7).entries()) {
    const component = components[at] ?? '', packed = attribute === 'edition' && component.startsWith('~');
    const parts = packed ? component.slice(1).split('~') : [component], attributes: readonly CpeAttribute[] = packed ? PACKED : [attribute];
    if (parts.length !== attributes.length) return { error: `Expected five values between tildes in the edition, found ${parts.length} in ${quote(text)}.` };
    for (const [index, one] of attributes.entries()) {
      const value = decode(parts[index]!);
      if (typeof value !== 'string') return { error: `${value.error} Found ${one} ${quote(parts[index]!)}.` };
      values[one] = value;
    }
  }
  return finish(values, text);
}

const PACKED: readonly CpeAttribute[] = ['edition', 'sw_edition', 'target_sw', 'target_hw', 'other'];

/** 6.1.3.2 decode: %01 is `?`, %02 is `*`; other percent-encoded forms are quoted punctuation. */
function decode(component: string): string | CpeError {
  if (component === '') return ANY;
  if (component === NA) return NA;
  const pieces: Piece[] = [];
  for (let at = 0; at < component.length; at++) {
    const character = component[at]!;
    if (character !== '%') {
      if (character === '*' || character === '?') return { error: `Expected %01 or %02 for a wildcard, %${character.charCodeAt(0).toString(16)} for the character.` };
      pieces.push({ text: isWord(character) ? character : `\\${character}`, wildcard: false });
      continue;
    }
    const form = component.slice(at + 1, at + 3), code = /^[0-9a-f]{2}$/.test(form) ? Number.parseInt(form, 16) : -1, decoded = String.fromCharCode(Math.max(code, 0));
    if (form === '01' || form === '02') pieces.push({ text: form === '01' ? '?' : '*', wildcard: true });
    else if (code > 0x20 && code < 0x7f && !isWord(decoded.toLowerCase())) pieces.push({ text: `\\${decoded}`, wildcard: false });
    else return { error: `Expected %01, %02 or encoded punctuation, found %${form}.` };
    at += 2;
  }
  return joinPieces(pieces);
}

/** The formatted string of a name (6.2.2): point and hyphen need no quoting there. */
export const formatCpe = (name: CpeName): string => `cpe:2.3:${CPE_ATTRIBUTES.map((attribute) => (name[attribute] === NA ? NA : name[attribute].replace(/\\([.-])/g, '$1'))).join(':')}`;

/** The URI of a name (6.1.2), with the edition packed where one of the four attributes of CPE 2.3 is set. */
export function formatCpeUri(name: CpeName): string {
  const extended = (['sw_edition', 'target_sw', 'target_hw', 'other'] as const).map((attribute) => encode(name[attribute]));
  const edition = extended.every((value) => value === '') ? encode(name.edition) : `~${[encode(name.edition), ...extended].join('~')}`;
  const components = [encode(name.part), encode(name.vendor), encode(name.product), encode(name.version), encode(name.update), edition, encode(name.language)];
  while (components.at(-1) === '') components.pop();
  return `cpe:/${components.join(':')}`;
}

/** 6.1.2.3 transform_for_uri. */
function encode(value: string): string {
  if (value === ANY) return '';
  if (value === NA) return NA;
  return value.replace(/\\(.)|[*?]/g, (match, quoted: string | undefined) => {
    if (quoted === undefined) return match === '?' ? '%01' : '%02';
    return quoted === '.' || quoted === '-' ? quoted : `%${quoted.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}
