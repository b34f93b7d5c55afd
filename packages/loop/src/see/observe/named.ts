/** Names that things give themselves, past the person filter: that there is a person, yes; who, no. */
import type { Weight } from '@wardkeep/model';
import { publicName } from '../person.ts';
import type { HostRef, Scene } from '../scene.ts';

/** Stands for a name that was not kept because it is a person's. */
export const PERSONAL_NAME = '*';
/** Evidence that there is a person's name, and nothing else: however many say so, it makes no name and no identity. */
const PERSONAL_CONFIDENCE = 0;

/** Claims the host name, or that it is a person's. Gives back the name when it may be kept. */
export function claimName(scene: Scene, host: HostRef, text: string | null | undefined, signal: string, weight: Weight, options?: { confidence: number }): string | null {
  const { name, person } = publicName(text);
  if (person) scene.claim(host, 'hostname', PERSONAL_NAME, signal, 'weak', { confidence: PERSONAL_CONFIDENCE });
  else scene.claim(host, 'hostname', name, signal, weight, options);
  return name;
}

/**
 * A Server or User-Agent field without the people in it: apps write the name of the phone they run on into a comment (`Notes/2.1 (Maria's iPhone; iOS 17)`).
 * Looked at are comments, possessives and addresses; single words outside of comments are names of programs.
 */
export function publicAgent(text: string | null): string | null {
  if (text === null || !/[('’´`@]/.test(text) || impersonal.has(text)) return text;
  let depth = 0;
  const agent = text.split(/([()/;,])/).map((part) => {
    if (part === '(') depth++;
    else if (part === ')') depth = Math.max(0, depth - 1);
    else if ((depth > 0 || /['’´`@]/.test(part)) && publicName(part).person) return part.replace(/\S(?:.*\S)?/s, PERSONAL_NAME);
    return part;
  }).join('');
  if (agent === text) { // what names a person is never remembered
    if (impersonal.size >= REMEMBERED) impersonal.clear();
    impersonal.add(text);
  }
  return agent;
}

/** Browsers say the same over and over. */
const impersonal = new Set<string>(), REMEMBERED = 4096;

/** `facility/room7/*`: levels of a path that are names of people become `*`. */
export function publicLevels(path: string): string {
  return path.split('/').map((level) => (publicName(level).person ? PERSONAL_NAME : level)).join('/');
}

/** From this many digits on, they are rather the number of a person than of a room. */
const PERSON_DIGITS = 6;

/** An identifier that a program was given: null when it names a person, and without its digits when they may be a patient's number. */
export function publicId(text: string | null): string | null {
  const { name } = publicName(text);
  return name !== null && (name.match(/\d/g)?.length ?? 0) >= PERSON_DIGITS ? name.replace(/\d+/g, PERSONAL_NAME) : name;
}
