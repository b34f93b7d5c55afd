import { expect, test } from 'vitest';
import { bannerObservers } from './banners.ts';
import { sshObservers, softwareOf } from './ssh.ts';
import { observeOne } from './testing.ts';

test.each([
  ['OpenSSH_9.2p1', 'Debian-2+deb12u10', 'OpenSSH', '9.2p1 Debian-2+deb12u10'], ['OpenSSH_8.9p1', 'Ubuntu-3ubuntu0.1', 'OpenSSH', '8.9p1 Ubuntu-3ubuntu0.1'], ['OpenSSH_8.9', 'FreeBSD-20230101', 'OpenSSH', '8.9 FreeBSD-20230101'],
  ['OpenSSH_for_Windows_8.1', null, 'OpenSSH', '8.1'], ['dropbear_2019.78', null, 'dropbear', '2019.78'], ['libssh2_1.10.0', null, 'libssh2', '1.10.0'], ['PuTTY_Release_0.78', null, 'PuTTY', '0.78'],
  ['Cisco-1.25', null, 'Cisco', '1.25'], ['Sun_SSH_1.1.4', null, 'Sun_SSH', '1.1.4'], ['mod_sftp/0.9.9', null, 'mod_sftp', '0.9.9'], ['ROSSSH', null, 'ROSSSH', ''], ['OpenSSH_6.6', 'of the ward', 'OpenSSH', '6.6'],
])('RFC 4253, 4.2: %s %s', (software, comment, name, version) => { expect(softwareOf({ software, comment })).toEqual({ name, version }); });

test('an SSH banner of the server: service, software, operating system', () => {
  const said = observeOne(sshObservers, { kind: 'ssh.banner', protocolVersion: '2.0', software: 'OpenSSH_9.2p1', comment: 'Debian-2+deb12u10' }, { direction: 1, serverPort: 22 });
  expect(said.services).toEqual([{ host: 'server', transport: 'tcp', port: 22, protocol: 'ssh', state: 'answered', attributes: { protocolVersion: '2.0' } }]);
  expect(said.claims).toEqual([
    { host: 'server', attribute: 'software', value: '9.2p1 Debian-2+deb12u10', signal: 'ssh.banner', weight: 'medium', of: 'OpenSSH', confidence: 90 },
    { host: 'server', attribute: 'os', value: 'Debian', signal: 'ssh.banner', weight: 'medium', confidence: 70 },
  ]);
  expect(said.signs).toEqual([{ host: 'server', signal: 'ssh.banner', text: 'OpenSSH_9.2p1 Debian-2+deb12u10' }]);
});

test('a mail greeting: service, host, sign; the client is known', () => {
  const said = observeOne(bannerObservers, { kind: 'smtp.banner', text: 'mail.example.org ESMTP Postfix', host: 'mail.example.org' }, { direction: 1, serverPort: 25 });
  expect(said.services).toMatchObject([{ host: 'server', port: 25, protocol: 'smtp', state: 'answered' }]);
  expect(said.uses).toMatchObject([{ host: 'client', protocol: 'smtp', server: '10.0.0.2', port: 25 }]);
  expect(said.signs).toEqual([{ host: 'server', signal: 'smtp.banner', text: 'mail.example.org ESMTP Postfix' }]);
  expect(said.claims.map(({ attribute, value }) => `${attribute}=${value}`)).toEqual(['hostname=mail.example.org', 'role=mail-server']);
});

test('a greeting that names a person is no sign', () => {
  expect(JSON.stringify(observeOne(bannerObservers, { kind: 'ftp.banner', text: "Welcome to Maria's NAS", host: null }, { direction: 1, serverPort: 21 }))).not.toMatch(/Maria/);
});

test.each([
  ['5.5.5-10.11.6-MariaDB-0+deb12u1', 'MariaDB', '10.11.6'], ['10.4.32-MariaDB', 'MariaDB', '10.4.32'], ['8.0.36-0ubuntu0.22.04.1', 'MySQL', '8.0.36-0ubuntu0.22.04.1'],
])('MySQL greeting %s', (version, of, value) => {
  const said = observeOne(bannerObservers, { kind: 'mysql.greeting', version }, { direction: 1, serverPort: 3306 });
  expect(said.claims).toMatchObject([{ attribute: 'role', value: 'database' }, { attribute: 'software', of, value }]);
});

test('a database that was only asked is no database', () => {
  expect(observeOne(bannerObservers, { kind: 'postgresql.request', request: 'start-up' }, { serverPort: 5432 })).toMatchObject({ claims: [], services: [{ protocol: 'postgresql' }], uses: [{ protocol: 'postgresql' }] });
});

test('RFB 3.889 is Apple\'s', () => {
  expect(observeOne(bannerObservers, { kind: 'vnc.version', version: '3.889' }, { direction: 1, serverPort: 5900 }).claims).toMatchObject([{ attribute: 'os', value: 'macOS' }]);
  expect(observeOne(bannerObservers, { kind: 'vnc.version', version: '3.889' }, { direction: 0, serverPort: 5900 }).claims).toEqual([]);
});
