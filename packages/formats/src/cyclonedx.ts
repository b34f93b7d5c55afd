/**
 * CycloneDX (ECMA-424): JSON 1.2 to 1.7 and XML 1.0 to 1.7. Read: the described device (`metadata.component`), its components at any depth with
 * their identifiers, and suppliers. Authors and contacts are people and are stepped over.
 */
import type { Attribute, Component } from '@wardkeep/model';
import { tidy } from './fold.ts';
import { Refusal } from './refusal.ts';
import { addClaim, asArray, asObject, asText, emptyWitness, type Json, type Reading, type ReadOptions, warning } from './reading.ts';
import { childOf, childrenOf, parseXml, type XmlElement } from './xml.ts';

export const CYCLONEDX_JSON_VERSIONS = ['1.2', '1.3', '1.4', '1.5', '1.6', '1.7'] as const;
/** XML came first: 1.0 and 1.1 have components but no `metadata`. */
export const CYCLONEDX_XML_VERSIONS = ['1.0', '1.1', ...CYCLONEDX_JSON_VERSIONS] as const;
const XML_NAMESPACE = /^http:\/\/cyclonedx\.org\/schema\/bom\/(.*)$/;
const DEPTH_LIMIT = 64;

/** Kinds of component that are software (bom-1.6 schema, `component.type`); the others are devices, data, files and keys. */
const SOFTWARE = new Set(['application', 'framework', 'library', 'container', 'platform', 'operating-system', 'device-driver', 'firmware']);

interface Bom { readonly format: string; readonly device: Component | null; readonly components: readonly Component[] }

/** Reads parsed JSON. Refuses other formats and unknown versions with one sentence. */
export function readCycloneDxJson(document: Json, options: ReadOptions): Reading {
  const bom = asObject(document);
  if (bom?.['bomFormat'] !== 'CycloneDX') throw new Refusal('sbom-format', `The file says it is "${asText(bom?.['bomFormat'], 40) ?? 'nothing'}" (bomFormat); expected "CycloneDX".`);
  const version = asText(bom['specVersion'], 20);
  if (version === null || !(CYCLONEDX_JSON_VERSIONS as readonly string[]).includes(version)) throw unknownVersion(version, CYCLONEDX_JSON_VERSIONS);
  const components: Component[] = [];
  const visit = (list: Json, depth: number): void => {
    for (const item of asArray(list)) {
      const entry = asObject(item);
      if (entry === null) continue;
      components.push(componentOfJson(entry));
      if (depth < DEPTH_LIMIT) visit(entry['components'], depth + 1);
    }
  };
  visit(bom['components'], 1);
  const metadata = asObject(bom['metadata']), device = asObject(metadata?.['component']);
  if (device !== null) visit(device['components'], 1);
  const supplier = organisationOfJson(metadata?.['supplier']) ?? organisationOfJson(metadata?.['manufacturer']) ?? organisationOfJson(metadata?.['manufacture']);
  return readingOf({ format: `CycloneDX ${version} (JSON)`, device: device === null ? null : withSupplier(componentOfJson(device), supplier), components }, options);
}

export function readCycloneDxXml(text: string, options: ReadOptions): Reading {
  const root = parseXml('CycloneDX document', text), namespace = Object.entries(root.attributes).find(([name, value]) => name.startsWith('xmlns') && XML_NAMESPACE.test(value))?.[1];
  if (root.name !== 'bom' || namespace === undefined) throw new Refusal('sbom-format', `The XML starts with <${root.name.slice(0, 40)}> and no CycloneDX namespace; expected <bom xmlns="http://cyclonedx.org/schema/bom/1.x">.`);
  const version = XML_NAMESPACE.exec(namespace)![1]!.slice(0, 20);
  if (!(CYCLONEDX_XML_VERSIONS as readonly string[]).includes(version)) throw unknownVersion(version, CYCLONEDX_XML_VERSIONS);
  const components: Component[] = [];
  const visit = (list: XmlElement | null): void => {
    for (const element of childrenOf(list, 'component')) {
      components.push(componentOfXml(element));
      visit(childOf(element, 'components'));
    }
  };
  visit(childOf(root, 'components'));
  const metadata = childOf(root, 'metadata'), device = childOf(metadata, 'component');
  visit(childOf(device, 'components'));
  const supplier = textOf(childOf(metadata, 'supplier'), 'name') ?? textOf(childOf(metadata, 'manufacturer'), 'name') ?? textOf(childOf(metadata, 'manufacture'), 'name');
  return readingOf({ format: `CycloneDX ${version} (XML)`, device: device === null ? null : withSupplier(componentOfXml(device), supplier), components }, options);
}

function unknownVersion(found: string | null, accepted: readonly string[]): Refusal {
  return new Refusal('sbom-version', `The CycloneDX document has ${found === null ? 'no version' : `version "${found}"`}; accepted are ${accepted[0]} to ${accepted.at(-1)}.`, { found: found ?? '', accepted: `${accepted[0]}–${accepted.at(-1)}` });
}

/** `publisher` is an organisation or a person by the schema; `author` is a person. Neither `author` nor `authors` is read. */
function componentOfJson(entry: Readonly<Record<string, Json>>): Component {
  const group = asText(entry['group']), name = asText(entry['name']) ?? '';
  return {
    name: group === null ? name : `${group}/${name}`, version: asText(entry['version']), purl: asText(entry['purl'], 1024), cpe: asText(entry['cpe'], 512),
    supplier: organisationOfJson(entry['supplier']) ?? organisationOfJson(entry['manufacturer']) ?? asText(entry['publisher']), bomRef: asText(entry['bom-ref'], 512), type: asText(entry['type'], 40),
  };
}

const organisationOfJson = (value: Json): string | null => asText(asObject(value)?.['name']);

function componentOfXml(element: XmlElement): Component {
  const group = textOf(element, 'group'), name = textOf(element, 'name') ?? '';
  return {
    name: group === null ? name : `${group}/${name}`, version: textOf(element, 'version'), purl: textOf(element, 'purl', 1024), cpe: textOf(element, 'cpe', 512),
    supplier: textOf(childOf(element, 'supplier'), 'name') ?? textOf(childOf(element, 'manufacturer'), 'name') ?? textOf(element, 'publisher'),
    bomRef: asText(element.attributes['bom-ref'], 512), type: asText(element.attributes['type'], 40),
  };
}

const textOf = (element: XmlElement | null, name: string, limit = 256): string | null => asText(childOf(element, name)?.text, limit);
const withSupplier = (component: Component, supplier: string | null): Component => (component.supplier === null ? { ...component, supplier } : component);

function readingOf(bom: Bom, options: ReadOptions): Reading {
  return sbomReading(bom.format, 'cyclonedx', bom.device, bom.components, options);
}

/** A software claim wants a name; hardware, files and keys are components but no software. Positions are the components' places in the document, from 1. */
export function sbomReading(format: string, prefix: 'cyclonedx' | 'spdx', device: Component | null, components: readonly Component[], options: ReadOptions): Reading {
  const warnings = [], nameless = components.filter((component) => component.name === '').length;
  if (nameless > 0) warnings.push(warning(options.source, 'sbom-component-without-name', `${nameless} component${nameless === 1 ? ' has' : 's have'} no name.`, null, nameless));
  if (device === null || device.name === '') {
    warnings.push(warning(options.source, 'sbom-no-device', `The document does not say which single device it describes; its ${components.length} components belong to no asset yet.`));
    return { format, witnesses: [], components: [...components], warnings };
  }
  const witness = emptyWitness(options.source);
  const claim = (attribute: Attribute, value: string | null, field: string): void => addClaim(witness, attribute, value, `${prefix}.${field}`, 'medium', 75, 1);
  claim('vendor', device.supplier, 'supplier');
  claim('product', device.name, 'name');
  claim('version', device.version, 'version');
  const seen = new Set<string>();
  for (const [at, component] of components.entries()) {
    const key = `${component.name}\0${component.version ?? ''}`;
    if (component.name === '' || component.type !== null && !SOFTWARE.has(component.type) || seen.has(key)) continue;
    seen.add(key);
    witness.claims.push({
      attribute: 'software', value: tidy(component.version ?? '') ?? '', of: component.name, signal: `${prefix}.component`, weight: 'medium', confidence: 75,
      source: options.source, positions: [at + 1], count: 1, firstSeen: null, lastSeen: null,
    });
    if (component.type === 'operating-system') addClaim(witness, 'os', component.version === null ? component.name : `${component.name} ${component.version}`, `${prefix}.component`, 'medium', 75, at + 1);
  }
  return { format, witnesses: [witness], components: [...components], warnings };
}
