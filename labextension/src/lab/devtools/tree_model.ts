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

/** What names a component on any page: from the top down its name, its key, and which of these. */
export type Route = readonly (readonly [name: string, key: string, nth: number])[];

/** So many closed components are known on another page. */
const MOST_KEPT = 500;

export class TreeModel {
  #rows: readonly Row[] = [];
  #known = new Map<number, Row>();
  #parents = new Map<number, number>();
  #children = new Map<number, Row[]>();
  readonly #closed = new Set<number>();
  /** What shall be closed once it is there. */
  #kept: Route[] = [];
  #words = '';
  #lines: Line[] | undefined;

  /** Take a new tree; what was closed stays closed. */
  set(rows: readonly Row[]): void {
    this.#rows = rows;
    this.#known = new Map(rows.map((row) => [row[0], row]));
    this.#parents = new Map();
    this.#children = new Map();
    for (const row of rows) {
      this.#parents.set(row[0], row[1]);
      const siblings = this.#children.get(row[1]);
      if (siblings) siblings.push(row);
      else this.#children.set(row[1], [row]);
    }
    for (const id of this.#closed) if (!this.#parents.has(id)) this.#closed.delete(id);
    this.#kept = this.#kept.filter((route) => {
      const id = this.find(route);
      if (id) this.#closed.add(id);
      return !id;
    });
    this.#lines = undefined;
  }

  /** Forget all components, for their numbers will be others; returns which were closed. */
  restart(kept: readonly Route[] = []): readonly Route[] {
    const closed = [...this.#closed].map((id) => this.routeOf(id));
    this.#kept = [...kept, ...closed, ...this.#kept].slice(0, MOST_KEPT);
    this.#closed.clear();
    this.set([]);
    return this.#kept;
  }

  routeOf(id: number): Route {
    const route: Route[number][] = [];
    for (let row = this.#known.get(id); row; row = this.#known.get(row[1])) {
      const [, parent, name, key] = row;
      const same = this.#like(parent, name, key);
      route.push([name, key, same.indexOf(row)]);
    }
    return route.reverse();
  }

  /** The component that a route leads to, or 0. */
  find(route: Route): number {
    let at = 0;
    for (const [name, key, nth] of route) {
      const row = this.#like(at, name, key)[nth];
      if (!row) return 0;
      at = row[0];
    }
    return at;
  }

  #like(parent: number, name: string, key: string): readonly Row[] {
    const children = this.#children.get(parent) ?? [];
    return children.filter((row) => row[2] === name && row[3] === key);
  }

  /** Show nothing but components whose names have these words, with what leads to them. */
  filter(words: string): void {
    this.#words = words.trim().toLowerCase();
    this.#lines = undefined;
  }

  has(id: number): boolean {
    return this.#parents.has(id);
  }

  ids(): Iterable<number> {
    return this.#parents.keys();
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

  /** The first component whose name has the words, or 0. */
  firstWanted(): number {
    const wanted = ({ name }: Line) => name.toLowerCase().includes(this.#words);
    return this.lines().find(wanted)?.id ?? 0;
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
