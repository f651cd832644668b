import { Blob as NodeBlob } from 'node:buffer';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Asked } from '../../src/frame/asking';
import { send, type Browser } from '../../src/frame/posts';
import type { Reply } from '../../src/frame/protocol';

const DONE: Reply = { number: -1, status: 200, headers: {}, body: new ArrayBuffer(0) };

let answer = DONE;
const ask = vi.fn<(asked: Asked) => Promise<Reply>>(() => Promise.resolve(answer));
const browser = { ask, visit: vi.fn(), show: vi.fn(), refuse: vi.fn() } satisfies Browser;

const page = (status: number, headers: Record<string, string>, text = ''): Reply => {
  const body = new TextEncoder().encode(text).buffer as ArrayBuffer;
  return { number: -1, status, headers, body };
};

/** Node's own, which its `Response` writes in parts as a browser does. */
let NodeFormData: typeof FormData;

beforeAll(async () => {
  const empty = await new Response(new URLSearchParams()).formData();
  NodeFormData = empty.constructor as typeof FormData;
});

beforeEach(() => {
  answer = DONE;
  vi.clearAllMocks();
});

function formOf(written: string): HTMLFormElement {
  document.body.innerHTML = written;
  return document.querySelector('form')!;
}

/** Choose a file in the form: nobody can in jsdom, whose forms have none of Node's files. */
function choose(content: Uint8Array<ArrayBuffer> | string, name: string): void {
  const { FormData: Plain } = globalThis;
  vi.stubGlobal('FormData', function (form: HTMLFormElement) {
    const data = new NodeFormData();
    for (const [field, value] of new Plain(form))
      if (typeof value === 'string') data.append(field, value);
      else data.append(field, new Blob([content], { type: 'image/png' }), name);
    return data;
  });
  vi.stubGlobal('Blob', NodeBlob);
}

const button = () => document.querySelector('button');

describe('a form without a handler', () => {
  it('is posted as a browser does, with the button that was used', async () => {
    const form = formOf(
      '<form method="post" action="/_reactor/actions/add"><input name="text" value="a b&amp;c">' +
        '<button name="how" value="now"></button></form>',
    );

    await send(form, button(), browser);

    expect(ask).toHaveBeenCalledExactlyOnceWith({
      method: 'POST',
      url: '/_reactor/actions/add',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
      body: 'text=a+b%26c&how=now',
    });
  });

  it('goes where its button says', async () => {
    const form = formOf(
      '<form action="/one"><button formmethod="POST" formaction="/two"></button></form>',
    );

    await send(form, button(), browser);

    expect(ask.mock.calls[0]?.[0]).toMatchObject({ method: 'POST', url: '/two' });
  });

  it('that only asks is a visit, with other words in the address', async () => {
    await send(
      formOf('<form action="/find?old=1"><input name="q" value="ä"></form>'),
      null,
      browser,
    );

    expect(browser.visit).toHaveBeenCalledExactlyOnceWith('/find?q=%C3%A4');
    expect(ask).not.toHaveBeenCalled();
  });
});

describe('a form with a file', () => {
  const written =
    '<form method="post" action="/up" enctype="multipart/form-data">' +
    '<input name="word" value="ü"><input type="file" name="photo"></form>';

  it('is sent in parts, with the bytes of the file', async () => {
    const bytes = new Uint8Array([0, 255, 13, 10, 137]);
    choose(bytes, 'a "b".png');
    await send(formOf(written), null, browser);

    const [asked] = ask.mock.calls[0]!;
    expect(asked.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(asked.base64).toBe(true);
    const sent = atob(asked.body);
    expect(sent).toContain('name="word"\r\n\r\nÃ¼\r\n');
    expect(sent).toContain('name="photo"; filename="a %22b%22.png"');
    expect(sent).toContain('\r\n\r\n\x00\xff\r\n\x89\r\n');
  });

  it('of more than a message can have is refused', async () => {
    choose(new Uint8Array(5_000_001), 'a');
    await send(formOf(written), null, browser);

    expect(ask).not.toHaveBeenCalled();
    expect(browser.refuse).toHaveBeenCalledExactlyOnceWith(
      'a form with files of more than 5 MB is not sent in the preview',
    );
  });

  it('that is not sent in parts has the name of the file alone', async () => {
    const form = formOf('<form method="post" action="/up"><input type="file" name="photo"></form>');
    choose('x', 'a.png');

    await send(form, null, browser);

    expect(ask.mock.calls[0]?.[0].body).toBe('photo=a.png');
  });
});

describe('the answer to a form', () => {
  const form = () => formOf('<form method="post" action="/x"></form>');

  it.each([
    ['/back?x=1', '/back?x=1'],
    ['https://preview.invalid/back', '/back'],
    ['https://example.org/', 'https://example.org/'],
  ])('%s leads to %s', async (location, to) => {
    answer = page(303, { location });
    await send(form(), null, browser);

    expect(browser.visit).toHaveBeenCalledExactlyOnceWith(to);
    expect(browser.show).not.toHaveBeenCalled();
  });

  it.each([200, 413])('is a page that is shown, also with the status %s', async (status) => {
    answer = page(status, { 'content-type': 'text/html' }, '<p>ä</p>');
    await send(form(), null, browser);

    expect(browser.show).toHaveBeenCalledExactlyOnceWith({
      status,
      headers: { 'content-type': 'text/html' },
      body: '<p>ä</p>',
    });
  });
});
