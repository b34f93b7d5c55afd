/**
 * Captures with invented patients, staff and secrets in every protocol and every field where such stand. Nothing that a run writes may contain one of
 * `PLANTED` in any form (`formsOf`).
 *
 * Two kinds are planted. *Never read*: fields that SEE must step over whatever stands there; each holds a word of its own, so that a leak names its door.
 * *Filtered*: names that hosts and programs give themselves, which are kept unless they are a person's; those hold names that the person filter knows.
 */
import { CaptureBuilder } from './build.ts';
import { type Plant, plants } from './plant.ts';
import { plantMedical } from './planted-medical.ts';
import { plantOffice } from './planted-office.ts';

function plantedCapture(): Uint8Array {
  const capture = new CaptureBuilder();
  plantMedical(capture);
  plantOffice(capture);
  return capture.pcap();
}

/** All of it in one capture file. */
export const PLANTED_CAPTURE: Uint8Array = plantedCapture();
export const PLANTED: readonly Plant[] = plants;

/** The ways in which a text may stand in an output: as it is, in other cases, without separators, escaped, as base64 (at each offset), hexadecimal, UTF-16. */
export function formsOf(text: string): string[] {
  const utf8 = Buffer.from(text, 'utf8'), latin = Buffer.from(text, 'latin1'), utf16 = Buffer.from(text, 'utf16le');
  const forms = [text, text.replaceAll(/[\s^_.-]+/g, ' '), text.replaceAll('^', ' '), encodeURIComponent(text), JSON.stringify(text).slice(1, -1), text.replaceAll("'", '’')];
  for (const bytes of [utf8, latin, utf16]) forms.push(bytes.toString('hex'), bytes.toString('latin1'), bytes.toString('utf8'), ...[0, 1, 2].map((offset) => inBase64(bytes, offset)));
  return [...new Set(forms.filter((form) => form.length >= 4))];
}

/** What of a text's base64 does not depend on what stands around it, when it begins `offset` bytes into a group of three. */
function inBase64(bytes: Buffer, offset: number): string {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64').replace(/=+$/, '');
  return whole.slice(offset === 0 ? 0 : offset + 1, Math.floor(((bytes.length + offset) * 8) / 6));
}

/** The plants of which a form stands in what was written. Case does not count. */
export function leaksIn(written: string): Plant[] {
  const folded = written.toLowerCase();
  return PLANTED.filter(({ text }) => formsOf(text).some((form) => folded.includes(form.toLowerCase())));
}
