import { expect, test } from 'vitest';
import type { NodeForm } from '../../src/dom/protocol';
import { TestPage } from '../helpers';

const COUNTER: NodeForm[] = [
  ['h1', 0, 'Counter'],
  ['p', 0, 'You clicked ', '3', ' times'],
  ['button', { e: { click: 1 } }, '+'],
];
const COUNTER_HTML = '<h1>Counter</h1><p>You clicked <!---->3<!----> times</p><button>+</button>';

test('the nodes that are there are adopted, and counted in document order', () => {
  const page = new TestPage(COUNTER_HTML);
  const before = page.allNodes();

  page.hydrate(COUNTER);
  page.patch(['text', 5, '4']);
  page.get('button').click();

  expect(page.allNodes()).toEqual(before);
  expect(page.get('p').textContent).toBe('You clicked 4 times');
  expect(page.events).toEqual([['click', [7]]]);
  expect(page.live).toBe(1);
});

const DIFFERENT: [string, NodeForm[], string, string][] = [
  ['another tag', [['p', 0]], '<div></div>', 'div[1]'],
  ['a text for an element', [['p', 0, ['b', 0]]], '<p>b</p>', 'p[1] > text[1]'],
  ['an element for a text', [['p', 0, 'b']], '<p><b></b></p>', 'p[1] > b[1]'],
  ['a missing node', [['p', 0, 'a', ['b', 0]]], '<p>a</p>', 'p[1]'],
  ['a node too many', [['ul', 0, ['li', 0]]], '<ul><li></li><li></li></ul>', 'ul[1] > li[2]'],
  [
    'white space',
    [
      ['p', 0],
      ['p', 0],
    ],
    '<p></p>\n<p></p>',
    'text[2]',
  ],
  ['an empty page', [['p', 0]], '', 'the root'],
  [
    'a tbody that the parser made (V26)',
    [['table', 0, ['tr', 0]]],
    '<table><tr></tr></table>',
    'table[1] > tbody[1]',
  ],
];

test.each(DIFFERENT)('%s is told with its path (C2)', (_, forms, html, path) => {
  const page = new TestPage(html);

  page.hydrate(forms);

  expect(page.sent).toEqual([['mismatch', path]]);
  expect(page.live).toBe(0);
});

test('comments do not count', () => {
  const page = new TestPage('<!-- a --><p>x<!-- b --></p><!-- c -->');

  page.hydrate([['p', 0, 'x']]);

  expect(page.sent).toEqual([['hydrated']]);
});

test('the inside of raw HTML, and of a textarea, is not looked at', () => {
  const page = new TestPage('<div><b>x</b><i></i></div><textarea>a\nb</textarea><p></p>');

  page.hydrate([
    ['div', { h: 'something else' }],
    ['textarea', { p: { value: '?' } }],
    ['p', 0],
  ]);

  expect(page.sent).toEqual([['hydrated']]);
  expect(page.view.nodes.get(3)).toBe(page.get('p'));
});

test('a long text that the parser has split is one text', () => {
  const page = new TestPage('<p></p>');
  page.get('p').append('long ', 'text', '');

  page.hydrate([['p', 0, 'long text']]);
  page.patch(['text', 2, 'short']);

  expect(page.html).toBe('<p>short</p>');
});

test('SVG keeps the case of its names', () => {
  const forms: NodeForm[] = [['svg', 0, ['foreignObject', 0, ['p', 0]], ['linearGradient', 0]]];
  const page = new TestPage(
    '<svg><foreignObject><p></p></foreignObject><linearGradient></linearGradient></svg>',
  );

  page.hydrate(forms);

  expect(page.sent).toEqual([['hydrated']]);
});

test('forms whose fields hide their properties are adopted (V23)', () => {
  const names = ['firstChild', 'nextSibling', 'localName', 'nodeType', 'childNodes'];
  const html = `<form>${names.map((name) => `<input name="${name}">`).join('')}</form><p></p>`;
  const page = new TestPage(html);

  page.hydrate([
    ['form', 0, ...names.map((name) => ['input', { a: { name } }] as const)],
    ['p', 0],
  ]);

  expect(page.sent).toEqual([['hydrated']]);
});

test('what was typed before stays, whatever the first ops say (C3)', () => {
  const page = new TestPage('<input value="a"><input value="b"><input type="checkbox">');
  const [first, second, box] = page.root.querySelectorAll('input');
  (first as HTMLInputElement).value = 'typed';
  (box as HTMLInputElement).checked = true;

  page.hydrate(
    [
      ['input', { e: { input: 1 } }],
      ['input', 0],
      ['input', { e: { change: 1 } }],
    ],
    ['prop', 1, 'value', 'x'],
    ['prop', 2, 'value', 'y'],
    ['prop', 3, 'checked', false],
  );
  page.patch(['prop', 1, 'value', 'z'], ['prop', 3, 'checked', false]);

  expect([first?.value, second?.value, box?.checked]).toEqual(['typed', 'y', true]);
});
