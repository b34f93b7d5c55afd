/** All dissectors with all observers: what the engine speaks. */
import { DATAGRAMS, LINKS, parseNeighbour, STREAMS } from '@wardkeep/wire/protocols';
import type { Dialects } from './engine.ts';
import { arpObservers } from './observe/arp.ts';
import { cdpObservers } from './observe/cdp.ts';
import { dhcpObservers } from './observe/dhcp.ts';
import { dnsObservers } from './observe/dns.ts';
import { hl7Observers } from './observe/hl7.ts';
import { lldpObservers } from './observe/lldp.ts';
import { mdnsObservers } from './observe/mdns.ts';
import { netbiosObservers } from './observe/netbios.ts';
import { ntpObservers } from './observe/ntp.ts';
import { radiusObservers } from './observe/radius.ts';
import { snmpObservers } from './observe/snmp.ts';
import { syslogObservers } from './observe/syslog.ts';
import { tftpObservers } from './observe/tftp.ts';
import type { Observers } from './scene.ts';

const TABLES: readonly Observers[] = [
  arpObservers, cdpObservers, dhcpObservers, dnsObservers, hl7Observers, lldpObservers, mdnsObservers, netbiosObservers, ntpObservers, radiusObservers, snmpObservers, syslogObservers, tftpObservers,
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
  return all as Observers;
}

export const DIALECTS: Dialects = { streams: STREAMS, datagrams: DATAGRAMS, links: LINKS, observers: joined(TABLES), neighbour: parseNeighbour };
