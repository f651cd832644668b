/** Tabs: one of several parts is shown; arrow keys go from one to the next. */
import { element } from './dom';

export interface Part {
  readonly name: string;
  readonly node: HTMLElement;
  /** Called when it comes to be seen. */
  readonly shown?: () => void;
}

let count = 0;

export class Tabs {
  readonly list = element('div', 'rnb-Tabs');
  readonly #tabs: HTMLButtonElement[];
  readonly #prefix = `rnb-tabs-${++count}`;

  /**
   * @param parts all that there are
   * @param first which of them is shown first
   */
  constructor(
    readonly parts: readonly Part[],
    first = 0,
  ) {
    this.list.setAttribute('role', 'tablist');
    this.list.setAttribute('aria-label', 'Devtools');
    this.#tabs = parts.map((part, at) => this.#tab(part, at));
    this.list.append(...this.#tabs);
    this.list.addEventListener('keydown', (event) => this.#key(event));
    this.select(first);
  }

  get selected(): number {
    return this.#tabs.findIndex((tab) => tab.tabIndex === 0);
  }

  select(at: number): void {
    for (const [number, { node }] of this.parts.entries()) {
      const tab = this.#tabs[number]!;
      tab.setAttribute('aria-selected', String(number === at));
      tab.tabIndex = number === at ? 0 : -1;
      node.hidden = number !== at;
    }
    this.parts[at]?.shown?.();
  }

  #tab({ name, node }: Part, at: number): HTMLButtonElement {
    const tab = element('button', 'rnb-Tab', name);
    tab.type = 'button';
    tab.id = `${this.#prefix}-tab-${at}`;
    node.id = `${this.#prefix}-part-${at}`;
    tab.setAttribute('role', 'tab');
    tab.setAttribute('aria-controls', node.id);
    node.setAttribute('role', 'tabpanel');
    node.setAttribute('aria-labelledby', tab.id);
    tab.addEventListener('click', () => this.select(at));
    return tab;
  }

  #key(event: KeyboardEvent): void {
    const at = this.#tabs.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = (to + this.#tabs.length) % this.#tabs.length;
    this.select(next);
    this.#tabs[next]?.focus();
  }
}
