import { Trans, useLingui } from '@lingui/react/macro';
import { type LoaderFunctionArgs, useLoaderData } from 'react-router';
import { draftOf } from '../draft.ts';
import { ErrorSummary, FileField } from '../parts/form.tsx';
import { Title } from '../parts/frame.tsx';
import { Refused } from '../parts/message.tsx';
import { UploadForm } from '../parts/upload.tsx';

export const loader = ({ request }: LoaderFunctionArgs) => ({ draft: draftOf(request) });

export default function ImportList() {
  const { draft } = useLoaderData<typeof loader>(), { t } = useLingui(), missing = draft.wrong.includes('file') ? t`Choose a file.` : undefined;
  return (
    <main id="main" tabIndex={-1}>
      <Title>{t`I have a list`}</Title>
      <Refused message={draft.refused} />
      <div className="lead"><p className="ask"><a href="/imports"><Trans>Imports</Trans></a></p>
        <h1 className="sentence"><Trans>Bring the list as it is. <b>We read the columns</b> and ask only about those we cannot name.</Trans></h1>
        <p className="more"><Trans>Bring it again whenever it changes: devices are updated, not counted twice, and what you decided stays.</Trans></p></div>
      <ErrorSummary errors={missing ? [{ field: 'file', text: missing }] : []} />
      <UploadForm action="/upload/list" button={<Trans>Read the list</Trans>}>
        <FileField name="file" label={<Trans>The list</Trans>} error={missing} accept=".xlsx,.csv,.tsv,.json,.xml,.spdx,.log,.gz,.zip"
          hint={<Trans>Equipment list as XLSX or CSV; SBOM as CycloneDX or SPDX; a scan as nmap XML; Zeek logs as JSON</Trans>} />
      </UploadForm>
    </main>
  );
}
