import { describe, expect, it } from 'vitest';
import type { FeedFailure } from '../failure.ts';
import { csafFields } from './discover.ts';
import { allowedLabels, chooseLists, parseProviderMetadata } from './provider.ts';

const AT = 'https://www.example.com/.well-known/csaf/provider-metadata.json';
const publisher = { category: 'vendor', name: 'Example Company ProductCERT', namespace: 'https://psirt.example.com' };

describe('provider metadata (CSAF 2.0, 7.1.7)', () => {
  it('example 1 of the standard', () => {
    const metadata = parseProviderMetadata({
      canonical_url: AT, distributions: [{ rolie: { feeds: [{ summary: 'All TLP:WHITE advisories of Example Company.', tlp_label: 'WHITE', url: 'https://www.example.com/.well-known/csaf/feed-tlp-white.json' }] } }],
      last_updated: '2021-07-12T20:20:56.169Z', list_on_CSAF_aggregators: true, metadata_version: '2.0', mirror_on_CSAF_aggregators: true,
      public_openpgp_keys: [{ fingerprint: '8F5F267907B2C4559DB360DB2294BA7D2B2298B1', url: 'https://keys.example.net/vks/v1/by-fingerprint/8F5F267907B2C4559DB360DB2294BA7D2B2298B1' }], publisher, role: 'csaf_trusted_provider',
    }, AT);
    expect(metadata).toEqual({
      url: AT, canonicalUrl: AT, publisher: 'Example Company ProductCERT', namespace: 'https://psirt.example.com', role: 'csaf_trusted_provider', lastUpdated: '2021-07-12T20:20:56.169Z',
      distributions: [{ kind: 'rolie', url: 'https://www.example.com/.well-known/csaf/feed-tlp-white.json', tlp: 'WHITE' }],
      keys: [{ url: 'https://keys.example.net/vks/v1/by-fingerprint/8F5F267907B2C4559DB360DB2294BA7D2B2298B1', fingerprint: '8F5F267907B2C4559DB360DB2294BA7D2B2298B1' }],
    });
  });

  it('2.1 directories carry their label', () => {
    const { distributions } = parseProviderMetadata({ publisher, distributions: [{ directory: { url: 'https://www.example.com/green', tlp_label: 'GREEN' } }, { directory: { url: 'https://www.example.com/clear/', tlp_label: 'CLEAR' } }] }, AT);
    expect(distributions.map(({ url, tlp }) => [url, tlp])).toEqual([['https://www.example.com/green/', 'GREEN'], ['https://www.example.com/clear/', 'CLEAR']]);
    expect(chooseLists({ ...parseProviderMetadata({ publisher }, AT), distributions }, allowedLabels([])).map(({ tlp }) => tlp)).toEqual(['CLEAR']);
  });

  it.each([
    ['no object', []], ['null', null], ['a text', 'x'], ['no publisher', { canonical_url: AT }], ['a publisher that is a list', { publisher: [] }],
  ])('%s is refused with its reason', (_, value) => {
    try { parseProviderMetadata(value, AT); expect.unreachable(); } catch (error) { expect((error as FeedFailure).code).toBe('not-metadata'); }
  });

  it.each([
    ['wrong types everywhere', { publisher: { name: 1, namespace: {} }, distributions: 'x', public_openpgp_keys: { url: 1 }, role: 7, last_updated: 3 }],
    ['rubbish in lists', { publisher, distributions: [null, 1, 'x', [], { rolie: [] }, { rolie: { feeds: [null, {}, { url: 1 }] } }, { directory_url: {} }], public_openpgp_keys: [null, 1, {}, { url: '' }] }],
  ])('%s reads as nothing', (_, value) => {
    const metadata = parseProviderMetadata(value, AT);
    expect(metadata.distributions).toEqual([{ kind: 'directory', url: 'https://www.example.com/.well-known/csaf/', tlp: null }]);
    expect(metadata.keys).toEqual([]);
  });

  it('counts are bounded', () => {
    const feeds = Array.from({ length: 5000 }, (_, i) => ({ tlp_label: 'WHITE', url: `https://x.example/${i}.json` }));
    expect(parseProviderMetadata({ publisher, distributions: [{ rolie: { feeds } }], public_openpgp_keys: feeds }, AT)).toMatchObject({ distributions: { length: 256 }, keys: { length: 32 } });
  });
});

describe('security.txt (7.1.8, RFC 9116)', () => {
  it('examples of the standard', () => {
    expect(csafFields('CSAF: https://domain.tld/security/data/csaf/provider-metadata.json\nCSAF: https://psirt.domain.tld/advisories/csaf/provider-metadata.json\n')).toEqual(['https://domain.tld/security/data/csaf/provider-metadata.json', 'https://psirt.domain.tld/advisories/csaf/provider-metadata.json']);
  });
  it('other fields, comments and signatures are stepped over', () => { expect(csafFields('-----BEGIN PGP SIGNED MESSAGE-----\r\n# CSAF: https://no.example\r\nContact: x\r\n csaf: https://no.example\r\ncsaf:https://yes.example/p.json\r\n')).toEqual(['https://yes.example/p.json']); });
  it('is linear on misleading text', () => {
    const started = performance.now();
    csafFields(`csaf:${' '.repeat(100_000)}\n${'csaf: '.repeat(50_000)}`);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
