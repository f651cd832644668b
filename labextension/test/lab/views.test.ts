import { beforeEach, describe, expect, it } from 'vitest';
import type {
  Comm,
  Kernel,
  MimeModel,
  NotebookPanel,
  Packages,
  Renderer,
  ThemeManager,
} from '../../src/lab/platform';
import { MIME } from '../../src/lab/view';
import { showViews } from '../../src/lab/views';
import { notebookAt, Said, widgetOf } from './stand_ins';

type Factory = { safe: boolean; mimeTypes: string[]; createRenderer: () => Renderer };

const MODEL: MimeModel = {
  trusted: true,
  data: { [MIME]: { view: '0123456789abcdef' }, 'text/html': '<p>0</p>' },
  metadata: {},
  setData: () => {},
};

/** A JupyterLab with one notebook, and a kernel that counts who asks it. */
class TheLab {
  readonly executed = new Said<{ notebook: unknown }>();
  readonly status = new Said<string>();
  readonly themeChanged = new Said();
  readonly comms: { comm: Comm; closed: boolean }[] = [];
  readonly factories: Factory[] = [];
  readonly notebook: NotebookPanel;
  theme = 'Day';

  constructor() {
    const { notebook } = notebookAt('a.ipynb');
    const kernel = { createComm: () => this.#comm() } as unknown as Kernel;
    const rendermime = {
      addFactory: (factory: Factory) => void this.factories.push(factory),
      createRenderer: () =>
        Object.assign(widgetOf(), { renderModel: () => Promise.resolve() }) as Renderer,
    };
    this.notebook = Object.assign(notebook, {
      content: { ...notebook.content, rendermime },
      sessionContext: {
        session: { kernel },
        statusChanged: this.status,
        kernelChanged: new Said(),
        connectionStatusChanged: new Said(),
        iopubMessage: new Said(),
      },
    });
    const Widget = function ({ node }: { node: HTMLDivElement }) {
      return widgetOf(node);
    };
    const lab = {
      notebook: { NotebookActions: { executionScheduled: this.executed } },
      widgets: { Widget },
    };
    const tracker = {
      forEach: (act: (one: NotebookPanel) => void) => act(this.notebook),
      widgetAdded: new Said(),
    };
    const themes = {
      isLight: (name: string) => name === 'Day',
      themeChanged: this.themeChanged,
    } as unknown as ThemeManager;
    Object.defineProperty(themes, 'theme', { get: () => this.theme });
    showViews(lab as unknown as Packages, tracker as never, themes);
  }

  #comm(): Comm {
    const entry = { comm: undefined as unknown as Comm, closed: false };
    entry.comm = {
      onMsg: () => {},
      onClose: () => {},
      open: () => {},
      send: () => {},
      close: () => (entry.closed = true),
      isDisposed: false,
    };
    this.comms.push(entry);
    return entry.comm;
  }

  /** Show an output, as JupyterLab does. */
  async output(): Promise<Renderer> {
    const made = this.factories[0]!.createRenderer();
    await made.renderModel(MODEL);
    return made;
  }
}

let lab: TheLab;

beforeEach(() => {
  lab = new TheLab();
});

describe('the outputs of a notebook', () => {
  it('ask no kernel before somebody has run a cell, and all of them do then', async () => {
    await lab.output();
    await lab.output();
    expect(lab.comms).toHaveLength(0);

    lab.executed.say({ notebook: lab.notebook.content });
    lab.executed.say({ notebook: lab.notebook.content });
    expect(lab.comms).toHaveLength(2);
    await lab.output();
    expect(lab.comms).toHaveLength(3);
  });

  it('stay as they are when a cell of another notebook runs', async () => {
    await lab.output();

    lab.executed.say({ notebook: {} });

    expect(lab.comms).toHaveLength(0);
  });

  it('are left to JupyterLab where they are not trusted', () => {
    expect(lab.factories).toMatchObject([{ safe: false, mimeTypes: [MIME] }]);
  });

  it.each(['restarting', 'dead', 'idle'])(
    'are dimmed by a kernel that is %s, or not',
    async (is) => {
      const output = await lab.output();
      lab.executed.say({ notebook: lab.notebook.content });
      lab.comms[0]!.comm.onMsg({ content: { data: { kind: 'shown', body: '' } } });

      lab.status.say(is);

      expect(output.node.dataset['stale']).toBe(is === 'idle' ? undefined : 'true');
    },
  );

  it('follow the theme', async () => {
    const output = await lab.output();
    lab.executed.say({ notebook: lab.notebook.content });
    lab.comms[0]!.comm.onMsg({ content: { data: { kind: 'shown', body: '' } } });
    const frame = output.node.querySelector('iframe')!;
    expect(frame.style.colorScheme).toBe('light');

    lab.theme = 'Night';
    lab.themeChanged.say(undefined);
    expect(frame.style.colorScheme).toBe('dark');
  });

  it('end their conversation when they are gone', async () => {
    const output = await lab.output();
    lab.executed.say({ notebook: lab.notebook.content });

    output.dispose();

    expect(lab.comms[0]!.closed).toBe(true);
  });
});
