/** A maker's letter or a field safety notice, typed into a form, as an advisory. */
import type { Advisory } from '@wardkeep/model';
import { manualAdvisory } from '@wardkeep/formats/manual-advisory';
import type { TypedAdvisory } from '../assess-views.ts';
import { AppError } from '../errors.ts';

/** Fields of the form by the reader's paths. */
const FIELDS: readonly (readonly [RegExp, keyof TypedAdvisory])[] = [
  [/^title/, 'title'], [/^publisher/, 'publisher'], [/^reference/, 'reference'], [/^date/, 'date'], [/^url/, 'url'], [/^vector/, 'vector'], [/^cves/, 'cves'], [/^action/, 'action'],
  [/\.vendor$/, 'vendor'], [/\.models/, 'models'], [/\.versions$/, 'versions'], [/^products/, 'product'],
];
const KINDS = { fix: 'vendor_fix', mitigation: 'mitigation', none: 'none_available' } as const;

/** Lists are separated by commas, semicolons or line ends. Throws `typed-field` for the first field that cannot be used: what was found, what is expected. */
export function typedAdvisory(input: TypedAdvisory, now: Date): Advisory {
  const list = (text: string) => text.split(/[,;\n]/).map((part) => part.trim()).filter((part) => part !== '');
  const result = manualAdvisory({
    title: input.title, publisher: input.publisher, reference: input.reference, date: input.date ?? now.toISOString().slice(0, 10), url: input.url ?? undefined, vector: input.vector.trim() || undefined, cves: list(input.cves),
    action: input.action.trim() || undefined, actionKind: KINDS[input.fix], products: [{ vendor: input.vendor, product: input.product, models: list(input.models), versions: input.versions }],
  });
  if (result.ok) return result.advisory;
  const { field, message } = result.errors[0]!, [, expected = message, found = ''] = /^Expected (.*?); found (.*)\.$/s.exec(message) ?? [];
  throw new AppError('typed-field', { field: FIELDS.find(([pattern]) => pattern.test(field))?.[1] ?? field, expected, found });
}
