/** What the page asks its app, on the way to the kernel and back. */
import type { Question, Reply } from '../frame/protocol';
import type { KernelMessage, Link } from './link';

type Response = Extract<KernelMessage, { kind: 'response' }>;

export class Questions {
  readonly #open = new Map<number, Question>();

  /**
   * @param reply takes the answers
   * @param next gives out numbers: questions of the page are counted among those of the panel
   */
  constructor(
    readonly reply: (reply: Reply) => void,
    readonly next: () => number,
  ) {}

  ask(link: Link | undefined, question: Question): void {
    if (!link?.isOpen) {
      const body = '{"error":{"code":"stopped","message":"The kernel is not there."}}';
      const bytes = new TextEncoder().encode(body).buffer;
      this.reply({ number: question.number, status: 503, headers: {}, body: bytes });
      return;
    }
    const number = this.next();
    this.#open.set(number, question);
    link.send({ ...question, kind: 'request', number });
  }

  answer({ number, status, headers }: Response, body = new ArrayBuffer(0)): void {
    const question = this.#open.get(number);
    this.#open.delete(number);
    if (question) this.reply({ number: question.number, status, headers, body });
  }

  /** The page that asked is not there any more. */
  clear(): void {
    this.#open.clear();
  }
}
