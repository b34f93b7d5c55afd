import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { AssessOverview } from '@wardkeep/app/assess-views';
import type { ReactNode } from 'react';
import { type LoaderFunctionArgs, useLoaderData } from 'react-router';
import { session } from '../context.ts';
import { AffectedSentence } from '../parts/affected-overview.tsx';
import { Title } from '../parts/frame.tsx';
import { attempt } from '../refusal.ts';

export async function loader({ context }: LoaderFunctionArgs) {
  const { app, actor } = await session(context);
  const [institution, page, { value: assess }] = await Promise.all([app.institution(actor), app.listAssets(actor, { limit: 1 }), attempt(app.assessOverview(actor))]);
  return { institution, assets: page.all, assess };
}

export default function Start() {
  const { institution, assets, assess } = useLoaderData<typeof loader>(), { t } = useLingui();
  return (
    <main id="main" className="start" tabIndex={-1}>
      <Title>{t`Start`}</Title>
      <h1><Trans>See what is connected in your hospital, how sure that is, and why.</Trans></h1>
      <p className="under"><Trans>Come in by whichever door you can open today. You can use the other later; nothing is counted twice.</Trans></p>
      <div className="doors">
        <Door to="/import/list" name={<Trans>I have a list</Trans>}>
          <p><Trans>The spreadsheet from equipment management, or an SBOM. We read the columns and ask only about those we cannot name.</Trans></p>
          <dl><dt><Trans>Takes</Trans></dt><dd><Trans>XLSX, CSV, CycloneDX, SPDX, nmap, Zeek logs</Trans></dd><dt><Trans>You get</Trans></dt><dd><Trans>Affected devices by ward, in about 10 minutes</Trans></dd></dl>
        </Door>
        <Door to="/import/capture" name={<Trans>I have a capture</Trans>}>
          <p><Trans>A recording of network traffic. We name each device from what it says itself, and show the frame that says so.</Trans></p>
          <dl><dt><Trans>Takes</Trans></dt><dd><Trans>pcap, pcapng, gzip</Trans></dd><dt><Trans>You get</Trans></dt><dd><Trans>What is connected, how sure we are, and why</Trans></dd></dl>
          <p className="aside"><Trans><a href="/capture/guide">How to take a safe capture</a>, one page</Trans></p>
        </Door>
      </div>
      <section className="promise"><h2><Trans>What happens to what you bring</Trans></h2>
        <dl>
          <div><dt><Trans>Stays on this machine</Trans></dt><dd><Trans>Your list, the devices we find, your decisions. The page you are reading is served from here, too.</Trans></dd></div>
          <div><dt><Trans>Is thrown away</Trans></dt><dd><Trans>The capture, as soon as it is read, also when you stop half-way. Patients’ names, images and passwords in it are never read.</Trans></dd></div>
          <div><dt><Trans>Leaves only when you send it</Trans></dt><dd><Trans>The inventory, after you have looked through it, as a file you save yourself. Until then: nothing.</Trans></dd></div>
        </dl></section>
      <Tail example={institution.example} name={institution.name} assets={assets} assess={assess} />
    </main>
  );
}

function Door({ to, name, children }: { to: string; name: ReactNode; children: ReactNode }) {
  return (
    <section className="door">
      <span className="wall" aria-hidden="true"><i /><svg viewBox="0 0 76 78"><path d="M1.5 78V4.5" stroke="var(--ink)" strokeWidth="3" /><path d="M1.5 4.5A72 72 0 0 1 73.5 76.5" fill="none" stroke="var(--wall)" strokeWidth="1.5" /></svg><i /></span>
      <h2><a href={to}>{name}</a></h2>
      {children}
    </section>
  );
}

function Tail({ example, name, assets, assess }: { example: boolean; name: string; assets: number; assess: AssessOverview | null }) {
  if (assets === 0) return null;
  return <><p className="tail">{example
    ? <Trans>Want to look around first? <a href="/overview">Open the example hospital</a>. Everything in it is invented.</Trans>
    : <>{name}: <Plural value={assets} one="# device is already here." other="# devices are already here." /> <a href="/overview"><Trans>Open the overview</Trans></a></>}</p>{assess && assess.advisories > 0 ? <p className="tail standing-now"><AffectedSentence assess={assess} /> <a href="/findings"><Trans>See what to decide</Trans></a></p> : null}</>;
}
