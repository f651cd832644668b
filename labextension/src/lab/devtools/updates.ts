/** The log of updates: what caused each, which components rendered and why, ops, bytes, times. */
import type { Render, UpdateShown } from '../../frame/devtools_protocol';
import { bytes, element, milliseconds } from './dom';
import { entry, Log } from './log';
import { causeWords, reasonWords, updateWords } from './words';

const MOST = 300;

export class Updates {
  readonly #log = new Log('Nothing has happened since the devtools were opened.', MOST);
  readonly node = this.#log.node;
  /** By their patches: how long the page took. It tells this before Python tells of the rest. */
  readonly #applied = new Map<number, number>();

  /** @param select shows a component */
  constructor(readonly select: (id: number) => void) {}

  add(updates: readonly UpdateShown[]): void {
    this.#log.add(...updates.map((update) => this.#entry(update)));
    const newest = updates.at(-1)?.patch ?? 0;
    for (const patch of this.#applied.keys()) if (patch <= newest) this.#applied.delete(patch);
  }

  #entry(update: UpdateShown): HTMLElement {
    const applied = this.#applied.get(update.patch);
    const { item, summary } = entry('rnb-Update', () => this.#body(update, applied));
    summary.append(
      element('span', 'rnb-Log-number', `${update.number}`),
      element('span', 'rnb-Log-cause', causeWords(update)),
      element('span', 'rnb-Log-facts', updateWords(update, applied)),
    );
    item.classList.toggle('rnb-mod-error', update.errors.length > 0);
    return item;
  }

  /** The page has done what a patch says. */
  applied(patch: number, time: number): void {
    this.#applied.set(patch, time);
  }

  /** Patches are counted anew. */
  restart(): void {
    this.#applied.clear();
  }

  shown(): void {
    this.#log.toEnd();
  }

  #body(update: UpdateShown, applied: number | undefined): (Node | string)[] {
    return [
      timesOf(update, applied),
      ...update.errors.map(([where, message]) =>
        element('p', 'rnb-Value-fault', where ? `${where}: ${message}` : message),
      ),
      this.#renders(update),
      opsOf(update),
    ];
  }

  #renders({ renders, rendered }: UpdateShown): HTMLElement {
    const list = element('ul', 'rnb-Update-renders', ...renders.map((one) => this.#render(one)));
    const more = rendered - renders.length;
    if (more > 0) list.append(element('li', 'rnb-Value-more', `… ${more} more`));
    return list;
  }

  #render([id, name, reasons, time]: Render): HTMLElement {
    const link = element('button', 'rnb-Update-name', name);
    link.type = 'button';
    link.addEventListener('click', () => this.select(id));
    const words = reasons.map(reasonWords).join('; ');
    const row = element('li', '', link, ` ${words} `);
    row.append(element('span', 'rnb-Log-facts', milliseconds(time)));
    return row;
  }
}

function timesOf(update: UpdateShown, applied: number | undefined): HTMLElement {
  const times: readonly (readonly [string, number | undefined])[] = [
    ['render', update.render],
    ['diff', update.diff],
    ['send', update.patch ? update.send : undefined],
    ['apply', applied],
    ['effects', update.effects],
  ];
  const list = element('dl', 'rnb-Update-times');
  for (const [name, time] of times) {
    const words = time === undefined ? '–' : milliseconds(time);
    list.append(element('div', '', element('dt', '', name), element('dd', '', words)));
  }
  return list;
}

function opsOf({ kinds, first, ops, bytes: size }: UpdateShown): HTMLElement | string {
  if (!ops) return '';
  const counts = Object.entries(kinds).map(([kind, count]) => `${count} ${kind}`);
  const box = element('div', 'rnb-Update-ops', `Ops: ${counts.join(', ')} (${bytes(size)})`);
  box.append(element('pre', '', first.join('\n') + (ops > first.length ? '\n…' : '')));
  return box;
}
