/**
 * Files of the app that the page shows: pictures, sound and films; and its style sheets.
 *
 * A frame of no origin can load none of them by itself; it asks the app, and has a `blob:` instead.
 */
import { pathOf } from './files';
import type { Asked } from './asking';
import type { Reply } from './protocol';
import { Sheets } from './sheets';

const NAMES: Readonly<Record<string, readonly string[]>> = {
  img: ['src'],
  source: ['src'],
  audio: ['src'],
  video: ['src', 'poster'],
  track: ['src'],
  input: ['src'],
};
const SELECTOR = Object.keys(NAMES).join();
const READY = new Set(['live', 'static', 'failed']);

export class Resources {
  /** The addresses of the files, by what the app calls them. */
  readonly #found = new Map<string, Promise<string | undefined>>();

  constructor(readonly ask: (asked: Asked) => Promise<Reply>) {
    new Sheets(ask, (path) => this.#file(path));
    const attributeFilter = ['src', 'poster'];
    new MutationObserver((records) => this.#changed(records)).observe(document.documentElement, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter,
    });
  }

  /** Look at all that is there: Python has taken over the page, and compares nothing any more. */
  sweep(): void {
    for (const element of document.querySelectorAll(SELECTOR)) this.#load(element);
  }

  #changed(records: readonly MutationRecord[]): void {
    if (!READY.has(document.documentElement.dataset['reactor'] ?? 'static')) return;
    for (const { type, target, addedNodes } of records) {
      if (type === 'attributes') this.#load(target as Element);
      for (const node of addedNodes) if (node instanceof Element) this.#within(node);
    }
  }

  #within(added: Element): void {
    this.#load(added);
    for (const element of added.querySelectorAll(SELECTOR)) this.#load(element);
  }

  #load(element: Element): void {
    for (const name of NAMES[element.localName] ?? []) void this.#replace(element, name);
  }

  async #replace(element: Element, name: string): Promise<void> {
    const wanted = element.getAttribute(name);
    const path = wanted && !wanted.startsWith('blob:') ? pathOf(wanted) : undefined;
    if (!wanted || !path) return;
    const url = await this.#file(path);
    // Meanwhile it may be to show something else.
    if (url && element.getAttribute(name) === wanted) element.setAttribute(name, url);
  }

  #file(path: string): Promise<string | undefined> {
    const known = this.#found.get(path);
    if (known) return known;
    const file = this.ask({ method: 'GET', url: path, headers: {}, body: '' }).then(toUrl);
    this.#found.set(path, file);
    return file;
  }
}

function toUrl({ status, headers, body }: Reply): string | undefined {
  if (status !== 200) return undefined;
  return URL.createObjectURL(new Blob([body], { type: headers['content-type'] ?? '' }));
}
