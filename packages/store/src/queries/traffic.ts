import { sql } from 'kysely';
import { type Tx, open } from '../tx.ts';

export interface PeerRow {
  readonly assetId: string | null; readonly name: string; readonly role: string | null; readonly zone: string | null; readonly direction: 'out' | 'in';
  readonly protocol: string; readonly port: number; readonly encrypted: boolean; readonly count: number; readonly attributes: unknown;
}

/** Whom an asset talks to and who talks to it, busiest first, at most `limit`. What nobody owns appears under its address. */
export async function readPeers(tx: Tx, assetId: string, limit = 500): Promise<PeerRow[]> {
  const { rows } = await sql<PeerRow>`
    (select s.id as "assetId", coalesce(s.name, u.server_address) as name, s.role, s.zone, 'out' as direction, u.protocol, u.port, u.encrypted, u.count, u.attributes
      from asset_use u left join asset s on s.institution_id = u.institution_id and s.id = u.server_id and not s.hidden where u.client_id = ${assetId}
    union all
    select c.id, c.name, c.role, c.zone, 'in', u.protocol, u.port, u.encrypted, u.count, u.attributes
      from asset_use u join asset c on c.institution_id = u.institution_id and c.id = u.client_id and not c.hidden where u.server_id = ${assetId})
    order by count desc, name, port limit ${limit}`.execute(open(tx));
  return rows;
}

export interface TrafficCount { readonly fromZone: string | null; readonly toZone: string | null; readonly protocol: string; readonly encrypted: boolean; readonly clients: number; readonly servers: number; readonly uses: number }

/** Who talks to whom, zone by zone. */
export async function readTraffic(tx: Tx): Promise<TrafficCount[]> {
  const { rows } = await sql<TrafficCount>`
    select c.zone as "fromZone", s.zone as "toZone", u.protocol, u.encrypted,
      count(distinct u.client_id)::int as clients, count(distinct coalesce(u.server_id, u.server_address))::int as servers, count(*)::int as uses
    from asset_use u join asset c on c.institution_id = u.institution_id and c.id = u.client_id and not c.hidden
      left join asset s on s.institution_id = u.institution_id and s.id = u.server_id and not s.hidden
    group by c.zone, s.zone, u.protocol, u.encrypted
    order by uses desc, u.protocol, c.zone nulls last, s.zone nulls last, u.encrypted`.execute(open(tx));
  return rows;
}

/** Addresses that assets use and that no asset has: something that this picture does not show. */
export async function countUnseenServers(tx: Tx): Promise<number> {
  const { rows: [row] } = await sql<{ count: number }>`select count(distinct server_address)::int as count from asset_use where server_id is null`.execute(open(tx));
  return row!.count;
}

export interface UseRow { readonly client: string; readonly server: string; readonly port: number; readonly protocol: string; readonly encrypted: boolean; readonly count: number; readonly attributes: unknown }

/** What these assets use, by client. */
export async function readUsesOf(tx: Tx, clients: readonly string[]): Promise<Map<string, UseRow[]>> {
  const out = new Map<string, UseRow[]>(clients.map((id) => [id, []]));
  if (clients.length === 0) return out;
  const rows = await open(tx).selectFrom('asset_use').select(['client_id as client', 'server_address as server', 'port', 'protocol', 'encrypted', 'count', 'attributes'])
    .where('institution_id', '=', tx.institutionId).where('client_id', 'in', [...clients]).orderBy('server_address').orderBy('port').orderBy('protocol').execute();
  for (const row of rows) out.get(row.client)!.push(row);
  return out;
}

/** Zones from which each asset was used, where they are known. */
export async function readClientZones(tx: Tx): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ id: string; zones: string[] }>`
    select u.server_id as id, array_agg(distinct client.zone) as zones from asset_use u join asset client on client.id = u.client_id
    where u.server_id is not null and client.zone is not null and not client.hidden group by u.server_id`.execute(open(tx));
  return new Map(rows.map((row) => [row.id, row.zones]));
}
