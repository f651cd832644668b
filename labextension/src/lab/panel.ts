/** The panel of one preview: a bar, what is wrong, and the frame. */
import type { Document, FrameMessage, Question, Refresh, Refreshed } from '../frame/protocol';
import type { Assets } from './assets';
import { Bar } from './bar';
import { cellsOf, goToCell, nameOf, outline } from './cells';
import { Dock } from './devtools/dock';
import { Frame } from './frame';
import { Link, type KernelMessage } from './link';
import type { NotebookPanel, Widget } from './platform';
import { fromFault, fromTrace, problem, showProblems, type Problem } from './problems';
import { Within } from './within';

type Shown = Extract<KernelMessage, { kind: 'shown' }>;

let panels = 0;

export class Panel {
  readonly #list = document.createElement('ul');
  readonly #stage = document.createElement('div');
  readonly #bar: Bar;
  readonly #dock: Dock;
  #frame: Frame | undefined;
  #link: Link | undefined;
  #number = 0;
  /** The number of the update that is on its way; nothing else is asked meanwhile. */
  #asked: number | undefined;
  #again = false;
  /** Whether something changed before the page was live. */
  #late = false;
  /** The cells that the kernel knows of. */
  #told = '';
  #url = '/';
  #lock = '';
  /** The version of the notebook that the page is of; empty while it cannot take another. */
  #version = '';
  /** The version that it is about to be of. */
  #coming = '';
  /** Packages of the app: they come once, and a new frame needs them, too. */
  #packages: Record<string, ArrayBuffer> = {};
  readonly #questions = new Map<number, Question>();
  readonly #within = new Within(
    (message) => this.#link?.send(message),
    (message) => this.#frame?.post(message),
    (problems) => this.#tell(problems),
  );
  readonly #watch = () => void this.#connect();
  readonly #watchStatus = (_: unknown, status: string) => this.#kernelIs(status);

  constructor(
    readonly widget: Widget,
    readonly notebook: NotebookPanel,
    readonly assets: Assets,
    private scheme: 'light' | 'dark',
    readonly showNotebook: () => void,
  ) {
    widget.id = `reactor-nb-preview-${++panels}`;
    widget.addClass('rnb-Preview');
    widget.title.closable = true;
    this.#list.className = 'rnb-Preview-problems';
    this.#list.setAttribute('role', 'alert');
    this.#list.hidden = true;
    this.#stage.className = 'rnb-Preview-stage';
    this.#bar = new Bar({
      go: (url) => this.#visit(url),
      reload: () => void this.#restart(),
      setWidth: (width) => this.#setWidth(width),
    });
    this.#dock = new Dock(this.#stage, {
      post: (devtools) => this.#frame?.post({ devtools }),
      goTo: (cell, line) => this.#goTo({ ...problem(''), cell, line }),
    });
    this.#bar.node.append(this.#dock.button);
    widget.node.append(this.#bar.node, this.#list, this.#dock.node);
    this.#name();
    notebook.context.pathChanged.connect(() => this.#name());
    notebook.sessionContext.kernelChanged.connect(this.#watch);
    notebook.sessionContext.statusChanged.connect(this.#watchStatus);
    notebook.sessionContext.connectionStatusChanged.connect(this.#watchStatus);
  }

  /** Start the frame and the conversation with the kernel, side by side. */
  async start(): Promise<void> {
    void this.#restart();
    await this.notebook.sessionContext.ready;
    await this.#connect();
  }

  /** A cell has run. The kernel shows what that changed; it does not know of other cells. */
  ran(): void {
    const isKnown = outline(cellsOf(this.notebook)) === this.#told;
    if (!isKnown || !this.#link?.isOpen || !this.#isLive()) this.update();
  }

  /** Show what the notebook is now. */
  update(): void {
    const link = this.#link;
    if (!link?.isOpen) {
      void this.#connect();
      return;
    }
    if (this.#asked !== undefined) {
      this.#again = true;
      return;
    }
    this.#asked = ++this.#number;
    const { path } = this.notebook.context;
    const cells = cellsOf(this.notebook);
    this.#told = outline(cells);
    link.send({
      kind: 'cells',
      number: this.#asked,
      name: nameOf(path),
      title: '',
      url: this.#url,
      known: this.#isLive() ? this.#version : '',
      cells,
    });
  }

  setScheme(scheme: 'light' | 'dark'): void {
    this.scheme = scheme;
    this.#frame?.post({ scheme });
  }

  close(): void {
    const { sessionContext } = this.notebook;
    sessionContext.kernelChanged.disconnect(this.#watch);
    sessionContext.statusChanged.disconnect(this.#watchStatus);
    sessionContext.connectionStatusChanged.disconnect(this.#watchStatus);
    this.#link?.close();
    this.#frame?.close();
  }

  /** Begin with a new frame: a new interpreter, and no state. */
  async #restart(): Promise<void> {
    this.#frame?.close();
    this.#questions.clear();
    const frame = new Frame(
      (message) => this.#heardPage(message),
      () => void this.#restart(),
    );
    this.#frame = frame;
    this.#stage.append(frame.element);
    this.#setState('starting');
    frame.post({ scheme: this.scheme });
    frame.post({ files: structuredClone(this.#packages) });
    if (this.#within.isOn) {
      frame.load(this.#within.parts());
      this.update();
      return;
    }
    try {
      frame.load(await this.assets.parts());
      if (this.#link?.isOpen) this.update();
      await this.assets.send((files) => frame.post({ files }, Object.values(files)));
    } catch (error) {
      // Where the kernel renders, nobody needs what is missing.
      if (this.#frame === frame) this.#stop([problem(String((error as Error).message))]);
    }
  }

  async #connect(): Promise<void> {
    const kernel = this.notebook.sessionContext.session?.kernel;
    if (!kernel || (this.#link?.kernel === kernel && this.#link.isOpen)) return;
    this.#link?.close();
    this.#asked = undefined;
    const link = new Link(
      kernel,
      (message, buffers) => this.#heardKernel(message, buffers),
      () => this.#lost(link),
    );
    this.#link = link;
    try {
      await link.open(this.#within.wanted);
      if (this.#link === link) this.update();
    } catch (error) {
      if (this.#link === link) this.#stop([problem(String((error as Error).message))]);
    }
  }

  /** Begin anew with components that run in the kernel. */
  async #renderInKernel(): Promise<void> {
    this.#within.wanted = 'kernel';
    this.#link?.close();
    await this.#connect();
  }

  #kernelIs(status: string): void {
    switch (status) {
      case 'restarting':
      case 'autorestarting':
      case 'terminating':
      case 'dead':
      case 'disconnected':
        this.#link?.close();
        this.#link = undefined;
        this.#asked = undefined;
        this.#stop([problem(`the kernel is ${status}; what is shown is from before`)]);
        break;
      case 'idle':
      case 'connected':
        if (!this.#link) void this.#connect();
        break;
      default:
        break;
    }
  }

  #lost(link: Link): void {
    if (this.#link !== link) return;
    this.#link = undefined;
    this.#asked = undefined;
    this.#stop([problem('the kernel has ended the preview; run a cell to go on')]);
  }

  #heardKernel(message: KernelMessage, buffers: readonly ArrayBuffer[]): void {
    if (this.#within.receive(message)) return;
    switch (message.kind) {
      case 'hello':
        void this.#compare(message.package);
        if (this.#within.begin(message.render, buffers)) void this.#restart();
        break;
      case 'shown':
        if (message.number === this.#asked) this.#asked = undefined;
        else if (message.number !== null) break;
        this.#show(message, buffers);
        break;
      case 'response':
        this.#answer(message, buffers);
        break;
      case 'refused':
        if (message.number === this.#asked) this.#asked = undefined;
        this.#stop([problem(message.message)]);
        break;
      default:
        message satisfies never;
    }
  }

  /** Both halves of a page are of one version; the kernel may be in another environment. */
  async #compare(kernel: string): Promise<void> {
    const server = await this.assets.package().catch(() => kernel);
    if (server === kernel) return;
    const words = `the kernel has reactor_nb ${kernel} and JupyterLab ${server}`;
    this.#link?.close();
    this.#stop([problem(`${words}; install one version in both`)]);
  }

  #show(message: Shown, buffers: readonly ArrayBuffer[]): void {
    const { document: page, refresh, files, problems, version } = message;
    const failed = problems.some(({ severity }) => severity === 'error');
    if (failed || !(page || refresh)) this.#stop(problems);
    else {
      this.#tell(problems);
      this.#setStale(false);
      this.#coming = version;
      if (refresh) this.#takeOver(refresh);
      else if (page) {
        this.#within.show(message.page);
        this.#showAnew(page, files, buffers);
      }
    }
    if (this.#again) {
      this.#again = false;
      this.update();
    }
  }

  /** A page that has not started yet cannot take new code; it asks once it has. */
  #takeOver(refresh: Refresh): void {
    // What the kernel renders it refreshes, too.
    if (this.#within.isOn) return;
    if (this.#isLive()) this.#frame?.post({ refresh });
    else this.#late = true;
  }

  #showAnew(page: Document, names: readonly string[], buffers: readonly ArrayBuffer[]): void {
    const sent = Object.fromEntries(names.map((name, at) => [name, buffers[at]!]));
    this.#keep(sent);
    this.#version = this.#coming;
    this.#setState('starting');
    this.#frame?.post({ files: sent });
    this.#frame?.post({ show: page });
    this.#bar.show(this.#url);
  }

  /** An interpreter has the packages that it began with. */
  #keep(files: Record<string, ArrayBuffer>): void {
    const packages = Object.entries(files).filter(([name]) => name.startsWith('packages-'));
    const lock = packages[0]?.[0].split('/')[0] ?? this.#lock;
    if (lock === this.#lock) return;
    this.#packages = Object.fromEntries(packages);
    if (this.#lock || this.widget.node.dataset['state'] === 'live') void this.#restart();
    this.#lock = lock;
  }

  #heardPage(message: FrameMessage): void {
    if (this.#within.hear(message)) return;
    if ('ask' in message) this.#ask(message.ask);
    else if ('visit' in message) this.#visit(message.visit);
    else if ('report' in message) {
      if (message.report[0] === 'error') this.#tell([fromTrace(message.report[1])]);
    } else if ('fault' in message) this.#tell([fromFault(message.fault)]);
    else if ('devtools' in message) this.#dock.hear(message.devtools);
    else if ('refreshed' in message) this.#refreshed(message.refreshed, message.failed);
    else if ('status' in message) this.#setState(message.status);
  }

  /** The page has gone on with its new code, or as it was. */
  #refreshed({ taken, notes }: Refreshed, failed: boolean): void {
    this.#setStale(failed || !taken);
    // What it could not take it goes on without, and the next code is told from what it has.
    if (taken) this.#version = this.#coming;
    if (!failed && notes.length > 0)
      this.#tell(notes.map((message) => ({ code: '', message, severity: 'info' })));
  }

  #ask(question: Question): void {
    const number = ++this.#number;
    if (!this.#link?.isOpen) {
      const body = '{"error":{"code":"stopped","message":"The kernel is not there."}}';
      const bytes = new TextEncoder().encode(body).buffer;
      this.#frame?.post({
        reply: { number: question.number, status: 503, headers: {}, body: bytes },
      });
      return;
    }
    this.#questions.set(number, question);
    this.#link.send({ ...question, kind: 'request', number });
  }

  #answer(
    { number, status, headers, problems }: Extract<KernelMessage, { kind: 'response' }>,
    [body = new ArrayBuffer(0)]: readonly ArrayBuffer[],
  ): void {
    const question = this.#questions.get(number);
    this.#questions.delete(number);
    if (problems.length > 0) this.#tell(problems);
    if (question)
      this.#frame?.post({ reply: { number: question.number, status, headers, body } }, [body]);
  }

  #visit(url: string): void {
    if (!url.startsWith('/') || url.startsWith('//')) {
      this.#tell([problem(`the preview does not go to ${url}`)]);
      return;
    }
    this.#url = url;
    this.#bar.show(url);
    this.update();
  }

  /** What is shown is from before, for these reasons. */
  #stop(problems: readonly Problem[]): void {
    this.#setStale(true);
    this.#tell(problems);
  }

  #setStale(stale: boolean): void {
    if (stale) this.widget.node.dataset['stale'] = 'true';
    else delete this.widget.node.dataset['stale'];
  }

  #tell(problems: readonly Problem[]): void {
    const accept = () => void this.#renderInKernel();
    showProblems(this.#list, problems, (one) => this.#goTo(one), accept);
  }

  #goTo(place: Problem): void {
    this.showNotebook();
    goToCell(this.notebook, place);
  }

  /** A page that is wider than the panel is scrolled, and not made smaller. */
  #setWidth(width: number): void {
    this.#stage.style.setProperty('--rnb-width', width ? `${width}px` : '100%');
  }

  #isLive(): boolean {
    return this.widget.node.dataset['state'] === 'live';
  }

  #setState(state: string): void {
    this.widget.node.dataset['state'] = state;
    this.#dock.pageIs(state);
    if (state !== 'live' || !this.#late) return;
    this.#late = false;
    this.update();
  }

  #name(): void {
    const { path } = this.notebook.context;
    this.widget.title.label = `Preview: ${nameOf(path)}`;
    this.widget.title.caption = `The app of ${path}`;
  }
}
