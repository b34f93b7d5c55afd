/** What is known of exploitation: KEV and EPSS, the same for every institution. */
import { sql } from 'kysely';
import { storableJson } from '../text.ts';
import { type Tx, open } from '../tx.ts';

export interface KnownExploitedRow { readonly cve: string; readonly vendor: string; readonly product: string; readonly addedOn: string; readonly dueOn: string | null; readonly ransomware: boolean; readonly requiredAction: string | null }
export interface PredictionRow { readonly cve: string; readonly probability: number; readonly percentile: number }
export interface Held { readonly count: number; readonly day: string | null }

/** A statement's rows at once: PGlite copies each parameter, and a quarter of a million rows would be 30 MB of text. */
const BATCH = 20_000;

/** The catalogue as published: what is no longer in it goes. For a transaction of the region. */
export async function replaceKnownExploited(tx: Tx, day: string, rows: readonly KnownExploitedRow[], at: Date): Promise<void> {
  await sql`delete from region.known_exploited`.execute(open(tx));
  for (let from = 0; from < rows.length; from += BATCH) {
    await sql`insert into region.known_exploited (cve, vendor, product, added_on, due_on, ransomware, required_action)
      select cve, vendor, product, "addedOn", "dueOn", ransomware, "requiredAction" from jsonb_to_recordset(${storableJson(rows.slice(from, from + BATCH))}::jsonb) as r(cve text, vendor text, product text, "addedOn" text, "dueOn" text, ransomware boolean, "requiredAction" text)
      on conflict (cve) do nothing`.execute(open(tx));
  }
  await setDay(tx, 'kev', day, rows.length, at);
}

/** The scores of a day. Only what differs is written: from one day to the next most stays. For a transaction of the region. */
export async function replacePredictions(tx: Tx, day: string, rows: readonly PredictionRow[], at: Date): Promise<void> {
  for (let from = 0; from < rows.length; from += BATCH) {
    await sql`insert into region.exploit_prediction (cve, probability, percentile) select cve, probability, percentile from jsonb_to_recordset(${storableJson(rows.slice(from, from + BATCH))}::jsonb) as r(cve text, probability real, percentile real)
      on conflict (cve) do update set probability = excluded.probability, percentile = excluded.percentile
      where (region.exploit_prediction.probability, region.exploit_prediction.percentile) is distinct from (excluded.probability, excluded.percentile)`.execute(open(tx));
  }
  await setDay(tx, 'epss', day, rows.length, at);
}

async function setDay(tx: Tx, kind: 'kev' | 'epss', day: string, count: number, at: Date): Promise<void> {
  await open(tx).insertInto('region.intelligence').values({ kind, day, count, received_at: at }).onConflict((on) => on.column('kind').doUpdateSet({ day, count, received_at: at })).execute();
}

export async function readIntelligence(tx: Tx): Promise<{ kev: Held; epss: Held }> {
  const rows = await open(tx).selectFrom('region.intelligence').select(['kind', 'day', 'count']).execute();
  const of = (kind: string): Held => { const row = rows.find((each) => each.kind === kind); return { count: row?.count ?? 0, day: row?.day ?? null }; };
  return { kev: of('kev'), epss: of('epss') };
}

export async function readKnownExploited(tx: Tx, cves: readonly string[]): Promise<Map<string, KnownExploitedRow>> {
  const rows = await open(tx).selectFrom('region.known_exploited').select(['cve', 'vendor', 'product', 'added_on as addedOn', 'due_on as dueOn', 'ransomware', 'required_action as requiredAction'])
    .where('cve', '=', sql<string>`any(${[...cves]}::text[])`).execute();
  return new Map(rows.map((row) => [row.cve, row]));
}

export async function readPredictions(tx: Tx, cves: readonly string[]): Promise<Map<string, PredictionRow>> {
  const rows = await open(tx).selectFrom('region.exploit_prediction').select(['cve', 'probability', 'percentile']).where('cve', '=', sql<string>`any(${[...cves]}::text[])`).execute();
  return new Map(rows.map((row) => [row.cve, row]));
}
