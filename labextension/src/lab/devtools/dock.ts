/** Where the devtools are: nowhere, below the page or beside it, and how much room they take. */
import css from '../../../style/devtools.css';
import type { DevtoolsAnswer } from '../../frame/devtools_protocol';
import type { Host } from './components';
import { Devtools, type Before } from './devtools';
import { element } from './dom';

const LEAST = 10;
const MOST = 90;
const STEP = 5;

let styled = false;

export class Dock {
  readonly node = element('div', 'rnb-Dock');
  /** Opens and closes them. */
  readonly button = element('button', 'rnb-Preview-devtools', 'Devtools');
  readonly #line = element('div', 'rnb-Dock-line');
  #devtools: Devtools | undefined;
  #before: Before | undefined;
  #isBeside = false;
  #percent = 45;
  #state = '';

  /**
   * @param page what they are of
   * @param host asks the page
   */
  constructor(
    page: HTMLElement,
    readonly host: Host,
  ) {
    this.node.append(page);
    this.button.type = 'button';
    this.button.title = 'Look into the app: components, updates, actions, output';
    this.button.addEventListener('click', () => this.toggle());
    this.button.setAttribute('aria-expanded', 'false');
    this.#line.tabIndex = 0;
    this.#line.setAttribute('role', 'separator');
    this.#line.setAttribute('aria-label', 'How much room the devtools take');
    this.#line.addEventListener('pointerdown', (event) => this.#drag(event));
    this.#line.addEventListener('keydown', (event) => this.#key(event));
    this.#place();
  }

  /** Open the devtools, or close them. */
  toggle(): void {
    if (this.#devtools) this.#close();
    else this.#open();
  }

  /** How far the page is; each time that it is live it may be another one. */
  pageIs(state: string): void {
    this.#state = state;
    if (state === 'live') this.#devtools?.start();
  }

  hear(answer: DevtoolsAnswer): void {
    this.#devtools?.hear(answer);
  }

  #open(): void {
    addStyle();
    const { host } = this;
    this.#devtools = new Devtools(
      {
        post: (request) => this.#devtools && host.post(request),
        goTo: (cell, line) => host.goTo(cell, line),
        pin: (place) => host.pin(place),
        turn: () => {
          this.#isBeside = !this.#isBeside;
          this.#place();
        },
        close: () => this.#close(),
      },
      this.#before,
    );
    this.node.append(this.#line, this.#devtools.node);
    this.button.setAttribute('aria-expanded', 'true');
    this.pageIs(this.#state);
  }

  #close(): void {
    const devtools = this.#devtools;
    this.#before = devtools?.close();
    // Nothing that happens to them on their way out is for the page: it would open them again.
    this.#devtools = undefined;
    devtools?.node.remove();
    this.#line.remove();
    this.button.setAttribute('aria-expanded', 'false');
    this.button.focus();
  }

  #place(): void {
    this.node.dataset['side'] = this.#isBeside ? 'beside' : 'below';
    this.node.style.setProperty('--rnb-devtools', `${this.#percent}%`);
    this.#line.setAttribute('aria-orientation', this.#isBeside ? 'vertical' : 'horizontal');
    this.#line.setAttribute('aria-valuenow', String(Math.round(this.#percent)));
    this.#line.setAttribute('aria-valuemin', String(LEAST));
    this.#line.setAttribute('aria-valuemax', String(MOST));
  }

  #resize(percent: number): void {
    this.#percent = Math.min(MOST, Math.max(LEAST, percent));
    this.#place();
  }

  #drag({ pointerId }: PointerEvent): void {
    const stop = new AbortController();
    const { signal } = stop;
    // So that the frame does not take what moves over it.
    this.#line.setPointerCapture(pointerId);
    const move = ({ clientX, clientY }: PointerEvent) => {
      const { right, bottom, width, height } = this.node.getBoundingClientRect();
      const part = this.#isBeside ? (right - clientX) / width : (bottom - clientY) / height;
      this.#resize(100 * part);
    };
    this.#line.addEventListener('pointermove', move, { signal });
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'])
      this.#line.addEventListener(end, () => stop.abort(), { signal });
  }

  #key(event: KeyboardEvent): void {
    const more = this.#isBeside ? 'ArrowLeft' : 'ArrowUp';
    const less = this.#isBeside ? 'ArrowRight' : 'ArrowDown';
    const step = { [more]: STEP, [less]: -STEP }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.#resize(this.#percent + step);
  }
}

function addStyle(): void {
  if (styled) return;
  styled = true;
  document.head.append(element('style', '', css));
}
