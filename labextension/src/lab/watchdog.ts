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
  /** Begin with a new kernel: this one takes no interrupt. */
  restart(): void;
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

const DEAF =
  'The kernel takes no interrupt, as one in the browser cannot. ' +
  'A restart ends what it does, and forgets what its cells have made.';

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
  readonly #button = document.createElement('button');
  /** Waits for the kernel to take an interrupt. */
  #hope: ReturnType<typeof setTimeout> | undefined;
  #isDeaf = false;

  constructor(readonly watched: Watched) {
    this.node.className = 'rnb-Preview-busy';
    this.node.setAttribute('role', 'status');
    this.node.hidden = true;
    this.#button.type = 'button';
    this.#button.addEventListener('click', () => this.#interrupt());
    this.node.append(this.#words, this.#button);
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
    clearTimeout(this.#hope);
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
    clearTimeout(this.#hope);
    this.#isDeaf = false;
    if (busy) this.#say(WORDS[busy], 'Interrupt');
  }

  #say(words: string, button: string): void {
    this.#words.textContent = words;
    this.#button.textContent = button;
  }

  #interrupt(): void {
    if (this.#isDeaf) this.watched.restart();
    else if (this.#busy) this.watched.interrupt(this.#busy);
    if (this.#busy === 'kernel') this.#hopeFor();
  }

  /** See whether the kernel takes it. */
  #hopeFor(): void {
    clearTimeout(this.#hope);
    this.#hope = setTimeout(() => {
      this.#isDeaf = true;
      this.#say(DEAF, 'Restart kernel');
    }, LATE);
  }
}
