/** What the Python of the app printed. */
import type { Printed } from '../../frame/devtools_protocol';
import { element, placeLink, type GoTo } from './dom';
import { Log } from './log';

const MOST = 1000;

export class Console {
  readonly #log = new Log('Nothing was printed.', MOST);
  readonly node = this.#log.node;
  #last = '';
  #times = 0;
  #count = element('span', 'rnb-Console-count');

  /** @param goTo goes to a place in the notebook */
  constructor(readonly goTo: GoTo) {}

  /**
   * @param lines what was printed
   * @param before how many lines came before them and were not kept
   */
  add(lines: readonly Printed[], before: number): void {
    const entries: HTMLElement[] = [];
    if (before > 0)
      entries.push(element('li', 'rnb-Console-line rnb-mod-hint', `… ${before} lines before`));
    for (const line of lines) {
      if (this.#isAgain(line) && (entries.length > 0 || this.#count.isConnected))
        this.#count.textContent = `${++this.#times} times`;
      else entries.push(this.#line(line));
    }
    this.#log.add(...entries);
  }

  shown(): void {
    this.#log.toEnd();
  }

  /** What is printed again and again is one line, so that it leaves room for others. */
  #isAgain(line: Printed): boolean {
    const same = JSON.stringify(line);
    const isAgain = same === this.#last;
    this.#last = same;
    return isAgain;
  }

  #line([stream, text, component, place]: Printed): HTMLElement {
    this.#times = 1;
    this.#count = element('span', 'rnb-Console-count');
    const row = element('li', `rnb-Console-line rnb-mod-${stream}`);
    row.title = stream;
    row.append(element('span', 'rnb-Console-text', text), this.#count);
    // A line of a traceback says by itself where it is.
    const where = place || (/, (cell \d+, line \d+)/.exec(text)?.[1] ?? '');
    const source = element('span', 'rnb-Console-source', component ? `${component} ` : '');
    if (where) source.append(placeLink(where, this.goTo));
    if (component || where) row.append(source);
    return row;
  }
}
