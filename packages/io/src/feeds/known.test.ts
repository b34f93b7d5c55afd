import { expect, it } from 'vitest';
import { knownFeeds } from './known.ts';

it('known feeds have an id of their own, an address with TLS, and a source', () => {
  const feeds = knownFeeds();
  expect(new Set(feeds.map(({ id }) => id)).size).toBe(feeds.length);
  expect(feeds.map(({ id }) => id)).toEqual(expect.arrayContaining(['cisa', 'siemens', 'cert-bund', 'kev', 'epss']));
  for (const { id, name, kind, url, hosts, source } of feeds) {
    expect(id).toMatch(/^[a-z][a-z-]{1,30}$/);
    expect(name.length).toBeGreaterThan(5);
    expect(['csaf', 'kev', 'epss']).toContain(kind);
    for (const address of [url, source]) expect(new URL(address)).toMatchObject({ protocol: 'https:', search: '', username: '' });
    for (const host of hosts) expect(host).toMatch(/^[a-z0-9.-]+\.[a-z]+$/);
  }
});
