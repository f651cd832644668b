import type { EventData, EventOptions } from './protocol';
import { describeEvent, type Snapshot } from './event_data';
import { contains, isElement, parentOf } from './native';
import type { NodeTable } from './nodes';
import { valueAt } from './rows';

/** Line an event up for Python. */
export type Deliver = (type: string, ids: readonly number[], data: EventData, target: Node) => void;

interface Handler {
  readonly id: number;
  readonly node: Node;
  options: EventOptions;
  timer?: ReturnType<typeof setTimeout> | undefined;
  /** Sends the newest event that waits for a debounce or throttle. */
  waiting?: (() => void) | undefined;
  sentAt?: number;
}

/** No handler (`null`) is said of a node whose block may say that it has one. */
type Handlers = WeakMap<Node, Handler | null>;

const NO_OPTIONS: EventOptions = {};
/** Whoever does one of these expects that what was typed before counts. */
const DELIBERATE = new Set(['click', 'change', 'submit']);

/**
 * Which nodes have a handler for which events, and the few listeners on the root that serve them.
 *
 * Each type has two listeners: one where the event bubbles to, and one in the capture phase for
 * events that do not bubble.
 */
export class Listeners {
  /** Set while ops are applied: what happens then is our own doing. */
  muted = false;
  readonly #handlers = new Map<string, Handlers>();
  /** Many nodes at once are looked up at the first event of their type, if it ever comes. */
  readonly #news = new Map<string, [ids: readonly number[], options: EventOptions | 1][]>();
  /** The types listened to, and whether passively. */
  readonly #passive = new Map<string, boolean>();
  readonly #delayed = new Set<Handler>();

  constructor(
    readonly nodes: NodeTable,
    readonly deliver: Deliver,
    readonly signal: AbortSignal,
  ) {}

  /** Set the options of the handlers that nodes have for a type, or take them away (`null`). */
  listen(ids: readonly number[], type: string, options: EventOptions | 1 | null): void {
    if (options === null) {
      const handlers = this.#handlersOf(type);
      for (const id of ids) this.#forget(handlers, this.nodes.get(id));
      return;
    }
    const news = this.#news.get(type) ?? [];
    this.#news.set(type, news);
    news.push([ids, options]);
    // What comes one by one may come for as long as a page lives.
    if (ids.length === 1) this.#handlersOf(type);
    this.attach(type, options);
  }

  /** Listen to a type of event, for a handler with these options. */
  attach(type: string, options: EventOptions | 1): void {
    const passive = options !== 1 && options.passive === true;
    const attached = this.#passive.get(type);
    if (attached === false || attached === passive) return;
    this.#passive.set(type, passive);
    const { signal } = this;
    const { root } = this.nodes;
    root.removeEventListener(type, this.#onBubble);
    root.removeEventListener(type, this.#onCapture, true);
    root.addEventListener(type, this.#onBubble, { passive, signal });
    root.addEventListener(type, this.#onCapture, { passive, signal, capture: true });
  }

  /** The handlers for a type, with those that closed blocks have around a node: made, and kept. */
  wake(type: string, target: Node): Handlers {
    const handlers = this.#handlersOf(type);
    for (const { range, index, root, base } of this.nodes.ranges.around(target)) {
      const { template, columns } = range;
      template?.events.forEach(({ offset, name }, column) => {
        const options = name === type && (columns ? valueAt(columns[column], index) : 1);
        const node = options && template.locate(root, offset);
        if (node && contains(node, target) && !handlers.has(node))
          set(handlers, base + offset, node, options as EventOptions | 1);
      });
    }
    return handlers;
  }

  /** Whether a handler of one of these types would get an event that bubbles from a node. */
  hears(target: Node, types: readonly string[]): boolean {
    const tables = types.map((type) => this.wake(type, target));
    for (const node of this.#way(target, types))
      for (const handlers of tables) if (handlers.get(node)) return true;
    return false;
  }

  /** Give an event to the handlers on its way; return whether there was one. */
  offer(event: Event, target: Element, snapshot: Snapshot = {}): boolean {
    const handlers = this.#takers(event.type, target, event.bubbles);
    if (handlers.length === 0) return false;
    if (handlers.some(({ options }) => options.prevent)) event.preventDefault();
    if (handlers.at(-1)?.options.stop) event.stopPropagation();
    if (DELIBERATE.has(event.type)) this.#flush(event.type);

    const prompt = handlers.filter((handler) => !isDelayed(handler));
    if (prompt.length > 0) this.#sender(event, target, prompt, snapshot)();
    for (const handler of handlers.filter(isDelayed))
      this.#delay(handler, this.#sender(event, target, [handler], snapshot));
    return true;
  }

  /** The handlers for a type, by node. */
  #handlersOf(type: string): Handlers {
    const news = this.#news.get(type);
    let handlers = this.#handlers.get(type);
    if (!handlers) this.#handlers.set(type, (handlers = new WeakMap()));
    if (!news) return handlers;
    this.#news.delete(type);
    for (const [ids, options] of news)
      for (const id of ids) {
        const node = this.nodes.find(id);
        if (node) set(handlers, id, node, options);
      }
    return handlers;
  }

  #forget(handlers: Handlers, node: Node): void {
    const handler = handlers.get(node);
    if (handler) this.#cancel(handler);
    handlers.set(node, null);
  }

  readonly #onBubble = (event: Event): void => {
    if (event.bubbles) this.#hear(event);
  };

  readonly #onCapture = (event: Event): void => {
    if (!event.bubbles) this.#hear(event);
  };

  #hear(event: Event): void {
    const target = event.target as Node;
    if (!this.muted && isElement(target)) this.offer(event, target);
  }

  /** The handlers that get an event, in order, up to the first that stops it. */
  #takers(type: string, target: Element, bubbles: boolean): Handler[] {
    const handlers = this.wake(type, target);
    const capturing: Handler[] = [];
    const bubbling: Handler[] = [];
    for (const node of this.#way(target, [type])) {
      const handler = handlers.get(node);
      if (!handler) continue;
      if (handler.options.capture) capturing.unshift(handler);
      else if (bubbles || node === target) bubbling.push(handler);
    }
    const takers = [...capturing, ...bubbling];
    const end = takers.findIndex(({ options }) => options.stop);
    return end < 0 ? takers : takers.slice(0, end + 1);
  }

  /** The nodes on the way of an event to the root: out of a portal, to what is around its place. */
  *#way(target: Node, types: readonly string[]): Generator<Node> {
    const { root, portals } = this.nodes;
    let node: Node | null = contains(root, target) ? target : root;
    while (node && node !== root) {
      yield node;
      const around = portals.get(node);
      node = around === undefined ? parentOf(node) : this.nodes.get(around);
      if (around !== undefined && node) for (const type of types) this.wake(type, node);
    }
  }

  /** Describe an event as it is now, and return what delivers it. */
  #sender(event: Event, target: Element, handlers: readonly Handler[], snapshot: Snapshot) {
    const currents = handlers.map(({ node }) => node);
    const data = describeEvent(this.nodes, event, target, currents, snapshot);
    const ids = handlers.map(({ id }) => id);
    return () => this.deliver(event.type, ids, data, target);
  }

  #delay(handler: Handler, send: () => void): void {
    const { debounce, throttle = 0 } = handler.options;
    const now = performance.now();
    if (
      !debounce &&
      handler.timer === undefined &&
      now - (handler.sentAt ?? -Infinity) >= throttle
    ) {
      handler.sentAt = now;
      send();
      return;
    }
    handler.waiting = send;
    this.#delayed.add(handler);
    if (debounce) clearTimeout(handler.timer);
    else if (handler.timer !== undefined) return;
    const delay = debounce ?? throttle - (now - (handler.sentAt ?? now));
    handler.timer = setTimeout(() => this.#fire(handler), delay);
  }

  #fire(handler: Handler): void {
    const { node, waiting } = handler;
    this.#cancel(handler);
    handler.sentAt = performance.now();
    if (contains(this.nodes.root, node)) waiting?.();
  }

  #cancel(handler: Handler): void {
    clearTimeout(handler.timer);
    handler.timer = undefined;
    handler.waiting = undefined;
    this.#delayed.delete(handler);
  }

  /** Send what waits, except events of one type. */
  #flush(except: string): void {
    for (const handler of [...this.#delayed])
      if (this.#handlersOf(except).get(handler.node) !== handler) this.#fire(handler);
  }
}

function set(handlers: Handlers, id: number, node: Node, given: EventOptions | 1): void {
  const options = given === 1 ? NO_OPTIONS : given;
  const known = handlers.get(node);
  if (known?.id === id) known.options = options;
  else handlers.set(node, { id, node, options });
}

function isDelayed({ options }: Handler): boolean {
  return !!(options.debounce || options.throttle);
}
