import { getAttribute, queryAll } from '../dom/native';
import { anchorOf, urlOf, type Fetched } from './visits';

/** So long a pointer rests on a link before it means something. */
const REST_MS = 50;
/** So long what was asked for ahead of time is taken for new. */
const FRESH_MS = 10_000;

type Fetch = (url: URL) => Promise<Fetched | undefined>;

/** Asks for the data of pages that links lead to, before anybody clicks. */
export class Prefetching {
  readonly #there = new Map<string, { readonly at: number; readonly page: ReturnType<Fetch> }>();
  readonly #seen = new IntersectionObserver((entries) => this.#appeared(entries));
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly root: Element,
    readonly fetch: Fetch,
  ) {
    document.addEventListener('pointerover', ({ target }) => this.#near(target, REST_MS));
    document.addEventListener('focusin', ({ target }) => this.#near(target, REST_MS));
    document.addEventListener('pointerdown', ({ target }) => this.#near(target, 0));
    const changes = new MutationObserver(() => this.look());
    changes.observe(root, { childList: true, subtree: true });
  }

  /** Have an eye on the links that are there now. */
  look(): void {
    for (const link of queryAll(this.root, 'a[data-rnb-link=visible]')) this.#seen.observe(link);
  }

  /** The page at an address, if it was asked for a moment ago; only once. */
  take(url: URL): ReturnType<Fetch> | undefined {
    const found = this.#there.get(addressOf(url));
    this.#there.delete(addressOf(url));
    return found && isFresh(found.at) ? found.page : undefined;
  }

  #near(target: EventTarget | null, rest: number): void {
    clearTimeout(this.#timer);
    const link = anchorOf(target);
    if (link && getAttribute(link, 'data-rnb-link'))
      this.#timer = setTimeout(() => this.#ask(link), rest);
  }

  #appeared(entries: readonly IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of entries)
      if (isIntersecting) {
        this.#seen.unobserve(target);
        this.#ask(target as HTMLAnchorElement);
      }
  }

  #ask(link: HTMLAnchorElement): void {
    const url = urlOf(link);
    if (!url || isFrugal() || addressOf(url) === location.pathname + location.search) return;
    const address = addressOf(url);
    const known = this.#there.get(address);
    if (known && isFresh(known.at)) return;
    const page = this.fetch(url);
    page.catch(() => this.#there.delete(address));
    this.#there.set(address, { at: performance.now(), page });
  }
}

function addressOf({ pathname, search }: URL): string {
  return pathname + search;
}

function isFresh(at: number): boolean {
  return performance.now() - at < FRESH_MS;
}

function isFrugal(): boolean {
  return !!(navigator as { connection?: { saveData?: boolean } }).connection?.saveData;
}
