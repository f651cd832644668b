/** The calls of actions: what went to the server, and what came back. */
import type { CallShown } from '../../frame/devtools_protocol';
import { element, milliseconds } from './dom';
import { entry, Log } from './log';

const MOST = 300;

export class Actions {
  readonly #log = new Log('No action was called since the devtools were opened.', MOST);
  readonly node = this.#log.node;
  /** Those that go on, by their numbers. */
  #open = new Map<number, (call: CallShown) => void>();

  /** A call has begun, or is over. */
  add(call: CallShown): void {
    const known = this.#open.get(call.number);
    if (known) {
      known(call);
      this.#open.delete(call.number);
      return;
    }
    let newest = call;
    const { item, summary, fill } = entry('rnb-Call', () => bodyOf(newest));
    const draw = (now: CallShown) => {
      newest = now;
      summary.replaceChildren(
        element('span', 'rnb-Log-number', `${now.number}`),
        element('span', 'rnb-Log-cause', `${now.name}(${givenOf(now)})`),
        element('span', 'rnb-Log-facts', outcomeOf(now)),
      );
      item.classList.toggle('rnb-mod-error', now.error !== undefined);
      fill();
    };
    draw(call);
    if (call.time === undefined) this.#open.set(call.number, draw);
    this.#log.add(item);
  }

  /** Calls are counted anew. */
  restart(): void {
    this.#open = new Map();
  }

  shown(): void {
    this.#log.toEnd();
  }
}

function givenOf({ given }: CallShown): string {
  return given.map(([name, value]) => `${name}=${value}`).join(', ');
}

function outcomeOf({ time, error }: CallShown): string {
  if (time === undefined) return 'under way';
  const words = error ? `refused, ${error.status || error.message}` : 'answered';
  return `${words} · ${milliseconds(time)}`;
}

function bodyOf({ given, result, error }: CallShown): Node[] {
  const rows = given.map(([name, value]) => pair(name, value));
  if (error) {
    rows.push(pair('error', error.message));
    for (const [name, text] of Object.entries(error.fields))
      rows.push(pair(`error of ${name}`, text));
  } else if (result !== undefined) rows.push(pair('result', result));
  return [element('dl', 'rnb-Call-data', ...rows)];
}

function pair(name: string, value: string): HTMLElement {
  return element('div', '', element('dt', '', name), element('dd', '', value));
}
