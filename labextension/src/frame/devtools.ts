/** The page's part in the devtools: it passes on, draws, points, and measures how long it takes. */
import type { View } from '../dom/view';
import type { DevtoolsAnswer, DevtoolsRequest, NodesAnswer } from './devtools_protocol';
import { Highlight } from './highlight';
import { Pointer } from './pointer';

export class Devtools {
  readonly #highlight = new Highlight();
  readonly #pointer = new Pointer(this.#highlight, (target) => this.#pick(target));
  #isOpen = false;
  /** Whether what is asked for is to be brought into sight. */
  #scrolls = false;
  /** How many patches came since they were opened. */
  #patches = 0;

  /**
   * @param order takes JSON for Python; nothing closes its half
   * @param tell takes what the panel shall know
   * @param view what shows the page now
   */
  constructor(
    readonly order: (text: string) => void,
    readonly tell: (answer: DevtoolsAnswer) => void,
    readonly view: () => View | undefined,
  ) {}

  /** Do what the panel asks. */
  receive(request: DevtoolsRequest): void {
    if (request[0] === 'close') {
      this.#isOpen = false;
      this.#pointer.stop();
      this.#highlight.hide();
      this.order('');
    } else if (request[0] === 'pointer') {
      if (request[1]) this.#pointer.start();
      else this.#pointer.stop();
    } else {
      this.#scrolls ||= request[0] === 'show';
      this.order(JSON.stringify(request[0] === 'show' ? ['nodes', request[1]] : request));
    }
  }

  /** Take what Python says. */
  heard(text: string): void {
    const answer = JSON.parse(text) as DevtoolsAnswer | NodesAnswer;
    if (answer[0] === 'nodes') this.#show(answer);
    else {
      if (answer[0] === 'opened') {
        this.#isOpen = true;
        this.#patches = 0;
      }
      this.tell(answer);
    }
  }

  /** Have the page take a message, and tell how long that takes if it is a patch. */
  measure(text: string, take: () => void): void {
    if (!this.#isOpen || !text.startsWith('["patch"')) {
      take();
      return;
    }
    const begun = performance.now();
    take();
    this.tell(['applied', ++this.#patches, performance.now() - begun]);
  }

  #show([, ids, name]: NodesAnswer): void {
    const nodes = this.view()?.nodes;
    const found = ids.map((id) => nodes?.find(id)).filter((node) => node !== undefined);
    if (!this.#scrolls) {
      this.#highlight.show(found, name);
      return;
    }
    this.#scrolls = false;
    const [first] = found;
    const around = first instanceof Element ? first : first?.parentElement;
    around?.scrollIntoView({ block: 'center' });
    // What is scrolled tells of that in the next frame, and then nothing is drawn any more.
    requestAnimationFrame(() => this.#highlight.show(found, name));
  }

  /** Ask which component shows an element: that, or what is around it, has an id. */
  #pick(target: Element): void {
    const nodes = this.view()?.nodes;
    const ids: number[] = [];
    for (let at: Element | null = target; at && nodes; at = at.parentElement) {
      const id = nodes.idOf(at);
      if (id !== undefined) ids.push(id);
    }
    this.order(JSON.stringify(['pick', ids] satisfies DevtoolsRequest));
  }
}
