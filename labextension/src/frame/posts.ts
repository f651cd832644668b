/** A form that no handler takes: it is sent to the app, as a browser does, and its answer shown. */
import { pathOf } from './files';
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

/** Send a form; where it leads is seen then. */
export async function send(
  form: HTMLFormElement,
  submitter: HTMLElement | null,
  browser: Browser,
): Promise<void> {
  const ask = (name: string) =>
    submitter?.getAttribute(`form${name}`) ?? form.getAttribute(name) ?? '';
  const url = pathOf(ask('action')) ?? ask('action');
  const fields = fieldsOf(form, submitter);
  if (!fields) browser.refuse('a file in a form without a handler is not sent in the preview');
  else if (ask('method').toLowerCase() !== 'post')
    browser.visit(`${url.split('?')[0]}?${fields.toString()}`);
  else {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'text/html',
    };
    arrive(await browser.ask({ method: 'POST', url, headers, body: fields.toString() }), browser);
  }
}

function arrive({ status, headers, body }: Reply, browser: Browser): void {
  const to = headers['location'];
  if (status >= 300 && status < 400 && to) browser.visit(pathOf(to) ?? to);
  else browser.show({ status, headers, body: new TextDecoder().decode(body) });
}

/** What is sent; nothing where a file is among it. */
function fieldsOf(form: HTMLFormElement, submitter: HTMLElement | null) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter)) {
    if (typeof value !== 'string' && value.size > 0) return undefined;
    fields.append(name, typeof value === 'string' ? value : value.name);
  }
  return fields;
}
