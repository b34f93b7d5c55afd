/**
 * When a device was made, by what a hospital notes: `fecha de fabricación 03/2017`, `gyártva: 2017.03`, `Baujahr 2016`, `made in May 2016`. What was bought
 * or installed in a year was made in it or before.
 */
import { type DateSpan, monthOf, parseDateSpan } from './date.ts';
import { fold } from './version.ts';

/** Beginnings of words, folded. */
const MADE = /(?<![a-z])(?:manufactur|made|built|shipped|produced|distribut|serviced|updated|released|fabricad|fabricaci|fecha de fab|producid|ano|gyart|evjarat|keszult|hergestell|herstell|gebaut|baujahr|bj\b|produziert|fertigung|mfg|dom\b|year of make|model year)/;
const OWNED = /(?<![a-z])(?:implant|beultet|einsatz|purchas|bought|acquired|installed|in service|commission|deliver|received|comprad|compra\b|adquirid|adquisici|instalad|puesta en|en servicio|entregad|recibid|vasarol|beszerez|beszerz|vett|uzembe|telepit|szallit|atveve|gekauft|kauf|beschafft|anschaff|inbetrieb|installiert|geliefert|liefer)/;
/** `03/2017`, `3.2017`. */
const MONTH_YEAR = /(?<![\d./-])(0?[1-9]|1[0-2])[./-]((?:19|20)\d\d)(?![\d./-]*\d)/;
/** `2017.03`, `2017/03`, `2017. 3.`. */
const YEAR_MONTH = /(?<![\d./-])((?:19|20)\d\d)(?:[./-]|\. )(0?[1-9]|1[0-2])(?!\d|[./-] ?\d)/;
const DAY = /(?<!\d)(?:(?:19|20)\d\d[-/.] ?\d{1,2}[-/.] ?\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d)(?!\d)/;
const NAMED = /([a-z]{3,14})\.?,? (?:de |del )?((?:19|20)\d\d)(?!\d)/, NAMED_BEHIND = /((?:19|20)\d\d)\.? ([a-z]{3,14})/;
const YEAR = /(?<![\d./-])((?:19|20)\d\d)(?![\d/]|[.-]\d)/;
/** Longer notes tell a story; only their beginning is read. */
const NOTES_LIMIT = 1000;
const EVER = '0001-01-01';

/** The days of making that the notes leave possible; null where they say nothing of it. */
export function madeIn(notes: string): DateSpan | null {
  let bought: DateSpan | null = null;
  for (const clause of fold(notes.slice(0, NOTES_LIMIT)).split(/[,;()|\n]/)) {
    const made = MADE.test(clause), owned = OWNED.test(clause), said = made || owned ? dateIn(clause) : null;
    if (said === null) continue;
    if (made) return said;
    bought ??= { from: EVER, before: said.before };
  }
  return bought;
}

function dateIn(clause: string): DateSpan | null {
  const day = DAY.exec(clause)?.[0], read = day === undefined ? null : parseDateSpan(/^\d{4}/.test(day) ? day.replace(/[./] ?|- /g, '-') : day.replace(/-/g, '.'));
  if (read !== null) return read;
  const named = NAMED.exec(clause), behind = NAMED_BEHIND.exec(clause), early = MONTH_YEAR.exec(clause), late = YEAR_MONTH.exec(clause);
  const month = named === null ? null : monthOf(named[1]!), other = behind === null ? null : monthOf(behind[2]!);
  if (month !== null) return ofMonth(named![2]!, month);
  if (other !== null) return ofMonth(behind![1]!, other);
  if (early !== null) return ofMonth(early[2]!, Number(early[1]));
  if (late !== null) return ofMonth(late[1]!, Number(late[2]));
  const year = YEAR.exec(clause)?.[1];
  return year === undefined ? null : parseDateSpan(year);
}

const ofMonth = (year: string, month: number): DateSpan | null => parseDateSpan(`${year}-${String(month).padStart(2, '0')}`);
