/** A list that grows at its end, and forgets what is too long ago. */
import { button, element } from './dom';

export class Log {
  readonly node = element('div', 'rnb-Log');
  readonly #list = element('ol', 'rnb-Log-list');
  readonly #hint: HTMLElement;

  /**
   * @param hint what to say while there is nothing
   * @param most how many entries are kept
   */
  constructor(
    hint: string,
    readonly most: number,
  ) {
    this.#hint = element('p', 'rnb-Inspector-hint', hint);
    const bar = element('div', 'rnb-Log-bar');
    bar.append(button('Clear', 'Forget what is in this list', () => this.clear()));
    this.#list.setAttribute('role', 'log');
    this.#list.setAttribute('aria-live', 'off');
    this.#list.tabIndex = 0;
    this.node.append(bar, this.#hint, this.#list);
  }

  /** Add entries; who looks at the end sees them. */
  add(...entries: readonly HTMLElement[]): void {
    const list = this.#list;
    const isAtEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - 8;
    list.append(...entries);
    while (list.childElementCount > this.most) list.firstElementChild?.remove();
    this.#hint.hidden = list.childElementCount > 0;
    if (isAtEnd) this.toEnd();
  }

  toEnd(): void {
    this.#list.scrollTop = this.#list.scrollHeight;
  }

  clear(): void {
    this.#list.replaceChildren();
    this.#hint.hidden = false;
  }
}

/** An entry with a line, and more of it once that is opened. */
export function entry(className: string, more: () => readonly (Node | string)[]) {
  const item = element('li', `rnb-Log-entry ${className}`);
  const details = element('details');
  const summary = element('summary');
  const body = element('div', 'rnb-Log-body');
  const fill = () => details.open && body.replaceChildren(...more());
  details.addEventListener('toggle', fill);
  details.append(summary, body);
  item.append(details);
  return { item, summary, fill };
}
