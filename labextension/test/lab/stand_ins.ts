/** What stands in for the few parts of JupyterLab that the extension talks to. */
import type { NotebookPanel, Signal, Widget } from '../../src/lab/platform';

type Slot<Value> = (sender: unknown, value: Value) => void;

/** A signal as JupyterLab's own, with who listens to be seen. */
export class Said<Value = unknown> implements Signal<unknown, Value> {
  readonly slots: Slot<Value>[] = [];

  connect(slot: Slot<Value>): boolean {
    this.slots.push(slot);
    return true;
  }

  disconnect(slot: Slot<Value>): boolean {
    const at = this.slots.indexOf(slot);
    if (at >= 0) this.slots.splice(at, 1);
    return at >= 0;
  }

  say(value: Value): void {
    for (const slot of [...this.slots]) slot(undefined, value);
  }
}

export function widgetOf(node = document.createElement('div')) {
  const disposed = new Said();
  const widget = {
    id: '',
    node,
    title: { label: '', caption: '', closable: false },
    isDisposed: false,
    disposed,
    addClass: (name: string) => node.classList.add(name),
    dispose: () => disposed.say(undefined),
  };
  return widget as typeof widget & Widget;
}

/** A notebook without cells; `context` says what is other than in a file that was saved. */
export function notebookAt(path: string, context: object = {}) {
  const pathChanged = new Said<string>();
  const saved: string[] = [];
  const notebook = {
    ...widgetOf(),
    content: { widgets: [], activeCellIndex: -1 },
    context: {
      path,
      localPath: path,
      pathChanged,
      model: { dirty: false, readOnly: false },
      contentsModel: { writable: true },
      save: () => Promise.resolve(void saved.push(path)),
      ...context,
    },
  };
  return { notebook: notebook as unknown as NotebookPanel, pathChanged, saved };
}
