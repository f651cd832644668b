/**
 * The DOM's own accessors, read from their prototypes.
 *
 * `<form><input name="parentNode"></form>` hides `form.parentNode`, and `<img name="body">` hides
 * `document.body`. Names come from data, so neither a form nor the document is asked by name.
 */

/** `uncurry(f)(self, x)` is `f.call(self, x)`, as fast as a plain call. */
const uncurry = Function.prototype.bind.bind(Function.prototype.call) as <
  T,
  A extends unknown[],
  R,
>(
  call: (this: T, ...args: A) => R,
) => (self: T, ...args: A) => R;

function getter<T extends object, K extends keyof T & string>(prototype: T, name: K) {
  const found = Object.getOwnPropertyDescriptor(prototype, name);
  return uncurry((found as { get: (this: T) => T[K] }).get);
}

function setter<T extends object, K extends keyof T & string>(prototype: T, name: K) {
  const found = Object.getOwnPropertyDescriptor(prototype, name);
  return uncurry((found as { set: (this: T, value: T[K]) => void }).set);
}

const element = Element.prototype;
const doc = Document.prototype;

export const nodeTypeOf = getter(Node.prototype, 'nodeType');
export const parentOf = getter(Node.prototype, 'parentNode');
export const firstChildOf = getter(Node.prototype, 'firstChild');
export const nextSiblingOf = getter(Node.prototype, 'nextSibling');
export const isConnected = getter(Node.prototype, 'isConnected');
export const childNodesOf = getter(Node.prototype, 'childNodes');
export const textOf = getter(Node.prototype, 'textContent');
export const setText = setter(Node.prototype, 'textContent');
export const contains = uncurry(Node.prototype.contains);
export const insertBefore = uncurry(Node.prototype.insertBefore<Node>);
export const removeChild = uncurry(Node.prototype.removeChild<Node>);

export const localNameOf = getter(element, 'localName');
export const namespaceOf = getter(element, 'namespaceURI');
export const setInnerHtml = setter(element, 'innerHTML');
export const innerHtmlOf = getter(element, 'innerHTML');
export const getAttribute = uncurry(element.getAttribute);
export const attributeNamesOf = uncurry(element.getAttributeNames);
export const setAttribute = uncurry(element.setAttribute);
export const setAttributeNS = uncurry(
  element.setAttributeNS as (space: string | null, name: string, value: string) => void,
);
export const removeAttribute = uncurry(element.removeAttribute);
export const elementsIn = uncurry(
  element.getElementsByTagName as (tag: string) => HTMLCollectionOf<Element>,
);
export const queryAll = uncurry(
  element.querySelectorAll as (selector: string) => NodeListOf<Element>,
);
export const closest = uncurry(element.closest as (selector: string) => Element | null);

export const documentElementOf = getter(doc, 'documentElement');
export const headOf = getter(doc, 'head');
export const bodyOf = getter(doc, 'body');
export const activeElementOf = getter(doc, 'activeElement');
export const visibilityOf = getter(doc, 'visibilityState');
export const createElement = uncurry(doc.createElement as (tag: string) => HTMLElement);
export const createElementNS = uncurry(
  doc.createElementNS as (space: string | null, tag: string) => Element,
);
export const createText = uncurry(doc.createTextNode);
export const createFragment = uncurry(doc.createDocumentFragment);
export const importNode = uncurry(doc.importNode<Node>);
export const createWalker = uncurry(doc.createTreeWalker);
export const queryDocument = uncurry(doc.querySelector as (selector: string) => Element | null);

export const ELEMENT = 1;
export const TEXT = 3;

export function isElement(node: Node): node is Element {
  return nodeTypeOf(node) === ELEMENT;
}

export function isText(node: Node): node is Text {
  return nodeTypeOf(node) === TEXT;
}

/** The first of a node and its siblings that counts: an element or a text. */
export function skipToContent(node: ChildNode | null): ChildNode | null {
  let one = node;
  while (one && !isElement(one) && !isText(one)) one = nextSiblingOf(one);
  return one;
}

/** The children that count: elements and texts. */
export function contentOf(parent: Node): ChildNode[] {
  const found: ChildNode[] = [];
  for (let one = skipToContent(firstChildOf(parent)); one; one = skipToContent(nextSiblingOf(one)))
    found.push(one);
  return found;
}
