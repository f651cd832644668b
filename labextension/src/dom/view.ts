import type { MendReport, NodeForm, Op, PageMessage, Shape, ViewMessage } from './protocol';
import { applyOps } from './apply';
import { Controls } from './controls';
import { isEdited } from './edited';
import type { Snapshot } from './event_data';
import { Listeners, type Deliver } from './events';
import { Head } from './head';
import { adopt } from './hydrate';
import { mend } from './mend';
import { NodeTable } from './nodes';
import type { Page } from './page';
import { EventQueue } from './queue';
import { editedControls, rescueEdits } from './rescue';
import { define, type Templates } from './template';

const isUntouched = (control: Element): boolean => !isEdited(control);

/** One root element that a session in Python looks after. */
export class View implements Page {
  readonly nodes: NodeTable;
  readonly templates: Templates = new Map();
  readonly listeners: Listeners;
  readonly controls: Controls;
  readonly head: Head;
  readonly #queue: EventQueue;

  /**
   * @param send takes messages for the session
   * @param live called once, when the HTML has been adopted, with the controls that show
   *   something else than it says
   * @param signal ends everything that listens to the page
   */
  constructor(
    readonly root: Element,
    readonly send: (message: PageMessage) => void,
    readonly live: (edited: readonly Element[]) => void,
    signal: AbortSignal,
  ) {
    this.nodes = new NodeTable(root);
    this.#queue = new EventQueue(send);
    const deliver: Deliver = (type, ids, data, target) =>
      this.controls.told(target, type, this.#queue.push(type, ids, data, target));
    this.listeners = new Listeners(this.nodes, deliver, signal);
    const hears = this.listeners.hears.bind(this.listeners);
    this.controls = new Controls(root, hears, signal);
    this.head = new Head(this.nodes.document, signal);
  }

  /** Do what the session says. */
  receive(message: ViewMessage): void {
    switch (message[0]) {
      case 'hydrate':
        this.#hydrate(message[1], message[2]);
        break;
      case 'mend':
        define(this.templates, message[3]);
        this.#mend(message[1]);
        break;
      case 'patch':
        applyOps(this, message[2], message[1]);
        this.#queue.acknowledge(message[1]);
        break;
      default:
        message satisfies never;
    }
  }

  /** Tell of an event that happened earlier; return whether anybody wants it. */
  replay(event: Event, target: Element, snapshot?: Snapshot): boolean {
    return this.listeners.offer(event, target, snapshot);
  }

  #hydrate(shape: Shape, ops: readonly Op[]): void {
    const path = adopt(this, shape);
    if (path !== null) {
      this.send(['mismatch', path]);
      return;
    }
    applyOps(this, ops, 0, isUntouched);
    this.#adopted(['hydrated']);
  }

  #mend(forms: readonly NodeForm[]): void {
    const edited = editedControls(this.root);
    const { reports, late } = mend(this, forms);
    applyOps(this, late, 0, isUntouched);
    rescueEdits(this.root, edited);
    warn(reports);
    this.#adopted(['mended', reports]);
  }

  #adopted(answer: PageMessage): void {
    this.head.flush();
    const edited = editedControls(this.root);
    for (const control of edited) this.controls.edited(control);
    this.send(answer);
    this.live(edited);
  }
}

function warn(reports: readonly MendReport[]): void {
  if (reports.length === 0) return;
  const lines = reports.map(([path, what]) => `  ${path}: ${what}`);
  console.warn(`reactor: the page was not what Python rendered; mended:\n${lines.join('\n')}`);
}
