/**
 * What crosses from reading (captures, lists, documents) to resolution: witnesses and their claims.
 *
 * A *witness* is one endpoint of one source: an address pair in a capture, a row of a list, a host of a scan. It claims
 * attributes, each with the signal that said so and where to read it. Resolution turns witnesses into assets.
 */
import type { Weight } from './confidence.ts';
import type { Protocol, Transport } from './protocol.ts';

/** Attributes a claim can be about. `software` claims carry the software's name in `of` and its version in `value` ('' when only the name is known). */
export const ATTRIBUTES = [
  'role', 'vendor', 'product', 'model', 'version', 'serial', 'udi', 'os', 'zone', 'hostname', 'aeTitle', 'software',
  'location', 'department', 'owner', 'contract', 'endOfSupport', 'inventoryNumber',
] as const;
export type Attribute = (typeof ATTRIBUTES)[number];

/** One value that one signal gave for one attribute, with the first places where it can be read. */
export interface Claim {
  readonly attribute: Attribute;
  readonly value: string;
  /** For `software`: its name. Else null. */
  readonly of: string | null;
  /** Stable code of the signal, `protocol.field`, e.g. `dicom.manufacturer`, `dhcp.vendor-class`, `list.column`. */
  readonly signal: string;
  readonly weight: Weight;
  /** Confidence that this signal alone would give, 0–100. */
  readonly confidence: number;
  /** Index of the capture or document in the run. */
  readonly source: number;
  /** First five frame numbers (1-based, as in Wireshark) or lines of a document. */
  positions: number[];
  count: number;
  /** Microseconds since 1970-01-01 UTC; null for documents without a date. */
  firstSeen: number | null;
  lastSeen: number | null;
}

/** `answered`: it replied; `announced`: it said so by broadcast, multicast or registration; `addressed`: others sent to it, no reply seen. */
export type ServiceState = 'answered' | 'announced' | 'addressed';

export interface Certificate { readonly subject: string; readonly names: readonly string[]; readonly notAfter: string | null }
export interface TlsFacts { version: string | null; sni: string | null; certificate: Certificate | null }

export interface ServiceClaim {
  readonly transport: Transport;
  readonly port: number;
  protocol: Protocol;
  application: string | null;
  state: ServiceState;
  tls: TlsFacts | null;
  attributes: Record<string, string | number | boolean | readonly string[]>;
  /** Confidence of `protocol`: from the port alone it stays below 70. */
  confidence: number;
  positions: number[];
  source: number;
  count: number;
}

export interface ClientClaim {
  readonly protocol: Protocol;
  /** Address of the server as seen on the wire. */
  readonly server: string;
  readonly port: number;
  attributes: Record<string, string | number | boolean | readonly string[]>;
  positions: number[];
  source: number;
  count: number;
  tls: boolean;
}

export interface Witness {
  /** MAC addresses, lower case with colons; empty where the source has none. */
  macs: string[];
  /** IP addresses in canonical text (RFC 5952 for IPv6). */
  ips: string[];
  claims: Claim[];
  services: ServiceClaim[];
  clientOf: ClientClaim[];
  firstSeen: number | null;
  lastSeen: number | null;
  source: number;
  /** True when ARP, neighbour discovery or DHCP tied the address to the MAC: it is no router's hop. */
  bound: boolean;
  /** Frames it sent (captures) or 1 (documents). */
  count: number;
}

/** Something that was not as it should be; reading went on. */
export interface SeeWarning {
  readonly code: string;
  readonly message: string;
  readonly capture: number;
  /** 1-based frame number, or null when it concerns the file. */
  readonly frame: number | null;
  /** Byte offset in the file or the frame, where known. */
  readonly offset: number | null;
  count: number;
}
