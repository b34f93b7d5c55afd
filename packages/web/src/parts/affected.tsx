/** Counts of what is known, and the table of findings that advisories, vulnerabilities and devices share. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { FindingRow } from '@wardkeep/app/assess-views';
import { useFormat } from '../format.ts';
import { severityOf } from '../labels/care.ts';
import { advisoryPath, Epss, Exploited, Severity } from './advisory-marks.tsx';
import { Shape, Standing } from './finding-marks.tsx';
import { isMachineName, Value } from './marks.tsx';

/** Hours of care at risk; dotted where the number rests on an assumption. Without a care service that needs it there is no number, which is not nought. */
export function HoursAtRisk({ hours, assumed, named = true }: { hours: number; assumed: boolean; named?: boolean }) {
  const format = useFormat();
  if (!named && hours === 0) return <span className="unknown"><Trans>no care named</Trans></span>;
  return <span className={assumed ? 'assumed' : undefined}>{format.hours(hours)}</span>;
}

/** Both counts of an advisory or a ward. Nothing where nothing is. */
export function Concerned({ affected, cannotTell }: { affected: number; cannotTell: number }) {
  return (
    <span className="concerned">
      {affected > 0 ? <span><Shape of="affected" /><Plural value={affected} one="# affected" other="# affected" /></span> : null}
      {cannotTell > 0 ? <span><Shape of="cannot_tell" /><Plural value={cannotTell} one="# cannot tell" other="# cannot tell" /></span> : null}
      {affected + cannotTell === 0 ? <span className="quiet"><Trans>none here</Trans></span> : null}
    </span>
  );
}

/** Rows shown at once; the rest is one link away. */
const MOST_ROWS = 50;

/** `by`: what each row is named for. The other of the two stands in the page's own heading. */
export function FindingTable({ rows, by, all }: { rows: readonly FindingRow[]; by: 'device' | 'advisory'; all: string }) {
  const { t } = useLingui(), shown = rows.slice(0, MOST_ROWS), hidden = rows.length - shown.length;
  return (
    <>
      <table className="data entries findings">
        <caption className="sr"><Trans>Findings</Trans></caption>
        <thead><tr>
          {by === 'device' ? <th scope="col" className="w-name"><Trans>Device</Trans></th> : <th scope="col"><Trans>Advisory</Trans></th>}
          <th scope="col" className="w-mid"><Trans>What we know</Trans></th>
          {by === 'device' ? <><th scope="col"><Trans>Product and version</Trans></th><th scope="col" className="w-mid"><Trans>Zone</Trans></th></> : <><th scope="col" className="w-mid"><Trans>Severity</Trans></th><th scope="col" className="w-short num"><Trans>Likelihood</Trans></th></>}
          <th scope="col" className="w-short num"><Trans>Care at risk</Trans></th><th scope="col" className="w-why num"><span className="sr"><Trans>Reasons</Trans></span></th>
        </tr></thead>
        <tbody>{shown.map((row) => (
          <tr key={row.id} data-row="">
            <th scope="row">{by === 'device' ? <a className={isMachineName(row.assetName) ? 'mono' : undefined} href={`/assets/${encodeURIComponent(row.assetId)}`}>{row.assetName}</a>
              : <><a href={advisoryPath(row.advisoryId)}>{row.advisoryTitle}</a> <span className="under mono">{row.trackingId}</span></>}</th>
            <td data-label={t`What we know`}><Standing row={row} /></td>
            {by === 'device' ? <Product row={row} /> : <Rated row={row} />}
            <td data-label={t`Care at risk`} className="num"><HoursAtRisk hours={row.hoursAtRisk} assumed={row.assumed} named={row.services.length > 0} /></td>
            <td className="num"><a href={`/findings/${encodeURIComponent(row.id)}`} aria-label={by === 'device' ? t`Reasons: ${row.assetName}` : t`Reasons: ${row.trackingId}`}><Trans>Reasons</Trans></a></td>
          </tr>))}</tbody>
      </table>
      {hidden > 0 ? <p className="foot"><Plural value={hidden} one="# more is not shown." other="# more are not shown." /> <a href={all}><Trans>All of them</Trans></a></p> : null}
    </>
  );
}

function Product({ row }: { row: FindingRow }) {
  const { t } = useLingui();
  return <><td data-label={t`Product and version`}><span><Value>{[row.vendor, row.product].filter(Boolean).join(' ') || null}</Value>, <Value mono>{row.version}</Value></span></td><td data-label={t`Zone`}><Value>{row.zone}</Value></td></>;
}

function Rated({ row }: { row: FindingRow }) {
  const { t } = useLingui();
  return <><td data-label={t`Severity`}><Severity level={row.baseScore === null ? null : severityOf(row.baseScore)} score={row.baseScore} /></td><td data-label={t`Likelihood`} className="num">{row.exploited ? <Exploited /> : <Epss value={row.epss} />}</td></>;
}
