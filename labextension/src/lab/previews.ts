/** All previews that are open, one for each notebook. */
import css from '../../style/preview.css';
import { Assets } from './assets';
import { Panel } from './panel';
import type {
  App,
  NotebookPanel,
  NotebookTracker,
  Packages,
  ThemeManager,
  Tracker,
  Widget,
} from './platform';
import { schemeOf } from './theme';

export class Previews {
  readonly tracker: Tracker;
  readonly #panels = new Map<NotebookPanel, Panel>();
  readonly #assets: Assets;

  constructor(
    readonly lab: Packages,
    readonly app: App,
    readonly notebooks: NotebookTracker,
    readonly themes: ThemeManager | null,
  ) {
    this.tracker = new lab.apputils.WidgetTracker({ namespace: 'reactor-nb' });
    this.#assets = new Assets(lab.services.ServerConnection, lab.coreutils.PageConfig);
    const style = document.createElement('style');
    style.textContent = css;
    document.head.append(style);
    lab.notebook.NotebookActions.executed.connect((_, { notebook }) => this.#ran(notebook));
    themes?.themeChanged.connect(() => {
      for (const panel of this.#panels.values()) panel.setScheme(schemeOf(this.themes));
    });
  }

  /** Open the preview of a notebook, or show the one that is open. */
  async open(path?: string): Promise<void> {
    const notebook = path === undefined ? this.notebooks.currentWidget : await this.#wait(path);
    if (!notebook) return;
    const known = this.#panels.get(notebook);
    if (known) {
      this.app.shell.activateById(known.widget.id);
      return;
    }
    const node = document.createElement('div');
    const widget = new this.lab.widgets.Widget({ node });
    const panel = new Panel(widget, notebook, this.#assets, schemeOf(this.themes), () =>
      this.app.shell.activateById(notebook.id),
    );
    this.#panels.set(notebook, panel);
    notebook.disposed.connect(() => widget.dispose());
    widget.disposed.connect(() => {
      this.#panels.delete(notebook);
      panel.close();
    });
    notebook.context.pathChanged.connect(() => void this.tracker.save(widget));
    this.#place(widget, notebook);
    await this.tracker.add(widget);
    // Not waited for: the Lab puts its layout together again only when all widgets are there.
    void panel.start();
  }

  /** Beside the notebook; where only one document has room, as in Jupyter Notebook, in the sidebar. */
  #place(widget: Widget, notebook: NotebookPanel): void {
    const { shell } = this.app;
    shell.add(widget, 'main', { mode: 'split-right', ref: notebook.id });
    // Until its layout is there again JupyterLab only notes what is added.
    void this.app.restored.then(() => {
      if (widget.isAttached || widget.isDisposed) return;
      shell.add(widget, 'right');
      shell.activateById(widget.id);
    });
  }

  /** The notebook that a preview belongs to. */
  pathOf(widget: Widget): string {
    for (const [notebook, panel] of this.#panels)
      if (panel.widget === widget) return notebook.context.path;
    return '';
  }

  /** Put the button into the toolbar of every notebook. */
  addButtons(open: () => void): void {
    const add = (notebook: NotebookPanel) => {
      const button = new this.lab.apputils.ToolbarButton({
        label: 'Preview',
        tooltip: 'Open the app preview',
        className: 'rnb-PreviewButton',
        onClick: open,
      });
      notebook.toolbar.insertItem(10, 'reactor-nb-preview', button);
    };
    this.notebooks.forEach(add);
    this.notebooks.widgetAdded.connect((_, notebook) => add(notebook));
  }

  #ran(notebook: unknown): void {
    for (const [panel, preview] of this.#panels) if (panel.content === notebook) preview.ran();
  }

  /** After a reload of the Lab the notebook may come later than its preview. */
  async #wait(path: string): Promise<NotebookPanel | undefined> {
    const wanted = ({ context }: NotebookPanel) => context.path === path;
    const there = () => this.notebooks.find(wanted);
    return there() ?? (await this.#added(wanted));
  }

  #added(wanted: (panel: NotebookPanel) => boolean): Promise<NotebookPanel> {
    return new Promise((resolve) => {
      const look = (_: unknown, panel: NotebookPanel) => {
        if (!wanted(panel)) return;
        this.notebooks.widgetAdded.disconnect(look);
        resolve(panel);
      };
      this.notebooks.widgetAdded.connect(look);
    });
  }
}
