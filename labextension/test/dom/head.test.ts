import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TestPage } from '../helpers';

const MARK = 'data-rnb-head';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  document.head.innerHTML =
    '<meta charset="utf-8"><title data-rnb-head>Old</title>' +
    '<meta name="description" content="d" data-rnb-head><link rel="stylesheet" href="/style.css">';
});

afterEach(() => {
  vi.useRealTimers();
});

test('the title changes in place', () => {
  const title = document.querySelector('title');

  TestPage.of().patch(['head', [['title', {}, 'New']]]);
  vi.runAllTimers();

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
  vi.runAllTimers();

  expect(document.querySelector('meta[name=description]')).toBe(description);
  expect(document.head.innerHTML).toBe(
    `<meta charset="utf-8"><meta name="description" content="d" ${MARK}="">` +
      `<link rel="stylesheet" href="/style.css"><link rel="canonical" href="/x" ${MARK}="">`,
  );
});

test('what is not ours stays', () => {
  TestPage.of().patch(['head', []]);
  vi.runAllTimers();

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
      ['iframe', { src: '/x' }, ''],
      ['base', { href: 'https://evil.example/' }, ''],
      ['link', { rel: 'icon', href: '/i', onload: 'pwn()' }, ''],
    ],
  ]);
  vi.runAllTimers();

  expect(document.querySelectorAll('iframe, base').length).toBe(0);
  expect(document.querySelector('link[rel=icon]')?.getAttributeNames()).toEqual([
    'rel',
    'href',
    MARK,
  ]);
});

test('a script is of the own origin, and has no text', () => {
  const page = TestPage.of();

  page.patch(['head', [['script', { src: '/x.js', type: 'module' }, 'pwn()']]]);
  vi.runAllTimers();
  page.patch(['head', [['script', { src: 'https://evil.example/x.js' }, '']]]);

  expect(document.querySelector('script')?.outerHTML).toBe(
    `<script src="/x.js" type="module" ${MARK}=""></script>`,
  );
  expect(() => vi.runAllTimers()).toThrow('of another origin');
  expect(document.querySelectorAll('script').length).toBe(1);
});

test('only the newest entries are carried out, in a task after the patches', () => {
  const page = TestPage.of();
  const changes = vi.spyOn(document.querySelector('title')?.firstChild as Text, 'data', 'set');

  page.patch(['head', [['title', {}, 'One']]]);
  page.patch(['head', [['title', {}, 'Two']]]);
  expect(document.title).toBe('Old');
  vi.runAllTimers();

  expect(document.title).toBe('Two');
  expect(changes).toHaveBeenCalledTimes(1);
});

test('a title without a text, or with several, gets the text', () => {
  const page = TestPage.of();
  const title = document.querySelector('title') as HTMLTitleElement;

  for (const [before, after] of [
    [[], 'New'],
    [['O', 'ld'], 'Newer'],
  ] as const) {
    title.replaceChildren(...before);
    page.patch(['head', [['title', {}, after]]]);
    vi.runAllTimers();

    expect(document.title).toBe(after);
  }
});

const WITHOUT_WAITING: [string, (page: TestPage) => void][] = [
  ['before a page is live', (page) => page.hydrate([])],
  ['when a page fails', (page) => page.stop.abort()],
  ['when a page is left', () => dispatchEvent(new Event('pagehide'))],
  ['when a page is hidden', () => document.dispatchEvent(new Event('visibilitychange'))],
];

test.each(WITHOUT_WAITING)('nothing waits %s', (_, happen) => {
  const page = new TestPage();

  page.patch(['head', [['title', {}, 'New']]]);
  happen(page);

  expect(document.title).toBe('New');
});

test('a hidden page does not wait, since its timers are late', async () => {
  vi.spyOn(Document.prototype, 'visibilityState', 'get').mockReturnValue('hidden');
  vi.resetModules();
  const fresh = await import('../helpers');

  fresh.TestPage.of().patch(['head', [['title', {}, 'New']]]);

  expect(document.title).toBe('New');
});
