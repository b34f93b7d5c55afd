import type { Protocol } from '@wardkeep/model';

/** Proper names: the same in every language. `unknown` and the name of a new protocol are handled by `useLabels`. */
export const PROTOCOL_NAMES: Readonly<Record<Exclude<Protocol, 'unknown'>, string>> = {
  dicom: 'DICOM', hl7: 'HL7 v2', fhir: 'FHIR', astm: 'ASTM', poct1a: 'POCT1-A', sdc: 'IEEE 11073 SDC',
  arp: 'ARP', dhcp: 'DHCP', dhcpv6: 'DHCPv6', dns: 'DNS', mdns: 'mDNS', llmnr: 'LLMNR', nbns: 'NetBIOS-NS', nbdgm: 'NetBIOS-DGM', ssdp: 'SSDP', 'ws-discovery': 'WS-Discovery', lldp: 'LLDP', cdp: 'CDP',
  http: 'HTTP', tls: 'TLS', ssh: 'SSH', smb: 'SMB', rdp: 'RDP', snmp: 'SNMP', mqtt: 'MQTT', coap: 'CoAP', sip: 'SIP', rtsp: 'RTSP', ntp: 'NTP', syslog: 'Syslog', ftp: 'FTP', telnet: 'Telnet', smtp: 'SMTP',
  imap: 'IMAP', pop3: 'POP3', ldap: 'LDAP', kerberos: 'Kerberos', dcerpc: 'DCE/RPC', vnc: 'VNC', mysql: 'MySQL', postgresql: 'PostgreSQL', tds: 'TDS (SQL Server)', tftp: 'TFTP', radius: 'RADIUS', quic: 'QUIC',
  websocket: 'WebSocket', modbus: 'Modbus', bacnet: 'BACnet', s7: 'S7', enip: 'EtherNet/IP', opcua: 'OPC UA',
};
