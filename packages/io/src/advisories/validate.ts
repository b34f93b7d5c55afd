/**
 * CSAF's own rules: JSON schema and mandatory tests (CSAF 2.0 and 2.1, clause 6.1) of `@secvisogram/csaf-validator-lib`. Loading the library takes a second
 * (2.1: three), a document 1 ms; it is loaded for the first document that is validated, the part for 2.1 for the first of those.
 *
 * Invalid is not unusable: a published file that breaks a rule still warns of a pump. What the verdict on a device rests on must have the shape of the
 * schema (who says it, its id and revision, product tree, product status); there a wrong type or a missing field is a refusal. All else is a note.
 */
import { AdvisoryRefusal, type ReadingNote } from '@wardkeep/formats/csaf/refusal';

export interface Breach { readonly rule: string; readonly path: string; readonly message: string; readonly keyword: string | null }

interface Rules { readonly schema: CsafTest; readonly mandatory: readonly (readonly [clause: string, test: CsafTest])[] }
const loaded = new Map<string, Promise<Rules>>();

async function load(version: '2.0' | '2.1'): Promise<Rules> {
  if (version === '2.0') {
    const [{ csaf_2_0 }, tests] = await Promise.all([import('@secvisogram/csaf-validator-lib/schemaTests.js'), import('@secvisogram/csaf-validator-lib/mandatoryTests.js')]);
    return { schema: csaf_2_0, mandatory: clauses(tests) };
  }
  const [{ csaf_2_1 }, tests] = await Promise.all([
    import('@secvisogram/csaf-validator-lib/csaf_2_1/schemaTests.js'), import('@secvisogram/csaf-validator-lib/csaf_2_1/mandatoryTests.js'),
  ]);
  return { schema: csaf_2_1, mandatory: clauses(tests) };
}

/** `mandatoryTest_6_1_27_3` → `6.1.27.3`. */
const clauses = (tests: object): Rules['mandatory'] => Object.entries(tests as Readonly<Record<string, CsafTest>>).filter(([name]) => name.startsWith('mandatoryTest_')).map(([name, test]) => [name.replace(/^\D+/, '').replaceAll('_', '.'), test] as const);

/** Breaches of one rule that are told; a document with one wrong pattern has it everywhere. */
const TOLD = 5;

/**
 * Comparisons that the library will make, about: it looks for repetitions in a list, and for each reference among all products, one by one. A million take
 * 3 ms and cannot be stopped; this many a second.
 */
const EFFORT_LIMIT = 200_000_000;

function effortOf(document: unknown): number {
  let lists = 0, references = 0, products = 0;
  for (const stack: unknown[] = [document]; stack.length > 0;) {
    const node = stack.pop();
    if (typeof node !== 'object' || node === null) continue;
    if (Array.isArray(node)) {
      lists += node.length ** 2;
      if (typeof node[0] === 'string') references += node.length;
    } else if ('product_id' in node) products++;
    for (const child of Object.values(node)) stack.push(child);
  }
  return lists + references * products;
}

/** Every rule that the document breaks; the one breach `effort` when asking them would take too long. The mandatory tests are only asked of a document with the shape of the schema, as the standard asks (6.1). */
export async function validateCsaf(document: unknown, version: '2.0' | '2.1'): Promise<Breach[]> {
  const effort = effortOf(document);
  if (effort > EFFORT_LIMIT) return [{ rule: 'effort', path: '/', message: `about ${Math.round(effort / 1e6)} million comparisons`, keyword: null }];
  let rules = loaded.get(version);
  if (rules === undefined) loaded.set(version, rules = load(version));
  const { schema, mandatory } = await rules, breaches = await run('schema', schema, document);
  if (breaches.length > 0) return breaches;
  for (const [clause, test] of mandatory) breaches.push(...await run(clause, test, document));
  return breaches;
}

async function run(rule: string, test: CsafTest, document: unknown): Promise<Breach[]> {
  try {
    const { isValid, errors = [] } = await test(document);
    return isValid === false
      ? errors.map((error) => ({ rule, path: error.instancePath.slice(0, 300), message: (error.message ?? 'not valid').slice(0, 300), keyword: error.keyword ?? null }))
      : [];
  } catch (error) {
    // The library's tests meet documents here that their authors did not think of: that is about the document, and no reason to stop.
    return [{ rule, path: '/', message: `the rule cannot be checked: ${error instanceof Error ? error.message.slice(0, 160) : 'unknown reason'}`, keyword: null }];
  }
}

const DECISIVE = /^\/(?:document(?:$|\/(?:csaf_version|publisher|tracking)(?:$|\/(?:id|version|status|current_release_date|initial_release_date|name|namespace)$))|product_tree(?!.*\/product_identification_helper)|vulnerabilities(?:$|\/\d+(?:$|\/product_status)))/;

/** Refuses what cannot be relied on; gives the rest as notes, at most {@link TOLD} a rule. */
export function judge(breaches: readonly Breach[]): ReadingNote[] {
  const fatal = breaches.find((breach) => breach.rule === 'schema' && (breach.keyword === 'type' || breach.keyword === 'required') && DECISIVE.test(breach.path));
  if (fatal !== undefined) throw new AdvisoryRefusal(
    'advisory-schema', `The document is not valid by the schema where it matters: at ${fatal.path} it ${fatal.message}.`,
    { path: fatal.path, reason: fatal.message },
  );
  const counts = new Map<string, number>();
  return breaches.flatMap(({ rule, path, message }): ReadingNote[] => {
    const count = (counts.get(rule) ?? 0) + 1;
    counts.set(rule, count);
    if (count > TOLD) return [];
    if (rule === 'effort') return [{
      code: 'csaf-not-validated',
      message: `The document is too large to ask the schema and the mandatory tests: ${message}, at most ${EFFORT_LIMIT / 1e6} million are made.`,
      params: { effort: message },
    }];
    return [{
      code: rule === 'schema' ? 'csaf-schema' : 'csaf-mandatory-test',
      message: rule === 'schema' ? `Not valid by the schema at ${path}: ${message}.` : `Mandatory test ${rule} fails at ${path}: ${message}.`,
      params: { rule, path, reason: message },
    }];
  });
}
