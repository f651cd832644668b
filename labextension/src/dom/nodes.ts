import { createWalker } from './native';

const ELEMENTS_AND_TEXTS = 5;

/** The nodes of one root by the ids of the wire, and back. The root itself is 0. */
export class NodeTable {
  readonly #nodes = new Map<number, Node>();
  #ids = new WeakMap<Node, number>();

  constructor(readonly root: Element) {
    this.reset();
  }

  /** The document that the root is in. */
  get document(): Document {
    return this.root.ownerDocument;
  }

  reset(): void {
    this.#nodes.clear();
    this.#ids = new WeakMap();
    this.set(0, this.root);
  }

  set(id: number, node: Node): void {
    this.#nodes.set(id, node);
    this.#ids.set(node, id);
  }

  find(id: number): Node | undefined {
    return this.#nodes.get(id);
  }

  /** Like `find`, but an unknown id means that page and session are no longer in step. */
  get(id: number): Node {
    const node = this.#nodes.get(id);
    if (!node) throw new Error(`no node has the id ${id}`);
    return node;
  }

  element(id: number): Element {
    return this.get(id) as Element;
  }

  idOf(node: Node): number | undefined {
    return this.#ids.get(node);
  }

  /** Give up the ids of a node and of everything in it. */
  forget(top: Node): void {
    const walker = createWalker(this.document, top, ELEMENTS_AND_TEXTS);
    for (let node: Node | null = top; node; node = walker.nextNode()) {
      const id = this.#ids.get(node);
      if (id !== undefined) this.#nodes.delete(id);
    }
  }
}
