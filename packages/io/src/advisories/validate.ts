/**
 * CSAF's own rules: JSON schema and mandatory tests (CSAF 2.0 and 2.1, clause 6.1) of `@secvisogram/csaf-validator-lib`. Loading the library takes a second
 * (2.1: three), a document 1 ms; it is loaded for the first document that is validated, the part for 2.1 for the first of those.
 *
 * Invalid is not unusable: a published file that breaks a rule still warns of a pump. What the verdict on a device rests on must have the shape of the
 * schema (who says it, its id and revision, product tree, product status); there a wrong type or a missing field is a refusal. All else is a note.
 */
import { AdvisoryRefusal, type ReadingNote } from '@wardkeep/formats/csaf/refusal';

export interface Finding { readonly rule: string; readonly path: string; readonly message: string; readonly keyword: string | null }

interface Rules { readonly schema: CsafTest; readonly mandatory: readonly (readonly [clause: string, test: CsafTest])[] }
const loaded = new Map<string, Promise<Rules>>();

async function load(version: '2.0' | '2.1'): Promise<Rules> {
  if (version === '2.0') {
    const [{ csaf_2_0 }, tests] = await Promise.all([import('@secvisogram/csaf-validator-lib/schemaTests.js'), import('@secvisogram/csaf-validator-lib/mandatoryTests.js')]);
    return { schema: csaf_2_0, mandatory: clauses(tests) };
  }
  const [{ csaf_2_1 }, tests] = await Promise.all([import('@secvisogram/csaf-validator-lib/csaf_2_1/schemaTests.js'), import('@secvisogram/csaf-validator-lib/csaf_2_1/mandatoryTests.js')]);
  return { schema: csaf_2_1, mandatory: clauses(tests) };
}

/** `mandatoryTest_6_1_27_3` → `6.1.27.3`. */
const clauses = (tests: Readonly<Record<string, CsafTest>>): Rules['mandatory'] => Object.entries(tests).flatMap(([name, test]) => (typeof test === 'function' ? [[name.replace(/^\D+/, '').replaceAll('_', '.'), test] as const] : []));

/** Findings of one rule that are told; a document with one wrong pattern has it everywhere. */
const TOLD = 5;

/** Every rule that the document breaks. The mandatory tests are only asked of a document with the shape of the schema, as the standard asks (6.1). */
export async function validateCsaf(document: unknown, version: '2.0' | '2.1'): Promise<Finding[]> {
  let rules = loaded.get(version);
  if (rules === undefined) loaded.set(version, rules = load(version));
  const { schema, mandatory } = await rules, findings = await run('schema', schema, document);
  if (findings.length > 0) return findings;
  for (const [clause, test] of mandatory) findings.push(...await run(clause, test, document));
  return findings;
}

async function run(rule: string, test: CsafTest, document: unknown): Promise<Finding[]> {
  try {
    const { isValid, errors = [] } = await test(document);
    return isValid === false ? errors.map((error) => ({ rule, path: error.instancePath.slice(0, 300), message: (error.message ?? 'not valid').slice(0, 300), keyword: error.keyword ?? null })) : [];
  } catch (error) {
    // The library's tests meet documents here that their authors did not think of: that is about the document, and no reason to stop.
    return [{ rule, path: '/', message: `the rule cannot be checked: ${error instanceof Error ? error.message.slice(0, 160) : 'unknown reason'}`, keyword: null }];
  }
}

const DECISIVE = /^\/(?:document(?:$|\/(?:csaf_version|publisher|tracking)(?:$|\/(?:id|version|status|current_release_date|initial_release_date|name|namespace)$))|product_tree(?!.*\/product_identification_helper)|vulnerabilities(?:$|\/\d+(?:$|\/product_status)))/;

/** Refuses what cannot be relied on; gives the rest as notes, at most {@link TOLD} a rule. */
export function judge(findings: readonly Finding[]): ReadingNote[] {
  const fatal = findings.find((finding) => finding.rule === 'schema' && (finding.keyword === 'type' || finding.keyword === 'required') && DECISIVE.test(finding.path));
  if (fatal !== undefined) throw new AdvisoryRefusal('advisory-schema', `The document is not valid by the schema where it matters: at ${fatal.path} it ${fatal.message}.`, { path: fatal.path, reason: fatal.message });
  const counts = new Map<string, number>();
  return findings.flatMap(({ rule, path, message }) => {
    const count = (counts.get(rule) ?? 0) + 1;
    counts.set(rule, count);
    if (count > TOLD) return [];
    return [{ code: rule === 'schema' ? 'csaf-schema' : 'csaf-mandatory-test', message: rule === 'schema' ? `Not valid by the schema at ${path}: ${message}.` : `Mandatory test ${rule} fails at ${path}: ${message}.`, params: { rule, path, reason: message } }];
  });
}
