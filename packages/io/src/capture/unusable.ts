/** What a file that is no capture looks like, in one sentence, and what is accepted instead. */
import { InputError } from './source.ts';

const ACCEPTED = 'Accepted are pcap and pcapng captures, also compressed with gzip.';

/** The first 512 bytes as Latin-1, without control characters. */
const PRINTABLE = /^[\t\n\f\r\x20-\x7e\u0080-\u00ff]+$/;

const LOOKS: readonly [test: (bytes: Uint8Array, text: string) => boolean, code: string, what: string][] = [
  [(bytes) => bytes.length === 0, 'input.empty', 'is empty'],
  [(bytes) => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && (bytes[6]! & 1) === 1, 'input.encrypted-zip', 'looks like an encrypted zip archive'],
  [(bytes) => bytes[0] === 0x50 && bytes[1] === 0x4b, 'input.zip', 'looks like a zip archive or a spreadsheet'],
  [(bytes) => bytes[0] === 0x1f && bytes[1] === 0x8b, 'input.gzip-twice', 'looks like a gzip file inside a gzip file'],
  [(bytes) => bytes[0] === 0xfd && bytes[1] === 0x37 && bytes[2] === 0x7a, 'input.xz', 'looks like an xz archive'],
  [(bytes) => bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd, 'input.zstd', 'looks like a zstd archive'],
  [(bytes) => bytes[0] === 0x37 && bytes[1] === 0x7a && bytes[2] === 0xbc, 'input.7z', 'looks like a 7-zip archive'],
  [(bytes) => bytes[0] === 0x25 && bytes[1] === 0x50 && bytes[2] === 0x44 && bytes[3] === 0x46, 'input.pdf', 'looks like a PDF document'],
  [(_, text) => PRINTABLE.test(text) && /^\s*[[{]/.test(text), 'input.json', 'looks like JSON'],
  [(_, text) => PRINTABLE.test(text) && /^(?:\u00ef\u00bb\u00bf)?\s*<(?:\?xml|!DOCTYPE|[a-z])/i.test(text), 'input.xml', 'looks like XML or HTML'],
  [(_, text) => PRINTABLE.test(text), 'input.text', 'looks like text'],
];

/** The refusal for a file whose first bytes (up to 4 KiB) are `head`. */
export function describeUnusable(name: string, head: Uint8Array): InputError {
  const text = Buffer.from(head.subarray(0, 512)).toString('latin1');
  const found = LOOKS.find(([test]) => test(head, text));
  const [code, what] = found ? [found[1], found[2]] : ['input.unknown', 'is no capture that is known here'];
  return new InputError(code, `${name} ${what}. ${ACCEPTED}`, { name });
}
