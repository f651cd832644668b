import type { Shape } from './protocol';
import {
  ELEMENT,
  TEXT,
  firstChildOf,
  localNameOf,
  nextSiblingOf,
  nodeTypeOf,
  parentOf,
  removeChild,
} from './native';
import type { NodeTable } from './nodes';
import { pathOf } from './path';

/** In a shape: a text, and an element whose inside is its own affair. */
const TEXT_NODE = -1;
const OPAQUE = -1;

/** Thrown, and caught here, where HTML and shape part. */
class Mismatch {
  constructor(readonly node: Node) {}
}

/**
 * Give the nodes of the HTML that is there their ids, in document order.
 *
 * @returns the path of the first node that has another shape, or `null` if all agree
 */
export function adopt(nodes: NodeTable, shape: Shape): string | null {
  try {
    nodes.reset(walk(nodes.root, shape));
    return null;
  } catch (error) {
    if (error instanceof Mismatch) return pathOf(nodes.root, error.node);
    throw error;
  }
}

/**
 * One pass over HTML and shape together; returns the nodes by their ids.
 *
 * It runs once, before any compiler has seen it, on every node of the page: every call counts.
 */
function walk(root: Node, [tags, counts]: Shape): Node[] {
  const found: Node[] = [root];
  let at = 0;
  let kind = 0;

  /** The first of some siblings that counts; what belongs to the text before is joined to it. */
  const settle = (from: ChildNode | null, before: Text | null): ChildNode | null => {
    let text = before;
    let node = from;
    while (node) {
      kind = nodeTypeOf(node);
      if (kind === ELEMENT || (kind === TEXT && !text)) return node;
      const next = nextSiblingOf(node);
      if (text && kind === TEXT) joinText(text, node as Text);
      else text = null;
      node = next;
    }
    return null;
  };

  const adoptChildren = (parent: Node): void => {
    const count = counts[at++] as number;
    if (count === OPAQUE) return;
    let child = settle(firstChildOf(parent), null);
    for (let index = 0; index < count; index++) {
      if (!child) throw new Mismatch(parent);
      const tag = counts[at++] as number;
      found.push(child);
      if (kind !== (tag === TEXT_NODE ? TEXT : ELEMENT)) throw new Mismatch(child);
      const text = kind === TEXT ? (child as Text) : null;
      if (!text) {
        if (localNameOf(child as unknown as Element) !== tags[tag]) throw new Mismatch(child);
        adoptChildren(child);
      }
      child = settle(nextSiblingOf(child), text);
    }
    if (child) throw new Mismatch(child);
  };

  adoptChildren(root);
  return found;
}

/** A parser may split a long text in several nodes; two texts of ours have a comment between. */
export function joinText(text: Text, more: Text): void {
  text.appendData(more.data);
  removeChild(parentOf(more) as Node, more);
}
