import { Trans, useLingui } from '@lingui/react/macro';
import type { AttributeView } from '@wardkeep/app/views';
import { useFormat } from '../format.ts';
import { useLabels } from '../labels/index.ts';
import { TextField } from './form.tsx';

/** The decision stands beside its evidence: one button a value, one reason. */
export function DecideConflict({ attribute }: { attribute: AttributeView }) {
  const { t } = useLingui(), labels = useLabels(), of = attribute.attribute;
  return (
    <form method="post" className="decide">
      <h3><Trans>Which one is right?</Trans></h3>
      <input type="hidden" name="intent" value="correct" /><input type="hidden" name="attribute" value={of} />
      <div className="inline-form"><TextField id={`reason-${of}`} name="reason" label={<Trans>Reason</Trans>} hint={<Trans>For example: read on the device’s own screen</Trans>} /></div>
      <p className="acts">{attribute.conflictValues.map((value, i) => (
        <button key={value} className={i === 0 ? 'btn' : 'btn plain'} type="submit" name="value" value={value}>{t`${of === 'role' ? labels.role(value) : value} is right`}</button>))}</p>
      <p className="quiet"><Trans>What a person decides, a later import does not overwrite.</Trans></p>
    </form>
  );
}

/** When each value was seen, on one axis: the older source is often simply the older state. */
export function WhenSeen({ attribute }: { attribute: AttributeView }) {
  const format = useFormat(), { t } = useLingui();
  const spans = attribute.evidence.filter((it) => !it.dropped && it.firstSeen && it.lastSeen).map((it) => ({ value: it.value, from: Date.parse(it.firstSeen!), to: Date.parse(it.lastSeen!), count: it.count }));
  if (spans.length < 2) return null;
  const start = Math.min(...spans.map((it) => it.from)), end = Math.max(...spans.map((it) => it.to)), width = end - start || 1, x = (at: number) => 8 + (584 * (at - start)) / width;
  const newest = spans.reduce((a, b) => a.to >= b.to ? a : b), height = 24 + spans.length * 34;
  return (
    <figure>
      <figcaption><b>{t`${newest.value} was seen last`}</b><span><Trans>When each value was seen, first to last</Trans></span></figcaption>
      <svg className="spans floor" viewBox={`0 0 600 ${height}`} role="img" aria-label={spans.map((it) => `${it.value}: ${format.dateTime(new Date(it.from).toISOString())} – ${format.dateTime(new Date(it.to).toISOString())}`).join('; ')}>
        {spans.map((it, i) => {
          const y = 28 + i * 34, late = x(it.to) > 420;
          return (
            <g key={i}>
              <path d={`M8 ${y}H592`} stroke="var(--rule)" /><path d={`M${x(it.from)} ${y}H${Math.max(x(it.to), x(it.from) + 6)}`} stroke="var(--teal)" strokeWidth="8" />
              <text x={late ? 592 : x(it.from)} y={y - 9} textAnchor={late ? 'end' : 'start'} className="name">{it.value}</text>
            </g>);
        })}
        <text className="s" x="8" y={height - 4}>{format.seen(new Date(start).toISOString())}</text><text className="s" x="592" y={height - 4} textAnchor="end">{format.seen(new Date(end).toISOString())}</text>
      </svg>
    </figure>
  );
}
