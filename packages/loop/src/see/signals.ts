/**
 * Texts that devices give away and that rules may read. The code is `protocol.field`; the rules in `rules/fingerprints/` name them.
 * A signal belongs here only when an observer really emits it.
 */
export const SIGNALS = [
  'dicom.implementation-class', 'dicom.implementation-version', 'dicom.sop-class', 'dicom.modality', 'dicom.ae-title', 'dicom.manufacturer', 'dicom.model',
  'hl7.application', 'hl7.message-type', 'hl7.facility', 'hl7.software', 'fhir.software', 'fhir.implementation', 'astm.sender', 'poct1a.device', 'sdc.type', 'sdc.model',
  'http.server', 'http.user-agent', 'http.powered-by', 'http.authenticate', 'http.title', 'http.path', 'http.body-version',
  'dhcp.vendor-class', 'dhcp.hostname', 'dhcp.parameters', 'dhcpv6.vendor-class',
  'dns.version-bind', 'mdns.service', 'mdns.hostname', 'mdns.txt', 'llmnr.hostname', 'nbns.name', 'nbns.suffix', 'nbdgm.comment',
  'ssdp.server', 'ssdp.type', 'wsd.type', 'wsd.scope',
  'ssh.banner', 'smb.os', 'smb.lan-manager', 'smb.dialect', 'ntlm.host', 'ntlm.os-build', 'rdp.client-name',
  'snmp.sys-descr', 'snmp.sys-object-id', 'snmp.sys-name',
  'tls.subject', 'tls.issuer', 'tls.name', 'tls.sni', 'tls.ja3', 'tls.ja4',
  'mqtt.client-id', 'mqtt.topic', 'mqtt.broker-version', 'coap.resource',
  'sip.user-agent', 'sip.server', 'rtsp.server', 'ftp.banner', 'smtp.banner', 'imap.banner', 'pop3.banner', 'telnet.banner', 'vnc.version', 'mysql.version', 'postgresql.version', 'tds.version',
  'lldp.description', 'lldp.name', 'lldp.capability', 'cdp.platform', 'cdp.software', 'cdp.capability',
  'modbus.vendor', 'modbus.product', 'bacnet.vendor-id', 'bacnet.model', 's7.module', 'enip.product', 'opcua.application',
  'syslog.app', 'syslog.host', 'ntp.reference', 'oui.vendor',
  'list.description', 'list.device-type', 'list.vendor', 'list.model', 'nmap.os', 'nmap.product',
] as const;
export type Signal = (typeof SIGNALS)[number];
