/** The conversation with the kernel. */
import type { Document, Refresh } from '../frame/protocol';
import type { Comm, CommMessage, Kernel } from './platform';
import type { Problem } from './problems';
import { LATE } from './watchdog';

const VERSION = 1;

// Names nothing in the notebook, and does nothing where it has run already.
const LOAD =
  '__import__("reactor_nb.kernel.extension", fromlist=["extension"]).load_where_ipython_runs()';

/** Where components run: in the frame, or in the kernel. */
export type Render = 'frame' | 'kernel';

export type KernelMessage =
  | {
      readonly kind: 'hello';
      readonly version: number;
      readonly package: string;
      /** Where components run. */
      readonly render: Render;
    }
  | {
      readonly kind: 'shown';
      /** Nothing where a cell has run, and nobody has asked. */
      readonly number: number | null;
      readonly problems: readonly Problem[];
      readonly version: string;
      readonly refresh: Refresh | null;
      readonly document: Document | null;
      readonly files: readonly string[];
      /** The number of a page that the kernel renders. */
      readonly page: number;
      /** Those of the notebook, and whether each can be on a page of its own. */
      readonly components: Readonly<Record<string, boolean>>;
    }
  | {
      readonly kind: 'response';
      readonly number: number;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly problems: readonly Problem[];
    }
  | { readonly kind: 'page'; readonly page: number; readonly message: readonly unknown[] }
  | { readonly kind: 'devtools'; readonly page: number; readonly message: readonly unknown[] }
  | { readonly kind: 'told'; readonly problems: readonly Problem[] }
  | { readonly kind: 'refused'; readonly number: number | null; readonly message: string };

/** What is for the link alone: a sign of life, and that something will be shown unasked. */
type ForLink = { readonly kind: 'pong'; readonly number: number } | { readonly kind: 'begun' };

/** One comm to one kernel. */
export class Link {
  #comm: Comm | undefined;
  #ended = false;
  /** When each question was asked that has no answer yet, by its number. */
  readonly #asked = new Map<number, number>();
  #expected: number | undefined;
  /** Their numbers are none of the panel's. */
  #pings = 0;

  /**
   * @param hear takes what the kernel says, with its binary parts
   * @param lost called once when the kernel has ended the conversation
   */
  constructor(
    readonly kernel: Kernel,
    readonly hear: (message: KernelMessage, buffers: readonly ArrayBuffer[]) => void,
    readonly lost: () => void,
  ) {}

  /** Have the kernel listen, and open the comm; throws where there is no reactor_nb. */
  async open(render: Render = 'frame'): Promise<void> {
    const request = { code: LOAD, silent: true, store_history: false, stop_on_error: false };
    const { content } = await this.kernel.requestExecute(request).done;
    if (this.#ended) return; // meanwhile
    if (content.status !== 'ok') throw new Error(reasonOf(content.ename, content.evalue));
    const comm = this.kernel.createComm('reactor_nb');
    comm.onMsg = (message) => this.#heard(message);
    comm.onClose = () => this.lost();
    this.#comm = comm;
    comm.open({ version: VERSION, render });
  }

  get isOpen(): boolean {
    return this.#comm !== undefined && !this.#comm.isDisposed;
  }

  isTo(kernel: Kernel): boolean {
    return this.isOpen && this.kernel === kernel;
  }

  /** Say something; what has a number is owed an answer. */
  send(message: object): void {
    if (!this.isOpen) return;
    if ('number' in message) this.#asked.set(message.number as number, performance.now());
    this.#comm?.send(message);
  }

  /** The kernel is at work by itself: a cell has run, or there is something to render. */
  expect(): void {
    this.#expected ??= performance.now();
  }

  /**
   * For how many milliseconds the kernel has owed an answer; 0 where it owes none.
   *
   * Where something was expected and did not come, it is asked for a sign of life.
   */
  owed(): number {
    const now = performance.now();
    if (this.#expected !== undefined && now - this.#expected > LATE / 2) {
      this.#expected = undefined;
      this.send({ kind: 'ping', number: --this.#pings });
    }
    const [oldest] = this.#asked.values();
    return oldest === undefined ? 0 : now - oldest;
  }

  close(): void {
    this.#ended = true;
    const comm = this.#comm;
    this.#comm = undefined;
    // With a kernel that the notebook has left nobody talks any more.
    if (!comm || comm.isDisposed || this.kernel.isDisposed) return;
    comm.onClose = () => {};
    comm.close();
  }

  #heard({ content, buffers = [] }: CommMessage): void {
    const message = content.data as KernelMessage | ForLink;
    if ('number' in message && message.number !== null) this.#asked.delete(message.number);
    if (message.kind === 'shown') this.#expected = undefined;
    if (message.kind === 'begun') this.expect();
    else if (message.kind !== 'pong') this.hear(message, buffers.map(bytesOf));
  }
}

function bytesOf(buffer: ArrayBuffer | ArrayBufferView): ArrayBuffer {
  if (buffer instanceof ArrayBuffer) return buffer;
  const { buffer: whole, byteOffset, byteLength } = buffer;
  return (whole as ArrayBuffer).slice(byteOffset, byteOffset + byteLength);
}

function reasonOf(name = '', value = ''): string {
  // A kernel of Pyodide says "<class 'ModuleNotFoundError'>".
  if (name.includes('ModuleNotFoundError'))
    return 'this kernel has no reactor_nb; install it where the kernel runs, and restart the kernel';
  return `this kernel cannot preview: ${name} ${value}`.trim();
}
