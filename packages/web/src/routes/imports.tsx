import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ImportSummary } from '@wardkeep/app/views';
import { type LoaderFunctionArgs, useLoaderData } from 'react-router';
import { session } from '../context.ts';
import { useFormat } from '../format.ts';
import { useLabels } from '../labels/index.ts';
import { IMPORT_KIND_LABELS, IMPORT_STATE_LABELS } from '../labels/words.ts';
import { Title } from '../parts/frame.tsx';
import { NothingYet } from '../parts/nothing.tsx';

export async function loader({ context }: LoaderFunctionArgs) {
  const { app, actor } = await session(context);
  return { imports: await app.imports(actor) };
}

export default function Imports() {
  const { imports } = useLoaderData<typeof loader>(), { t } = useLingui();
  const running = imports.filter((it) => it.state === 'reading' || it.state === 'waiting' || it.state === 'resolving').length, asked = imports.filter((it) => it.state === 'needs-mapping').length;
  if (imports.length === 0) return <main id="main" tabIndex={-1}><Title>{t`Imports`}</Title><NothingYet /></main>;
  return (
    <main id="main" tabIndex={-1}>
      <Title>{t`Imports`}</Title>
      <div className="lead"><p className="ask"><span><Trans>What have we read?</Trans></span></p>
        <h1 className="sentence"><Plural value={imports.length} one={<Trans><b># file</b> was brought in;</Trans>} other={<Trans><b># files</b> were brought in;</Trans>} />{' '}
          {asked > 0 ? <Plural value={asked} one={<Trans><b># list waits for your answer</b>.</Trans>} other={<Trans><b># lists wait for your answer</b>.</Trans>} /> : running > 0 ? <Plural value={running} one="# is being read." other="# are being read." /> : <Trans>none is being read now.</Trans>}</h1>
        <p className="next"><a className="btn" href="/import/list"><Trans>I have a list</Trans></a><a className="btn plain" href="/import/capture"><Trans>I have a capture</Trans></a></p></div>
      <table className="data entries">
        <caption className="sr"><Trans>Imports</Trans></caption>
        <thead><tr><th scope="col"><Trans>File</Trans></th><th scope="col" className="w-short"><Trans>Kind</Trans></th><th scope="col" className="w-name"><Trans>State</Trans></th><th scope="col" className="w-num num"><Trans>Devices</Trans></th><th scope="col" className="w-short num"><Trans>Frames</Trans></th><th scope="col" className="w-num num"><Trans>Size</Trans></th><th scope="col" className="w-mid"><Trans>By</Trans></th><th scope="col" className="w-mid num"><Trans>When</Trans></th></tr></thead>
        <tbody>{imports.map((it) => <Row key={it.id} it={it} />)}</tbody>
      </table>
    </main>
  );
}

function Row({ it }: { it: ImportSummary }) {
  const { t } = useLingui(), labels = useLabels(), format = useFormat(), number = (value: number | null) => value === null ? null : format.number(value);
  return (
    <tr>
      <th scope="row"><a href={`/imports/${it.id}`}>{it.name}</a></th>
      <td data-label={t`Kind`}>{labels.word(IMPORT_KIND_LABELS, it.kind)}</td>
      <td data-label={t`State`}>{it.state === 'failed' || it.state === 'needs-mapping' ? <span className="clear">{labels.word(IMPORT_STATE_LABELS, it.state)}</span> : labels.word(IMPORT_STATE_LABELS, it.state)}</td>
      <td data-label={t`Devices`} className="num">{number(it.assets)}</td><td data-label={t`Frames`} className="num">{number(it.frames)}</td>
      <td data-label={t`Size`} className="num">{it.bytes === null ? null : format.bytes(it.bytes)}</td><td data-label={t`By`}>{it.by}</td>
      <td data-label={t`When`} className="num">{format.dateTime(it.startedAt)}</td>
    </tr>
  );
}
