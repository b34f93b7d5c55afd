/**
 * Telnet (RFC 854): option negotiation, and the first line a device shows before it asks who is there. A line that asks for a log-in or a password ends
 * the reading; nothing the client types is read.
 */
import { clean, latin1 } from '../cursor.ts';
import { DONE, type Direction, MORE, NO, type RecordSink, type StreamDissector, type StreamProtocol, type Verdict, YES } from '../record.ts';

export interface TelnetBanner {
  readonly kind: 'telnet.banner';
  /** First line of text from the server; null when it asked for a log-in first. */
  readonly text: string | null;
}

/** Telnet is spoken; `answered`: by the server. */
export interface TelnetSession { readonly kind: 'telnet.session'; readonly answered: boolean }

declare module '../record.ts' { interface RecordMap { 'telnet.banner': TelnetBanner; 'telnet.session': TelnetSession } }

const IAC = 255, SE = 240, SB = 250, WILL = 251, DONT = 254;
/** Options with numbers of the IANA registry that are in use; 255 is the extended list. */
const OPTION_LIMIT = 50;
const BANNER_BYTES = 2048;
const PROMPT = /(login|user ?name|user|password|passcode|account|usuario|contrase|felhasz)[^:]{0,24}:|last login/i;

class TelnetStream implements StreamDissector {
  private readonly heard: [boolean, boolean] = [false, false];
  private told = false;
  private read1 = 0;
  private text = '';

  read(direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    if (!this.heard[direction]) sink.record({ kind: 'telnet.session', answered: direction === 1 });
    this.heard[direction] = true;
    if (direction === 0) return end - off;
    let at = off;
    while (at < end) {
      if (bytes[at] === IAC) {
        const next = afterCommand(bytes, at, end);
        if (next === 0) { if (end - at < 256) return at - off; return this.finish(sink); }
        at = next;
        continue;
      }
      const byte = bytes[at++]!;
      if (++this.read1 > BANNER_BYTES) return this.finish(sink);
      if (byte !== 0x0a) { if (this.text.length < 256) this.text += String.fromCharCode(byte); continue; }
      if (this.offerLine(sink)) return DONE;
    }
    // A prompt has no end of line: what it is can already be seen.
    return PROMPT.test(this.text) ? this.finish(sink) : at - off;
  }

  gap(direction: Direction): boolean { return direction === 0; }

  /** True when the line was the banner, or a prompt came before any. */
  private offerLine(sink: RecordSink): boolean {
    const line = clean(this.text.replace(/\x1b\[[0-9;?]{0,16}[A-Za-z]/g, ' '), 128);
    this.text = '';
    if (line === null || !/[A-Za-z]{2}/.test(line)) return false;
    if (!this.told) sink.record({ kind: 'telnet.banner', text: PROMPT.test(line) || line.includes('@') ? null : line });
    return (this.told = true);
  }

  private finish(sink: RecordSink): number {
    if (!this.told) sink.record({ kind: 'telnet.banner', text: null });
    this.told = true;
    return DONE;
  }
}

/** Where the command that starts with IAC at `at` ends, or 0 when it is not whole. */
function afterCommand(bytes: Uint8Array, at: number, end: number): number {
  if (end - at < 2) return 0;
  const command = bytes[at + 1]!;
  if (command >= WILL && command <= DONT) return end - at < 3 ? 0 : at + 3;
  if (command !== SB) return at + 2;
  for (let i = at + 2; i + 1 < end; i++) if (bytes[i] === IAC && bytes[i + 1] === SE) return i + 2;
  return 0;
}

/** IAC WILL/WONT/DO/DONT and an option that exists. */
const isNegotiation = (bytes: Uint8Array, at: number) => bytes[at] === IAC && bytes[at + 1]! >= WILL && bytes[at + 1]! <= DONT && bytes[at + 2]! < OPTION_LIMIT;

export const telnet: StreamProtocol = {
  protocol: 'telnet',
  ports: [23, 2323],
  /** Two negotiations in a row anywhere; on port 23 one, first or right after plain text, or a prompt in plain text. */
  probe(direction: Direction, bytes: Uint8Array, off: number, end: number, port: number): Verdict {
    const seen = end - off;
    if (bytes[off] === IAC) {
      if (seen < 3) return seen === 1 || (bytes[off + 1]! >= SB && bytes[off + 1]! <= DONT) || (bytes[off + 1] === IAC && port === 23) ? MORE : NO;
      // a doubled IAC is a byte 255 of data
      if (port === 23 && bytes[off + 1] === IAC) return seen < 6 ? MORE : bytes[off + 2] === IAC && bytes[off + 3] === SB && bytes[off + 4]! < OPTION_LIMIT ? YES : NO;
      if (!isNegotiation(bytes, off)) return NO;
      if (port === 23) return YES;
      return seen < 6 ? MORE : isNegotiation(bytes, off + 3) ? YES : NO;
    }
    if (port !== 23 || direction !== 1) return NO;
    const head = latin1(bytes, off, Math.min(end, off + 256));
    if (PROMPT.test(head)) return YES;
    const text = /^[\x07-\x0d\x1b\x20-\x7e]*/.exec(head)![0].length;
    if (text === head.length) return MORE;
    return text > 0 && end - off - text < 3 ? MORE : text > 0 && isNegotiation(bytes, off + text) ? YES : NO;
  },
  open: () => new TelnetStream(),
};
