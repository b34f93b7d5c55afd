import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { canMakePdf, readFonts } from './platform.ts';

describe.skipIf(!canMakePdf())(canMakePdf() ? 'typeset' : 'typeset: typst or Source Sans is not installed for this platform', () => {
  const set = async (source: string): Promise<Uint8Array> => {
    const { typeset } = await import('./typst.ts'), folder = mkdtempSync(join(tmpdir(), 'wardkeep-typst-')), template = join(folder, 'template.typ');
    try {
      writeFileSync(template, source);
      return typeset(pathToFileURL(template), { name: 'Bomba 7' }, readFonts());
    } finally { rmSync(folder, { recursive: true }); }
  };

  test('a template that stops is refused with its reason', async () => { await expect(set('#panic("here")')).rejects.toThrow('The PDF could not be set: panicked with: "here".'); });
  test('what breaks PDF/UA-1 is refused with the rule', async () => { await expect(set('Text')).rejects.toThrow(/^The PDF could not be written: PDF\/UA-1 error: .*title/); });
  test('and without the text that broke it', async () => { await expect(set('#set document(title: "T")\n#set text(font: "Source Sans 3", fallback: false)\n#(json(bytes(sys.inputs.data)).name + "中")')).rejects.toThrow('PDF/UA-1 error: the text … could not be displayed with font ….'); });
});
