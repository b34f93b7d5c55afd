/** SSVC: CISA's decision, the deployer's priority, and each decision point with its value and why. */
import { Trans, useLingui } from '@lingui/react/macro';
import type { SsvcDecision as Decision, SsvcPoint } from '@wardkeep/model';
import { SSVC_DECISION_LABELS, SSVC_POINT_LABELS, SSVC_VALUE_LABELS, SSVC_WHY_LABELS } from '../labels/care.ts';
import { useLabels } from '../labels/index.ts';
import { useWhyWords } from './care-why.tsx';

export function SsvcWord({ decision }: { decision: Decision }) { return <>{useLabels().word(SSVC_DECISION_LABELS, decision)}</>; }

export function SsvcBox({ points }: { points: readonly SsvcPoint[] }) {
  const { t } = useLingui(), labels = useLabels(), words = useWhyWords<SsvcPoint['why']['code']>(SSVC_WHY_LABELS);
  return (
    <div className="evidence">
      <p className="lead2"><Trans><b>The decision is looked up in CISA’s table, nothing is weighed.</b> Impact on care and safety is computed from your care services instead of asked.</Trans></p>
      <div className="scroll" tabIndex={0} role="region" aria-label={t`Decision points of SSVC`}>
        <table className="ev entries">
          <thead><tr><th scope="col" className="w-mid"><Trans>Decision point</Trans></th><th scope="col" className="w-mid"><Trans>Value</Trans></th><th scope="col"><Trans>Why?</Trans></th></tr></thead>
          <tbody>{points.map((point) => (
            <tr key={point.point}>
              <td data-label={t`Decision point`}>{labels.word(SSVC_POINT_LABELS, point.point)}</td>
              <td data-label={t`Value`}><span className={point.unknown ? 'assumed' : point.overridden ? 'byhand' : undefined}>{labels.word(SSVC_VALUE_LABELS, point.value)}</span></td>
              <td data-label={t`Why?`}><span>{point.overridden ? <Trans>Set by a person.</Trans> : words(point.why)}</span></td>
            </tr>))}</tbody>
        </table>
      </div>
    </div>
  );
}
