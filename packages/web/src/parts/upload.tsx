import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';

/** A form that sends a file. Its file field must come last: the server reads the other fields first and then lets the file stream through. */
export function UploadForm({ action, button, children }: { action: string; button: ReactNode; children: ReactNode }) {
  const { t } = useLingui();
  return (
    <form className="form" method="post" action={action} encType="multipart/form-data" data-upload="">
      {children}
      <p className="acts"><button className="btn" type="submit">{button}</button></p>
      <div className="uploading" hidden>
        <p className="name" role="status"><Trans>Sending the file</Trans> <span data-upload-text="" /></p>
        <progress aria-label={t`Sending the file`} />
        <p><button className="link" type="button" data-upload-stop=""><Trans>Stop sending</Trans></button></p>
      </div>
      <div className="note red" role="alert" data-upload-failed="" hidden><p className="say"><Trans>The file did not arrive.</Trans></p><p><Trans>Nothing was kept of it. Check that the server still runs, then send it again; what you typed is still here.</Trans></p></div>
    </form>
  );
}
