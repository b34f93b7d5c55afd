import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { demand, may, parseAccess, USE_CASES } from './access.ts';

const text = readFileSync(new URL('../../../rules/access.yaml', import.meta.url), 'utf8');
const table = parseAccess(text);
const actor = (...roles: string[]) => ({ personId: '', personName: '', institutionId: '', roles });

it.each([...table.roles])('gives %s what the table says and nothing else', (role) => {
  for (const useCase of USE_CASES) expect(may(actor(role), useCase), useCase).toBe(table.allowed.get(useCase)!.has(role));
});

it('lets the auditor change nothing', () => {
  expect(USE_CASES.filter((useCase) => may(actor('auditor'), useCase))).toEqual(['overview', 'list-assets', 'read-asset', 'read-traffic', 'export-assets', 'read-imports', 'read-institution', 'read-advisories', 'read-findings', 'export-findings', 'read-care']);
});

it('gives nobody anything without a role, and unites the roles of one person', () => {
  for (const useCase of USE_CASES) expect(may(actor(), useCase)).toBe(false);
  expect(may(actor('student', 'it'), 'start-import')).toBe(true);
  expect(may(actor('constructor', '__proto__'), 'overview')).toBe(false);
});

it('refuses with a code, a status and the use case', () => {
  expect(() => demand(actor('student'), 'start-import')).toThrow(expect.objectContaining({ code: 'not-allowed', status: 403, params: { useCase: 'start-import' } }));
});

it('does not start with a table that forgets or invents anything', () => {
  expect(() => parseAccess(text.replace('overview:', 'overwiev:'))).toThrow(/names a use case that does not exist: overwiev/);
  expect(() => parseAccess(text.replace(/^ {2}overview:.*\n/m, ''))).toThrow(/says nothing about overview/);
  expect(() => parseAccess(text.replace('[centre-analyst,', '[center-analyst,'))).toThrow(/a role that does not exist: center-analyst/);
});
