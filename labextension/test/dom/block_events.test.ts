import { expect, test, vi } from 'vitest';
import type { EventOptions, RowsForm, TemplateForm } from '../../src/dom/protocol';
import { TestPage } from '../helpers';

/** `tr#0 > (td#1 > text#2), (td#3 > a#4[click] > text#5)`. */
const ROW: TemplateForm = [
  'tr',
  0,
  [[0, 'a', 'class']],
  ['td', 0, 0, 1],
  ['td', { a: { class: 'c' } }, 0, ['a', 0, [[2, 'e', 'click']], 3]],
];

function table(page: TestPage, options: EventOptions | 1 | (EventOptions | 1 | null)[], count = 3) {
  const numbers = Array.from({ length: count }, (_, row) => `${row}`);
  const rows: RowsForm = { rows: 0, count, columns: [null, numbers, options, numbers] };
  page.patch(['create', 0, 0, 1, ['table', 0, ['tbody', 0, rows]]]);
  return [...page.root.querySelectorAll('a')];
}

test('those of a row go from the inside out, with the ids of the row', () => {
  const page = TestPage.with(ROW);
  const [, second] = table(page, 1);

  page.patch(['event', 1, 'click', 1]);
  second?.click();

  expect(page.events).toEqual([['click', [13, 1]]]);
});

test('each row has the options of its column', () => {
  const page = TestPage.with(ROW);
  const links = table(page, [{ stop: true }, null, { capture: true }]);
  page.patch(['event', 1, 'click', 1]);

  for (const link of links) {
    link.click();
    page.answer(page.events.length);
  }

  expect(page.events).toEqual([
    ['click', [7]],
    ['click', [1]],
    ['click', [19, 1]],
  ]);
});

test('many handlers of one block come in their order', () => {
  const heard = (hole: number) => [[hole, 'e', 'click']] as const;
  const page = TestPage.with(
    ['div', 0, heard(0), ['p', 0, heard(1), ['b', 0, heard(2), 'x'], ['i', 0, heard(3), 'y']]],
    ['main', 0, heard(0), 1],
  );
  page.patch(['create', 0, 0, 1, [1, 1, [[0, { capture: true }, 1, 1, 1]]]]);

  page.get('b').click();

  expect(page.events).toEqual([['click', [3, 5, 4, 1]]]);
});

test('an event that does not bubble is for its target', () => {
  const page = TestPage.with(['p', 0, [[0, 'e', 'focus']], ['input', 0, [[1, 'e', 'focus']]]]);
  page.patch(['create', 0, 0, 1, [0, 1, 1]]);

  page.get('input').focus();

  expect(page.events).toEqual([['focus', [2]]]);
});

test('an op says something else than the column', () => {
  const page = TestPage.with(ROW);
  const [first, second, third] = table(page, [1, 1, null]);

  page.patch(['event', 7, 'click', null], ['event', 19, 'click', { prevent: true }]);
  page.patch(['event', 1, 'click', 1]);
  const event = new MouseEvent('click', { bubbles: true, cancelable: true });
  for (const link of [first, second]) link?.click();
  page.answer(1);
  third?.dispatchEvent(event);
  page.answer(2);

  expect(page.events).toEqual([
    ['click', [1]],
    ['click', [13, 1]],
    ['click', [19, 1]],
  ]);
  expect(event.defaultPrevented).toBe(true);
});

test('opening a row keeps its handlers, and what an op said of them', () => {
  const page = TestPage.with(ROW);
  const [first, second] = table(page, { debounce: 0 });
  first?.click();
  page.answer(1);
  page.patch(['event', 13, 'click', null]);

  page.patch(['open', 3, 9], ['move', 3, 7, 0]);
  for (const link of [first, second]) link?.click();

  expect(page.events).toEqual([
    ['click', [7]],
    ['click', [7]],
  ]);
});

test('a debounced handler of a row waits, and keeps what it waits for', () => {
  vi.useFakeTimers();
  const page = TestPage.with(['p', 0, 0, ['input', 0, [[0, 'e', 'input']]]]);
  page.patch(['create', 0, 0, 1, { rows: 0, count: 2, columns: [{ debounce: 100 }] }]);
  const [first, second] = page.root.querySelectorAll('input');

  page.type(first as HTMLInputElement, 'a');
  page.type(first as HTMLInputElement, 'ab');
  page.type(second as HTMLInputElement, 'c');
  vi.advanceTimersByTime(100);
  page.answer(1);
  vi.useRealTimers();

  expect(page.values).toEqual(['ab', 'c']);
  expect(page.sent.map((message) => message[0] === 'event' && message[4].target.node)).toEqual([
    2, 4,
  ]);
});

test('an edit in a row goes before an older answer (C3)', () => {
  const page = TestPage.with([
    'p',
    0,
    0,
    [
      'input',
      0,
      [
        [0, 'p', 'value'],
        [1, 'e', 'input'],
      ],
    ],
  ]);
  page.patch(['create', 0, 0, 1, { rows: 0, count: 1, columns: ['', 1] }]);
  const input = page.get<HTMLInputElement>('input');

  page.type(input, 'a');
  page.type(input, 'ab');
  page.answer(1, ['prop', 2, 'value', 'a']);

  expect(input.value).toBe('ab');
});

test('the listener is passive only where all rows are', () => {
  const page = TestPage.with(['p', 0, [[0, 'e', 'wheel']]]);
  const listen = vi.spyOn(page.root, 'addEventListener');

  page.patch(['create', 0, 0, 1, { rows: 0, count: 2, columns: [{ passive: true }] }]);
  page.patch(['create', 0, 0, 3, { rows: 0, count: 2, columns: [[null, 1]] }]);
  page.patch(['create', 0, 0, 5, { rows: 0, count: 2, columns: [null] }]);

  expect(listen.mock.calls.map(([type, , options]) => [type, options])).toMatchObject([
    ['wheel', { passive: true }],
    ['wheel', { passive: true, capture: true }],
    ['wheel', { passive: false }],
    ['wheel', { passive: false, capture: true }],
  ]);
});
