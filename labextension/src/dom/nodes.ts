import { createWalker } from './native';
import { Range, Ranges } from './ranges';

const ELEMENTS_AND_TEXTS = 5;
const SMALL = 1000;

/**
 * The nodes of one root by the ids of the wire. The root itself is 0.
 *
 * There is no way back but a search: a second map would cost more than all the rest of hydration.
 */
export class NodeTable {
  /** The nodes of the first HTML, and closed blocks; all else that came later is in a map. */
  readonly ranges = new Ranges();
  /** The ids of the nodes around the elements of portals, wherever these are. */
  readonly portals = new WeakMap<Node, number>();
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
    return this.ranges.size + this.#nodes.size;
  }

  /** Start again with these nodes. */
  reset(adopted: readonly Range[] = [new Range(0, [this.root])]): void {
    this.ranges.reset(adopted);
    this.#nodes.clear();
    this.#removed = [];
    this.#limit = Math.max(SMALL, 2 * this.size);
  }

  set(id: number, node: Node): void {
    this.#nodes.set(id, node);
  }

  find(id: number): Node | undefined {
    const node = this.#nodes.get(id);
    const place = node ? undefined : this.ranges.find(id);
    return place?.range.template?.locate(place.root, place.offset) ?? place?.root ?? node;
  }

  /** Like `find`, but an unknown id means that page and session are no longer in step. */
  get(id: number): Node {
    this.expect(id);
    return this.find(id) as Node;
  }

  /** Make sure that there is such a node, without a look at it. */
  expect(id: number): void {
    if (!this.#nodes.has(id) && !this.ranges.find(id)) throw new Error(`no node has the id ${id}`);
  }

  element(id: number): Element {
    return this.get(id) as Element;
  }

  /** The id of an element. */
  idOf(wanted: Element): number | undefined {
    for (const [id, node] of this.#nodes) if (node === wanted) return id;
    for (const { range, root, base } of this.ranges.around(wanted)) {
      const offset = range.template?.all(root).indexOf(wanted) ?? 0;
      if (offset >= 0) return base + offset;
    }
    return undefined;
  }

  /** Let go of a node that is removed, and return it. */
  take(id: number): Node | undefined {
    const place = this.ranges.find(id);
    const node = this.find(id);
    if (!node) return undefined;
    this.#nodes.delete(id);
    if (place) this.ranges.release(place);
    // What is in a closed block is not in the table.
    if (!place?.range.template) this.forget(node);
    return node;
  }

  /** Let go of everything in a node that was removed. */
  forget(node: Node): void {
    this.#removed.push(node);
    if (this.size > this.#limit) this.#sweep();
  }

  /** Put other nodes in the places of those that are held, or none. */
  replace(heir: (node: Node) => Node | undefined): void {
    this.ranges.replace(heir);
    for (const [id, node] of this.#nodes) {
      const other = heir(node);
      if (other) this.#nodes.set(id, other);
      else this.#nodes.delete(id);
    }
    this.#removed = [];
    this.#limit = Math.max(SMALL, 2 * this.size);
  }

  #sweep(): void {
    const gone = new Set<Node>();
    for (const top of this.#removed) {
      const walker = createWalker(this.document, top, ELEMENTS_AND_TEXTS);
      for (let node: Node | null = top; node; node = walker.nextNode()) gone.add(node);
    }
    this.replace((node) => (gone.has(node) ? undefined : node));
  }
}
