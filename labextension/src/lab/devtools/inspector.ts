/** All about one component: its properties, its hooks, what it reads, and why it rendered. */
import type { ComponentShown, HookShown, Path, StateShown } from '../../frame/devtools_protocol';
import { button, element, milliseconds, placeLink, plural } from './dom';
import { reasonWords } from './words';
import { valueRow, type ValueEvents } from './values';
import type { Rendered } from './renders';

/** The first number of a path: which part of a component a value is in. */
const PROPS = 0;
const HOOKS = 1;
const STATES = 2;
const CONTEXTS = 3;
/** What a hook holds besides the value that can be edited. */
const INSIDE = 1000;
const EDITABLE = new Set(['use_state', 'use_reducer']);

export interface InspectorEvents extends ValueEvents {
  /** Go to a place in the notebook. */
  goTo(cell: number, line: number): void;
  /** Bring a component into sight on the page. */
  show(id: number): void;
  /** Show a component alone. */
  pin(id: number): void;
}

export class Inspector {
  readonly node = element('div', 'rnb-Inspector');
  readonly #fault = element('div', 'rnb-Inspector-fault');
  readonly #body = element('div');
  /** What is to be shown when an edit is over. */
  #waiting: (() => void) | undefined;
  #isHeld = false;
  /** What is shown, as JSON. */
  #drawn = '';

  constructor(readonly events: InspectorEvents) {
    this.#fault.setAttribute('role', 'alert');
    this.node.append(this.#fault, this.#body);
    this.node.addEventListener('focusout', () => queueMicrotask(() => this.#goOn()));
    this.node.addEventListener('pointerdown', () => this.#hold());
  }

  /** Say why an edit was refused. */
  refuse(fault: string): void {
    this.#fault.textContent = fault;
    // A box that was ticked is to be as it was.
    this.#drawn = '';
  }

  /** Show a component, and how it rendered last. */
  show(component: ComponentShown, rendered: Rendered | undefined): void {
    this.#show([component, rendered], () => [
      headerOf(component, this.events),
      renderedOf(rendered),
      section('Props', this.#props(component)),
      section(
        'Hooks',
        component.hooks.map((hook, at) => this.#hook(hook, at)),
      ),
      section(
        'Reads',
        component.reads.map((read, at) => this.#state(read, at)),
      ),
    ]);
  }

  /** Show the page state, where no component is chosen. */
  showStates(states: readonly StateShown[]): void {
    this.#show(states, () => [
      element('p', 'rnb-Inspector-hint', 'Select a component to see its props and hooks.'),
      section(
        'Page state',
        states.map((state, at) => this.#state(state, at)),
      ),
    ]);
  }

  /** What is there and says the same stays: somebody may be about to read or to copy it. */
  #show(what: unknown, make: () => (Node | string)[]): void {
    const name = JSON.stringify(what);
    const draw = () => {
      if (name === this.#drawn) return;
      this.#drawn = name;
      const focused = this.#focused();
      this.#body.replaceChildren(...make());
      const all = this.#body.querySelectorAll<HTMLElement>('[data-path]');
      if (focused) [...all].find(({ dataset }) => dataset['path'] === focused)?.focus();
    };
    if (this.#isInUse()) this.#waiting = draw;
    else draw();
  }

  /** Whether somebody writes in a field, or has the mouse down: a click needs what is there. */
  #isInUse(): boolean {
    return this.#isHeld || this.node.querySelector('.rnb-Value-field') !== null;
  }

  #hold(): void {
    this.#isHeld = true;
    const stop = new AbortController();
    const release = () => {
      stop.abort();
      // After the click.
      setTimeout(() => {
        this.#isHeld = false;
        this.#goOn();
      });
    };
    for (const end of ['pointerup', 'pointercancel', 'dragend'])
      addEventListener(end, release, { capture: true, signal: stop.signal });
  }

  #goOn(): void {
    if (this.#isInUse()) return;
    const draw = this.#waiting;
    this.#waiting = undefined;
    draw?.();
  }

  #focused(): string | undefined {
    const { activeElement } = document;
    const isOurs = activeElement instanceof HTMLElement && this.node.contains(activeElement);
    return isOurs ? activeElement.dataset['path'] : undefined;
  }

  #props({ props }: ComponentShown): HTMLElement[] {
    return props.map(([name, value], at) => valueRow(name, value, [PROPS, at], this.events));
  }

  #hook({ kind, name, values }: HookShown, at: number): HTMLElement {
    const rows = values.map(([word, value], number) => {
      const path = EDITABLE.has(kind) ? [HOOKS, at] : [HOOKS, at, INSIDE + number];
      const words = word || name;
      return valueRow(words, value, path, this.events, word ? '' : `${at + 1} ${kind}`);
    });
    const [first, ...others] = rows;
    if (!first) return element('li', 'rnb-Value', `${at + 1} ${kind}`);
    if (others.length > 0) first.append(element('ul', 'rnb-Value-parts', ...others));
    return first;
  }

  #state([number, name, kind, value]: StateShown, at: number): HTMLElement {
    const path: Path = number < 0 ? [CONTEXTS, at] : [STATES, number];
    return valueRow(name, value, path, this.events, kind);
  }
}

function headerOf(
  { id, name, key, place, memo }: ComponentShown,
  events: InspectorEvents,
): HTMLElement {
  const header = element('h3', 'rnb-Inspector-name', name);
  if (key) header.append(element('span', 'rnb-Tree-key', ` key=${key}`));
  if (memo !== 'None') header.append(element('span', 'rnb-Tree-key', ` memo=${memo}`));
  if (place) {
    const link = placeLink(place, (cell, line) => events.goTo(cell, line));
    link.dataset['path'] = 'place';
    // Those of reactor_nb have no place.
    header.append(' ', link, ' ', pinOf(id, events));
  }
  const show = button('◎', 'Show it on the page', () => events.show(id));
  show.dataset['path'] = 'show';
  header.append(' ', show);
  return header;
}

function pinOf(id: number, events: InspectorEvents): HTMLElement {
  const pin = element('button', 'rnb-Inspector-pin', 'Pin');
  pin.type = 'button';
  pin.title = 'Show this component alone in the preview';
  pin.dataset['path'] = 'pin';
  pin.addEventListener('click', () => events.pin(id));
  return pin;
}

function renderedOf(rendered: Rendered | undefined): HTMLElement | string {
  if (!rendered) return '';
  const { times, reasons, time, update } = rendered;
  const box = element('div', 'rnb-Inspector-rendered');
  const words = `Rendered ${plural(times, 'time')} so far, last in update ${update}, in `;
  box.append(words, milliseconds(time), ', because:');
  const list = element('ul', '', ...reasons.map((one) => element('li', '', reasonWords(one))));
  box.append(list);
  return box;
}

function section(title: string, rows: readonly HTMLElement[]): HTMLElement | string {
  if (rows.length === 0) return '';
  const made = element('section', 'rnb-Inspector-section', element('h4', '', title));
  made.append(element('ul', 'rnb-Inspector-values', ...rows));
  return made;
}
