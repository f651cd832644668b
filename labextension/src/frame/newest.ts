/** Keeps what the page before has still said from the page that is there now. */
import type { WorkerOrder, WorkerSignal } from './protocol';

/** The worker has one Python for page after page; what it posted is on its way for a while. */
export class Newest {
  #ordered = 0;
  #begun = 0;

  /** Note what is asked of the worker. */
  order(order: WorkerOrder): void {
    if (typeof order === 'object' && 'start' in order) this.#ordered++;
  }

  /** Return whether somebody is to hear what the worker says. */
  lets(signal: WorkerSignal): boolean {
    if (typeof signal === 'object' && 'begun' in signal) {
      this.#begun = signal.begun;
      return false;
    }
    const isOfPage = typeof signal === 'string' || 'devtools' in signal;
    return !isOfPage || this.#begun === this.#ordered;
  }
}
