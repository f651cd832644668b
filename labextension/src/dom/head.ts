import type { HeadEntry } from './protocol';
import { isSafeName, setSafeAttribute } from './attributes';
import {
  attributeNamesOf,
  createElement,
  documentElementOf,
  getAttribute,
  headOf,
  insertBefore,
  parentOf,
  queryAll,
  removeChild,
} from './native';

/** Marks the elements in the document's head that are ours. */
const MARK = 'data-rnb-head';
/** How far the page is; not for Python to say. */
const STATUS = 'data-reactor';
const TAGS = new Set(['title', 'meta', 'link']);

/** Names of attributes of `<html>` that the last `head` op set, for each document. */
const htmlNames = new WeakMap<Document, ReadonlySet<string>>();

/** Make our part of the head what Python wants; an element that stays the same is not touched. */
export function applyHead(document: Document, entries: readonly HeadEntry[]): void {
  const head = headOf(document);
  const ours = new Set(queryAll(head, `[${MARK}]`));
  const html = new Map<string, string>();
  for (const [tag, attributes, text] of entries) {
    if (tag === 'html') noteAttributes(attributes, html);
    else if (TAGS.has(tag)) ours.delete(place(document, ours, tag, attributes, text));
  }
  for (const element of ours) removeChild(head, element);
  applyHtml(document, html);
}

function noteAttributes(
  attributes: Readonly<Record<string, string>>,
  html: Map<string, string>,
): void {
  for (const [name, value] of Object.entries(attributes))
    if (name !== STATUS) html.set(name, value);
}

/** Find an element that is as wanted already, or make it. */
function place(
  document: Document,
  ours: ReadonlySet<Element>,
  tag: string,
  attributes: Readonly<Record<string, string>>,
  text: string,
): Element {
  const head = headOf(document);
  const known = [...ours].find((one) => isLike(one, tag, attributes));
  const element = known ?? (tag === 'title' ? head.querySelector('title') : null);
  const result = element ?? createElement(document, tag);
  if (tag === 'title' && result.textContent !== text) result.textContent = text;
  if (element) return element;
  for (const [name, value] of Object.entries(attributes)) setSafeAttribute(result, name, value);
  setSafeAttribute(result, MARK, '');
  insertBefore(head, result, null);
  return result;
}

function isLike(
  element: Element,
  tag: string,
  attributes: Readonly<Record<string, string>>,
): boolean {
  const names = attributeNamesOf(element).filter((name) => name !== MARK);
  const wanted = Object.keys(attributes).filter(isSafeName);
  return (
    element.localName === tag &&
    parentOf(element) !== null &&
    names.length === wanted.length &&
    wanted.every((name) => getAttribute(element, name) === attributes[name])
  );
}

function applyHtml(document: Document, wanted: ReadonlyMap<string, string>): void {
  const html = documentElementOf(document);
  for (const name of htmlNames.get(document) ?? [])
    if (!wanted.has(name)) setSafeAttribute(html, name, null);
  for (const [name, value] of wanted) setSafeAttribute(html, name, value);
  htmlNames.set(document, new Set(wanted.keys()));
}
