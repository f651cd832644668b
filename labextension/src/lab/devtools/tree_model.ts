/** Which rows of the tree of components are to be seen: those whose parents are open. */
import type { Row } from '../../frame/devtools_protocol';

export interface Line {
  readonly id: number;
  readonly name: string;
  readonly key: string;
  readonly ours: boolean;
  readonly level: number;
  readonly hasChildren: boolean;
  readonly isOpen: boolean;
  /** Which of its parent's children it is, from 1 on, and how many they are. */
  readonly position: number;
  readonly siblings: number;
}

export class TreeModel {
  #rows: readonly Row[] = [];
  #parents = new Map<number, number>();
  #children = new Map<number, Row[]>();
  readonly #closed = new Set<number>();
  #words = '';
  #lines: Line[] | undefined;

  /** Take a new tree; what was closed stays closed. */
  set(rows: readonly Row[]): void {
    this.#rows = rows;
    this.#parents = new Map();
    this.#children = new Map();
    for (const row of rows) {
      this.#parents.set(row[0], row[1]);
      const siblings = this.#children.get(row[1]);
      if (siblings) siblings.push(row);
      else this.#children.set(row[1], [row]);
    }
    for (const id of this.#closed) if (!this.#parents.has(id)) this.#closed.delete(id);
    this.#lines = undefined;
  }

  /** Show nothing but components whose names have these words, with what leads to them. */
  filter(words: string): void {
    this.#words = words.trim().toLowerCase();
    this.#lines = undefined;
  }

  has(id: number): boolean {
    return this.#parents.has(id);
  }

  parent(id: number): number {
    return this.#parents.get(id) ?? 0;
  }

  setOpen(id: number, open: boolean): void {
    if (open) this.#closed.delete(id);
    else this.#closed.add(id);
    this.#lines = undefined;
  }

  /** Open all that a component is in. */
  reveal(id: number): void {
    for (let at = this.parent(id); at; at = this.parent(at)) this.#closed.delete(at);
    if (!this.#lines?.some((line) => line.id === id)) this.#words = '';
    this.#lines = undefined;
  }

  /** What is to be seen, from top to bottom. */
  lines(): readonly Line[] {
    this.#lines ??= this.#find();
    return this.#lines;
  }

  indexOf(id: number): number {
    return this.lines().findIndex((line) => line.id === id);
  }

  #find(): Line[] {
    const wanted = this.#words ? this.#wanted() : undefined;
    const lines: Line[] = [];
    // No recursion: a tree may be two hundred levels deep, or of ten thousand components.
    const waiting: Line[] = [];
    const add = (parent: number, level: number) => {
      const children = this.#childrenOf(parent, wanted);
      for (const [at, row] of children.entries())
        waiting.push(this.#line(row, level, at + 1, children.length, wanted));
      // The last to be put there is the first to be taken.
      waiting.push(...waiting.splice(waiting.length - children.length).reverse());
    };
    add(0, 1);
    for (let line = waiting.pop(); line; line = waiting.pop()) {
      lines.push(line);
      if (line.isOpen) add(line.id, line.level + 1);
    }
    return lines;
  }

  #line(
    [id, , name, key, ours]: Row,
    level: number,
    position: number,
    siblings: number,
    wanted: ReadonlySet<number> | undefined,
  ): Line {
    const hasChildren = this.#childrenOf(id, wanted).length > 0;
    const isOpen = hasChildren && (wanted !== undefined || !this.#closed.has(id));
    return { id, name, key, ours: ours === 1, level, hasChildren, isOpen, position, siblings };
  }

  #childrenOf(id: number, wanted: ReadonlySet<number> | undefined): readonly Row[] {
    const children = this.#children.get(id) ?? [];
    return wanted ? children.filter(([child]) => wanted.has(child)) : children;
  }

  #wanted(): Set<number> {
    const wanted = new Set<number>();
    for (const [id, , name] of this.#rows) {
      if (!name.toLowerCase().includes(this.#words)) continue;
      for (let at = id; at && !wanted.has(at); at = this.parent(at)) wanted.add(at);
    }
    return wanted;
  }
}
