/**
 * sysDescr.0 (RFC 3418: "full name and version identification of the system's hardware type, software operating-system, and networking
 * software") by structure, for devices that no rule knows:
 *
 *     description = system | device
 *     system      = kernel SP node SP release …            kernel = Linux | FreeBSD | … (uname -a, as net-snmp gives)
 *                 | "Hardware: " … "Software: Windows" … "Version " n.n … ["(Build " n]
 *     device      = name [SP version] [SP "(" comment ")"] { (";" | ",") field } name = everything before the first ";", "," or comment
 *     field       = [label] version | other                label = SW | FW | Software | Firmware | Version | Ver | V, with Version, Rev or Release behind
 *     version     = digit { digit | letter | "." | "-" | "(" | ")" }, or letter "." digits "." … (`B.02.10`)
 *
 * Fields of hardware, boot loaders and serial numbers (HW, Hardware, Boot, ROM, S/N, Serial) give no version; one with SW or FW goes before one without.
 * A trailing version without label needs a dot: in `InfuGate 3` the 3 belongs to the name.
 */
import { publicName } from '../person.ts';

export interface SystemDescription {
  readonly product: string | null;
  readonly version: string | null;
  readonly os: string | null;
  /** Host name inside a uname text. */
  readonly node: string | null;
  /** The text without the names of people: what rules may see. Null where the name of the device is a person's. */
  readonly text: string | null;
}

const UNAME = /^(Linux|FreeBSD|OpenBSD|NetBSD|Darwin|SunOS|AIX|HP-UX) (\S{1,255}) (\S{1,64})/;
const WINDOWS = /^Hardware: .*Software: Windows.{0,40}? Version (\d+(?:\.\d+)?)(?: \(Build (\d+))?/;
/** `Compiled Mon 05-Sep-11 by joe` */
const BY = / by \S+/g;
const OTHER_FIELD = /^\s*(?:HW|H\/W|Hardware|Boot|ROM|S\/N|SN|Serial)\b/i;
const SOFTWARE = /\b(?:SW|S\/W|FW|F\/W|Software|Firmware)(?: (?:Version|Ver\.?|Rev(?:ision)?\.?|Release))?[ :=v]{0,3}(\d[\w.()-]{0,40}|[A-Z]\.\d[\w.()-]{0,40})/i;
const VERSION = /(?:\bVersion|\bVer\.?)[ :=v]{0,3}(\d[\w.()-]{0,40}|[A-Z]\.\d[\w.()-]{0,40})|(?:^|\s)V\.?(\d+\.\d[\w.()-]{0,40})/i;
/** At the end: one in the middle is a part of the name. */
const COMMENT = /\s\([^()]{0,80}\)\s*$/;
const TRAILING = /^(.*\S)\s+[Vv]?((?:[A-Z]\.)?\d+(?:\.\d+)+[A-Za-z0-9-]{0,10})$/;

export function readSysDescr(description: string): SystemDescription {
  const unix = UNAME.exec(description);
  if (unix) {
    const [, kernel = '', node = '', release = ''] = unix, { name } = publicName(node);
    return { product: null, version: null, os: `${kernel} ${release}`, node: name, text: name === null ? description.replaceAll(node, '-') : description };
  }
  const windows = WINDOWS.exec(description);
  if (windows) return { product: null, version: null, os: `Windows ${windows[1]}${windows[2] === undefined ? '' : ` build ${windows[2]}`}`, node: null, text: description };
  return readDevice(unquoted(description.replace(BY, '')));
}

/** A configuration that quotes its text twice gives the quotes, too. */
function unquoted(text: string): string { return /^(["'])(.*)\1$/s.exec(text.trim())?.[2]?.trim() ?? text; }

function readDevice(text: string): SystemDescription {
  const fields = text.split(/[;,]/), head = fields[0]!.replace(COMMENT, '').trim();
  if (publicName(head).person) return { product: null, version: null, os: null, node: null, text: null };
  let version: string | null = null;
  for (const pattern of [SOFTWARE, VERSION]) {
    for (const field of fields) {
      if (version !== null || OTHER_FIELD.test(field)) continue;
      const match = pattern.exec(field);
      version = match?.[1] ?? match?.[2] ?? null;
    }
  }
  let product = head;
  const trailing = TRAILING.exec(head);
  if (trailing) { version ??= trailing[2]!; if (version === trailing[2]) product = trailing[1]!; }
  product = product.replace(/[\s,]+(?:(?:SW|FW|Software|Firmware)\s+)?(?:Version|Ver\.?|V)[\s:=]*\d.*$/i, '').replace(/\s+V$/i, '').trim();
  return { product: /^(?=.*\p{L}{2}).{3,80}$/u.test(product) ? product : null, version: version === null ? null : version.replace(/[.-]+$/, ''), os: null, node: null, text };
}
