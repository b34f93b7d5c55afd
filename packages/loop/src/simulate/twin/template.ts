/** A first twin of one institution: a template of its kind and size, laid out by rules/twin/layouts.yaml, with what the questions brought. */
import { roleEntry } from '@wardkeep/model/role';
import {
  DEFENCES, type DefenceCode, INTERNET, type Twin, TWIN_FORMAT, type TwinAsset, type TwinCareService, type TwinDefences, type TwinDomain, type TwinInstitution, type TwinNeedGroup, type TwinNumber,
  type TwinPatchState, type TwinPeople, type TwinReach, type TwinSharedService, type TwinSourceRow, type TwinSupplier,
} from '@wardkeep/model/twin';
import { type Settings, settingsOf } from './answers.ts';
import { assumed, betaOf, betaOfRow, delayOfRow, fromField, fromGuess, JUDGED, rowNumber, shifted, sum, times, whole } from './numbers.ts';
import type { DEFAULTS, Guess, Language, LayoutCount, LayoutNeeds, TwinAnswers, TwinLayout, TwinRules, TwinTemplate } from './rules.ts';
import { visitSources } from './walk.ts';

export interface TemplateOptions {
  /** The institution's identifier; those of its things begin with it. */
  readonly id: string;
  /** Null: the template's. */
  readonly name: string | null;
  readonly asOf: string;
  readonly language: Language;
  /** Beds or places; null: the template's. */
  readonly size: number | null;
}

/** Units that grow with the institution; shares, probabilities, times and what a supplier decides do not. */
const SCALING: ReadonlySet<string> = new Set([
  'beds', 'places', 'visits/week', 'stays/week', 'ops/week', 'exams/week', 'requests/week', 'births/week', 'sessions/week', 'acts/week', 'people', 'FTE', 'endpoints', 'servers', 'devices', 'machines',
]);
/** Domain that several institutions may share; its administrators are nobody's here. */
export const REGION_DOMAIN = 'region-domain';

/** Throws for answers that `answerFaults` names, and for rules that do not fit together. */
export function twinFromTemplate(template: TwinTemplate, answers: TwinAnswers, rules: TwinRules, options: TemplateOptions): Twin { return new Builder(template, settingsOf(rules, answers), rules, options).twin(); }

class Builder {
  private readonly template: TwinTemplate;
  private readonly layout: TwinLayout;
  private readonly settings: Settings;
  private readonly rules: TwinRules;
  private readonly options: TemplateOptions;
  private readonly factor: number;

  constructor(template: TwinTemplate, settings: Settings, rules: TwinRules, options: TemplateOptions) {
    this.template = template;
    this.layout = rules.layouts[template.layout]!;
    this.settings = settings;
    this.rules = rules;
    this.options = options;
    const size = this.template.fields.beds ?? this.template.fields.places;
    if (options.size !== null && typeof size?.value !== 'number') throw new Error(`The template ${template.id} has neither beds nor places, so it has no size to change.`);
    this.factor = options.size === null ? 1 : options.size / (size!.value as number);
  }

  twin(): Twin {
    const { id, asOf, name, language } = this.options, { kind, country } = this.template, shared = this.sharedServices();
    const institution: TwinInstitution = {
      id, name: name ?? this.template.name[language], kind, country, template: this.template.id, beds: this.beds(),
      sites: [{ id: this.id('site'), name: name ?? this.template.name[language], coordinates: null, zones: this.present(this.layout.zones).map((zone) => ({ id: this.id(zone.id), name: zone.name[language], kind: zone.kind, assets: this.fleets(zone.id) })) }],
      people: this.layout.people.map((group) => this.people(group)),
      accounts: this.layout.accounts.map(({ id: account, name: words, kind: accountKind, tier, count, usedIn, opens }) => ({
        id: this.id(account), name: words[language], kind: accountKind, domain: this.domainId(), tier, count: whole(this.guess(count)), usedIn: usedIn.map(this.id), opens: opens.map(this.id),
        mfaShare: accountKind === 'administrator' ? this.settings.number('defences.mfa-admin') : assumed(0, 0, 0.1, 'accounts of programs have no second factor'),
      })),
      applications: this.applications(shared), backups: this.backups(), dataAssets: this.dataAssets(), services: this.layout.services.filter(({ when }) => this.has(when)).map((service) => this.service(service)),
      findings: [], defences: defencesOf(this.rules, this.settings),
    };
    const twin = { format: TWIN_FORMAT, name: institution.name, asOf, institutions: [institution], domains: this.domains(), suppliers: this.suppliers(), sharedServices: shared, reachability: this.reach() } as const;
    return { ...twin, sources: sourcesOf({ ...twin, sources: [] }, this.rules) };
  }

  private readonly id = (local: string): string => `${this.options.id}-${local}`;
  private has(field: string | null): boolean { return field === null || field in this.template.fields; }
  private present<T extends { readonly when: string | null }>(list: readonly T[]): T[] { return list.filter(({ when }) => this.has(when)); }
  private guess(guess: Guess): TwinNumber { return fromGuess(this.rules, guess); }
  private standard(name: (typeof DEFAULTS)[number]): TwinNumber { return this.guess(this.rules.defaults[name]); }

  private field(name: string): TwinNumber {
    const field = this.template.fields[name];
    if (!field) throw new Error(`The template ${this.template.id} has no field ${name}.`);
    return fromField(field, SCALING.has(field.unit) ? this.factor : 1);
  }

  private beds(): TwinNumber | null {
    const size = this.has('beds') ? 'beds' : this.has('places') ? 'places' : null;
    if (size === null) return null;
    return this.options.size === null ? this.field(size) : { value: this.options.size, low: this.options.size, high: this.options.size, source: { kind: 'measured', by: 'answer', on: null, note: null } };
  }

  private count(count: LayoutCount): TwinNumber {
    if (count.of === null) return this.guess(count.fixed);
    const of = this.field(count.of), share = count.field !== null ? this.field(count.field) : count.share === null ? null : this.guess(count.share);
    const product = share === null ? of : share.value === 1 && share.low === 1 ? of : times(of, share, `${count.of} × ${count.field ?? 'our share'}`);
    return count.part === null ? product : times(product, this.guess(count.part), `${count.of} × ${count.field ?? 'our share'} × our share`);
  }

  private fleets(zone: string): TwinAsset[] {
    return this.present(this.layout.fleets).filter((fleet) => fleet.zone === zone).map(({ id, name, role, os, criticality, count, exploited }) => ({
      id: this.id(id), name: name[this.options.language], role, count: whole(this.count(count)), criticality, os, patch: this.patch(role, os, exploited), domain: os.startsWith('windows') ? this.domainId() : null, inventoryId: null, findings: [],
    }));
  }

  private patch(role: string, os: string, exploited: string | null): TwinPatchState {
    const server = os === 'windows-server' || os === 'linux' || os === 'hypervisor', device = !server && roleEntry(role)?.medical === true;
    if (!device) return { unsupported: this.settings.number('computers.unsupported'), exploited: this.standard(server ? 'servers-exploited' : 'computers-exploited'), weakCredentials: this.standard('computers-weak-credentials') };
    const known = exploited ?? 'devices_with_kev';
    return {
      unsupported: this.has('devices_unsupported_os') ? this.field('devices_unsupported_os') : this.standard('devices-unsupported'), exploited: this.has(known) ? this.field(known) : this.standard('devices-exploited'),
      weakCredentials: this.settings.number('devices.weakCredentials'),
    };
  }

  private people({ id, name, role, count, zones }: TwinLayout['people'][number]): TwinPeople {
    return { id: this.id(id), name: name[this.options.language], role, headCount: whole(this.count(count)), zones: zones.map(this.id), domain: this.domainId(), ...peopleRates(this.rules, this.settings, role), mfaShare: this.settings.number('defences.mfa-mail') };
  }

  /** Where there is no controller of one's own, accounts are those of the region or of each computer. */
  private get controlled(): boolean { return this.layout.fleets.some(({ role }) => role === 'domain-controller'); }
  private domainId(): string { return this.settings.word('domains.scope') === 'shared' && this.controlled ? REGION_DOMAIN : this.id('domain'); }

  private domains(): TwinDomain[] {
    const scope = this.controlled ? this.settings.word('domains.scope') : 'own', { id, language } = this.options, tiering = this.settings.number('domains.tiering');
    const controllers = this.layout.fleets.filter(({ role }) => role === 'domain-controller').map((fleet) => this.id(fleet.id));
    const region = (institutions: readonly string[], own: readonly string[]): TwinDomain => ({ id: REGION_DOMAIN, name: { en: 'Shared domain', es: 'Dominio compartido', hu: 'Közös tartomány' }[language], kind: 'active-directory', institutions, controllers: own, trusts: [], tiering });
    if (scope === 'shared') return [region([id], controllers)];
    const own: TwinDomain = { id: this.id('domain'), name: { en: 'Domain', es: 'Dominio', hu: 'Tartomány' }[language], kind: this.controlled ? 'active-directory' : 'local', institutions: [id], controllers, trusts: scope === 'trusted' ? [REGION_DOMAIN] : [], tiering };
    return scope === 'trusted' ? [own, region([], [])] : [own];
  }

  /** The record that the template names, and what this institution runs for others. */
  private sharedServices(): TwinSharedService[] {
    const field = this.template.fields.shared_record_dependency ?? this.template.fields.record, { provides } = this.layout, list: TwinSharedService[] = [], restoreHours = this.standard('shared-restore-hours');
    if (field) {
      const name = String(field.value).replace(/\s*\(.*\)$/, ''), slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
      // A name that a source gives is the same service everywhere; "vendor cloud" is each one's own.
      list.push({ id: field.status === 'assumed' ? this.id(slug) : slug, name, kind: 'record', operator: null, members: [this.options.id], needs: [], restoreHours });
    }
    if (provides) list.push({ id: this.id(provides.id), name: provides.name[this.options.language], kind: provides.kind, operator: { kind: 'institution', id: this.options.id }, members: [this.options.id], needs: this.needs(provides.needs), restoreHours });
    return list;
  }

  private applications(shared: readonly TwinSharedService[]): TwinInstitution['applications'] {
    const record = shared.find(({ kind }) => kind === 'record'), domain = this.domainId();
    return this.present(this.layout.applications).map((app) => ({
      id: this.id(app.id), name: app.name[this.options.language], kind: app.kind, runsOn: app.runsOn.map(this.id), exposure: app.exposure, domain,
      dependsOn: [
        ...app.dependsOn.map((other) => ({ kind: 'application', id: this.id(other) }) as const), ...(app.shared && record ? [{ kind: 'shared-service', id: record.id } as const] : []),
        ...(this.controlled ? [{ kind: 'domain', id: domain } as const] : []),
      ],
    }));
  }

  private backups(): TwinInstitution['backups'] {
    const { covers, zone } = this.layout.backup, kind = this.settings.word('backups.kind') as 'online' | 'immutable' | 'offline';
    return [{
      id: this.id('backup'), name: { en: 'Backup', es: 'Copia de seguridad', hu: 'Mentés' }[this.options.language], kind, covers: covers.map(this.id), zone: kind === 'offline' || zone === null ? null : this.id(zone), domain: kind === 'online' ? this.domainId() : null,
      restoreHours: this.settings.number('backups.restoreHours'), lossIfAttacked: this.settings.number('backups.lossIfAttacked'), testedOn: monthsBefore(this.options.asOf, this.settings.word('backups.testedMonths')),
    }];
  }

  private dataAssets(): TwinInstitution['dataAssets'] {
    return this.layout.data.map(({ id, name, purpose, records, people, place }) => ({
      id: this.id(id), name: name[this.options.language], records, people: whole(this.count(people)), purpose: purpose[this.options.language], place: { kind: 'application', id: this.id(place) }, processor: null,
    }));
  }

  private suppliers(): TwinSupplier[] {
    const open = this.settings.word('suppliers.open') as 'always' | 'on-request';
    return this.layout.suppliers.map(({ id, name, kind, count, access }) => ({
      id: this.id(id), name: name[this.options.language], kind, count: whole(this.count(count)), access: access.zones.map((zone) => ({ zone: this.id(zone), protocols: access.protocols, open })), supplies: [], dependsOn: [],
    }));
  }

  private reach(): TwinReach[] {
    return this.present(this.layout.reach).map(({ from, to, protocols, enforced }) => ({
      from: from === INTERNET ? INTERNET : this.id(from), to: this.id(to), protocols, enforced: typeof enforced === 'string' ? this.settings.number(`reach.${enforced}`) : this.guess(enforced),
    }));
  }

  private needs(groups: LayoutNeeds): TwinNeedGroup[] {
    return groups.map((group) => ({
      k: 1, of: group.map((need) => ('app' in need ? { kind: 'application', id: this.id(need.app) } as const
        : 'fleet' in need ? { kind: 'asset', id: this.id(need.fleet), share: this.guess(need.share) } as const : { kind: 'role', role: need.role, share: this.guess(need.share) } as const)),
    }));
  }

  private service({ id, care, name, patients, patientsTimes, hours, fallback, needs, dependsOn }: TwinLayout['services'][number]): TwinCareService {
    const numbers = this.rules.care[care], volume = patients.length === 0 ? null : patients.length === 1 ? this.field(patients[0]!) : sum(patients.map((field) => this.field(field)), patients.join(' + '));
    const spare = this.template.kind === 'hospital' ? this.standard('spare-share') : assumed(0.1, 0, 0.25, JUDGED);
    return {
      id: this.id(id), name: name[this.options.language], kind: care, plannedHoursPerWeek: hours === null ? this.guess(numbers.hours) : this.field(hours),
      patientsPerWeek: volume === null || patientsTimes === 1 ? volume : times(volume, assumed(patientsTimes, patientsTimes, patientsTimes), `× ${patientsTimes}`),
      needs: this.needs(needs), fallbackShare: fallback === null ? this.guess(numbers.fallback) : this.field(fallback), safetyWeight: this.guess(numbers.weight),
      downtime: downtimeOf(this.rules, this.settings, this.options.asOf),
      dependsOn: Object.entries(dependsOn).filter(([other]) => this.layout.services.some((each) => each.id === other && this.has(each.when))).map(([other, share]) => ({ service: this.id(other), share: this.guess(share) })),
      spareShare: spare,
    };
  }
}

export function downtimeOf(rules: TwinRules, settings: Settings, asOf: string): TwinCareService['downtime'] {
  return {
    procedure: settings.word('services.procedure') as TwinCareService['downtime']['procedure'], paperShare: settings.number('services.paperShare'), executed: settings.number('services.executed'),
    lastDrilled: monthsBefore(asOf, settings.word('services.drilledMonths')), decayPerWeek: fromGuess(rules, rules.defaults['decay-per-week']),
  };
}

export function defencesOf(rules: TwinRules, settings: Settings): TwinDefences {
  const standard = rules.defaults as Readonly<Partial<Record<string, Guess>>>;
  return Object.fromEntries(DEFENCES.map((code) => {
    const fixed = standard[code];
    return [code, fixed ? fromGuess(rules, fixed) : settings.number(`defences.${code}`)];
  })) as Record<DefenceCode, TwinNumber>;
}

export function peopleRates(rules: TwinRules, settings: Settings, role: TwinPeople['role']): Pick<TwinPeople, 'acts' | 'reports' | 'reportDelay'> {
  const beta = (guess: Guess) => (guess.row === null ? null : betaOfRow(rowNumber(rules, guess.row))) ?? betaOf(fromGuess(rules, guess));
  const odds = (rules.defaults as Readonly<Partial<Record<string, Guess>>>)[`odds-${role}`], acts = beta(rules.defaults.acts), row = settings.row('people.reports'), delay = rules.defaults['report-delay'];
  const reportDelay = delay.row === null ? null : delayOfRow(rowNumber(rules, delay.row));
  if (!reportDelay) throw new Error('Expected for report-delay a row with LogNormal(mu=…,sigma=…).');
  const reports = settings.number('people.reports'), counted = row === null ? null : betaOfRow(rowNumber(rules, row));
  return { acts: odds ? shifted(acts, fromGuess(rules, odds), `odds of ${role}`) : acts, reports: counted ? { ...counted, source: reports.source } : betaOf(reports), reportDelay };
}

/** The rows that a twin refers to, in the order of their ids. */
export function sourcesOf(twin: Twin, rules: TwinRules): TwinSourceRow[] {
  const ids = new Set<string>();
  visitSources(twin, (source) => { for (const id of source.kind === 'sourced' ? [source.id] : source.kind === 'measured' ? [] : source.from) ids.add(id); });
  return [...ids].sort().map((id) => {
    const row = rules.rows.get(id);
    if (!row) throw new Error(`Expected a row ${id} in rules/twin/rows.yaml; found none.`);
    const { parameter, unit, title, url, readAs, caveat } = row;
    return { id, parameter, unit, title, url, readAs, caveat };
  });
}

/** The day `months` before, or the last one of that month; null for `never`. */
export function monthsBefore(day: string, months: string): string | null {
  if (months === 'never') return null;
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number), last = new Date(Date.UTC(year, month - Number(months), 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 - Number(months), Math.min(date, last))).toISOString().slice(0, 10);
}
