import { describe, expect, it, vi } from 'vitest';
import { whole, type Fetcher } from '../../src/frame/css';

function fetcherOf(texts: Readonly<Record<string, string>> = {}): Fetcher {
  return {
    text: vi.fn((path: string) => Promise.resolve(texts[path])),
    address: vi.fn((path: string) =>
      Promise.resolve(path.includes('none') ? undefined : `blob:${path}`),
    ),
  };
}

const made = (text: string, texts?: Readonly<Record<string, string>>) =>
  whole(text, '/public/styles/my.css', fetcherOf(texts));

describe('addresses in a style sheet', () => {
  it.each([
    ['url(dot.png)', 'url("blob:/public/styles/dot.png")'],
    ['url( "../dot.png" )', 'url("blob:/public/dot.png")'],
    ["url('/public/a b.png?v=1')", 'url("blob:/public/a%20b.png?v=1")'],
    ['url("a\\"b.png")', 'url("blob:/public/styles/a%22b.png")'],
    ['url(\\64 ot.png)', 'url("blob:/public/styles/dot.png")'],
    ['URL(https://preview.invalid/x.png)', 'url("blob:/x.png")'],
  ])('%s is %s', async (written, expected) => {
    expect(await made(`p{background:${written} no-repeat}`)).toBe(
      `p{background:${expected} no-repeat}`,
    );
  });

  it.each([
    'url(none.png)',
    'url(https://example.org/dot.png)',
    'url(//example.org/dot.png)',
    'url(data:image/png;base64,AAAA)',
    'url(#shadow)',
    'url()',
    '"url(dot.png)"',
    "'it\\'s url(dot.png)'",
    '/* url(dot.png) @import "x.css"; */',
  ])('%s is as it was', async (written) => {
    expect(await made(`p{content:${written}}`)).toBe(`p{content:${written}}`);
  });
});

describe('what a style sheet imports', () => {
  const texts = {
    '/public/styles/base.css': '@charset "utf-8";b{background:url(b.png)}',
    '/public/more/deep.css': '@import url(../styles/base.css);i{}',
    '/public/styles/my.css': 'u{}',
    '/public/styles/a.css': '@import "b.css";a{}',
    '/public/styles/b.css': '@import "a.css";q{}',
  };

  it.each([
    ['@import "base.css";', 'b{background:url("blob:/public/styles/b.png")}'],
    ['@import url("../more/deep.css");', 'b{background:url("blob:/public/styles/b.png")}i{}'],
    ['@import "none.css";', ''],
    ['@import "https://example.org/x.css";', ''],
    ['@import "my.css";', ''],
    ['@import "a.css";', 'q{}a{}'],
  ])('%s is put in its place', async (written, expected) => {
    expect(await made(`${written}p{}`, texts)).toBe(`${expected}p{}`);
  });

  it.each([
    ['print', '@media print{u{}}'],
    ['layer', '@layer {u{}}'],
    [
      'layer(base.one) screen and (width > 9px)',
      '@layer base.one{@media screen and (width > 9px){u{}}}',
    ],
    ['supports(display: grid) print', '@supports (display: grid){@media print{u{}}}'],
  ])('under %s holds only there', async (conditions, expected) => {
    expect(
      await whole(`@import url(my.css) ${conditions};`, '/public/styles/x.css', fetcherOf(texts)),
    ).toBe(expected);
  });

  it('is no longer followed where there is no end of it', async () => {
    const fetcher = fetcherOf();
    let number = 0;
    fetcher.text = () => Promise.resolve(`@import "${++number}.css";`);

    expect(await whole('@import "0.css";p{}', '/public/x.css', fetcher)).toBe('p{}');
    expect(number).toBeLessThan(10);
  });
});
