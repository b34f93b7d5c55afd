/** What an asset answers to, and whom it talks to. */
import { Trans, useLingui } from '@lingui/react/macro';
import type { PeerView, ServiceView } from '@wardkeep/app/views';
import { Fragment } from 'react';
import { useFormat } from '../format.ts';
import { useLabels } from '../labels/index.ts';
import { SERVICE_STATE_LABELS } from '../labels/words.ts';
import { Confidence, isMachineName, Value } from './marks.tsx';

const MEDICAL_PROTOCOLS = new Set(['dicom', 'hl7', 'fhir', 'astm', 'poct1a', 'sdc']);

export function ServiceTable({ services }: { services: readonly ServiceView[] }) {
  const { t } = useLingui(), labels = useLabels();
  return (
    <table className="data entries">
      <caption className="sr"><Trans>What it answers to</Trans></caption>
      <thead><tr><th scope="col" className="w-name"><Trans>Service</Trans></th><th scope="col" className="w-short"><Trans>Port</Trans></th><th scope="col"><Trans>What it gives away</Trans></th><th scope="col" className="w-mid"><Trans>Protection</Trans></th><th scope="col" className="w-conf"><Trans>Confidence</Trans></th><th scope="col" className="w-mid"><Trans>Where to read it</Trans></th></tr></thead>
      <tbody>{services.map((service) => (
        <tr key={`${service.transport}-${service.port}-${service.protocol}`}>
          <th scope="row">{labels.protocol(service.protocol)}{service.application ? <>, {service.application}</> : null}</th>
          <td data-label={t`Port`} className="mono">{service.transport === 'link' ? null : `${service.transport} ${service.port}`}</td>
          <td data-label={t`What it gives away`}><span>{labels.word(SERVICE_STATE_LABELS, service.state)}<Facts facts={service.attributes} /></span></td>
          <td data-label={t`Protection`}><Protection encrypted={service.tls !== null} version={service.tls?.version ?? null} medical={MEDICAL_PROTOCOLS.has(service.protocol)} /></td>
          <td data-label={t`Confidence`}><Confidence value={service.confidence} /></td>
          <td data-label={t`Where to read it`}><span><span className="mono">{service.positions.slice(0, 3).join(', ')}</span>{service.positions.length > 0 ? ', ' : ''}{service.sourceName}</span></td>
        </tr>))}</tbody>
    </table>
  );
}

function Facts({ facts }: { facts: ServiceView['attributes'] }) {
  const { t } = useLingui(), labels = useLabels(), show = (value: ServiceView['attributes'][string]) => Array.isArray(value) ? value.slice(0, 6).join(', ') : value === false ? t`no` : String(value);
  const named = Object.entries(facts).flatMap(([name, value]) => { const label = labels.fact(name); return label === null ? [] : [{ label, value }]; });
  return <>{named.slice(0, 8).map(({ label, value }) => <Fragment key={label}>, {label}{value === true ? null : <> <span className="mono">{show(value)}</span></>}</Fragment>)}</>;
}

/** Clear text is named only where it carries medical data: that is what to act on. */
export function Protection({ encrypted, version, medical }: { encrypted: boolean; version?: string | null; medical: boolean }) {
  if (encrypted) return <>{version ?? <Trans>encrypted</Trans>}</>;
  return medical ? <span className="clear"><Trans>clear text</Trans></span> : <span className="quiet"><Trans>clear text</Trans></span>;
}

export function PeerTable({ peers, name }: { peers: readonly PeerView[]; name: string }) {
  const { t } = useLingui(), labels = useLabels(), format = useFormat();
  return (
    <table className="data entries">
      <caption className="sr"><Trans>Who it talks to</Trans></caption>
      <thead><tr><th scope="col" className="w-name"><Trans>Other side</Trans></th><th scope="col" className="w-mid"><Trans>Role</Trans></th><th scope="col"><Trans>Direction</Trans></th><th scope="col" className="w-mid"><Trans>What they speak</Trans></th><th scope="col" className="w-short"><Trans>Protection</Trans></th><th scope="col" className="w-mid"><Trans>Zone</Trans></th><th scope="col" className="w-num num"><Trans>Uses</Trans></th></tr></thead>
      <tbody>{peers.map((peer, i) => (
        <tr key={i}>
          <th scope="row">{peer.assetId ? <a className={isMachineName(peer.name) ? 'mono' : undefined} href={`/assets/${peer.assetId}`}>{peer.name}</a> : <span className="mono">{peer.name}</span>}</th>
          <td data-label={t`Role`}><Value>{peer.role ? labels.role(peer.role) : null}</Value></td>
          <td data-label={t`Direction`}>{peer.direction === 'out' ? t`${name} begins` : t`the other side begins`}</td>
          <td data-label={t`What they speak`}><span>{labels.protocol(peer.protocol)} <span className="mono">{peer.port}</span></span></td>
          <td data-label={t`Protection`}><Protection encrypted={peer.encrypted} medical={MEDICAL_PROTOCOLS.has(peer.protocol)} /></td>
          <td data-label={t`Zone`}><Value>{peer.zone}</Value></td>
          <td data-label={t`Uses`} className="num">{format.number(peer.count)}</td>
        </tr>))}</tbody>
    </table>
  );
}
