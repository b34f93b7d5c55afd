/** Loads `rules/twin/*.yaml`, once. The files are ours: whatever is wrong with them throws, with the file and the place. */
import { readFileSync } from 'node:fs';
import {
  DEFAULTS, type Guess, LANGUAGES, type LayoutCount, type LayoutNeeds, NUMBER_TARGETS, type ParameterRow, type Setting, type TwinLayout, type TwinQuestion, type TwinRules, type TwinTemplate, UNKNOWN, WORD_TARGETS, type WordTarget, type Words,
} from '@wardkeep/loop/simulate/twin/rules';
import { CARE_KINDS } from '@wardkeep/model/care';
import { DEFENCES, INTERNET } from '@wardkeep/model/twin';
import { parse } from 'yaml';
import { RULES_FOLDER } from '../rules.ts';

type Written = Readonly<Record<string, unknown>>;
export type TwinRuleTexts = Readonly<Record<(typeof FILES)[number], string>>;
const FILES = ['rows', 'templates', 'layouts', 'care', 'questions', 'defaults'] as const;

let loaded: TwinRules | null = null;

export function twinRules(): TwinRules { return (loaded ??= parseTwinRules(Object.fromEntries(FILES.map((name) => [name, readFileSync(new URL(`twin/${name}.yaml`, RULES_FOLDER), 'utf8')])) as TwinRuleTexts)); }

export function parseTwinRules(texts: TwinRuleTexts): TwinRules {
  const rows = new Map((parse(texts.rows) as readonly Written[]).map((row) => [String(row.id), parameterRow(row)])), reader = new Reader(rows);
  const layouts = Object.fromEntries(Object.entries(parse(texts.layouts) as Readonly<Record<string, Written>>).map(([name, layout]) => [name, reader.layout(layout, `layouts.yaml, ${name}`)]));
  const care = parse(texts.care) as Readonly<Record<string, Written>>, defaults = parse(texts.defaults) as Written;
  return {
    rows, layouts,
    templates: (parse(texts.templates) as readonly Written[]).map((template) => reader.template(template, layouts)),
    care: Object.fromEntries(CARE_KINDS.map((kind) => [kind, Object.fromEntries((['hours', 'weight', 'fallback'] as const).map((field) => [field, reader.guess(care[kind]?.[field], `care.yaml, ${kind}.${field}`)]))])) as TwinRules['care'],
    questions: (parse(texts.questions) as readonly Written[]).map((question) => reader.question(question)),
    defaults: Object.fromEntries(DEFAULTS.map((name) => [name, reader.guess(defaults[name], `defaults.yaml, ${name}`)])) as TwinRules['defaults'],
  };
}

function parameterRow(row: Written): ParameterRow {
  const text = (field: string): string | null => (row[field] === undefined || row[field] === null ? null : String(row[field])), number = (field: string) => (typeof row[field] === 'number' ? row[field] : null);
  const id = String(row.id), readAs = text('read_as'), title = text('title');
  if (title === null || !['primary', 'abstract', 'secondary', 'computed', 'assumed'].includes(readAs ?? '')) throw new Error(`rows.yaml, ${id}: expected title and read_as; found ${title}, ${readAs}.`);
  return {
    id, parameter: text('parameter') ?? '', unit: text('unit') ?? '', title, url: text('url'), readAs: readAs as ParameterRow['readAs'], caveat: text('caveat'),
    value: number('value') ?? text('value'), low: number('low'), high: number('high'), distribution: text('distribution'), range: text('range'),
  };
}

class Reader {
  private readonly rows: ReadonlyMap<string, ParameterRow>;
  constructor(rows: ReadonlyMap<string, ParameterRow>) { this.rows = rows; }

  /** A number, [value, low, high], or the id of a row. */
  guess(written: unknown, place: string): Guess {
    if (typeof written === 'string') {
      const row = this.row(written, place);
      if (typeof row.value !== 'number') throw new Error(`${place}: the row ${written} has no number.`);
      return { row: written };
    }
    const [value, low, high] = typeof written === 'number' ? [written, written, written] : (written ?? []) as readonly unknown[];
    if (typeof value !== 'number' || typeof low !== 'number' || typeof high !== 'number' || low > value || value > high) throw new Error(`${place}: expected a row, a number or [value, low, high] in order; found ${JSON.stringify(written)}.`);
    return { row: null, value, low, high };
  }

  private row(id: string, place: string): ParameterRow {
    const row = this.rows.get(id);
    if (!row) throw new Error(`${place}: expected a row of rows.yaml; there is no ${id}.`);
    return row;
  }

  template(written: Written, layouts: Readonly<Record<string, TwinLayout>>): TwinTemplate {
    const place = `templates.yaml, ${String(written.id)}`, { id, name, kind, country, layout } = written as unknown as TwinTemplate;
    if (!(layout in layouts)) throw new Error(`${place}: there is no layout ${layout}.`);
    const fields = Object.fromEntries(Object.entries(written.fields as Readonly<Record<string, Written>>).map(([field, each]) => {
      const { value, low = null, high = null, unit, status, from, note = null } = each as unknown as TwinTemplate['fields'][string];
      for (const row of from) this.row(row, `${place}.${field}`);
      if (!['sourced', 'derived', 'assumed'].includes(status) || (status !== 'assumed' && from.length === 0)) throw new Error(`${place}.${field}: expected a status and, unless assumed, the rows it comes from.`);
      if (typeof value === 'number' && ((low ?? value) > value || value > (high ?? value))) throw new Error(`${place}.${field}: expected low ≤ value ≤ high; found ${low}, ${value}, ${high}.`);
      return [field, { value, low, high, unit, status, from, note }];
    }));
    return { id, name, kind, country, layout, fields };
  }

  question(written: Written): TwinQuestion {
    const { id, text, maps, rows, options, unknown } = written as unknown as TwinQuestion, place = `questions.yaml, ${id}`;
    for (const row of rows) this.row(row, place);
    const read = options.map((option) => ({ id: option.id, text: option.text, sets: (option.sets as unknown as readonly Written[]).map((set) => this.setting(set, `${place}.${option.id}`)) }));
    const targets = Object.keys(unknown).sort().join();
    for (const option of read) {
      if (option.id === UNKNOWN) throw new Error(`${place}: "${UNKNOWN}" is always an option; leave it out.`);
      const set = option.sets.map(({ target }) => target).sort().join();
      if (set !== targets) throw new Error(`${place}.${option.id}: expected it to set ${targets}; it sets ${set}.`);
      for (const words of [text, option.text]) for (const language of LANGUAGES) if (!words[language]) throw new Error(`${place}.${option.id}: expected words in ${language}.`);
    }
    return { id, text, maps, rows, options: read, unknown };
  }

  private setting(set: Written, place: string): Setting {
    const target = String(set.target);
    if (target in WORD_TARGETS) {
      const words = WORD_TARGETS[target as WordTarget] as readonly string[] | null, to = String(set.to);
      if (words ? !words.includes(to) : !/^(never|\d{1,3})$/.test(to)) throw new Error(`${place}: ${target} cannot be ${to}.`);
      return { target: target as WordTarget, to };
    }
    if (!(NUMBER_TARGETS as readonly string[]).includes(target) && !DEFENCES.some((code) => `defences.${code}` === target)) throw new Error(`${place}: there is nothing to set called ${target}.`);
    return { target, to: this.guess(set.row ?? set.value, `${place}, ${target}`) } as Setting;
  }

  layout(written: Written, place: string): TwinLayout {
    const list = (field: string) => (written[field] ?? []) as readonly Written[], when = (each: Written) => (each.when ?? null) as string | null;
    const named = (field: string) => list(field).map((each) => ({ ...each, when: when(each), name: words(each.name, `${place}.${String(each.id)}`) }));
    const guess = (value: unknown, each: Written) => this.guess(value, `${place}.${String(each.id)}`);
    const layout = {
      zones: named('zones'),
      fleets: named('fleets').map((each: Written) => ({ ...each, exploited: each.exploited ?? null, count: this.count(each.count as Written, place) })),
      applications: named('applications').map((each: Written) => ({ ...each, dependsOn: each.dependsOn ?? [], shared: each.shared === true })),
      backup: written.backup,
      people: named('people').map((each: Written) => ({ ...each, count: this.peopleCount(each, place) })), suppliers: named('suppliers').map((each: Written) => ({ ...each, count: this.peopleCount(each, place) })),
      accounts: named('accounts').map((each: Written) => ({ ...each, count: guess(each.count, each) })),
      data: named('data').map((each: Written) => ({ ...each, people: this.count(each.people as Written, place), purpose: words(each.purpose, place) })),
      reach: list('reach').map((each) => ({ ...each, when: when(each), enforced: each.enforced === 'zones' || each.enforced === 'devices' ? each.enforced : this.guess(each.enforced, `${place}, reach`) })),
      services: named('services').map((each: Written) => ({
        ...each, patients: each.patients === undefined ? [] : [each.patients].flat(), patientsTimes: each.patientsTimes ?? 1, hours: each.hours ?? null, fallback: each.fallback ?? null, needs: this.needs(each.needs, place),
        dependsOn: Object.fromEntries(Object.entries((each.dependsOn ?? {}) as Written).map(([other, share]) => [other, guess(share, each)])),
      })),
      provides: written.provides ? { ...written.provides, needs: this.needs((written.provides as Written).needs, place), name: words((written.provides as Written).name, place) } : null,
    } as unknown as TwinLayout;
    fits(layout, place);
    return layout;
  }

  private count({ of = null, share, field = null, part, fixed }: Written, place: string): LayoutCount {
    if (of === null) return { of: null, fixed: this.guess(fixed, `${place}, count`) };
    const maybe = (value: unknown) => (value === undefined ? null : this.guess(value, `${place}, ${String(of)}`));
    return { of: String(of), share: maybe(share), field: field as string | null, part: maybe(part) };
  }

  /** `field` is what counts them; or `count`. */
  private peopleCount({ field, part, count }: Written, place: string): LayoutCount { return this.count(field === undefined ? { fixed: count } : { of: field, part }, place); }

  private needs(written: unknown, place: string): LayoutNeeds {
    return (written as readonly (readonly Written[])[]).map((group) => group.map((need) => ('app' in need ? need : { ...need, share: this.guess(need.share, `${place}, needs`) }))) as unknown as LayoutNeeds;
  }
}

function words(written: unknown, place: string): Words {
  const list = written as readonly string[];
  if (!Array.isArray(written) || list.length !== LANGUAGES.length || list.some((each) => typeof each !== 'string' || each === '')) throw new Error(`${place}: expected a name as [${LANGUAGES.join(', ')}]; found ${JSON.stringify(written)}.`);
  return Object.fromEntries(LANGUAGES.map((language, at) => [language, list[at]!])) as Words;
}

/** Zones, fleets and applications that are named must be there. */
function fits({ zones, fleets, applications, backup, people, accounts, suppliers, data, reach, services, provides }: TwinLayout, place: string): void {
  const ids = (list: readonly { readonly id: string }[]) => new Set(list.map(({ id }) => id)), zone = ids(zones), fleet = ids(fleets), app = ids(applications);
  const known = (set: ReadonlySet<string>, names: readonly (string | null)[], what: string) => { for (const name of names) if (name !== null && !set.has(name)) throw new Error(`${place}: there is no ${what} ${name}.`); };
  known(zone, [...fleets.map((each) => each.zone), backup.zone, ...people.flatMap((each) => each.zones), ...accounts.flatMap(({ usedIn, opens }) => [...usedIn, ...opens]), ...suppliers.flatMap(({ access }) => access.zones)], 'zone');
  known(new Set([...zone, INTERNET]), reach.flatMap(({ from, to }) => [from, to]), 'zone');
  known(fleet, [...applications.flatMap(({ runsOn }) => runsOn), ...backup.covers], 'fleet');
  known(app, [...applications.flatMap(({ dependsOn }) => dependsOn), ...data.map((each) => each.place)], 'application');
  for (const need of [...services.flatMap(({ needs }) => needs), ...(provides?.needs ?? [])].flat()) { if ('app' in need) known(app, [need.app], 'application'); else if ('fleet' in need) known(fleet, [need.fleet], 'fleet'); }
}
