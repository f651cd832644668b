/** One output of a cell: its static HTML, and in its place a live frame once the kernel answers. */
import type { FrameMessage } from '../frame/protocol';
import type { Parts } from './assets';
import { Frame } from './frame';
import type { Comm, Kernel, MimeModel, Renderer } from './platform';
import { ProblemList, type Problem } from './problems';
import type { Scheme } from './theme';

/** The comm of a view; the kernel knows it once a cell has imported reactor_nb. */
const TARGET = 'reactor_nb.view';
export const MIME = 'application/vnd.reactor-nb.view.v1+json';
const TALLEST = 800;
const COMMAND = 'data-commandlinker-command';
const NAME = /^[0-9a-f]{16}$/;

type Told =
  | { readonly kind: 'shown'; readonly body: string }
  | { readonly kind: 'page'; readonly message: readonly unknown[] }
  /** What goes wrong, and what could not be kept; what is stale is shown from before. */
  | { readonly kind: 'told'; readonly stale: boolean; readonly problems: readonly Problem[] }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unknown' };

/** What a view needs of what is around it. */
export interface Around {
  /** What the document in its frame is made of. */
  parts(): Parts;
  scheme(): Scheme;
  /** The kernel, if a cell of the notebook was run since it was opened. */
  kernel(): Kernel | undefined;
  /** A way to show HTML of which nothing runs. */
  html(): Renderer;
  /** Go to where in the notebook a problem is. */
  goTo(problem: Problem): void;
}

export class View {
  readonly #static: HTMLElement[] = [];
  readonly #list = new ProblemList(
    (problem) => this.around.goTo(problem),
    () => {},
  );
  #name = '';
  /** How often something else was shown, or nothing any more. */
  #shown = 0;
  #frame: Frame | undefined;
  #comm: Comm | undefined;
  #height = 0;

  constructor(
    readonly node: HTMLElement,
    readonly around: Around,
  ) {
    node.classList.add('rnb-View');
  }

  /** Show an output: at once as it is stored. */
  async show({ data }: MimeModel): Promise<void> {
    this.close();
    const shown = this.#shown;
    const html = this.around.html();
    this.node.replaceChildren(html.node, this.#list.node);
    this.#static.splice(0, Infinity, html.node);
    this.#name = nameIn(data[MIME]);
    // Whatever is stored is not trusted here, even where all of the notebook is.
    const safe = { 'text/html': data['text/html'] ?? '' };
    await html.renderModel({ trusted: false, data: safe, metadata: {}, setData: () => {} });
    withoutCommands(html.node);
    // Its cell may have run again meanwhile: nobody would close what is opened for it.
    if (shown === this.#shown) this.connect();
  }

  /** Ask the kernel for the view, unless that is done or nobody may. */
  connect(): void {
    const kernel = this.#name ? this.around.kernel() : undefined;
    if (!kernel || this.#comm) return;
    const comm = kernel.createComm(TARGET);
    this.#comm = comm;
    comm.onMsg = ({ content }) => {
      if (this.#comm === comm) this.#hear(content.data as Told);
    };
    comm.onClose = () => {
      if (this.#comm === comm) this.dim();
    };
    comm.open({ view: this.#name });
  }

  /** The kernel is gone: what is shown is from before. */
  dim(): void {
    this.#comm = undefined;
    if (this.#frame) this.#setStale(true);
  }

  setScheme(scheme: Scheme): void {
    if (!this.#frame) return;
    this.#frame.element.style.colorScheme = scheme;
    this.#frame.post({ scheme });
  }

  close(): void {
    this.#shown++;
    this.#name = '';
    const comm = this.#comm;
    this.#comm = undefined;
    if (comm && !comm.isDisposed) comm.close();
    this.#frame?.close();
    this.#frame = undefined;
    this.#tell([], false);
  }

  #hear(told: Told): void {
    if (told.kind === 'shown') this.#begin(told.body);
    else if (told.kind === 'told') this.#tell(told.problems, told.stale);
    else if (told.kind === 'page') this.#frame?.post({ heard: JSON.stringify(told.message) });
  }

  #tell(problems: readonly Problem[], stale: boolean): void {
    this.#setStale(stale);
    this.#list.show(problems);
  }

  #setStale(stale: boolean): void {
    if (stale) this.node.dataset['stale'] = 'true';
    else delete this.node.dataset['stale'];
  }

  #begin(body: string): void {
    this.#frame?.close();
    const frame = new Frame(
      (message) => this.#heardPage(message),
      // Nothing else than our document belongs there.
      () => this.close(),
      'rnb-View-frame',
    );
    this.#frame = frame;
    frame.element.title = 'A component of this notebook';
    // Out of sight until it is live.
    frame.element.style.height = '0';
    this.node.insertBefore(frame.element, this.#list.node);
    this.setScheme(this.around.scheme());
    frame.post({ measure: true });
    frame.post({ show: { status: 200, headers: {}, body } });
    frame.load(this.around.parts());
  }

  #heardPage(message: FrameMessage): void {
    if ('start' in message) this.#comm?.send({ kind: 'start' });
    else if ('say' in message)
      this.#comm?.send({ kind: 'page', message: JSON.parse(message.say) as unknown });
    else if ('height' in message) this.#setHeight(message.height);
    else if ('status' in message && message.status === 'live') this.#live();
  }

  /** The frame shows what the static HTML showed. */
  #live(): void {
    this.node.dataset['state'] = 'live';
    for (const element of this.#static.splice(0)) element.remove();
    this.#setHeight(this.#height);
  }

  #setHeight(height: number): void {
    this.#height = height;
    if (this.#static.length > 0 || !this.#frame) return;
    this.#frame.element.style.height = `${Math.min(Math.ceil(height), TALLEST)}px`;
  }
}

/** JupyterLab runs commands for who clicks on such an element; what is stored shall do nothing. */
function withoutCommands(node: HTMLElement): void {
  for (const element of node.querySelectorAll(`[${COMMAND}]`)) element.removeAttribute(COMMAND);
}

function nameIn(data: unknown): string {
  const name = (data as { view?: unknown } | undefined)?.view;
  return typeof name === 'string' && NAME.test(name) ? name : '';
}
