/**
 * SPDX 2.2 and 2.3 as JSON and as tag-value (ISO/IEC 5962:2021 and its successor), and the software profile of SPDX 3.0 as JSON-LD.
 * Read: packages with their external identifiers, who supplied them where that is an organisation, and what the document describes.
 */
import type { Component } from '@wardkeep/model';
import { sbomReading } from './cyclonedx.ts';
import { tidy } from './fold.ts';
import { Refusal } from './refusal.ts';
import { asArray, asObject, asText, type Json, type Reading, type ReadOptions } from './reading.ts';

export const SPDX_VERSIONS = ['SPDX-2.2', 'SPDX-2.3'] as const;
const SPDX3 = /^3\.0(?:\.\d+)?$/;

interface Package { id: string; name: string | null; version: string | null; purl: string | null; cpe: string | null; supplier: string | null; purpose: string | null }
interface Relationship { readonly from: string; readonly type: string; readonly to: string }

function checkVersion(version: string | null): void {
  if (version === null || !(SPDX_VERSIONS as readonly string[]).includes(version)) {
    throw new Refusal('sbom-version', `The SPDX document has ${version === null ? 'no version' : `version "${version}"`}; accepted are SPDX-2.2, SPDX-2.3 and SPDX 3.0.`, { found: version ?? '', accepted: 'SPDX-2.2, SPDX-2.3, 3.0' });
  }
}

/** Reads parsed JSON of SPDX 2.2 and 2.3. */
export function readSpdxJson(document: Json, options: ReadOptions): Reading {
  const root = asObject(document), version = asText(root?.['spdxVersion'], 20);
  checkVersion(version);
  const packages = asArray(root?.['packages']).flatMap((item) => { const entry = asObject(item); return entry === null ? [] : [packageOfJson(entry)]; });
  const relationships = asArray(root?.['relationships']).flatMap((item) => {
    const entry = asObject(item);
    return entry === null ? [] : [{ from: asText(entry['spdxElementId'], 512) ?? '', type: asText(entry['relationshipType'], 60) ?? '', to: asText(entry['relatedSpdxElement'], 512) ?? '' }];
  });
  const described = asArray(root?.['documentDescribes']).flatMap((id) => asText(id, 512) ?? []);
  return reading(`${version!.replace('-', ' ')} (JSON)`, packages, [...described, ...describedBy(relationships)], relationships, options);
}

function packageOfJson(entry: Readonly<Record<string, Json>>): Package {
  const found: Package = {
    id: asText(entry['SPDXID'], 512) ?? '', name: value(asText(entry['name'])), version: value(asText(entry['versionInfo'])), purl: null, cpe: null,
    supplier: organisation(asText(entry['supplier'])) ?? organisation(asText(entry['originator'])), purpose: asText(entry['primaryPackagePurpose'], 40),
  };
  for (const item of asArray(entry['externalRefs'])) {
    const reference = asObject(item);
    identify(found, asText(reference?.['referenceType'], 200) ?? '', asText(reference?.['referenceLocator'], 1024));
  }
  return found;
}

/** External reference types by SPDX 2.3 annex F: `purl`, `cpe22Type`, `cpe23Type`; some tools write them with a prefix. The first of a kind counts, CPE 2.3 before 2.2. */
function identify(found: Package, type: string, locator: string | null): void {
  const kind = type.slice(type.lastIndexOf('/') + 1).slice(type.lastIndexOf('#') + 1).toLowerCase();
  if (locator === null) return;
  if (kind === 'purl' || kind === 'packageurl') found.purl ??= locator;
  else if (kind === 'cpe23type' || kind === 'cpe23') found.cpe = found.cpe?.startsWith('cpe:2.3:') ? found.cpe : locator;
  else if (kind === 'cpe22type' || kind === 'cpe22') found.cpe ??= locator;
}

const value = (text: string | null): string | null => (text === 'NOASSERTION' || text === 'NONE' ? null : text);

/** `Organization: Acme (mail)` → `Acme`; a `Person:` is not kept (SPDX 2.3, 7.5). */
function organisation(text: string | null): string | null {
  const match = /^organization:\s*([^(]*)/i.exec(text ?? '');
  return match ? tidy(match[1]!) : null;
}

function describedBy(relationships: readonly Relationship[]): string[] {
  return relationships.flatMap(({ from, type, to }) => (type === 'DESCRIBES' && from === 'SPDXRef-DOCUMENT' ? [to] : type === 'DESCRIBED_BY' && to === 'SPDXRef-DOCUMENT' ? [from] : []));
}

/** Reads tag-value (SPDX 2.3, clause 6 onwards): `Tag: value`, multi-line values in `<text>…</text>`, comments after `#`. */
export function readSpdxTagValue(text: string, options: ReadOptions): Reading {
  const packages: Package[] = [], relationships: Relationship[] = [];
  let version: string | null = null, current: Package | null = null, inText = false;
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (inText) { inText = !line.includes('</text>'); continue; }
    const colon = line.indexOf(':');
    if (line.startsWith('#') || colon < 1) continue;
    const tag = line.slice(0, colon).trim(), raw = line.slice(colon + 1).trim();
    if (raw.startsWith('<text>') && !raw.includes('</text>')) inText = true;
    const content = tidy(raw.replace(/^<text>|<\/text>$/g, ''), 1024);
    switch (tag) {
      case 'SPDXVersion': version ??= content; break;
      case 'PackageName': packages.push(current = { id: '', name: value(content), version: null, purl: null, cpe: null, supplier: null, purpose: null }); break;
      // Files and snippets end the package; their SPDXID is not its own.
      case 'FileName': case 'SnippetSPDXID': current = null; break;
      case 'SPDXID': if (current !== null && current.id === '') current.id = content ?? ''; break;
      case 'PackageVersion': if (current !== null) current.version ??= value(content); break;
      case 'PackageSupplier': if (current !== null) current.supplier = organisation(content) ?? current.supplier; break;
      case 'PackageOriginator': if (current !== null) current.supplier ??= organisation(content); break;
      case 'PrimaryPackagePurpose': if (current !== null) current.purpose = content; break;
      case 'ExternalRef': {
        const [, type = '', locator = null] = /^\S+\s+(\S+)\s+(\S+)/.exec(content ?? '') ?? [];
        if (current !== null) identify(current, type, locator);
        break;
      }
      case 'Relationship': {
        const [from = '', type = '', to = ''] = (content ?? '').split(/\s+/);
        relationships.push({ from, type, to });
        break;
      }
      default:
    }
  }
  checkVersion(version);
  return reading(`${version!.replace('-', ' ')} (tag-value)`, packages, describedBy(relationships), relationships, options);
}

/**
 * Reads SPDX 3.0 JSON-LD: elements of `@graph` (or the document itself) by their compact `type` names. The described package is the root
 * element of the Sbom, else of the SpdxDocument. Remote contexts are never fetched.
 */
export function readSpdx3(document: Json, options: ReadOptions): Reading {
  const graph = asArray(asObject(document)?.['@graph']), elements = (graph.length > 0 ? graph : [document]).map(asObject).filter((element) => element !== null);
  const version = elements.map((element) => asText(element['specVersion'], 20)).find((text) => text !== null) ?? null;
  if (version === null || !SPDX3.test(version)) throw new Refusal('sbom-version', `The SPDX 3 document has ${version === null ? 'no specVersion' : `specVersion "${version}"`}; accepted are 3.0 and its corrections.`, { found: version ?? '', accepted: '3.0' });
  const agents = new Map<string, string>(), packages: Package[] = [], relationships: Relationship[] = [], roots: string[] = [];
  for (const element of elements) if (element['type'] === 'Organization') agents.set(idOf(element), asText(element['name']) ?? '');
  for (const element of elements) {
    switch (element['type']) {
      case 'software_Package': packages.push(packageOfSpdx3(element, agents)); break;
      case 'software_Sbom': case 'SpdxDocument': case 'Bom': roots.push(...asArray(element['rootElement']).flatMap((id) => asText(id, 512) ?? [])); break;
      case 'Relationship': case 'LifecycleScopedRelationship':
        for (const to of asArray(element['to'])) relationships.push({ from: asText(element['from'], 512) ?? '', type: (asText(element['relationshipType'], 60) ?? '').toUpperCase(), to: asText(to, 512) ?? '' });
        break;
      default:
    }
  }
  return reading(`SPDX ${version} (JSON-LD)`, packages, roots, relationships, options);
}

const idOf = (element: Readonly<Record<string, Json>>): string => asText(element['spdxId'], 512) ?? asText(element['@id'], 512) ?? '';

function packageOfSpdx3(element: Readonly<Record<string, Json>>, agents: ReadonlyMap<string, string>): Package {
  const makers = [asText(element['suppliedBy'], 512), ...asArray(element['originatedBy']).map((id) => asText(id, 512))];
  const found: Package = {
    id: idOf(element), name: value(asText(element['name'])), version: value(asText(element['software_packageVersion'])), purl: asText(element['software_packageUrl'], 1024), cpe: null,
    supplier: makers.map((id) => (id === null ? undefined : agents.get(id))).find((name) => name !== undefined && name !== '') ?? null, purpose: asText(element['software_primaryPurpose'], 40),
  };
  for (const item of asArray(element['externalIdentifier'])) {
    const identifier = asObject(item);
    identify(found, asText(identifier?.['externalIdentifierType'], 60) ?? '', asText(identifier?.['identifier'], 1024));
  }
  return found;
}

/** SPDX purposes (2.3, 7.24; 3.0, SoftwarePurpose) in the words of CycloneDX. */
function typeOf(purpose: string | null): string | null {
  const plain = purpose?.toLowerCase().replace(/[-_]/g, '') ?? null;
  if (plain === null) return null;
  return { operatingsystem: 'operating-system', devicedriver: 'device-driver', source: 'library', install: 'application', archive: 'library', executable: 'application', module: 'library' }[plain] ?? plain;
}

/** The described package is the device when there is exactly one; it is no component of itself unless it is all there is. */
function reading(format: string, packages: readonly Package[], describedIds: readonly string[], relationships: readonly Relationship[], options: ReadOptions): Reading {
  const described = packages.filter((one) => one.id !== '' && describedIds.includes(one.id));
  const component = (one: Package): Component => ({ name: one.name ?? '', version: one.version, purl: one.purl, cpe: one.cpe, supplier: one.supplier, bomRef: one.id === '' ? null : one.id, type: typeOf(one.purpose) });
  const device = described.length === 1 ? described[0]! : null;
  const inside = device === null || relationships.length === 0 && packages.length === 1 ? packages : packages.filter((one) => one !== device);
  const result = sbomReading(format, 'spdx', device === null ? null : component(device), inside.map(component), options);
  // All packages are components of the document; the software claims are those inside the device.
  return { ...result, components: packages.map(component) };
}
