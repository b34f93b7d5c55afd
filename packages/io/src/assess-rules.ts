/** What ASSESS knows beside the documents: `rules/assess/words.yaml` and `rules/assess/vendors.yaml`, read once. */
import { readFileSync } from 'node:fs';
import { ComponentShelf } from '@wardkeep/loop/assess/components';
import { type ComponentNameData, compileComponentNames } from '@wardkeep/loop/assess/components-names';
import { type AssessWordData, compileAssessWords, type Knowledge } from '@wardkeep/loop/assess/knowledge';
import { compileMakers } from '@wardkeep/loop/assess/makers';
import type { VendorData } from '@wardkeep/loop/assess/vendor-data';
import { vendorGraph } from '@wardkeep/loop/assess/vendors';
import { parse } from 'yaml';
import { vendorData } from './assess-vendors.ts';
import { RULES_FOLDER } from './rules.ts';

let loaded: Knowledge | null = null;

export function assessKnowledge(): Knowledge { return (loaded ??= compileKnowledge(readAssessWords(), vendorData())); }

export function compileKnowledge(data: AssessWordData, vendors: VendorData): Knowledge {
  const words = compileAssessWords(data);
  return { words, makers: compileMakers(vendorGraph(vendors), vendors, words.isCommon), parts: new ComponentShelf(compileComponentNames(readComponentNames())) };
}

const LISTS = ['vacuous', 'qualifiers', 'common', 'names', 'heads', 'negations', 'conditions', 'exclusions', 'purposes', 'uncertain'] as const, TABLES = ['kinds', 'accessories'] as const;

/** Throws where a list is missing or holds no text: the file is ours, so that is our mistake. */
export function readAssessWords(folder: URL = RULES_FOLDER): AssessWordData {
  const file = parse(readFileSync(new URL('assess/words.yaml', folder), 'utf8')) as Record<string, unknown>;
  const texts = (value: unknown, name: string): string[] => {
    if (!Array.isArray(value) || value.some((word) => typeof word !== 'string')) throw new Error(`rules/assess/words.yaml: ${name} must be a list of words; quote no, on and yes.`);
    return value as string[];
  };
  const table = (value: unknown, name: string): Record<string, string[]> => Object.fromEntries(Object.entries((value ?? {}) as Record<string, unknown>).map(([key, words]) => [key, texts(words, `${name}.${key}`)]));
  return { ...Object.fromEntries(LISTS.map((name) => [name, texts(file[name], name)])), ...Object.fromEntries(TABLES.map((name) => [name, table(file[name], name)])) } as unknown as AssessWordData;
}

/** Names of software and its makers: `rules/assess/components.yaml`. Throws where it does not have its shape, as {@link readAssessWords} does. */
export function readComponentNames(folder: URL = RULES_FOLDER): ComponentNameData {
  const file = parse(readFileSync(new URL('assess/components.yaml', folder), 'utf8')) as Record<string, unknown>;
  const fault = (name: string): Error => new Error(`rules/assess/components.yaml: ${name} must be a list of names; quote those that begin with a sign.`);
  const rows = (name: string): unknown[] => { const value = file[name]; if (!Array.isArray(value)) throw fault(name); return value as unknown[]; };
  const texts = (value: unknown, name: string): string[] => { if (!Array.isArray(value) || value.length === 0 || value.some((text) => typeof text !== 'string')) throw fault(name); return value as string[]; };
  return {
    makerWords: texts(file['maker_words'], 'maker_words'), productWords: texts(file['product_words'], 'product_words'), hosts: texts(file['hosts'], 'hosts'), makers: rows('makers').map((row, at) => texts(row, `makers[${at}]`)),
    products: rows('products').map((row, at) => { const entry = (row ?? {}) as Record<string, unknown>; return { makers: texts(entry['makers'], `products[${at}].makers`), names: texts(entry['names'], `products[${at}].names`) }; }),
    ecosystems: Object.fromEntries(Object.entries((file['ecosystems'] ?? {}) as Record<string, unknown>).map(([type, names]) => [type, texts(names, `ecosystems.${type}`)])),
  };
}
