/** What can be wrong with a twin, in one table: the code for the catalogs, and the sentence for whoever reads a terminal. */

type Params = Readonly<Record<string, string | number>>;

const SENTENCES = {
  // the file
  'file-unreadable': ({ why }: Params) => `${why}`,
  'field-unknown': ({ field }: Params) => `There is no field ${field} here; expected only the fields of wardkeep-twin/1.`,
  'field-missing': ({ expected }: Params) => `Expected ${expected}; found nothing.`,
  'field-type': ({ expected, found }: Params) => `Expected ${expected}; found ${found}.`,
  // one value
  'text-empty': () => 'Expected a text; found an empty one.',
  'id-shape': ({ found }: Params) => `Expected an identifier of letters, digits, ".", "_" and "-", at most 80, a letter or digit first; found ${found}.`,
  'id-twice': ({ kind, id, first }: Params) => `The identifier ${id} is already that of the ${kind} at ${first}.`,
  'date-format': ({ found }: Params) => `Expected a day of the calendar as YYYY-MM-DD; found ${found}.`,
  'date-future': ({ found, asOf }: Params) => `Expected a day not later than that of the twin, ${asOf}; found ${found}.`,
  'number-order': ({ low, value, high }: Params) => `Expected low ≤ value ≤ high; found low ${low}, value ${value}, high ${high}.`,
  'number-negative': ({ found }: Params) => `Expected a number ≥ 0; found ${found}.`,
  'number-positive': ({ found }: Params) => `Expected a number > 0; found ${found}.`,
  'share-range': ({ found }: Params) => `Expected a share of 0 to 1; found ${found}.`,
  'value-range': ({ low, high, found }: Params) => `Expected ${low} to ${high}; found ${found}.`,
  'country-code': ({ found }: Params) => `Expected a country as two capital letters (ISO 3166-1); found ${found}.`,
  'url-shape': ({ found }: Params) => `Expected an address with http:// or https://, or null; found ${found}.`,
  'source-empty': () => 'Expected at least one row that it is derived from; found none.',
  // references
  unknown: ({ kind, id }: Params) => `There is no ${kind} with the identifier ${id}.`,
  'unknown-elsewhere': ({ kind, id, institution }: Params) => `The ${kind} ${id} is not of this institution, but of ${institution}.`,
  'twin-empty': () => 'Expected at least one institution; found none.',
  // care services
  'service-needs-nothing': ({ id }: Params) => `The care service ${id} needs nothing: no attack could stop it. Expected at least one group of needs.`,
  'need-group-empty': () => 'Expected at least one thing that serves this need; found none.',
  'need-k': ({ k, n }: Params) => `Expected k as a whole number of 1 to ${n}, the number of members; found ${k}.`,
  'need-twice': ({ id }: Params) => `${id} is already a member of this group.`,
  'need-role-absent': ({ role, institution }: Params) => `No asset of ${institution} has the role ${role}.`,
  'service-cycle': ({ path }: Params) => `These care services wait for each other: ${path}.`,
  'dependency-cycle': ({ path }: Params) => `These applications and shared services wait for each other: ${path}.`,
  'supplier-cycle': ({ path }: Params) => `These suppliers depend on each other in a circle: ${path}.`,
  // answers
  'question-unknown': ({ id }: Params) => `There is no question ${id}.`,
  'option-unknown': ({ options, found }: Params) => `Expected one of ${options}; found ${found}.`,
  // network
  'zone-no-way-in': ({ id }: Params) => `Nothing leads into the zone ${id}: no reachability, no people who work there, no supplier's access. Then nothing can happen to it.`,
  'zone-island': ({ id, from }: Params) => `The zone ${id} is reached only from zones that nothing leads into (${from}).`,
  'zone-internet': () => 'No zone may be called "internet": that is the outside.',
  'reach-itself': ({ id }: Params) => `The way leads from ${id} to itself; inside a zone everything reaches everything.`,
  'reach-twice': ({ from, to, first }: Params) => `The way from ${from} to ${to} with these protocols is already there, at ${first}.`,
} as const;

export type TwinFaultCode = keyof typeof SENTENCES;
export const TWIN_FAULT_CODES = Object.keys(SENTENCES) as readonly TwinFaultCode[];

export interface TwinFault {
  readonly code: TwinFaultCode;
  /** As in JavaScript: `institutions[0].services[2].needs[0].k`. Empty: the whole file. */
  readonly place: string;
  readonly params: Params;
  /** What was expected and what was found, in English. */
  readonly message: string;
}

export function fault(code: TwinFaultCode, place: string, params: Params = {}): TwinFault { return { code, place, params, message: SENTENCES[code](params) }; }
