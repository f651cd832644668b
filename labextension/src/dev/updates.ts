/** Brings the page to the version that the server has, one step after another. */
import type { Link } from './link';
import type { Panel } from './panel';

/** What a page of one version must do to be of another. */
interface Update {
  readonly version: string;
  readonly reload: boolean;
  /** The name and the source of each of the app's modules, and which lines are from which cell. */
  readonly code: readonly (readonly [string, string, unknown])[] | null;
  /** Whether what the loader gives may be another now. */
  readonly data: boolean;
}

const DATA = 'application/vnd.reactor-nb.page+json';

export class Updates {
  /** What the page has, what it has tried to have, and what the server has. */
  #version: string;
  #tried: string;
  #wanted: string;
  #busy = false;

  constructor(
    readonly link: Link,
    readonly panel: Panel,
    readonly script: HTMLScriptElement,
  ) {
    this.#version = this.#tried = this.#wanted = script.dataset['version'] ?? '';
  }

  /** Be of this version as soon as that can be. */
  want(version: string): void {
    this.#wanted = version;
    if (!this.#busy) void this.#run();
  }

  async #run(): Promise<void> {
    this.#busy = true;
    try {
      while (this.#tried !== this.#wanted) await this.#step();
    } catch {
      // The server is gone, or starts again. The stream of events begins anew then.
    } finally {
      this.#busy = false;
    }
  }

  async #step(): Promise<void> {
    if (isErrorPage() || (await this.link.ready()) === 'none') return reload();
    const update = await this.#ask();
    if (update.reload) return reload();
    const data = update.data ? await fetchData() : null;
    if (data === undefined) return reload();
    // What is still wrong is told again.
    this.panel.set('browser', []);
    if (update.code || data) await this.#apply(update, data);
    else this.#version = this.#tried = update.version;
  }

  async #apply({ version, code }: Update, data: unknown): Promise<void> {
    const done = await this.link.send({ code, data });
    if (!done) return reload();
    performance.mark('reactor:refreshed');
    this.#tried = version;
    // Else the next step is one from the code that the page goes on with.
    if (done.taken) this.#version = version;
    if (done.notes.length > 0) await this.#note(done.notes);
  }

  async #note(notes: readonly string[]): Promise<void> {
    this.panel.note(notes);
    await fetch(new URL('notes', this.script.src), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Reactor': '1' },
      body: JSON.stringify(notes),
    });
  }

  async #ask(): Promise<Update> {
    const url = new URL(`update?from=${encodeURIComponent(this.#version)}`, this.script.src);
    return (await (await fetch(url)).json()) as Update;
  }
}

/** What the server gives this page now: nothing if it is another page, `null` if it failed. */
async function fetchData(): Promise<unknown> {
  const answer = await fetch(location.href, { headers: { 'X-Reactor-Page': '1' } });
  if (answer.status >= 500) return null;
  if (answer.headers.get('content-type') !== DATA) return undefined;
  return answer.json();
}

/** Whether the server had no page to give when this document was loaded. */
function isErrorPage(): boolean {
  const [load] = performance.getEntriesByType('navigation');
  return ((load as PerformanceNavigationTiming | undefined)?.responseStatus ?? 200) >= 400;
}

function reload(): Promise<never> {
  location.reload();
  return new Promise(() => {});
}
