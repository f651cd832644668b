import { nameOf, pathOf, typeOf, type Files } from './files';
import type { Question, Reply } from './protocol';

type Ask = (question: Question) => void;

/** What stands in the place of `fetch` where there is no network. */
export class Network {
  #number = 0;
  readonly #open = new Map<number, (reply: Reply) => void>();

  constructor(
    readonly files: Files,
    readonly ask: Ask,
  ) {}

  /** Take the answer to a question. */
  answer(reply: Reply): void {
    this.#open.get(reply.number)?.(reply);
    this.#open.delete(reply.number);
  }

  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const url = typeof input === 'string' ? input : 'url' in input ? input.url : input.href;
    const name = nameOf(url);
    if (name) {
      const content = await this.files.wait(name);
      return new Response(content, { headers: { 'content-type': typeOf(name) } });
    }
    const path = pathOf(url);
    if (!path) throw new TypeError(`the preview has no network: ${url}`);
    const { status, headers, body } = await this.#question(path, init);
    return new Response(body, { status, headers });
  };

  #question(url: string, { method = 'GET', headers, body }: RequestInit): Promise<Reply> {
    const number = ++this.#number;
    const given = Object.fromEntries(new Headers(headers));
    const text = typeof body === 'string' ? body : '';
    return new Promise((resolve) => {
      this.#open.set(number, resolve);
      this.ask({ number, method: method.toUpperCase(), url, headers: given, body: text });
    });
  }
}

/** What stands in the place of `XMLHttpRequest`: Python's `import` cannot wait for a promise. */
export function fileRequest(files: Files) {
  return class {
    status = 0;
    response: ArrayBuffer | undefined;
    responseType = '';
    #name: string | undefined;

    open(_method: string, url: string): void {
      this.#name = nameOf(url);
    }

    send(): void {
      this.response = this.#name ? files.get(this.#name) : undefined;
      this.status = this.response ? 200 : 404;
    }
  };
}
