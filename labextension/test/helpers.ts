import type {
  ElementSpec,
  EventOp,
  EventOptions,
  NodeForm,
  Op,
  PageMessage,
  Shape,
} from '../src/dom/protocol';
import { View } from '../src/dom/view';

/** A view over a fresh `<main>`, and what it sends. */
export class TestPage {
  readonly root: HTMLElement;
  readonly sent: PageMessage[] = [];
  readonly stop = new AbortController();
  readonly view: View;
  live = 0;

  constructor(html = '') {
    document.body.innerHTML = '<main id="reactor-root"></main>';
    this.root = document.body.firstElementChild as HTMLElement;
    this.root.innerHTML = html;
    const send = (message: PageMessage) => this.sent.push(message);
    this.view = new View(this.root, send, () => this.live++, this.stop.signal);
  }

  /** A page whose nodes were made from node forms. */
  static of(...forms: NodeForm[]): TestPage {
    const page = new TestPage();
    if (forms.length > 0) page.patch(['create', 0, 0, 1, ...forms]);
    return page;
  }

  patch(...ops: Op[]): void {
    this.view.receive(['patch', 0, ops]);
  }

  /** Answer an event. */
  answer(seq: number, ...ops: Op[]): void {
    this.view.receive(['patch', seq, ops]);
  }

  hydrate(forms: readonly NodeForm[], ...ops: Op[]): void {
    this.view.receive(['hydrate', shapeOf(forms), [...eventOps(forms), ...ops]]);
  }

  mend(...forms: NodeForm[]): void {
    this.view.receive(['mend', forms, 'a test']);
  }

  get html(): string {
    return this.root.innerHTML;
  }

  get<T extends Element = HTMLElement>(selector: string): T {
    const found = this.root.querySelector<T>(selector);
    if (!found) throw new Error(`nothing matches ${selector}`);
    return found;
  }

  /** The messages of events: type and ids, or with a part of their data. */
  get events(): unknown[] {
    return this.sent
      .filter((message) => message[0] === 'event')
      .map(([, , type, ids]) => [type, ids]);
  }

  /** The values that `input` events told. */
  get values(): unknown[] {
    return this.sent
      .filter((message) => message[0] === 'event')
      .map((message) => message[4].target.value);
  }

  type(control: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, value: string): void {
    control.value = value;
    control.dispatchEvent(new Event('input', { bubbles: true }));
  }

  /** All nodes that count, in document order. */
  allNodes(): Node[] {
    const walker = document.createTreeWalker(this.root, 5);
    const found: Node[] = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  }
}

function childrenOf(form: NodeForm): readonly NodeForm[] {
  return typeof form === 'string' ? [] : (form.slice(2) as unknown as readonly NodeForm[]);
}

function specOf(form: NodeForm): ElementSpec {
  return typeof form === 'string' ? {} : form[1] || {};
}

/** The shape that the core would send for these nodes. */
export function shapeOf(forms: readonly NodeForm[]): Shape {
  const tags: string[] = [];
  const counts: number[] = [forms.length];
  const visit = (form: NodeForm): void => {
    if (typeof form === 'string') {
      counts.push(-1);
      return;
    }
    if (!tags.includes(form[0])) tags.push(form[0]);
    const opaque = specOf(form).h !== undefined || form[0] === 'textarea';
    counts.push(tags.indexOf(form[0]), opaque ? -1 : childrenOf(form).length);
    if (!opaque) childrenOf(form).forEach(visit);
  };
  forms.forEach(visit);
  return [tags, counts];
}

function eventOps(forms: readonly NodeForm[]): Op[] {
  let id = 0;
  const ops = new Map<string, [...EventOp]>();
  const visit = (form: NodeForm): void => {
    id++;
    const own = id;
    for (const [type, options] of Object.entries(specOf(form).e ?? {}))
      listenAlike(ops, own, type, options);
    if (typeof form !== 'string' && form[0] !== 'textarea') childrenOf(form).forEach(visit);
  };
  forms.forEach(visit);
  return [...ops.values()];
}

/** One op for all nodes that listen alike, as the core has it. */
function listenAlike(
  ops: Map<string, [...EventOp]>,
  id: number,
  type: string,
  options: EventOptions | 1,
): void {
  const wanted = JSON.stringify([type, options]);
  const op = ops.get(wanted);
  if (op) op.push(id);
  else ops.set(wanted, ['event', id, type, options]);
}

/** HTML as this DOM writes it. */
export function normalise(html: string): string {
  const template = document.createElement('template');
  template.innerHTML = html;
  return template.innerHTML;
}

/** A small seeded generator, so that a failing run can be repeated. */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
