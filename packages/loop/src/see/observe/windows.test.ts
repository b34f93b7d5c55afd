import { expect, test } from 'vitest';
import { rdpObservers } from './rdp.ts';
import { smbObservers, windowsOf } from './smb.ts';
import { observeOne } from './testing.ts';

const NTLM = { kind: 'ntlm.message', type: 2, computer: 'FILES01', domain: 'EXAMPLE', dnsComputer: 'files01.example.org', dnsDomain: 'example.org', dnsForest: null, build: '10.0.17763' } as const;

test('an NTLM challenge: host name and operating system of the server', () => {
  const said = observeOne(smbObservers, NTLM, { direction: 1, serverPort: 445 });
  expect(said.claims).toEqual([
    { host: 'server', attribute: 'hostname', value: 'files01.example.org', signal: 'ntlm.dns-computer', weight: 'medium', confidence: 80 },
    { host: 'server', attribute: 'os', value: 'Windows 10 1809 or Server 2019', signal: 'ntlm.os-build', weight: 'medium', confidence: 75 },
  ]);
  expect(said.signs).toEqual([{ host: 'server', signal: 'ntlm.host', text: 'files01.example.org' }, { host: 'server', signal: 'ntlm.os-build', text: '10.0.17763' }]);
});

test('a DNS name without a domain gives way to the NetBIOS name; Samba\'s build 6.1.0 says nothing', () => {
  expect(observeOne(smbObservers, { ...NTLM, dnsComputer: 'debian', build: '6.1.0' }, { direction: 1 }).claims.map((claim) => claim.value)).toEqual(['FILES01']);
});

test('a computer named after its user is nobody\'s', () => {
  expect(JSON.stringify(observeOne(smbObservers, { ...NTLM, computer: 'MARIA-PC', dnsComputer: null }, { direction: 0 }))).not.toMatch(/MARIA/i);
  expect(JSON.stringify(observeOne(rdpObservers, { kind: 'rdp.client', name: 'MARIA-PC', build: 2600, version: '8.4' }))).not.toMatch(/MARIA/i);
});

test('builds', () => { expect(['10.0.20348', '6.1.7601', '10.0.99999'].map(windowsOf)).toEqual(['Windows Server 2022', 'Windows 7 SP1 or Server 2008 R2 SP1', 'Windows 10.0.99999']); });

test('an SMB answer makes a file server, a question only a use', () => {
  const negotiate = { kind: 'smb.negotiate', dialect: '3.1.1', guid: null, signingRequired: true } as const;
  const answer = observeOne(smbObservers, { ...negotiate, response: true }, { direction: 1, serverPort: 445 });
  expect(answer.services).toEqual([{ host: 'server', transport: 'tcp', port: 445, protocol: 'smb', state: 'answered', attributes: { dialects: ['3.1.1'], signingRequired: true } }]);
  expect(answer.claims).toMatchObject([{ host: 'server', attribute: 'role', value: 'file-server', confidence: 70 }]);
  const question = observeOne(smbObservers, { ...negotiate, response: false }, { serverPort: 445 });
  expect(question.uses).toMatchObject([{ host: 'client', protocol: 'smb', server: '10.0.0.2', port: 445 }]);
  expect(question.claims).toEqual([]);
});

test('domain controllers: netlogon, tickets', () => {
  const role = { host: 'server', attribute: 'role', value: 'domain-controller' };
  expect(observeOne(smbObservers, { kind: 'dcerpc.bind', interfaces: ['12345678-1234-abcd-ef00-01234567cffb'], pipe: true }).claims).toMatchObject([role]);
  expect(observeOne(smbObservers, { kind: 'kerberos.message', type: 11, realm: 'EXAMPLE.ORG' }, { direction: 1, serverPort: 88 }).claims).toMatchObject([role]);
  expect(observeOne(smbObservers, { kind: 'kerberos.message', type: 10, realm: 'example.org' }, { serverPort: 88 })).toMatchObject({ claims: [], uses: [{ attributes: { realm: 'EXAMPLE.ORG' } }] });
});

test('an RDP request: a cookie is told, not what is in it', () => {
  expect(observeOne(rdpObservers, { kind: 'rdp.request', cookie: true, protocols: ['tls'] }, { serverPort: 3389 }).uses).toEqual([{ host: 'client', protocol: 'rdp', server: '10.0.0.2', port: 3389, attributes: { requested: ['tls'], cookie: true } }]);
});
