import type { RowsForm } from './protocol';
import { isElement, localNameOf, parentOf } from './native';
import type { Template } from './template';

/** Some nodes whose ids follow from their places: plain ones, or the roots of closed blocks. */
export class Range {
  /** How many roots are left. */
  left: number;

  /**
   * @param columns the options of the template's handlers, as in a `RowsForm`; 1 all if missing
   */
  constructor(
    readonly first: number,
    readonly roots: (Node | undefined)[],
    readonly template?: Template,
    readonly columns?: RowsForm['columns'],
  ) {
    this.left = roots.filter(Boolean).length;
  }

  /** How many ids each root takes. */
  get size(): number {
    return this.template?.size ?? 1;
  }
}

/** Where a node belongs: to which root of a range, and how far its id is from that. */
export interface Place {
  readonly range: Range;
  readonly index: number;
  readonly root: Node;
  /** The id of the root. */
  readonly base: number;
  readonly offset: number;
}

/** The ranges of a table, by their first ids. */
export class Ranges {
  #all: Range[] = [];
  /** How many roots they hold. */
  size = 0;

  reset(ranges: readonly Range[]): void {
    this.#all = [];
    this.size = 0;
    for (const range of ranges) this.add(range);
  }

  add(range: Range): void {
    if (range.left === 0) return;
    this.size += range.left;
    this.#all.splice(this.#after(range.first), 0, range);
  }

  find(id: number): Place | undefined {
    const range = this.#all[this.#after(id) - 1];
    if (!range) return undefined;
    const offset = (id - range.first) % range.size;
    const base = id - offset;
    const index = (base - range.first) / range.size;
    const root = range.roots[index];
    return root && { range, index, root, base, offset };
  }

  /** Let go of a root. */
  release({ range, index }: Place): void {
    range.roots[index] = undefined;
    this.size--;
    if (--range.left === 0) this.#all.splice(this.#after(range.first) - 1, 1);
  }

  /** Put other nodes in the places of the roots, or none. */
  replace(heir: (node: Node) => Node | undefined): void {
    this.reset(
      this.#all.map(({ first, roots, template, columns }) => {
        const heirs = roots.map((node) => node && heir(node));
        return new Range(first, heirs, template, columns);
      }),
    );
  }

  /** The closed blocks that a node is in, from the inside out; before them the node, if plain. */
  *around(node: Node): Generator<Place> {
    for (let root: Node | null = node; root && isElement(root); root = parentOf(root)) {
      const tag = localNameOf(root);
      for (const { first, roots, template, size } of this.#all) {
        // A look at the name is faster than one at a thousand roots.
        if (template ? template.tags[0] !== tag : root !== node) continue;
        const index = roots.indexOf(root);
        if (index >= 0) yield this.find(first + index * size) as Place;
      }
    }
  }

  /** How many ranges begin at an id or before. */
  #after(id: number): number {
    let low = 0;
    let high = this.#all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#all[middle] as Range).first <= id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
