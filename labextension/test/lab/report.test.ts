import { afterEach, describe, expect, it, vi } from 'vitest';
import { Report } from '../../src/lab/report';
import type { Kind, Result, Task, Tasks } from '../../src/lab/tasks';
import { notebookAt, widgetOf } from './stand_ins';

const PROBLEM = { code: 'RNB003', message: 'two of them', severity: 'error', cell: 2, line: 1 };

/** A server that does one task, and tells of one step before. */
function tasksThat(result: Result | Error) {
  const started: unknown[] = [];
  const cancelled: Task[] = [];
  const begun: Task = { id: 'a', kind: 'check', steps: [], result: null, folder: 'here/x-app' };
  let finish = () => {};
  const wait = new Promise<void>((resolve) => (finish = resolve));
  const tasks = {
    start: (kind: Kind, path: string) => {
      started.push([kind, path]);
      return result instanceof Error ? Promise.reject(result) : Promise.resolve(begun);
    },
    follow: async (task: Task, tell: (task: Task) => void) => {
      tell({ ...task, steps: ['reading'] });
      await wait;
      return { ...task, result };
    },
    cancel: (task: Task) => Promise.resolve(void cancelled.push(task)),
    archive: () => Promise.reject(new Error('the folder is gone')),
  };
  return { tasks: tasks as unknown as Tasks, started, cancelled, finish: () => finish() };
}

function reportOf(kind: Kind, result: Result | Error, context: object = {}, path = 'a/b.ipynb') {
  const server = tasksThat(result);
  const widget = widgetOf();
  const { notebook, pathChanged, saved } = notebookAt(path, context);
  const events = { showNotebook: vi.fn(), showFolder: vi.fn() };
  const report = new Report(widget, notebook, kind, server.tasks, events);
  const text = (selector: string) => widget.node.querySelector(selector)?.textContent ?? '';
  const button = (words: string) =>
    [...widget.node.querySelectorAll('button')].find((one) => one.textContent === words);
  const whole = async () => {
    server.finish();
    await report.run();
  };
  const status = () => text('[role=status]');
  return { ...server, report, widget, pathChanged, saved, events, text, button, whole, status };
}

afterEach(() => vi.restoreAllMocks());

describe('a report', () => {
  it.each([
    ['check', { problems: [] }, 'no problems'],
    ['check', { problems: [PROBLEM] }, '1 problem is in the way of an export'],
    ['check', { problems: [PROBLEM, PROBLEM] }, '2 problems are in the way of an export'],
    [
      'check',
      { problems: [{ ...PROBLEM, severity: 'warning' }] },
      'nothing is in the way of an export',
    ],
    ['export', { problems: [], files: 12, size: 2_340_000 }, '12 files, 2.3 MB'],
    ['export', { problems: [], failed: 'it took too long' }, 'it took too long'],
  ] as const)('on %s of %j says %s', async (kind, result, words) => {
    const { whole, status } = reportOf(kind, result);
    await whole();

    expect(status()).toBe(words);
  });

  it('tells how far it is, and can be cancelled', async () => {
    const { report, status, button, cancelled, finish } = reportOf('check', { problems: [] });
    const done = report.run();
    await vi.waitFor(() => expect(status()).toBe('reading'));

    button('Cancel')!.click();
    expect(cancelled).toHaveLength(1);
    finish();
    await done;
    expect(button('Again')).toBeDefined();
  });

  it('begins nothing twice', async () => {
    const { report, started, finish } = reportOf('check', { problems: [] });
    const both = [report.run(), report.run()];
    finish();
    await Promise.all(both);

    expect(started).toEqual([['check', 'a/b.ipynb']]);
  });

  it('saves what was changed, and says so where it cannot', async () => {
    const dirty = { dirty: true, readOnly: false };
    const changed = reportOf('check', { problems: [] }, { model: dirty });
    await changed.whole();
    expect(changed.saved).toEqual(['a/b.ipynb']);

    const fixed = reportOf('check', { problems: [] }, { model: { ...dirty, readOnly: true } });
    await fixed.whole();
    expect(fixed.saved).toEqual([]);
    expect(fixed.status()).toContain('read-only, so this is of the file');
  });

  it('names the file as the server does', async () => {
    const shared = reportOf('check', { problems: [] }, { localPath: 'b.ipynb' }, 'RTC:b.ipynb');
    await shared.whole();
    expect(shared.started).toEqual([['check', 'b.ipynb']]);

    const elsewhere = reportOf('check', { problems: [] }, { localPath: 'b.ipynb' }, 'S3:b.ipynb');
    await elsewhere.whole();
    expect(elsewhere.started).toEqual([]);
    expect(elsewhere.status()).toContain('on the Jupyter server itself');
  });

  it('says why the server refuses, and can be asked again', async () => {
    const { whole, status, button, widget } = reportOf('check', new Error('another one runs'));
    await whole();

    expect(status()).toBe('another one runs');
    expect(widget.node.dataset['state']).toBe('failed');
    expect(button('Again')).toBeDefined();
  });

  it('leads from a problem to the notebook', async () => {
    const { whole, button, events } = reportOf('check', { problems: [PROBLEM] });
    await whole();
    button('cell 2, line 1')!.click();

    expect(events.showNotebook).toHaveBeenCalled();
  });

  it('shows an explanation in a frame of no origin, whatever is in it', async () => {
    const page = '<script>parent.ran = 1</script>';
    const { whole, widget } = reportOf('explain', { problems: [], page });
    await whole();

    const frame = widget.node.querySelector('iframe')!;
    expect(frame.getAttribute('sandbox')).toBe('allow-scripts');
    expect(decodeURIComponent(frame.src)).toBe(`data:text/html;charset=utf-8,${page}`);
  });

  it('leads to the folder of an export, and says why it cannot be downloaded', async () => {
    const result = { problems: [], files: 1, size: 1, lines: ['<b>2</b> routes'] };
    const { whole, widget, button, events, status } = reportOf('export', result);
    await whole();
    expect(widget.node.querySelector('b')).toBeNull();
    button('Show the folder')!.click();
    expect(events.showFolder).toHaveBeenCalledWith('here/x-app');

    button('Download as zip')!.click();
    await vi.waitFor(() => expect(status()).toBe('the folder is gone'));
  });

  it('is called after its notebook, until it is closed, which ends what goes on', async () => {
    const { report, widget, pathChanged, cancelled, finish, status } = reportOf('explain', {
      problems: [],
    });
    expect(widget.title.label).toBe('Explain: b');
    expect(pathChanged.slots).toHaveLength(1);
    const done = report.run();
    await vi.waitFor(() => expect(status()).toBe('reading'));

    widget.dispose();
    finish();
    await done;
    expect(cancelled).toHaveLength(1);
    expect(pathChanged.slots).toHaveLength(0);
  });
});
