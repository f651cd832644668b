import type { PropValue, TemplateForm } from './protocol';
import { inertDocument, makeElement, setAttributes, spaceInside } from './element';
import {
  createElement,
  createText,
  firstChildOf,
  importNode,
  insertBefore,
  isElement,
  isText,
  localNameOf,
  nextSiblingOf,
} from './native';
import { settle } from './siblings';

/** A place in a template that varies. */
export interface Hole {
  /** How far the id of its node is from that of the root. */
  readonly offset: number;
  readonly hole: number;
  /** Of the attribute, property or type of event. */
  readonly name: string;
}

/** A property; one without a hole is the same in each block. */
export interface Prop extends Omit<Hole, 'hole'> {
  readonly hole?: number;
  readonly value?: PropValue;
}

/** The nodes of one block that were looked up, by their offsets. */
export type Known = (Node | null | undefined)[];

/** The templates of a session, by their numbers. */
export type Templates = Map<number, Template>;

/** Define the templates that a first message brings. */
export function define(templates: Templates, forms: readonly TemplateForm[] = []): void {
  forms.forEach((form, number) => templates.set(number, new Template(form)));
}

export function templateOf(templates: Templates, number: number): Template {
  const template = templates.get(number);
  if (!template) throw new Error(`no template has the id ${number}`);
  return template;
}

/** Elements whose shape is constant, and where in them something varies. */
export class Template {
  readonly texts: Hole[] = [];
  readonly attributes: Hole[] = [];
  /** Inner ones first: a select needs its options. */
  readonly props: Prop[] = [];
  readonly events: Hole[] = [];
  /** The tags of its nodes in document order; a text has ''. */
  readonly tags: string[] = [];
  /** From where each is reached: from the offset of the sibling before, or `~` that of the parent. */
  readonly #from: number[] = [];
  readonly #prototypes = new Map<string | null, Element>();

  constructor(readonly form: TemplateForm) {
    this.#read(form, 0);
  }

  /** How many ids a block takes. */
  get size(): number {
    return this.tags.length;
  }

  get elements(): number {
    return this.tags.filter(Boolean).length;
  }

  /** A new block for a place inside the namespace `space`; in each text hole is an empty text. */
  clone(document: Document, space: string | null): Element {
    let prototype = this.#prototypes.get(space);
    if (!prototype) {
      prototype = build(inertDocument(document), this.form, space);
      this.#prototypes.set(space, prototype);
    }
    return importNode(document, prototype, true) as Element;
  }

  /** All nodes of a block, by their offsets. */
  all(root: Node): Node[] {
    const known: Known = [root];
    return this.tags.map((_, offset) => this.locate(root, offset, known));
  }

  /**
   * The node of an adopted block, where parsers and extensions may have been.
   *
   * What something else has taken away is stood in for, so that it does no harm to speak of it.
   */
  locate(root: Node, offset: number, known: Known = [root]): Node {
    const node = this.reach(offset, known);
    const tag = this.tags[offset];
    if (!node || (isElement(node) ? localNameOf(node) : '') !== tag)
      return this.#standIn(root.ownerDocument as Document, offset, !node, known);
    // The rest of a text that the parser has split is joined to it.
    if (!tag) settle(nextSiblingOf(node), node as Text);
    return node;
  }

  #standIn(document: Document, offset: number, isLast: boolean, known: Known): Node {
    const tag = this.tags[offset];
    if (tag) return createElement(document, tag);
    const text = createText(document, '');
    // Of an empty text there is nothing in HTML.
    const from = this.#from[offset] as number;
    const parent = from < 0 && isLast && this.reach(~from, known);
    if (parent && isElement(parent)) insertBefore(parent, text, null);
    return text;
  }

  /** The node that is where one belongs; each step to it is taken once. */
  reach(offset: number, known: Known): Node | null {
    const way: number[] = [];
    let at = offset;
    for (; known[at] === undefined; at = this.#near(at)) way.push(at);
    let node = known[at] as Node | null;
    for (const to of way.reverse()) {
      if (node)
        node =
          (this.#from[to] as number) < 0
            ? settle(firstChildOf(node), null)
            : settle(nextSiblingOf(node), isText(node) ? node : null);
      known[to] = node;
    }
    return node;
  }

  /** The offset of the node from which another is reached. */
  #near(offset: number): number {
    const from = this.#from[offset] as number;
    return from < 0 ? ~from : from;
  }

  #read([tag, constants, holes, ...children]: TemplateForm, from: number): void {
    const offset = this.#add(tag, from);
    const props: Prop[] = Object.entries((constants && constants.p) || {}).map(([name, value]) => ({
      offset,
      name,
      value,
    }));
    const lists = { a: this.attributes, p: props, e: this.events };
    for (const [hole, kind, name] of holes || []) lists[kind].push({ offset, hole, name });
    let last = ~offset;
    for (const child of children) {
      const at = this.size;
      if (typeof child === 'object') this.#read(child, last);
      else this.#add('', last);
      if (typeof child === 'number') this.texts.push({ offset: at, hole: child, name: '' });
      last = at;
    }
    this.props.push(...props);
  }

  #add(tag: string, from: number): number {
    this.#from.push(from);
    return this.tags.push(tag) - 1;
  }
}

function build(
  document: Document,
  [tag, constants, , ...children]: TemplateForm,
  space: string | null,
): Element {
  const element = makeElement(document, tag, space);
  if (constants) setAttributes(element, constants.a);
  let isAfterText = false;
  for (const child of children) {
    const isInner = typeof child === 'object';
    // The texts of two holes would be taken for one.
    if (isAfterText && !isInner) insertBefore(element, document.createComment(''), null);
    isAfterText = !isInner;
    insertBefore(
      element,
      isInner
        ? build(document, child, spaceInside(element))
        : createText(document, typeof child === 'string' ? child : ''),
      null,
    );
  }
  return element;
}
