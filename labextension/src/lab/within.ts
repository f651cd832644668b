/** The half of a preview that the kernel renders: what goes between its frame and the comm. */
import type { FrameMessage, PanelMessage } from '../frame/protocol';
import { WITHOUT_PYTHON, type Parts } from './assets';
import type { KernelMessage, Render } from './link';
import type { Problem } from './problems';

/** What the kernel says to a page, and of it. */
type ForPage = Extract<KernelMessage, { kind: 'page' | 'devtools' | 'told' }>;
/** What the kernel says to the panel. */
export type ForPanel = Exclude<KernelMessage, ForPage>;
/** What a page says to its session in the kernel. */
type FromPage = Extract<FrameMessage, { start: true } | { say: string } | { look: string }>;

export class Within {
  /** Where components are to run, if the kernel does not decide that. */
  wanted: Render = 'frame';
  #style = '';
  #page = 0;
  /** Whether the frame is one without Python. */
  #isReady = false;

  /**
   * @param send gives a message to the kernel
   * @param post gives a message to the frame
   * @param tell says what went wrong in the author's code
   */
  constructor(
    readonly send: (message: object) => void,
    readonly post: (message: PanelMessage) => void,
    readonly tell: (problems: readonly Problem[]) => void,
  ) {}

  get isOn(): boolean {
    return this.#isReady;
  }

  /** What the document in the frame is made of. */
  parts(): Parts {
    return { ...WITHOUT_PYTHON, style: this.#style };
  }

  /** The kernel says where components run; return whether the frame is another one now. */
  begin(render: Render, [style]: readonly ArrayBuffer[]): boolean {
    this.#page = 0;
    this.#style = new TextDecoder().decode(style);
    const before = this.#isReady;
    this.#isReady = render === 'kernel';
    return this.#isReady !== before;
  }

  /** Another page is shown: what was for the one before is for nobody. */
  show(page: number): void {
    this.#page = page;
  }

  /** Take what the page in the frame says; return whether it was for its session. */
  hear(message: FrameMessage): message is FromPage {
    if ('start' in message) this.send({ kind: 'start', page: this.#page });
    else if ('say' in message)
      this.send({ kind: 'page', page: this.#page, message: JSON.parse(message.say) as unknown });
    else if ('look' in message)
      this.send({ kind: 'devtools', page: this.#page, message: questionOf(message.look) });
    else return false;
    return true;
  }

  /** Take what the kernel says to the page; return whether it was that. */
  receive(message: KernelMessage): message is ForPage {
    if (message.kind === 'told') this.tell(message.problems);
    else if (message.kind !== 'page' && message.kind !== 'devtools') return false;
    else if (message.page === this.#page) {
      const text = JSON.stringify(message.message);
      this.post({ heard: message.kind === 'page' ? text : { devtools: text } });
    }
    return true;
  }
}

/** What the devtools ask; nothing closes them. */
function questionOf(text: string): unknown {
  return text ? (JSON.parse(text) as unknown) : [];
}
