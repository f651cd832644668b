/** Shows one component of the page alone; the page goes on as it is, and only what is seen differs. */
import type { View } from '../dom/view';
import { Alone } from './alone';
import type { PinAnswer, Pinned, PinRequest, Place } from './pin_protocol';

export class Pin {
  #alone: Alone | undefined;
  #place: Place | null = null;
  /** What shows the component; nothing where it is not on the page. */
  #ids: readonly number[] | null = null;
  #isLive = false;

  /**
   * @param order takes JSON for Python
   * @param tell takes what the panel shall know
   * @param view what shows the page now
   */
  constructor(
    readonly order: (text: string) => void,
    readonly tell: (told: Pinned) => void,
    readonly view: () => View | undefined,
  ) {}

  /** Do what the panel asks. */
  receive(request: PinRequest): void {
    if (request[0] === 'pin') {
      this.#place = request[1];
      this.#ids = null;
      if (!this.#place) this.#alone?.end();
    }
    // Before there is a page there is nobody to ask.
    if (this.#isLive) this.order(JSON.stringify(request));
  }

  /** How far the page is; what was there before it is gone. */
  pageIs(status: string): void {
    this.#isLive = status === 'live';
    this.#ids = null;
    if (!this.#place) return;
    this.#alone ??= new Alone();
    if (this.#isLive) this.receive(['pin', this.#place]);
    else if (status === 'booting') this.#alone.wait();
    else {
      this.#alone.end();
      // Such a page has no components at all.
      if (status === 'static') this.tell(['pinned', this.#place, 'absent']);
    }
  }

  /** Take what Python says; return whether it was for us. */
  heard(text: string): boolean {
    if (!/^\["(places|pinned)"/.test(text)) return false;
    const answer = JSON.parse(text) as PinAnswer;
    if (answer[0] === 'places') this.tell(answer);
    else if (JSON.stringify(answer[1]) === JSON.stringify(this.#place)) this.#take(answer);
    return true;
  }

  /** The page has changed. */
  changed(): void {
    if (this.#ids) this.#alone?.show(this.#nodes());
  }

  #take([, place, ids, isKnown]: Extract<PinAnswer, readonly ['pinned', ...unknown[]]>): void {
    this.#alone ??= new Alone();
    this.#ids = ids;
    if (!ids) {
      this.#alone.end();
      this.tell(['pinned', place, isKnown ? 'absent' : 'gone']);
      return;
    }
    const nodes = this.#nodes();
    // What is not there yet comes with the next patch, which is on its way.
    if (nodes.length === ids.length) this.#alone.show(nodes);
    this.tell(['pinned', place, ids.length > 0 ? 'seen' : 'empty']);
  }

  #nodes(): Node[] {
    const nodes = this.view()?.nodes;
    return (this.#ids ?? []).flatMap((id) => nodes?.find(id) ?? []);
  }
}
