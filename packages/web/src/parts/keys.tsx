import { Trans } from '@lingui/react/macro';
import { useLocation } from 'react-router';

/** All keys, opened with `?`. Shown only where the script runs. */
export function Keys() {
  const findings = useLocation().pathname.startsWith('/findings');
  return (
    <dialog id="keys" aria-labelledby="keys-title">
      <h2 id="keys-title"><Trans>Keys</Trans></h2>
      {findings ? <FindingKeys /> : <dl>
        <dt><kbd>/</kbd></dt><dd><Trans>find a device</Trans></dd>
        <dt><kbd>J</kbd><kbd>K</kbd></dt><dd><Trans>down and up in a table</Trans></dd>
        <dt><kbd>Enter</kbd></dt><dd><Trans>open the device</Trans></dd>
        <dt><kbd>X</kbd></dt><dd><Trans>mark</Trans></dd>
        <dt><kbd>W</kbd></dt><dd><Trans>Why?</Trans></dd>
        <dt><kbd>?</kbd></dt><dd><Trans>this help</Trans></dd>
      </dl>}
      <form method="dialog"><button className="btn"><Trans>Close</Trans></button></form>
    </dialog>
  );
}

function FindingKeys() {
  return (
    <dl>
      <dt><kbd>J</kbd><kbd>K</kbd></dt><dd><Trans>next and previous in the queue</Trans></dd>
      <dt><kbd>A</kbd></dt><dd><Trans>affected</Trans></dd>
      <dt><kbd>V</kbd></dt><dd><Trans>check first</Trans></dd>
      <dt><kbd>N</kbd></dt><dd><Trans>not affected; write why, then Enter</Trans></dd>
      <dt><kbd>Z</kbd></dt><dd><Trans>undo</Trans></dd>
      <dt><kbd>W</kbd></dt><dd><Trans>Why? Care at risk</Trans></dd>
      <dt><kbd>L</kbd></dt><dd><Trans>letter to the maker</Trans></dd>
      <dt><kbd>T</kbd></dt><dd><Trans>make a task</Trans></dd>
      <dt><kbd>X</kbd></dt><dd><Trans>mark for one decision together</Trans></dd>
      <dt><kbd>/</kbd></dt><dd><Trans>search in findings</Trans></dd>
      <dt><kbd>?</kbd></dt><dd><Trans>this help</Trans></dd>
    </dl>
  );
}
