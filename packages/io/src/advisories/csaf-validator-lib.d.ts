/** The part of the library that is used (it carries no types). A test gives its verdict on one document; most are synchronous. */
interface CsafTestResult { readonly isValid?: boolean; readonly errors?: readonly { readonly message?: string; readonly instancePath: string; readonly keyword?: string }[] }
type CsafTest = (document: unknown) => CsafTestResult | Promise<CsafTestResult>;
declare module '@secvisogram/csaf-validator-lib/schemaTests.js' { export const csaf_2_0: CsafTest; export const csaf_2_0_strict: CsafTest }
declare module '@secvisogram/csaf-validator-lib/csaf_2_1/schemaTests.js' { export const csaf_2_1: CsafTest; export const csaf_2_1_strict: CsafTest }
/** Named exports `mandatoryTest_6_1_1` to `…_6_1_52`: taken as they are there. */
declare module '@secvisogram/csaf-validator-lib/mandatoryTests.js' { export const mandatoryTest_6_1_1: CsafTest }
declare module '@secvisogram/csaf-validator-lib/csaf_2_1/mandatoryTests.js' { export const mandatoryTest_6_1_1: CsafTest }
