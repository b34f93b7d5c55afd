/**
 * What conversations contain. One conversation may contain several protocols (TLS after STARTTLS, DCE/RPC in a named pipe of SMB, an SMB mailslot in a
 * NetBIOS datagram), and a stream protocol may also travel in datagrams (SIP, Kerberos, CLDAP). The protocols of one conversation are bits of one integer.
 */
import type { Protocol } from '@wardkeep/model';

const BITS = 31;

export class Contents {
  /** Conversations that contain a stream protocol. */
  readonly counts = new Map<Protocol, number>();
  private readonly protocols: readonly Protocol[];
  private readonly bits = new Map<string, number>();
  private readonly bitsByKind = new Map<string, number>();

  /** `protocols`: those that are counted, at most 31. */
  constructor(protocols: Iterable<Protocol>) {
    this.protocols = [...new Set(protocols)];
    if (this.protocols.length > BITS) throw new RangeError(`expected at most ${BITS} stream protocols, found ${this.protocols.length}`);
    for (const [index, protocol] of this.protocols.entries()) this.bits.set(protocol, 1 << index);
  }

  /** The bit of a protocol; 0 for one that is not counted. */
  bitOf(protocol: string): number { return this.bits.get(protocol) ?? 0; }

  /** The bit of the protocol that a record speaks of: `tls.client-hello` is one of `tls`. */
  bitOfKind(kind: string): number {
    let bit = this.bitsByKind.get(kind);
    if (bit === undefined) {
      bit = this.bitOf(kind.slice(0, kind.indexOf('.')));
      this.bitsByKind.set(kind, bit);
    }
    return bit;
  }

  /** A conversation that contained `known` also contains `found`: counts what is new, gives both together. */
  add(known: number, found: number): number {
    for (let fresh = found & ~known; fresh !== 0; fresh &= fresh - 1) {
      const protocol = this.protocols[31 - Math.clz32(fresh & -fresh)]!;
      this.counts.set(protocol, (this.counts.get(protocol) ?? 0) + 1);
    }
    return known | found;
  }
}
