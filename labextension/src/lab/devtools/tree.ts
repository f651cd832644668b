/** The tree of components: only the rows that are to be seen are in the document. */
import type { Row } from '../../frame/devtools_protocol';
import { element } from './dom';
import { TreeModel, type Line, type Route } from './tree_model';

export const ROW_HEIGHT = 22;
const MORE = 10;

export interface TreeEvents {
  /** Say which component is selected; where it was so on the page before, too, it is so again. */
  select(id: number, isAgain: boolean): void;
  /** Show where a component is on the page; 0 for none. */
  point(id: number): void;
  /** Bring a component into sight on the page. */
  show(id: number): void;
}

/** What is known of a tree whose numbers mean nothing any more. */
export interface Kept {
  readonly selected: Route;
  readonly closed: readonly Route[];
}

let trees = 0;

export class Tree {
  readonly node = element('div', 'rnb-Tree');
  readonly model = new TreeModel();
  readonly #space = element('div', 'rnb-Tree-space');
  readonly #prefix = `rnb-tree-${++trees}`;
  #selected = 0;
  /** What was selected and is not there; once it is there again, it is selected. */
  #wanted: Route = [];
  #rendered: ReadonlySet<number> = new Set();
  #pointed = 0;
  /** By what they say. */
  #rows: ReadonlyMap<string, HTMLElement> = new Map();
  #typed = '';
  #typedAt = 0;

  constructor(readonly events: TreeEvents) {
    const { node } = this;
    node.tabIndex = 0;
    node.setAttribute('role', 'tree');
    node.setAttribute('aria-label', 'Components');
    this.#space.setAttribute('role', 'presentation');
    node.append(this.#space);
    node.addEventListener('scroll', () => this.#draw());
    node.addEventListener('keydown', (event) => this.#key(event));
    node.addEventListener('click', (event) => this.#click(event));
    node.addEventListener('mousemove', ({ target }) => this.#point(idOf(target)));
    node.addEventListener('mouseleave', () => this.#point(0));
    node.addEventListener('blur', () => this.#point(0));
    new ResizeObserver(() => this.#draw()).observe(node);
  }

  get selected(): number {
    return this.#selected;
  }

  set(rows: readonly Row[]): void {
    const route = this.#route();
    const before = new Set(this.model.ids());
    this.model.set(rows);
    if (!this.model.has(this.#selected)) {
      this.#wanted = route;
      const found = this.model.find(route);
      // One that stood beside it, and now where it was, is another one.
      const again = before.has(found) ? 0 : found;
      if (again || this.#selected) this.#select(again, true);
    }
    this.#draw();
  }

  /**
   * Begin anew with other numbers; what is there again is selected and closed as it was.
   *
   * @param kept what was selected, and what was closed, in a tree before this one
   * @returns the same of this one
   */
  restart(kept?: Kept): Kept {
    this.#wanted = kept?.selected ?? this.#route();
    this.#selected = 0;
    const closed = this.model.restart(kept?.closed);
    this.#draw();
    return { selected: this.#wanted, closed };
  }

  #route(): Route {
    return this.model.has(this.#selected) ? this.model.routeOf(this.#selected) : this.#wanted;
  }

  filter(words: string): void {
    this.model.filter(words);
    this.#draw();
  }

  /** Select the first component that the filter is for, and take the keys. */
  enter(): void {
    const found = this.model.firstWanted();
    if (found) this.#select(found);
    this.node.focus();
  }

  /** Mark what rendered last. */
  mark(rendered: ReadonlySet<number>): void {
    this.#rendered = rendered;
    this.#draw();
  }

  /** Select a component, wherever it is. */
  reveal(id: number): void {
    if (!this.model.has(id)) return;
    this.model.reveal(id);
    this.#select(id);
  }

  #select(id: number, isAgain = false): void {
    this.#selected = id;
    this.events.select(id, isAgain);
    const at = this.model.indexOf(id);
    if (at >= 0) this.#scrollTo(at);
    this.#draw();
  }

  #scrollTo(at: number): void {
    const { node } = this;
    const top = at * ROW_HEIGHT;
    if (top < node.scrollTop) node.scrollTop = top;
    else if (top + ROW_HEIGHT > node.scrollTop + node.clientHeight)
      node.scrollTop = top + ROW_HEIGHT - node.clientHeight;
  }

  #draw(): void {
    const lines = this.model.lines();
    const { scrollTop, clientHeight } = this.node;
    const first = Math.max(0, Math.floor(scrollTop / ROW_HEIGHT) - MORE);
    const last = Math.ceil((scrollTop + clientHeight) / ROW_HEIGHT) + MORE;
    this.#space.style.height = `${lines.length * ROW_HEIGHT}px`;
    this.#put(new Map(lines.slice(first, last).map((line, at) => this.#kept(line, first + at))));
    const active = this.model.indexOf(this.#selected) >= 0 ? this.#rowId(this.#selected) : '';
    this.node.setAttribute('aria-activedescendant', active);
  }

  /** Have just these rows; one that stays is not touched, for the mouse may be down on it. */
  #put(rows: ReadonlyMap<string, HTMLElement>): void {
    for (const [name, row] of this.#rows) if (!rows.has(name)) row.remove();
    this.#rows = rows;
    let at = 0;
    for (const row of rows.values()) {
      const there = this.#space.children[at++];
      if (there !== row) this.#space.insertBefore(row, there ?? null);
    }
  }

  /** The row of a line, by what it says: the one that is there, if it says the same. */
  #kept(line: Line, at: number): [string, HTMLElement] {
    const name = JSON.stringify([line, at, line.id === this.#selected]);
    const row = this.#rows.get(name) ?? this.#row(line, at);
    row.classList.toggle('rnb-mod-rendered', this.#rendered.has(line.id));
    return [name, row];
  }

  #rowId(id: number): string {
    return `${this.#prefix}-${id}`;
  }

  #row(line: Line, at: number): HTMLElement {
    const row = element('div', 'rnb-Tree-row');
    row.id = this.#rowId(line.id);
    row.dataset['id'] = String(line.id);
    row.style.top = `${at * ROW_HEIGHT}px`;
    row.style.setProperty('--rnb-level', String(line.level - 1));
    row.setAttribute('role', 'treeitem');
    row.setAttribute('aria-level', String(line.level));
    row.setAttribute('aria-posinset', String(line.position));
    row.setAttribute('aria-setsize', String(line.siblings));
    row.setAttribute('aria-selected', String(line.id === this.#selected));
    if (line.hasChildren) row.setAttribute('aria-expanded', String(line.isOpen));
    row.classList.toggle('rnb-mod-ours', line.ours);
    const sign = element(
      'span',
      'rnb-Tree-sign',
      line.hasChildren ? (line.isOpen ? '▾' : '▸') : '',
    );
    sign.setAttribute('aria-hidden', 'true');
    row.append(sign, element('span', 'rnb-Tree-name', line.name));
    if (line.key) row.append(element('span', 'rnb-Tree-key', ` key=${line.key}`));
    return row;
  }

  #point(id: number): void {
    if (id === this.#pointed) return;
    this.#pointed = id;
    this.events.point(id);
  }

  #click({ target }: Event): void {
    const id = idOf(target);
    if (!id) return;
    const isSign = target instanceof Element && target.classList.contains('rnb-Tree-sign');
    const line = this.model.lines()[this.model.indexOf(id)];
    if (isSign && line?.hasChildren) this.model.setOpen(id, !line.isOpen);
    this.#select(isSign ? this.#selected : id);
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const lines = this.model.lines();
    const at = this.model.indexOf(this.#selected);
    const line = lines[at];
    if (event.key === 'Enter' && line) this.events.show(line.id);
    const to = this.#target(event.key, at, lines.length, line);
    if (to === undefined && !this.#type(event.key, at)) return;
    event.preventDefault();
    event.stopPropagation();
    const found = to === undefined ? undefined : lines[Math.min(Math.max(to, 0), lines.length - 1)];
    if (found) {
      this.#select(found.id);
      this.#point(found.id);
    }
  }

  /** Which line a key leads to. */
  #target(key: string, at: number, count: number, line: Line | undefined): number | undefined {
    const page = Math.max(1, Math.floor(this.node.clientHeight / ROW_HEIGHT) - 1);
    switch (key) {
      case 'ArrowDown':
        return at + 1;
      case 'ArrowUp':
        return at - 1;
      case 'Home':
        return 0;
      case 'End':
        return count - 1;
      case 'PageDown':
        return at + page;
      case 'PageUp':
        return at - page;
      case 'ArrowRight':
      case 'ArrowLeft':
        return line && this.#fold(key === 'ArrowRight', at, line);
      default:
        return undefined;
    }
  }

  /** Open or close a line; one that is open or closed already leads to its child or parent. */
  #fold(open: boolean, at: number, line: Line): number {
    if (line.hasChildren && line.isOpen !== open) {
      this.model.setOpen(line.id, open);
      return at;
    }
    if (open) return line.hasChildren ? at + 1 : at;
    const parent = this.model.indexOf(this.model.parent(line.id));
    return parent < 0 ? at : parent;
  }

  /** Letters lead to the next component whose name begins with them. */
  #type(key: string, at: number): boolean {
    if (key.length !== 1) return false;
    const now = performance.now();
    this.#typed = now - this.#typedAt < 700 ? this.#typed + key : key;
    this.#typedAt = now;
    const lines = this.model.lines();
    const words = this.#typed.toLowerCase();
    const from = this.#typed.length > 1 ? at : at + 1;
    const ordered = [...lines.slice(Math.max(0, from)), ...lines.slice(0, Math.max(0, from))];
    const found = ordered.find(({ name }) => name.toLowerCase().startsWith(words));
    if (found) this.#select(found.id);
    return true;
  }
}

function idOf(target: EventTarget | null): number {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-id]') : null;
  return Number(row?.dataset['id'] ?? 0);
}
