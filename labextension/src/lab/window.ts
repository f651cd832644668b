/** The page of a preview in a window of its own: on another screen, or as wide as that is. */
import css from '../../style/preview.css';
import { problem, type Problem } from './problems';

export class OwnWindow {
  /** Takes the page out. */
  readonly button = document.createElement('button');
  readonly #place = document.createElement('div');
  #window: Window | null = null;

  /**
   * @param stage what holds the page
   * @param moved called after it was moved; a frame that moves begins anew
   * @param refused called when the browser opens no window
   */
  constructor(
    readonly stage: HTMLElement,
    readonly moved: () => void,
    readonly refused: (why: Problem) => void,
  ) {
    this.button.type = 'button';
    this.button.className = 'rnb-Preview-pop';
    this.button.textContent = '↗';
    this.button.title = 'Show the page in a window of its own; it begins anew';
    this.button.addEventListener('click', () => this.open());
    this.#place.className = 'rnb-Preview-away';
    const back = document.createElement('button');
    back.textContent = 'Bring it back';
    back.addEventListener('click', () => this.close());
    this.#place.append('The page is in a window of its own. ', back);
    // The page ends with the Lab, which is its way to the kernel.
    addEventListener('pagehide', () => this.#window?.close());
  }

  get isOpen(): boolean {
    return this.#window !== null;
  }

  /** Take the page out, or show the window that it is in. */
  open(): void {
    if (this.#window) {
      this.#window.focus();
      return;
    }
    const opened = window.open('', '', 'popup,width=1000,height=800');
    if (!opened) {
      this.refused(problem('the browser opens no window; allow JupyterLab to'));
      return;
    }
    this.#window = opened;
    const style = opened.document.createElement('style');
    style.textContent = `html,body{height:100%;margin:0}body{display:flex}${css}`;
    opened.document.title = 'Preview';
    opened.document.head.append(style);
    this.stage.replaceWith(this.#place);
    opened.document.body.append(this.stage);
    opened.addEventListener('pagehide', () => this.#return());
    this.moved();
  }

  /** Bring the page back. */
  close(): void {
    this.#window?.close();
    this.#return();
  }

  #return(): void {
    if (!this.#window) return;
    this.#window = null;
    this.#place.replaceWith(this.stage);
    this.moved();
  }
}
