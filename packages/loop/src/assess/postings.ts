/** An inverted index: words → places, with a look-up that forgives one spelling error in long words (deletion neighbourhoods, W. Garbe's SymSpell). */
import { deletions, spellingDistance } from './spelling.ts';

export class Postings {
  private readonly places = new Map<string, number[]>();
  private readonly near = new Map<string, string[]>();

  /** `spelled`: the key is a word that may be misspelt on the other side. */
  add(key: string, place: number, spelled = false): void {
    const list = this.places.get(key);
    if (list === undefined) {
      this.places.set(key, [place]);
      if (spelled) this.spell(key);
    } else if (list.at(-1) !== place) {
      list.push(place);
      if (spelled && list.length === 2) this.spell(key);
    }
  }

  get(key: string): readonly number[] { return this.places.get(key) ?? NONE; }

  /** Places of words one error away; the word's own are not among them. */
  *around(word: string): Generator<readonly number[]> {
    const seen = new Set([word]);
    for (const variant of deletions(word))
      for (const other of this.near.get(variant) ?? []) if (!seen.has(other)) { seen.add(other); if (spellingDistance(word, other) === 1) yield this.get(other); }
  }

  get words(): number { return this.places.size; }

  private spell(word: string): void {
    for (const variant of deletions(word)) {
      const list = this.near.get(variant);
      if (list === undefined) this.near.set(variant, [word]);
      else if (!list.includes(word)) list.push(word);
    }
  }
}

const NONE: readonly number[] = [];
