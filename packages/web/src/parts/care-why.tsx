/** Care at risk taken apart: every factor with its value, its range, where it comes from and why. What is assumed looks different. */
import type { MessageDescriptor } from '@lingui/core';
import { Trans, useLingui } from '@lingui/react/macro';
import type { CareFactor, CareRating, CareWhy, Provenance, Range, ServiceAtRisk } from '@wardkeep/model';
import { type Format, useFormat } from '../format.ts';
import { CARE_FACTOR_LABELS, CARE_WHY_LABELS, FEED_NAMES, PROVENANCE_LABELS, RANGE_LABELS, READ_AS_LABELS } from '../labels/care.ts';
import { useLabels } from '../labels/index.ts';

const DAYS_PER_WEEK = 7;
/** Parameters that are shares or probabilities, 0–1. */
const SHARES: ReadonlySet<string> = new Set(['value', 'probability', 'fallback', 'share', 'stopped', 'weight']);

function daysText(locale: string, days: number): string { return new Intl.NumberFormat(locale, { style: 'unit', unit: 'day', unitDisplay: 'long', maximumFractionDigits: 1 }).format(days); }

/** Sentences for reasons of numbers: shares, hours and days become text of the reader's language, counts stay numbers for the plural. */
export function useWhyWords<K extends string>(words: Readonly<Record<K, MessageDescriptor>>): (why: { readonly code: K; readonly params: Readonly<Record<string, string | number>> }) => string {
  const { i18n, t } = useLingui(), format = useFormat(), unnamed = t`this vulnerability`;
  return ({ code, params }) => {
    if (!Object.hasOwn(words, code)) return code;
    const shown = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, typeof value !== 'number' ? (name === 'id' && value === '' ? unnamed : value)
      : SHARES.has(name) ? format.share(value) : name === 'hours' ? format.hours(value) : name === 'days' ? daysText(i18n.locale, value) : value]));
    return i18n._(words[code].id, shown);
  };
}

function valueOf(factor: Pick<CareFactor, 'code'>, value: number, format: Format, locale: string): string {
  return factor.code === 'planned-hours' ? format.hours(value) : factor.code === 'restore-weeks' ? daysText(locale, value * DAYS_PER_WEEK) : format.share(value);
}

export function CareWhyBox({ care }: { care: CareRating }) {
  const words = useWhyWords<CareWhy['code']>(CARE_WHY_LABELS);
  return (
    <div className="evidence">
      <p className="lead2"><Trans><b>Care hours at risk are the product of these factors.</b> They are expected over the next 30 days; each has a range within which it is believed to lie.</Trans></p>
      {care.why.map((why) => <p key={why.code} className="lead2">{words(why)}</p>)}
      {care.impact.services.map((service) => <Service key={service.service} service={service} />)}
      {care.impact.services.length === 0 ? <Factors about="" factors={[care.likelihood.use, care.likelihood.exposure]} product={null} /> : null}
    </div>
  );
}

function Service({ service }: { service: ServiceAtRisk }) {
  return <section className="factors"><h3>{service.name}</h3><Factors about={service.name} factors={service.factors} product={service.hoursAtRisk} /></section>;
}

function Factors({ about, factors, product }: { about: string; factors: readonly CareFactor[]; product: Range | null }) {
  const { t, i18n } = useLingui(), labels = useLabels(), format = useFormat(), words = useWhyWords<CareWhy['code']>(CARE_WHY_LABELS);
  const value = (factor: CareFactor, of: number) => valueOf(factor, of, format, i18n.locale);
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t`Factors of care at risk: ${about}`}>
      <table className="ev entries factortable">
        <thead><tr><th scope="col" className="w-mid"><Trans>Factor</Trans></th><th scope="col" className="w-seen num"><Trans>Value</Trans></th><th scope="col" className="w-name num"><Trans>Between</Trans></th><th scope="col" className="w-name"><Trans>Source</Trans></th><th scope="col"><Trans>Why?</Trans></th></tr></thead>
        <tbody>
          {factors.map((factor, i) => (
            <tr key={factor.code}>
              <td data-label={t`Factor`}><span>{i > 0 ? <span className="times">×</span> : null}{labels.word(CARE_FACTOR_LABELS, factor.code)}</span></td>
              <td data-label={t`Value`} className="num"><span className={factor.unknown || factor.source.kind === 'assumed' ? 'assumed' : undefined}>{value(factor, factor.value)}</span></td>
              <td data-label={t`Between`} className="num">{factor.low === factor.high ? <span className="quiet">–</span> : <span>{value(factor, factor.low)}–{value(factor, factor.high)}</span>}</td>
              <td data-label={t`Source`}><Source source={factor.source} unknown={factor.unknown} /></td>
              <td data-label={t`Why?`}><span>{factor.why.map((why, at) => <span key={at}>{at > 0 ? ' ' : ''}{words(why)}</span>)}</span></td>
            </tr>))}
          {product ? (
            <tr className="product"><td data-label={t`Factor`}><span><span className="times">=</span><b><Trans>Care at risk</Trans></b></span></td><td data-label={t`Value`} className="num"><b>{format.hours(product.value)}</b></td>
              <td data-label={t`Between`} className="num"><span>{format.hours(product.low)}–{format.hours(product.high)}</span></td><td /><td /></tr>) : null}
        </tbody>
      </table>
    </div>
  );
}

/** Notes belong to the published parameters, which are written in English. */
function Note({ text }: { text: string | null }) { return text ? <small lang="en">{text}</small> : null; }

function Source({ source, unknown }: { source: Provenance; unknown: boolean }) {
  const labels = useLabels(), format = useFormat(), kind = labels.word(PROVENANCE_LABELS, source.kind);
  switch (source.kind) {
    case 'assumed': return <span><span className="assumed">{kind}</span><Note text={source.note} /></span>;
    case 'published': return <span>{unknown ? <><span className="assumed"><Trans>not known; stated prior</Trans></span>{', '}</> : null}<a href={source.url} rel="noreferrer" lang="en">{source.title}</a><small>{labels.word(READ_AS_LABELS, source.readAs)}, {labels.word(RANGE_LABELS, source.range)}{source.caveat ? <>. <span lang="en">{source.caveat}</span></> : null}</small></span>;
    case 'feed': return <span>{FEED_NAMES[source.feed]}{source.date ? `, ${format.day(source.date)}` : ''}</span>;
    case 'institution': return <span>{kind}<Note text={source.note} /></span>;
    default: return <span>{kind}</span>;
  }
}
