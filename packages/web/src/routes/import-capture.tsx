import { Trans, useLingui } from '@lingui/react/macro';
import { type LoaderFunctionArgs, useLoaderData } from 'react-router';
import { session } from '../context.ts';
import { draftOf } from '../draft.ts';
import { ErrorSummary, FileField, SelectField, TextField } from '../parts/form.tsx';
import { Title } from '../parts/frame.tsx';
import { Refused } from '../parts/message.tsx';
import { UploadForm } from '../parts/upload.tsx';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { app, actor } = await session(context);
  return { draft: draftOf(request), last: await app.lastPermission(actor) };
}

export default function ImportCapture() {
  const { draft, last } = useLoaderData<typeof loader>(), { t } = useLingui();
  const texts = {
    permittedBy: t`Write who permits the capture to be read.`, role: t`Choose the role of this person.`, place: t`Write where the capture was taken.`, window: t`Write when the capture was taken.`, file: t`Choose a file.`,
  };
  const errors = Object.entries(texts).filter(([field]) => draft.wrong.includes(field)).map(([field, text]) => ({ field, text }));
  const error = (field: keyof typeof texts) => draft.wrong.includes(field) ? texts[field] : undefined, value = (field: keyof typeof draft.fields, before: string | undefined) => draft.fields[field] ?? before ?? '';
  const again = Object.keys(draft.fields).length > 0, informed = again ? draft.fields['staffInformed'] === 'yes' : last?.staffInformed ?? false;
  return (
    <main id="main" tabIndex={-1}>
      <Title>{t`I have a capture`}</Title>
      <Refused message={draft.refused} />
      <div className="lead"><p className="ask"><a href="/imports"><Trans>Imports</Trans></a></p>
        <h1 className="sentence"><Trans>A capture is <b>read and thrown away</b>. Before that we note <b>who permits it</b>.</Trans></h1>
        <p className="more"><Trans>Patients’ names, images and passwords in it are never read. First time? <a href="/capture/guide">How to take a safe capture</a></Trans></p></div>
      <ErrorSummary errors={errors} />
      <UploadForm action="/upload/capture" button={<Trans>Read the capture</Trans>}>
        <TextField name="permittedBy" label={<Trans>Who permits it?</Trans>} hint={<Trans>Name and function. It is kept with the import, on this machine.</Trans>} value={value('permittedBy', last?.permittedBy)} error={error('permittedBy')} />
        <SelectField name="role" label={<Trans>In which role?</Trans>} value={value('role', last?.role)} error={error('role')}>
          <option value="owner">{t`Owner of the network`}</option><option value="data-protection-officer">{t`Data protection officer`}</option><option value="other">{t`Another role`}</option></SelectField>
        <TextField name="place" label={<Trans>Where was it taken?</Trans>} hint={<Trans>Port, switch or VLAN, for example: VLAN 30, mirror port of switch 2</Trans>} value={value('place', last?.place)} error={error('place')} />
        <TextField name="window" label={<Trans>When was it taken?</Trans>} hint={<Trans>Day and hours, for example: 22 November, 14:00 to 14:15</Trans>} value={value('window', undefined)} error={error('window')} />
        <fieldset className="field"><legend><Trans>Confirm</Trans></legend>
          <label className="choice"><input type="checkbox" name="staffInformed" value="yes" defaultChecked={informed} /><span><Trans>Staff who work there have been told</Trans></span></label>
          <label className="choice"><input type="checkbox" name="keepFile" value="yes" defaultChecked={draft.fields['keepFile'] === 'yes'} /><span><Trans>Keep the file after reading</Trans><span className="hint"><Trans>Only if you must. It stays on this machine until you delete it.</Trans></span></span></label>
        </fieldset>
        <FileField name="file" label={<Trans>The capture</Trans>} hint={<Trans>pcap or pcapng, also compressed with gzip, of any size</Trans>} accept=".pcap,.pcapng,.cap,.dmp,.gz" error={error('file')} />
      </UploadForm>
    </main>
  );
}
