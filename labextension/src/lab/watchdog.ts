/** Finds out that the page or the kernel does not answer, and lets the author end what it does. */
import type { Answering } from '../frame/protocol';

/** Who is busy: with its own document, with Python, or the kernel. */
export type Busy = Answering | 'kernel';

export interface Watched {
  /** Ask the page for a sign of life. */
  ping(number: number): void;
  /** For how many milliseconds the kernel has owed an answer. */
  owed(): number;
  /** For how many milliseconds the page may be silent. */
  patience(): number;
  /** End what it does. */
  interrupt(busy: Busy): void;
}

const TICK = 500;

/** So many milliseconds nobody is silent who is well; to start Python takes longer. */
export const LATE = 2000;
export const LATE_AT_START = 10_000;

/** What is said when it was ended. */
export const ENDED =
  'interrupted while the page took its new code; what is shown is from before. ' +
  'Mend the cell and run it, or start the page anew with ⟳';
export const LEFT =
  'the page has gone elsewhere by itself, as a meta refresh does; it was ended. ' +
  'Mend the cell and run it, or start the page anew with ⟳';
export const LOST = 'the page was interrupted, and its state is lost';

const WORDS: Record<Busy, string> = {
  page: 'The page is busy with what it is to show.',
  python: 'Python in the page is busy, maybe without end.',
  kernel: 'The kernel is busy; the preview waits for it.',
};

export class Watchdog {
  readonly node = document.createElement('div');
  readonly #words = document.createElement('span');
  readonly #timer = setInterval(() => this.#look(), TICK);
  #number = 0;
  /** When the page was asked for what it has not answered; by who is to answer. */
  readonly #asked = new Map<Answering, { readonly number: number; readonly at: number }>();
  #busy: Busy | undefined;

  constructor(readonly watched: Watched) {
    this.node.className = 'rnb-Preview-busy';
    this.node.setAttribute('role', 'status');
    this.node.hidden = true;
    const interrupt = document.createElement('button');
    interrupt.type = 'button';
    interrupt.textContent = 'Interrupt';
    interrupt.addEventListener('click', () => this.#interrupt());
    this.node.append(this.#words, interrupt);
  }

  /** The page has answered. */
  pong(number: number, of: Answering): void {
    const asked = this.#asked.get(of);
    if (asked && number >= asked.number) this.#asked.delete(of);
    if (this.#busy === of) this.#show(undefined);
  }

  /** Another page is there: it owes nothing. */
  anew(): void {
    this.#asked.clear();
    this.#show(undefined);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    this.#show(this.#who(now));
    if (this.#asked.size > 0) return;
    const number = ++this.#number;
    for (const of of ['page', 'python'] as const) this.#asked.set(of, { number, at: now });
    this.watched.ping(number);
  }

  #who(now: number): Busy | undefined {
    const most = this.watched.patience();
    for (const [of, { at }] of this.#asked) if (now - at > most) return of;
    return this.watched.owed() > LATE ? 'kernel' : undefined;
  }

  #show(busy: Busy | undefined): void {
    if (busy === this.#busy) return;
    this.#busy = busy;
    this.node.hidden = busy === undefined;
    if (busy) this.#words.textContent = WORDS[busy];
  }

  #interrupt(): void {
    if (this.#busy) this.watched.interrupt(this.#busy);
  }
}
