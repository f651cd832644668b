/** All outputs that show components, notebook by notebook. */
import { WITHOUT_PYTHON, type Parts } from './assets';
import { goToCell } from './cells';
import type {
  Kernel,
  MimeModel,
  NotebookPanel,
  NotebookTracker,
  Packages,
  Renderer,
  ThemeManager,
} from './platform';
import { GONE, watchKernel } from './status';
import { schemeOf, type Scheme } from './theme';
import { MIME, View } from './view';

// Before any other way to show such an output.
const RANK = 0;

/** The outputs of one notebook. */
class Outputs {
  readonly #views = new Set<View>();
  /** Whether somebody has run a cell since the notebook was opened. */
  #hasRun = false;

  constructor(
    readonly lab: Packages,
    readonly notebook: NotebookPanel,
    readonly scheme: () => Scheme,
  ) {
    const { rendermime } = notebook.content;
    // Not safe: for an output that is not trusted, JupyterLab takes its HTML, and makes that safe.
    const factory = { safe: false, mimeTypes: [MIME], createRenderer: () => this.#create() };
    rendermime.addFactory(factory, RANK);
    watchKernel(
      notebook.sessionContext,
      () => this.#dim(),
      (status) => {
        // Over a connection that is lost for a while a view goes on.
        if (GONE.has(status) && status !== 'disconnected') this.#dim();
      },
    );
  }

  /** A cell of this notebook runs: from now on its kernel may be asked. */
  ran(): void {
    if (this.#hasRun) return;
    this.#hasRun = true;
    for (const view of this.#views) view.connect();
  }

  setScheme(): void {
    for (const view of this.#views) view.setScheme(this.scheme());
  }

  #dim(): void {
    for (const view of this.#views) view.dim();
  }

  #create(): Renderer {
    const node = document.createElement('div');
    const view = new View(node, {
      parts: () => this.#parts(),
      scheme: this.scheme,
      kernel: () => this.#kernel(),
      goTo: (problem) => goToCell(this.notebook, problem),
      html: () => this.notebook.content.rendermime.createRenderer('text/html'),
    });
    this.#views.add(view);
    const widget = new this.lab.widgets.Widget({ node });
    widget.disposed.connect(() => {
      this.#views.delete(view);
      view.close();
    });
    return Object.assign(widget, { renderModel: (model: MimeModel) => view.show(model) });
  }

  #kernel(): Kernel | undefined {
    return (this.#hasRun && this.notebook.sessionContext.session?.kernel) || undefined;
  }

  /** The frame looks like the output that it stands in. */
  #parts(): Parts {
    const { fontFamily, fontSize, lineHeight } = getComputedStyle(this.notebook.node);
    const font = `${fontSize}/${lineHeight} ${fontFamily}`.replace(/[<>{}]/g, '');
    const style =
      `html{font:${font};color:CanvasText;overflow-wrap:anywhere}` +
      'body{margin:0}#reactor-root{display:flow-root;padding:4px}';
    return { ...WITHOUT_PYTHON, style };
  }
}

/** Have every notebook show its components live, as soon as its own kernel does. */
export function showViews(
  lab: Packages,
  notebooks: NotebookTracker,
  themes: ThemeManager | null,
): void {
  const all = new Map<unknown, Outputs>();
  const scheme = () => schemeOf(themes);
  const add = (notebook: NotebookPanel) => {
    const { content } = notebook;
    all.set(content, new Outputs(lab, notebook, scheme));
    notebook.disposed.connect(() => void all.delete(content));
  };
  notebooks.forEach(add);
  notebooks.widgetAdded.connect((_, notebook) => add(notebook));
  lab.notebook.NotebookActions.executionScheduled.connect((_, { notebook }) =>
    all.get(notebook)?.ran(),
  );
  themes?.themeChanged.connect(() => {
    for (const outputs of all.values()) outputs.setScheme();
  });
}
