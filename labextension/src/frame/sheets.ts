/**
 * Style sheets of the app: a frame of no origin loads none, so each has a `style` beside its link.
 *
 * The links stay as they are, for whoever looks after the document's head.
 */
import type { Asked } from './asking';
import { whole, type Fetcher } from './css';
import { pathOf, toBase64 } from './files';
import type { Reply } from './protocol';

const LINKS = 'link[rel~="stylesheet" i][href]:not([rel~="alternate" i], [disabled])';

export class Sheets {
  /** The styles, by their links. */
  readonly #styles = new Map<Element, HTMLStyleElement>();
  /** What was found where: shown at once on the next page, which may find something newer. */
  readonly #known = new Map<string, string>();
  readonly #fetcher: Fetcher;

  /**
   * @param ask asks the app
   * @param picture gives an address for a file of the app
   */
  constructor(
    readonly ask: (asked: Asked) => Promise<Reply>,
    picture: (path: string) => Promise<string | undefined>,
  ) {
    this.#fetcher = {
      text: (path) => this.#text(path),
      address: (path) => (isFont(path) ? this.#font(path) : picture(path)),
    };
    new MutationObserver((records) => {
      if (records.some(isAboutLinks)) this.update();
    }).observe(document.documentElement, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['href', 'media', 'rel', 'disabled'],
    });
  }

  /** Have a style for each link that there is, and no other. */
  update(): void {
    const links = new Set<Element>(document.querySelectorAll(LINKS));
    for (const [link, style] of this.#styles)
      if (!links.has(link) || style.dataset['rnbSheet'] !== link.getAttribute('href')) {
        style.remove();
        this.#styles.delete(link);
      }
    for (const link of links) this.#show(link);
  }

  #show(link: Element): void {
    const href = link.getAttribute('href') ?? '';
    const path = pathOf(href);
    const known = this.#styles.get(link);
    const style = known ?? document.createElement('style');
    style.media = link.getAttribute('media') ?? '';
    if (known || !path || isOurs(path)) return;
    this.#styles.set(link, style);
    style.dataset['rnbSheet'] = href;
    style.textContent = this.#known.get(path) ?? '';
    if (link.parentElement === document.head) link.after(style);
    // Of the app's own elements each is where it expects it.
    else document.head.append(style);
    void this.#fill(style, path);
  }

  async #fill(style: HTMLStyleElement, path: string): Promise<void> {
    const text = await this.#text(path);
    const made = text === undefined ? '' : await whole(text, path, this.#fetcher);
    this.#known.set(path, made);
    if (style.textContent !== made) style.textContent = made;
  }

  async #text(path: string): Promise<string | undefined> {
    const { status, headers, body } = await this.#get(path);
    const isStyle = /^text\/css\b/i.test(headers['content-type'] ?? '');
    return status === 200 && isStyle ? new TextDecoder().decode(body) : undefined;
  }

  /** The frame's policy has fonts in their addresses, and nowhere else. */
  async #font(path: string): Promise<string | undefined> {
    const { status, headers, body } = await this.#get(path);
    if (status !== 200) return undefined;
    const type = headers['content-type'] ?? 'font/woff2';
    return `data:${type};base64,${toBase64(new Uint8Array(body))}`;
  }

  #get(url: string): Promise<Reply> {
    return this.ask({ method: 'GET', url, headers: {}, body: '' });
  }
}

/** Use our style sheet for a page, unless it says that it has another one, or none. */
export function takeStyle(found: Document): void {
  const own = document.head.querySelector<HTMLStyleElement>('style:not([data-rnb-sheet])');
  const links = [...found.head.querySelectorAll(`${LINKS}:not([data-rnb-head])`)];
  const isOur = links.some((link) => isOurs(link.getAttribute('href') ?? ''));
  // Pages that the kernel makes by itself name none, and have ours.
  const isWhole = links.length > 0 || found.head.querySelector('link[rel="icon"]') !== null;
  if (own) own.media = isWhole && !isOur ? 'not all' : '';
}

function isOurs(path: string): boolean {
  return path.startsWith('/static/');
}

function isFont(path: string): boolean {
  return /\.(?:woff2?|ttf|otf)(?:\?|$)/i.test(path);
}

function isAboutLinks({ type, target, addedNodes, removedNodes }: MutationRecord): boolean {
  if (type === 'attributes') return target instanceof HTMLLinkElement;
  return [...addedNodes, ...removedNodes].some(
    (node) => node instanceof Element && (node.localName === 'link' || node.querySelector('link')),
  );
}
