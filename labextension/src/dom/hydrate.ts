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

  // eslint-disable-next-line complexity -- parts of it would be called for every node
  const adoptChildren = (parent: Node): void => {
    let left = counts[at++] as number;
    if (left === OPAQUE) return;
    let node = firstChildOf(parent);
    let text: Text | null = null;
    for (; left > 0; left--) {
      const tag = counts[at++] as number;
      const kind = tag === TEXT_NODE ? TEXT : ELEMENT;
      // A text after a text may be the rest of it.
      if (!node || nodeTypeOf(node) !== kind || (text && kind === TEXT))
        node = seek(node, kind, text, parent);
      found.push(node);
      if (kind === TEXT) {
        text = node as Text;
      } else {
        if (localNameOf(node as unknown as Element) !== tags[tag]) throw new Mismatch(node);
        text = null;
        adoptChildren(node);
      }
      node = nextSiblingOf(node);
    }
    const extra = node && settle(node, text);
    if (extra) throw new Mismatch(extra);
  };

  adoptChildren(root);
  return found;
}

/** The first of some siblings that counts, which must be of a kind. */
function seek(from: ChildNode | null, kind: number, text: Text | null, parent: Node): ChildNode {
  const node = settle(from, text);
  if (!node || nodeTypeOf(node) !== kind) throw new Mismatch(node ?? parent);
  return node;
}

/** The first of some siblings that counts; what belongs to the text before is joined to it. */
function settle(from: ChildNode | null, before: Text | null): ChildNode | null {
  let text = before;
  let node = from;
  while (node) {
    const kind = nodeTypeOf(node);
    if (kind === ELEMENT || (kind === TEXT && !text)) return node;
    const next = nextSiblingOf(node);
    if (text && kind === TEXT) joinText(text, node as Text);
    else text = null;
    node = next;
  }
  return null;
}

/** A parser may split a long text in several nodes; two texts of ours have a comment between. */
export function joinText(text: Text, more: Text): void {
  text.appendData(more.data);
  removeChild(parentOf(more) as Node, more);
}
