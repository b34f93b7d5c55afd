import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findingsPdf } from './findings.ts';
import { canMakePdf } from './platform.ts';
import { ask, finding, hasTool, input, LANGUAGES, many } from './testing.ts';
import { UNPRINTABLE } from './text.ts';
import { PDF_WORDS } from './words.ts';

const hasPoppler = hasTool('pdftotext'), hasVeraPdf = hasTool('verapdf');
const latin1 = (pdf: Uint8Array): string => Buffer.from(pdf).toString('latin1');
/** The text in reading order, with plain spaces; words that the layout broke are one line after the other. */
const textOf = (pdf: Uint8Array): string => ask('pdftotext', ['-layout', '-', '-'], pdf).replaceAll('\u00a0', ' ');

test.runIf(process.platform === 'linux' && process.arch === 'x64' && existsSync('/lib64/ld-linux-x86-64.so.2'))('Linux on x64 with glibc can make one', () => { expect(canMakePdf()).toBe(true); });

/** A platform without typst or its fonts has no PDF, and says so: there is nothing to test. */
describe.skipIf(!canMakePdf())(canMakePdf() ? 'findings as PDF' : 'findings as PDF: typst or Source Sans is not installed for this platform', () => {
  describe.each(LANGUAGES)('%s', (language) => {
    const pdf = findingsPdf(input([finding(), finding({ assetId: 'asset-2', assetName: 'Bomba señal 7', zone: null, verdict: 'cannot_tell' })], { language }));
    const words = PDF_WORDS[language];

    test('is tagged PDF 1.7 that claims PDF/UA-1, with language, title and date', async () => {
      const bytes = latin1(await pdf);
      expect(bytes.slice(0, 8)).toBe('%PDF-1.7');
      expect(bytes).toContain('/StructTreeRoot');
      expect(bytes).toMatch(/\/MarkInfo <<\s*\/Marked true/);
      expect(bytes).toContain(`/Lang (${words.tag})`);
      expect(bytes).toContain('/DisplayDocTitle true');
      const metadata = Buffer.from(bytes.slice(bytes.indexOf('<?xpacket'), bytes.indexOf('<?xpacket end')), 'latin1').toString('utf8');
      expect(metadata).toContain('<pdfuaid:part>1</pdfuaid:part>');
      expect(metadata).toContain(`${words.title} · Hospital de Valdehoya · `);
      expect(metadata).toContain('<xmp:CreateDate>2026-11-22T14:05:00Z</xmp:CreateDate>');
      expect(metadata).toContain(`<rdf:li>${words.tag}</rdf:li>`);
    });

    test.skipIf(!hasPoppler)('holds every row (skipped without poppler-utils)', async () => {
      const text = textOf(await pdf);
      for (const shown of ['Sürgősségi osztály', 'Őrségi', 'Tűhűtő', 'Bomba señal 7', 'Núñez', 'LM-2026-014', words.noWard, words.verdict.affected, words.verdict.cannot_tell, words.cell.assumed, words.legend]) expect(text).toContain(shown);
    });

    test.skipIf(!hasPoppler)('its tags tell what is what (skipped without poppler-utils)', async () => {
      const tags = ask('pdfinfo', ['-struct', '-'], await pdf).split('\n').map((line) => /^\s*(\w+)/.exec(line)?.[1]), count = (tag: string) => tags.filter((it) => it === tag).length;
      // Two wards of one row each under a header of nine columns; the headline; wards and legend; what is explained.
      expect({ H1: count('H1'), H2: count('H2'), Table: count('Table'), THead: count('THead'), TH: count('TH'), TR: count('TR'), TD: count('TD'), LI: count('LI') }).toEqual({ H1: 1, H2: 3, Table: 2, THead: 2, TH: 18, TR: 4, TD: 18, LI: 9 });
    });

    test.skipIf(!hasVeraPdf)('veraPDF finds PDF/UA-1 kept (skipped without verapdf)', async () => { expect(ask('verapdf', ['--flavour', 'ua1', '--format', 'text'], await pdf)).toMatch(/^PASS /m); });
  });

  test('the same input gives the same bytes', async () => {
    const [one, two, later] = await Promise.all([findingsPdf(input(many(30))), findingsPdf(input(many(30))), findingsPdf(input(many(30), { at: '2026-11-22T14:06:00Z' }))]);
    expect(Buffer.compare(one, two)).toBe(0);
    expect(Buffer.compare(one, later)).not.toBe(0);
  });

  describe('hostile text is only ever text', () => {
    const hostile = ['#panic("now")', '*firm* _leaning_ `raw` $x^2$', '= heading', '\\ \\u{41} //comment /*', '@ref <label> #import "x.typ": *', '#read("/etc/passwd")', '"}],"wards":[', '{n} {page} **x**'];

    test.skipIf(!hasPoppler)('markup stays as written (skipped without poppler-utils)', async () => {
      const text = textOf(await findingsPdf(input(hostile.map((zone, i) => finding({ assetId: `a${i}`, zone })), { institution: '#panic() $' })));
      for (const written of [...hostile, '#panic() $']) expect(text).toContain(written);
    });

    test.skipIf(!hasPoppler)('in every place (skipped without poppler-utils)', async () => {
      const bad = '#panic()', text = textOf(await findingsPdf(input([finding({ assetName: bad, zone: bad, vendor: bad, product: bad, version: bad, trackingId: bad, advisoryTitle: `${bad} title`, cves: [bad], assignee: bad, dueOn: bad })])));
      expect(text.split(bad).length - 1).toBe(10);
    });

    test.skipIf(!hasPoppler)('what turns or hides goes, what the fonts lack is marked and explained (skipped without poppler-utils)', async () => {
      const text = textOf(await findingsPdf(input([finding({ assetName: 'pump\u202efdp', zone: 'Ward\u0000\u001b7 迈瑞', product: 'א\ud800', assignee: '\u{1f600}' })])));
      expect(text).toContain('pumpfdp');
      expect(text).toContain(`Ward 7 ${UNPRINTABLE}${UNPRINTABLE}`);
      expect(text).toContain(PDF_WORDS.en.unprintable);
    });

    test('long words, long texts, no text and numbers from elsewhere do not stop it', async () => {
      const long = 'W'.repeat(100_000), pdf = await findingsPdf(input([
        finding({ assetName: long, zone: long, vendor: long, product: long, version: long, trackingId: long, advisoryTitle: 'word '.repeat(50_000), cves: Array.from({ length: 5000 }, () => long), assignee: long }),
        finding({ assetName: '', zone: '', vendor: '', product: '', version: '', trackingId: '', advisoryTitle: '', assignee: '\u200b' }), finding({ score: NaN, hoursAtRisk: Infinity, epss: -1, baseScore: 1e9 }),
      ], { institution: '' }));
      expect(latin1(pdf)).toContain('<pdfuaid:part>1');
    });
  });

  test('an empty list is a document too', async () => { expect(latin1(await findingsPdf(input([])))).toContain('<pdfuaid:part>1'); });

  test('a wrong time is refused with a sentence', async () => { await expect(findingsPdf(input([], { at: 'soon' }))).rejects.toThrow('expected the time of making as ISO 8601, found "soon"'); });

  test('500 findings', async () => {
    const started = performance.now(), pdf = await findingsPdf(input(many(500), { language: 'hu' }));
    console.log(`PDF of 500 findings: ${Math.round(performance.now() - started)} ms, ${Math.round(pdf.length / 1024)} KiB`);
    if (hasPoppler) {
      const text = textOf(pdf), header = PDF_WORDS.hu.columns.assignee, pages = Number(/^Pages:\s+(\d+)/m.exec(ask('pdfinfo', ['-'], pdf))![1]);
      for (let i = 0; i < 500; i++) expect(text).toContain(`LM-2026-${i}`);
      // The header row is printed again on each page that a table reaches, the legend may stand alone on the last.
      expect(text.split('\f').filter((page) => page.includes(header)).length).toBeGreaterThanOrEqual(pages - 1);
      expect(text).toContain(`${pages}. oldal, összesen ${pages}`);
    }
  });
});
