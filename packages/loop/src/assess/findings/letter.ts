/**
 * A letter to the maker: what would settle the verdict, and whether the fix is allowed on this model. Built as messages with parameters; the words in three
 * languages stand below as data. Inserted names follow a colon or stand in quotes or brackets, so that no language has to inflect them.
 */
import type { Advisory, AssessAsset, AssessMissing, Why } from '@wardkeep/model';

export const LETTER_LANGUAGES = ['en', 'es', 'hu'] as const;
export type LetterLanguage = (typeof LETTER_LANGUAGES)[number];

export interface Letter {
  readonly language: LetterLanguage;
  readonly subject: Why;
  readonly greeting: Why;
  readonly introduction: Why;
  readonly facts: readonly Why[];
  readonly questions: readonly Why[];
  readonly closing: readonly Why[];
}

/** Longest quotation of either side's words. */
const QUOTE = 300;
const LISTED = 20;

/**
 * `missing`: what the matcher lacks. `products`: ids of the matched products; empty: all. The letter says of the asset only what its maker needs to know it:
 * no place, no owner, no notes, no address.
 */
export function makerLetter(asset: AssessAsset, advisory: Advisory, missing: readonly AssessMissing[], products: readonly string[], language: LetterLanguage): Letter {
  const name = asset.model ?? asset.product ?? asset.vendor ?? '', of = (listed: readonly string[]) => products.length === 0 || listed.length === 0 || listed.some((id) => products.includes(id));
  const vulnerabilities = advisory.vulnerabilities.filter((vulnerability) => of(Object.values(vulnerability.status).flat()));
  const remediations = vulnerabilities.flatMap((vulnerability) => vulnerability.remediations).filter((remediation) => of(remediation.products)), hasFix = remediations.some(({ kind }) => kind === 'vendor_fix');
  const cves = [...new Set(vulnerabilities.flatMap(({ cve, ids }) => cve ?? ids[0] ?? []))].sort();
  return {
    language, subject: says(name === '' ? 'letter-subject-unnamed' : 'letter-subject', { advisory: advisory.id, device: name }), greeting: says('letter-greeting'), introduction: says('letter-introduction'),
    facts: [
      ...fact('vendor', asset.vendor), ...fact('product', asset.product), ...fact('model', asset.model), asset.version === null ? says('letter-fact-version-unknown') : says('letter-fact-version', { value: asset.version }),
      ...fact('serial', asset.serial), ...fact('udi', asset.udiDi), ...fact('part-of', asset.componentOf), ...fact('os', asset.os),
      says('letter-fact-advisory', { id: advisory.id, title: advisory.title, revision: advisory.revision }), ...fact('released', advisory.releasedAt?.slice(0, 10) ?? null),
      ...(cves.length === 0 ? [] : [says('letter-fact-vulnerabilities', { value: cves.slice(0, LISTED).join(', ') + (cves.length > LISTED ? ', …' : '') })]),
    ],
    questions: [...settling(missing), ...(name === '' ? [] : [says(hasFix ? 'letter-ask-fix-allowed' : 'letter-ask-fix-planned', { model: name })]), says('letter-ask-measures'), ...(asset.os === null ? [] : [says('letter-ask-os-updates', { os: asset.os })])],
    closing: [says('letter-closing'), says('letter-regards')],
  };
}

/** One question for each thing that is missing and each of the publisher's own words about it, in their order. */
function settling(missing: readonly AssessMissing[]): Why[] {
  const asked = new Map(missing.map(({ code, advisory }) => [`${code}\n${advisory}`, says(`letter-ask-${code}`, { words: advisory })]));
  return [...asked.values()].slice(0, LISTED);
}

const fact = (code: string, value: string | null): Why[] => (value === null || value.trim() === '' ? [] : [says(`letter-fact-${code}`, { value })]);

/** Texts come from lists and documents: one line, of bounded length, without control characters. */
function says(code: string, params: Readonly<Record<string, string>> = {}): Why {
  return { code, params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, oneLine(value)])) };
}
function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim(), letters = [...line];
  return letters.length <= QUOTE ? line : `${letters.slice(0, QUOTE - 1).join('').trimEnd()}…`;
}

/** Subject and body as plain text. */
export function renderLetter(letter: Letter): { readonly subject: string; readonly body: string } {
  const words = LETTER_WORDS[letter.language];
  const say = ({ code, params }: Why): string => {
    const template = words[code as LetterCode] as string | undefined;
    if (template === undefined) throw new Error(`Letter: no words for ${code} in ${letter.language}.`);
    return template.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
  };
  const blocks = [[say(letter.greeting)], [say(letter.introduction)], letter.facts.map((line) => `- ${say(line)}`), [say({ code: 'letter-questions', params: {} }), ...letter.questions.map((line, at) => `${at + 1}. ${say(line)}`)], letter.closing.map(say)];
  return { subject: say(letter.subject), body: `${blocks.map((block) => block.join('\n')).join('\n\n')}\n` };
}

const EN = {
  'letter-subject': 'Security advisory {advisory}: questions about our device ({device})',
  'letter-subject-unnamed': 'Security advisory {advisory}: questions about our device',
  'letter-greeting': 'Dear product security team,',
  'letter-introduction': 'We use the device described below. The advisory named here concerns it, or may do so. Before we change anything on it we need your word.',
  'letter-fact-vendor': 'Manufacturer: {value}',
  'letter-fact-product': 'Product: {value}',
  'letter-fact-model': 'Model: {value}',
  'letter-fact-version': 'Software version: {value}',
  'letter-fact-version-unknown': 'Software version: not known to us',
  'letter-fact-serial': 'Serial number: {value}',
  'letter-fact-udi': 'UDI-DI: {value}',
  'letter-fact-part-of': 'Part of: {value}',
  'letter-fact-os': 'Operating system: {value}',
  'letter-fact-advisory': 'Advisory: {id}, revision {revision} – {title}',
  'letter-fact-released': 'Released: {value}',
  'letter-fact-vulnerabilities': 'Vulnerabilities: {value}',
  'letter-questions': 'Our questions:',
  'letter-ask-version': 'Which software versions are affected, and where on the device can we read the version? The advisory says: “{words}”.',
  'letter-ask-model': 'Is our model among those affected? The advisory says: “{words}”.',
  'letter-ask-variant': 'Is our variant among those affected, and how can we tell the variants apart? The advisory says: “{words}”.',
  'letter-ask-condition': 'Does this condition hold for our device: “{words}”? How can we check it without interrupting its use?',
  'letter-ask-os': 'Which operating system, in which version, does our device run? The advisory says: “{words}”.',
  'letter-ask-date': 'When was our device made or delivered? The advisory says: “{words}”.',
  'letter-ask-serial': 'Is our serial number among those affected? The advisory says: “{words}”.',
  'letter-ask-component': 'Does our device contain this component, and in which version: “{words}”? Please send us its software bill of materials (CycloneDX or SPDX).',
  'letter-ask-vendor': 'Who is the manufacturer of our device for this advisory, and is it affected? The advisory says: “{words}”.',
  'letter-ask-maker-answer': 'Is our device affected? The advisory says: “{words}”.',
  'letter-ask-fix-allowed': 'Is the update named in the advisory allowed on this model: {model}? Who may install it, and what must be tested afterwards?',
  'letter-ask-fix-planned': 'Is a fix planned for this model: {model}? If so, for when?',
  'letter-ask-measures': 'Which measures do you recommend until then? Do any of them, such as closing a port or moving the device behind a firewall, touch its intended purpose or its conformity?',
  'letter-ask-os-updates': 'May we install security updates of the operating system ({os}) ourselves?',
  'letter-closing': 'Please answer in writing and quote the number of the advisory, so that we can keep your answer with the device.',
  'letter-regards': 'Kind regards',
} as const;
export type LetterCode = keyof typeof EN;

const ES: Readonly<Record<LetterCode, string>> = {
  'letter-subject': 'Aviso de seguridad {advisory}: consultas sobre nuestro equipo ({device})',
  'letter-subject-unnamed': 'Aviso de seguridad {advisory}: consultas sobre nuestro equipo',
  'letter-greeting': 'A la atención del equipo de seguridad de productos:',
  'letter-introduction': 'En nuestro centro utilizamos el equipo que se describe a continuación. El aviso indicado le afecta o podría afectarle. Antes de modificar nada en él necesitamos su confirmación.',
  'letter-fact-vendor': 'Fabricante: {value}',
  'letter-fact-product': 'Producto: {value}',
  'letter-fact-model': 'Modelo: {value}',
  'letter-fact-version': 'Versión del software: {value}',
  'letter-fact-version-unknown': 'Versión del software: la desconocemos',
  'letter-fact-serial': 'Número de serie: {value}',
  'letter-fact-udi': 'UDI-DI: {value}',
  'letter-fact-part-of': 'Forma parte de: {value}',
  'letter-fact-os': 'Sistema operativo: {value}',
  'letter-fact-advisory': 'Aviso: {id}, revisión {revision} – {title}',
  'letter-fact-released': 'Fecha de publicación: {value}',
  'letter-fact-vulnerabilities': 'Vulnerabilidades: {value}',
  'letter-questions': 'Nuestras consultas:',
  'letter-ask-version': '¿Qué versiones del software están afectadas y en qué parte del equipo podemos consultar la suya? El aviso dice: «{words}».',
  'letter-ask-model': '¿Figura nuestro modelo entre los afectados? El aviso dice: «{words}».',
  'letter-ask-variant': '¿Está afectada nuestra variante y cómo se distinguen unas de otras? El aviso dice: «{words}».',
  'letter-ask-condition': '¿Se cumple esta condición en nuestro equipo: «{words}»? ¿Cómo podemos comprobarlo sin interrumpir su uso?',
  'letter-ask-os': '¿Con qué sistema operativo, y en qué versión, funciona nuestro equipo? El aviso dice: «{words}».',
  'letter-ask-date': '¿En qué fecha se fabricó o se entregó nuestro equipo? El aviso dice: «{words}».',
  'letter-ask-serial': '¿Está nuestro número de serie entre los afectados? El aviso dice: «{words}».',
  'letter-ask-component': '¿Contiene nuestro equipo este componente, y en qué versión: «{words}»? Les rogamos que nos envíen su lista de componentes de software (CycloneDX o SPDX).',
  'letter-ask-vendor': '¿Quién es, a efectos de este aviso, el fabricante de nuestro equipo? ¿Está afectado? El aviso dice: «{words}».',
  'letter-ask-maker-answer': '¿Está afectado nuestro equipo? El aviso dice: «{words}».',
  'letter-ask-fix-allowed': '¿Está autorizada la actualización que indica el aviso en este modelo: {model}? ¿Quién puede instalarla y qué hay que comprobar después?',
  'letter-ask-fix-planned': '¿Está prevista una corrección para este modelo: {model}? En caso afirmativo, ¿para cuándo?',
  'letter-ask-measures': '¿Qué medidas recomiendan mientras tanto? ¿Alguna de ellas, como cerrar un puerto o situar el equipo tras un cortafuegos, afecta a su finalidad prevista o a su conformidad?',
  'letter-ask-os-updates': '¿Podemos instalar nosotros las actualizaciones de seguridad del sistema operativo ({os})?',
  'letter-closing': 'Les agradeceremos que respondan por escrito y citen el número del aviso, para que podamos archivar su respuesta junto con la documentación del equipo.',
  'letter-regards': 'Atentamente',
};

const HU: Readonly<Record<LetterCode, string>> = {
  'letter-subject': 'Biztonsági közlemény ({advisory}): kérdések a készülékünkről ({device})',
  'letter-subject-unnamed': 'Biztonsági közlemény ({advisory}): kérdések a készülékünkről',
  'letter-greeting': 'Tisztelt Termékbiztonsági Csoport!',
  'letter-introduction': 'Intézményünkben az alább leírt készüléket használjuk. A megjelölt közlemény érinti vagy érintheti. Az Önök állásfoglalása nélkül semmit sem változtatunk rajta.',
  'letter-fact-vendor': 'Gyártó: {value}',
  'letter-fact-product': 'Termék: {value}',
  'letter-fact-model': 'Típus: {value}',
  'letter-fact-version': 'Szoftververzió: {value}',
  'letter-fact-version-unknown': 'Szoftververzió: nem ismerjük',
  'letter-fact-serial': 'Sorozatszám: {value}',
  'letter-fact-udi': 'UDI-DI: {value}',
  'letter-fact-part-of': 'Ennek része: {value}',
  'letter-fact-os': 'Operációs rendszer: {value}',
  'letter-fact-advisory': 'Közlemény: {id}, változat: {revision} – {title}',
  'letter-fact-released': 'Megjelenés napja: {value}',
  'letter-fact-vulnerabilities': 'Sérülékenységek: {value}',
  'letter-questions': 'Kérdéseink:',
  'letter-ask-version': 'Mely szoftververziók érintettek, és hol olvasható le a készüléken a verzió? A közlemény szövege: „{words}”.',
  'letter-ask-model': 'Érintett-e a mi típusunk? A közlemény szövege: „{words}”.',
  'letter-ask-variant': 'Érintett-e a mi kivitelünk, és miről ismerhetők fel az egyes kivitelek? A közlemény szövege: „{words}”.',
  'letter-ask-condition': 'Fennáll-e készülékünknél ez a feltétel: „{words}”? Hogyan ellenőrizhetjük úgy, hogy közben használatban marad?',
  'letter-ask-os': 'Milyen operációs rendszer, melyik verzióban fut a készülékünkön? A közlemény szövege: „{words}”.',
  'letter-ask-date': 'Mikor gyártották vagy szállították le a készülékünket? A közlemény szövege: „{words}”.',
  'letter-ask-serial': 'Az érintett sorozatszámok között van-e a miénk? A közlemény szövege: „{words}”.',
  'letter-ask-component': 'Tartalmazza-e készülékünk ezt az összetevőt, és ha igen, melyik verzióban: „{words}”? Kérjük, küldjék el a szoftverösszetevők jegyzékét (CycloneDX vagy SPDX).',
  'letter-ask-vendor': 'Ki számít e közlemény szempontjából a készülékünk gyártójának, és érintett-e a készülék? A közlemény szövege: „{words}”.',
  'letter-ask-maker-answer': 'Érintett-e a készülékünk? A közlemény szövege: „{words}”.',
  'letter-ask-fix-allowed': 'Telepíthető-e a közleményben megnevezett frissítés erre a típusra: {model}? Ki végezheti el, és mit kell utána ellenőrizni?',
  'letter-ask-fix-planned': 'Terveznek-e javítást ehhez a típushoz: {model}? Ha igen, mikorra?',
  'letter-ask-measures': 'Milyen intézkedéseket javasolnak addig? Érinti-e bármelyikük (például egy port lezárása vagy a készülék tűzfal mögé helyezése) a készülék rendeltetését vagy megfelelőségét?',
  'letter-ask-os-updates': 'Telepíthetjük-e mi magunk az operációs rendszer ({os}) biztonsági frissítéseit?',
  'letter-closing': 'Kérjük, írásban válaszoljanak, és tüntessék fel a közlemény számát, hogy a választ a készülék iratai mellett őrizhessük.',
  'letter-regards': 'Tisztelettel',
};

export const LETTER_WORDS: Readonly<Record<LetterLanguage, Readonly<Record<LetterCode, string>>>> = { en: EN, es: ES, hu: HU };
