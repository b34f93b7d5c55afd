/** Where typst and the fonts are, and whether this platform has them. Looks at package files only: the compiler, 52 MB of native code, stays unloaded. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export const TYPST = '@myriaddreamin/typst-ts-node-compiler';
/** Source Sans 3 by Adobe, OFL-1.1, as on the pages. */
export const FONT_FILES = ['Light', 'Regular', 'Semibold'].map((weight) => `source-sans/OTF/SourceSans3-${weight}.otf`);

const require = createRequire(import.meta.url);

/**
 * The compiler's native part is a package of its own for each platform, and it has to be of the compiler's own version: older ones are installed where the current one
 * is not published, and they cannot write PDF/UA-1.
 */
export function canMakePdf(): boolean {
  try {
    for (const file of FONT_FILES) require.resolve(file);
    const at = require.resolve(`${TYPST}/package.json`), { version, optionalDependencies } = JSON.parse(readFileSync(at, 'utf8')) as Manifest, beside = createRequire(at);
    return Object.keys(optionalDependencies ?? {}).some((name) => versionOf(beside, name) === version);
  } catch { return false; }
}

interface Manifest { readonly version: string; readonly optionalDependencies?: Readonly<Record<string, string>> }

function versionOf(from: NodeJS.Require, name: string): string | null {
  try { return (JSON.parse(readFileSync(from.resolve(`${name}/package.json`), 'utf8')) as Manifest).version; } catch { return null; }
}

export function readFonts(): Buffer[] { return FONT_FILES.map((file) => readFileSync(require.resolve(file))); }
