/**
 * Words for the steps of a conclusion (`ASSESS_REASONS`): the row they stand in, what they speak for, a short name, and where it helps a line that explains it.
 * Both sides' own words stand beside them, so no text here repeats or bends a name.
 */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { AssessMissing, AssessReason, AssessReasonCode } from '@wardkeep/model';

type Words<K extends string> = Readonly<Record<K, MessageDescriptor>>;

/** The rows of the comparison, in their order. */
export const REASON_GROUPS = ['identifiers', 'maker', 'product', 'version', 'condition', 'component', 'publisher'] as const;
export type ReasonGroup = (typeof REASON_GROUPS)[number];
export const REASON_GROUP_LABELS: Words<ReasonGroup> = {
  identifiers: msg`Identifiers`, maker: msg`Maker`, product: msg`Product`, version: msg`Version`, condition: msg`Condition`, component: msg`Component`, publisher: msg`Publisher’s status`,
};

/** `for`: it speaks for the match; `against`: it speaks against it; `open`: it leaves the question open. */
export type ReasonSide = 'for' | 'against' | 'open';
interface ReasonPlace { readonly group: ReasonGroup; readonly side: ReasonSide }

const at = (group: ReasonGroup, side: ReasonSide): ReasonPlace => ({ group, side });
const PLACES: Readonly<Record<AssessReasonCode, ReasonPlace>> = {
  'cpe-match': at('identifiers', 'for'), 'cpe-mismatch': at('identifiers', 'against'), 'purl-match': at('identifiers', 'for'), 'purl-mismatch': at('identifiers', 'against'), 'model-number-match': at('identifiers', 'for'),
  'model-number-mismatch': at('identifiers', 'against'), 'serial-match': at('identifiers', 'for'), 'serial-mismatch': at('identifiers', 'against'), 'udi-match': at('identifiers', 'for'),
  'vendor-same': at('maker', 'for'), 'vendor-alias': at('maker', 'for'), 'vendor-successor': at('maker', 'for'), 'vendor-brand': at('maker', 'for'), 'vendor-typo': at('maker', 'for'), 'vendor-absent': at('maker', 'open'), 'vendor-differs': at('maker', 'against'),
  'product-same': at('product', 'for'), 'product-model': at('product', 'for'), 'product-family': at('product', 'for'), 'product-nickname': at('product', 'for'), 'product-typo': at('product', 'for'), 'product-title': at('product', 'for'),
  'product-substring': at('product', 'open'), 'product-generic': at('product', 'open'), 'product-differs': at('product', 'against'), 'model-differs': at('product', 'against'), 'variant-unknown': at('product', 'open'), accessory: at('product', 'against'), excluded: at('product', 'against'),
  'version-all': at('version', 'for'), 'version-in': at('version', 'for'), 'version-out': at('version', 'against'), 'version-unknown': at('version', 'open'), 'version-scheme': at('version', 'open'), 'version-free-text': at('version', 'open'),
  'version-contradiction': at('version', 'open'), 'version-not-said': at('version', 'open'),
  'condition-met': at('condition', 'for'), 'condition-not-met': at('condition', 'against'), 'condition-unknown': at('condition', 'open'),
  component: at('component', 'for'), 'component-missing': at('component', 'open'), 'platform-met': at('component', 'for'), 'platform-not-met': at('component', 'against'), 'platform-unknown': at('component', 'open'),
  'status-affected': at('publisher', 'for'), 'status-not-affected': at('publisher', 'against'), 'status-fixed': at('publisher', 'against'), 'status-under-investigation': at('publisher', 'open'),
};

/** A code that came after this page was built stands with the product and leaves the question open. */
export const placeOfReason = (code: string): ReasonPlace => Object.hasOwn(PLACES, code) ? PLACES[code as AssessReasonCode] : at('product', 'open');

/** What follows from the two sides' words. */
const REASON_LABELS: Words<AssessReasonCode> = {
  'cpe-match': msg`Same CPE name`, 'cpe-mismatch': msg`Another CPE name`, 'purl-match': msg`Same package`, 'purl-mismatch': msg`Another package`, 'model-number-match': msg`Same model number`, 'model-number-mismatch': msg`Another model number`,
  'serial-match': msg`Serial number is listed`, 'serial-mismatch': msg`Serial number is not listed`, 'udi-match': msg`Same UDI`,
  'vendor-same': msg`Same maker`, 'vendor-alias': msg`Same maker, another name`, 'vendor-successor': msg`Same maker after a merger`, 'vendor-brand': msg`A brand of this maker`, 'vendor-typo': msg`Same maker, spelt differently`, 'vendor-absent': msg`Maker not named`, 'vendor-differs': msg`Another maker`,
  'product-same': msg`Same product`, 'product-model': msg`Same model`, 'product-family': msg`Belongs to the family`, 'product-nickname': msg`Same product, another name`, 'product-typo': msg`Same product, spelt differently`, 'product-title': msg`Named in the title`,
  'product-substring': msg`Only a part of the name`, 'product-generic': msg`Only a general word`, 'product-differs': msg`Another product`, 'model-differs': msg`Another model`, 'variant-unknown': msg`Variant not known`, accessory: msg`An accessory`, excluded: msg`Excluded by the advisory`,
  'version-all': msg`Every version`, 'version-in': msg`Within the range`, 'version-out': msg`Outside the range`, 'version-unknown': msg`Version not known`, 'version-scheme': msg`Not comparable`, 'version-free-text': msg`Said in words only`,
  'version-contradiction': msg`The advisory contradicts itself`, 'version-not-said': msg`No version named`,
  'condition-met': msg`Holds here`, 'condition-not-met': msg`Does not hold here`, 'condition-unknown': msg`Not seen`,
  component: msg`Contains the component`, 'component-missing': msg`Not in the list of components`, 'platform-met': msg`Runs on it`, 'platform-not-met': msg`Runs on something else`, 'platform-unknown': msg`Platform not known`,
  'status-affected': msg`Known affected`, 'status-not-affected': msg`Known not affected`, 'status-fixed': msg`Fixed`, 'status-under-investigation': msg`Under investigation`,
};

/** One line more, where the short name does not explain itself. */
const REASON_NOTES: Partial<Words<AssessReasonCode>> = {
  'cpe-match': msg`Compared by NISTIR 7696.`, 'purl-match': msg`Name, namespace and type agree.`, 'serial-mismatch': msg`The publisher lists serial numbers, and this one is not among them.`,
  'vendor-same': msg`Legal form and spelling left out.`, 'vendor-alias': msg`Both names are known to mean one company.`, 'vendor-successor': msg`One company became part of the other.`, 'vendor-brand': msg`The brand stands for the company.`, 'vendor-typo': msg`One letter differs in a long name.`,
  'vendor-absent': msg`An absent maker neither proves nor excludes anything.`, 'vendor-differs': msg`No merger or brand that is known here links the two.`,
  'product-same': msg`Listed by name.`, 'product-model': msg`Listed by its model.`, 'product-family': msg`The family is listed, and this model is one of it.`, 'product-nickname': msg`People call it by this name.`, 'product-typo': msg`One letter differs in a long word.`,
  'product-title': msg`Only the title names it; the list of products does not.`, 'product-substring': msg`A part of a name alone is never enough.`, 'product-generic': msg`Many products share this word.`, 'model-differs': msg`Same family, but this model is not listed.`,
  'variant-unknown': msg`The advisory speaks of some variants only, and nobody said which one this is.`, accessory: msg`The advisory speaks of a device, this is a part for it, or the reverse.`, excluded: msg`The advisory says that this one is not meant.`,
  'version-all': msg`The advisory names all versions, or none that would be safe.`, 'version-in': msg`Compared within one way of counting.`, 'version-out': msg`Compared within one way of counting.`, 'version-unknown': msg`Nobody has said which version runs here.`,
  'version-scheme': msg`Two ways of counting, and no rule links them.`, 'version-free-text': msg`No rule can read it with certainty.`, 'version-contradiction': msg`Two of its statements exclude each other.`, 'version-not-said': msg`The advisory does not say which versions it means.`,
  'condition-unknown': msg`Whether it holds cannot be seen from the network.`, component: msg`Found in the list of software components.`, 'component-missing': msg`The list may be incomplete, so this proves nothing.`, 'platform-unknown': msg`Nobody has said what it runs on.`,
  'status-fixed': msg`This product and version are named as repaired.`, 'status-under-investigation': msg`The publisher does not know it either yet.`,
};

/** The part of the sentence that says why: small letter, no full stop; several are joined by semicolons. */
const REASON_CLAUSES: Words<AssessReasonCode> = {
  'cpe-match': msg`the CPE name agrees`, 'cpe-mismatch': msg`the CPE name is another`, 'purl-match': msg`the package agrees`, 'purl-mismatch': msg`the package is another`, 'model-number-match': msg`the model number is listed`, 'model-number-mismatch': msg`the model number is not listed`,
  'serial-match': msg`the serial number is listed`, 'serial-mismatch': msg`the serial number is not listed`, 'udi-match': msg`the UDI agrees`,
  'vendor-same': msg`the maker agrees`, 'vendor-alias': msg`the maker agrees, under another name`, 'vendor-successor': msg`the maker agrees, after a merger`, 'vendor-brand': msg`the brand belongs to the maker`, 'vendor-typo': msg`the maker agrees but for a letter`, 'vendor-absent': msg`the maker is not named`, 'vendor-differs': msg`the makers’ names differ`,
  'product-same': msg`the advisory lists this product`, 'product-model': msg`the advisory lists this model`, 'product-family': msg`the advisory lists the family`, 'product-nickname': msg`the advisory lists it under another name`, 'product-typo': msg`the product’s name agrees but for a letter`, 'product-title': msg`only the title of the advisory names it`,
  'product-substring': msg`only a part of the name agrees`, 'product-generic': msg`only a general word agrees`, 'product-differs': msg`the product is another`, 'model-differs': msg`the model is another`, 'variant-unknown': msg`only some variants are affected, and nobody has said which one this is`, accessory: msg`it is an accessory`, excluded: msg`the advisory excludes it`,
  'version-all': msg`every version is affected`, 'version-in': msg`the version lies within the named range`, 'version-out': msg`the version lies outside the named range`, 'version-unknown': msg`nobody has said which version runs here`, 'version-scheme': msg`the device’s version and the advisory’s are counted in different ways`,
  'version-free-text': msg`the advisory describes the versions in words only`, 'version-contradiction': msg`the advisory contradicts itself about the versions`, 'version-not-said': msg`the advisory names no version`,
  'condition-met': msg`the condition holds here`, 'condition-not-met': msg`the condition does not hold here`, 'condition-unknown': msg`it depends on a condition that cannot be seen`,
  component: msg`the device contains the component`, 'component-missing': msg`whether the device contains the component is not known`, 'platform-met': msg`the platform is the one named`, 'platform-not-met': msg`the platform is another`, 'platform-unknown': msg`the platform is not known`,
  'status-affected': msg`the publisher says so`, 'status-not-affected': msg`the publisher says that it is not affected`, 'status-fixed': msg`the publisher says that it is repaired`, 'status-under-investigation': msg`the publisher is still looking into it`,
};

/** A version is known here, be it from sources that contradict each other, and still does not settle it: that is not the same as an unknown one. */
const VERSION_NOT_CERTAIN = { label: msg`Not certain`, note: msg`What is known of the version does not settle it.`, clause: msg`what is known of the version does not settle it` };

interface ReasonWords { readonly label: MessageDescriptor; readonly note: MessageDescriptor | null; readonly clause: MessageDescriptor }
/** The words of one step; null for a code that came after this page was built. */
export function wordsOfReason({ code, asset }: Pick<AssessReason, 'code' | 'asset'>): ReasonWords | null {
  if (code === 'version-unknown' && asset !== null) return VERSION_NOT_CERTAIN;
  return Object.hasOwn(REASON_LABELS, code) ? { label: REASON_LABELS[code], note: REASON_NOTES[code] ?? null, clause: REASON_CLAUSES[code] } : null;
}

/** Of reasons that leave the question open, which one the sentence names: the earlier the more there is to do about it. */
const OPEN_ORDER: readonly AssessReasonCode[] = [
  'version-scheme', 'version-contradiction', 'version-free-text', 'version-unknown', 'variant-unknown', 'condition-unknown', 'component-missing', 'platform-unknown', 'status-under-investigation', 'version-not-said', 'product-substring', 'product-generic', 'vendor-absent',
];
const NAMING: readonly ReasonGroup[] = ['identifiers', 'component', 'product'];

/** The reasons that the sentence of a pair names, at most two. */
export function decisiveReasons(verdict: 'affected' | 'cannot_tell' | 'not_affected', reasons: readonly AssessReason[]): AssessReason[] {
  const sided = (side: ReasonSide) => reasons.filter((reason) => placeOfReason(reason.code).side === side);
  if (verdict === 'not_affected') return sided('against').slice(0, 2);
  if (verdict === 'affected') {
    const pro = sided('for'), naming = NAMING.flatMap((group) => pro.filter((reason) => placeOfReason(reason.code).group === group)).slice(0, 1), version = pro.filter((reason) => placeOfReason(reason.code).group === 'version').slice(0, 1);
    return [...naming, ...version];
  }
  const open = [...sided('open')].sort((a, b) => OPEN_ORDER.indexOf(a.code) - OPEN_ORDER.indexOf(b.code)), first = open.find((reason) => OPEN_ORDER.includes(reason.code)) ?? open[0] ?? sided('against')[0];
  return first ? [first] : [];
}

/** What a person would have to find out. The publisher's words stand behind it in quotes. */
export const MISSING_LABELS: Words<AssessMissing['code']> = {
  version: msg`Read the version`, model: msg`Read the model number`, variant: msg`Find out which variant it is`, condition: msg`See whether the condition holds`, os: msg`Find out which operating system it runs`, date: msg`Read when it was made`,
  serial: msg`Read the serial number`, component: msg`Find out what it contains`, vendor: msg`Find out who made it`, 'maker-answer': msg`Wait for the maker’s word`,
};
/** Where to look. */
export const MISSING_HOW: Words<AssessMissing['code']> = {
  version: msg`On the console, often under “About”; write down every line that looks like a version.`, model: msg`On the type plate, often at the back or the bottom.`, variant: msg`On the type plate, the delivery note or the list of options.`,
  condition: msg`In the settings or with whoever installed it; do not change anything while a patient is connected.`, os: msg`On the start screen or in the service manual.`, date: msg`On the type plate, beside the serial number.`, serial: msg`On the type plate, beside the letters SN.`,
  component: msg`Ask the maker for its list of software components (SBOM).`, vendor: msg`On the type plate: the maker stands beside the symbol of a factory.`, 'maker-answer': msg`The advisory itself leaves it open.`,
};
