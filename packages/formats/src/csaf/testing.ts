/** CSAF documents for tests: the smallest that can be read, and a laboratory for hostile ones. */
export interface CsafParts { readonly tree?: unknown; readonly vulnerabilities?: unknown; readonly document?: Readonly<Record<string, unknown>>; readonly tracking?: Readonly<Record<string, unknown>> }

export function csafDocument({ tree, vulnerabilities, document = {}, tracking = {} }: CsafParts = {}): Record<string, unknown> {
  return {
    document: {
      category: 'csaf_security_advisory', csaf_version: '2.0', title: 'Flow 3 pump',
      publisher: { category: 'vendor', name: 'Acme Medical', namespace: 'https://psirt.acme.example' },
      tracking: {
        id: 'ACME-1', status: 'final', version: '1', initial_release_date: '2026-01-02T03:04:05Z', current_release_date: '2026-01-02T03:04:05Z',
        revision_history: [{ number: '1', date: '2026-01-02T03:04:05Z', summary: 'First' }], ...tracking,
      }, ...document,
    },
    ...(tree === undefined ? {} : { product_tree: tree }), ...(vulnerabilities === undefined ? {} : { vulnerabilities }),
  };
}

export const branch = (category: string, name: string, ...below: readonly Record<string, unknown>[]): Record<string, unknown> => ({
  category, name, ...(below.length === 1 && 'product_id' in below[0]! ? { product: below[0] } : { branches: below }),
});
export const product = (product_id: string, name = product_id, product_identification_helper?: Record<string, unknown>): Record<string, unknown> => ({
  product_id, name, ...(product_identification_helper === undefined ? {} : { product_identification_helper }),
});
