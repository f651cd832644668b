/** How each component rendered last. */
import type { Reason, UpdateShown } from '../../frame/devtools_protocol';

export interface Rendered {
  readonly times: number;
  readonly update: number;
  readonly reasons: readonly Reason[];
  readonly time: number;
}

const MOST = 20_000;

export class Renders {
  readonly #known = new Map<number, Rendered>();

  add({ number, renders }: UpdateShown): void {
    for (const [id, , reasons, time] of renders) {
      const times = (this.#known.get(id)?.times ?? 0) + 1;
      this.#known.delete(id);
      this.#known.set(id, { times, update: number, reasons, time });
    }
    // The oldest first.
    for (const id of this.#known.keys()) {
      if (this.#known.size <= MOST) break;
      this.#known.delete(id);
    }
  }

  of(id: number): Rendered | undefined {
    return this.#known.get(id);
  }

  clear(): void {
    this.#known.clear();
  }
}
