/** What became of a check, an explanation or an export: first how far it is, then the result. */
import { goToCell, nameOf } from './cells';
import type { NotebookPanel, Widget } from './platform';
import { showProblems } from './problems';
import type { Kind, Result, Task, Tasks } from './tasks';

export interface ReportEvents {
  /** Show the notebook. */
  readonly showNotebook: () => void;
  /** Show a folder in the file browser. */
  readonly showFolder: (path: string) => void;
}

const TITLES: Record<Kind, string> = { check: 'Check', explain: 'Explain', export: 'Export' };

let reports = 0;

export class Report {
  readonly #head = document.createElement('div');
  readonly #status = document.createElement('span');
  readonly #list = document.createElement('ul');
  readonly #result = document.createElement('div');
  #task: Task | undefined;
  #isBusy = false;

  constructor(
    readonly widget: Widget,
    readonly notebook: NotebookPanel,
    readonly kind: Kind,
    readonly tasks: Tasks,
    readonly events: ReportEvents,
  ) {
    widget.id = `reactor-nb-report-${++reports}`;
    widget.addClass('rnb-Report');
    widget.title.closable = true;
    this.#head.className = 'rnb-Report-head';
    this.#status.setAttribute('role', 'status');
    this.#list.className = 'rnb-Report-problems';
    this.#result.className = 'rnb-Report-result';
    widget.node.append(this.#head, this.#list, this.#result);
    this.#name();
    notebook.context.pathChanged.connect(this.#name);
    widget.disposed.connect(() => this.#close());
  }

  /** Do it, or do it again. */
  async run(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#show(
      'busy',
      'saving the notebook',
      button('Cancel', () => this.#cancel()),
    );
    try {
      const note = await save(this.notebook);
      const begun = await this.tasks.start(this.kind, pathOf(this.notebook));
      this.#task = begun;
      const done = await this.tasks.follow(begun, ({ steps }) => this.#say(steps.at(-1) ?? ''));
      this.#finish(done, note);
    } catch (error) {
      this.#end('failed', String((error as Error).message));
    } finally {
      this.#task = undefined;
      this.#isBusy = false;
    }
  }

  #cancel(): void {
    if (this.#task) void this.tasks.cancel(this.#task).catch(() => {});
  }

  #finish(task: Task, note: string): void {
    const result = task.result!;
    const words = [note, result.failed ?? summary(this.kind, result)].filter(Boolean).join('; ');
    this.#end(result.failed === undefined ? 'done' : 'failed', words);
    showProblems(this.#list, result.problems, (one) => {
      this.events.showNotebook();
      goToCell(this.notebook, one);
    });
    if (result.page !== undefined) this.#result.replaceChildren(frameOf(result.page));
    else if (result.lines) this.#result.replaceChildren(...this.#exported(task, result.lines));
  }

  #exported(task: Task, lines: readonly string[]): HTMLElement[] {
    const save = () => void this.#download(task);
    return [
      ...lines.map((line) => paragraph(line)),
      paragraph(
        button('Show the folder', () => this.events.showFolder(task.folder)),
        button('Download as zip', save),
      ),
      paragraph(`Run it: reactor-nb serve ${task.folder}`),
    ];
  }

  async #download(task: Task): Promise<void> {
    try {
      const url = URL.createObjectURL(await this.tasks.archive(task));
      const link = document.createElement('a');
      link.href = url;
      link.download = `${nameOf(task.folder)}.zip`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    } catch (error) {
      this.#say(String((error as Error).message));
    }
  }

  #end(state: string, words: string): void {
    this.#show(
      state,
      words,
      button('Again', () => void this.run()),
    );
  }

  #show(state: string, words: string, ...buttons: HTMLElement[]): void {
    this.widget.node.dataset['state'] = state;
    this.#head.replaceChildren(...buttons, this.#status);
    this.#list.replaceChildren();
    this.#result.replaceChildren();
    this.#say(words);
  }

  #say(words: string): void {
    this.#status.textContent = words;
  }

  readonly #name = (): void => {
    const { path } = this.notebook.context;
    this.widget.title.label = `${TITLES[this.kind]}: ${nameOf(path)}`;
    this.widget.title.caption = `${TITLES[this.kind]} of ${path}`;
  };

  #close(): void {
    this.notebook.context.pathChanged.disconnect(this.#name);
    this.#cancel();
  }
}

/** Have the file be what is shown; returns what is to be said where that cannot be. */
async function save({ context }: NotebookPanel): Promise<string> {
  if (!context.model.dirty) return '';
  if (context.model.readOnly || context.contentsModel?.writable === false)
    return 'the notebook is read-only, so this is of the file and not of your changes';
  await context.save();
  return '';
}

/** What the server calls the file: a shared notebook is a file of it, too. */
function pathOf({ context }: NotebookPanel): string {
  const { path, localPath } = context;
  const drive = path.slice(0, path.length - localPath.length);
  if (drive !== '' && drive !== 'RTC:')
    throw new Error('this needs a notebook on the Jupyter server itself');
  return localPath;
}

function summary(kind: Kind, { problems, files, size = 0 }: Result): string {
  if (kind === 'export') return `${files} files, ${(size / 1e6).toFixed(1)} MB`;
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (errors === 1) return '1 problem is in the way of an export';
  if (errors > 1) return `${errors} problems are in the way of an export`;
  return problems.length > 0 ? 'nothing is in the way of an export' : 'no problems';
}

/** A page of its own, of no origin; it brings its own policy and asks no server for anything. */
function frameOf(page: string): HTMLElement {
  const frame = document.createElement('iframe');
  frame.className = 'rnb-Report-frame';
  frame.title = 'What goes where';
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.setAttribute('referrerpolicy', 'no-referrer');
  frame.src = `data:text/html;charset=utf-8,${encodeURIComponent(page)}`;
  return frame;
}

function button(label: string, act: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = label;
  element.addEventListener('click', act);
  return element;
}

function paragraph(...children: (HTMLElement | string)[]): HTMLElement {
  const element = document.createElement('p');
  element.append(...children);
  return element;
}
