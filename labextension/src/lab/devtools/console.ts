/** What the Python of the app printed. */
import { element } from './dom';
import { Log } from './log';

const MOST = 1000;

export class Console {
  readonly #log = new Log('Nothing was printed.', MOST);
  readonly node = this.#log.node;

  /**
   * @param lines each with the stream it was written to
   * @param before how many lines came before them and were not kept
   */
  add(lines: readonly (readonly [stream: string, line: string])[], before: number): void {
    const entries = lines.map(([stream, line]) =>
      element('li', `rnb-Console-line rnb-mod-${stream === 'stdout' ? 'out' : 'error'}`, line),
    );
    if (before > 0)
      entries.unshift(element('li', 'rnb-Console-line rnb-mod-hint', `… ${before} lines before`));
    this.#log.add(...entries);
  }

  shown(): void {
    this.#log.toEnd();
  }
}
