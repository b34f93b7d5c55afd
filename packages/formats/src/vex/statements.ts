/** What both VEX formats have in common: products met while reading, and statements about the same vulnerability put together. */
import type { AdvisoryProduct, AdvisoryVulnerability, ProductStatus } from '@wardkeep/model';
import { PRODUCT_LIMIT, REFERENCE_LIMIT, tooMany } from '../csaf/bounded.ts';

const ID_LIMIT = 1_000;

export class ProductTable {
  private readonly products = new Map<string, AdvisoryProduct>();

  /** The id of the product that `key` tells apart: the key itself where it is short enough to be shown. */
  add(key: string, make: (id: string) => AdvisoryProduct): string {
    const known = this.products.get(key);
    if (known !== undefined) return known.id;
    if (this.products.size >= PRODUCT_LIMIT) throw tooMany(PRODUCT_LIMIT + 1, PRODUCT_LIMIT, 'products or more');
    const product = make(key.length <= ID_LIMIT ? key : `product-${this.products.size + 1}`);
    this.products.set(key, product);
    return product.id;
  }

  all(): AdvisoryProduct[] { return [...this.products.values()]; }
}

/** Later statements about the same vulnerability and product override (OpenVEX, "Status"; VEX minimum requirements 2.3); both formats may repeat a vulnerability. */
export class StatementTable {
  private readonly rows = new Map<string, { readonly base: AdvisoryVulnerability; readonly status: Map<string, ProductStatus>; readonly more: AdvisoryVulnerability[] }>();
  private total = 0;

  add(key: string, statement: AdvisoryVulnerability, status: ReadonlyMap<string, ProductStatus>): void {
    this.total += status.size;
    if (this.total > REFERENCE_LIMIT) throw tooMany(this.total, REFERENCE_LIMIT, 'references to products');
    const row = this.rows.get(key);
    if (row === undefined) { this.rows.set(key, { base: statement, status: new Map(status), more: [] }); return; }
    for (const [product, kind] of status) row.status.set(product, kind);
    row.more.push(statement);
  }

  all(): AdvisoryVulnerability[] {
    return [...this.rows.values()].map(({ base, status, more }) => ({
      ...base, status: grouped(status), ids: [...new Set([base, ...more].flatMap((one) => one.ids))],
      scores: [base, ...more].flatMap((one) => one.scores), remediations: [base, ...more].flatMap((one) => one.remediations),
      threats: [base, ...more].flatMap((one) => one.threats),
    }));
  }
}

function grouped(status: ReadonlyMap<string, ProductStatus>): AdvisoryVulnerability['status'] {
  const groups: Partial<Record<ProductStatus, string[]>> = {};
  for (const [product, kind] of status) (groups[kind] ??= []).push(product);
  return groups;
}
