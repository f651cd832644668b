/** The devtools beside or below the page: four tabs, and what they share. */
import type { DevtoolsAnswer, UpdateShown } from '../../frame/devtools_protocol';
import { Actions } from './actions';
import { Components, type Host, type Remembered } from './components';
import { Console } from './console';
import { button, element } from './dom';
import { Tabs } from './tabs';
import { Updates } from './updates';

/** In milliseconds. */
const PAUSE = 50;
const MOST_WAITING = 300;

export interface DevtoolsEvents extends Host {
  /** Put them on the other side. */
  turn(): void;
  close(): void;
}

/** What is as it was when they are opened again. */
export interface Before {
  readonly tab: number;
  readonly components: Remembered;
}

export class Devtools {
  readonly node = element('section', 'rnb-Devtools');
  readonly #components: Components;
  readonly #updates: Updates;
  readonly #actions = new Actions();
  readonly #console: Console;
  readonly #tabs: Tabs;
  readonly #pointer: HTMLButtonElement;
  /** Updates that are not shown yet: an app may have a thousand in a second. */
  readonly #waiting: UpdateShown[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly events: DevtoolsEvents,
    before?: Before,
  ) {
    this.node.setAttribute('aria-label', 'Devtools');
    this.#components = new Components(events, before?.components);
    this.#console = new Console((cell, line) => events.goTo(cell, line));
    this.#updates = new Updates((id) => this.#reveal(id));
    const parts = [
      { name: 'Components', node: this.#components.node },
      { name: 'Updates', node: this.#updates.node, shown: () => this.#updates.shown() },
      { name: 'Actions', node: this.#actions.node, shown: () => this.#actions.shown() },
      { name: 'Console', node: this.#console.node, shown: () => this.#console.shown() },
    ];
    this.#tabs = new Tabs(parts, before?.tab);
    this.#pointer = button('', 'Point at a component in the page', () => this.#point());
    this.#pointer.append(arrow());
    this.#pointer.setAttribute('aria-pressed', 'false');
    const bar = element('div', 'rnb-Devtools-bar', this.#pointer, this.#tabs.list);
    bar.append(
      button('◨', 'Put the devtools on the other side', () => events.turn()),
      button('✕', 'Close the devtools', () => events.close()),
    );
    this.node.append(bar, ...this.#tabs.parts.map(({ node }) => node));
  }

  /** The page is there, perhaps anew: ask it. */
  start(): void {
    this.#release();
    this.events.post(['tree']);
  }

  /** End; returns what is to be as it was when they are opened again. */
  close(): Before {
    clearTimeout(this.#timer);
    this.#components.close();
    this.events.post(['close']);
    return { tab: this.#tabs.selected, components: this.#components.remembered() };
  }

  hear(answer: DevtoolsAnswer): void {
    switch (answer[0]) {
      case 'opened':
        this.#waiting.length = 0;
        this.#components.restart();
        this.#updates.restart();
        this.#actions.restart();
        break;
      case 'tree':
        this.#components.setTree(answer[1], answer[2]);
        break;
      case 'component':
        this.#components.showComponent(answer[1], answer[2]);
        break;
      case 'states':
        this.#components.showStates(answer[1]);
        break;
      case 'edited':
        this.#components.edited(answer[1], answer[2]);
        break;
      case 'picked':
        this.#release();
        if (answer[1]) this.#reveal(answer[1]);
        break;
      case 'place':
        if (answer[1]) this.events.pin(answer[1]);
        break;
      default:
        this.#log(answer);
    }
  }

  #log(
    answer: Extract<
      DevtoolsAnswer,
      readonly ['update' | 'applied' | 'call' | 'printed', ...unknown[]]
    >,
  ) {
    switch (answer[0]) {
      case 'update':
        // Also of an update that will not be shown.
        if (answer[1].tree) this.#components.changed();
        this.#waiting.push(answer[1]);
        if (this.#waiting.length > MOST_WAITING) this.#waiting.shift();
        this.#timer ??= setTimeout(() => this.#showUpdates(), PAUSE);
        break;
      case 'applied':
        this.#updates.applied(answer[1], answer[2]);
        break;
      case 'call':
        this.#actions.add(answer[1]);
        break;
      case 'printed':
        this.#console.add(answer[1], answer[2]);
        break;
      default:
        answer satisfies never;
    }
  }

  #showUpdates(): void {
    this.#timer = undefined;
    const updates = this.#waiting.splice(0);
    this.#components.update(updates);
    this.#updates.add(updates);
  }

  #reveal(id: number): void {
    this.#tabs.select(0);
    this.#components.reveal(id);
  }

  #point(): void {
    const on = this.#pointer.getAttribute('aria-pressed') !== 'true';
    this.#pointer.setAttribute('aria-pressed', String(on));
    this.events.post(['pointer', on]);
  }

  #release(): void {
    this.#pointer.setAttribute('aria-pressed', 'false');
  }
}

/** An arrow in a box, which no font has. */
function arrow(): SVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const made = document.createElementNS(space, 'svg');
  made.setAttribute('viewBox', '0 0 16 16');
  made.setAttribute('width', '16');
  made.setAttribute('height', '16');
  made.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', 'M6 13H2V2h12v4M7 7l2.5 7 1.4-3.1L14 9.5Z');
  path.setAttribute('fill', 'none');
  path.setAttribute('stroke', 'currentColor');
  made.append(path);
  return made;
}
