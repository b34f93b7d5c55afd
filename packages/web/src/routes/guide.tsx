import { Trans, useLingui } from '@lingui/react/macro';
import { Title } from '../parts/frame.tsx';

/** One page to print: who must permit, where to listen, the command, what not to do. */
export default function Guide() {
  const { t } = useLingui();
  return (
    <main id="main" className="guide" tabIndex={-1}>
      <Title>{t`How to take a safe capture`}</Title>
      <p className="ask"><a href="/"><Trans>Start</Trans></a></p>
      <h1><Trans>How to take a safe capture</Trans></h1>
      <p><Trans>A capture only listens. It sends nothing to any device, and no treatment is touched. It takes a quarter of an hour and two permissions.</Trans></p>
      <h2><Trans>Before: who must permit it</Trans></h2>
      <ol className="steps">
        <li><Trans><b>The owner of the network</b>, usually the head of IT: at which port and for how long.</Trans></li>
        <li><Trans><b>The data protection officer</b>: traffic carries patients’ data. It is read for a moment on your own machine and thrown away.</Trans></li>
        <li><Trans><b>The ward</b>: tell the people who work there what you do, and that nothing will stop.</Trans></li>
      </ol>
      <h2><Trans>Where to listen</Trans></h2>
      <p><Trans>At a <b>mirror port</b> (SPAN) of the switch in front of the devices: it gives you a copy of the traffic. One that carries the VLAN of imaging or intensive care tells most. Fifteen minutes in working hours are enough to begin.</Trans></p>
      <h2><Trans>The command</Trans></h2>
      <p><Trans>On a laptop at the mirror port, straight into Wardkeep. Nothing is written to disk:</Trans></p>
      <pre tabIndex={0} aria-label={t`Command that reads live traffic`}><code>sudo tcpdump -w - -U | npx wardkeep see - --ndjson</code></pre>
      <p><Trans>Or into a file that you bring here and delete afterwards:</Trans></p>
      <pre tabIndex={0} aria-label={t`Command that writes a capture file`}><code>sudo tcpdump -G 900 -W 1 -w ward.pcap</code></pre>
      <div className="pairs">
        <section><h2><Trans>Do</Trans></h2><ul className="yes"><li><Trans>Give the laptop’s port no address, so that it cannot send.</Trans></li><li><Trans>Keep the file on an encrypted disk and delete it after reading.</Trans></li><li><Trans>Write down port, VLAN and hours: you are asked for them.</Trans></li></ul></section>
        <section><h2><Trans>Do not</Trans></h2><ul className="no"><li><Trans><b>Do not unplug</b> a cable of a medical device, not even for a second.</Trans></li><li><Trans><b>Do not scan</b>. Some devices stop when they are asked.</Trans></li><li><Trans><b>Do not send</b> the capture by mail or into a cloud.</Trans></li></ul></section>
      </div>
      <p className="acts"><a className="btn" href="/import/capture"><Trans>I have a capture</Trans></a></p>
    </main>
  );
}
