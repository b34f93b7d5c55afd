import { expect, test } from 'vitest';
import { bytesOf } from './testing.ts';
import { XmlReader } from './xml.ts';

/** Tokens as short texts: `+p:name{a=v}`, `-name`, `"text"`. */
function tokens(text: string): string[] {
  const bytes = bytesOf(text), reader = new XmlReader(bytes, 0, bytes.length), out: string[] = [];
  for (let token = reader.next(); token !== null; token = reader.next()) {
    if (token === 'text') { out.push(`"${reader.text()}"`); continue; }
    const attributes = [...reader.attributes.keys()].map((name) => `${name}=${reader.attribute(name)}`).join(' ');
    out.push(`${token === 'open' ? '+' : '-'}${reader.prefix}${reader.prefix ? ':' : ''}${reader.name}${attributes ? `{${attributes}}` : ''}${token === 'open' && reader.empty ? '/' : ''}`);
  }
  return out;
}

test.each<[string, string, string[]]>([
  ['elements and text', '<a>x<b/>y</a>', ['+a', '"x"', '+b/', '"y"', '-a']],
  ['prefixes and attributes', `<p:a b="1" c = '2>3' d="a/b"/>`, ['+p:a{b=1 c=2>3 d=a/b}/']],
  ['entities', '<a b="&lt;&amp;&#65;&#x42;&nope;">&quot;</a>', ['+a{b=<&AB&nope;}', '"""', '-a']],
  ['declaration, document type, comment, CDATA', '<?xml version="1.0"?><!DOCTYPE a><!-- <x> --><a><![CDATA[<y>]]></a>', ['+a', '"<y>"', '-a']],
  ['UTF-8', '<a>\xc3\xa1</a>', ['+a', '"á"', '-a']],
  ['cut in a tag', '<a><b c="1', ['+a']],
  ['cut in text', '<a>tex', ['+a', '"tex"']],
  ['an attribute without value', '<a b c="1">', ['+a{c=1}']],
  ['no markup', 'plain', ['"plain"']],
  ['lone angles', '<><a>', ['+', '+a']],
])('%s', (_name, text, expected) => {
  expect(tokens(text)).toEqual(expected);
});

test('a text is cut at its limit', () => {
  const bytes = bytesOf(`<a>${'x'.repeat(5000)}</a>`), reader = new XmlReader(bytes, 0, bytes.length);
  reader.next();
  expect(reader.next()).toBe('text');
  expect(reader.text(undefined, 100)).toHaveLength(100);
});
