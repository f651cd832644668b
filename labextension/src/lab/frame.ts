/** The frame that the app runs in: of no origin, with no network, reached by one port. */
import type { FrameMessage, PanelMessage } from '../frame/protocol';
import type { Parts } from './assets';

/**
 * What the document in the frame may do; its worker may do no more. Without Python it has no
 * worker either.
 */
export function policy(nonce: string, hasPython = true): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'${hasPython ? " 'wasm-unsafe-eval' blob:" : ''}`,
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    'font-src data:',
    'media-src data: blob:',
    hasPython ? 'worker-src data:' : "worker-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** The document in the frame, as an address: so that nothing in it says where the Lab is. */
export function documentUrl(
  { script, worker, style }: Parts,
  nonce: string,
  isAway = false,
): string {
  const away = isAway ? 'const __reactorOpener=true;' : '';
  const python = worker ? `const __reactorWorker=${JSON.stringify(worker)};` : '';
  const code = away + python + script;
  const html =
    '<!doctype html><html><head><meta charset="utf-8">' +
    `<meta http-equiv="Content-Security-Policy" content="${policy(nonce, worker !== '')}">` +
    '<meta name="referrer" content="no-referrer">' +
    `<style>${style}</style>` +
    `<script nonce="${nonce}">${code.replace(/<(?=\/script|!--)/gi, '\\x3c')}</script>` +
    '</head><body></body></html>';
  return `data:text/html;charset=utf-8,${encodeURIComponent(html)}`;
}

/** One frame, from its start to its end. */
export class Frame {
  readonly element = document.createElement('iframe');
  readonly #channel = new MessageChannel();
  #loads = 0;

  /**
   * @param hear takes what the page says
   * @param left called when something other than our document is in the frame
   * @param name the class of the element
   */
  constructor(
    hear: (message: FrameMessage) => void,
    readonly left: () => void,
    name = 'rnb-Preview-frame',
  ) {
    this.element.className = name;
    this.element.setAttribute('sandbox', 'allow-scripts');
    this.element.setAttribute('referrerpolicy', 'no-referrer');
    this.element.title = 'The app of this notebook';
    this.element.addEventListener('load', () => this.#loaded());
    this.#channel.port1.onmessage = ({ data }: MessageEvent<FrameMessage>) => hear(data);
  }

  /** Load our document, in this window or away in another; what was posted reaches it then. */
  load(parts: Parts, isAway = false): void {
    const nonce = crypto.randomUUID();
    this.element.src = documentUrl(parts, nonce, isAway);
  }

  post(message: PanelMessage, transfer: Transferable[] = []): void {
    this.#channel.port1.postMessage(message, transfer);
  }

  close(): void {
    this.#channel.port1.close();
    this.element.remove();
  }

  #loaded(): void {
    // An empty frame loads nothing, too.
    if (!this.element.src) return;
    this.#loads++;
    if (this.#loads > 1) this.left();
    // Whoever it is has no origin; the port goes to the first document alone, which is ours.
    else this.element.contentWindow?.postMessage('reactor-nb', '*', [this.#channel.port2]);
  }
}
