/** What would tell us more, safest first. */
import { Plural, Trans } from '@lingui/react/macro';
import type { NextStep } from '@wardkeep/app/views';

export function NextSteps({ steps }: { steps: readonly NextStep[] }) {
  return <ol className="todo">{steps.map((step, i) => <li key={`${step.kind}-${i}`}><Step step={step} /></li>)}</ol>;
}

function Step({ step }: { step: NextStep }) {
  const text = (name: string) => { const value = step.params[name]; return value === undefined ? '' : String(value); }, zone = text('zone'), vendor = text('vendor');
  switch (step.kind) {
    case 'decide-conflict': return <><Trans><b>Decide between sources</b> that contradict each other.</Trans> <a href="/assets?sure=conflict"><Settles count={step.assets} /></a></>;
    case 'ask-maker': return <>{vendor ? <Trans><b>Ask the maker</b> ({vendor}) for the software versions.</Trans> : <Trans><b>Ask the maker</b> for the software versions.</Trans>} <a href="/assets?what=medical&sort=version"><Settles count={step.assets} /></a></>;
    case 'import-list': return <><Trans><b>Bring the equipment list</b>: it names makers, models and places.</Trans> <a href="/import/list"><Settles count={step.assets} /></a></>;
    case 'capture-longer': return <><Trans><b>Capture for longer</b> at the same place: some devices speak only once an hour.</Trans> <a href="/import/capture"><Settles count={step.assets} /></a></>;
    case 'capture-elsewhere': return <>{zone ? <Trans><b>Capture at another place</b>: {zone}.</Trans> : <Trans><b>Capture at another place</b>, where these devices speak.</Trans>} <a href="/capture/guide"><Settles count={step.assets} /></a></>;
    case 'look-on-site': return <><Trans><b>Look on site</b> at addresses without a name.</Trans> <a href="/assets?sure=low"><Settles count={step.assets} /></a></>;
    case 'name-zone': return <><Trans><b>Name the zone</b> of devices that have none.</Trans> <a href="/assets?zone=none"><Settles count={step.assets} /></a></>;
  }
}

function Settles({ count }: { count: number }) { return <Plural value={count} one="Settles # device" other="Settles # devices" />; }
