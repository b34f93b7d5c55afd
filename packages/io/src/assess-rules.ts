/** What ASSESS knows beside the documents: `rules/assess/words.yaml` and `rules/assess/vendors.yaml`, read once. */
import { readFileSync } from 'node:fs';
import { type AssessWordData, compileAssessWords, type Knowledge } from '@wardkeep/loop/assess/knowledge';
import { compileMakers } from '@wardkeep/loop/assess/makers';
import type { VendorData } from '@wardkeep/loop/assess/vendor-data';
import { vendorGraph } from '@wardkeep/loop/assess/vendors';
import { parse } from 'yaml';
import { vendorData } from './assess-vendors.ts';
import { RULES_FOLDER } from './rules.ts';

let loaded: Knowledge | null = null;

export function assessKnowledge(): Knowledge { return (loaded ??= compileKnowledge(readAssessWords(), vendorData())); }

export const compileKnowledge = (words: AssessWordData, vendors: VendorData): Knowledge => ({ words: compileAssessWords(words), makers: compileMakers(vendorGraph(vendors)) });

const LISTS = ['vacuous', 'qualifiers', 'common', 'names', 'negations', 'conditions', 'exclusions', 'purposes', 'uncertain'] as const, TABLES = ['kinds', 'accessories'] as const;

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
