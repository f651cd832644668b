import type { HeadEntry } from './protocol';
import { isSafeName, setSafeAttribute } from './attributes';
import {
  attributeNamesOf,
  createElement,
  documentElementOf,
  firstChildOf,
  getAttribute,
  headOf,
  insertBefore,
  isText,
  nextSiblingOf,
  parentOf,
  queryAll,
  removeChild,
  visibilityOf,
} from './native';
import { trustedScriptUrl } from './trusted';

/** Marks the elements in the document's head that are ours. */
const MARK = 'data-rnb-head';
/** How far the page is; not for Python to say. */
const STATUS = 'data-reactor';
const TAGS = new Set(['title', 'meta', 'link', 'script']);

/** Names of attributes of `<html>` that the last `head` op set, for each document. */
const htmlNames = new WeakMap<Document, ReadonlySet<string>>();

/**
 * What Python wants of the document's head.
 *
 * A browser takes longer to change the title of a window than for all the rest of a patch. So the
 * elements wait for a task of their own, which does the newest entries only; but not when the
 * page is hidden, where such tasks are late, or is left. Attributes of `<html>` may be what a
 * style sheet goes by, and do not wait.
 */
export class Head {
  #wanted: readonly HeadEntry[] | undefined;

  constructor(
    readonly document: Document,
    signal: AbortSignal,
  ) {
    const flush = () => this.flush();
    addEventListener('pagehide', flush, { signal });
    document.addEventListener('visibilitychange', flush, { signal });
    signal.addEventListener('abort', flush);
  }

  /** Want other entries, soon. */
  set(entries: readonly HeadEntry[]): void {
    applyHtml(this.document, entries);
    if (!this.#wanted) setTimeout(() => this.flush());
    this.#wanted = entries;
    if (visibilityOf(this.document) === 'hidden') this.flush();
  }

  /** Make the head what is wanted, now. */
  flush(): void {
    const entries = this.#wanted;
    this.#wanted = undefined;
    if (entries) applyElements(this.document, entries);
  }
}

/** Make our elements what Python wants; one that stays the same is not touched. */
function applyElements(document: Document, entries: readonly HeadEntry[]): void {
  const head = headOf(document);
  const ours = new Set(queryAll(head, `[${MARK}]`));
  for (const [tag, attributes, text] of entries)
    if (TAGS.has(tag)) ours.delete(place(document, ours, tag, attributes, text));
  for (const element of ours) removeChild(head, element);
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
  if (tag === 'title') setTitle(result, text);
  if (element) return element;
  for (const [name, value] of Object.entries(attributes))
    setSafeAttribute(
      result,
      name,
      tag === 'script' && name === 'src' ? trustedScriptUrl(value) : value,
    );
  setSafeAttribute(result, MARK, '');
  insertBefore(head, result, null);
  return result;
}

/** Set the text of the title; a new text node would be told to the window twice. */
function setTitle(title: Element, text: string): void {
  const only = firstChildOf(title);
  if (only && isText(only) && !nextSiblingOf(only)) {
    if (only.data !== text) only.data = text;
  } else if (title.textContent !== text) {
    title.textContent = text;
  }
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

function applyHtml(document: Document, entries: readonly HeadEntry[]): void {
  const html = documentElementOf(document);
  const names = new Set<string>();
  for (const [tag, attributes] of entries)
    if (tag === 'html') setAttributes(html, attributes, names);
  for (const name of htmlNames.get(document) ?? [])
    if (!names.has(name)) setSafeAttribute(html, name, null);
  htmlNames.set(document, names);
}

function setAttributes(
  html: Element,
  attributes: Readonly<Record<string, string>>,
  names: Set<string>,
): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === STATUS) continue;
    names.add(name);
    if (getAttribute(html, name) !== value) setSafeAttribute(html, name, value);
  }
}
