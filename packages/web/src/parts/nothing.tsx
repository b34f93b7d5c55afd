import { Trans } from '@lingui/react/macro';

/** Nothing has been read: what will be here, and the two doors. */
export function NothingYet() {
  return (
    <>
      <div className="lead"><p className="ask"><span><Trans>What is connected?</Trans></span></p>
        <h1 className="sentence"><Trans>Nothing read yet. <b>Here you will see what is connected</b> and why we say so.</Trans></h1></div>
      <p className="acts"><a className="btn" href="/import/list"><Trans>I have a list</Trans></a><a className="btn plain" href="/import/capture"><Trans>I have a capture</Trans></a><a href="/capture/guide"><Trans>How to take a safe capture</Trans></a></p>
    </>
  );
}
