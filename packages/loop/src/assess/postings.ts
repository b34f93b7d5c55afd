/** An inverted index: words → places, with a look-up that forgives one spelling error in long words (deletion neighbourhoods, W. Garbe's SymSpell). */
import { deletions, spellingDistance } from './spelling.ts';

/** Most words of an inventory stand in one place only, so one place is kept as a number. */
type Places = number | number[];

export class Postings {
  private readonly places = new Map<string, Places>();
  private readonly near = new Map<string, string | string[]>();
  private readonly spelled = new Set<string>();

  /** Places come in ascending order. `spelled`: the key is a word that may be misspelt on the other side. */
  add(key: string, place: number, spelled = false): void {
    const held = this.places.get(key);
    if (held === undefined) this.places.set(key, place);
    else if (typeof held === 'number') { if (held !== place) this.places.set(key, [held, place]); }
    else if (held[held.length - 1] !== place) held.push(place);
    if (spelled && !this.spelled.has(key)) { this.spelled.add(key); this.spell(key); }
  }

  get(key: string): readonly number[] {
    const held = this.places.get(key);
    return held === undefined ? NONE : typeof held === 'number' ? [held] : held;
  }

  count(key: string): number {
    const held = this.places.get(key);
    return held === undefined ? 0 : typeof held === 'number' ? 1 : held.length;
  }

  /** Words one error away and their places; the word itself is not among them. */
  around(word: string): (readonly [string, readonly number[]])[] {
    const found: (readonly [string, readonly number[]])[] = [];
    for (const variant of deletions(word)) {
      const held = this.near.get(variant);
      if (held === undefined) continue;
      for (const other of typeof held === 'string' ? [held] : held) if (other !== word && spellingDistance(word, other) === 1 && !found.some(([known]) => known === other)) found.push([other, this.get(other)]);
    }
    return found;
  }

  private spell(word: string): void {
    for (const variant of deletions(word)) {
      const held = this.near.get(variant);
      if (held === undefined) this.near.set(variant, word);
      else if (typeof held === 'string') this.near.set(variant, [held, word]);
      else held.push(word);
    }
  }
}

const NONE: readonly number[] = [];
