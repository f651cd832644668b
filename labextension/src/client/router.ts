/**
 * Goes from page to page without a new document; loaded by the pages of apps that use `Link`.
 *
 * Whatever does not go as it should, the browser does in its own way.
 */
import type { Client } from './client';
import { Places } from './places';
import { Prefetching } from './prefetch';
import { announce, focusOn, setBusy } from './presence';
import { fetchPage, isLive, isSamePage, linkOf, type Fetched, type Settings } from './visits';

const MOST_REDIRECTS = 20;

/** How an address gets into the history: as a new entry, in place of this one, or it is there. */
type How = 'push' | 'replace' | 'pop';

interface Visit {
  readonly number: number;
  readonly url: URL;
  readonly how: How;
  readonly key: string | undefined;
}

export function start(client: Client): void {
  const { build, title } = JSON.parse(client.payload) as Settings & { title: string };
  new Router(client, { build }, title).listen();
}

class Router {
  readonly #places = new Places();
  readonly #prefetching: Prefetching;
  #url = new URL(location.href);
  #stop = new AbortController();
  #number = 0;
  #visit: Visit | undefined;

  constructor(
    readonly client: Client,
    readonly settings: Settings,
    readonly title: string,
  ) {
    this.#prefetching = new Prefetching(client.root, (url) => this.#fetch(url));
  }

  listen(): void {
    document.addEventListener('click', (event) => this.#click(event));
    addEventListener('popstate', (event) => this.#pop(event));
    this.client.shown = (number) => this.#shown(number);
    this.client.visit = (url, anew) => this.#told(new URL(url, location.href), anew);
    this.#prefetching.look();
  }

  #click(event: MouseEvent): void {
    if (event.defaultPrevented || !isPlain(event)) return;
    const url = linkOf(event.target);
    if (!url || (url.hash && isSamePage(url, this.#url))) return;
    event.preventDefault();
    void this.#go(url, isSamePage(url, this.#url) ? 'replace' : 'push');
  }

  #pop({ state }: PopStateEvent): void {
    const url = new URL(location.href);
    const key = (state as { reactor?: string } | null)?.reactor;
    if (!isSamePage(url, this.#url)) void this.#go(url, 'pop', key);
    else {
      this.#leaveOff();
      this.#url = url;
      this.#places.enter(key);
      if (key) this.#places.restore();
    }
  }

  /** Python asks for another address: a redirect, or a page that it could not show. */
  #told(url: URL, anew: boolean | undefined): void {
    const visit = this.#visit;
    if (!anew) void this.#go(url, 'push');
    else if (visit) leave(visit.url, visit.how);
    else leave(url, 'push');
  }

  #leaveOff(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    setBusy(false);
  }

  #fetch(url: URL, signal?: AbortSignal): Promise<Fetched | undefined> {
    return fetchPage(url, this.settings, signal);
  }

  async #go(url: URL, how: How, key?: string): Promise<void> {
    this.#leaveOff();
    if (!isLive()) return leave(url, how);
    setBusy(true);
    const { signal } = this.#stop;
    const [goal, text] = await this.#follow(url, signal);
    if (signal.aborted) return;
    if (text === undefined) return leave(goal, how);
    if (!goal.hash) goal.hash = url.hash;
    this.#visit = { number: ++this.#number, url: goal, how, key };
    this.client.post(`["show",${this.#number},${text}]`);
  }

  /** Where an address leads to, and the page there if it is one of ours. */
  async #follow(url: URL, signal: AbortSignal): Promise<[goal: URL, text?: string]> {
    let goal = url;
    for (let count = 0; count < MOST_REDIRECTS && goal.origin === location.origin; count++) {
      const asked = this.#prefetching.take(goal) ?? this.#fetch(goal, signal);
      const page = await asked.catch(() => undefined);
      if (!page) break;
      if ('text' in page) return [goal, page.text];
      goal = page.to;
    }
    return [goal];
  }

  #shown(number: number | undefined): void {
    const visit = this.#visit;
    if (!visit || visit.number !== number) return;
    this.#visit = undefined;
    const { url, how, key } = visit;
    const samePlace = how === 'pop' && url.href === location.href;
    this.#url = url;
    if (samePlace) this.#places.enter(key);
    else this.#places.add(url, how === 'push');
    const target = how === 'pop' ? undefined : targetOf(url);
    focusOn(this.client.root, target);
    if (samePlace) this.#places.restore();
    else if (target) target.scrollIntoView();
    else scrollTo({ left: 0, top: 0, behavior: 'instant' });
    setBusy(false);
    announce(this.title);
    this.#prefetching.look();
    performance.mark('reactor:visited');
  }
}

/** Whether a click is meant for this window. */
function isPlain({ altKey, button, ctrlKey, metaKey, shiftKey }: MouseEvent): boolean {
  return !button && !altKey && !ctrlKey && !metaKey && !shiftKey;
}

/** Go on in the browser's own way. */
function leave(url: URL, how: How): void {
  if (!/^https?:$/.test(url.protocol)) return;
  if (how === 'pop' && url.href === location.href) location.reload();
  else if (how === 'push') location.assign(url);
  else location.replace(url);
}

function targetOf(url: URL): HTMLElement | null {
  try {
    return document.getElementById(decodeURIComponent(url.hash.slice(1)));
  } catch {
    return null;
  }
}
