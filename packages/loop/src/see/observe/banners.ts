/** Servers that greet: FTP, SMTP, IMAP, POP3, Telnet, VNC, and databases. The greeting is a sign for the rules; names in it pass the person filter. */
import type { Protocol } from '@wardkeep/model';
import { publicName } from '../person.ts';
import type { Facts, Observers, Scene } from '../scene.ts';
import type { Signal } from '../signals.ts';
import { claimName } from './named.ts';

type Mail = { readonly text: string | null; readonly host: string | null };

const greets = (protocol: 'ftp' | 'smtp' | 'imap' | 'pop3') => (banner: Mail, scene: Scene): void => {
  answered(scene, protocol, {});
  scene.sign(scene.server, `${protocol}.banner` satisfies Signal, publicName(banner.text).name);
  claimName(scene, scene.server, banner.host, `${protocol}.banner`, 'medium', { confidence: 70 });
};

const mail = (protocol: 'smtp' | 'imap' | 'pop3') => (banner: Mail, scene: Scene): void => {
  greets(protocol)(banner, scene);
  scene.claim(scene.server, 'role', 'mail-server', `${protocol}.answer`, 'weak', { confidence: 65 });
};

export const bannerObservers: Observers = {
  'ftp.banner': greets('ftp'),
  'smtp.banner': mail('smtp'),
  'imap.banner': mail('imap'),
  'pop3.banner': mail('pop3'),
  'telnet.session': (session, scene) => { if (session.answered) answered(scene, 'telnet', {}); else asked(scene, 'telnet'); },
  'telnet.banner': (banner, scene) => { scene.sign(scene.server, 'telnet.banner', publicName(banner.text).name); },
  'vnc.version': (said, scene) => {
    if (scene.direction === 0) { asked(scene, 'vnc'); return; }
    answered(scene, 'vnc', { version: said.version });
    scene.sign(scene.server, 'vnc.version', said.version);
    // RFB 3.889 is Apple Remote Desktop's own number
    if (said.version === '3.889') scene.claim(scene.server, 'os', 'macOS', 'vnc.version', 'medium', { confidence: 75 });
  },
  'mysql.greeting': (greeting, scene) => {
    database(scene, 'mysql', greeting.version);
    if (greeting.version === null) return;
    scene.sign(scene.server, 'mysql.version', greeting.version);
    // MariaDB puts "5.5.5-" before its version so that old replication clients accept it
    const maria = /^(?:5\.5\.5-)?(\d[\w.]*)-MariaDB/.exec(greeting.version);
    scene.claim(scene.server, 'software', maria ? maria[1]! : greeting.version, 'mysql.version', 'medium', { of: maria ? 'MariaDB' : 'MySQL', confidence: 90 });
  },
  'postgresql.request': (_request, scene) => { asked(scene, 'postgresql'); },
  'postgresql.server': (said, scene) => {
    database(scene, 'postgresql', said.version);
    if (said.version === null) return;
    scene.sign(scene.server, 'postgresql.version', said.version);
    scene.claim(scene.server, 'software', said.version, 'postgresql.version', 'medium', { of: 'PostgreSQL', confidence: 90 });
  },
  'tds.prelogin': (said, scene) => {
    if (!said.response) { asked(scene, 'tds'); return; }
    database(scene, 'tds', said.version, said.encryption === null ? {} : { encryption: said.encryption });
    if (said.version === null) return;
    scene.sign(scene.server, 'tds.version', said.version);
    scene.claim(scene.server, 'software', said.version, 'tds.version', 'medium', { of: 'Microsoft SQL Server', confidence: 85 });
  },
  'tds.message': (_message, scene) => { if (scene.direction === 1) database(scene, 'tds', null); else asked(scene, 'tds'); },
};

/** The server spoke; its client is known, too. */
function answered(scene: Scene, protocol: Protocol, attributes: Facts): void {
  scene.serve(scene.server, 'tcp', scene.serverPort, { protocol, state: 'answered', attributes });
  scene.use(scene.client, protocol, scene.direction === 1 ? scene.senderIp : scene.receiverIp, scene.serverPort);
}

function asked(scene: Scene, protocol: Protocol): void {
  scene.serve(scene.server, 'tcp', scene.serverPort, { protocol });
  scene.use(scene.client, protocol, scene.receiverIp, scene.serverPort);
}

function database(scene: Scene, protocol: Protocol, version: string | null, attributes: Facts = {}): void {
  answered(scene, protocol, { ...attributes, ...(version === null ? {} : { version }) });
  scene.claim(scene.server, 'role', 'database', `${protocol}.answer`, 'medium', { confidence: 70 });
}
