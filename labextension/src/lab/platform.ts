/**
 * What of JupyterLab the extension uses: small enough to be read, and to be stood in for by a test.
 *
 * JupyterLab's own packages bring four hundred megabytes along for these few lines of types.
 */

export interface Signal<Sender, Value> {
  connect(slot: (sender: Sender, value: Value) => void): boolean;
  disconnect(slot: (sender: Sender, value: Value) => void): boolean;
}

export interface Widget {
  id: string;
  readonly node: HTMLElement;
  readonly title: { label: string; caption: string; closable: boolean };
  readonly isAttached: boolean;
  readonly isDisposed: boolean;
  readonly disposed: Signal<unknown, unknown>;
  addClass(name: string): void;
  dispose(): void;
}

export interface CommMessage {
  readonly content: { readonly data: unknown };
  readonly buffers?: readonly (ArrayBuffer | ArrayBufferView)[];
}

export interface Comm {
  onMsg: (message: CommMessage) => void;
  onClose: (message: CommMessage) => void;
  open(data: object): unknown;
  send(data: object): unknown;
  close(): unknown;
  readonly isDisposed: boolean;
}

export interface Kernel {
  readonly status: string;
  readonly connectionStatus: string;
  readonly isDisposed: boolean;
  createComm(target: string): Comm;
  requestExecute(content: object): { readonly done: Promise<{ readonly content: ExecuteReply }> };
  interrupt(): Promise<void>;
  restart(): Promise<void>;
}

export interface ExecuteReply {
  readonly status: string;
  readonly ename?: string;
  readonly evalue?: string;
}

export interface SessionContext {
  readonly ready: Promise<void>;
  readonly session: { readonly kernel: Kernel | null } | null;
  readonly kernelChanged: Signal<unknown, unknown>;
  readonly statusChanged: Signal<unknown, string>;
  readonly connectionStatusChanged: Signal<unknown, string>;
  readonly iopubMessage: Signal<unknown, IOPubMessage>;
}

/** What a kernel says to all that listen to it. */
export interface IOPubMessage {
  readonly header: { readonly session: string };
  /** Empty where nobody has asked. */
  readonly parent_header: { readonly session?: string };
}

export interface Cell {
  readonly model: {
    readonly id: string;
    readonly type: string;
    getMetadata(key: string): unknown;
    readonly sharedModel: { getSource(): string };
  };
  readonly editor: {
    setCursorPosition(place: { line: number; column: number }): void;
    focus(): void;
  } | null;
}

/** One output, as JupyterLab hands it to what shows it. */
export interface MimeModel {
  readonly trusted: boolean;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  setData(change: object): void;
}

export interface Renderer extends Widget {
  renderModel(model: MimeModel): Promise<void>;
}

export interface RenderMime {
  addFactory(
    factory: {
      readonly safe: boolean;
      readonly mimeTypes: readonly string[];
      createRenderer(options: object): Renderer;
    },
    rank: number,
  ): void;
  createRenderer(mimeType: string): Renderer;
}

export interface Notebook {
  readonly rendermime: RenderMime;
  readonly widgets: readonly Cell[];
  activeCellIndex: number;
  scrollToCell(cell: Cell): Promise<void>;
}

export interface NotebookPanel extends Widget {
  readonly content: Notebook;
  readonly context: {
    readonly path: string;
    /** Without the name of the drive. */
    readonly localPath: string;
    readonly ready: Promise<void>;
    readonly pathChanged: Signal<unknown, string>;
    readonly model: { readonly dirty: boolean; readonly readOnly: boolean };
    readonly contentsModel: { readonly writable?: boolean } | null;
    save(): Promise<void>;
  };
  readonly sessionContext: SessionContext;
  readonly toolbar: { insertItem(index: number, name: string, widget: Widget): boolean };
}

export interface NotebookTracker {
  readonly currentWidget: NotebookPanel | null;
  readonly widgetAdded: Signal<unknown, NotebookPanel>;
  forEach(act: (panel: NotebookPanel) => void): void;
  find(wanted: (panel: NotebookPanel) => boolean): NotebookPanel | undefined;
}

export interface Executed {
  readonly notebook: Notebook;
}

export interface Tracker {
  add(widget: Widget): Promise<void>;
  find(wanted: (widget: Widget) => boolean): Widget | undefined;
  save(widget: Widget): Promise<void>;
}

export interface Restorer {
  restore(
    tracker: Tracker,
    options: {
      command: string;
      args: (widget: Widget) => object;
      name: (widget: Widget) => string;
    },
  ): Promise<unknown>;
}

export interface App {
  readonly commands: {
    addCommand(
      id: string,
      options: {
        label: string;
        caption?: string;
        isEnabled?: () => boolean;
        execute: (args: Readonly<Record<string, unknown>>) => unknown;
      },
    ): unknown;
    execute(id: string, args?: object): Promise<unknown>;
  };
  readonly restored: Promise<unknown>;
  readonly shell: {
    add(widget: Widget, area: string, options?: { mode?: string; ref?: string }): void;
    activateById(id: string): void;
  };
}

export interface ThemeManager {
  readonly theme: string | null;
  isLight(name: string): boolean;
  readonly themeChanged: Signal<unknown, unknown>;
}

export interface Palette {
  addItem(options: { command: string; category: string }): unknown;
}

export interface Menu {
  id: string;
  readonly title: { label: string };
  addItem(options: { command: string }): unknown;
}

export interface MainMenu {
  addMenu(menu: Menu, update: boolean, options: { rank: number }): void;
}

/** JupyterLab's own packages, as they are shared with extensions. */
export interface Packages {
  readonly application: { readonly ILayoutRestorer: unknown };
  readonly apputils: {
    readonly ICommandPalette: unknown;
    readonly IThemeManager: unknown;
    readonly ToolbarButton: new (options: object) => Widget;
    readonly WidgetTracker: new (options: { namespace: string }) => Tracker;
  };
  readonly coreutils: { readonly PageConfig: { getOption(name: string): string } };
  readonly mainmenu: { readonly IMainMenu: unknown };
  readonly notebook: {
    readonly INotebookTracker: unknown;
    readonly NotebookActions: {
      readonly executed: Signal<unknown, Executed>;
      readonly executionScheduled: Signal<unknown, Executed>;
    };
  };
  readonly services: {
    readonly ServerConnection: {
      makeSettings(): { readonly baseUrl: string };
      makeRequest(url: string, init: RequestInit, settings: object): Promise<Response>;
    };
  };
  readonly widgets: {
    readonly Widget: new (options: { node: HTMLElement }) => Widget;
    readonly Menu: new (options: { commands: App['commands'] }) => Menu;
  };
}
