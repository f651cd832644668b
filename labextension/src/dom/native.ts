/**
 * The DOM's own accessors, read from their prototypes.
 *
 * `<form><input name="parentNode"></form>` hides `form.parentNode`, and `<img name="body">` hides
 * `document.body`. Names come from data, so neither a form nor the document is asked by name.
 */

type Method<T, A extends unknown[], R> = (self: T, ...args: A) => R;

function getter<T extends object, K extends keyof T & string>(prototype: T, name: K) {
  const { get } = Object.getOwnPropertyDescriptor(prototype, name) as { get: () => T[K] };
  return (self: T): T[K] => get.call(self);
}

function setter<T extends object, K extends keyof T & string>(prototype: T, name: K) {
  const { set } = Object.getOwnPropertyDescriptor(prototype, name) as {
    set: (value: T[K]) => void;
  };
  return (self: T, value: T[K]): void => set.call(self, value);
}

function method<T, A extends unknown[], R>(call: (this: T, ...args: A) => R): Method<T, A, R> {
  return (self, ...args) => call.apply(self, args);
}

const element = Element.prototype;
const doc = Document.prototype;

export const nodeTypeOf = getter(Node.prototype, 'nodeType');
export const parentOf = getter(Node.prototype, 'parentNode');
export const firstChildOf = getter(Node.prototype, 'firstChild');
export const nextSiblingOf = getter(Node.prototype, 'nextSibling');
export const isConnected = getter(Node.prototype, 'isConnected');
export const textOf = getter(Node.prototype, 'textContent');
export const contains = method(Node.prototype.contains);
export const insertBefore = method(Node.prototype.insertBefore<Node>);
export const removeChild = method(Node.prototype.removeChild<Node>);

export const localNameOf = getter(element, 'localName');
export const namespaceOf = getter(element, 'namespaceURI');
export const setInnerHtml = setter(element, 'innerHTML');
export const innerHtmlOf = getter(element, 'innerHTML');
export const getAttribute = method(element.getAttribute);
export const attributeNamesOf = method(element.getAttributeNames);
export const setAttribute = method(element.setAttribute);
export const setAttributeNS = method(
  element.setAttributeNS as (space: string | null, name: string, value: string) => void,
);
export const removeAttribute = method(element.removeAttribute);
export const queryAll = method(
  element.querySelectorAll as (selector: string) => NodeListOf<Element>,
);
export const closest = method(element.closest as (selector: string) => Element | null);

export const documentElementOf = getter(doc, 'documentElement');
export const headOf = getter(doc, 'head');
export const bodyOf = getter(doc, 'body');
export const activeElementOf = getter(doc, 'activeElement');
export const createElement = method(doc.createElement as (tag: string) => HTMLElement);
export const createElementNS = method(
  doc.createElementNS as (space: string | null, tag: string) => Element,
);
export const createText = method(doc.createTextNode);
export const createFragment = method(doc.createDocumentFragment);
export const createWalker = method(doc.createTreeWalker);
export const queryDocument = method(doc.querySelector as (selector: string) => Element | null);

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
