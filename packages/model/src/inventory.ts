/** `wardkeep-inventory/1`: what `wardkeep see` prints and the centre receives. Unknown is null, lists are never absent. */
import { z } from 'zod';
import { WEIGHTS } from './confidence.ts';
import { PROTOCOLS, TRANSPORTS } from './protocol.ts';
import { ROLES } from './role.ts';

export const INVENTORY_FORMAT = 'wardkeep-inventory/1';

const text = z.string().max(4096);
const when = z.iso.datetime({ offset: true }).nullable();
const port = z.int().min(0).max(65535);
const attributes = z.record(z.string().max(128), z.union([text, z.number(), z.boolean(), z.array(text)]));
const protocol = z.enum(PROTOCOLS);

export const Evidence = z.object({
  attribute: text, value: text, signal: text, weight: z.enum(WEIGHTS),
  capture: z.int().min(0), frames: z.array(z.int().min(0)).max(5), count: z.int().min(1),
});
export type Evidence = z.infer<typeof Evidence>;

export const Service = z.object({
  transport: z.enum(TRANSPORTS), port, protocol, application: text.nullable(), state: z.enum(['answered', 'announced', 'addressed']),
  tls: z.object({
    version: text.nullable(), sni: text.nullable(),
    certificate: z.object({ subject: text, names: z.array(text), notAfter: when }).nullable(),
  }).nullable(),
  attributes,
});
export type Service = z.infer<typeof Service>;

export const ClientUse = z.object({ protocol, server: text, port, attributes });
export type ClientUse = z.infer<typeof ClientUse>;

export const InventoryAsset = z.object({
  id: z.string().regex(/^[a-z0-9-]{8,64}$/),
  macs: z.array(text), ips: z.array(text), hostnames: z.array(text),
  role: z.enum(ROLES as [string, ...string[]]).nullable(),
  vendor: text.nullable(), product: text.nullable(), model: text.nullable(), version: text.nullable(), serial: text.nullable(), udi: text.nullable(),
  os: text.nullable(), zone: text.nullable(),
  aeTitles: z.array(text), services: z.array(Service), clientOf: z.array(ClientUse),
  software: z.array(z.object({ name: text, version: text.nullable() })),
  firstSeen: when, lastSeen: when,
  confidence: z.record(text, z.int().min(0).max(100)),
  conflicts: z.array(z.object({ attribute: text, values: z.array(text) })),
  evidence: z.array(Evidence),
});
export type InventoryAsset = z.infer<typeof InventoryAsset>;

export const InventoryWarning = z.object({
  code: text, message: text, capture: z.int().min(0), frame: z.int().nullable(), offset: z.number().nullable(), count: z.int().min(1),
});

export const Inventory = z.object({
  format: z.literal(INVENTORY_FORMAT),
  captures: z.array(z.object({ name: text, frames: z.int().min(0), from: when, to: when })),
  assets: z.array(InventoryAsset),
  warnings: z.array(InventoryWarning),
  stats: z.object({ frames: z.number(), bytes: z.number(), flows: z.number(), seconds: z.number(), cpuSeconds: z.number() }),
});
export type Inventory = z.infer<typeof Inventory>;
