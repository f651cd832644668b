import { ELEMENT, TEXT, nextSiblingOf, nodeTypeOf, parentOf, removeChild } from './native';

/** The first of some siblings that counts; what belongs to the text before is joined to it. */
export function settle(from: ChildNode | null, before: Text | null): ChildNode | null {
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
