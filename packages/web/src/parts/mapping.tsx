import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { msg } from '@lingui/core/macro';
import type { ListField, MappingProposal } from '@wardkeep/app/views';
import { LIST_FIELD_LABELS } from '../labels/attributes.ts';
import { useLabels } from '../labels/index.ts';

const UNUSED = msg`not used`;
export const LIST_FIELD_CODES = Object.keys(LIST_FIELD_LABELS) as ListField[];

/** Columns of a list and what each is. Sure ones are filled in; the rest is asked. */
export function MappingForm({ mapping }: { mapping: MappingProposal }) {
  const { i18n, t } = useLingui(), labels = useLabels(), { headerLine } = mapping;
  return (
    <form method="post">
      <input type="hidden" name="intent" value="mapping" />
      <p className="quiet">{mapping.sheet ? <><Trans>Sheet</Trans> {t`“${mapping.sheet}”`}, </> : null}<Trans>headings in line {headerLine}</Trans>, <Plural value={mapping.rows} one="# row" other="# rows" /></p>
      <table className="data entries"><caption className="sr"><Trans>Columns of the list</Trans></caption>
        <thead><tr><th scope="col" className="w-mid"><Trans>Column</Trans></th><th scope="col"><Trans>What is in it</Trans></th><th scope="col"><Trans>For example</Trans></th></tr></thead>
        <tbody>{mapping.columns.map((column) => (
          <tr key={column.index} className={column.sure ? undefined : 'marked'}>
            <th scope="row">{column.header}</th>
            <td className="field"><select name={`column-${column.index}`} defaultValue={column.field ?? ''} aria-label={t`What is in the column ${column.header}?`}><option value="">{i18n._(UNUSED)}</option>{LIST_FIELD_CODES.map((field) => <option key={field} value={field}>{labels.word(LIST_FIELD_LABELS, field)}</option>)}</select>{column.sure ? null : <span className="hint"><Trans>please check</Trans></span>}</td>
            <td className="quiet">{column.samples.join(' · ')}</td>
          </tr>))}</tbody></table>
      <p className="acts"><button className="btn" type="submit"><Trans>Read the list like this</Trans></button></p>
      <p className="quiet"><Trans>The answer is remembered for lists with the same headings.</Trans></p>
    </form>
  );
}
