import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Comm, Kernel, MimeModel } from '../../src/lab/platform';
import type { Problem } from '../../src/lab/problems';
import { MIME, View, type Around } from '../../src/lab/view';

const NAME = '0123456789abcdef';

function model(view: unknown = NAME, html = '<p>0</p>'): MimeModel {
  const data = { [MIME]: { view }, 'text/html': html };
  return { trusted: true, data, metadata: {}, setData: () => {} };
}

class Conversation {
  readonly comms: (Comm & { send: ReturnType<typeof vi.fn>; open: ReturnType<typeof vi.fn> })[] =
    [];
  readonly targets: string[] = [];
  readonly models: MimeModel[] = [];
  readonly places: Problem[] = [];
  hasRun = true;
  readonly kernel = {
    createComm: (target: string) => {
      const comm = {
        isDisposed: false,
        onMsg: () => {},
        onClose: () => {},
        open: vi.fn(),
        send: vi.fn(),
        close: vi.fn(() => (comm.isDisposed = true)),
      };
      this.targets.push(target);
      this.comms.push(comm as never);
      return comm;
    },
  } as unknown as Kernel;

  readonly around: Around = {
    parts: () => ({ script: '', worker: '', style: '' }),
    scheme: () => 'light',
    goTo: (problem) => void this.places.push(problem),
    kernel: () => (this.hasRun ? this.kernel : undefined),
    html: () => {
      const node = document.createElement('div');
      const renderModel = (shown: MimeModel) => {
        this.models.push(shown);
        node.textContent = String(shown.data['text/html']);
        return Promise.resolve();
      };
      return { node, renderModel } as never;
    },
  };

  say(data: unknown, comm = this.comms.at(-1)!): void {
    comm.onMsg({ content: { data } });
  }
}

describe('an output with a component', () => {
  let there: Conversation;
  let view: View;

  beforeEach(() => {
    there = new Conversation();
    view = new View(document.createElement('div'), there.around);
  });

  const frames = () => view.node.querySelectorAll('iframe');

  it('shows its stored HTML as what is not trusted, and asks nobody before a cell has run', async () => {
    there.hasRun = false;

    await view.show(model());

    expect(view.node.textContent).toBe('<p>0</p>');
    expect(there.models[0]?.trusted).toBe(false);
    expect(Object.keys(there.models[0]?.data ?? {})).toEqual(['text/html']);
    expect(there.comms).toHaveLength(0);
  });

  it('asks the kernel for its view, and has a frame of no origin when that answers', async () => {
    await view.show(model());
    expect(there.targets).toEqual(['reactor_nb.view']);
    expect(there.comms[0]!.open).toHaveBeenCalledWith({ view: NAME });
    expect(frames()).toHaveLength(0);

    there.say({ kind: 'shown', body: '<p>0</p>' });

    expect(frames()).toHaveLength(1);
    expect(frames()[0]?.getAttribute('sandbox')).toBe('allow-scripts');
  });

  it.each([['<img>'], [7], [null], ['0123456789ABCDEF'], ['../../../etc/pass']])(
    'stays static with the forged name %s',
    async (name) => {
      await view.show(model(name));

      expect(there.comms).toHaveLength(0);
    },
  );

  it('stays static where the kernel does not know it', async () => {
    await view.show(model());
    there.say({ kind: 'unknown' });
    there.comms[0]!.onClose({ content: { data: {} } });

    expect(frames()).toHaveLength(0);
    expect(view.node.textContent).toBe('<p>0</p>');
  });

  it('has one frame and one comm after a hundred runs', async () => {
    for (let count = 0; count < 100; count++) {
      await view.show(model());
      there.say({ kind: 'shown', body: `<p>${count}</p>` });
    }

    expect(frames()).toHaveLength(1);
    expect(there.comms.filter(({ isDisposed }) => !isDisposed)).toHaveLength(1);
  });

  it('asks nobody once it is gone, also if that was while its HTML was made', async () => {
    const shown = view.show(model());
    view.close();
    await shown;
    view.connect();

    expect(there.comms).toHaveLength(0);
  });

  it('drops what a comm says that is closed', async () => {
    await view.show(model());
    const [before] = there.comms;
    await view.show(model());

    there.say({ kind: 'shown', body: '' }, before);

    expect(frames()).toHaveLength(0);
  });

  it('is dimmed when the kernel is gone', async () => {
    await view.show(model());
    there.say({ kind: 'shown', body: '' });

    there.comms[0]!.onClose({ content: { data: {} } });

    expect(view.node.dataset['stale']).toBe('true');
    expect(frames()).toHaveLength(1);
  });

  it('is dimmed and says why while what it shows is from before', async () => {
    const problem = { code: '', severity: 'error', id: 'a', line: 2, component: 'Counter' };
    await view.show(model());
    there.say({ kind: 'shown', body: '' });

    there.say({ kind: 'told', stale: true, problems: [{ ...problem, message: '<b>oh</b>' }] });

    expect(view.node.dataset['stale']).toBe('true');
    const list = view.node.querySelector('[role=alert]')!;
    expect(list.textContent).toBe('Counter, line 2 <b>oh</b>');
    list.querySelector('button')!.click();
    expect(there.places).toMatchObject([{ id: 'a', line: 2 }]);
    there.say({ kind: 'told', stale: false, problems: [] });
    expect(view.node.dataset['stale']).toBeUndefined();
    expect(list.textContent).toBe('');
  });

  it('says nothing of the output before once its cell has run again', async () => {
    await view.show(model());
    there.say({ kind: 'told', stale: true, problems: [{ code: '', message: 'oh', severity: '' }] });

    await view.show(model());

    expect(view.node.dataset['stale']).toBeUndefined();
    expect(view.node.querySelector<HTMLElement>('[role=alert]')!.hidden).toBe(true);
  });
});
