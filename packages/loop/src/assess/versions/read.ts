/** The versions in what a hospital wrote: `SW 3.40`, `1.3.1 build 13`, `Rev. L`, `R5.3.1 (2019)`, `App 2.3 / DB 4.5`, with words before and behind. */
import { symbolsOf } from './symbols.ts';
import type { Version } from './types.ts';
import { fold, parseVersion, withPoint } from './version.ts';

/** Longer texts are no version column. */
const TEXT_LIMIT = 200;

/**
 * The versions in the text, in order; of operating systems, hardware and the like only when there is nothing else. `names`: words that say nothing here,
 * as `Android` where the product is "CT60 running Android OS".
 */
export function readVersions(printed: string, names: readonly string[] = []): readonly Version[] {
  if (printed.length > TEXT_LIMIT) return [];
  const text = withPoint(printed);
  const whole = parseVersion(text), found = whole ? [whole] : symbolsOf(text, null, { steps: 0 }).flatMap((symbol) => {
    if (symbol.kind === 'version') return symbol.phrase.line ? [] : [symbol.phrase.version];
    return symbol.kind === 'date' ? dateAsVersion(text.slice(symbol.from, symbol.to)) : [];
  });
  const own = found.map((version) => withoutName(version, names)), versions = own.filter((version) => !version.scheme.startsWith('of:'));
  return versions.length > 0 ? versions : own;
}

/** `2016-09` may be a release as well as a day. */
function dateAsVersion(text: string): Version[] {
  const version = parseVersion(text);
  return version ? [version] : [];
}

function withoutName(version: Version, names: readonly string[]): Version {
  if (!version.scheme.startsWith('of:')) return version;
  const word = version.scheme.slice(3), known = names.some((name) => fold(name).split(/[^a-z0-9]+/).includes(word));
  return known ? parseVersion(version.text.slice(version.text.search(/\d/))) ?? version : version;
}
