/**
 * Base protocols that SEE can name on a service. Encryption is never part of the name: DICOM over TLS is
 * `dicom` with a `tls` object beside it. `unknown` is a protocol nobody could name.
 */
export const PROTOCOLS = [
  // medical
  'dicom', 'hl7', 'fhir', 'astm', 'poct1a', 'sdc',
  // names, addresses, discovery
  'arp', 'dhcp', 'dhcpv6', 'dns', 'mdns', 'llmnr', 'nbns', 'nbdgm', 'ssdp', 'ws-discovery', 'lldp', 'cdp',
  // general
  'http', 'tls', 'ssh', 'smb', 'rdp', 'snmp', 'mqtt', 'coap', 'sip', 'rtsp', 'ntp', 'syslog', 'ftp', 'telnet', 'smtp', 'imap', 'pop3', 'ldap', 'kerberos',
  'dcerpc', 'vnc', 'mysql', 'postgresql', 'tds', 'tftp', 'radius', 'quic', 'websocket',
  // building and plant
  'modbus', 'bacnet', 's7', 'enip', 'opcua',
  'unknown',
] as const;
export type Protocol = (typeof PROTOCOLS)[number];

export const TRANSPORTS = ['tcp', 'udp', 'link'] as const;
export type Transport = (typeof TRANSPORTS)[number];
