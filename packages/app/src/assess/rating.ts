/** Care at risk and SSVC of a pair, from what the twin, KEV and EPSS know. */
import type { Advisory, AdvisoryVulnerability, AssessPair, CareRating, CareService, SsvcResult } from '@wardkeep/model';
import { type CareMatch, rateCare } from '@wardkeep/loop/assess/care/care';
import type { RatedVulnerability } from '@wardkeep/loop/assess/care/likelihood';
import type { CareParameters } from '@wardkeep/loop/assess/care/parameters';
import { ssvc } from '@wardkeep/loop/assess/care/ssvc';
import { type AffectedTogether, affectedTogether, type CareTwin, careTwin } from '@wardkeep/loop/assess/care/twin';
import type { KnownExploitedRow, PredictionRow } from '@wardkeep/store/queries/intelligence';
import { nameOf, scored } from './advisories.ts';
import type { SeenAsset } from './assets.ts';

export interface Intelligence { readonly exploited: ReadonlyMap<string, KnownExploitedRow>; readonly predicted: ReadonlyMap<string, PredictionRow>; readonly epssDay: string | null }
export interface Rated { readonly care: CareRating; readonly ssvc: SsvcResult; readonly exploited: boolean; readonly epss: number | null; readonly fixAvailable: boolean }

export class Rating {
  private readonly twin: CareTwin;
  private readonly parameters: CareParameters;
  private readonly intelligence: Intelligence;
  private readonly together = new Map<string, AffectedTogether>();
  private readonly vulnerabilities = new Map<string, RatedVulnerability[]>();

  constructor(services: readonly CareService[], assets: ReadonlyMap<string, SeenAsset>, pairs: readonly AssessPair[], parameters: CareParameters, intelligence: Intelligence) {
    this.twin = careTwin(services, [...assets.values()]);
    this.parameters = parameters;
    this.intelligence = intelligence;
    const byAdvisory = new Map<string, SeenAsset[]>();
    for (const { advisory, row } of pairs) { const list = byAdvisory.get(advisory), asset = assets.get(row)!; if (list) list.push(asset); else byAdvisory.set(advisory, [asset]); }
    for (const [advisory, list] of byAdvisory) this.together.set(advisory, affectedTogether(list));
  }

  rate(asset: SeenAsset, pair: Pick<AssessPair, 'advisory' | 'products' | 'cves'>, advisory: Advisory): Rated {
    const vulnerabilities = this.ratedOf(pair, advisory), fixAvailable = hasFix(advisory, pair.products), match: CareMatch = { vulnerabilities, hasFix: fixAvailable, affected: this.together.get(pair.advisory) ?? affectedTogether([asset]) };
    const care = rateCare(asset, match, this.twin, this.parameters);
    const epss = vulnerabilities.flatMap((each) => each.epss?.probability ?? []);
    return { care, ssvc: ssvc(asset, match, care, this.twin, this.parameters), exploited: vulnerabilities.some((each) => each.kev !== null), epss: epss.length > 0 ? Math.max(...epss) : null, fixAvailable };
  }

  private ratedOf(pair: Pick<AssessPair, 'advisory' | 'products' | 'cves'>, advisory: Advisory): RatedVulnerability[] {
    const memo = `${pair.advisory}\n${pair.products.join('\n')}\n${pair.cves.join('\n')}`, known = this.vulnerabilities.get(memo);
    if (known) return known;
    const wanted = new Set(pair.cves), made = advisory.vulnerabilities.filter((each) => wanted.has(nameOf(each)) || each.ids.some((id) => wanted.has(id))).map((each) => this.rated(each, pair.products));
    this.vulnerabilities.set(memo, made);
    return made;
  }

  private rated(vulnerability: AdvisoryVulnerability, products: readonly string[]): RatedVulnerability {
    const { cve } = vulnerability, { exploited, predicted, epssDay } = this.intelligence, known = cve === null ? undefined : exploited.get(cve), prediction = cve === null ? undefined : predicted.get(cve);
    const vectors = vulnerability.scores.filter((score) => score.products.length === 0 || score.products.some((id) => products.includes(id))).flatMap(({ vector }) => { const cvss = scored(vector); return cvss ? [cvss] : []; });
    const worst = vectors.reduce<(typeof vectors)[number] | null>((best, next) => (best === null || next.baseScore > best.baseScore ? next : best), null);
    return {
      id: nameOf(vulnerability), kev: known ? { ransomware: known.ransomware, date: known.addedOn } : null, epss: prediction ? { probability: prediction.probability, date: epssDay } : null,
      exploitPublic: vulnerability.threats.some((threat) => threat.kind === 'exploit_status' && isPublic(threat.details)), vector: worst?.vector ?? null, baseScore: worst?.baseScore ?? null, ssvc: null,
    };
  }
}

/** A fix that speaks of one of these products, or of no product in particular. */
export function hasFix(advisory: Advisory, products: readonly string[]): boolean {
  return advisory.vulnerabilities.some((each) => each.remediations.some((remediation) => remediation.kind === 'vendor_fix' && (remediation.products.length === 0 || remediation.products.some((id) => products.includes(id)))));
}

/** Publishers write a sentence. "No known public exploits" is the usual one. */
function isPublic(text: string): boolean { return /\b(public(ly)?|exploited|proof[- ]of[- ]concept|poc)\b/i.test(text) && !/\b(no|not|none|without|un)\b/i.test(text); }
