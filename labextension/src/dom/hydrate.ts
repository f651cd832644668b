import type { Shape, TemplateForm } from './protocol';
import {
  ELEMENT,
  TEXT,
  elementsIn,
  firstChildOf,
  localNameOf,
  nextSiblingOf,
  nodeTypeOf,
} from './native';
import type { Page } from './page';
import { pathOf } from './path';
import { Range } from './ranges';
import { settle } from './siblings';
import { define, templateOf, type Template, type Templates } from './template';

/** In a shape: a text, and an element whose inside is its own affair. */
const TEXT_NODE = -1;
const OPAQUE = -1;
/** In a shape: an open block; -2 are closed ones side by side. */
const OPEN = -3;

/** Thrown, and caught here, where HTML and shape part. */
class Mismatch {
  constructor(readonly node: Node) {}
}

/** Where the nodes of a block go. */
interface Own {
  readonly nodes: Node[];
  at: number;
}

/** What a walk found: the nodes by their ids, in runs that begin at an id. */
interface Found {
  readonly runs: readonly (readonly [first: number, nodes: Node[], template?: Template])[];
  /** How many elements there should be: what is in a closed block shows by that. */
  readonly elements: number;
}

/**
 * Give the nodes of the HTML that is there their ids, in document order.
 *
 * @returns the path of the first node that has another shape, or `null` if all agree
 */
export function adopt({ nodes, listeners, templates }: Page, shape: Shape): string | null {
  const { root } = nodes;
  try {
    define(templates, shape[2]);
    const { runs, elements } = walk(root, shape, templates, new Set());
    if (elements !== elementsIn(root, '*').length) {
      walk(root, shape, templates);
      throw new Mismatch(root);
    }
    nodes.reset(
      runs.map(
        (run) =>
          new Range(
            ...run,
            run[2]?.events.map(() => 1),
          ),
      ),
    );
    // In closed blocks each hole for an event has a handler, unless an op says otherwise.
    for (const { events } of templates.values())
      for (const { name } of events) listeners.attach(name, 1);
    return null;
  } catch (error) {
    if (error instanceof Mismatch) return pathOf(root, error.node);
    throw error;
  }
}

/**
 * One pass over HTML and shape together, into closed blocks too.
 *
 * It runs once, before any compiler has seen it, on every node that it looks at: every call counts.
 *
 * @param looked templates of which one block is enough to look into; all are looked into without
 */
function walk(
  root: Node,
  [tags, counts]: Shape,
  templates: Templates,
  looked?: Set<Template>,
): Found {
  let run: Node[] = [root];
  let start = 0;
  const runs: [first: number, nodes: Node[], template?: Template][] = [[start, run]];
  let at = 0;
  let next = 1;
  let elements = 0;
  /** The text just passed: a text after it may be the rest of it. */
  let text: Text | null = null;

  const adoptChildren = (parent: Node): void => {
    const count = counts[at++] as number;
    text = null;
    if (count === OPAQUE) elements += elementsIn(parent as Element, '*').length;
    else finish(adoptSome(parent, firstChildOf(parent), count));
  };

  /** Adopt so many of some siblings, and return the one after them. */
  const adoptSome = (parent: Node, from: ChildNode | null, count: number): ChildNode | null => {
    let node = from;
    for (let left = count; left > 0; left--) {
      const code = counts[at++] as number;
      if (code < TEXT_NODE) {
        const template = templateOf(templates, counts[at++] as number);
        const isOpen = code === OPEN;
        const some = isOpen ? 1 : (counts[at++] as number);
        node = adoptBlocks(parent, node, template, some, isOpen);
        left -= some - 1;
      } else {
        const tag = code < 0 ? '' : (tags[code] as string);
        node = run[next++ - start] = take(parent, node, tag);
        if (tag) adoptChildren(node);
        node = nextSiblingOf(node);
      }
    }
    return node;
  };

  const adoptBlocks = (
    parent: Node,
    from: ChildNode | null,
    template: Template,
    count: number,
    isOpen: boolean,
  ): ChildNode | null => {
    const roots: Node[] = [];
    const own: Own = { nodes: isOpen ? run : [], at: next - start };
    const first = next;
    next += template.size * count;
    if (!isOpen) runs.push([first, roots, template], [(start = next), (run = [])]);
    let node = from;
    for (let left = count; left > 0; left--) {
      node = take(parent, node, template.tags[0] as string);
      roots.push(node);
      // Where a parser moves something out of one block, it does so with all of its template.
      if (isOpen || !looked?.has(template)) adoptOwn(node, template.form, own, isOpen);
      else elements += template.elements - 1;
      looked?.add(template);
      node = nextSiblingOf(node);
    }
    return node;
  };

  /** Adopt an element of an open block with what is in it, or look whether one of a row fits. */
  const adoptOwn = (parent: Node, form: TemplateForm, own: Own, isOpen: boolean): void => {
    const children = form.slice(3) as readonly (string | number | TemplateForm)[];
    let node = firstChildOf(parent);
    text = null;
    own.nodes[own.at++] = parent;
    for (const child of children) {
      if (typeof child === 'object') {
        node = take(parent, node, child[0]);
        adoptOwn(node, child, own, isOpen);
      } else {
        const isHole = typeof child === 'number';
        const count = isHole && isOpen ? (counts[at++] as number) : TEXT_NODE;
        const place = own.at++;
        if (count >= 0) {
          node = adoptSome(parent, node, count);
          continue;
        }
        // A row may have nothing where there is room for one text only.
        if (isHole && !isOpen && children.length === 1 && !settle(node, null)) break;
        node = take(parent, node, '');
        own.nodes[place] = node;
      }
      node = nextSiblingOf(node);
    }
    finish(node, form[0]);
  };

  /** The next of some siblings that counts, which must have this tag, or be a text (''). */
  const take = (parent: Node, from: ChildNode | null, tag: string): ChildNode => {
    const kind = tag ? ELEMENT : TEXT;
    let node = from;
    // A text after a text may be the rest of it.
    if (!node || nodeTypeOf(node) !== kind || (text && !tag)) node = seek(node, kind, text, parent);
    text = null;
    if (!tag) text = node as Text;
    else if (localNameOf(node as unknown as Element) === tag) elements++;
    else throw new Mismatch(node);
    return node;
  };

  /** After the last child that was expected no other may come; a textarea's text is its value. */
  const finish = (node: ChildNode | null, tag?: string): void => {
    const extra = tag !== 'textarea' && node && settle(node, text);
    if (extra) throw new Mismatch(extra);
    text = null;
  };

  adoptChildren(root);
  return { runs, elements };
}

/** The first of some siblings that counts, which must be of a kind. */
function seek(from: ChildNode | null, kind: number, text: Text | null, parent: Node): ChildNode {
  const node = settle(from, text);
  if (!node || nodeTypeOf(node) !== kind) throw new Mismatch(node ?? parent);
  return node;
}
