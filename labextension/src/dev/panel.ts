/** What is wrong, at the edge of the page; and what its author should know, for a moment. */
import style from './panel.css';

export interface Problem {
  readonly place: string;
  readonly message: string;
  readonly line?: string;
  readonly component?: string;
  readonly trace?: string;
}

type Kind = keyof typeof TITLES;

const TITLES = {
  build: 'This save is no app yet',
  server: 'The server failed',
  browser: 'The page failed',
} as const;
const HINTS = {
  build: 'The last version that worked is still shown.',
  server: 'A save that mends it takes this away.',
  browser: 'A save that mends it takes this away.',
} as const;

const KINDS = Object.keys(TITLES) as Kind[];
const NOTES_MS = 8_000;
const MOST = 20;

/** Lives in a shadow, so that the page's style and ours leave each other alone. */
export class Panel {
  readonly #host = make('div');
  readonly #problems = make('section', 'problems');
  readonly #notes = make('ul', 'notes');
  readonly #found = new Map<Kind, readonly Problem[]>();
  #timer = 0;

  constructor() {
    const shadow = this.#host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(this.#notes, this.#problems);
    this.#notes.setAttribute('role', 'status');
    this.#notes.dataset['reactorDev'] = 'notes';
    this.#problems.setAttribute('role', 'alert');
    this.#problems.setAttribute('aria-label', 'reactor-nb dev');
    addEventListener('keydown', ({ key }) => key === 'Escape' && this.#hide(), true);
  }

  /** Have these problems of a kind in place of those before. */
  set(kind: Kind, problems: readonly Problem[]): void {
    const before = this.#found.get(kind) ?? [];
    if (JSON.stringify(before) === JSON.stringify(problems)) return;
    this.#found.set(kind, problems);
    this.#draw();
  }

  /** Show one more problem, once. */
  add(kind: Kind, problem: Problem): void {
    const before = this.#found.get(kind) ?? [];
    const others = before.filter((one) => !isSame(one, problem));
    this.#found.set(kind, [problem, ...others].slice(0, MOST));
    this.#draw();
  }

  /** Say what happened, and no longer after a while. */
  note(notes: readonly string[]): void {
    for (const note of notes) console.info(`reactor-nb dev: ${note}`);
    clearTimeout(this.#timer);
    this.#notes.replaceChildren(...notes.map((note) => make('li', '', note)));
    document.documentElement.append(this.#host);
    this.#timer = window.setTimeout(() => this.#notes.replaceChildren(), NOTES_MS);
  }

  #hide(): void {
    this.#problems.replaceChildren();
    delete this.#problems.dataset['reactorDev'];
    this.#notes.replaceChildren();
  }

  #draw(): void {
    this.#hide();
    const kinds = KINDS.map((kind) => [kind, this.#found.get(kind) ?? []] as const).filter(
      ([, problems]) => problems.length > 0,
    );
    if (kinds.length === 0) return;
    this.#problems.dataset['reactorDev'] = 'problems';
    const close = make('button', 'close', '✕');
    close.setAttribute('aria-label', 'Hide (Esc)');
    close.addEventListener('click', () => this.#hide());
    this.#problems.append(close, ...kinds.map(([kind, problems]) => group(kind, problems)));
    document.documentElement.append(this.#host);
  }
}

function group(kind: Kind, problems: readonly Problem[]): HTMLElement {
  const box = make('div', `group ${kind}`);
  box.append(make('h2', '', TITLES[kind]), ...problems.map(card));
  // Where there has been no app yet, the page says what is to be done.
  if (document.documentElement.dataset['reactor']) box.append(make('p', 'hint', HINTS[kind]));
  return box;
}

function card({ place, message, line, component, trace }: Problem): HTMLElement {
  const box = make('article');
  const head = make('p', 'place', place);
  if (component) head.append(make('span', 'component', `in ${component}`));
  box.append(head, make('p', 'message', message));
  if (line) box.append(make('pre', 'line', line));
  if (trace) {
    const more = make('details');
    more.append(make('summary', '', 'Traceback'), make('pre', '', trace));
    box.append(more);
  }
  return box;
}

function isSame(one: Problem, other: Problem): boolean {
  return one.place === other.place && one.message === other.message;
}

function make(tag: string, name = '', text = ''): HTMLElement {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.textContent = text;
  return element;
}
