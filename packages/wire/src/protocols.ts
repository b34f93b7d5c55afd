/** Every dissector, in the order in which strangers are asked: strict signatures first, talkative ones last. */
import { arp } from './proto/arp.ts';
import { astm } from './proto/astm.ts';
import { bacnet, bacnetEthernet } from './proto/bacnet.ts';
import { cdp } from './proto/cdp.ts';
import { coap } from './proto/coap.ts';
import { dcerpc } from './proto/dcerpc.ts';
import { dhcp } from './proto/dhcp.ts';
import { dhcpv6 } from './proto/dhcpv6.ts';
import { dicom } from './proto/dicom.ts';
import { dns, dnsTcp, llmnr, mdns } from './proto/dns.ts';
import { enip, enipDatagram } from './proto/enip.ts';
import { ftp } from './proto/ftp.ts';
import { hl7 } from './proto/hl7.ts';
import { http } from './proto/http.ts';
import { imap } from './proto/imap.ts';
import { kerberos, kerberosDatagram } from './proto/kerberos.ts';
import { cldap, ldap } from './proto/ldap.ts';
import { lldp } from './proto/lldp.ts';
import { modbus } from './proto/modbus.ts';
import { mqtt } from './proto/mqtt.ts';
import { mysql } from './proto/mysql.ts';
import { nbdgm, nbns } from './proto/netbios.ts';
import { ntp } from './proto/ntp.ts';
import { opcua } from './proto/opcua.ts';
import { poct1a } from './proto/poct1a.ts';
import { pop3 } from './proto/pop3.ts';
import { postgresql } from './proto/postgresql.ts';
import { quic } from './proto/quic.ts';
import { radius } from './proto/radius.ts';
import { rdp } from './proto/rdp.ts';
import { rtsp } from './proto/rtsp.ts';
import { s7 } from './proto/s7.ts';
import { sip, sipDatagram } from './proto/sip.ts';
import { smb } from './proto/smb.ts';
import { smtp } from './proto/smtp.ts';
import { snmp } from './proto/snmp.ts';
import { ssdp } from './proto/ssdp.ts';
import { ssh } from './proto/ssh.ts';
import { syslog } from './proto/syslog.ts';
import { tds } from './proto/tds.ts';
import { telnet } from './proto/telnet.ts';
import { tftp } from './proto/tftp.ts';
import { tls } from './proto/tls.ts';
import { vnc } from './proto/vnc.ts';
import { wsDiscovery } from './proto/ws-discovery.ts';
import type { DatagramProtocol, LinkProtocol, StreamProtocol } from './record.ts';

export { parseNeighbour } from './proto/icmpv6.ts';

export const STREAMS: readonly StreamProtocol[] = [
  http, tls, dicom, hl7, ssh, smb, mqtt, sip, rtsp, astm, poct1a, modbus, s7, rdp, opcua, enip, dcerpc, ldap, kerberos, tds, postgresql, mysql, vnc, smtp, ftp, imap, pop3, dnsTcp, telnet,
];

export const DATAGRAMS: readonly DatagramProtocol[] = [
  dns, mdns, llmnr, dhcp, dhcpv6, nbns, nbdgm, ntp, snmp, syslog, radius, tftp, ssdp, sipDatagram, coap, quic, wsDiscovery, bacnet, enipDatagram, kerberosDatagram, cldap,
];

export const LINKS: readonly LinkProtocol[] = [arp, lldp, cdp, bacnetEthernet];
