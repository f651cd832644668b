/** Pointing at something in the page to say which component is meant. */
import type { Highlight } from './highlight';

/** None of these reaches the page meanwhile. */
const KEPT = ['pointerdown', 'pointerup', 'mousedown', 'mouseup', 'touchstart', 'touchend'];

export class Pointer {
  #stop: AbortController | undefined;

  /**
   * @param highlight shows what is pointed at
   * @param pick takes what was clicked on
   */
  constructor(
    readonly highlight: Highlight,
    readonly pick: (target: Element) => void,
  ) {}

  start(): void {
    this.stop();
    this.#stop = new AbortController();
    // Before everything that listens in the document.
    const options = { capture: true, passive: false, signal: this.#stop.signal };
    for (const type of KEPT) addEventListener(type, keep, options);
    addEventListener('mousemove', (event) => this.#over(event), options);
    addEventListener('click', (event) => this.#click(event), options);
    addEventListener('keydown', (event) => event.key === 'Escape' && this.stop(), options);
  }

  stop(): void {
    if (!this.#stop) return;
    this.#stop.abort();
    this.#stop = undefined;
    this.highlight.hide();
  }

  #over(event: Event): void {
    keep(event);
    const { target } = event;
    if (target instanceof Element) this.highlight.show([target], target.localName);
  }

  #click(event: Event): void {
    keep(event);
    const { target } = event;
    this.stop();
    if (target instanceof Element) this.pick(target);
  }
}

function keep(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
