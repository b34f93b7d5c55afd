import { Trans } from '@lingui/react/macro';
import type { Message } from '@wardkeep/app/views';
import type { ReactNode } from 'react';
import { useLabels } from '../labels/index.ts';

/** A refusal after a form was sent: it stands above the form, which keeps what was typed. */
export function Refused({ message }: { message: Message | null | undefined }) {
  const labels = useLabels();
  if (!message) return null;
  return <div className="notice"><div className="note red" role="alert"><p className="say"><Trans>That was not done.</Trans></p><p>{labels.message(message)}</p></div></div>;
}

export function Done({ children }: { children: ReactNode }) { return <div className="notice"><div className="note done" role="status">{children}</div></div>; }
