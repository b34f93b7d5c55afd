/** The form for a maker's letter or a field safety notice. */
import { Trans, useLingui } from '@lingui/react/macro';
import type { TypedAdvisory } from '@wardkeep/app/assess-views';
import type { ReactNode } from 'react';
import { AreaField, SelectField, TextField } from './form.tsx';
import { DayField } from './finding-fields.tsx';

export const FIXES = ['fix', 'mitigation', 'none'] as const;
export const TYPED_FIELDS = ['title', 'publisher', 'reference', 'date', 'url', 'vendor', 'product', 'models', 'versions', 'cves', 'vector', 'action', 'fix'] as const satisfies readonly (keyof TypedAdvisory)[];
export type TypedField = (typeof TYPED_FIELDS)[number];
export type TypedDraft = Readonly<Record<TypedField, string>>;
export interface TypedError { readonly field: TypedField; readonly text: string }

/** What is expected, in the reader's language; what was found, as it was typed. */
export function useTypedErrors(wrong: readonly { readonly field: TypedField; readonly code: 'missing' | 'refused'; readonly found: string }[]): TypedError[] {
  const { t } = useLingui();
  const missing: Partial<Record<TypedField, string>> = {
    title: t`Write the title of the letter.`, publisher: t`Write who sent the letter.`, reference: t`Write the number or the mark of the letter; any that finds it again will do.`, vendor: t`Write who makes the product.`, product: t`Write which product it is about.`,
  };
  const expected: Partial<Record<TypedField, string>> = {
    date: t`This is no day that exists.`, url: t`An address begins with https:// or http://.`, cves: t`A CVE number looks like CVE-2026-12345; several are separated by commas.`, vector: t`A CVSS vector looks like CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H.`,
    models: t`This list cannot be used: too many models, or one of them twice or too long.`, versions: t`This cannot be used: too many lines, or one of them too long.`, product: t`The same product stands here twice.`,
  };
  const long = t`This is longer than such a field may be.`;
  return wrong.map(({ field, code, found }) => { const sentence = (code === 'missing' ? missing[field] : expected[field]) ?? long; return { field, text: code === 'refused' && found !== '' && found !== 'none' ? `${sentence} ${t`Found: ${found}`}` : sentence }; });
}

export function TypedForm({ draft, errors }: { draft: TypedDraft | null; errors: readonly TypedError[] }) {
  const { t } = useLingui(), error = (field: TypedField): ReactNode => errors.find((it) => it.field === field)?.text, value = (field: TypedField) => draft?.[field] ?? '';
  return (
    <form className="form" method="post" noValidate>
      <fieldset className="block"><legend><Trans>The letter</Trans></legend>
        <TextField name="title" label={<Trans>Title</Trans>} value={value('title')} error={error('title')} maxLength={300} />
        <TextField name="publisher" label={<Trans>Who sent it?</Trans>} hint={<Trans>The maker, or an authority</Trans>} value={value('publisher')} error={error('publisher')} />
        <TextField name="reference" label={<Trans>Number of the letter</Trans>} hint={<Trans>For example FSN-2026-014. The same number typed again is a revision.</Trans>} value={value('reference')} error={error('reference')} maxLength={100} />
        <DayField id="date" name="date" label={<Trans>Date of the letter</Trans>} hint={error('date') ?? <Trans>Empty: today</Trans>} value={value('date')} />
        <TextField name="url" label={<Trans>Address on the web</Trans>} hint={<Trans>Only where there is one</Trans>} value={value('url')} error={error('url')} required={false} maxLength={2000} inputMode="url" />
      </fieldset>
      <fieldset className="block"><legend><Trans>What it is about</Trans></legend>
        <TextField name="vendor" label={<Trans>Maker of the product</Trans>} value={value('vendor')} error={error('vendor')} maxLength={300} />
        <TextField name="product" label={<Trans>Product</Trans>} value={value('product')} error={error('product')} maxLength={300} />
        <AreaField name="models" label={<Trans>Models</Trans>} hint={<Trans>Names or numbers, separated by commas or line ends. Empty: every model</Trans>} value={value('models')} error={error('models')} rows={2} />
        <AreaField name="versions" label={<Trans>Versions or serial numbers</Trans>} hint={<Trans>As the letter says it, one statement a line: “before 3.2”, “1.5 to 1.7”, “all”. Empty: every version</Trans>} value={value('versions')} error={error('versions')} rows={2} />
      </fieldset>
      <fieldset className="block"><legend><Trans>How grave, and what to do</Trans></legend>
        <AreaField name="cves" label={<Trans>CVE numbers</Trans>} hint={<Trans>Separated by commas. A safety notice often has none: leave it empty</Trans>} value={value('cves')} error={error('cves')} rows={1} />
        <TextField name="vector" label={<Trans>CVSS vector</Trans>} hint={<Trans>Only where the letter prints one; the score is computed from it</Trans>} value={value('vector')} error={error('vector')} required={false} maxLength={300} />
        <SelectField name="fix" label={<Trans>What does the maker offer?</Trans>} value={draft?.fix ?? 'fix'}><option value="fix">{t`a fix: an update, or a repair`}</option><option value="mitigation">{t`something that helps until a fix is there`}</option><option value="none">{t`nothing yet`}</option></SelectField>
        <AreaField name="action" label={<Trans>What does the letter ask for?</Trans>} hint={<Trans>In its own words</Trans>} value={value('action')} error={error('action')} rows={4} />
      </fieldset>
      <p className="acts"><button className="btn" type="submit"><Trans>Take it in and compare</Trans></button><a href="/advisories"><Trans>Do not</Trans></a></p>
    </form>
  );
}
