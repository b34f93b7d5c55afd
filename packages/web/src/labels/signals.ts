import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** What said so, by the code of the signal. A code that is not here is shown as it is. */
export const SIGNAL_LABELS: Readonly<Record<string, MessageDescriptor>> = {
  'dicom.implementation-class': msg`DICOM association, implementation class UID (0x52)`, 'dicom.implementation-version': msg`DICOM association, implementation version name (0x55)`,
  'dicom.sop-class': msg`DICOM, kinds of images it really stores`, 'dicom.modality': msg`DICOM image, modality (0008,0060)`, 'dicom.ae-title': msg`DICOM association, AE title`,
  'dicom.manufacturer': msg`DICOM image, manufacturer (0008,0070)`, 'dicom.model': msg`DICOM image, model name (0008,1090)`, 'dicom.station-name': msg`DICOM image, station name (0008,1010)`,
  'dicom.software-version': msg`DICOM image, software version (0018,1020)`, 'dicom.serial': msg`DICOM image, device serial number (0018,1000)`,
  'hl7.application': msg`HL7 message, application (MSH-3 or MSH-5)`, 'hl7.facility': msg`HL7 message, facility (MSH-4 or MSH-6)`, 'hl7.software': msg`HL7 message, software segment (SFT)`,
  'fhir.software': msg`FHIR capability statement, software`, 'fhir.implementation': msg`FHIR capability statement, implementation`, 'astm.sender': msg`ASTM header, sender`,
  'poct1a.device': msg`POCT1-A, device`, 'sdc.type': msg`SDC discovery, device type`, 'sdc.model': msg`SDC, model (DPWS)`,
  'http.server': msg`HTTP answer, Server`, 'http.user-agent': msg`HTTP request, User-Agent`, 'http.powered-by': msg`HTTP answer, X-Powered-By`, 'http.authenticate': msg`HTTP answer, name of the protected area`,
  'http.title': msg`Title of its web page`, 'http.path': msg`HTTP, path asked for`, 'http.body-version': msg`HTTP, version it tells about itself`,
  'dhcp.vendor-class': msg`DHCP, vendor class (60)`, 'dhcp.hostname': msg`DHCP, host name (12 or 81)`, 'dhcp.parameters': msg`DHCP, parameters it asks for (55)`, 'dhcpv6.vendor-class': msg`DHCPv6, vendor class (16)`,
  'dns.version-bind': msg`DNS, version.bind`, 'mdns.service': msg`mDNS, service it announces`, 'mdns.hostname': msg`mDNS, host name`, 'mdns.txt': msg`mDNS, description of a service`, 'llmnr.hostname': msg`LLMNR, host name`,
  'nbns.name': msg`NetBIOS name`, 'nbns.suffix': msg`NetBIOS, kind of name`, 'nbdgm.comment': msg`NetBIOS announcement, comment`, 'ssdp.server': msg`SSDP, Server`, 'ssdp.type': msg`SSDP, device type`,
  'wsd.type': msg`WS-Discovery, type`, 'wsd.scope': msg`WS-Discovery, scope`, 'ssh.banner': msg`SSH banner`, 'smb.os': msg`SMB, operating system`, 'smb.lan-manager': msg`SMB, LAN manager`, 'smb.dialect': msg`SMB dialect`,
  'ntlm.host': msg`NTLM, computer name`, 'ntlm.os-build': msg`NTLM, build of the operating system`, 'rdp.client-name': msg`Remote desktop, computer name`,
  'snmp.sys-descr': msg`SNMP, sysDescr`, 'snmp.sys-object-id': msg`SNMP, sysObjectID`, 'snmp.sys-name': msg`SNMP, sysName`,
  'tls.subject': msg`TLS certificate, subject`, 'tls.issuer': msg`TLS certificate, issuer`, 'tls.name': msg`TLS certificate, name`, 'tls.sni': msg`TLS, name asked for (SNI)`, 'tls.ja3': msg`TLS client fingerprint JA3`, 'tls.ja4': msg`TLS client fingerprint JA4`,
  'mqtt.client-id': msg`MQTT, client id`, 'mqtt.topic': msg`MQTT, topic`, 'mqtt.broker-version': msg`MQTT, version of the broker`, 'coap.resource': msg`CoAP, resource`,
  'sip.user-agent': msg`SIP, User-Agent`, 'sip.server': msg`SIP, Server`, 'rtsp.server': msg`RTSP, Server`, 'ftp.banner': msg`FTP banner`, 'smtp.banner': msg`SMTP banner`, 'imap.banner': msg`IMAP banner`, 'pop3.banner': msg`POP3 banner`,
  'telnet.banner': msg`Telnet banner`, 'vnc.version': msg`VNC, protocol version`, 'mysql.version': msg`MySQL, version`, 'postgresql.version': msg`PostgreSQL, version`, 'tds.version': msg`SQL Server, version`,
  'lldp.description': msg`LLDP, system description`, 'lldp.name': msg`LLDP, system name`, 'lldp.capability': msg`LLDP, capabilities`, 'cdp.platform': msg`CDP, platform`, 'cdp.software': msg`CDP, software`, 'cdp.capability': msg`CDP, capabilities`,
  'modbus.vendor': msg`Modbus, vendor name`, 'modbus.product': msg`Modbus, product code`, 'bacnet.vendor-id': msg`BACnet, vendor id`, 'bacnet.model': msg`BACnet, model name`, 's7.module': msg`S7, module`, 'enip.product': msg`EtherNet/IP, product`, 'opcua.application': msg`OPC UA, application`,
  'syslog.app': msg`Syslog, application`, 'syslog.host': msg`Syslog, host name`, 'ntp.reference': msg`NTP, reference`, 'oui.vendor': msg`Owner of the MAC prefix (OUI)`,
  'list.column': msg`Equipment list, column`, 'list.description': msg`Equipment list, description`, 'list.device-type': msg`Equipment list, kind of device`, 'list.vendor': msg`Equipment list, maker`, 'list.model': msg`Equipment list, model`,
  'nmap.os': msg`nmap, operating system`, 'nmap.product': msg`nmap, product`, 'person.decision': msg`Decision by a person`,
};
