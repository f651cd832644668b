import type {
  ElementForm,
  EventOp,
  EventOptions,
  NodeForm,
  Op,
  PageMessage,
  Shape,
  TemplateForm,
} from '../src/dom/protocol';
import { View } from '../src/dom/view';
import { blocksOf, holesOf, writeOut } from './blocks';

/** A view over a fresh `<main>`, and what it sends. */
export class TestPage {
  readonly root: HTMLElement;
  readonly sent: PageMessage[] = [];
  readonly stop = new AbortController();
  readonly view: View;
  readonly templates: TemplateForm[] = [];
  live = 0;

  constructor(html = '') {
    document.body.innerHTML = '<main id="reactor-root"></main>';
    this.root = document.body.firstElementChild as HTMLElement;
    this.root.innerHTML = html;
    const send = (message: PageMessage) => this.sent.push(message);
    this.view = new View(this.root, send, () => this.live++, this.stop.signal);
  }

  /** A page that knows these templates. */
  static with(...templates: TemplateForm[]): TestPage {
    const page = new TestPage();
    page.templates.push(...templates);
    page.patch(...templates.map((form, number): Op => ['template', number, form]));
    return page;
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
    const shape = shapeOf(forms, this.templates);
    this.view.receive(['hydrate', shape, [...eventOps(forms, this.templates), ...ops]]);
  }

  mend(...forms: NodeForm[]): void {
    this.view.receive(['mend', forms, 'a test', this.templates]);
  }

  /** The nodes in the table, by the ids that these forms have in document order. */
  found(forms: readonly NodeForm[], first = 1): (Node | undefined)[] {
    return writeOut(forms, this.templates, first).ids.map((id) => this.view.nodes.find(id));
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

/** The shape that the core would send for these nodes. */
export function shapeOf(
  forms: readonly NodeForm[],
  templates: readonly TemplateForm[] = [],
): Shape {
  const tags: string[] = [];
  const counts: number[] = [];

  const visitAll = (children: readonly NodeForm[]): void => {
    const widths = children.map((form) => blocksOf(form)?.rows.length ?? 1);
    counts.push(widths.reduce((sum, width) => sum + width, 0));
    children.forEach(visit);
  };

  const visit = (form: NodeForm): void => {
    const blocks = blocksOf(form);
    if (blocks) visitBlocks(form, blocks.number, blocks.rows);
    else if (typeof form === 'string') counts.push(-1);
    else visitElement(form as ElementForm);
  };

  const visitElement = ([tag, spec, ...children]: ElementForm): void => {
    if (!tags.includes(tag)) tags.push(tag);
    counts.push(tags.indexOf(tag));
    if ((spec && spec.h !== undefined) || tag === 'textarea') counts.push(-1);
    else visitAll(children);
  };

  const visitBlocks = (form: NodeForm, number: number, rows: readonly unknown[][]): void => {
    if (typeof form === 'object' && 'rows' in form) {
      // Of no rows a shape says nothing: nobody could tell where they are.
      if (rows.length > 0) counts.push(-2, number, rows.length);
      return;
    }
    const contents = holesOf(templates[number] as TemplateForm).map((hole) => rows[0]?.[hole]);
    if (contents.every((content) => typeof content === 'string')) {
      counts.push(-2, number, 1);
      return;
    }
    counts.push(-3, number);
    for (const content of contents)
      if (typeof content === 'string') counts.push(-1);
      else visitAll(content as readonly NodeForm[]);
  };

  visitAll(forms);
  return templates.length > 0 ? [tags, counts, templates] : [tags, counts];
}

function eventOps(forms: readonly NodeForm[], templates: readonly TemplateForm[]): Op[] {
  const written = writeOut(forms, templates);
  const ids = [...written.ids];
  const ops = new Map<string, [...EventOp]>();
  const visit = (form: NodeForm): void => {
    const id = ids.shift() as number;
    if (typeof form === 'string') return;
    const [tag, spec, ...children] = form as ElementForm;
    for (const [type, options] of Object.entries((spec && spec.e) || {}))
      listenAlike(ops, id, type, options);
    if (tag !== 'textarea') children.forEach(visit);
  };
  written.forms.forEach(visit);
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

/** What this DOM's parser makes of HTML inside a page's root. */
export function parsed(html: string): HTMLElement {
  const root = document.createElement('main');
  root.innerHTML = html;
  return root;
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
