import type { Shape } from './protocol';
import {
  firstChildOf,
  isElement,
  isText,
  localNameOf,
  nextSiblingOf,
  removeChild,
  skipToContent,
} from './native';
import type { NodeTable } from './nodes';
import { pathOf } from './path';

/** In a shape: a text, and an element whose inside is its own affair. */
const TEXT_NODE = -1;
const OPAQUE = -1;

/** Thrown, and caught here, where HTML and shape part. */
class Mismatch extends Error {}

/**
 * Give the nodes of the HTML that is there their ids, in document order.
 *
 * @returns the path of the first node that has another shape, or `null` if all agree
 */
export function adopt(nodes: NodeTable, shape: Shape): string | null {
  nodes.reset();
  try {
    new Walk(nodes, shape).children(nodes.root);
    return null;
  } catch (error) {
    if (error instanceof Mismatch) return error.message;
    throw error;
  }
}

class Walk {
  readonly #tags: readonly string[];
  readonly #counts: readonly number[];
  #at = 0;
  #id = 1;

  constructor(
    readonly nodes: NodeTable,
    shape: Shape,
  ) {
    [this.#tags, this.#counts] = shape;
  }

  children(parent: Node): void {
    const count = this.#counts[this.#at++] ?? 0;
    if (count === OPAQUE) return;
    let child = skipToContent(firstChildOf(parent));
    for (let index = 0; index < count; index++) {
      if (!child) throw this.#mismatch(parent);
      this.#child(child);
      child = skipToContent(nextSiblingOf(child));
    }
    if (child) throw this.#mismatch(child);
  }

  #child(node: ChildNode): void {
    const tag = this.#counts[this.#at++] ?? TEXT_NODE;
    this.nodes.set(this.#id++, node);
    if (tag === TEXT_NODE) {
      if (!isText(node)) throw this.#mismatch(node);
      joinTexts(node);
    } else {
      if (!isElement(node) || localNameOf(node) !== this.#tags[tag]) throw this.#mismatch(node);
      this.children(node);
    }
  }

  #mismatch(node: Node): Mismatch {
    return new Mismatch(pathOf(this.nodes.root, node));
  }
}

/** A parser may split a long text into several nodes; two texts of ours have a comment between. */
export function joinTexts(text: Text): void {
  for (let next = nextSiblingOf(text); next && isText(next); next = nextSiblingOf(text)) {
    text.appendData(next.data);
    removeChild(next.parentNode as Node, next);
  }
}
