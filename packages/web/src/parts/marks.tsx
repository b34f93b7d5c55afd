/** Small marks that mean the same everywhere: confidence, unknown, by hand, gauge, bar. Drawn as SVG: the policy allows no inline styles. */
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';

export function Confidence({ value }: { value: number | null }) {
  if (value === null) return null;
  const kind = value >= 90 ? 'high' : value >= 70 ? 'mid' : 'low', width = value * 0.52;
  return (
    <span className={`conf ${kind}`}>
      <svg viewBox="0 0 52 8" aria-hidden="true"><rect className="rail" width="52" height="8" />
        {kind === 'low' ? <rect className="full" x="0.75" y="0.75" width={Math.max(0.5, width - 1.5)} height="6.5" /> : <rect className="full" width={width} height="8" />}</svg>
      <span>{value}</span>
    </span>
  );
}

export function Unknown() { return <span className="unknown"><Trans>not known</Trans></span>; }

export function Value({ children, byHand = false, mono = false }: { children: string | null; byHand?: boolean; mono?: boolean }) {
  if (children === null || children === '') return <Unknown />;
  return <span className={[byHand ? 'byhand' : '', mono ? 'mono' : ''].filter(Boolean).join(' ') || undefined}>{children}</span>;
}

/** A part of 100, without a number of its own. */
export function Bar({ percent, height = 8, className = 'full' }: { percent: number; height?: number; className?: string }) {
  return (
    <svg viewBox={`0 0 100 ${height}`} preserveAspectRatio="none" aria-hidden="true">
      <rect className="rail" width="100" height={height} /><rect className={className} width={percent} height={height} />
    </svg>
  );
}

export function Gauge({ name, percent, children }: { name: ReactNode; percent: number; children: ReactNode }) {
  return <div className="gauge"><span>{name}</span><Bar percent={percent} /><b>{children}</b></div>;
}

export function ReadConfidence() {
  return (
    <table className="read"><tbody>
      <tr><td><Confidence value={94} /></td><td><Trans>the device says so</Trans></td></tr>
      <tr><td><Confidence value={78} /></td><td><Trans>several signs agree</Trans></td></tr>
      <tr><td><Confidence value={41} /></td><td><Trans>a weak sign</Trans></td></tr>
    </tbody></table>
  );
}

/** A machine's word stands in mono; a name that a person wrote does not. */
export const isMachineName = (name: string): boolean => /^[\w.:\-@]+$/.test(name);
