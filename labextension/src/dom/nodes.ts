import { createWalker } from './native';

const ELEMENTS_AND_TEXTS = 5;
const SMALL = 1000;

/**
 * The nodes of one root by the ids of the wire. The root itself is 0.
 *
 * There is no way back but a search: a second map would cost more than all the rest of hydration.
 */
export class NodeTable {
  /** The nodes of the first HTML, whose ids have no gaps; all that came later is in a map. */
  #adopted: (Node | undefined)[] = [];
  readonly #nodes = new Map<number, Node>();
  /** Removed nodes: they and what is in them are swept out when the table has doubled. */
  #removed: Node[] = [];
  #limit = SMALL;

  constructor(readonly root: Element) {
    this.reset();
  }

  /** The document that the root is in. */
  get document(): Document {
    return this.root.ownerDocument;
  }

  /** How many nodes are held. */
  get size(): number {
    return this.#adopted.length + this.#nodes.size;
  }

  /** Start again with these nodes, by their ids. */
  reset(adopted: Node[] = [this.root]): void {
    this.#adopted = adopted;
    this.#nodes.clear();
    this.#removed = [];
  }

  set(id: number, node: Node): void {
    this.#nodes.set(id, node);
  }

  find(id: number): Node | undefined {
    return this.#adopted[id] ?? this.#nodes.get(id);
  }

  /** Like `find`, but an unknown id means that page and session are no longer in step. */
  get(id: number): Node {
    const node = this.find(id);
    if (!node) throw new Error(`no node has the id ${id}`);
    return node;
  }

  element(id: number): Element {
    return this.get(id) as Element;
  }

  idOf(wanted: Node): number | undefined {
    const adopted = this.#adopted.indexOf(wanted);
    if (adopted >= 0) return adopted;
    for (const [id, node] of this.#nodes) if (node === wanted) return id;
    return undefined;
  }

  /** Let go of a node that was removed, and of everything in it. */
  forget(node: Node): void {
    this.#removed.push(node);
    if (this.#nodes.size > this.#limit) this.#sweep();
  }

  #sweep(): void {
    const gone = new Set<Node>();
    for (const top of this.#removed) {
      const walker = createWalker(this.document, top, ELEMENTS_AND_TEXTS);
      for (let node: Node | null = top; node; node = walker.nextNode()) gone.add(node);
    }
    this.#adopted = this.#adopted.map((node) => (node && gone.has(node) ? undefined : node));
    for (const [id, node] of this.#nodes) if (gone.has(node)) this.#nodes.delete(id);
    this.#removed = [];
    this.#limit = Math.max(SMALL, 2 * this.#nodes.size);
  }
}
