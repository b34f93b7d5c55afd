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

/** Letters and digits; `+` and `#` tell languages apart (`C++`, `C#`). A point inside a name is no sign: `log4net.dll`, `Aspose.Words`. */
export function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKD').toLowerCase().replace(/\p{M}+/gu, '').replace(/[®™©]|\((?:r|tm)\)/g, ' ').replace(/\+/g, ' plus ').replace(/#/g, ' sharp ');
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

export function compileComponentNames(data: ComponentNameData): ComponentNames {
  const around = new Set(data.makerWords), behind = new Set(data.productWords), joined = new Map<string, string>();
  const plainMaker = (text: string): string => {
    const words = wordsOf(text), kept = words.filter((word) => !around.has(word));
    return (kept.length > 0 ? kept : words).join('');
  };
  for (const names of data.makers) for (const name of names) joined.set(plainMaker(name), plainMaker(names[0]!));
  const maker = (text: string): string => { const plain = plainMaker(text); return joined.get(plain) ?? plain; };

  const spell = (words: readonly string[]): string => {
    let end = words.length;
    while (end > 1 && behind.has(words[end - 1]!)) end--;
    return words.slice(0, end).join('');
  };
  const product = (text: string, makers: ReadonlySet<string>): ProductKey => {
    const words = wordsOf(text), key = spell(words);
    for (let cut = words.length - 1; cut > 0; cut--) if (makers.has(maker(words.slice(0, cut).join(' ')))) return { key, bare: spell(words.slice(cut)) };
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
