/**
 * XML through saxes, made safe: no internal DTD subset and so no entities but the five of XML 1.0 and character references (no billion laughs,
 * no external entities), depth bounded, names without their prefix. A broken document is refused with the line.
 */
import { SaxesParser } from 'saxes';
import { Refusal } from './refusal.ts';

const DEPTH_LIMIT = 256;

export interface XmlHandlers {
  /** `name` has no namespace prefix; attributes keep theirs except where `attributeOf` looks them up. */
  open?(name: string, attributes: Readonly<Record<string, string>>, line: number): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** A parser that takes text in pieces. `end` tells whether the document was whole. */
export class XmlReader {
  private readonly parser = new SaxesParser({ xmlns: false, position: true });
  private readonly what: string;

  constructor(what: string, handlers: XmlHandlers) {
    this.what = what;
    const { parser } = this;
    let depth = 0;
    parser.on('error', (error) => { throw new Refusal('xml-broken', `The ${what} is broken XML: ${error.message.slice(0, 160)}.`, { line: parser.line }); });
    parser.on('doctype', (doctype) => {
      if (doctype.includes('[')) throw new Refusal('xml-doctype', `The ${what} defines its own entities (a DOCTYPE with an internal subset), which is not accepted: save it without.`);
    });
    parser.on('opentag', (tag) => {
      if (++depth > DEPTH_LIMIT) throw new Refusal('xml-too-deep', `The ${what} nests more than ${DEPTH_LIMIT} elements; no such document does.`, { line: parser.line });
      handlers.open?.(localName(tag.name), tag.attributes, parser.line);
    });
    parser.on('closetag', (tag) => { depth--; handlers.close?.(localName(tag.name)); });
    if (handlers.text) {
      parser.on('text', (text) => handlers.text!(text));
      parser.on('cdata', (text) => handlers.text!(text));
    }
  }

  push(text: string): void { this.parser.write(text); }

  /** Ends the document; a cut one is refused. */
  end(): void { this.parser.close(); }

  get line(): number { return this.parser.line; }
  get name(): string { return this.what; }
}

export function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

/** An attribute by its name without prefix. */
export function attributeOf(attributes: Readonly<Record<string, string>>, name: string): string | null {
  const plain = attributes[name];
  if (plain !== undefined) return plain;
  for (const key of Object.keys(attributes)) if (localName(key) === name) return attributes[key]!;
  return null;
}

export interface XmlElement { readonly name: string; readonly attributes: Readonly<Record<string, string>>; readonly children: XmlElement[]; text: string; readonly line: number }

/** The whole document as a tree, for documents of a bounded size. */
export function parseXml(what: string, text: string): XmlElement {
  const stack: XmlElement[] = [];
  let root: XmlElement | null = null;
  const reader = new XmlReader(what, {
    open(name, attributes, line) {
      const element: XmlElement = { name, attributes, children: [], text: '', line };
      if (stack.length > 0) stack.at(-1)!.children.push(element);
      else root ??= element;
      stack.push(element);
    },
    close() { stack.pop(); },
    text(piece) { if (stack.length > 0) stack.at(-1)!.text += piece; },
  });
  reader.push(text);
  reader.end();
  if (root === null) throw new Refusal('xml-broken', `The ${what} is empty XML.`);
  return root;
}

export const childOf = (element: XmlElement | null, name: string): XmlElement | null => element?.children.find((child) => child.name === name) ?? null;
export const childrenOf = (element: XmlElement | null, name: string): XmlElement[] => element?.children.filter((child) => child.name === name) ?? [];
