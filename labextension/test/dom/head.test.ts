import { beforeEach, expect, test, vi } from 'vitest';
import { TestPage } from '../helpers';

const MARK = 'data-rnb-head';

beforeEach(() => {
  document.head.innerHTML =
    '<meta charset="utf-8"><title data-rnb-head>Old</title>' +
    '<meta name="description" content="d" data-rnb-head><link rel="stylesheet" href="/style.css">';
});

test('the title changes in place', () => {
  const title = document.querySelector('title');

  TestPage.of().patch(['head', [['title', {}, 'New']]]);

  expect(document.querySelector('title')).toBe(title);
  expect(document.title).toBe('New');
});

test('an entry that stays the same is not touched, others come and go', () => {
  const description = document.querySelector('meta[name=description]');
  const page = TestPage.of();

  page.patch([
    'head',
    [
      ['meta', { name: 'description', content: 'd' }, ''],
      ['link', { rel: 'canonical', href: '/x' }, ''],
    ],
  ]);

  expect(document.querySelector('meta[name=description]')).toBe(description);
  expect(document.head.innerHTML).toBe(
    `<meta charset="utf-8"><meta name="description" content="d" ${MARK}="">` +
      `<link rel="stylesheet" href="/style.css"><link rel="canonical" href="/x" ${MARK}="">`,
  );
});

test('what is not ours stays', () => {
  TestPage.of().patch(['head', []]);

  expect(document.head.innerHTML).toBe(
    '<meta charset="utf-8"><link rel="stylesheet" href="/style.css">',
  );
});

test('attributes of the html element come and go, but not the state of the page', () => {
  const html = document.documentElement;
  html.setAttribute('data-reactor', 'live');
  const page = TestPage.of();

  page.patch(['head', [['html', { lang: 'de', dir: 'ltr', 'data-reactor': 'x' }, '']]]);
  page.patch(['head', [['html', { lang: 'fr' }, '']]]);

  expect(html.getAttributeNames()).toEqual(['data-reactor', 'lang']);
  expect([html.lang, html.dataset['reactor']]).toEqual(['fr', 'live']);
});

test('other elements and attributes that could run a script are refused (V7–V10)', () => {
  vi.spyOn(console, 'warn').mockReturnValue();

  TestPage.of().patch([
    'head',
    [
      ['script', { src: 'x.js' }, ''],
      ['base', { href: 'https://evil.example/' }, ''],
      ['link', { rel: 'icon', href: '/i', onload: 'pwn()' }, ''],
    ],
  ]);

  expect(document.querySelectorAll('script, base').length).toBe(0);
  expect(document.querySelector('link[rel=icon]')?.getAttributeNames()).toEqual([
    'rel',
    'href',
    MARK,
  ]);
});
