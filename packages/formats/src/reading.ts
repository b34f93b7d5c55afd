/** What reading a document gives, whatever its kind. */
import type { Attribute, Claim, Component, SeeWarning, Weight, Witness } from '@wardkeep/model';
import { printable, tidy } from './fold.ts';
import type { PersonFilter } from './person.ts';

export interface Reading {
  /** Kind and version, for people: `CycloneDX 1.5 (XML)`, `nmap 7.94`. */
  readonly format: string;
  readonly witnesses: Witness[];
  readonly components: Component[];
  readonly warnings: SeeWarning[];
}

export interface ReadOptions {
  /** Index of the document in the run. */
  readonly source: number;
  readonly isPersonal: PersonFilter;
}

export function emptyWitness(source: number): Witness {
  return { macs: [], ips: [], claims: [], services: [], clientOf: [], firstSeen: null, lastSeen: null, source, bound: false, count: 1 };
}

/** First lines at which something can be read; more are only counted. */
export const POSITIONS = 5;

/** Adds a claim at one line. Empty values are ignored, except a version of software. */
export function addClaim(witness: Witness, attribute: Attribute, text: string | null, signal: string, weight: Weight, confidence: number, line: number, of: string | null = null): void {
  const value = text === null ? null : tidy(text);
  if (value === null && attribute !== 'software') return;
  const claim: Claim = { attribute, value: value ?? '', of, signal, weight, confidence, source: witness.source, positions: [line], count: 1, firstSeen: null, lastSeen: null };
  witness.claims.push(claim);
}

export function warning(source: number, code: string, message: string, line: number | null = null, count = 1): SeeWarning {
  return { code, message, capture: source, frame: line, offset: null, count };
}

/** A value of parsed JSON, narrowed without trust. */
export type Json = unknown;
export const asObject = (value: Json): Readonly<Record<string, Json>> | null => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, Json>) : null);
export const asArray = (value: Json): readonly Json[] => (Array.isArray(value) ? value : []);
export const asText = (value: Json, limit = 256): string | null => (typeof value === 'string' ? printable(value, limit) || null : typeof value === 'number' ? String(value) : null);
