/** What a file is, by its content: names and endings are not trusted. */
import { Refusal, type RefusalCode } from '@wardkeep/formats/refusal';
import { isEve } from '@wardkeep/formats/eve';
import { asObject } from '@wardkeep/formats/reading';
import { zeekLogOf } from '@wardkeep/formats/zeek';
import { encodingOfHead } from './encoding.ts';

export type DocumentKind = 'csv' | 'zip' | 'json' | 'cyclonedx-xml' | 'nmap' | 'spdx-tag-value' | 'zeek' | 'eve';
export interface Detected { readonly kind: DocumentKind; /** Encoding that an XML declaration names, or null. */ readonly label: string | null }

export const ACCEPTED = 'accepted are equipment lists (XLSX, ODS, CSV), bills of materials (CycloneDX, SPDX), nmap XML, Zeek and Suricata JSON logs';

/** File signatures of what is not a document we read, with the words to say so. */
const SIGNATURES: readonly (readonly [readonly number[], string, RefusalCode?])[] = [
  [[0xd4, 0xc3, 0xb2, 0xa1], 'a pcap capture (read it as a capture)'], [[0xa1, 0xb2, 0xc3, 0xd4], 'a pcap capture (read it as a capture)'],
  [[0x4d, 0x3c, 0xb2, 0xa1], 'a pcap capture (read it as a capture)'], [[0xa1, 0xb2, 0x3c, 0x4d], 'a pcap capture (read it as a capture)'],
  [[0x0a, 0x0d, 0x0d, 0x0a], 'a pcapng capture (read it as a capture)'], [[0x1f, 0x8b], 'a gzip archive (a capture, or a file to be unpacked first)'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF (export the list as XLSX or CSV)'], [[0x52, 0x61, 0x72, 0x21], 'a RAR archive'], [[0x37, 0x7a, 0xbc, 0xaf], 'a 7-Zip archive'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'a Zstandard archive'], [[0x42, 0x5a, 0x68], 'a bzip2 archive'], [[0xfd, 0x37, 0x7a, 0x58], 'an xz archive'],
  [[0x89, 0x50, 0x4e, 0x47], 'a PNG picture'], [[0xff, 0xd8, 0xff], 'a JPEG picture'], [[0x7f, 0x45, 0x4c, 0x46], 'a program'], [[0x4d, 0x5a, 0x90], 'a program'],
  [[0x53, 0x51, 0x4c, 0x69], 'an SQLite database'], [[0, 1, 0, 0, 0x53, 0x74, 0x61, 0x6e], 'an Access database (export the table as CSV)'],
];
const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const starts = (head: Uint8Array, signature: readonly number[]): boolean => head.length >= signature.length && signature.every((byte, at) => head[at] === byte);

function refuse(what: string, code: RefusalCode = 'document-not-accepted'): Refusal { return new Refusal(code, `The file looks like ${what}; ${ACCEPTED}.`, { found: what }); }

/** Tells what the first 64 KiB of a file are, or refuses with one sentence. `complete`: they are all of it. */
export function detectDocument(head: Uint8Array, complete = false): Detected {
  if (head.length === 0) throw new Refusal('document-empty', `The file is empty; ${ACCEPTED}.`);
  for (const [signature, what, code] of SIGNATURES) if (starts(head, signature)) throw refuse(what, code);
  if (starts(head, OLE)) throw refuseOle(head);
  if (starts(head, [0x50, 0x4b, 3, 4]) || starts(head, [0x50, 0x4b, 5, 6])) return { kind: 'zip', label: null };
  if (starts(head.subarray(257), [0x75, 0x73, 0x74, 0x61, 0x72])) throw refuse('a tar archive');
  const encoding = encodingOfHead(head);
  if (encoding === null && looksBinary(head)) throw refuse('a binary file of an unknown kind');
  const text = new TextDecoder(encoding ?? 'utf-8').decode(head).replace(/^\ufeff/, '').trimStart();
  if (text === '') throw new Refusal('document-empty', `The file holds nothing but white space; ${ACCEPTED}.`);
  if (text.startsWith('<')) return detectXml(text, encoding !== null);
  if (text.startsWith('{') || text.startsWith('[{') || /^\[\s*[{\]]/.test(text)) return detectJson(text, complete);
  if (/^(?:#[^\n]*\n|[ \t\r]*\n)*SPDXVersion[ \t]*:/.test(text)) return { kind: 'spdx-tag-value', label: null };
  if (text.startsWith('#separator ')) throw new Refusal('log-format', 'The file is a Zeek log as tab-separated text; accepted are Zeek logs as JSON (LogAscii::use_json=T).');
  return { kind: 'csv', label: null };
}

/** Control characters other than white space do not stand in text; a stray NUL may. */
function looksBinary(head: Uint8Array): boolean {
  let controls = 0;
  for (const byte of head) if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 && byte !== 0x1d) controls++;
  return controls > 4 + head.length / 200;
}

/** Old Office files and encrypted new ones are OLE compound files ([MS-CFB]); stream names stand there in UTF-16. */
function refuseOle(head: Uint8Array): Refusal {
  const names = new TextDecoder('utf-16le').decode(head.subarray(0, head.length & ~1));
  if (names.includes('EncryptedPackage')) return new Refusal('document-encrypted', 'The workbook is protected with a password: open it in the spreadsheet program and save it without one.');
  if (/\b(?:Workbook|Book)\0/.test(names)) return refuse('an Excel 97–2003 workbook (.xls): save it as XLSX or CSV');
  return refuse('an old Office file, or one protected with a password: save the list as XLSX or CSV without a password');
}

function detectXml(text: string, decoded: boolean): Detected {
  const label = decoded ? null : /^<\?xml[^>]*\bencoding=["']([A-Za-z0-9._-]{1,40})["']/.exec(text)?.[1] ?? null;
  const root = rootOf(text), name = root?.slice(root.indexOf(':') + 1).toLowerCase() ?? '';
  const known = label === null || isEncoding(label) ? label : null;
  if (name === 'bom') return { kind: 'cyclonedx-xml', label: known };
  if (name === 'nmaprun') return { kind: 'nmap', label: known };
  if (name === 'html') throw refuse('a web page (HTML), perhaps saved with the ending .xls: save the list as XLSX or CSV');
  if (name === 'rdf') throw refuse('RDF, perhaps SPDX as RDF/XML: accepted of SPDX are JSON and tag-value');
  if (name === 'workbook') throw refuse('an Excel 2003 XML workbook: save it as XLSX or CSV');
  throw refuse(root === null ? 'XML without an element' : `XML of an unknown kind (<${root.slice(0, 40)}>)`);
}

/** The name of the first element, past declaration, comments and DOCTYPE. */
function rootOf(text: string): string | null {
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    if (text.startsWith('<!--', at)) {
      const stop = text.indexOf('-->', at);
      if (stop < 0) return null;
      at = stop;
      continue;
    }
    const name = /^<([A-Za-z_][\w.:-]{0,80})/.exec(text.slice(at, at + 100));
    if (name) return name[1]!;
  }
  return null;
}

function isEncoding(label: string): boolean { try { return new TextDecoder(label).encoding !== ''; } catch { return false; } }

/** Lines that are whole JSON objects of a log make it a log; anything else is one document, which only its whole text can name. */
function detectJson(text: string, complete: boolean): Detected {
  const lines = text.split(/\r?\n/);
  if (!complete) lines.pop();
  let objects = 0;
  for (const line of lines.slice(0, 200)) {
    if (!line.startsWith('{')) continue;
    let record: ReturnType<typeof asObject>;
    try { record = asObject(JSON.parse(line)); } catch { break; }
    if (record === null) continue;
    objects++;
    if (isEve(record)) return { kind: 'eve', label: null };
    if (zeekLogOf(record) !== null) return { kind: 'zeek', label: null };
  }
  if (objects > 1) throw new Refusal('log-format', 'The file holds JSON lines of an unknown kind; accepted are the Zeek logs conn, dhcp, dns, http, ssl, ssh, snmp and software, and Suricata EVE.');
  return { kind: 'json', label: null };
}
