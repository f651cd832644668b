import { expect, test } from 'vitest';
import type { TemplateForm } from '../../src/dom/protocol';
import { TestPage } from '../helpers';

/** `div#1[click] > p#2[click]`, `section#3[click]`, and `div#4 > button#5[click]`, shown in 3. */
function page(stop = false): TestPage {
  const e = { click: 1 } as const;
  const made = TestPage.of(
    ['div', { e }, ['p', { e: { click: stop ? { stop } : 1 } }]],
    ['section', { e }],
    ['div', 0, ['button', { e }, 'x']],
  );
  made.patch(['portal', 4, 2], ['move', 3, 4, 0]);
  return made;
}

test('events of a portal go on to the elements around its place, not to those around it', () => {
  const made = page();

  made.get('button').click();

  expect(made.html).toBe('<div><p></p></div><section><div><button>x</button></div></section>');
  expect(made.events).toEqual([['click', [5, 2, 1]]]);
});

test('one of those elements may stop them', () => {
  const made = page(true);

  made.get('button').click();

  expect(made.events).toEqual([['click', [5, 2]]]);
});

test('they go on from one portal to the next', () => {
  const made = page();
  made.patch(['create', 4, 0, 7, ['i', 0, 'y']], ['create', 0, 0, 9, ['b', 0, 'z']]);
  made.patch(['portal', 9, 7]);

  made.get('b').click();

  expect(made.events).toEqual([['click', [2, 1]]]);
});

test('they go on to the nodes of a closed block', () => {
  const block: TemplateForm = [
    'ul',
    0,
    [[0, 'e', 'click']],
    ['li', 0, [[1, 'e', 'click']], 'a'],
    ['li', 0, [[2, 'e', 'click']], 'b'],
  ];
  const made = TestPage.with(block);
  made.patch(['create', 0, 0, 1, [0, 1, 1, 1], ['div', 0, ['button', 0]]], ['portal', 6, 4]);

  made.get('button').click();

  expect(made.events).toEqual([['click', [4, 1]]]);
});

test('a control in a portal is edited where a handler around its place hears of it', () => {
  const made = TestPage.of(
    ['form', { e: { input: 1 } }],
    ['div', 0, ['input', { p: { value: '' } }]],
  );
  made.patch(['portal', 2, 1]);

  made.type(made.get<HTMLInputElement>('input'), 'typed');
  made.patch(['prop', 3, 'value', 'old']);

  expect(made.events).toEqual([['input', [1]]]);
  expect(made.get<HTMLInputElement>('input').value).toBe('typed');
});

test('a portal stays on the page when the element that it is shown in goes', () => {
  const made = page();

  made.patch(['move', 0, 4, 0], ['remove', 3], ['text', 6, 'y']);

  expect(made.html).toBe('<div><p></p></div><div><button>y</button></div>');
});
