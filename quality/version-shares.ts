/** How much of what advisories print about versions is read: shares by kind of constraint, and every free text with its reason. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compileVersions, CONSTRAINT_KINDS, type CompiledVersions, type ConstraintKind, describeConstraint } from '@wardkeep/loop/assess/versions/index';
import type { VersionStatement } from '@wardkeep/model/advisory';

export interface VersionShares {
  readonly products: number;
  readonly kinds: Readonly<Record<ConstraintKind, number>>;
  /** Products with words that restrict further. */
  readonly conditional: number;
  /** What stayed unread, in whole or in part: advisory, statement, the unread words, the reason. */
  readonly free: readonly { readonly advisory: string; readonly product: string; readonly statement: string; readonly text: string; readonly reason: string }[];
}

/** The parts of CSAF 2.0 §3.2.2 that are read here. */
interface Branch { readonly category?: string; readonly name?: string; readonly branches?: readonly Branch[]; readonly product?: { readonly name?: string; readonly product_id?: string } }
interface Csaf { readonly document?: { readonly title?: string; readonly tracking?: { readonly id?: string; readonly initial_release_date?: string } }; readonly product_tree?: { readonly branches?: readonly Branch[] } }
interface Product { readonly names: readonly string[]; readonly statements: readonly VersionStatement[] }

const statementOf = (text: string, kind: 'version' | 'range'): VersionStatement => ({ kind: text.startsWith('vers:') ? 'vers' : kind, text });

/** Branches nest as deep as the schema of CSAF lets them; a cyclic tree cannot be written in JSON. */
function productsOf(branches: readonly Branch[], names: readonly string[], statements: readonly VersionStatement[]): Product[] {
  return branches.flatMap((branch) => {
    const text = branch.name ?? '', kind = branch.category === 'product_version' ? 'version' : branch.category === 'product_version_range' ? 'range' : null;
    const own = kind === null ? { names: branch.category === 'vendor' ? names : [...names, text], statements } : { names, statements: [...statements, statementOf(text, kind)] };
    const product = branch.product === undefined ? [] : [{ names: [...own.names, branch.product.name ?? ''], statements: own.statements }];
    return [...product, ...productsOf(branch.branches ?? [], own.names, own.statements)];
  });
}

/** `folder` holds CSAF JSON files at any depth; other JSON files are passed over. */
export function versionShares(folder: string): VersionShares {
  const kinds = Object.fromEntries(CONSTRAINT_KINDS.map((kind) => [kind, 0])) as Record<ConstraintKind, number>, free: VersionShares['free'][number][] = [];
  let products = 0, conditional = 0;
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json')).sort()) {
    const csaf = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Csaf, advisory = csaf.document?.tracking?.id;
    if (advisory === undefined) continue;
    const year = Number(csaf.document?.tracking?.initial_release_date?.slice(0, 4)) || null;
    for (const { names, statements } of productsOf(csaf.product_tree?.branches ?? [], [], [])) {
      const compiled: CompiledVersions = compileVersions(statements, { year, productNames: names, title: csaf.document?.title ?? '' });
      products++;
      kinds[describeConstraint(compiled)]++;
      if (compiled.conditions.length > 0) conditional++;
      for (const { text, reason } of compiled.free) free.push({ advisory, product: names[0] ?? '', statement: compiled.text, text, reason });
    }
  }
  return { products, kinds, conditional, free };
}

/** Lines for people. */
export function formatVersionShares({ products, kinds, conditional, free }: VersionShares): string[] {
  const share = (n: number): string => `${String(n).padStart(5)}  ${((100 * n) / Math.max(1, products)).toFixed(1).padStart(5)} %`;
  return [
    `Version constraints of ${products} products:`, ...CONSTRAINT_KINDS.map((kind) => `  ${kind.padEnd(10)}${share(kinds[kind])}`), `  with conditions ${share(conditional).trimStart()}`,
    `Not read, in whole or in part: ${free.length}`, ...free.map((one) => `  ${one.advisory}  ${one.product}: ${JSON.stringify(one.text)} of ${JSON.stringify(one.statement)} (${one.reason})`),
  ];
}
