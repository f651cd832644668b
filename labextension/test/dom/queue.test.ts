import { expect, test } from 'vitest';
import { TestPage } from '../helpers';

function busyPage(): TestPage {
  const page = TestPage.of(
    ['input', { e: { input: 1 } }],
    ['button', { e: { click: 1, mousemove: 1 } }, 'x'],
    ['textarea', { e: { input: 1 } }],
  );
  page.get('button').click();
  return page;
}

function settle(page: TestPage): unknown[] {
  for (let seq = 1; seq < 20; seq++) page.answer(seq);
  return page.events.slice(1);
}

test('one event is on its way at a time, in order', () => {
  const page = busyPage();

  page.get('button').click();
  page.get('button').click();
  expect(page.events.length).toBe(1);
  page.answer(1);
  expect(page.events.length).toBe(2);
  page.answer(1);

  expect(page.events.length).toBe(2);
});

test('clicks are never lost', () => {
  const page = busyPage();

  for (let count = 0; count < 5; count++) page.get('button').click();

  expect(settle(page).length).toBe(5);
});

test('of waiting input events of one control only the newest goes', () => {
  const page = busyPage();
  const input = page.get<HTMLInputElement>('input');

  for (const text of ['m', 'mi', 'mil', 'milk']) page.type(input, text);
  settle(page);

  expect(page.values).toEqual(['', 'milk']);
});

test('a click in between sees what was typed before it, not after', () => {
  const page = busyPage();
  const input = page.get<HTMLInputElement>('input');

  page.type(input, 'milk');
  page.get('button').click();
  page.type(input, 'bread');
  settle(page);

  expect(page.events.slice(1)).toEqual([
    ['input', [1]],
    ['click', [2]],
    ['input', [1]],
  ]);
  expect(page.values).toEqual(['', 'milk', '', 'bread']);
});

test('input events of two controls both go', () => {
  const page = busyPage();

  page.type(page.get<HTMLInputElement>('input'), 'a');
  page.type(page.get<HTMLTextAreaElement>('textarea'), 'b');

  expect(settle(page)).toEqual([
    ['input', [1]],
    ['input', [4]],
  ]);
});

test('pointer moves do not pile up', () => {
  const page = busyPage();

  for (let count = 0; count < 100; count++)
    page.get('button').dispatchEvent(new MouseEvent('mousemove', { bubbles: true }));

  expect(settle(page)).toEqual([['mousemove', [2]]]);
});
