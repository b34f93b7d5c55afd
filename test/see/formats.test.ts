/**
 * The same traffic in another file format or under another link layer gives the same assets, as far as the format can carry them:
 *
 * | format | what it cannot carry |
 * |---|---|
 * | nanoseconds, gzip, big endian, VLAN 120 | nothing: assets are equal, evidence included |
 * | Linux cooked (SLL) | the receiver's MAC |
 * | raw IP | MACs, and with them the maker of the network module, ARP (hosts that only answered ARP), and the frames before the first IP packet |
 * | snap length 96 | what stands behind the first 30 bytes of a TCP payload: titles, models, versions, and roles that follow from them |
 */
import type { InventoryAsset } from '@wardkeep/model/inventory';
import { describe, expect, test } from 'vitest';
import { capturesIn, discovery, inventoryOf } from './captures.ts';

const assetsOf = async (name: string): Promise<readonly InventoryAsset[]> => inventoryOf(await discovery(name)).assets;
const plainOf = (name: string): string => `lab/${/^[a-z0-9]+/.exec(name)![0]}.pcap`;
const byIp = (assets: readonly InventoryAsset[]): Map<string, InventoryAsset> => new Map(assets.map((asset) => [asset.ips.join(' '), asset]));
/** Hosts and who speaks what with whom: what every format carries. */
const skeleton = (asset: InventoryAsset) => ({
  ips: asset.ips,
  services: asset.services.map(({ transport, port, protocol, state }) => `${transport}/${port} ${protocol} ${state}`),
  clientOf: asset.clientOf.map(({ protocol, server, port }) => `${protocol} ${server} ${port}`),
});

const EQUAL = ['dicom-nsec.pcap', 'dicom.pcap.gz', 'hl7-bigendian.pcap', 'hl7-sll.pcap', 'hl7-vlan120.pcap'];
const LESS = ['dicom-snap96.pcap', 'hl7-rawip.pcap'];

test('every file of the folder is looked at', () => {
  expect(capturesIn('lab/formats').map((name) => name.slice('lab/formats/'.length))).toEqual([...EQUAL, ...LESS].sort());
});

test.each(EQUAL)('%s gives the assets of the plain file, evidence included', async (name) => {
  expect(await assetsOf(`lab/formats/${name}`)).toEqual(await assetsOf(plainOf(name)));
});

describe('raw IP', async () => {
  const raw = await assetsOf('lab/formats/hl7-rawip.pcap'), plain = await assetsOf('lab/hl7.pcap'), plainByIp = byIp(plain);

  test('every host that sent IP is there, without a MAC', () => {
    const silent = plain.filter((asset) => asset.services.length + asset.clientOf.length === 0);
    expect(raw.map((asset) => asset.ips).sort()).toEqual(plain.filter((asset) => !silent.includes(asset)).map((asset) => asset.ips).sort());
    expect(raw.flatMap((asset) => asset.macs)).toEqual([]);
  });

  test('with the same services, uses and software, and the same role', () => {
    for (const asset of raw) {
      const twin = plainByIp.get(asset.ips.join(' '))!;
      expect(asset.services).toEqual(twin.services);
      expect(asset.clientOf).toEqual(twin.clientOf);
      expect([asset.role, asset.software, asset.hostnames, asset.lastSeen]).toEqual([twin.role, twin.software, twin.hostnames, twin.lastSeen]);
    }
  });

  test('the maker of the network module is not known, and nothing else is made up for it', () => {
    for (const asset of raw) expect(asset.vendor).toBeNull();
    expect(plain.some((asset) => asset.evidence.some((one) => one.signal === 'oui.vendor'))).toBe(true);
  });
});

describe('snap length 96', async () => {
  const cut = await assetsOf('lab/formats/dicom-snap96.pcap'), plain = await assetsOf('lab/dicom.pcap'), plainByIp = byIp(plain);

  test('every host is there under its MAC', () => {
    expect(cut.map((asset) => [asset.macs, asset.ips]).sort()).toEqual(plain.map((asset) => [asset.macs, asset.ips]).sort());
  });

  test('with its services and uses', () => {
    for (const asset of cut) expect(skeleton(asset)).toEqual(skeleton(plainByIp.get(asset.ips.join(' '))!));
  });

  test('and without what stands deep in the payload', () => {
    expect(cut.flatMap((asset) => [...asset.aeTitles, ...asset.software.map((one) => one.name)])).toEqual([]);
    for (const asset of cut) expect([asset.model, asset.version, asset.serial]).toEqual([null, null, null]);
  });

  test('and it is said that frames were cut', async () => {
    expect((await discovery('lab/formats/dicom-snap96.pcap')).warnings.map((warning) => warning.code)).toContain('dns-truncated');
  });
});
