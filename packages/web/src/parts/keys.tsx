import { Trans } from '@lingui/react/macro';

/** All keys, opened with `?`. Shown only where the script runs. */
export function Keys() {
  return (
    <dialog id="keys" aria-labelledby="keys-title">
      <h2 id="keys-title"><Trans>Keys</Trans></h2>
      <dl>
        <dt><kbd>/</kbd></dt><dd><Trans>find a device</Trans></dd>
        <dt><kbd>J</kbd><kbd>K</kbd></dt><dd><Trans>down and up in a table</Trans></dd>
        <dt><kbd>Enter</kbd></dt><dd><Trans>open the device</Trans></dd>
        <dt><kbd>X</kbd></dt><dd><Trans>mark</Trans></dd>
        <dt><kbd>W</kbd></dt><dd><Trans>Why?</Trans></dd>
        <dt><kbd>?</kbd></dt><dd><Trans>this help</Trans></dd>
      </dl>
      <form method="dialog"><button className="btn"><Trans>Close</Trans></button></form>
    </dialog>
  );
}
