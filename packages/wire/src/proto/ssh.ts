/**
 * SSH identification strings (RFC 4253, 4.2): `SSH-protoversion-softwareversion SP comments CR LF`, from both sides. The server may send
 * other lines first; they are stepped over. Everything after is key exchange and then encrypted.
 */
import { clean, latin1 } from '../cursor.ts';
import { DONE, type Direction, MORE, NO, type RecordSink, type StreamDissector, type StreamProtocol, type Verdict, YES } from '../record.ts';

export interface SshBanner {
  readonly kind: 'ssh.banner';
  /** `2.0`, or `1.99` for a server that also speaks 1.x. */
  readonly protocolVersion: string;
  /** softwareversion, e.g. `OpenSSH_9.2p1`. */
  readonly software: string;
  /** e.g. `Debian-2+deb12u10`. */
  readonly comment: string | null;
}

/** Binary packets without a banner before them: the start of the conversation was not captured. */
export interface SshPacket { readonly kind: 'ssh.packet' }

declare module '../record.ts' { interface RecordMap { 'ssh.banner': SshBanner; 'ssh.packet': SshPacket } }

const LF = 0x0a;
/** RFC 4253, 4.2: the string is at most 255 characters. Older and stranger servers send up to a few lines before it. */
const LINE_LIMIT = 512, LINES_BEFORE = 32;

class SshStream implements StreamDissector {
  private readonly heard: [boolean, boolean] = [false, false];
  private readonly lines: [number, number] = [0, 0];

  read(direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    if (this.heard[direction]) return end - off;
    if (this.lines[direction] === 0 && isKeyExchange(bytes, off, end)) { sink.record({ kind: 'ssh.packet' }); return DONE; }
    let at = off;
    while (at < end) {
      const stop = bytes.subarray(0, end).indexOf(LF, at);
      if (stop < 0 || stop - at > LINE_LIMIT) {
        if (end - at <= LINE_LIMIT) return at - off;
        sink.weird('ssh-banner-length');
        return this.finish(direction) ? DONE : end - off;
      }
      if (isBanner(bytes, at, stop)) {
        const banner = parseBanner(latin1(bytes, at, stop));
        if (banner) sink.record(banner);
        return this.finish(direction) ? DONE : end - off;
      }
      if (++this.lines[direction] > LINES_BEFORE) return this.finish(direction) ? DONE : end - off;
      at = stop + 1;
    }
    return at - off;
  }

  gap(direction: Direction): boolean { this.heard[direction] = true; return !this.heard[1 - direction]; }

  private finish(direction: Direction): boolean {
    this.heard[direction] = true;
    return this.heard[0] && this.heard[1];
  }
}

/** `SSH-` at `at`. */
function isBanner(bytes: Uint8Array, at: number, end: number): boolean {
  return end - at >= 4 && bytes[at] === 0x53 && bytes[at + 1] === 0x53 && bytes[at + 2] === 0x48 && bytes[at + 3] === 0x2d;
}

/** A plain key exchange packet (RFC 4253, 6): length ≤ 35,000, padding 4–255 bytes and shorter than the packet, message 20 (KEXINIT), 21 or 30–34. */
function isKeyExchange(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < 6 || bytes[at] !== 0 || bytes[at + 1] !== 0) return false;
  const length = (bytes[at + 2]! << 8) | bytes[at + 3]!, padding = bytes[at + 4]!, message = bytes[at + 5]!;
  return length >= 12 && length <= 35000 && padding >= 4 && padding < length - 1 && (message === 20 || message === 21 || (message >= 30 && message <= 34));
}

/** Reads `SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u10`; null when it does not follow the grammar. */
function parseBanner(line: string): SshBanner | null {
  const match = /^SSH-(\d{1,2}\.\d{1,3})-([^\s]{1,200})(?: ([^\r\n]*))?\r?$/.exec(line);
  if (!match) return null;
  const software = clean(match[2]!);
  return software === null ? null : { kind: 'ssh.banner', protocolVersion: match[1]!, software, comment: clean(match[3] ?? '', 128) };
}

export const ssh: StreamProtocol = {
  protocol: 'ssh',
  ports: [22, 2222],
  probe(_direction: Direction, bytes: Uint8Array, off: number, end: number, port: number): Verdict {
    if (port === 22 && bytes[off] === 0) return end - off < 6 ? MORE : isKeyExchange(bytes, off, end) ? YES : NO;
    const wanted = [0x53, 0x53, 0x48, 0x2d], seen = Math.min(5, end - off);
    for (let i = 0; i < Math.min(4, seen); i++) if (bytes[off + i] !== wanted[i]) return NO;
    return seen < 5 ? MORE : bytes[off + 4] === 0x31 || bytes[off + 4] === 0x32 ? YES : NO;
  },
  open: () => new SshStream(),
};
