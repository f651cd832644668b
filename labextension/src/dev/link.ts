/** The way to Python in the page's worker, which the page's own script starts. */

import type { Fault, Refreshed, Told } from '../worker/told';

const PATIENCE_MS = 5_000;
const LOOK_MS = 250;

/** What a page waits for before it can take new code. */
export type Readiness = 'live' | 'booting' | 'none';

export class Link {
  #worker: Worker | undefined;
  #done: ((done: Refreshed) => void) | undefined;
  /** Called with each error that nothing in the app caught. */
  fault: (fault: Fault) => void = () => {};

  /** Have an eye on each worker that starts from now on; our script runs before the page's. */
  constructor() {
    const heard = (event: MessageEvent<unknown>): void => this.#hear(event.data);
    const started = (worker: Worker): void => void (this.#worker = worker);
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        started(this);
        this.addEventListener('message', heard);
      }
    };
  }

  /** Give new code or data to Python; its answer comes when all is shown, or none if it is gone. */
  async send(told: unknown): Promise<Refreshed | undefined> {
    const done = new Promise<Refreshed>((resolve) => (this.#done = resolve));
    this.#worker?.postMessage(JSON.stringify(['refresh', told]));
    return Promise.race([done, this.#gone()]);
  }

  /** Wait until Python has failed, or has not answered for very long, as in a loop without end. */
  async #gone(): Promise<undefined> {
    const end = performance.now() + PATIENCE_MS;
    while (readiness() === 'live' && performance.now() < end)
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    return undefined;
  }

  /** Wait until Python has started, or failed to; a page that is no app has none. */
  async ready(): Promise<Readiness> {
    while (readiness() === 'booting') await changed();
    return readiness();
  }

  #hear(data: unknown): void {
    if (typeof data !== 'string' || !data.startsWith('["dev"')) return;
    const [, what, told] = JSON.parse(data) as Told;
    if (what === 'fault') this.fault(told);
    else this.#done?.(told);
  }
}

function readiness(): Readiness {
  const status = document.documentElement.dataset['reactor'];
  if (status === 'live') return 'live';
  return status === 'booting' || status === 'server' ? 'booting' : 'none';
}

function changed(): Promise<void> {
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      observer.disconnect();
      resolve();
    });
    observer.observe(document.documentElement, { attributeFilter: ['data-reactor'] });
  });
}
