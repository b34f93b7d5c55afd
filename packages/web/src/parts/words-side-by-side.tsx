/** The advisory's own words beside the device's, and what follows from them. What agrees is underlined on both sides; what stays open is dashed. */
import { Trans, useLingui } from '@lingui/react/macro';
import type { AssessReason } from '@wardkeep/model';
import type { ReactNode } from 'react';
import { placeOfReason, REASON_GROUP_LABELS, type ReasonSide, wordsOfReason } from '../labels/assess-reasons.ts';
import { useLabels } from '../labels/index.ts';
import { commonRun, type Span } from './finding-overlap.ts';
import { grouped } from './reasons.tsx';

export function WordsSideBySide({ reasons, about, foot }: { reasons: readonly AssessReason[]; about: string; foot?: { readonly advisory: ReactNode; readonly device: ReactNode; readonly so: ReactNode } }) {
  const { t } = useLingui();
  return (
    <table className="beside">
      <caption className="sr"><Trans>Words side by side: {about}</Trans></caption>
      <thead><tr><td /><th scope="col"><Trans>The advisory says</Trans></th><th scope="col"><Trans>Your device says</Trans></th><th scope="col"><Trans>So</Trans></th></tr></thead>
      <tbody>{grouped(reasons).map(({ group, reasons: rows }) => rows.map((reason, i) => <Row key={`${reason.code}-${i}`} reason={reason} group={group} first={i === 0} span={rows.length} />))}</tbody>
      {foot ? <tfoot><tr><td /><td data-label={t`The advisory says`}>{foot.advisory}</td><td data-label={t`Your device says`}>{foot.device}</td><td data-label={t`So`}>{foot.so}</td></tr></tfoot> : null}
    </table>
  );
}

function Row({ reason, group, first, span }: { reason: AssessReason; group: keyof typeof REASON_GROUP_LABELS; first: boolean; span: number }) {
  const { t, i18n } = useLingui(), labels = useLabels(), { side } = placeOfReason(reason.code), words = wordsOfReason(reason), label = words ? i18n._(words.label) : reason.code;
  const same = side === 'for' && reason.advisory !== null && reason.asset !== null ? commonRun(reason.advisory, reason.asset) : null;
  const publisher = group === 'publisher' ? label : null;
  const said = group === 'identifiers' ? 'said exact' : 'said';
  return (
    <tr>
      {first ? <th scope="rowgroup" rowSpan={span}>{labels.word(REASON_GROUP_LABELS, group)}</th> : null}
      <td data-label={t`The advisory says`} className={said}><Said text={publisher ?? reason.advisory} mark={same?.a ?? null} side={side} />{reason.component ? <small className="mono">{reason.component}</small> : null}</td>
      <td data-label={t`Your device says`} className={said}>{group === 'publisher' && reason.asset === null ? null : <Said text={reason.asset} mark={same?.b ?? null} side={side} />}</td>
      <td data-label={t`So`} className={`rel ${side}`}><b>{label}</b>{words?.note ? <span>{i18n._(words.note)}</span> : null}</td>
    </tr>
  );
}

function Said({ text, mark, side }: { text: string | null; mark: Span | null; side: ReasonSide }) {
  if (text === null || text === '') return <span className="unknown"><Trans>says nothing</Trans></span>;
  const { from, to } = mark ?? { from: 0, to: text.length };
  return <>{text.slice(0, from)}<mark className={side === 'for' ? undefined : side}>{text.slice(from, to)}</mark>{text.slice(to)}</>;
}
