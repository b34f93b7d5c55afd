/** An advisory compiled for matching. */
import type { Advisory } from '@wardkeep/model/advisory';
import type { Knowledge } from './knowledge.ts';
import { type CompiledProduct, compileProduct, compileProductNames, printedName, type ProductNames } from './product.ts';

export interface CompiledAdvisory { readonly advisory: Advisory; readonly products: readonly CompiledProduct[] }

/** Names that several products and advisories print alike are compiled once. */
export class NameShelf {
  private readonly shelf = new Map<string, ProductNames>();
  private readonly knowledge: Knowledge;

  constructor(knowledge: Knowledge) { this.knowledge = knowledge; }

  compile(advisory: Advisory): CompiledAdvisory {
    return { advisory, products: advisory.products.map((product) => compileProduct(advisory, product, this.names(advisory, product), this.knowledge)) };
  }

  private names(advisory: Advisory, product: Advisory['products'][number]): ProductNames {
    const key = `${product.vendor ?? ''}\0${printedName(product)}\0${advisory.title}\0${product.name}`;
    const known = this.shelf.get(key);
    if (known !== undefined) return known;
    const names = compileProductNames(advisory, product, this.knowledge), shared = `${product.vendor ?? ''}\0${names.printed}\0${[...names.title].sort().join(' ')}\0${names.names.map((name) => name.groups.length).join()}`;
    const twin = this.shelf.get(shared) ?? { ...names, key: shared };
    this.shelf.set(shared, twin);
    return twin;
  }
}
