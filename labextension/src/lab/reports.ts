/** The commands that have the Jupyter server work on a notebook, and the menu they are in. */
import type { App, MainMenu, NotebookPanel, NotebookTracker, Packages, Palette } from './platform';
import { Report } from './report';
import { Tasks, type Kind } from './tasks';

const COMMANDS: Record<Kind, { readonly label: string; readonly caption: string }> = {
  check: {
    label: 'Check App',
    caption: 'Say what stands in the way of an export of this notebook',
  },
  explain: {
    label: 'Explain App',
    caption: 'Show what of this notebook goes to the server and what to the browser, and why',
  },
  export: {
    label: 'Export App',
    caption: 'Write this notebook as an app to a folder that runs by itself',
  },
};
const KINDS = Object.keys(COMMANDS) as Kind[];

export class Reports {
  readonly #tasks: Tasks;
  readonly #open = new Map<NotebookPanel, Map<Kind, Report>>();

  constructor(
    readonly lab: Packages,
    readonly app: App,
    readonly notebooks: NotebookTracker,
  ) {
    this.#tasks = new Tasks(lab.services.ServerConnection);
  }

  /** Add the commands to the Lab; returns their names. */
  addCommands(): string[] {
    return KINDS.map((kind) => {
      const command = `reactor-nb:${kind}`;
      this.app.commands.addCommand(command, {
        ...COMMANDS[kind],
        isEnabled: () => this.notebooks.currentWidget !== null,
        execute: () => this.run(kind),
      });
      return command;
    });
  }

  /** Do something with the current notebook, in the tab where that was done before. */
  async run(kind: Kind): Promise<void> {
    const notebook = this.notebooks.currentWidget;
    if (!notebook) return;
    const report = this.#open.get(notebook)?.get(kind) ?? this.#make(notebook, kind);
    this.app.shell.activateById(report.widget.id);
    await report.run();
  }

  #make(notebook: NotebookPanel, kind: Kind): Report {
    const widget = new this.lab.widgets.Widget({ node: document.createElement('div') });
    const report = new Report(widget, notebook, kind, this.#tasks, {
      showNotebook: () => this.app.shell.activateById(notebook.id),
      showFolder: (path) => void this.#showFolder(path),
    });
    const all = this.#open.get(notebook) ?? new Map<Kind, Report>();
    this.#open.set(notebook, all.set(kind, report));
    const close = () => widget.dispose();
    notebook.disposed.connect(close);
    widget.disposed.connect(() => {
      notebook.disposed.disconnect(close);
      all.delete(kind);
      if (all.size === 0) this.#open.delete(notebook);
    });
    this.app.shell.add(widget, 'main', this.#placeOf(notebook, kind));
    return report;
  }

  /** An explanation needs room; what is a few lines stands below, all of it in one place. */
  #placeOf(notebook: NotebookPanel, kind: Kind): { mode: string; ref: string } {
    const [below] = [...(this.#open.get(notebook)?.values() ?? [])].filter(
      (one) => one.kind !== 'explain' && one.kind !== kind,
    );
    if (kind === 'explain') return { mode: 'tab-after', ref: notebook.id };
    if (below) return { mode: 'tab-after', ref: below.widget.id };
    return { mode: 'split-bottom', ref: notebook.id };
  }

  async #showFolder(path: string): Promise<void> {
    await this.app.commands.execute('filebrowser:activate');
    await this.app.commands.execute('filebrowser:go-to-path', { path });
  }
}

/** Put commands into the palette, and into a menu of their own. */
export function addMenu(
  lab: Packages,
  app: App,
  commands: readonly string[],
  palette: Palette | null,
  menus: MainMenu | null,
): void {
  for (const command of commands) palette?.addItem({ command, category: 'Notebook Operations' });
  if (!menus) return;
  const menu = new lab.widgets.Menu({ commands: app.commands });
  menu.id = 'jp-mainmenu-reactor-nb';
  menu.title.label = 'Reactor';
  for (const command of commands) menu.addItem({ command });
  menus.addMenu(menu, true, { rank: 65 });
}
