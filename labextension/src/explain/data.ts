/** What the page knows: the data of `explain --json`, without the cells' texts. */

export interface Piece {
  readonly id: number;
  readonly label: string;
  readonly kind: string;
  readonly detail: string;
  /** A cell by its number, or a module beside the notebook by its file. */
  readonly cell: number | string;
  readonly line: number;
  readonly goes: string;
  readonly stub: boolean;
  readonly server: readonly number[];
  readonly browser: readonly number[];
  readonly reason: string;
}

export interface Need {
  readonly source: number;
  readonly target: number;
}

export interface Explained {
  readonly pieces: readonly Piece[];
  readonly needs: readonly Need[];
}

/** What a piece has to do with others. */
export class Relations {
  private readonly needs = new Map<number, Set<number>>();
  private readonly users = new Map<number, Set<number>>();

  constructor(readonly explained: Explained) {
    for (const { source, target } of explained.needs) {
      add(this.needs, source, target);
      add(this.users, target, source);
    }
  }

  piece(id: number): Piece {
    const piece = this.explained.pieces[id];
    if (!piece) throw new Error(`there is no piece ${id}`);
    return piece;
  }

  /** The pieces on the chains by which one is needed, itself included. */
  chains(id: number): number[][] {
    const { server, browser } = this.piece(id);
    const same = server.join() === browser.join();
    return [server, same ? [] : browser].filter((chain) => chain.length > 0).map((one) => [...one]);
  }

  neededBy(id: number): number[] {
    return [...(this.users.get(id) ?? [])];
  }

  needsOf(id: number): number[] {
    return [...(this.needs.get(id) ?? [])];
  }
}

function add(map: Map<number, Set<number>>, key: number, value: number): void {
  const found = map.get(key) ?? new Set<number>();
  map.set(key, found.add(value));
}
