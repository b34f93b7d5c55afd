/** An inverted index: words → places, with a look-up that forgives one spelling error in long words. */
import { Neighbours } from './spelling.ts';

/** Most words of an inventory stand in one place only, so one place is kept as a number. */
type Places = number | number[];

export class Postings {
  private readonly places = new Map<string, Places>();
  private readonly neighbours = new Neighbours();
  private readonly spelled = new Set<string>();

  /** Places come in ascending order. `spelled`: the key is a word that may be misspelt on the other side. */
  add(key: string, place: number, spelled = false): void {
    const held = this.places.get(key);
    if (held === undefined) this.places.set(key, place);
    else if (typeof held === 'number') { if (held !== place) this.places.set(key, [held, place]); }
    else if (held[held.length - 1] !== place) held.push(place);
    if (spelled && !this.spelled.has(key)) { this.spelled.add(key); this.neighbours.add(key); }
  }

  /** The places of a key into a list. */
  collect(key: string, into: PlaceList): void {
    const held = this.places.get(key);
    if (held === undefined) return;
    if (typeof held === 'number') into.add(held);
    else for (const place of held) into.add(place);
  }

  count(key: string): number {
    const held = this.places.get(key);
    return held === undefined ? 0 : typeof held === 'number' ? 1 : held.length;
  }

  /** Words one error away that are keys; the word itself is not among them. */
  around(word: string): readonly string[] { return this.neighbours.around(word); }
}

/** Places in the order in which they were met, each once. One list serves many look-ups: a mark is the number of the look-up, so none is ever wiped. */
export class PlaceList {
  readonly found: number[] = [];
  private readonly marks: Uint32Array;
  private round = 1;

  /** `size`: places are below it. */
  constructor(size: number) { this.marks = new Uint32Array(size); }

  add(place: number): void {
    if (this.marks[place] === this.round) return;
    this.marks[place] = this.round;
    this.found.push(place);
  }

  has(place: number): boolean { return this.marks[place] === this.round; }

  clear(): void {
    this.found.length = 0;
    if (++this.round > 0xffffffff) { this.marks.fill(0); this.round = 1; }
  }
}
