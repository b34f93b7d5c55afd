/** All dissectors with all observers: what the engine speaks. */
import { DATAGRAMS, LINKS, parseNeighbour, STREAMS } from '@wardkeep/wire/protocols';
import type { Dialects } from './engine.ts';
import { arpObservers } from './observe/arp.ts';
import { astmObservers } from './observe/astm.ts';
import { bacnetObservers } from './observe/bacnet.ts';
import { bannerObservers } from './observe/banners.ts';
import { cdpObservers } from './observe/cdp.ts';
import { coapObservers } from './observe/coap.ts';
import { dhcpObservers } from './observe/dhcp.ts';
import { dicomObservers } from './observe/dicom.ts';
import { dnsObservers } from './observe/dns.ts';
import { hl7Observers } from './observe/hl7.ts';
import { httpObservers } from './observe/http.ts';
import { lldpObservers } from './observe/lldp.ts';
import { mdnsObservers } from './observe/mdns.ts';
import { modbusObservers } from './observe/modbus.ts';
import { mqttObservers } from './observe/mqtt.ts';
import { netbiosObservers } from './observe/netbios.ts';
import { ntpObservers } from './observe/ntp.ts';
import { poct1aObservers } from './observe/poct1a.ts';
import { quicObservers } from './observe/quic.ts';
import { radiusObservers } from './observe/radius.ts';
import { rdpObservers } from './observe/rdp.ts';
import { rtspObservers } from './observe/rtsp.ts';
import { s7Observers } from './observe/s7.ts';
import { sdcObservers } from './observe/sdc.ts';
import { sipObservers } from './observe/sip.ts';
import { smbObservers } from './observe/smb.ts';
import { snmpObservers } from './observe/snmp.ts';
import { ssdpObservers } from './observe/ssdp.ts';
import { sshObservers } from './observe/ssh.ts';
import { syslogObservers } from './observe/syslog.ts';
import { tftpObservers } from './observe/tftp.ts';
import { tlsObservers } from './observe/tls.ts';
import type { Observers } from './scene.ts';

const TABLES: readonly Observers[] = [
  arpObservers, astmObservers, bacnetObservers, bannerObservers, cdpObservers, coapObservers, dhcpObservers, dicomObservers, dnsObservers, hl7Observers,
  httpObservers, lldpObservers, mdnsObservers, modbusObservers, mqttObservers, netbiosObservers, ntpObservers, poct1aObservers, quicObservers,
  radiusObservers, rdpObservers, rtspObservers, s7Observers, sdcObservers, sipObservers, smbObservers, snmpObservers, ssdpObservers, sshObservers,
  syslogObservers, tftpObservers, tlsObservers,
];

/** One table out of all; two observers for one record kind would be a mistake. */
function joined(tables: readonly Observers[]): Observers {
  const all: Record<string, unknown> = {};
  for (const table of tables) {
    for (const [kind, observe] of Object.entries(table)) {
      if (Object.hasOwn(all, kind)) throw new Error(`two observers for ${kind}`);
      all[kind] = observe;
    }
  }
  return all;
}

export const DIALECTS: Dialects = { streams: STREAMS, datagrams: DATAGRAMS, links: LINKS, observers: joined(TABLES), neighbour: parseNeighbour };
