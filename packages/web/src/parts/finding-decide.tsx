/** The decision, always at the bottom: three buttons, one reason, and for how many devices. Plain forms; keys press the same buttons. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { FindingView } from '@wardkeep/app/assess-views';
import { Shape } from './finding-marks.tsx';
import { isMachineName } from './marks.tsx';

/** More are decided in a second step: a person cannot look over more names at once. */
const MOST_AT_ONCE = 500;

interface Props { readonly finding: FindingView; readonly next: string | null; readonly draft: Readonly<Record<string, string>> | null }

export function FindingDecide({ finding, next, draft }: Props) {
  const { t } = useLingui(), open = finding.group.filter((it) => it.id === finding.id || it.state === finding.state), agree = finding.verdict === 'affected', wrong = draft?.['intent'] === 'decide';
  if (finding.state === 'gone') return null;
  return (
    <form id="decide" method="post" className="verdicts" data-swap="" aria-label={t`Your decision`}>
      {/* Enter in the field must not press the first button by chance: a form whose first button is disabled is not sent by Enter. */}
      <button type="submit" disabled hidden aria-hidden="true" />
      <input type="hidden" name="intent" value="decide" /><input type="hidden" name="lead" value={finding.id} />{next ? <input type="hidden" name="next" value={next} /> : null}
      <div className="because">
        <label className="sr" htmlFor="reason"><Trans>Reason</Trans></label>
        <input type="text" id="reason" name="reason" maxLength={2000} autoComplete="off" defaultValue={wrong ? draft?.['reason'] ?? '' : ''} aria-invalid={wrong ? true : undefined} aria-describedby="reason-hint"
          placeholder={agree ? t`Why? May stay empty when you agree` : t`Why? May stay empty when it is only to be checked`} />
        <span id="reason-hint" className="sr">{agree ? <Trans>When you agree that it is affected, its reasons are written down for you. For any other decision, say why.</Trans> : <Trans>When it is only to be checked, its reasons are written down for you. For any other decision, say why.</Trans>}</span>
        {open.length > 1 ? <Whom members={open} finding={finding} /> : <input type="hidden" name="ids" value={finding.id} />}
        <label className="share"><input type="checkbox" name="share" value="yes" /> <Trans>Offer my reasoning to other hospitals</Trans></label>
      </div>
      <div className="choose">
        <span className="quiet"><Trans>You decide:</Trans></span>
        <button className="btn plain" type="submit" name="state" value="known_affected" data-key-a="" data-needs={agree ? undefined : 'reason'}><Shape of="affected" /><Trans>Affected</Trans> <kbd className="js-only" aria-hidden="true">A</kbd></button>
        <button className="btn plain" type="submit" name="state" value="under_investigation" data-key-v=""><Shape of="cannot_tell" /><Trans>Check first</Trans> <kbd className="js-only" aria-hidden="true">V</kbd></button>
        <button className="btn plain" type="submit" name="state" value="known_not_affected" data-key-n="" data-needs="reason"><Shape of="not_affected" /><Trans>Not affected</Trans> <kbd className="js-only" aria-hidden="true">N</kbd></button>
        <button className="btn plain" type="submit" name="state" value="fixed" data-needs="reason"><Shape of="fixed" /><Trans>Fixed</Trans></button>
        <span className="end keys js-only"><span><kbd>W</kbd> <Trans>why</Trans></span><span><kbd>Z</kbd> <Trans>undo</Trans></span><span><kbd>?</kbd> <button className="link" type="button" data-keys-help=""><Trans>all keys</Trans></button></span></span>
      </div>
    </form>
  );
}

function Whom({ members, finding }: { members: FindingView['group']; finding: FindingView }) {
  const shown = members.slice(0, MOST_AT_ONCE), rest = members.length - shown.length;
  return (
    <details className="whom"><summary><span data-whom=""><Plural value={shown.length} one="For # device" other="For all # devices" /></span></summary>
      <fieldset><legend><Trans>One decision for these devices. Take out those that it does not hold for.</Trans></legend>
        <div className="members-box"><ul>{shown.map((it) => <li key={it.id}><label className="choice"><input type="checkbox" name="ids" value={it.id} defaultChecked /><span className={isMachineName(it.assetName) ? 'mono' : undefined}>{it.assetName}</span>{it.zone === finding.zone || it.zone === null ? null : <span className="quiet">{it.zone}</span>}</label></li>)}</ul></div>
        {rest > 0 ? <p className="quiet"><Plural value={rest} one="# more device is decided in the next step." other="# more devices are decided in the next step." /></p> : null}
      </fieldset></details>
  );
}
