/** RFB, the protocol of VNC (RFC 6143, 7.1.1): `RFB 003.008\n` from both sides. Desktop names often name people and are not read. */
import { latin1 } from '../cursor.ts';
import { DONE, type Direction, MORE, NO, type RecordSink, type StreamDissector, type StreamProtocol, type Verdict, YES } from '../record.ts';

export interface VncVersion { readonly kind: 'vnc.version'; /** `3.8`; Apple sends `3.889`. */ readonly version: string }

declare module '../record.ts' { interface RecordMap { 'vnc.version': VncVersion } }

const LENGTH = 12;

class VncStream implements StreamDissector {
  private readonly heard: [boolean, boolean] = [false, false];

  read(direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    if (this.heard[direction]) return end - off;
    if (end - off < LENGTH) return 0;
    const match = /^RFB (\d{3})\.(\d{3})\n$/.exec(latin1(bytes, off, off + LENGTH));
    if (match) sink.record({ kind: 'vnc.version', version: `${Number(match[1])}.${Number(match[2])}` });
    else sink.weird('vnc-version');
    this.heard[direction] = true;
    return this.heard[0] && this.heard[1] ? DONE : LENGTH;
  }
}

export const vnc: StreamProtocol = {
  protocol: 'vnc',
  ports: [5900, 5901],
  probe(_direction: Direction, bytes: Uint8Array, off: number, end: number): Verdict {
    const head = latin1(bytes, off, Math.min(end, off + LENGTH));
    if (head.length >= LENGTH) return /^RFB \d{3}\.\d{3}\n/.test(head) ? YES : NO;
    return 'RFB '.startsWith(head.slice(0, 4)) ? MORE : NO;
  },
  open: () => new VncStream(),
};
