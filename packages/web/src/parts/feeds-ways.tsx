/** The three ways in, and in plain words what leaves the house by the first of them. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { FeedView } from '@wardkeep/app/assess-views';
import type { Draft } from '../draft.ts';
import { useLabels } from '../labels/index.ts';
import { FileField } from './form.tsx';
import { UploadForm } from './upload.tsx';

const ACCEPTED = '.json,.zip,.tar,.tgz,.gz,.csv';

export function Ways({ feeds, draft }: { feeds: readonly FeedView[]; draft: Draft }) {
  return (
    <div className="ways">
      <section aria-labelledby="way-ask"><h2 id="way-ask"><Trans>Ask the feeds</Trans></h2><Ask feeds={feeds.filter((feed) => feed.enabled)} /></section>
      <section aria-labelledby="way-file"><h2 id="way-file"><Trans>Hand in a file</Trans></h2><HandIn draft={draft} /></section>
      <section aria-labelledby="way-type"><h2 id="way-type"><Trans>Type in a letter</Trans></h2>
        <p><Trans>A maker wrote to you, or an authority sent a field safety notice? Type in what it says; it is compared with your devices like any other.</Trans></p>
        <p className="acts"><a className="btn plain" href="/advisories/new"><Trans>Type in a letter</Trans></a></p></section>
    </div>
  );
}

function Ask({ feeds }: { feeds: readonly FeedView[] }) {
  if (feeds.length === 0) return <><p><Trans>No feed is switched on, so there is nobody to ask.</Trans></p><p><a href="#switches"><Trans>Switch feeds on</Trans></a></p></>;
  return (
    <>
      <p><Plural value={feeds.length} one="Asked is this address, once, now, and then the documents it lists on its publisher’s own servers:" other="Asked are these # addresses, once, now, and then the documents they list on their publishers’ own servers:" /></p>
      <ul className="addresses">{feeds.map((feed) => <li key={feed.id}><span className="mono">{feed.url}</span>{feed.hosts.length > 0 ? <small className="mono"> + {feed.hosts.join(', ')}</small> : null}</li>)}</ul>
      <form method="post" className="acts"><input type="hidden" name="intent" value="update" /><button className="btn" type="submit"><Trans>Update advisories</Trans></button></form>
      <p className="quiet"><Trans>Nothing about your hospital is sent.</Trans> <a href="#leaves"><Trans>What leaves my hospital?</Trans></a></p>
    </>
  );
}

function HandIn({ draft }: { draft: Draft }) {
  const { t } = useLingui(), labels = useLabels(), wrong = draft.wrong.includes('file') ? t`Choose a file.` : draft.refused ? labels.message(draft.refused) : undefined;
  return (
    <UploadForm action="/upload/advisories" button={<Trans>Hand it in</Trans>}>
      <FileField name="file" label={<Trans>Document, archive or offline bundle</Trans>} error={wrong} accept={ACCEPTED}
        hint={<Trans>CSAF, CVE, NVD, OSV, CycloneDX VEX or OpenVEX as JSON; many of them as zip or tar; KEV and EPSS; a bundle made with “wardkeep feeds bundle”</Trans>} />
    </UploadForm>
  );
}

export function WhatLeaves() {
  return (
    <section className="leaves" id="leaves"><h2><Trans>What leaves my hospital?</Trans></h2>
      <dl>
        <div><dt><Trans>When you press the button</Trans></dt><dd><Trans>Requests to the addresses above and for the documents they list, as a browser would send them to open a page: the address of your internet line, and the name of this program. Every hospital asks for the same documents, all of them.</Trans></dd></div>
        <div><dt><Trans>Never</Trans></dt><dd><Trans>Your devices, their versions, your findings, which advisory concerns you, who you are. The comparison is made on this machine.</Trans></dd></div>
        <div><dt><Trans>If even that is too much</Trans></dt><dd><Trans>Let somebody outside make an offline bundle, carry it in, and hand it in above. Then this machine asks nobody.</Trans></dd></div>
      </dl></section>
  );
}
