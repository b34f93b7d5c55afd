/**
 * An operating system as people and scanners write it: „Windows 10 1809”, „Linux 4.14”, „VxWorks 6.9”. Name and version cannot be told apart, so every
 * split is tried.
 */

export interface SystemName { readonly name: string; readonly version: string | null; readonly maker: string | null }

const MAKERS: readonly (readonly [RegExp, string])[] = [
  [/^windows\b/i, 'Microsoft'], [/^(?:mac ?os|os x|ios|ipados)\b/i, 'Apple'], [/^linux\b/i, 'Linux'], [/^android\b/i, 'Google'],
  [/^vxworks\b/i, 'Wind River'], [/^qnx\b/i, 'BlackBerry'], [/^debian\b/i, 'Debian'], [/^ubuntu\b/i, 'Canonical'],
  [/^(?:red hat|rhel)\b/i, 'Red Hat'], [/^freebsd\b/i, 'FreeBSD'], [/^freertos\b/i, 'Amazon'], [/^(?:solaris|sunos)\b/i, 'Oracle'],
];
/** Words of a name that comes before a version; longer texts are notes. */
const WORDS_LIMIT = 8, TEXT_LIMIT = 120;

/** `Windows 10 1809` → Windows 10 1809; Windows 10, version 1809; Windows, version 10 1809. Nothing for texts that begin with no system known by name. */
export function systemNames(text: string): SystemName[] {
  if (text.length > TEXT_LIMIT) return [];
  const plain = text.replace(/^\s*(?:microsoft|apple|gnu\/)\s*/i, '').replace(/\b(?:version|ver\.?|kernel|release)\s+(?=\d)/gi, '').trim();
  const maker = MAKERS.find(([pattern]) => pattern.test(plain))?.[1];
  if (maker === undefined) return [];
  const words = plain.split(/\s+/).slice(0, WORDS_LIMIT), first = words.findIndex((word) => /\d/.test(word)), out: SystemName[] = [];
  const shortest = Math.max(1, first < 0 ? words.length : first);
  for (let end = words.length; end >= shortest; end--) out.push({ name: words.slice(0, end).join(' '), version: words.slice(end).join(' ') || null, maker });
  // Records write „Windows 10 Version 1809”.
  if (first >= 0 && first + 1 < words.length) {
    out.push({ name: [...words.slice(0, first + 1), 'version', ...words.slice(first + 1)].join(' '), version: null, maker });
  }
  return out;
}

const FAMILIES = /\b(?:windows|linux|mac ?os|android|ios|vxworks|qnx|solaris|freebsd|aix|hp-ux|chromeos)\b/gi;
const LINUXES = /\b(?:debian|ubuntu|red hat|rhel|centos|fedora|suse|alpine|yocto)\b/i;

/** Families of operating systems that a text names: `Windows, Linux` → both. Texts such as `x64-based systems` name none. */
export function systemFamilies(text: string): Set<string> {
  const found = new Set([...text.matchAll(FAMILIES)].map(([family]) => family.toLowerCase().replace(' ', '')));
  if (LINUXES.test(text)) found.add('linux');
  return found;
}
