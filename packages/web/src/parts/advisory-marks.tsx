/** Small marks of advisories. Severity is ink in four steps, never the ramp: that one means care at risk. Each mark has its word. */
import { Trans, useLingui } from '@lingui/react/macro';
import type { AdvisorySummary } from '@wardkeep/app/assess-views';
import { useFormat } from '../format.ts';
import { FORMAT_NAMES, MANUAL_FORMAT } from '../labels/advisories.ts';
import { SEVERITY_LABELS } from '../labels/care.ts';
import { useLabels } from '../labels/index.ts';
import { Unknown } from './marks.tsx';

type Level = NonNullable<AdvisorySummary['severity']>;
const STEPS: Readonly<Record<Level, number>> = { none: 0, low: 1, medium: 2, high: 3, critical: 4 };

/** Four posts, as many filled as the level says, the score and its word. */
export function Severity({ level, score }: { level: Level | null; score: number | null }) {
  const labels = useLabels(), format = useFormat();
  if (level === null) return <Unknown />;
  return <span className="severity"><Posts filled={STEPS[level]} />{score === null ? null : <b>{format.score(score)}</b>} {labels.word(SEVERITY_LABELS, level)}</span>;
}

function Posts({ filled }: { filled: number }) {
  return <svg viewBox="0 0 19 14" aria-hidden="true">{[0, 1, 2, 3].map((at) => <rect key={at} className={at < filled ? 'full' : 'rest'} x={at * 5 + 0.5} y={10 - at * 3} width="3" height={at * 3 + 3.5} />)}</svg>;
}

/** In CISA's list of known exploited vulnerabilities. */
export function Exploited({ ransomware = false }: { ransomware?: boolean }) {
  return <span className="exploited">{ransomware ? <Trans>used by ransomware</Trans> : <Trans>exploited</Trans>}</span>;
}

/** A probability over 30 days. Without one: unknown, which is not nought. */
export function Epss({ value }: { value: number | null }) {
  const format = useFormat();
  return value === null ? <Unknown /> : <>{format.share(value)}</>;
}

export function FormatName({ format }: { format: AdvisorySummary['format'] }) {
  const { i18n } = useLingui();
  return <>{format === 'manual' ? i18n._(MANUAL_FORMAT) : FORMAT_NAMES[format]}</>;
}

/** Paths may hold `~` and what publishers write: nothing of it may end the segment. */
export const advisoryPath = (id: string): string => `/advisories/${encodeURIComponent(id)}`;
export const vulnerabilityPath = (id: string): string => `/vulnerabilities/${encodeURIComponent(id)}`;
