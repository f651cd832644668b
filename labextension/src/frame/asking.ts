/** What the document in the frame asks the app by itself: forms without a handler, and files. */
import type { FrameMessage, Question, Reply } from './protocol';

export type Asked = Omit<Question, 'number'>;

export class Asking {
  /** Numbers below zero: those of Python's own questions are above. */
  #number = 0;
  readonly #open = new Map<number, (reply: Reply) => void>();

  constructor(readonly tell: (message: FrameMessage) => void) {}

  ask(asked: Asked): Promise<Reply> {
    const number = --this.#number;
    return new Promise((resolve) => {
      this.#open.set(number, resolve);
      this.tell({ ask: { ...asked, number } });
    });
  }

  /** Take an answer; returns whether it was to a question of ours. */
  answer(reply: Reply): boolean {
    this.#open.get(reply.number)?.(reply);
    this.#open.delete(reply.number);
    return reply.number < 0;
  }
}
