/** TLS: which versions a server speaks, whose certificate it shows, and what is probably inside (`inside-tls.ts`). */
import { parseIp } from '@wardkeep/model';
import type { X509Facts, X509Name } from '@wardkeep/wire/proto/x509';
import { isFullName, publicName } from '../person.ts';
import type { Facts, HostRef, Observers, Scene } from '../scene.ts';
import { insideTls } from './inside-tls.ts';
import { claimName } from './named.ts';

export const tlsObservers: Observers = {
  'tls.client-hello': (hello, scene) => {
    const { sender, receiver, receiverPort } = scene, sni = publicHost(hello.sni), { protocol, confidence } = insideTls(hello.startedBy, receiverPort, hello.alpn, sni === null ? [] : [sni]);
    scene.serve(receiver, 'tcp', receiverPort, { protocol, confidence, tls: { sni } });
    scene.use(sender, protocol, scene.receiverIp, receiverPort, { tls: true, ...(sni === null ? {} : { sni: [sni] }), ...(hello.version === null ? {} : { offeredTls: [hello.version] }) });
    scene.sign(sender, 'tls.ja3', hello.ja3);
    scene.sign(sender, 'tls.ja4', hello.ja4);
    scene.sign(receiver, 'tls.sni', sni);
    claimHost(receiver, hello.sni, 'tls.sni', scene);
  },
  'tls.server-hello': (hello, scene) => {
    const { protocol, confidence } = insideTls(hello.startedBy, scene.senderPort, hello.alpn === null ? [] : [hello.alpn], []);
    // The client offers ALPN names, the server's answer settles it.
    scene.serve(scene.sender, 'tcp', scene.senderPort, {
      protocol, confidence: hello.alpn !== null && confidence === 85 ? 95 : confidence, state: 'answered', tls: { version: hello.version }, attributes: versions(hello.version),
    });
  },
  'tls.certificate': (certificate, scene) => {
    const { sender, senderPort } = scene, commonName = publicHost(certificate.subject.commonName);
    const names = [...new Set(certificate.names.map(publicHost).filter((name) => name !== null))];
    const { protocol, confidence } = insideTls(certificate.startedBy, senderPort, [], commonName === null ? names : [commonName.toLowerCase(), ...names]);
    const subject = formatName({ ...certificate.subject, commonName });
    scene.serve(sender, 'tcp', senderPort, {
      protocol, confidence, state: 'answered', tls: { certificate: { subject, names, notAfter: certificate.notAfter } },
      attributes: { certificateKey: certificate.keyFingerprint, selfSigned: certificate.selfSigned, ...issuerOf(certificate) },
    });
    scene.sign(sender, 'tls.subject', subject);
    scene.sign(sender, 'tls.issuer', certificate.selfSigned ? null : formatName(certificate.issuer));
    for (const name of names) scene.sign(sender, 'tls.name', name);
    const given = certificate.names.length > 0 ? certificate.names : [certificate.subject.commonName?.toLowerCase() ?? ''];
    const hosts = new Set(given.filter((name) => !name.includes('*')));
    // A certificate for many hosts (a proxy's, a content network's) names none of them.
    if (hosts.size <= 3) for (const name of hosts) claimHost(sender, name, 'tls.name', scene);
  },
  'tls.application-data': (data, scene) => {
    const { protocol, confidence } = insideTls(data.startedBy, scene.serverPort, [], []);
    scene.serve(scene.server, 'tcp', scene.serverPort, { protocol, confidence, tls: {}, ...(scene.direction === 1 ? { state: 'answered' as const } : {}) });
    scene.use(scene.client, protocol, scene.direction === 0 ? scene.receiverIp : scene.senderIp, scene.serverPort, { tls: true });
  },
};

const versions = (version: string | null): Facts => (version === null ? {} : { tlsVersions: [version] });

function issuerOf(certificate: X509Facts): Facts {
  const issuer = certificate.selfSigned ? null : formatName(certificate.issuer);
  return issuer === null || issuer === '' ? {} : { issuer };
}

/** `CN=pacs.example, O=Hospital`; '' when neither is known. Certificates are issued to persons, too; a family name alone is mostly a company's. */
function formatName(name: X509Name): string {
  const parts = [['CN', name.commonName], ['O', name.organisation]] as const;
  return parts.filter(([, text]) => text !== null && !isFullName(text)).map(([label, text]) => `${label}=${text}`).join(', ');
}

const publicHost = (name: string | null): string | null => publicName(name).name;

/** A host name with a domain; addresses, wildcards and single words (`localhost`, a product's name) are none. */
function claimHost(host: HostRef, name: string | null, signal: string, scene: Scene): void {
  if (name === null || !/^[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)+$/.test(name) || parseIp(name) !== null || name.startsWith('localhost.')) return;
  claimName(scene, host, name, signal, 'medium', { confidence: 60 });
}
