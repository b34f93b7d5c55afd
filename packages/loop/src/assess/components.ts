/** A product of an advisory against the parts of an asset (its bill of materials). Identifiers equal as written are the same part. */
import type { AdvisoryProduct } from '@wardkeep/model/advisory';
import type { AssessAsset, AssessReason } from '@wardkeep/model/assess';

export interface ComponentVerdict { readonly verdict: 'in' | 'out' | 'unknown' | 'absent'; readonly reasons: readonly AssessReason[] }

export function componentVerdict(asset: AssessAsset, product: AdvisoryProduct): ComponentVerdict {
  const { purls, cpes } = product.identifiers;
  if (purls.length + cpes.length === 0) return ABSENT;
  for (const component of asset.components) {
    if (component.purl !== null && purls.includes(component.purl)) return { verdict: 'in', reasons: [{ code: 'purl-match', asset: component.purl, advisory: component.purl, component: component.bomRef ?? component.name }] };
    if (component.cpe !== null && cpes.includes(component.cpe)) return { verdict: 'in', reasons: [{ code: 'cpe-match', asset: component.cpe, advisory: component.cpe, component: component.bomRef ?? component.name }] };
  }
  return ABSENT;
}

const ABSENT: ComponentVerdict = { verdict: 'absent', reasons: [] };

/** Where the index finds candidates: a part and a product that may be the same share one of these. */
export const productComponentKeys = (product: AdvisoryProduct): string[] => [...product.identifiers.purls, ...product.identifiers.cpes].map((text) => `part:${text}`);
export const assetComponentKeys = (asset: AssessAsset): string[] => asset.components.flatMap((component) => [component.purl, component.cpe].flatMap((text) => (text === null ? [] : [`part:${text}`])));
