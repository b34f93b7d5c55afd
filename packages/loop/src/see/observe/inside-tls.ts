/**
 * What is spoken inside TLS. Nobody can look, so it is a conclusion from what stands outside: the protocol that asked for TLS, the ALPN name, the host names of
 * SNI and certificate, the port. From the port alone it stays a guess (confidence 65, below the line of 70).
 */
import type { Protocol } from '@wardkeep/model';

export interface Inside { readonly protocol: Protocol; readonly confidence: number }

/** Usual ports of protocols over TLS (IANA service name registry; 2762 is DICOM PS3.15, B.1; 11112 is the usual second DICOM port). */
const PORTS: Readonly<Record<number, Protocol>> = {
  443: 'http', 8443: 'http', 9443: 'http', 4443: 'http', 5986: 'http', 8883: 'mqtt', 2762: 'dicom', 11112: 'dicom', 636: 'ldap', 3269: 'ldap', 993: 'imap', 995: 'pop3', 465: 'smtp', 990: 'ftp',
  992: 'telnet', 5061: 'sip', 3389: 'rdp', 853: 'dns', 6514: 'syslog', 802: 'modbus', 2083: 'radius', 5432: 'postgresql', 3306: 'mysql', 1433: 'tds', 322: 'rtsp', 2575: 'hl7', 2576: 'hl7', 4843: 'opcua',
};

/** ALPN protocol identifiers (IANA registry "TLS Application-Layer Protocol Negotiation (ALPN) Protocol IDs"). */
const ALPN: Readonly<Record<string, Protocol>> = {
  'http/1.1': 'http', 'http/1.0': 'http', 'h2': 'http', 'spdy/3.1': 'http', 'spdy/3': 'http', 'mqtt': 'mqtt', 'imap': 'imap', 'pop3': 'pop3', 'ftp': 'ftp', 'dot': 'dns', 'sip/2': 'sip',
  'postgresql': 'postgresql', 'tds/8.0': 'tds', 'coap': 'coap', 'radius/1.1': 'radius',
};

/** Words that hosts are called by after what they serve. They support a guess; alone they make a weak one. */
const WORDS: readonly [RegExp, Protocol][] = [
  [/^(www|web|portal|api|app|intranet)$/, 'http'], [/^(pacs|dicom|vna)$/, 'dicom'], [/^(mqtt|mosquitto|broker)$/, 'mqtt'], [/^(ldap|ldaps)$/, 'ldap'], [/^(imap|imaps)$/, 'imap'],
  [/^(pop|pop3)$/, 'pop3'], [/^(smtp|mx|relay)$/, 'smtp'], [/^(sip|voip|pbx)$/, 'sip'], [/^(ftp|ftps)$/, 'ftp'], [/^(hl7|mllp)$/, 'hl7'],
];

/** @param names host names of SNI or certificate; @param alpn what the server chose or the client offered, best first. */
export function insideTls(startedBy: Protocol | null, port: number, alpn: readonly string[], names: readonly string[]): Inside {
  if (startedBy !== null) return { protocol: startedBy, confidence: 95 };
  for (const name of alpn) {
    const protocol = ALPN[name];
    if (protocol !== undefined) return { protocol, confidence: 85 };
  }
  const usual = PORTS[port], named = protocolOfNames(names);
  if (usual !== undefined) return { protocol: usual, confidence: named === usual ? 80 : 65 };
  return named === null ? { protocol: 'unknown', confidence: 0 } : { protocol: named, confidence: 60 };
}

/** The one protocol that the words of all names point to; null when none does or they differ. */
function protocolOfNames(names: readonly string[]): Protocol | null {
  const found = new Set<Protocol>();
  for (const name of names) {
    for (const word of (name.split('.')[0] ?? '').split(/[-_0-9]+/)) {
      const protocol = WORDS.find(([pattern]) => pattern.test(word))?.[1];
      if (protocol !== undefined) found.add(protocol);
    }
  }
  return found.size === 1 ? [...found][0]! : null;
}
