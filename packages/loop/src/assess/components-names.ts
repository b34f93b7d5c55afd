/** Names of makers and products of software as keys: equal keys, equal thing. The table of other names is `rules/assess/components.yaml`. */

export interface ComponentNameData {
  readonly makerWords: readonly string[];
  readonly productWords: readonly string[];
  readonly makers: readonly (readonly string[])[];
  readonly products: readonly { readonly makers: readonly string[]; readonly names: readonly string[] }[];
  /** purl type → CPE target software. */
  readonly ecosystems: Readonly<Record<string, readonly string[]>>;
  readonly hosts: readonly string[];
}

/** A name as `key`, whole; `bare`: the same without the maker's own words before it (`NXP SDK` → `sdk`), which proves nothing unless the makers agree. */
export interface ProductKey { readonly key: string; readonly bare: string | null }

export interface ComponentNames {
  /** Empty when the text says nothing. */
  readonly maker: (text: string) => string;
  readonly product: (text: string, makers: ReadonlySet<string>) => ProductKey;
  /** Other keys of the product that has this key, itself among them; and the makers that are named for it. */
  readonly group: (key: string) => { readonly keys: readonly string[]; readonly makers: ReadonlySet<string> } | null;
  /** Whether a package of this purl type may be what a CPE name means with this target software; null: that name is no ecosystem. */
  readonly runsOn: (purlType: string, targetSoftware: string) => boolean | null;
}

/** Longer names are prose; words of a maker that stand before a product. */
const NAME_LIMIT = 200, MAKER_WORDS_LIMIT = 6;

/** Letters and digits; `+` and `#` tell languages apart (`C++`, `C#`). A point inside a name is no sign: `log4net.dll`, `Aspose.Words`. */
export function wordsOf(text: string): string[] {
  const lower = text.slice(0, NAME_LIMIT).toLowerCase(), signed = lower.replace(/\((?:r|tm)\)/g, ' ').replace(/\+/g, ' plus ').replace(/#/g, ' sharp ');
  if (/^[\x20-\x7e]*$/.test(signed)) return signed.split(/[^a-z0-9]+/).filter((word) => word !== '');
  return signed.replace(/[®™©]/g, ' ').normalize('NFKD').replace(/\p{M}+/gu, '').split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

export function compileComponentNames(data: ComponentNameData): ComponentNames {
  const around = new Set(data.makerWords), behind = new Set(data.productWords), joined = new Map<string, string>();
  const plainMaker = (words: readonly string[]): string => {
    const kept = words.filter((word) => !around.has(word));
    return (kept.length > 0 ? kept : words).join('');
  };
  for (const names of data.makers) for (const name of names) joined.set(plainMaker(wordsOf(name)), plainMaker(wordsOf(names[0]!)));
  const makerOf = (words: readonly string[]): string => { const plain = plainMaker(words); return joined.get(plain) ?? plain; }, maker = (text: string): string => makerOf(wordsOf(text));

  const spell = (words: readonly string[]): string => {
    let end = words.length;
    while (end > 1 && behind.has(words[end - 1]!)) end--;
    return words.slice(0, end).join('');
  };
  const product = (text: string, makers: ReadonlySet<string>): ProductKey => {
    const words = wordsOf(text), key = spell(words);
    if (makers.size === 0) return { key, bare: null };
    for (let cut = Math.min(words.length - 1, MAKER_WORDS_LIMIT); cut > 0; cut--)
      if (makers.has(makerOf(words.slice(0, cut)))) return { key, bare: spell(words.slice(cut)) };
    return { key, bare: null };
  };
  const groups = new Map<string, { keys: string[]; makers: Set<string> }>();
  for (const entry of data.products) {
    const makers = new Set(entry.makers.map(maker)), group = { keys: entry.names.map((name) => spell(wordsOf(name))), makers };
    for (const key of group.keys) groups.set(key, group);
  }
  const owners = new Map(Object.entries(data.ecosystems).flatMap(([type, names]) => names.map((name) => [name, type] as const))), hosts = new Set(data.hosts);
  return {
    maker, product, group: (key) => groups.get(key) ?? null,
    runsOn: (purlType, targetSoftware) => {
      const target = targetSoftware.replace(/\\(.)/g, '$1'), owner = owners.get(target);
      if (owner === purlType) return true;
      if (!Object.hasOwn(data.ecosystems, purlType)) return null;
      return owner !== undefined || hosts.has(target) || hosts.has(targetSoftware) ? false : null;
    },
  };
}
