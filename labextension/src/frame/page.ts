import { Client } from '../client/client';
import type { TransportEvents } from '../client/transport';
import { Devtools } from './devtools';
import { Asking } from './asking';
import { pathOf } from './files';
import { submitByHand } from './forms';
import type {
  Document,
  FrameMessage,
  PanelMessage,
  Refresh,
  WorkerOrder,
  WorkerSignal,
} from './protocol';
import { Pin } from './pin';
import { send } from './posts';
import { Resources } from './resources';
import { takeStyle } from './sheets';
import type { Told } from '../worker/told';

/** A kernel that refreshes a page itself says when it begins. */
type Begun = ['dev', 'begin', null];

/** What runs Python for the page, wherever that is. */
export interface Engine {
  order(order: WorkerOrder, transfer: Transferable[]): void;
  /** End it. */
  halt(): void;
}

/** Starts it; what it says is heard, and why it ended if it did. */
export type StartEngine = (
  hear: (signal: WorkerSignal) => void,
  failed: (reason: string) => void,
) => Engine;

/** The page that the frame shows: production's client, above a Python that stays. */
export class Page {
  readonly #engine: Engine;
  #events: TransportEvents | undefined;
  #client: Client | undefined;
  readonly #devtools: Devtools;
  readonly #pin: Pin;
  readonly #asking: Asking;
  readonly #resources: Resources;
  /** Whether the refresh that is on its way has failed. */
  #failed = false;

  /**
   * @param start starts Python
   * @param tell takes messages for the panel
   */
  constructor(
    start: StartEngine,
    readonly tell: (message: FrameMessage) => void,
  ) {
    this.#engine = start(
      (signal) => this.#heard(signal),
      (reason) => this.#events?.failed(reason),
    );
    this.#devtools = new Devtools(
      (devtools) => this.#order({ devtools }),
      (devtools) => tell({ devtools }),
      () => this.#client?.view,
    );
    this.#pin = new Pin(
      (devtools) => this.#order({ devtools }),
      (pin) => tell({ pin }),
      () => this.#client?.view,
    );
    this.#asking = new Asking(tell);
    this.#resources = new Resources((asked) => this.#asking.ask(asked));
    const html = document.documentElement;
    const status = () => {
      const state = html.dataset['reactor'] ?? '';
      tell({ status: state });
      this.#pin.pageIs(state);
      if (state === 'live') this.#resources.sweep();
    };
    new MutationObserver(status).observe(html, { attributeFilter: ['data-reactor'] });
    document.addEventListener('click', (event) => this.#click(event));
    document.addEventListener('submit', (event) => this.#submit(event));
    submitByHand();
  }

  receive(message: PanelMessage): void {
    if ('show' in message) this.#show(message.show);
    else if ('refresh' in message) this.#refresh(message.refresh);
    else if ('scheme' in message) setScheme(message.scheme);
    else if ('heard' in message) this.#heard(message.heard);
    else if ('devtools' in message) this.#devtools.receive(message.devtools);
    else if ('pin' in message) this.#pin.receive(message.pin);
    else if ('halt' in message) this.#engine.halt();
    else if (!('measure' in message)) this.#pass(message);
  }

  /** Give Python what is meant for it. */
  #pass(message: Exclude<PanelMessage, { measure: true }>): void {
    if ('ping' in message) {
      this.tell({ pong: message.ping, of: 'page' });
      this.#order({ ping: message.ping });
    } else if ('files' in message)
      this.#order({ files: message.files }, Object.values(message.files));
    else if ('reply' in message && !this.#asking.answer(message.reply))
      this.#order({ reply: message.reply }, [message.reply.body]);
  }

  /** Give new code to the page that is there, which keeps its state as far as that fits. */
  #refresh(refresh: Refresh): void {
    this.#failed = false;
    this.#order(JSON.stringify(['refresh', refresh]));
  }

  /** Put a page in place of the one before: it is mounted anew, with Python going on. */
  #show({ body }: Document): void {
    this.#leave();
    const found = new DOMParser().parseFromString(body, 'text/html');
    // Nothing in the frame goes elsewhere; a policy cannot forbid this way.
    for (const refresh of found.querySelectorAll('meta[http-equiv]')) refresh.remove();
    const payload = found.querySelector('body > script#reactor-payload')?.textContent;
    takeHead(found);
    const root = takeBody(found);
    if (payload === undefined || !root) {
      this.tell({ status: 'static' });
      this.#pin.pageIs('static');
      this.#resources.sweep();
      return;
    }
    const client = new Client(root, payload, (_url, text, events) => {
      this.#events = events;
      this.#order({ start: text });
      return { post: (message) => this.#order(message), close: () => this.#closed(events) };
    });
    this.#client = client;
    client.visit = (url) => this.#visit(url);
    client.boot();
  }

  /** To the client of the page before, its page is being left, and Python has ended. */
  #leave(): void {
    const old = this.#events;
    this.#events = undefined;
    if (!old) return;
    dispatchEvent(new Event('pagehide'));
    old.message('["failed","another version of the page is there"]');
  }

  #closed(events: TransportEvents): void {
    if (this.#events === events) this.#events = undefined;
  }

  #heard(signal: WorkerSignal): void {
    if (typeof signal === 'string') {
      this.#overhear(signal);
      this.#devtools.measure(signal, () => this.#events?.message(signal));
      this.#pin.changed();
    } else if ('devtools' in signal) {
      if (!this.#pin.heard(signal.devtools)) this.#devtools.heard(signal.devtools);
    } else if ('ask' in signal) this.tell({ ask: signal.ask });
    else if ('pong' in signal) this.tell({ pong: signal.pong, of: 'python' });
    else if ('failed' in signal) {
      this.tell({ report: ['error', signal.failed] });
      this.#events?.failed(signal.failed);
    } else this.#events?.python();
  }

  /** What Python says of errors is for the author, too. */
  #overhear(text: string): void {
    if (text.startsWith('["report"')) {
      const [, level, what] = JSON.parse(text) as [string, 'error' | 'warning', string];
      this.tell({ report: [level, what] });
    } else if (text.startsWith('["dev"')) {
      const message = JSON.parse(text) as Told | Begun;
      if (message[1] === 'done') this.tell({ refreshed: message[2], failed: this.#failed });
      else if (message[1] === 'begin') this.#failed = false;
      else {
        this.#failed = true;
        this.tell({ fault: message[2] });
      }
    }
  }

  #click(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target.closest('a[href]') : null;
    const href = target?.getAttribute('href') ?? '';
    if (!target || event.defaultPrevented || href.startsWith('#')) return;
    event.preventDefault();
    this.#visit(href);
  }

  /** A form that no handler of the app takes goes to the app itself. */
  #submit(event: SubmitEvent): void {
    if (event.defaultPrevented) return;
    event.preventDefault();
    void send(event.target as HTMLFormElement, event.submitter, {
      ask: (asked) => this.#asking.ask(asked),
      visit: (url) => this.#visit(url),
      show: (page) => this.#show(page),
      refuse: (why) => this.tell({ report: ['error', why] }),
    });
  }

  /** The frame itself never goes anywhere: the panel asks the app for the page. */
  #visit(url: string): void {
    this.tell({ visit: pathOf(url) ?? url });
  }

  #order(order: WorkerOrder, transfer: Transferable[] = []): void {
    this.#engine.order(order, transfer);
  }
}

function takeHead(found: globalThis.Document): void {
  const html = document.documentElement;
  const { colorScheme } = html.style;
  for (const name of html.getAttributeNames())
    if (name !== 'data-theme') html.removeAttribute(name);
  for (const { name, value } of found.documentElement.attributes) html.setAttribute(name, value);
  html.style.colorScheme = colorScheme;
  const left = document.head.querySelectorAll('[data-rnb-head], link, title');
  for (const old of left) old.remove();
  takeStyle(found);
  const kept = found.head.querySelectorAll(
    '[data-rnb-head], link[rel~="stylesheet"], title, style',
  );
  for (const entry of kept) document.head.append(document.adoptNode(entry));
}

function takeBody(found: globalThis.Document): Element | null {
  for (const script of found.body.querySelectorAll('body > script')) script.remove();
  document.body.replaceChildren(...found.body.childNodes);
  return document.querySelector('body > #reactor-root');
}

function setScheme(scheme: 'light' | 'dark'): void {
  document.documentElement.dataset['theme'] = scheme;
  document.documentElement.style.colorScheme = scheme;
}
