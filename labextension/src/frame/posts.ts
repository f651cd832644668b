/** A form that no handler takes: it is sent to the app, as a browser does, and its answer shown. */
import { pathOf, toBase64 } from './files';
import type { Asked } from './asking';
import type { Document, Reply } from './protocol';

export interface Browser {
  ask(asked: Asked): Promise<Reply>;
  /** Go to another page. */
  visit(url: string): void;
  /** Show what was answered. */
  show(page: Document): void;
  /** Say what cannot be. */
  refuse(why: string): void;
}

/** What goes to a kernel in one message; a form of an app has much less, if nobody asked for more. */
const MOST_BYTES = 5_000_000;

/** Send a form; where it leads is seen then. */
export async function send(
  form: HTMLFormElement,
  submitter: HTMLElement | null,
  browser: Browser,
): Promise<void> {
  const ask = (name: string) =>
    submitter?.getAttribute(`form${name}`) ?? form.getAttribute(name) ?? '';
  const url = pathOf(ask('action')) ?? ask('action');
  const data = new FormData(form, submitter);
  if (ask('method').toLowerCase() !== 'post') {
    browser.visit(`${url.split('?')[0]}?${fieldsOf(data).toString()}`);
    return;
  }
  const isInParts = ask('enctype').toLowerCase() === 'multipart/form-data';
  const content = isInParts ? await partsOf(data) : textOf(data);
  if (!content) {
    const most = `${MOST_BYTES / 1e6} MB`;
    browser.refuse(`a form with files of more than ${most} is not sent in the preview`);
    return;
  }
  const { type, ...body } = content;
  const headers = { 'content-type': type, accept: 'text/html' };
  arrive(await browser.ask({ method: 'POST', url, headers, ...body }), browser);
}

interface Content {
  readonly type: string;
  readonly body: string;
  readonly base64?: true;
}

function textOf(data: FormData): Content {
  return { type: 'application/x-www-form-urlencoded', body: fieldsOf(data).toString() };
}

/** A form with its files, as the browser itself writes it; nothing where that is too much. */
async function partsOf(data: FormData): Promise<Content | undefined> {
  const written = new Response(data);
  const bytes = new Uint8Array(await written.arrayBuffer());
  if (bytes.length > MOST_BYTES) return undefined;
  const type = written.headers.get('content-type') ?? '';
  return { type, body: toBase64(bytes), base64: true };
}

function arrive({ status, headers, body }: Reply, browser: Browser): void {
  const to = headers['location'];
  if (status >= 300 && status < 400 && to) browser.visit(pathOf(to) ?? to);
  else browser.show({ status, headers, body: new TextDecoder().decode(body) });
}

/** What is sent as a text: of files their names. */
function fieldsOf(data: FormData): URLSearchParams {
  const fields = new URLSearchParams();
  for (const [name, value] of data)
    fields.append(name, typeof value === 'string' ? value : value.name);
  return fields;
}
