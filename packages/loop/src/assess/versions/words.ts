/**
 * The words of version statements in English, Spanish, Hungarian and German (an advisory may be typed from a maker's letter), folded: lower case,
 * no accents. `p<` and its like stand after the version ("3.2 and below"). Hungarian case endings are split off as words of their own: `4.2-ig`.
 */
export type WordCode = '<' | '<=' | '>' | '>=' | 'p<' | 'p<=' | 'p>' | 'p>=' | 'and' | 'to' | 'between' | 'p-between' | 'except' | 'all' | 'noise' | 'made' | 'condition' | 'incl' | 'excl' | 'model';

const TABLE: Readonly<Record<WordCode, string>> = {
  '<': `before|prior to|earlier than|older than|lower than|less than|smaller than|below|under|up to but not including|up to but excluding|up to not including|on versions before
    anteriores a|anterior a|inferiores a|inferior a|previas a|previa a|previos a|antes de|antes del|anteriores al|menores que|menor que|menores a|hasta pero sin incluir
    menor que la|vor|vor der|vor dem|kleiner|kleiner als|alter als|fruher als|niedriger als|unter|unterhalb|korabbi mint|regebbi mint|kisebb mint|alacsonyabb mint`,
  '<=': `up to and including|up to|upto|through|thru|no later than|not later than|at most|on or before|and including|lower than or equal to|less than or equal to|up through
    inferior o igual a|inferiores o iguales a|menor o igual que|menor o igual a|kleiner gleich|kleiner oder gleich|hasta|hasta el|hasta la|hasta e incluyendo|hasta la inclusive|como maximo|bis|bis zum|bis zur|bis einschliesslich|bis inklusive|bis und mit|bis zu|hochstens|legfeljebb|maximum`,
  '>': 'after|later than|newer than|above|higher than|greater than|posteriores a|posterior a|posteriores al|superiores a|superior a|mayores que|mayor que|despues de|nach|neuer als|hoher als|grosser als|oberhalb|ujabb mint|kesobbi mint|magasabb mint',
  '>=': 'superior o igual a|superiores o iguales a|mayor o igual que|mayor o igual a|grosser gleich|grosser oder gleich|greater than or equal to|higher than or equal to|from|starting with|starting from|starting at|beginning with|as of|since|at least|on or after|desde|desde el|desde la|a partir de|a partir del|al menos|como minimo|ab|ab dem|seit|mindestens|legalabb|von',
  'p<': 'verzional korabbi|verzional regebbi|verzional alacsonyabb|verzional kisebb|elotti|elottiek|elott|-nel korabbi|-nel regebbi|-nel alacsonyabb|-nel kisebb|alatti|alatt|exclusive of this',
  'p<=': `and below|and earlier|and prior|and older|and lower|and previous|and before|and under|and all prior|and all earlier|and all previous|and all versions prior|and any prior|and any earlier|or any earlier|or any prior|or below|or earlier|or prior|or older|or lower|or previous|or before|or less|and less|and down
    y anteriores|y anterior|o anteriores|o anterior|y todas las anteriores|e inferiores|y inferiores|o inferiores|y previas|o previas|y previos|und fruher|und altere|und alter|und fruhere|und niedriger|und darunter|und kleiner|oder fruher|oder alter|oder altere|oder fruhere|oder niedriger
    es korabbi|es korabbiak|es regebbi|es regebbiek|es az alatti|es az annal korabbi|es annal korabbi|es annal regebbi|es az elotti|vagy korabbi|vagy regebbi|vagy annal korabbi|vagy annal regebbi|vagy alacsonyabb|es alacsonyabb|-ig|-ig bezarolag|verzioig|verzioig bezarolag`,
  'p>': 'verzional ujabb|verzional kesobbi|verzional magasabb|-nel ujabb|-nel kesobbi|-nel magasabb|-nel nagyobb|utani|utan|feletti|folotti',
  'p>=': `and above|and later|and higher|and newer|and up|and onwards|and after|or above|or later|or higher|or newer|or greater|and greater|onwards
    y posteriores|y posterior|o posteriores|o posterior|y superiores|o superiores|y siguientes|en adelante|und hoher|und spater|und neuer|und neuere|und daruber|und spatere|oder hoher|oder spater|oder neuer
    es ujabb|es kesobbi|es magasabb|es ujabbak|vagy ujabb|vagy kesobbi|vagy magasabb|-tol|-tol kezdve|verziotol|verziotol kezdve`,
  and: 'and|or|and/or|and also|as well as|&|plus|y|o|und|oder|sowie|es|vagy|valamint|illetve',
  to: '-|to|a|a la',
  between: 'between|any version between|entre|zwischen',
  'p-between': 'kozott|kozotti',
  except: 'except|except for|excluding|not including|other than|but not|excepto|salvo|excluyendo|ausser|ausgenommen|mit ausnahme von|kiveve',
  all: 'all|any|every|all versions|any version|all releases|all models|all builds|all firmware|all software|all serial numbers|all products|all firmware versions|all software versions|todas|todos|todas las|todas las versiones|alle|alle versionen|samtliche|minden|minden verzio|osszes|valamennyi|valamennyi verzio',
  noise: `version|versions|version:|versions:|v|ver|ver.|release|releases|firmware|software|the|these|following|only version|affected|products|product|running version|numbers|number|are|is|series|all-in|la|las|el|los|de la|de las|del|versiones|sistema|softwareversion|softwareversionen|firmwareversion
    versionen|der|die|das|dem|den|verziok|verzio|verzioju|verzioszamu|a verzio|szoftver|szoftververzio|szoftververziok|firmverzio|az|kezdve|bezarolag|inklusive|einschliesslich|incl|software-version`,
  made: `distributed|shipped|manufactured|built|sold|serviced|made|produced|released|dated|distribuidos|distribuidas|distribuido|fabricados|fabricadas|fabricado|vendidos|vendidas|enviados|ausgeliefert|ausgelieferte|hergestellt|hergestellte|gebaut|vertrieben|gyartott|szallitott|forgalmazott|ertekesitett|eladott`,
  condition: `with|without|w/|on|running|running on|used with|used on|used in|using|when|where|if|while|installed|installed on|that|which|having|equipped with|connected to|configured|only on|only with|only if|only when|only|prior models
    con|sin|cuando|si|donde|ejecutando|ejecutandose en|instalado|instalados|que|solo|mit|ohne|wenn|auf|sofern|falls|installiert|nur|ha|amennyiben|amely|amelyek|csak|eseten`,
  incl: 'inclusive|included|including|inclusivo|incluida|incluido|incluyendo|bezarolag',
  excl: 'exclusive|excluded|exclusivo|excluida|exclusiv|exklusiv|exkl|ausschliesslich|not included',
  model: 'model|models|model no|model number|modelo|modelos|modell|modelle|modellek|mlfb|part number|part no|typ|tipus|referencia|ref',
};

interface Phrase { readonly words: readonly string[]; readonly code: WordCode }
const FIRST = new Map<string, Phrase[]>();
for (const [code, list] of Object.entries(TABLE)) {
  for (const phrase of list.split(/[|\n]/)) {
    const words = phrase.trim().split(' '), at = FIRST.get(words[0]!) ?? [];
    at.push({ words, code: code as WordCode });
    FIRST.set(words[0]!, at);
  }
}
// The longest phrase wins; of two readings of the same words, the one that stands first in the table.
for (const phrases of FIRST.values()) phrases.sort((a, b) => b.words.length - a.words.length);

/** The longest phrase that begins at `at`. `word` gives the folded word at a place, or null where there is none. */
export function phraseAt(word: (at: number) => string | null, at: number): { readonly code: WordCode; readonly length: number } | null {
  const first = word(at);
  if (first === null) return null;
  for (const phrase of FIRST.get(first) ?? []) if (phrase.words.every((one, i) => word(at + i) === one)) return { code: phrase.code, length: phrase.words.length };
  return null;
}

/** Notes in parentheses that restrict nothing: regions already told by the number, ends of life, where a part is built in. */
export const NOTES = new Set(['global', 'us', 'u.s', 'usa', 'eu', 'europe', 'international', 'worldwide', 'emea', 'row', 'end-of-life', 'end', 'eol', 'eos', 'end-of-support', 'integrated', 'formerly', 'aka', 'also', 'previously', 'replaced', 'incl', 'including', 'all', 'discontinued', 'legacy', 'latest', 'current', 'ehemals', 'fixed', 'corrected', 'resolved', 'patched', 'see', 'siehe', 'behoben', 'corregido', 'solucionado', 'javitva', 'lasd']);

/** First words of an alternative that speaks of something else than a version: `hardware version C`, `serial numbers below 14000`. It is a condition. */
export const OTHER_ATTRIBUTES = new Set(['hardware', 'hw', 'hardver', 'serial', 'serials', 'serie', 'seriennummer', 'seriennummern', 'sorozatszam', 'gyariszam', 'gyari', 'lot', 'lots', 'lote', 'lotes', 'batch', 'charge', 'chargen', 'os', 'betriebssystem', 'board', 'pcb']);

/** After a condition word these say that the version itself follows: `all units with firmware 2.3 and below`. */
export const VERSION_WORDS = new Set(['software', 'firmware', 'version', 'versions', 'versiones', 'verzio', 'szoftver', 'szoftververzio', 'softwareversion', 'firmwareversion', 'release', 'releases']);
