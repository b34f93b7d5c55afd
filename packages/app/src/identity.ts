/** Keeps the id of an asset while its identity grows: an address becomes a MAC, a MAC a serial number; links and decisions stay valid. */
export interface Identified { readonly id: string; readonly keys: readonly string[] }

export interface KeptIds {
  /** The id of each resolved asset, in their order. All different. */
  readonly ids: readonly string[];
  /** Known assets that are no more and share a key with one that is: the two turned out to be one. */
  readonly joined: readonly { readonly from: string; readonly to: string }[];
}

/**
 * In this order: the id a person's grouping wants (`preferred`, by index), the very same id, then the strongest shared key (weakest rank last;
 * a known asset is given once). Whoever shares nothing keeps the id that resolution made.
 */
export function keepIds(known: readonly Identified[], resolved: readonly Identified[], preferred: ReadonlyMap<number, string> = new Map()): KeptIds {
  const byId = new Set(known.map((asset) => asset.id));
  const holders = new Map<string, { id: string; rank: number }[]>();
  for (const asset of known) for (const [rank, key] of asset.keys.entries()) { const list = holders.get(key); if (list) list.push({ id: asset.id, rank }); else holders.set(key, [{ id: asset.id, rank }]); }

  const ids = new Array<string | undefined>(resolved.length).fill(undefined), taken = new Set<string>();
  const give = (index: number, id: string) => { if (ids[index] === undefined && !taken.has(id)) { ids[index] = id; taken.add(id); } };
  for (const [index, id] of preferred) if (byId.has(id)) give(index, id);
  for (const [index, asset] of resolved.entries()) if (byId.has(asset.id)) give(index, asset.id);

  const pairs: { index: number; id: string; mine: number; theirs: number }[] = [];
  for (const [index, asset] of resolved.entries()) {
    if (ids[index] !== undefined) continue;
    for (const [mine, key] of asset.keys.entries()) for (const { id, rank } of holders.get(key) ?? []) pairs.push({ index, id, mine, theirs: rank });
  }
  pairs.sort((a, b) => a.mine - b.mine || a.theirs - b.theirs || (a.id < b.id ? -1 : a.id > b.id ? 1 : a.index - b.index));
  for (const { index, id } of pairs) give(index, id);

  for (const [index, asset] of resolved.entries()) {
    let id = asset.id;
    for (let suffix = 2; ids[index] === undefined; suffix++) { give(index, id); id = `${asset.id.slice(0, 56)}-${suffix}`; }
  }
  return { ids: ids as string[], joined: findJoined(known, resolved, ids as string[], taken) };
}

function findJoined(known: readonly Identified[], resolved: readonly Identified[], ids: readonly string[], taken: ReadonlySet<string>): KeptIds['joined'] {
  const gone = known.filter((asset) => !taken.has(asset.id));
  if (gone.length === 0) return [];
  const owner = new Map<string, string>();
  for (const [index, asset] of resolved.entries()) for (const key of asset.keys) if (!owner.has(key)) owner.set(key, ids[index]!);
  return gone.flatMap(({ id, keys }) => {
    const to = keys.map((key) => owner.get(key)).find((each) => each !== undefined);
    return to === undefined ? [] : [{ from: id, to }];
  });
}
