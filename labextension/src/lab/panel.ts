/** The panel of one preview: a bar, what is wrong, and the frame. */
import type { Document, FrameMessage, Refresh, Refreshed } from '../frame/protocol';
import type { Assets } from './assets';
import { Bar } from './bar';
import { cellsOf, goToCell, nameAfter, nameOf, outline } from './cells';
import { Dock } from './devtools/dock';
import { Frame } from './frame';
import { Link, type KernelMessage } from './link';
import { AppPackages } from './packages';
import { PinControl } from './pin';
import type { NotebookPanel, Widget } from './platform';
import { fromFault, info, problem, ProblemList, type Problem } from './problems';
import { Questions } from './questions';
import { AWAITED, BACK, GONE, watchKernel } from './status';
import { OwnWindow } from './window';
import { ENDED, LATE, LATE_AT_START, LEFT, LOST, Watchdog, type Busy } from './watchdog';
import { Within, type ForPanel } from './within';

type Shown = Extract<KernelMessage, { kind: 'shown' }>;

let panels = 0;

export class Panel {
  readonly #list = new ProblemList(
    (one) => this.#goTo(one),
    () => void this.#renderInKernel(),
  );
  readonly #stage = document.createElement('div');
  readonly #bar: Bar;
  readonly #watchdog: Watchdog;
  /** Whether the page has been given new code, and has not said what became of it. */
  #isTaking = false;
  /** What is to be said of a page that has begun anew. */
  #note = '';
  readonly #dock: Dock;
  readonly #pin = new PinControl(
    (pin) => this.#frame?.post({ pin }),
    (to) => this.#visit(to),
  );
  readonly #window: OwnWindow;
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
  /** The version of the notebook that the page is of; empty while it cannot take another. */
  #version = '';
  /** The version that it is about to be of. */
  #coming = '';
  readonly #packages = new AppPackages();
  readonly #questions = new Questions(
    (reply) => this.#frame?.post({ reply }, [reply.body]),
    () => ++this.#number,
  );
  readonly #within = new Within(
    (message) => this.#link?.send(message),
    (message) => this.#frame?.post(message),
    (problems) => this.#tell(problems),
  );
  readonly #stopWatching: () => void;

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
    this.#stage.className = 'rnb-Preview-stage';
    const restart = () => void this.#restart();
    this.#bar = new Bar({
      go: (url) => this.#visit(url),
      reload: restart,
      // A page that is wider than the panel is scrolled, and not made smaller.
      setWidth: (width) => this.#stage.style.setProperty('--rnb-width', width),
    });
    this.#watchdog = new Watchdog({
      ping: (ping) => this.#frame?.post({ ping }),
      owed: () => this.#link?.owed() ?? 0,
      patience: () => (this.#is('ended') ? Infinity : this.#is('live') ? LATE : LATE_AT_START),
      interrupt: (busy) => this.#interrupt(busy),
      restart: () => void this.#link?.kernel.restart(),
    });
    this.#dock = new Dock(this.#stage, {
      post: (devtools) => this.#frame?.post({ devtools }),
      goTo: (cell, line) => this.#goTo({ ...problem(''), cell, line }),
      pin: (place) => this.#pin.pin(place),
    });
    this.#window = new OwnWindow(this.#stage, restart, (why) => this.#tell([why]));
    this.#bar.node.append(this.#pin.node, this.#window.button, this.#dock.button);
    widget.node.append(this.#bar.node, this.#watchdog.node, this.#list.node);
    widget.node.append(this.#pin.note, this.#dock.node);
    nameAfter(widget, notebook);
    this.#stopWatching = watchKernel(
      notebook.sessionContext,
      () => void this.#connect(),
      (status) => this.#kernelIs(status),
    );
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
    if (!isKnown || !this.#link?.isOpen || !this.#is('live')) this.update();
    else this.#link.expect();
  }

  /** Show what the notebook is now. */
  update(): void {
    const link = this.#link;
    if (this.#is('ended')) void this.#restart();
    else if (!link?.isOpen) void this.#connect();
    else if (this.#asked !== undefined) this.#again = true;
    else this.#askFor(link);
  }

  #askFor(link: Link): void {
    const number = (this.#asked = ++this.#number);
    const name = nameOf(this.notebook.context.path);
    const cells = cellsOf(this.notebook);
    const known = this.#is('live') ? this.#version : '';
    this.#told = outline(cells);
    link.send({ kind: 'cells', number, name, title: '', url: this.#url, known, cells });
  }

  setScheme(scheme: 'light' | 'dark'): void {
    this.scheme = scheme;
    this.#frame?.post({ scheme });
  }

  close(): void {
    this.#stopWatching();
    this.#link?.close();
    this.#window.close();
    this.#frame?.close();
    this.#watchdog.close();
  }

  /** Begin with a new frame: a new interpreter, and no state. */
  async #restart(): Promise<void> {
    this.#frame?.close();
    this.#questions.clear();
    const frame = new Frame(
      (message) => this.#heardPage(message),
      // It would do so again.
      () => this.#end(LEFT),
    );
    this.#frame = frame;
    this.#isTaking = false;
    this.#watchdog.anew();
    this.#stage.append(frame.element);
    this.#setState('starting');
    frame.post({ scheme: this.scheme });
    this.#pin.anew();
    frame.post({ files: this.#packages.copy() });
    if (this.#within.isOn) {
      frame.load(this.#within.parts(), this.#window.isOpen);
      this.update();
      return;
    }
    try {
      frame.load(await this.assets.parts(), this.#window.isOpen);
      if (this.#link?.isOpen) this.update();
      await this.assets.send((files) => frame.post({ files }, Object.values(files)));
    } catch (error) {
      // Where the kernel renders, nobody needs what is missing.
      if (this.#frame === frame) this.#stop([problem(String((error as Error).message))]);
    }
  }

  #end(why: string): void {
    this.#setState('ended');
    this.#watchdog.anew();
    this.#stop([problem(why)]);
  }

  async #connect(): Promise<void> {
    const kernel = this.notebook.sessionContext.session?.kernel;
    if (!kernel || this.#link?.isTo(kernel)) return;
    this.#link?.close();
    this.#asked = undefined;
    const link = new Link(
      kernel,
      (message, buffers) => {
        if (!this.#within.receive(message)) this.#heardKernel(message, buffers);
      },
      () => this.#lost(link),
    );
    this.#link = link;
    if (this.#is('live')) this.#stop([problem(AWAITED)]);
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
    if (GONE.has(status)) {
      this.#link?.close();
      this.#drop(`the kernel is ${status}; what is shown is from before`);
    } else if (BACK.has(status) && !this.#link) void this.#connect();
  }

  #lost(link: Link): void {
    if (this.#link !== link) return;
    this.#drop('the kernel has ended the preview; run a cell to go on');
  }

  #drop(why: string): void {
    this.#link = undefined;
    this.#asked = undefined;
    this.#stop([problem(why)]);
  }

  #heardKernel(message: ForPanel, buffers: readonly ArrayBuffer[]): void {
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
        if (message.problems.length > 0) this.#tell(message.problems);
        this.#questions.answer(message, buffers[0]);
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
    const words = await this.assets.differ(kernel);
    if (!words) return;
    this.#link?.close();
    this.#stop([problem(words)]);
  }

  #show(message: Shown, buffers: readonly ArrayBuffer[]): void {
    const { document: page, refresh, files, problems, version } = message;
    this.#pin.offer(message.components);
    const failed = problems.some(({ severity }) => severity === 'error');
    if (this.#is('ended')) this.#again = false;
    else if (failed || !(page || refresh)) this.#stop(problems);
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
    this.#isTaking = this.#is('live') && !this.#within.isOn;
    // What the kernel renders it refreshes, too.
    if (this.#within.isOn) this.#link?.expect();
    else if (this.#isTaking) this.#frame?.post({ refresh });
    else this.#late = true;
  }

  #showAnew(page: Document, names: readonly string[], buffers: readonly ArrayBuffer[]): void {
    const sent = Object.fromEntries(names.map((name, at) => [name, buffers[at]!]));
    const isLive = this.#is('live');
    if (this.#packages.keep(sent, isLive)) void this.#restart();
    this.#version = this.#coming;
    this.#setState('starting');
    this.#frame?.post({ files: sent });
    this.#frame?.post({ show: page });
    this.#bar.show(this.#url);
  }

  #heardPage(message: FrameMessage): void {
    if ('pong' in message) this.#watchdog.pong(message.pong, message.of);
    else if ('pin' in message) this.#pin.hear(message.pin);
    else this.#heardMore(message);
  }

  #heardMore(message: Exclude<FrameMessage, { pong: number } | { pin: object }>): void {
    if (this.#within.hear(message)) this.#link?.expect();
    else if ('ask' in message) this.#questions.ask(this.#link, message.ask);
    else if ('visit' in message) this.#visit(message.visit);
    else if ('report' in message) this.#list.report(message.report);
    else if ('fault' in message) this.#tell([fromFault(message.fault)]);
    else if ('devtools' in message) this.#dock.hear(message.devtools);
    else if ('refreshed' in message) this.#refreshed(message.refreshed, message.failed);
    else if ('status' in message) this.#setState(message.status);
  }

  /** The page has gone on with its new code, or as it was. */
  #refreshed({ taken, notes }: Refreshed, failed: boolean): void {
    this.#isTaking = false;
    // What has been found out since counts: another problem may have dimmed the page.
    if (failed || !taken) this.#setStale(true);
    // What it could not take it goes on without, and the next code is told from what it has.
    if (taken) this.#version = this.#coming;
    if (!failed && notes.length > 0) this.#tell(notes.map(info));
  }

  #visit(url: string): void {
    if (!url.startsWith('/') || url.startsWith('//')) {
      this.#tell([problem(`the preview does not go to ${url}`)]);
      return;
    }
    this.#url = url;
    // Whoever goes to a page wants all of it, as when it was another one.
    this.#version = '';
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
    this.#list.show(problems);
  }

  #goTo(place: Problem): void {
    this.showNotebook();
    goToCell(this.notebook, place);
  }

  /** What renders without end would do so again; what has a handler without end may go on. */
  #interrupt(busy: Busy): void {
    if (busy === 'kernel') void this.#link?.kernel.interrupt();
    else if (busy === 'python' && (this.#isTaking || !this.#is('live'))) {
      this.#frame?.post({ halt: true });
      this.#end(ENDED);
    } else {
      this.#note = LOST;
      void this.#restart();
    }
  }

  #is(state: 'ended' | 'live'): boolean {
    return this.widget.node.dataset['state'] === state;
  }

  #setState(state: string): void {
    this.widget.node.dataset['state'] = state;
    this.#dock.pageIs(state);
    if (state !== 'live') return;
    if (this.#note) this.#tell([info(this.#note)]);
    this.#note = '';
    if (!this.#late) return;
    this.#late = false;
    this.update();
  }
}
