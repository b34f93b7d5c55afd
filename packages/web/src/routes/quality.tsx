import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { Coverage, Overview } from '@wardkeep/app/views';
import { type LoaderFunctionArgs, useLoaderData } from 'react-router';
import { session } from '../context.ts';
import { useFormat } from '../format.ts';
import { useLabels } from '../labels/index.ts';
import { COVERAGE_LABELS } from '../labels/words.ts';
import { Title } from '../parts/frame.tsx';
import { Bar, ReadConfidence } from '../parts/marks.tsx';
import { NextSteps } from '../parts/next-steps.tsx';
import { NothingYet } from '../parts/nothing.tsx';

export async function loader({ context }: LoaderFunctionArgs) {
  const { app, actor } = await session(context);
  return { overview: await app.overview(actor) };
}

export default function Quality() {
  const { overview } = useLoaderData<typeof loader>(), { t } = useLingui();
  if (overview.assets === 0) return <main id="main" tabIndex={-1}><Title>{t`Data quality`}</Title><NothingYet /></main>;
  return (
    <main id="main" tabIndex={-1}>
      <Title>{t`Data quality`}</Title>
      <div className="lead"><p className="ask"><span><Trans>What is missing from the picture?</Trans></span></p><h1 className="sentence"><QualitySentence overview={overview} /></h1></div>
      <section className="sheet"><h2><Trans>What is known</Trans><small><Trans>With confidence 70 or more</Trans></small></h2><Known coverage={overview.coverage} /></section>
      <section className="sheet"><h2><Trans>The safest way to find out</Trans><small><Trans>First what touches no device</Trans></small></h2>
        {overview.nextSteps.length > 0 ? <div className="prose"><NextSteps steps={overview.nextSteps} /></div> : <p className="prose"><Trans>There is nothing to do.</Trans></p>}</section>
      <section className="sheet"><h2><Trans>How to read confidence</Trans></h2><div className="prose"><ReadConfidence />
        <p className="prose"><Trans>Confidence comes from the kind of sign, not from its number: a hundred weak signs do not make a strong one. Sources that contradict each other are shown side by side until a person decides.</Trans></p></div></section>
    </main>
  );
}

function QualitySentence({ overview }: { overview: Overview }) {
  const labels = useLabels(), format = useFormat(), least = [...overview.coverage].filter((it) => it.total > 0).sort((a, b) => a.known / a.total - b.known / b.total)[0];
  const known = format.percent(overview.known, overview.assets), what = least ? labels.word(COVERAGE_LABELS, least.attribute) : '', share = least ? format.percent(least.known, least.total) : '';
  return <>
    <Trans>We know what <b>{known}</b> of the devices are.</Trans>{' '}{least && least.known < least.total ? <Trans>Least known: <b>{what}, {share}</b>.</Trans> : null}{' '}
    {overview.conflicts > 0 ? <Plural value={overview.conflicts} one={<Trans><b># conflict</b> waits for a decision.</Trans>} other={<Trans><b># conflicts</b> wait for a decision.</Trans>} /> : null}
  </>;
}

function Known({ coverage }: { coverage: readonly Coverage[] }) {
  const labels = useLabels(), format = useFormat(), { t } = useLingui();
  return (
    <table className="data entries"><caption className="sr"><Trans>What is known</Trans></caption>
      <thead><tr><th scope="col" className="w-mid"><Trans>Attribute</Trans></th><th scope="col"><Trans>Known</Trans></th><th scope="col" className="w-num num"><Trans>Share</Trans></th><th scope="col" className="w-num num"><Trans>Known</Trans></th><th scope="col" className="w-num num"><Trans>Missing</Trans></th></tr></thead>
      <tbody>{coverage.map((it) => (
        <tr key={it.attribute}><th scope="row">{labels.word(COVERAGE_LABELS, it.attribute)}</th><td className="gaugecell"><Bar percent={it.total ? (100 * it.known) / it.total : 0} height={12} /></td>
          <td data-label={t`Share`} className="num">{format.percent(it.known, it.total)}</td><td data-label={t`Known`} className="num">{format.number(it.known)}</td><td data-label={t`Missing`} className="num">{format.number(it.total - it.known)}</td></tr>))}</tbody></table>
  );
}
