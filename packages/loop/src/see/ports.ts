/** What usually listens on a port (IANA service name registry, and the products named). From the port alone a protocol is a guess: confidence stays below 70. */
import type { Protocol, Transport } from '@wardkeep/model';

const TCP: Readonly<Record<number, Protocol>> = {
  21: 'ftp', 22: 'ssh', 23: 'telnet', 25: 'smtp', 53: 'dns', 80: 'http', 88: 'kerberos', 102: 's7', 104: 'dicom', 110: 'pop3', 111: 'unknown', 135: 'dcerpc', 139: 'smb', 143: 'imap',
  389: 'ldap', 443: 'http', 445: 'smb', 465: 'smtp', 502: 'modbus', 554: 'rtsp', 587: 'smtp', 636: 'ldap', 993: 'imap', 995: 'pop3', 1433: 'tds', 1883: 'mqtt', 2575: 'hl7', 2761: 'dicom', 2762: 'dicom',
  3306: 'mysql', 3389: 'rdp', 4840: 'opcua', 5060: 'sip', 5061: 'sip', 5432: 'postgresql', 5900: 'vnc', 8000: 'http', 8080: 'http', 8443: 'http', 8883: 'mqtt', 11112: 'dicom', 44818: 'enip',
};

const UDP: Readonly<Record<number, Protocol>> = {
  53: 'dns', 67: 'dhcp', 68: 'dhcp', 69: 'tftp', 88: 'kerberos', 123: 'ntp', 137: 'nbns', 138: 'nbdgm', 161: 'snmp', 162: 'snmp', 389: 'ldap', 443: 'quic', 514: 'syslog', 546: 'dhcpv6', 547: 'dhcpv6',
  1812: 'radius', 1813: 'radius', 1900: 'ssdp', 3702: 'ws-discovery', 5060: 'sip', 5353: 'mdns', 5355: 'llmnr', 5683: 'coap', 47808: 'bacnet',
};

/** The usual protocol of a port, or null. */
export function portProtocol(transport: Transport, port: number): Protocol | null {
  return (transport === 'tcp' ? TCP[port] : transport === 'udp' ? UDP[port] : undefined) ?? null;
}
