import type { EventData, PageMessage } from './protocol';

interface Waiting {
  readonly seq: number;
  readonly type: string;
  readonly ids: readonly number[];
  readonly data: EventData;
  readonly target: Node;
}

/** Events of which only the newest matters while Python is busy. Clicks and keys never are. */
const MERGED = new Set(
  'input mousemove pointermove touchmove dragover drag scroll wheel timeupdate'.split(' '),
);

/** Events on their way to Python: in order, one at a time. */
export class EventQueue {
  #seq = 0;
  #inFlight = 0;
  readonly #waiting: Waiting[] = [];

  constructor(readonly send: (message: PageMessage) => void) {}

  /** Line an event up and return its number. */
  push(type: string, ids: readonly number[], data: EventData, target: Node): number {
    const seq = ++this.#seq;
    const last = this.#waiting.at(-1);
    // Only the last in line may be replaced: an event in between must not see what came later.
    if (last && isSame(last, type, ids, target)) this.#waiting.pop();
    this.#waiting.push({ seq, type, ids, data, target });
    this.#sendNext();
    return seq;
  }

  /** Python has handled everything up to this event. */
  acknowledge(seq: number): void {
    if (this.#inFlight > seq) return;
    this.#inFlight = 0;
    this.#sendNext();
  }

  #sendNext(): void {
    if (this.#inFlight) return;
    const next = this.#waiting.shift();
    if (!next) return;
    this.#inFlight = next.seq;
    this.send(['event', next.seq, next.type, next.ids, next.data]);
  }
}

function isSame(last: Waiting, type: string, ids: readonly number[], target: Node): boolean {
  return (
    last.type === type &&
    last.target === target &&
    MERGED.has(type) &&
    last.ids.length === ids.length &&
    last.ids.every((id, index) => id === ids[index])
  );
}
