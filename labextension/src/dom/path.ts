import { contentOf, isElement, localNameOf, parentOf } from './native';

/** Where a node is, for people: `ul[2] > li[1] > text[1]`, counted from 1 among its siblings. */
export function pathOf(root: Node, node: Node): string {
  const steps: string[] = [];
  for (let one = node; one !== root;) {
    const parent = parentOf(one);
    if (!parent) break;
    steps.unshift(`${nameOf(one)}[${contentOf(parent).indexOf(one as ChildNode) + 1}]`);
    one = parent;
  }
  return steps.join(' > ') || 'the root';
}

export function nameOf(node: Node): string {
  return isElement(node) ? localNameOf(node) : 'text';
}
