import { describe, expect, test } from 'vitest';
import type { ReadingNote } from '../csaf/refusal.ts';
import { readKev, readKevRows } from './read.ts';

const ENTRY = { cveID: 'CVE-2099-0001', vendorProject: 'Acme', product: 'Flow', vulnerabilityName: 'x', dateAdded: '2099-01-02', shortDescription: 's', requiredAction: 'Update.', dueDate: '2099-01-23', knownRansomwareCampaignUse: 'Known' };
const READ = { cve: 'CVE-2099-0001', vendor: 'Acme', product: 'Flow', addedOn: '2099-01-02', dueOn: '2099-01-23', ransomware: true, requiredAction: 'Update.' };

describe('KEV', () => {
  test('JSON', () => {
    const notes: ReadingNote[] = [];
    const catalog = readKev({ catalogVersion: '2099.01.02', dateReleased: '2099-01-02T17:04:19.9796Z', count: 4, vulnerabilities: [ENTRY, { ...ENTRY, dateAdded: '2099-05-05' }, { cveID: 'nonsense' }, 7, { ...ENTRY, cveID: 'CVE-2099-0002', dueDate: 'soon', knownRansomwareCampaignUse: 'Unknown' }] }, (told) => notes.push(told));
    expect(catalog).toEqual({ version: '2099.01.02', releasedAt: '2099-01-02T17:04:19.979Z', entries: [READ, { ...READ, cve: 'CVE-2099-0002', dueOn: null, ransomware: false }] });
    expect(notes).toEqual([{ code: 'kev-entry', message: '1 of 4 entries have no CVE id or no date and are left out.', params: { count: 1, of: 4 } }]);
    expect(() => readKev({ vulnerabilities: 1 })).toThrow('Expected catalogVersion and a list at /vulnerabilities; found nothing and a number.');
  });
  test('CSV says the same, in any order of columns', () => {
    const columns = ['dateAdded', 'cveID', 'product', 'vendorProject', 'notes', 'dueDate', 'requiredAction', 'knownRansomwareCampaignUse'] as const, row = columns.map((column) => (ENTRY as Record<string, string>)[column] ?? 'n');
    expect(readKevRows([columns.map((column, at) => (at === 0 ? `\ufeff${column}` : column)), row]).entries).toEqual([READ]);
    expect(() => readKevRows([['cveID', 'product']])).toThrow('Expected the columns cveID, vendorProject, product, dateAdded in the first line; vendorProject, dateAdded are missing.');
    expect(() => readKevRows([])).toThrow('are missing');
  });
});
