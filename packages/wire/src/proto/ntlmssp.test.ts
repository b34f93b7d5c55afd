import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hex, truncations } from '../testing.ts';
import { findNtlm, parseNtlm, parseNtlmChallenge } from './ntlmssp.ts';

/** [MS-NLMP] 4.2.4.3: CHALLENGE_MESSAGE. */
const CHALLENGE = hex(`4e544c4d53535000 02000000 0c000c00 38000000 33828ae2 0123456789abcdef 0000000000000000 24002400 44000000 0600701700 00000f
  530065007200760065007200 02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000`);

test('[MS-NLMP] 4.2.4.3: names and build of the server, also inside SPNEGO', () => {
  const facts = { type: 2, computer: 'Server', domain: 'Domain', dnsComputer: null, dnsDomain: null, dnsForest: null, build: '6.0.6000' };
  expect(parseNtlm(CHALLENGE, 0, CHALLENGE.length)).toEqual(facts);
  const wrapped = Uint8Array.from([...hex('a18181 307f a003 0a0101'), ...CHALLENGE]);
  expect(findNtlm(wrapped, 0, wrapped.length)).toBe(10);
  expect(parseNtlmChallenge(wrapped)).toEqual(facts);
});

test('2.2.1.1: a negotiate message gives the build only where its VERSION is one', () => {
  const negotiate = (version: string) => hex(`4e544c4d53535000 01000000 07820802 0000000000000000 0000000000000000 ${version}`);
  expect(parseNtlm(negotiate('0a00614a0000000f'), 0, 40)).toMatchObject({ type: 1, build: '10.0.19041' });
  // an old sender: the domain's name stands where VERSION would be
  expect(parseNtlm(negotiate('4c41424441544131'), 0, 40)).toMatchObject({ build: null });
});

test('truncated at every byte and random: no exception; lengths that lie give null', () => {
  for (const cut of truncations(CHALLENGE)) parseNtlmChallenge(cut);
  expect(parseNtlmChallenge(CHALLENGE.with(40, 0xff))).toMatchObject({ computer: null });
  fc.assert(fc.property(fc.nat(CHALLENGE.length - 1), fc.nat(255), (at, value) => { parseNtlmChallenge(CHALLENGE.with(at, value)); }), { numRuns: 2000 });
});
