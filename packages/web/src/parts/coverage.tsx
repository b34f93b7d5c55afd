import { Plural } from '@lingui/react/macro';
import type { Coverage } from '@wardkeep/app/views';
import { useFormat } from '../format.ts';
import { useLabels } from '../labels/index.ts';
import { COVERAGE_LABELS } from '../labels/words.ts';
import { Gauge } from './marks.tsx';

/** Share of the devices whose attribute is known with confidence 70 or more. */
export function Coverages({ coverage }: { coverage: readonly Coverage[] }) {
  const format = useFormat(), labels = useLabels(), total = coverage[0]?.total ?? 0;
  return (
    <>
      <div className="gauges">{coverage.map((it) => (
        <Gauge key={it.attribute} name={labels.word(COVERAGE_LABELS, it.attribute)} percent={it.total ? (100 * it.known) / it.total : 0}>{format.percent(it.known, it.total)}</Gauge>))}</div>
      <p className="quiet small"><Plural value={total} one="Share of # device with the fact known at confidence 70 or more." other="Share of # devices with the fact known at confidence 70 or more." /></p>
    </>
  );
}
