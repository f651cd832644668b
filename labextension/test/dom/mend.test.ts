import { beforeEach, expect, test, vi } from 'vitest';
import type { NodeForm } from '../../src/dom/protocol';
import { TestPage } from '../helpers';

beforeEach(() => void vi.spyOn(console, 'warn').mockReturnValue());

const CASES: [string, string, NodeForm[], string, unknown[]][] = [
  [
    'a text',
    '<p>12:00</p>',
    [['p', 0, '12:01']],
    '<p>12:01</p>',
    [['p[1] > text[1]', 'found "12:00", wanted "12:01"']],
  ],
  [
    'an attribute',
    '<p id="a" class="x"></p>',
    [['p', { a: { id: 'b', title: 't' } }]],
    '<p id="b" title="t"></p>',
    [
      ['p[1]', 'id: found "a", wanted "b"'],
      ['p[1]', 'title: found "nothing", wanted "t"'],
      ['p[1]', 'the attribute class was too much'],
    ],
  ],
  [
    'a node that an extension put in',
    '<ul><li>a</li><x-helper></x-helper><li>b</li></ul><x-root></x-root>',
    [['ul', 0, ['li', 0, 'a'], ['li', 0, 'b']]],
    '<ul><li>a</li><li>b</li></ul>',
    [
      ['ul[1] > x-helper[2]', 'x-helper was too much'],
      ['x-root[2]', 'x-root was too much'],
    ],
  ],
  [
    'a missing node',
    '<ul><li>b</li></ul>',
    [['ul', 0, ['li', 0, 'b'], ['li', 0, 'c']]],
    '<ul><li>b</li><li>c</li></ul>',
    [['ul[1]', 'li was missing']],
  ],
  [
    'a missing node in front',
    '<div><p>b</p></div>',
    [['div', 0, ['h1', 0, 'a'], ['p', 0, 'b']]],
    '<div><h1>a</h1><p>b</p></div>',
    [['div[1]', 'h1 was missing']],
  ],
  [
    'another tag',
    '<div><p>a</p><hr></div>',
    [['div', 0, ['h2', 0, 'a'], ['hr', 0]]],
    '<div><h2>a</h2><hr></div>',
    [['div[1] > p[1]', 'found p, wanted h2']],
  ],
  [
    'a tbody that the parser made (V26)',
    '<table><tbody><tr><td>x</td></tr></tbody></table>',
    [['table', 0, ['tr', 0, ['td', 0, 'x']]]],
    '<table><tr><td>x</td></tr></table>',
    [['table[1] > tbody[1]', 'found tbody, wanted tr']],
  ],
  [
    'white space',
    '<p>a</p>\n<p>b</p>',
    [
      ['p', 0, 'a'],
      ['p', 0, 'b'],
    ],
    '<p>a</p><p>b</p>',
    [['text[2]', 'text was too much']],
  ],
  [
    'raw HTML',
    '<div><b>x</b></div><div><br></div>',
    [
      ['div', { h: '<i>x</i>' }],
      ['div', { h: '<br/>' }],
    ],
    '<div><i>x</i></div><div><br></div>',
    [['div[1] > b[1]', 'found b, wanted i']],
  ],
  [
    'the first value of a control',
    '<input value="a"><input type="checkbox" checked=""><textarea>t</textarea>',
    [
      ['input', { p: { value: 'b' } }],
      ['input', { a: { type: 'checkbox' }, p: { checked: false } }],
      ['textarea', { p: { value: 'u' } }],
    ],
    '<input value="b"><input type="checkbox"><textarea>u</textarea>',
    [
      ['input[1]', 'value: found "a", wanted "b"'],
      ['input[2]', 'checked: found "true", wanted "false"'],
      ['textarea[3]', 'value: found "t", wanted "u"'],
    ],
  ],
];

test.each(CASES)('%s is mended and told with its path (C2)', (_, html, forms, wanted, reports) => {
  const page = new TestPage(html);

  page.mend(...forms);

  expect(page.html).toBe(wanted);
  expect(page.sent).toEqual([['mended', reports]]);
  expect(page.live).toBe(1);
  expect(console.warn).toHaveBeenCalledTimes(1);
});

test('what fits keeps its nodes and gets its ids and handlers, once', () => {
  const page = new TestPage('<p>old</p><button>x</button>');
  const [button, text] = [page.get('button'), page.get('p').firstChild];

  page.mend(['p', 0, 'new', ['b', 0]], ['button', { e: { click: 1 } }, 'x']);
  button.click();

  expect([1, 2, 3, 4].map((id) => page.view.nodes.get(id))).toEqual([
    page.get('p'),
    text,
    page.get('b'),
    button,
  ]);
  expect(page.events).toEqual([['click', [4]]]);
});

test('what a visitor typed, opened or checked stays (C2, C3)', () => {
  const page = new TestPage(
    '<input name="a" value="1"><input type="checkbox"><details open=""></details><p>x</p>',
  );
  const [field, box] = page.root.querySelectorAll('input') as NodeListOf<HTMLInputElement>;
  (field as HTMLInputElement).value = 'typed';
  (box as HTMLInputElement).checked = true;

  page.mend(
    ['input', { a: { name: 'a' }, p: { value: '2' } }],
    ['input', { a: { type: 'checkbox' }, p: { checked: false } }],
    ['details', 0],
    ['p', 0, 'y'],
  );

  expect([field?.value, box?.checked]).toEqual(['typed', true]);
  expect(page.get<HTMLDetailsElement>('details').open).toBe(true);
});

test('what was typed goes over to a control that had to be made anew (C2)', () => {
  const page = new TestPage('<div><input name="q" value=""></div>');
  page.get<HTMLInputElement>('input').value = 'typed';

  page.mend(['section', 0, ['input', { a: { name: 'q' }, p: { value: '' } }]]);

  expect(page.get<HTMLInputElement>('section > input').value).toBe('typed');
});

test('a page that needs no mending is not reported', () => {
  const page = new TestPage('<p>x</p>');

  page.mend(['p', 0, 'x']);

  expect(console.warn).not.toHaveBeenCalled();
});

test('an attribute that could run a script is taken off, and never put on', () => {
  const page = new TestPage('<p onclick="pwn()">x</p>');

  page.mend(['p', { a: { onmouseover: 'pwn()' } }, 'x']);

  expect(page.html).toBe('<p>x</p>');
});
