import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Asked } from '../../src/frame/asking';
import type { Reply } from '../../src/frame/protocol';
import { Sheets, takeStyle } from '../../src/frame/sheets';

const bytes = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;
const FILES: Record<string, [type: string, text: string]> = {};

const ask = vi.fn(({ url }: Asked): Promise<Reply> => {
  const found = FILES[url];
  const headers = { 'content-type': found?.[0] ?? 'text/plain' };
  return Promise.resolve({
    number: 0,
    status: found ? 200 : 404,
    headers,
    body: bytes(found?.[1] ?? ''),
  });
});

function link(href: string, attributes: Record<string, string> = {}): HTMLLinkElement {
  const made = document.createElement('link');
  for (const [name, value] of Object.entries({ rel: 'stylesheet', href, ...attributes }))
    made.setAttribute(name, value);
  return made;
}

const styles = () => [...document.head.querySelectorAll<HTMLStyleElement>('[data-rnb-sheet]')];
const settled = () => new Promise((resolve) => setTimeout(resolve));

// It looks after the document, of which there is one.
beforeAll(() => void new Sheets(ask, (path) => Promise.resolve(`blob:${path}`)));

beforeEach(() => {
  for (const name of Object.keys(FILES)) delete FILES[name];
  FILES['/public/my.css'] = ['text/css; charset=utf-8', 'p{color:red}'];
  document.head.innerHTML = '<style>ours{}</style>';
  ask.mockClear();
});

afterEach(() => document.head.replaceChildren());

describe('a style sheet of the app', () => {
  it('is beside its link, which stays as it is, until that is gone', async () => {
    const one = link('/public/my.css', { 'data-rnb-head': '', media: 'print' });
    const other = link('/public/other.css');
    document.head.append(one, other);
    await settled();

    const [style] = styles();
    expect([style?.textContent, style?.media]).toEqual(['p{color:red}', 'print']);
    expect(one.nextElementSibling).toBe(style);
    expect(one.outerHTML).toBe(
      '<link rel="stylesheet" href="/public/my.css" data-rnb-head="" media="print">',
    );
    one.media = 'screen';
    await settled();
    expect(style?.media).toBe('screen');
    one.remove();
    await settled();
    expect(styles().map(({ dataset }) => dataset['rnbSheet'])).toEqual(['/public/other.css']);
  });

  it('is there at once on the next page, and as it is now soon after', async () => {
    document.head.append(link('/public/my.css'));
    await settled();
    FILES['/public/my.css'] = ['text/css', 'p{color:blue}'];
    document.head.querySelector('link')?.replaceWith(link('/public/my.css'));
    await Promise.resolve();

    expect(styles().map((one) => one.textContent)).toEqual(['p{color:red}']);
    await settled();
    expect(styles().map((one) => one.textContent)).toEqual(['p{color:blue}']);
  });

  it('takes another address', async () => {
    const one = link('/public/my.css');
    document.head.append(one);
    await settled();
    FILES['/public/new.css'] = ['text/css', 'b{}'];
    one.setAttribute('href', '/public/new.css');
    await settled();

    expect(styles().map((style) => style.textContent)).toEqual(['b{}']);
  });

  it('of an element in the page stands in the head, where the app has none of its own', async () => {
    document.body.innerHTML = '<main><p></p></main>';
    document.querySelector('p')?.append(link('/public/my.css'));
    await settled();

    expect(document.querySelectorAll('p > *')).toHaveLength(1);
    expect(styles()).toHaveLength(1);
    document.body.replaceChildren();
  });

  it('has its pictures by an address, and its fonts inside', async () => {
    FILES['/public/f.woff2'] = ['font/woff2', 'abc'];
    FILES['/public/my.css'] = ['text/css', '@font-face{src:url(f.woff2)}p{background:url(a.png)}'];
    document.head.append(link('/public/my.css'));
    await settled();

    expect(styles()[0]?.textContent).toBe(
      '@font-face{src:url("data:font/woff2;base64,YWJj")}p{background:url("blob:/public/a.png")}',
    );
  });

  it.each([
    ['that is no style sheet', '/public/a.html', {}],
    ['of another site', 'https://example.org/my.css', {}],
    ['that is not there', '/public/none.css', {}],
    ['that is not in use', '/public/my.css', { disabled: '' }],
    ['to choose from', '/public/my.css', { rel: 'alternate stylesheet' }],
  ])('%s is none', async (_, href, attributes) => {
    FILES['/public/a.html'] = ['text/html', 'p{}'];
    document.head.append(link(href, attributes as Record<string, string>));
    await settled();

    expect(
      styles()
        .map((one) => one.textContent)
        .join(''),
    ).toBe('');
    expect(ask.mock.calls.every(([{ url }]) => url.startsWith('/'))).toBe(true);
  });
});

describe('our own style sheet', () => {
  const ours = () => document.head.querySelector('style')?.media;
  const take = (head: string) =>
    takeStyle(new DOMParser().parseFromString(`<head>${head}</head>`, 'text/html'));

  it.each([
    [
      'a page',
      '<link rel="stylesheet" href="/static/style.css"><link rel="icon" href="data:,">',
      '',
    ],
    ['a page of the kernel', '', ''],
    ['a page with another', '<link rel="stylesheet" href="/public/x.css">', 'not all'],
    ['a page without any', '<link rel="icon" href="data:,">', 'not all'],
    ['a page with one more', '<link rel="stylesheet" href="/x.css" data-rnb-head>', ''],
  ])('of %s', (_, head, media) => {
    take(head);
    expect(ours()).toBe(media);
    take('');
    expect(ours()).toBe('');
  });
});
