/** Which witnesses are one thing, and which are two. */
import { describe, expect, test } from 'vitest';
import { capture, claim, heard, hostname, list, MAC_A, MAC_B, minutes, NOON, PHONE_1, PHONE_2, resolved, ROUTER, row, service, shapes, source, spokenOf, use, valueOf } from './testing.ts';

const serial = (value: string, signal = 'list.column') => claim('serial', value, signal), model = (value: string, signal = 'list.column') => claim('model', value, signal);

describe('routers', () => {
  const behind = (count: number, network = '10.9.0') => Array.from({ length: count }, (_, index) => heard(ROUTER, `${network}.${index + 10}`));

  test('many addresses behind one MAC are many things, and the router is one more', () => {
    const assets = resolved([capture(heard(ROUTER, '10.1.0.1', { bound: true }), ...behind(5))]);
    expect(shapes(assets)).toEqual([`${ROUTER} 10.1.0.1`, ...behind(5).map(({ ips }) => ips[0]!)].sort());
  });

  test('two networks behind a MAC that ARP ties to a third: two hosts are enough', () => {
    expect(shapes(resolved([capture(heard(ROUTER, '10.1.0.1', { bound: true }), heard(ROUTER, '10.2.0.5'), heard(ROUTER, '10.3.0.7'))]))).toEqual(['00:1b:54:00:00:01 10.1.0.1', '10.2.0.5', '10.3.0.7']);
  });

  test('a host with a second address of its own network is one thing', () => {
    expect(shapes(resolved([capture(heard(MAC_A, '10.1.0.5', { bound: true }), heard(MAC_A, '10.1.0.6'))]))).toEqual([`${MAC_A} 10.1.0.5 10.1.0.6`]);
  });

  test('addresses that ARP ties to one MAC, however many, are one thing', () => {
    expect(resolved([capture(...Array.from({ length: 6 }, (_, index) => heard(MAC_A, `10.1.${index}.5`, { bound: true })))])).toHaveLength(1);
  });

  test('a link-local address beside the real one makes no router', () => {
    expect(resolved([capture(heard(MAC_A, '169.254.7.7'), heard(MAC_A, '10.1.0.5'), heard(MAC_A, 'fe80::209:5cff:fe00:a'))])).toHaveLength(1);
  });

  test('seen on both sides of the router, a host is one thing with its own MAC', () => {
    const assets = resolved([capture(heard(ROUTER, '10.1.0.1', { bound: true }), heard(MAC_A, '10.9.0.10', { bound: true }), ...behind(4))]);
    expect(shapes(assets)).toContain(`${MAC_A} 10.9.0.10`);
    expect(assets).toHaveLength(5);
  });

  test('the maker of the router’s MAC is not that of the hosts behind it, and the reason is kept', () => {
    const oui = claim('vendor', 'Cisco', 'oui.vendor', { weight: 'weak', confidence: 40 });
    const assets = resolved([capture(heard(ROUTER, '10.1.0.1', { bound: true, claims: [oui] }), ...behind(4).map((one) => ({ ...one, claims: [oui] })))]);
    const host = assets.find((asset) => asset.ips[0] === '10.9.0.10');
    expect(valueOf(host, 'vendor')).toMatchObject({ value: null, evidence: [{ value: 'Cisco', dropped: { code: 'evidence.behind-router' } }] });
    expect(valueOf(assets.find((asset) => asset.ips[0] === '10.1.0.1'), 'vendor')?.value).toBe('Cisco');
  });

  test('hosts of the internet are no assets; where all addresses are public, they are', () => {
    expect(shapes(resolved([capture(heard(MAC_A, '10.1.0.5', { bound: true }), heard(ROUTER, '10.1.0.1', { bound: true }), heard(ROUTER, '93.184.216.34'))]))).toEqual([`${MAC_A} 10.1.0.5`, `${ROUTER} 10.1.0.1`]);
    expect(shapes(resolved([capture(heard(MAC_A, '193.1.2.3'), heard(MAC_B, '193.1.2.4'))]))).toEqual([`${MAC_A} 193.1.2.3`, `${MAC_B} 193.1.2.4`]);
  });
});

describe('addresses move', () => {
  test('DHCP gives an address to another MAC: two things that both had it', () => {
    expect(shapes(resolved([capture(heard(MAC_A, '10.1.0.5', { from: 0, bound: true }), heard(MAC_B, '10.1.0.5', { from: 60, bound: true }))]))).toEqual([`${MAC_A} 10.1.0.5`, `${MAC_B} 10.1.0.5`]);
  });

  test.each([[2, MAC_A], [58, MAC_B]])('what is said of the address without a MAC at minute %i belongs to %s', (at, mac) => {
    const about = heard(null, '10.1.0.5', { from: at, to: at, services: [service(104, 'dicom')] });
    const assets = resolved([capture(heard(MAC_A, '10.1.0.5', { from: 0, bound: true }), heard(MAC_B, '10.1.0.5', { from: 60, bound: true }), about)]);
    expect(assets).toHaveLength(2);
    expect(assets.find((asset) => asset.services.length > 0)?.macs).toEqual([mac]);
  });

  test('one MAC with two addresses one after the other is one thing', () => {
    expect(shapes(resolved([capture(heard(MAC_A, '10.1.0.5', { from: 0, bound: true }), heard(MAC_A, '10.1.0.9', { from: 60, bound: true }))]))).toEqual([`${MAC_A} 10.1.0.5 10.1.0.9`]);
  });

  test('a list from before the move does not rename the address’s new holder', () => {
    const assets = resolved([list(row([hostname('ct-1', 'list.column')], { ips: ['10.1.0.5'] })), capture(heard(MAC_B, '10.1.0.5', { claims: [hostname('printer-7')] }))]);
    expect(assets.map((asset) => asset.hostnames)).toEqual(expect.arrayContaining([['ct-1'], ['printer-7']]));
  });
});

describe('phones make up MACs', () => {
  const phone = (mac: string, from: number) => heard(mac, `10.1.0.${from + 1}`, { from, claims: [hostname('ward-tablet-3')] });

  test('the same name under two made-up MACs, one after the other, is one thing', () => {
    expect(shapes(resolved([capture(phone(PHONE_1, 0), phone(PHONE_2, 30))]))).toEqual([`${PHONE_2} ${PHONE_1} 10.1.0.1 10.1.0.31`]);
  });
  test('at the same time they are two', () => { expect(resolved([capture(phone(PHONE_1, 0), phone(PHONE_2, 0))])).toHaveLength(2); });
  test('burnt-in MACs stay two, whatever they are called', () => { expect(resolved([capture(phone(MAC_A, 0), phone(MAC_B, 30))])).toHaveLength(2); });
  test('a hypervisor’s made-up MACs are burnt in for us', () => { expect(resolved([capture(phone('52:54:00:00:00:01', 0), phone('52:54:00:00:00:02', 30))])).toHaveLength(2); });
  test('names that all phones have out of the box join nothing', () => {
    expect(resolved([capture(heard(PHONE_1, '10.1.0.1', { from: 0, claims: [hostname('iPhone')] }), heard(PHONE_2, '10.1.0.2', { from: 30, claims: [hostname('iPhone')] }))])).toHaveLength(2);
  });
  test('a burnt-in MAC is a stronger name than a made-up one', () => {
    const [asset] = resolved([list(row([serial('SN-55501'), hostname('x')], { macs: [PHONE_1, MAC_A] }))]);
    expect(asset?.keys.filter((key) => key.startsWith('mac:'))).toEqual([`mac:${MAC_A}`, `mac:${PHONE_1}`]);
  });
});

describe('only who was heard is an asset', () => {
  test('a scanner is one, and what it touched without an answer is none', () => {
    const targets = Array.from({ length: 200 }, (_, index) => `10.1.0.${index + 20}`);
    const scanner = heard(MAC_A, '10.1.0.5', { clientOf: targets.flatMap((ip) => [22, 80, 104].map((port) => use('unknown', ip, port))) });
    const assets = resolved([capture(scanner, ...targets.map((ip) => spokenOf(null, ip, { services: [service(104, 'dicom', { state: 'addressed' })] })), heard(MAC_B, '10.1.0.30', { services: [service(22, 'ssh')] }))]);
    expect(shapes(assets)).toEqual([`${MAC_A} 10.1.0.5`, `${MAC_B} 10.1.0.30`]);
  });

  test('an address that only ARP or DHCP named is none', () => { expect(resolved([capture(heard(MAC_A, '10.1.0.5'), spokenOf(MAC_B, '10.1.0.6', { bound: true }))])).toHaveLength(1); });

  test('a directed broadcast is used by nobody; a host whose address ends in 255 is', () => {
    const client = heard(MAC_A, '10.1.0.5', { clientOf: [use('nbns', '10.1.0.255', 137), use('dns', '10.2.1.255', 53)] });
    expect(resolved([capture(client, heard(MAC_B, '10.2.1.255', { bound: true }))]).flatMap((asset) => asset.uses.map((one) => one.server))).toEqual(['10.2.1.255']);
  });
});

describe('a list and a capture', () => {
  const device = (rest: Parameters<typeof heard>[2] = {}) => heard(MAC_A, '10.1.0.5', { bound: true, ...rest });

  test.each([
    ['MAC', row([serial('SN-55501')], { macs: [MAC_A] }), device()],
    ['serial number', row([serial('SN-55501')]), device({ claims: [serial('sn-55501', 'dicom.device-serial')] })],
    ['host name', row([hostname('CT-1.hospital.example', 'list.column')]), device({ claims: [hostname('ct-1.local')] })],
    ['address', row([serial('SN-55501')], { ips: ['10.1.0.5'] }), device()],
  ])('join by %s', (_key, listed, seen) => {
    const assets = resolved([list(listed), capture(seen)]);
    expect(assets).toHaveLength(1);
    expect(assets[0]?.macs).toEqual([MAC_A]);
    expect(assets[0]?.members).toHaveLength(2);
  });

  test.each([
    ['address, where the MAC contradicts', row([], { macs: [MAC_B], ips: ['10.1.0.5'] }), device()],
    ['address, where the serial number contradicts', row([serial('SN-55501')], { ips: ['10.1.0.5'] }), device({ claims: [serial('SN-99999', 'snmp.ent-physical-serial-num')] })],
    ['host name, where the MAC contradicts', row([hostname('ct-1', 'list.column')], { macs: [MAC_B] }), device({ claims: [hostname('ct-1')] })],
    ['host name in another domain', row([hostname('pacs.north.example', 'list.column')]), device({ claims: [hostname('pacs.south.example')] })],
    ['serial number of another model', row([serial('100234'), model('Infusomat')]), device({ claims: [serial('100234', 'dicom.device-serial'), model('Optima CT660', 'dicom.model')] })],
    ['serial number that is a filler', row([serial('123456')]), device({ claims: [serial('123456', 'sdc.serial-number')] })],
    ['serial number too short to tell', row([serial('0007')]), device({ claims: [serial('0007', 'dicom.device-serial')] })],
  ])('do not join by %s', (_key, listed, seen) => { expect(resolved([list(listed), capture(seen)])).toHaveLength(2); });

  test('the short and the long name of a model are one model', () => {
    expect(resolved([list(row([serial('DE44556677'), model('MP20')])), capture(device({ claims: [serial('DE44556677', 'x.y'), model('IntelliVue MP20', 'x.y')] }))])).toHaveLength(1);
  });

  test('two rows with one UDI are one thing, two UDIs at one MAC are two', () => {
    const udi = (value: string) => claim('udi', value, 'list.column');
    expect(resolved([list(row([udi('(01)0123(21)A')]), row([udi('(01)0123(21)A')], { macs: [MAC_A] }))])).toHaveLength(1);
    expect(resolved([list(row([udi('(01)0123(21)A')], { macs: [MAC_A] }), row([udi('(01)0123(21)B')], { macs: [MAC_A] }))])).toHaveLength(2);
  });

  test('an inventory number joins rows, even where the network card was changed', () => {
    const number = claim('inventoryNumber', 'INV-77', 'list.column');
    expect(resolved([list(row([number], { macs: [MAC_A] })), list(row([number], { macs: [MAC_B] }))])).toHaveLength(1);
  });

  test('the serial number in images that an archive sends is no identity of the archive', () => {
    const archive = heard(MAC_B, '10.1.0.9', { bound: true, claims: [serial('SN-55501', 'dicom.device-serial'), model('Tomo', 'dicom.model')], services: [service(104, 'dicom', { attributes: { operations: ['find', 'store'] } })] });
    const scanner = device({ claims: [serial('SN-55501', 'dicom.device-serial'), model('Tomo', 'dicom.model')] });
    const assets = resolved([capture(archive, scanner)]);
    expect(shapes(assets)).toEqual([`${MAC_A} 10.1.0.5`, `${MAC_B} 10.1.0.9`]);
    expect(assets.find((asset) => asset.macs[0] === MAC_B)?.keys[0]).toBe(`mac:${MAC_B}`);
  });
});

test('rows without any number are things as well, as many as there are, and the same when imported again', () => {
  const pump = row([model('Infusomat'), serial('7')]), bed = row([model('Bed 3')]), assets = resolved([list(pump, pump, bed)]);
  expect(assets).toHaveLength(3);
  expect(resolved([list(bed, pump, pump), list(pump, pump, bed)]).map((asset) => asset.id)).toEqual(assets.map((asset) => asset.id));
});

test('a serial number that two models share names the first; the other goes by its next key', () => {
  const assets = resolved([list(row([serial('100234'), model('Infusomat')])), capture(heard(MAC_A, '10.1.0.5', { claims: [serial('100234', 'dicom.device-serial'), model('Optima', 'dicom.model')] }))]);
  expect(assets.map((asset) => asset.keys[0]).sort()).toEqual([`mac:${MAC_A}`, 'serial:100234']);
  expect(new Set(assets.map((asset) => asset.id)).size).toBe(2);
});

describe('what people decided', () => {
  const three = [capture(heard(MAC_A, '10.1.0.5', { bound: true }), heard(MAC_B, '10.1.0.6', { bound: true })), list(row([hostname('ct-1', 'list.column')]))];
  const merge = { kind: 'merge', id: 'm1', parts: [[`mac:${MAC_B}`], [`mac:${MAC_A}`]] } as const;

  test('a merge joins what the machine would not, under the first one’s id', () => {
    const before = resolved(three), after = resolved(three, [merge]);
    expect(after).toHaveLength(before.length - 1);
    const whole = after.find((asset) => asset.groupings.includes('m1'));
    expect(whole).toMatchObject({ macs: [MAC_A, MAC_B], id: before.find((asset) => asset.macs[0] === MAC_B)!.id });
  });

  test('a merge of what is no longer there, or of one thing with itself, changes nothing', () => {
    expect(resolved(three, [{ ...merge, parts: [['mac:00:00:00:00:00:99'], [`mac:${MAC_A}`]] }])).toEqual(resolved(three));
    expect(resolved(three, [{ ...merge, parts: [['ip:10.1.0.5'], [`mac:${MAC_A}`]] }])).toEqual(resolved(three));
  });

  test('a merge means the thing that holds the first of its keys that anything holds', () => {
    expect(shapes(resolved(three, [{ ...merge, parts: [['serial:gone', 'ip:10.1.0.6'], ['host:ct-1']] }]))).toEqual([`${MAC_A} 10.1.0.5`, `${MAC_B} 10.1.0.6`]);
  });

  const docked = [capture(heard(MAC_A, '10.1.0.5', { bound: true, claims: [serial('SN-55501', 'x.y')] }), heard(MAC_B, '10.1.0.6', { bound: true, claims: [serial('SN-55501', 'x.y')] }))];
  const split = { kind: 'split', id: 's1', keys: ['serial:sn-55501'], addresses: [MAC_B] } as const;

  test('a split takes addresses out; the rest keeps its id, and no two things share one', () => {
    const [whole] = resolved(docked), parts = resolved(docked, [split]);
    expect(shapes(parts)).toEqual([`${MAC_A} 10.1.0.5`, `${MAC_B} 10.1.0.6`]);
    expect(parts.find((asset) => asset.macs[0] === MAC_A)?.id).toBe(whole?.id);
    expect(new Set(parts.map((asset) => asset.id)).size).toBe(2);
    expect(parts.map((asset) => asset.groupings)).toEqual([['s1'], ['s1']]);
  });

  test('a split that would take all or nothing changes nothing', () => {
    expect(resolved(docked, [{ ...split, addresses: [MAC_A, MAC_B] }])).toEqual(resolved(docked));
    expect(resolved(docked, [{ ...split, addresses: ['00:00:00:00:00:99'] }])).toEqual(resolved(docked));
  });

  test('they apply in their order: split, then merged again', () => {
    const again = resolved(docked, [split, { kind: 'merge', id: 'm2', parts: [[`mac:${MAC_A}`], [`mac:${MAC_B}`]] }]);
    expect(again).toHaveLength(1);
    expect(again[0]?.groupings).toEqual(['s1', 'm2']);
  });
});

describe('imports again', () => {
  test('the same capture twice, and a later one, update and never duplicate', () => {
    const first = capture(heard(MAC_A, '10.1.0.5', { from: 0, bound: true }), heard(MAC_B, '10.1.0.6', { from: 0, bound: true })), later = capture(heard(MAC_A, '10.1.0.77', { from: 600, bound: true }));
    const once = resolved([first]), twice = resolved([first, first, later]);
    expect(twice.map((asset) => asset.id)).toEqual(once.map((asset) => asset.id));
    expect(twice.find((asset) => asset.macs[0] === MAC_A)).toMatchObject({ ips: ['10.1.0.5', '10.1.0.77'], firstSeen: NOON, lastSeen: minutes(601) });
  });

  test('a document without a time of its own is ordered by when it was handed in', () => {
    const states = [source('list', [row([hostname('ct-1', 'list.column'), claim('location', 'Room 1', 'list.column')])], { at: NOON, series: 'equipment' }), source('list', [row([hostname('ct-1', 'list.column'), claim('location', 'Room 2', 'list.column')])], { at: NOON + 1, series: 'equipment' })];
    for (const order of [states, [...states].reverse()]) expect(valueOf(resolved(order)[0], 'location')).toMatchObject({ value: 'Room 2', conflictValues: [] });
  });
});
