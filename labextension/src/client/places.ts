const STORED = 'reactor:places';
const MOST = 100;

type Place = readonly [x: number, y: number];

/**
 * How far each entry of the history is scrolled.
 *
 * The browser would restore that before the page is there, so it is asked not to; but whenever
 * the document is left, what comes next is its own affair again.
 */
export class Places {
  readonly #known = new Map<string, Place>(read());
  #key: string;

  constructor() {
    this.#key = keyOf(history.state) ?? this.#mark();
    history.scrollRestoration = 'manual';
    addEventListener('scroll', () => this.#note(), { passive: true });
    addEventListener('pageshow', () => (history.scrollRestoration = 'manual'));
    addEventListener('pagehide', () => {
      history.scrollRestoration = 'auto';
      write([...this.#known].slice(-MOST));
    });
  }

  /** Be at an entry that is there; one that the browser made itself gets a key. */
  enter(key: string | undefined): void {
    this.#key = key ?? this.#mark();
  }

  /** Make an entry for an address, a new one or in place of this one. */
  add(url: URL, anew: boolean): void {
    this.#key = newKey();
    const state = { reactor: this.#key };
    if (anew) history.pushState(state, '', url);
    else history.replaceState(state, '', url);
  }

  /** Scroll to where this entry was. */
  restore(): void {
    const [left, top] = this.#known.get(this.#key) ?? [0, 0];
    scrollTo({ left, top, behavior: 'instant' });
  }

  #note(): void {
    // Deleted first, so that the newest come last.
    this.#known.delete(this.#key);
    this.#known.set(this.#key, [scrollX, scrollY]);
  }

  #mark(): string {
    const key = newKey();
    history.replaceState({ ...(history.state as object | null), reactor: key }, '');
    return key;
  }
}

function keyOf(state: unknown): string | undefined {
  return (state as { reactor?: string } | null)?.reactor;
}

function newKey(): string {
  return String(performance.timeOrigin + performance.now());
}

function read(): [string, Place][] {
  try {
    return JSON.parse(sessionStorage.getItem(STORED) ?? '[]') as [string, Place][];
  } catch {
    return [];
  }
}

function write(places: readonly (readonly [string, Place])[]): void {
  try {
    sessionStorage.setItem(STORED, JSON.stringify(places));
  } catch {
    // It is full or forbidden; then a page that is loaded again begins at its top.
  }
}
