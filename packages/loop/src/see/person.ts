/**
 * The person filter: of a name that a device gives itself, "there is a person, yes; who, no" (docs/formats/signals.md, privacy).
 *
 * A name is personal, in this order, when
 * 1. it is an account (`user@host`);
 * 2. it holds a possessive: `Maria's iPhone`, `Marias-MacBook`, `iPad de José`, `MacBook-Pro-von-Anna`, `Anna laptopja`;
 * 3. it holds a title and a word: `dr-kovacs-pc`, `Prof. Smith`;
 * 4. it holds a given name and a family name side by side: `nagy.janos-laptop`, `marialopez`, `ECG-GARCIA-MARIA`;
 * 5. it holds a given or family name of the lists below and no word for shared equipment or an institution.
 *
 * So `SRV-MARIA-DB` and `hospital-victoria-gw` pass (machines and houses are named after saints and queens), `MARIA-PC` and `jnagy` do not.
 * Departments are no persons: `Radiology's iPad` and `PC de Laboratorio` pass. In doubt a name is hidden: a lost host name costs less than a told one.
 */

/** `name` is null when it is empty or when `person` is true. */
export interface PublicName { readonly name: string | null; readonly person: boolean }

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Very common given names of Spain, Hungary and the English-speaking countries, without accents. Names that are also everyday words (will, mark, ray, max, may) are left out. */
const GIVEN = words(`
  maria carmen ana anna isabel dolores pilar teresa rosa cristina laura elena lucia marta sara sandra paula raquel beatriz silvia patricia irene julia nuria andrea
  rocio monica alicia angela mercedes sonia montserrat margarita yolanda encarnacion concepcion lourdes inmaculada esther victoria natalia claudia sofia daniela noelia eva lorena
  antonio jose manuel francisco juan david javier daniel carlos jesus alejandro miguel rafael pedro angel pablo sergio fernando jorge luis alberto alvaro diego
  adrian raul enrique ramon vicente ivan ruben oscar andres joaquin santiago eduardo victor mario roberto jaime ignacio salvador marcos paco pepe lola gonzalo hugo martin nicolas
  jordi marc xavi iker mikel aitor unai inaki ainhoa nerea leire begona consuelo gloria ines rosario angeles charo conchi nacho rafa toni fran
  erzsebet ilona katalin eva zsuzsanna zsuzsa margit judit agnes julianna andrea ildiko erika krisztina irma gabriella eszter timea edit marika piroska terezia veronika
  reka dora zsofia nora orsolya petra boglarka noemi viktoria szilvia tunde hajnalka beata aniko emese kinga fanni luca lilla kati zsuzsi bea
  laszlo istvan jozsef janos zoltan sandor ferenc gabor attila peter tamas tibor imre gyorgy andras csaba lajos balazs zsolt pal mihaly gergely adam
  bence mate norbert robert krisztian levente dezso bela geza karoly miklos akos gyula szabolcs balint kristof barnabas dani pisti jani laci feri zoli gabi
  johanna hanna zsofi niki viki peti robi marci zsombor milan benedek janka flora sarolta magdolna maria jolan
  mary patricia jennifer linda elizabeth barbara susan jessica sarah karen nancy lisa margaret betty sandra ashley emily michelle amanda melissa deborah stephanie rebecca
  laura helen sharon cynthia kathleen amy angela anne ann jane emma olivia sophie charlotte lucy hannah rachel katie kate alice catherine caroline diana julie megan
  james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony donald steven paul andrew joshua kenneth kevin brian
  george edward ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander patrick
  raymond jack dennis jerry tyler aaron henry peter adam nathan zachary kyle walter harry oliver simon martin stuart alan tom tim mike steve dave chris bob jim joe ben sam
  nick alex andy tony matt greg jeff rob phil ted jenny vicky debbie claire fiona sophia julia liam noah ethan ian keith neil nigel graham stephen stuart trevor
`);

/** Very common family names of Spain and Hungary, and English ones that are no everyday word. */
const FAMILY = words(`
  garcia gonzalez rodriguez fernandez lopez martinez sanchez perez gomez jimenez ruiz hernandez diaz moreno munoz alvarez romero alonso gutierrez navarro torres dominguez
  vazquez ramos ramirez serrano molina morales suarez ortega delgado castro ortiz rubio marin sanz nunez iglesias medina garrido cortes castillo lozano
  nagy kovacs toth szabo horvath varga kiss molnar nemeth farkas balogh papp takacs juhasz lakatos meszaros olah simon racz fekete szilagyi torok feher gal kocsis
  szucs orban hegedus pinter szalai bognar csonka vincze szekely gulyas bodnar fodor lukacs
  smith jones williams johnson davis wilson evans roberts robinson wright thompson hughes edwards walker lewis clarke jackson harris anderson murphy kelly sullivan obrien
`);

/** Devices that one person carries or sits at. */
const PERSONAL = 'iphone|ipad|ipod|macbook|mbp|mba|imac|airpods|watch|laptop|notebook|portatil|ordenador|movil|telefono|tableta|tablet|phone|mobile|galaxy|pixel|redmi|xiaomi|huawei'
  + '|pc|desktop|surface|thinkpad|chromebook|telefon|mobil|gep|szamitogep|computer|mac|handy';
const PERSONAL_WORDS: ReadonlySet<string> = new Set(PERSONAL.split('|'));
/** The Hungarian possessive of the same: `laptopja`, `telefonja`, `gépe`, `iPhone-ja`. */
const HUNGARIAN_OWNED = new RegExp(`^(?:${PERSONAL})-?(?:ja|je|a|e)$`);

/** Equipment that belongs to the house, and words for houses: with them a given name is a name of a thing. */
const SHARED = words(`
  srv server serv svr servidor szerver kiszolgalo db sql nas san file files fs dc dns dhcp esx esxi vm vcenter backup proxy mail web www app print printer impresora nyomtato
  sw switch ap wlan wifi rtr router fw firewall gw gateway cam camera nvr ups plc bms hub
  pacs vna ris his lis ehr ct mr mri us xray rx dr cr rf nm pet ecg eeg monitor mon pump bomba infusion vent ventilator analyzer analyser analizador
  hospital korhaz clinic clinica klinika hosp residencia otthon centro center centre health salud szent santa san sta saint st
`);

/** Places and groups: their possessive is no person's. */
const PLACES = words(`
  ward wards room rooms lab labs laboratory laboratorio labor radiology radiologia rontgen surgery quirofano muto theatre theater icu uci itu urgencias emergency surgossegi er ed
  pharmacy farmacia gyogyszertar reception recepcion recepcio admision felvetel planta sala box consulta rendelo osztaly nurse nurses nursing enfermeria noverek staff personal
  office oficina iroda direccion training formacion guardia archivo archivos datos backup impresion informatica it soporte support children childrens women womens men mens cardiology
  cardiologia kardiologia ambulance ambulancia maternity maternidad pediatria oncologia dialisis hemodialisis rehab almacen raktar sterile esterilizacion docs documents
  chest table detector digital canon philips siemens fuji carestream agfa ge samsung konica
`);

const TITLES = words('dr dra prof doctor doctora sr sra srta mr mrs ms miss don dona ifj ozv');

/** Endings by which a dotted name is a domain name, of which only the first label is the host's. */
const DOMAIN = /\.(?:local|lan|home|internal|intranet|localdomain|arpa|example|test|invalid|corp|com|net|org|edu|gov|info|cloud|health|hospital|[a-z]{2})\.?$/;

const fold = (text: string): string => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '');

/** Of a name a device gives itself: the name when it is no person's, else null and that there is a person. */
export function publicName(name: string | null | undefined): PublicName {
  if (name === null || name === undefined || name === '') return NOBODY;
  const known = passed.get(name);
  if (known !== undefined) return known;
  const text = name.trim().slice(0, 256);
  if (text === '') return NOBODY;
  if (isPersonal(text)) return PERSON; // never remembered
  const open = { name: text, person: false };
  if (passed.size >= PASSED_LIMIT) passed.clear();
  passed.set(name, open);
  return open;
}

const NOBODY: PublicName = { name: null, person: false }, PERSON: PublicName = { name: null, person: true };
/** Names that are no person's: devices say theirs over and over. */
const passed = new Map<string, PublicName>(), PASSED_LIMIT = 4096;

/** A given and a family name side by side, or a title and a name: sure enough for texts that are mostly names of companies (`Johnson & Johnson` is none). */
export function isFullName(text: string): boolean {
  const tokens = tokensOf(fold(text.slice(0, 256)));
  return titled(tokens) || fullName(tokens);
}

function isPersonal(text: string): boolean {
  if (text.includes('@')) return true;
  const plain = fold(text), lower = plain.toLowerCase();
  const host = DOMAIN.test(lower) ? hostPart(plain) : plain;
  if (/['’´`]s?(?![a-z])/i.test(host)) return !placePossessive(host.toLowerCase());
  const tokens = tokensOf(host);
  if (tokens.length === 0) return false;
  return possessive(tokens) || titled(tokens) || named(tokens);
}

/** The first label of a domain name; with the second where the first is a title or an initial (`dr.nagy.hu`, `j.nagy.hu`). */
function hostPart(name: string): string {
  const [first = '', second = ''] = name.split('.');
  return first.length > 1 && !TITLES.has(first.toLowerCase()) ? first : `${first} ${second}`;
}

/** Lower-case words; a change from lower to upper case and from letter to digit parts words too. */
function tokensOf(host: string): string[] {
  return host.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/i (Phone|Pad|Pod|Mac)/g, 'i$1').replace(/Mac Book/g, 'MacBook').toLowerCase().split(/[^a-z]+/).filter((token) => token !== '');
}

function placePossessive(host: string): boolean {
  const owner = /([a-z]+)['’´`]/.exec(host)?.[1] ?? '';
  return PLACES.has(owner) || /\b(?:hospital|clinic)/.test(host);
}

const OF = words('de del von of di du da');

function possessive(tokens: readonly string[]): boolean {
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1], after = tokens[index + 1];
    // `iPad de José`, `PC de la Dra. Ruiz`, `MacBook Pro von Anna`
    if (OF.has(token) && after !== undefined && tokens.slice(0, index).some((word) => PERSONAL_WORDS.has(word))) {
      const owner = tokens.slice(index + 1).find((word) => !['la', 'el', 'los', 'las', 'the', 'der'].includes(word));
      if (owner !== undefined && owner.length > 1 && !PLACES.has(owner) && !SHARED.has(owner)) return true;
    }
    // `Marias-iPhone`, `maria-s-ipad`: what systems make of an apostrophe
    if (PERSONAL_WORDS.has(token) && before !== undefined) {
      const owner = before === 's' ? tokens[index - 2] : before.length > 3 && before.endsWith('s') ? before.slice(0, -1) : undefined;
      if (owner !== undefined && (before === 's' || GIVEN.has(owner) || /^(?:iphone|ipad|ipod|macbook|imac|mbp)$/.test(token)) && !PLACES.has(owner) && !PLACES.has(before) && !SHARED.has(owner)) return true;
    }
    // `Anna laptopja`, `anna-iphone-ja`
    const owned = HUNGARIAN_OWNED.test(token) || (PERSONAL_WORDS.has(token) && (after === 'ja' || after === 'je'));
    if (owned && before !== undefined && !PLACES.has(before) && !SHARED.has(before)) return true;
  }
  return false;
}

function titled(tokens: readonly string[]): boolean {
  return tokens.some((token, index) => {
    const next = tokens[index + 1] ?? '';
    if (TITLES.has(token)) return next.length > 2 && !PERSONAL_WORDS.has(next) && !SHARED.has(next) && !PLACES.has(next);
    const glued = /^(?:dr|dra|prof)([a-z]{3,})$/.exec(token)?.[1];
    return glued !== undefined && (FAMILY.has(glued) || GIVEN.has(glued));
  });
}

const fullName = (tokens: readonly string[]): boolean => tokens.some((token, index) => {
  const next = tokens[index + 1] ?? '';
  return (GIVEN.has(token) && FAMILY.has(next)) || (FAMILY.has(token) && GIVEN.has(next)) || (!SHARED.has(token) && glued(token) === 'full');
});

function named(tokens: readonly string[]): boolean {
  if (fullName(tokens)) return true;
  let alone = false, shared = false;
  for (const token of tokens) {
    if (SHARED.has(token)) { shared = true; continue; }
    if (glued(token) === 'part' || GIVEN.has(token) || FAMILY.has(token)) alone = true;
  }
  return alone && !shared;
}

/** `marialopez`, `lopezmaria` are a full name; `joseluis`, `annapc`, `jnagy`, `nagyj` a part of one. */
function glued(token: string): 'full' | 'part' | null {
  if (token.length < 5 || token.length > 32) return null;
  if (FAMILY.has(token.slice(1)) || FAMILY.has(token.slice(0, -1))) return GIVEN.has(token) ? null : 'part';
  for (let cut = 3; cut <= token.length - 2; cut++) {
    const head = token.slice(0, cut), tail = token.slice(cut);
    if (GIVEN.has(head)) {
      if (FAMILY.has(tail)) return 'full';
      if (GIVEN.has(tail) || PERSONAL_WORDS.has(tail)) return 'part';
    } else if (FAMILY.has(head) && GIVEN.has(tail)) return 'full';
    else if (PERSONAL_WORDS.has(head) && GIVEN.has(tail)) return 'part';
  }
  return null;
}
