/** Puts IP fragments together (RFC 791, 3.2; RFC 8200, 4.5), within fixed memory: what does not complete is pushed out by what comes. */
import type { Packet } from './packet.ts';

const DATAGRAM_LIMIT = 65535;
const OPEN_LIMIT = 256;
const PIECES_LIMIT = 64;
/** Bytes of all fragments that wait. Fragments of 64 KB that all overlap are no datagram but an attack. */
const HELD_LIMIT = 4 << 20;

interface Pending { readonly pieces: { from: number; data: Uint8Array }[]; total: number; have: number }

export class FragmentTable {
  private readonly open = new Map<string, Pending>();
  /** Bytes of all that is open. */
  held = 0;

  /** Adds an IPv4 fragment; returns the whole payload when it is complete. */
  add4(packet: Packet, id: number, offset: number, more: boolean): Uint8Array | null {
    return this.add(`${packet.src4},${packet.dst4},${packet.protocol},${id}`, packet, offset, more);
  }

  add6(packet: Packet, id: number, offset: number, more: boolean): Uint8Array | null {
    const address = packet.ipBytes.subarray(packet.src6At, packet.src6At + 32).join('.');
    return this.add(`${address},${id}`, packet, offset, more);
  }

  private add(key: string, packet: Packet, offset: number, more: boolean): Uint8Array | null {
    const length = packet.end - packet.at;
    if (length < 0 || packet.end < packet.wireEnd || offset + length > DATAGRAM_LIMIT) return null; // cut short by the snap length: can never be whole
    let pending = this.open.get(key);
    if (!pending) {
      if (this.open.size >= OPEN_LIMIT) this.drop(this.open.keys().next().value!);
      pending = { pieces: [], total: -1, have: 0 };
      this.open.set(key, pending);
    }
    if (pending.pieces.some((piece) => piece.from === offset)) return null;
    // Twice a datagram's bytes and no datagram yet: they overlap (RFC 5722 has them discarded).
    if (pending.pieces.length >= PIECES_LIMIT || pending.have + length > 2 * DATAGRAM_LIMIT) { this.drop(key); return null; }
    pending.pieces.push({ from: offset, data: packet.bytes.slice(packet.at, packet.end) });
    pending.have += length;
    this.held += length;
    if (!more) pending.total = offset + length;
    if (pending.total < 0 || pending.have < pending.total) {
      while (this.held > HELD_LIMIT) this.drop(this.open.keys().next().value!);
      return null;
    }
    this.drop(key);
    return assemble(pending);
  }

  private drop(key: string): void {
    this.held -= this.open.get(key)!.have;
    this.open.delete(key);
  }
}

/** First come, first served where fragments overlap; null when there is a hole. */
function assemble(pending: Pending): Uint8Array | null {
  const whole = new Uint8Array(pending.total);
  let reached = 0;
  for (const piece of pending.pieces.sort((a, b) => a.from - b.from)) {
    if (reached === pending.total) break;
    if (piece.from > reached) return null;
    const skip = reached - piece.from;
    if (skip < piece.data.length) {
      const fits = piece.data.subarray(skip, skip + pending.total - reached);
      whole.set(fits, reached);
      reached += fits.length;
    }
  }
  return reached === pending.total ? whole : null;
}
