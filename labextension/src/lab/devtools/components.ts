/** The tab of components: the tree, and all about the one that is chosen. */
import type {
  ComponentShown,
  DevtoolsRequest,
  Path,
  Place,
  Row,
  StateShown,
  UpdateShown,
} from '../../frame/devtools_protocol';
import { element } from './dom';
import { Inspector } from './inspector';
import { Renders } from './renders';
import { Tree, type Kept } from './tree';

export interface Host {
  /** Ask the page. */
  post(request: DevtoolsRequest): void;
  /** Go to a place in the notebook. */
  goTo(cell: number, line: number): void;
  /** Show a component alone. */
  pin(place: Place): void;
}

/** What they know of a page that may be shown again: the tree, and which values are open. */
export interface Remembered {
  readonly tree: Kept;
  readonly opened: readonly Path[];
}

/** So often at most Python is asked for what has changed, in milliseconds. */
const PAUSE = 150;

export class Components {
  readonly node = element('div', 'rnb-Components');
  readonly #tree: Tree;
  readonly #inspector: Inspector;
  readonly #more = element('div', 'rnb-Tree-more');
  readonly #renders = new Renders();
  /** Open values of the chosen component, or of the page state. */
  #opened = new Map<string, Path>();
  #edits = 0;
  #asksTree = false;
  /** Whether no tree has come of a page that has begun anew. */
  #isNew = true;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param host asks the page
   * @param before what was known when they were closed
   */
  constructor(
    readonly host: Host,
    before?: Remembered,
  ) {
    this.#tree = new Tree({
      select: (id, isAgain) => this.#select(id, isAgain),
      point: (id) => host.post(['nodes', id]),
      show: (id) => host.post(['show', id]),
    });
    this.#inspector = new Inspector({
      goTo: (cell, line) => host.goTo(cell, line),
      show: (id) => host.post(['show', id]),
      pin: (id) => host.post(['place', id]),
      toggle: (path) => this.#toggle(path),
      edit: (path, json, was) => this.#edit(path, json, was),
    });
    const filter = element('input', 'rnb-Tree-filter');
    filter.type = 'search';
    filter.placeholder = 'Find a component';
    filter.setAttribute('aria-label', 'Find a component by its name');
    filter.addEventListener('input', () => this.#tree.filter(filter.value));
    filter.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
      event.preventDefault();
      this.#tree.enter();
    });
    const side = element('div', 'rnb-Components-side', filter, this.#tree.node, this.#more);
    this.node.append(side, this.#inspector.node);
    this.#tree.restart(before?.tree);
    this.#opened = new Map(before?.opened.map((path) => [path.join(), path]));
  }

  remembered(): Remembered {
    return { tree: this.#tree.restart(), opened: [...this.#opened.values()] };
  }

  setTree(rows: readonly Row[], more: number): void {
    this.#tree.set(rows);
    this.#more.textContent = more ? `… ${more} more components` : '';
    // What is selected was asked for when it was found.
    if (this.#isNew && !this.#tree.selected) this.#ask();
    this.#isNew = false;
  }

  /** Python has begun anew: no number of a component means what it did. */
  restart(): void {
    this.#renders.clear();
    this.#tree.restart();
    this.#isNew = true;
  }

  /** Other components are there than in the tree. */
  changed(): void {
    this.#asksTree = true;
    this.#later();
  }

  update(updates: readonly UpdateShown[]): void {
    for (const update of updates) this.#renders.add(update);
    this.#tree.mark(new Set(updates.at(-1)?.renders.map(([id]) => id)));
    this.#later();
  }

  showComponent(id: number, component: ComponentShown | null): void {
    if (id === this.#tree.selected && component)
      this.#inspector.show(component, this.#renders.of(id));
  }

  showStates(states: readonly StateShown[]): void {
    if (!this.#tree.selected) this.#inspector.showStates(states);
  }

  edited(number: number, fault: string): void {
    if (number !== this.#edits) return;
    this.#inspector.refuse(fault);
    // Also where it was refused: a box that was ticked is as it was.
    this.#ask();
  }

  /** Choose a component. */
  reveal(id: number): void {
    this.#tree.reveal(id);
    this.#tree.node.focus();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #select(id: number, isAgain: boolean): void {
    if (!isAgain) this.#opened = new Map();
    this.#inspector.refuse('');
    this.#ask(id);
  }

  #ask(id = this.#tree.selected): void {
    const opened = [...this.#opened.values()];
    this.host.post(id ? ['component', id, opened] : ['states', opened]);
  }

  #later(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#asksTree) this.host.post(['tree']);
      this.#asksTree = false;
      this.#ask();
    }, PAUSE);
  }

  #toggle(path: Path): void {
    const name = path.join();
    if (!this.#opened.delete(name)) this.#opened.set(name, path);
    this.#ask();
  }

  #edit(path: Path, json: string, was: string): void {
    this.#inspector.refuse('');
    this.host.post(['edit', ++this.#edits, this.#tree.selected, path, json, was]);
  }
}
