/** Shape and word for what is known of a finding and for what was decided: never colour alone. */
import type { FindingRow, FindingState } from '@wardkeep/app/assess-views';
import { useLabels } from '../labels/index.ts';
import { FINDING_STATE_LABELS, VERDICT_LABELS } from '../labels/findings.ts';

type ShapeOf = FindingRow['verdict'] | 'fixed' | 'accepted' | 'gone';

export function Shape({ of, large = false }: { of: ShapeOf; large?: boolean }) {
  const stroke = large ? 1.5 : 2;
  return (
    <svg className={`shape of-${of}${large ? ' large' : ''}`} viewBox="0 0 12 12" aria-hidden="true">
      {of === 'affected' ? <rect width="12" height="12" /> : of === 'cannot_tell' ? <path d="M6 1 11 6 6 11 1 6Z" strokeWidth={stroke} /> : of === 'accepted' ? <rect x="1" y="1" width="10" height="10" strokeWidth={stroke} /> : of === 'gone' ? <path d="M1 6h10" strokeWidth={stroke} />
        : <><circle cx="6" cy="6" r="4.75" strokeWidth={stroke} />{of === 'fixed' ? <path d="M3.6 6.2 5.4 8 8.6 4.2" strokeWidth={stroke * 0.75} /> : null}</>}
    </svg>
  );
}

const SHAPES: Readonly<Record<Exclude<FindingState, 'open'>, ShapeOf>> = { known_affected: 'affected', known_not_affected: 'not_affected', fixed: 'fixed', under_investigation: 'cannot_tell', accepted: 'accepted', gone: 'gone' };

/** What stands: a person's word where there is one, else the machine's. */
export const shapeOf = ({ state, verdict }: Pick<FindingRow, 'state' | 'verdict'>): ShapeOf => state === 'open' ? verdict : SHAPES[state];

export function useStanding(): (row: Pick<FindingRow, 'state' | 'verdict'>) => string {
  const labels = useLabels();
  return ({ state, verdict }) => state === 'open' ? labels.word(VERDICT_LABELS, verdict) : labels.word(FINDING_STATE_LABELS, state);
}

export function Standing({ row }: { row: Pick<FindingRow, 'state' | 'verdict'> }) {
  const word = useStanding();
  return <span className="standing"><Shape of={shapeOf(row)} />{word(row)}</span>;
}
