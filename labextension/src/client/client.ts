import { VERSION, type HostMessage } from '../dom/protocol';
import { View } from '../dom/view';
import { showFailure } from './failure';
import { findEarly, release, replay } from './replay';
import { mark, setStatus, type Status } from './status';
import { startWorker, type Transport } from './transport';

export const PATIENCE_MS = 20_000;

interface Payload {
  readonly version: number;
  readonly files: { readonly worker: string; readonly router?: string | null };
}

interface Router {
  start(client: Client): void;
}

/** One page: starts Python, lets it take over the HTML, and says so when it cannot. */
export class Client {
  #status: Status = 'booting';
  #stop = new AbortController();
  #transport: Transport | undefined;
  #hideFailure: (() => void) | undefined;
  #leaving = false;
  /** What starts the page once more after a failure. */
  #again = (): void => this.#retry();
  readonly #early = findEarly();
  /** What shows the page, for those who look at it. */
  declare view: View | undefined;
  /** Called after each patch, with the number of the visit whose page it shows. */
  shown: ((visit: number | undefined) => void) | undefined;
  /** Goes to another address. */
  visit: (url: string, anew?: boolean) => void = navigate;

  constructor(
    readonly root: Element,
    readonly payload: string,
    readonly start: typeof startWorker = startWorker,
  ) {
    addEventListener('pagehide', () => (this.#leaving = true));
    addEventListener('pageshow', () => this.#comeBack());
  }

  /** Start Python in its worker. */
  boot(): void {
    this.#setStatus('booting');
    mark('start');
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const timer = setTimeout(() => this.#fail('Python took too long to start'), PATIENCE_MS);
    signal.addEventListener('abort', () => clearTimeout(timer));
    try {
      const { version, files } = JSON.parse(this.payload) as Payload;
      if (version !== VERSION)
        throw new Error(`this page is of version ${version}, not ${VERSION}`);
      const live = (edited: readonly Element[]) => {
        clearTimeout(timer);
        this.#goLive(view, edited);
        if (files.router && !this.shown)
          void import(files.router).then((module: Router) => module.start(this));
      };
      const send = (message: unknown) => this.#transport?.post(JSON.stringify(message));
      const view = (this.view = new View(this.root, send, live, signal));
      this.#transport = this.start(files.worker, this.payload, {
        message: (text) => this.#receive(view, JSON.parse(text) as HostMessage),
        python: () => mark('python'),
        failed: (reason) => this.#break(reason),
      });
    } catch (error) {
      this.#break(String(error));
    }
  }

  #receive(view: View, message: HostMessage): void {
    switch (message[0]) {
      case 'hydrate':
      case 'mend':
      case 'patch':
        this.#apply(() => view.receive(message));
        if (message[0] === 'patch') this.shown?.(message[3]);
        break;
      case 'report':
        if (message[1] === 'error') console.error(message[2]);
        else console.warn(message[2]);
        break;
      case 'navigate':
        this.visit(message[1], message[2]);
        break;
      case 'failed':
        this.#break(message[1], true);
        break;
      default:
        message satisfies never;
    }
  }

  /** A patch that does not fit means that page and session are no longer in step. */
  #apply(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#break(String(error), true);
    }
  }

  /** Give a message to Python, as JSON. */
  post(text: string): void {
    this.#transport?.post(text);
  }

  #goLive(view: View, edited: readonly Element[]): void {
    this.#hideFailure?.();
    this.#setStatus('live');
    mark('hydrated');
    replay(view, this.#early, edited);
  }

  /** The end of this start: nothing more will come from the worker. */
  #break(reason: string, always = false): void {
    // What goes wrong in a live worker is one handler's affair, and in the console already.
    if (this.#status === 'live' && !always) return;
    this.#transport?.close();
    this.#stop.abort();
    this.#fail(reason);
  }

  /** Say once what is wrong. A worker that was only slow may still succeed. */
  #fail(reason: string): void {
    if (this.#status === 'failed') return;
    this.#again = this.#status === 'live' ? () => location.reload() : () => this.#retry();
    this.#setStatus('failed');
    // A page that is being left stops its requests; nobody needs to hear of that.
    if (this.#leaving) return;
    console.error(`reactor: ${reason}`);
    const hide = showFailure(reason, this.#again);
    this.#hideFailure = () => {
      hide();
      this.#hideFailure = undefined;
    };
    release(this.#early);
  }

  #retry(): void {
    this.#transport?.close();
    this.#stop.abort();
    this.#hideFailure?.();
    this.boot();
  }

  /** Back from the back/forward cache: the worker was frozen with the page, unless it had failed. */
  #comeBack(): void {
    if (this.#leaving && this.#status === 'failed') this.#again();
    this.#leaving = false;
  }

  #setStatus(status: Status): void {
    this.#status = status;
    setStatus(status);
  }
}

function navigate(url: string): void {
  const target = new URL(url, location.href);
  if (/^https?:$/.test(target.protocol)) location.assign(target);
  else console.error(`reactor: will not go to ${url}`);
}
