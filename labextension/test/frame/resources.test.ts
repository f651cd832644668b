import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Asked } from '../../src/frame/asking';
import type { Reply } from '../../src/frame/protocol';
import { Resources } from '../../src/frame/resources';

const waiting: (() => void)[] = [];
let isSlow = false;

const ask = vi.fn(async ({ url }: Asked): Promise<Reply> => {
  if (isSlow) await new Promise<void>((resolve) => waiting.push(resolve));
  const status = url.includes('none') ? 404 : 200;
  return { number: 0, status, headers: { 'content-type': 'image/png' }, body: new ArrayBuffer(1) };
});

const settled = () => new Promise((resolve) => setTimeout(resolve));
const html = document.documentElement;
let resources: Resources;

beforeAll(() => {
  // What jsdom lacks.
  let count = 0;
  URL.createObjectURL = (file) => `blob:${(file as Blob).type}/${++count}`;
  // It looks after the document, of which there is one.
  resources = new Resources(ask);
});

beforeEach(() => {
  isSlow = false;
  ask.mockClear();
  html.dataset['reactor'] = 'live';
});

afterEach(() => document.body.replaceChildren());

function added(written: string): Element {
  document.body.innerHTML = written;
  return document.body.firstElementChild as Element;
}

describe('files that the page shows', () => {
  it.each([
    ['<img src="/public/a.png">', 'img', 'src'],
    ['<p><img src="b.png"></p>', 'img', 'src'],
    ['<video poster="/public/c.png"></video>', 'video', 'poster'],
    ['<audio><source src="/public/d.ogg"></audio>', 'source', 'src'],
    ['<input type="image" src="/public/e.png">', 'input', 'src'],
  ])('in %s are of an address that the frame may use', async (written, tag, name) => {
    added(written);
    await settled();

    expect(document.querySelector(tag)?.getAttribute(name)).toMatch(/^blob:image\/png/);
  });

  it.each([
    '<img src="https://example.org/a.png">',
    '<img src="data:image/png;base64,AAAA">',
    '<img src="blob:null/x">',
    '<img src="/public/none.png">',
    '<img alt="">',
  ])('%s stays as it is', async (written) => {
    added(written);
    await settled();

    expect(document.body.innerHTML).toBe(written);
  });

  it('are asked for once, and again when another one is to be shown', async () => {
    added('<p><img src="/public/x.png"><img src="/public/x.png"></p>');
    await settled();
    expect(ask).toHaveBeenCalledOnce();

    const [image] = document.querySelectorAll('img');
    image?.setAttribute('src', '/public/y.png');
    await settled();
    expect(ask).toHaveBeenCalledTimes(2);
    expect(image?.getAttribute('src')).toMatch(/^blob:/);
  });

  it('do not take the place of what is to be shown by the time that they come', async () => {
    isSlow = true;
    const image = added('<img src="/public/slow.png">');
    await settled();
    image.setAttribute('src', 'data:,');
    for (const go of waiting.splice(0)) go();
    await settled();

    expect(image.getAttribute('src')).toBe('data:,');
  });

  it('wait until Python has compared the page with what it would show', async () => {
    html.dataset['reactor'] = 'booting';
    const image = added('<img src="/public/a.png">');
    await settled();
    expect(image.getAttribute('src')).toBe('/public/a.png');

    html.dataset['reactor'] = 'live';
    resources.sweep();
    await settled();
    expect(image.getAttribute('src')).toMatch(/^blob:/);
  });
});
