/** `checkTwin`: every error of a twin with its place, all at once. A twin with one error is not used in part. */
import { INTERNET, type Twin, TWIN_ID, type TwinDependency, type TwinInstitution, type TwinNeedGroup, type TwinSource } from '@wardkeep/model/twin';
import { cycles } from './cycles.ts';
import { fault, type TwinFault, type TwinFaultCode } from './faults.ts';
import { shown } from '../shown.ts';
import { isShare, type Placed, type ThingKind, thingsOf, type TwinThings, visitNumbers } from './walk.ts';

/** In the order of the checks; empty for a twin that can be used. Takes what `salvageTwin` gives too: NaN and unreadable texts add no further errors. */
export function checkTwin(twin: Twin): TwinFault[] {
  const check = new Check(twin);
  check.run();
  return check.faults;
}

type Known = Readonly<Record<ThingKind, ReadonlyMap<string, Placed<unknown>>>>;
/** Placeholder of a text that could not be read. */
const unreadable = (text: string): boolean => text.startsWith('\u0000');

class Check {
  readonly faults: TwinFault[] = [];
  private readonly twin: Twin;
  private readonly things: TwinThings;
  private readonly known: Known;
  /** Roles that there are, by institution; null: anywhere. */
  private readonly roles = new Map<TwinInstitution | null, Set<string>>();

  constructor(twin: Twin) {
    this.twin = twin;
    this.things = thingsOf(twin);
    this.known = Object.fromEntries(Object.entries(this.things).map(([kind, list]) => [kind, this.identifiers(kind as ThingKind, list as readonly Placed<{ readonly id: string }>[])])) as unknown as Known;
    for (const { thing: { role }, institution } of this.things.asset) for (const whose of [institution, null]) appended(this.roles, whose, () => new Set<string>()).add(role);
  }

  run(): void {
    if (this.twin.institutions.length === 0) this.add('twin-empty', 'institutions');
    this.name(this.twin.name, 'name');
    this.day(this.twin.asOf, 'asOf', false);
    this.names();
    this.numbers();
    this.institutions();
    this.region();
    this.services();
    this.dependencies();
    this.reachability();
    this.sources();
  }

  private add(code: TwinFaultCode, place: string, params: Readonly<Record<string, string | number>> = {}): void { this.faults.push(fault(code, place, params)); }

  private identifiers(kind: ThingKind, list: readonly Placed<{ readonly id: string }>[]): ReadonlyMap<string, Placed<unknown>> {
    const known = new Map<string, Placed<unknown>>();
    for (const each of list) {
      const { thing: { id }, place } = each;
      if (unreadable(id)) continue;
      // Rows of the evidence base keep their own names, such as `AS-hours:dialysis`.
      if (kind === 'source' ? id === '' : !TWIN_ID.test(id)) this.add('id-shape', `${place}.id`, { found: shown(id) });
      const first = known.get(id);
      if (first) this.add('id-twice', `${place}.id`, { kind, id: shown(id), first: first.place });
      else known.set(id, each);
    }
    return known;
  }

  private names(): void {
    for (const [kind, list] of Object.entries(this.things)) if (kind !== 'source' && kind !== 'finding') for (const { thing, place } of list as readonly Placed<{ readonly name: string }>[]) this.name(thing.name, `${place}.name`);
  }

  private name(text: string, place: string): void { if (text.trim() === '') this.add('text-empty', place); }

  private day(text: string | null, place: string, past = true): void {
    if (text === null || unreadable(text)) return;
    if (!isDay(text)) this.add('date-format', place, { found: shown(text) });
    else if (past && isDay(this.twin.asOf) && text > this.twin.asOf) this.add('date-future', place, { found: text, asOf: this.twin.asOf });
  }

  private numbers(): void {
    visitNumbers(this.twin, {
      number: ({ value, low, high }, place, field) => {
        if (low > value || value > high || low > high) this.add('number-order', place, { low, value, high });
        for (const [name, number] of Object.entries({ value, low, high })) {
          if (isShare(field)) { if (number < 0 || number > 1) this.add('share-range', `${place}.${name}`, { found: number }); } else if (number < 0) this.add('number-negative', `${place}.${name}`, { found: number });
        }
      },
      beta: ({ alpha, beta }, place) => { for (const [name, number] of Object.entries({ alpha, beta })) if (number <= 0) this.add('number-positive', `${place}.${name}`, { found: number }); },
      delay: ({ medianMinutes, sigma }, place) => {
        if (medianMinutes <= 0) this.add('number-positive', `${place}.medianMinutes`, { found: medianMinutes });
        if (sigma < 0) this.add('number-negative', `${place}.sigma`, { found: sigma });
      },
    });
  }

  /** A reference into the whole twin, or into one institution (`within`). */
  private refer(kind: ThingKind, id: string | null, place: string, within: TwinInstitution | null = null): void {
    if (id === null || unreadable(id)) return;
    const found = this.known[kind].get(id);
    if (!found) this.add('unknown', place, { kind, id: shown(id) });
    else if (within && found.institution && found.institution !== within) this.add('unknown-elsewhere', place, { kind, id: shown(id), institution: shown(found.institution.id) });
  }

  private referAll(kind: ThingKind, ids: readonly string[], place: string, within: TwinInstitution | null = null): void { ids.forEach((id, at) => { this.refer(kind, id, `${place}[${at}]`, within); }); }

  private depend(list: readonly TwinDependency[], place: string): void { list.forEach(({ kind, id }, at) => { if (kind in this.known) this.refer(kind, id, `${place}[${at}].id`); }); }

  private institutions(): void {
    const { institution, site, asset, people, account, application, backup, finding } = this.things;
    for (const { thing, place } of institution) if (thing.country !== null && !/^[A-Z]{2}$/.test(thing.country)) this.add('country-code', `${place}.country`, { found: shown(thing.country) });
    for (const { thing: { coordinates }, place } of site) {
      if (coordinates) for (const [name, most] of [['latitude', 90], ['longitude', 180]] as const) this.range(coordinates[name], -most, most, `${place}.coordinates.${name}`);
    }
    for (const { thing, place, institution: whose } of asset) { this.refer('domain', thing.domain, `${place}.domain`); this.referAll('finding', thing.findings, `${place}.findings`, whose); }
    for (const { thing, place, institution: whose } of people) { this.referAll('zone', thing.zones, `${place}.zones`, whose); this.refer('domain', thing.domain, `${place}.domain`); }
    for (const { thing, place } of account) {
      this.refer('domain', thing.domain, `${place}.domain`);
      this.referAll('zone', thing.usedIn, `${place}.usedIn`);
      this.referAll('zone', thing.opens, `${place}.opens`);
    }
    for (const { thing, place } of application) {
      this.refer('domain', thing.domain, `${place}.domain`);
      this.referAll('asset', thing.runsOn, `${place}.runsOn`);
      this.depend(thing.dependsOn, `${place}.dependsOn`);
    }
    for (const { thing, place } of backup) {
      this.referAll('asset', thing.covers, `${place}.covers`);
      this.refer('zone', thing.zone, `${place}.zone`);
      this.refer('domain', thing.domain, `${place}.domain`);
      this.day(thing.testedOn, `${place}.testedOn`);
    }
    for (const { thing, place } of this.things['data-asset']) {
      if (thing.place.kind in this.known) this.refer(thing.place.kind, thing.place.id, `${place}.place.id`);
      this.refer('supplier', thing.processor, `${place}.processor`);
      this.name(thing.purpose, `${place}.purpose`);
      if (thing.records.length === 0) this.add('field-missing', `${place}.records`, { expected: 'at least one kind of records' });
    }
    for (const { thing: { baseScore, epss }, place } of finding) {
      if (baseScore !== null) this.range(baseScore, 0, 10, `${place}.baseScore`);
      if (epss !== null) this.range(epss, 0, 1, `${place}.epss`);
    }
  }

  private range(value: number, low: number, high: number, place: string): void { if (value < low || value > high) this.add('value-range', place, { low, high, found: value }); }

  private region(): void {
    for (const { thing, place } of this.things.domain) {
      this.referAll('institution', thing.institutions, `${place}.institutions`);
      this.referAll('asset', thing.controllers, `${place}.controllers`);
      this.referAll('domain', thing.trusts, `${place}.trusts`);
    }
    for (const { thing, place } of this.things.supplier) {
      thing.access.forEach(({ zone }, at) => { this.refer('zone', zone, `${place}.access[${at}].zone`); });
      this.depend(thing.supplies, `${place}.supplies`);
      this.referAll('supplier', thing.dependsOn, `${place}.dependsOn`);
    }
    for (const { thing, place } of this.things['shared-service']) {
      if (thing.operator) this.refer(thing.operator.kind, thing.operator.id, `${place}.operator.id`);
      this.referAll('institution', thing.members, `${place}.members`);
      this.needs(thing.needs, `${place}.needs`, null);
    }
  }

  private services(): void {
    for (const { thing, place, institution } of this.things['care-service']) {
      if (thing.needs.length === 0) this.add('service-needs-nothing', `${place}.needs`, { id: shown(thing.id) });
      this.needs(thing.needs, `${place}.needs`, institution);
      this.day(thing.downtime.lastDrilled, `${place}.downtime.lastDrilled`);
      thing.dependsOn.forEach(({ service }, at) => { this.refer('care-service', service, `${place}.dependsOn[${at}].service`); });
    }
  }

  private needs(groups: readonly TwinNeedGroup[], place: string, institution: TwinInstitution | null): void {
    groups.forEach(({ k, of }, at) => {
      const group = `${place}[${at}]`, seen = new Set<string>();
      if (of.length === 0) this.add('need-group-empty', `${group}.of`);
      else if (!Number.isNaN(k) && (!Number.isInteger(k) || k < 1 || k > of.length)) this.add('need-k', `${group}.k`, { k, n: of.length });
      of.forEach((need, which) => {
        const member = `${group}.of[${which}]`;
        if (need.kind === 'role') {
          if (!this.roles.get(institution)?.has(need.role) && !unreadable(need.role)) this.add('need-role-absent', `${member}.role`, { role: shown(need.role), institution: institution ? shown(institution.id) : 'the twin' });
        } else if (need.kind in this.known) this.refer(need.kind, need.id, `${member}.id`);
        const name = `${need.kind} ${need.kind === 'role' ? need.role : need.id}`;
        if (seen.has(name) && !name.includes('\u0000')) this.add('need-twice', member, { id: shown(name) });
        seen.add(name);
      });
    });
  }

  private dependencies(): void {
    const { supplier, application } = this.things, shared = this.things['shared-service'];
    this.circles('service-cycle', this.things['care-service'].map(({ thing, place }) => ({ id: thing.id, place: `${place}.dependsOn`, to: thing.dependsOn.map(({ service }) => service) })));
    this.circles('supplier-cycle', supplier.map(({ thing, place }) => ({ id: thing.id, place: `${place}.dependsOn`, to: thing.dependsOn })));
    const named = (list: readonly { readonly kind: string; readonly id?: string }[]) => list.flatMap(({ kind, id }) => (kind === 'application' || kind === 'shared-service' ? [`${kind} ${id!}`] : []));
    this.circles('dependency-cycle', [
      ...application.map(({ thing, place }) => ({ id: `application ${thing.id}`, place: `${place}.dependsOn`, to: named(thing.dependsOn) })),
      ...shared.map(({ thing, place }) => ({ id: `shared-service ${thing.id}`, place: `${place}.needs`, to: thing.needs.flatMap(({ of }) => named(of)) })),
    ]);
  }

  private circles(code: TwinFaultCode, nodes: readonly { readonly id: string; readonly place: string; readonly to: readonly string[] }[]): void {
    for (const { at, path } of cycles(nodes)) this.add(code, nodes[at]!.place, { path: path.map((each) => nodes[each]!.id).join(' → ') });
  }

  private reachability(): void {
    const seen = new Map<string, string>(), into = new Map<string, string[]>();
    this.twin.reachability.forEach(({ from, to, protocols }, at) => {
      const place = `reachability[${at}]`, key = `${from} ${to} ${[...protocols].sort().join()}`;
      if (from !== INTERNET) this.refer('zone', from, `${place}.from`);
      this.refer('zone', to, `${place}.to`);
      if (from === to && !unreadable(from)) this.add('reach-itself', place, { id: shown(from) });
      const first = seen.get(key);
      if (first !== undefined && !key.includes('\u0000')) this.add('reach-twice', place, { from: shown(from), to: shown(to), first });
      else seen.set(key, place);
      if (from !== to) appended(into, to, (): string[] => []).push(from);
    });
    this.waysIn(into);
  }

  /** Ways in are the internet, people whose computers stand there, and suppliers; from there along reachability. */
  private waysIn(into: ReadonlyMap<string, readonly string[]>): void {
    const onward = new Map<string, string[]>();
    for (const [to, froms] of into) for (const from of froms) appended(onward, from, (): string[] => []).push(to);
    const reached = new Set<string>([INTERNET, ...this.things.people.flatMap(({ thing }) => thing.zones), ...this.things.supplier.flatMap(({ thing }) => thing.access.map(({ zone }) => zone))]);
    const next = [...reached];
    for (let zone = next.pop(); zone !== undefined; zone = next.pop()) for (const to of onward.get(zone) ?? []) if (!reached.has(to)) { reached.add(to); next.push(to); }
    for (const { thing: { id }, place } of this.things.zone) {
      if (id === INTERNET) this.add('zone-internet', `${place}.id`);
      if (reached.has(id) || unreadable(id)) continue;
      const from = into.get(id) ?? [];
      if (from.length === 0) this.add('zone-no-way-in', place, { id: shown(id) });
      else this.add('zone-island', place, { id: shown(id), from: from.map(shown).join(', ') });
    }
  }

  private sources(): void {
    for (const { thing: { url }, place } of this.things.source) if (url !== null && !/^https?:\/\/\S+$/.test(url)) this.add('url-shape', `${place}.url`, { found: shown(url) });
    const check = ({ source }: { readonly source: TwinSource }, place: string): void => {
      if (source.kind === 'sourced') this.refer('source', source.id, `${place}.source.id`);
      else if (source.kind === 'measured') this.day(source.on, `${place}.source.on`);
      else {
        this.referAll('source', source.from, `${place}.source.from`);
        if (source.kind === 'derived' && source.from.length === 0) this.add('source-empty', `${place}.source.from`);
      }
    };
    visitNumbers(this.twin, { number: check, beta: check, delay: check });
  }
}

/** A day of the Gregorian calendar as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined) return false;
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return at.getUTCMonth() === Number(month) - 1 && at.getUTCDate() === Number(day);
}

/** The value at a key, made when there is none. */
function appended<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, value = make());
  return value;
}
