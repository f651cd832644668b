import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EventOptions, NodeForm } from '../../src/dom/protocol';
import { TestPage } from '../helpers';

/** `div#1 > p#2 > button#3`, each with these options for a click, or none. */
function nested(...options: (EventOptions | 1 | null)[]): TestPage {
  const [div = null, p = null, button = null] = options;
  const spec = (one: EventOptions | 1 | null) => (one ? { e: { click: one } } : 0);
  return TestPage.of(['div', spec(div), ['p', spec(p), ['button', spec(button), 'x']]]);
}

function click(page: TestPage, selector = 'button'): MouseEvent {
  const event = new MouseEvent('click', {
    bubbles: true,
    cancelable: true,
    clientX: 3,
    clientY: 4,
  });
  page.get(selector).dispatchEvent(event);
  return event;
}

describe('the way of an event', () => {
  test('it goes from the target outwards, in one message', () => {
    const page = nested(1, 1, 1);

    click(page);

    expect(page.events).toEqual([['click', [3, 2, 1]]]);
  });

  test('handlers that capture come first, from the outside in', () => {
    const page = nested({ capture: true }, { capture: true }, 1);

    click(page);

    expect(page.events).toEqual([['click', [1, 2, 3]]]);
  });

  test('a handler that stops it is the last', () => {
    const page = nested(1, { stop: true }, 1);
    const outside = vi.fn();
    document.body.addEventListener('click', outside, { once: true });

    click(page);

    expect(page.events).toEqual([['click', [3, 2]]]);
    expect(outside).not.toHaveBeenCalled();
    document.body.click();
  });

  test('a capturing handler that stops it leaves nothing to the inside', () => {
    const page = nested({ capture: true, stop: true }, 1, 1);

    click(page);

    expect(page.events).toEqual([['click', [1]]]);
  });

  test('the default is prevented only where that was declared', () => {
    expect(click(nested(1, 1, 1)).defaultPrevented).toBe(false);
    expect(click(nested({ prevent: true }, 1, 1)).defaultPrevented).toBe(true);
    expect(click(nested({ prevent: true }, { stop: true }, 1)).defaultPrevented).toBe(false);
  });

  test('nobody hears what happens where there is no handler', () => {
    const page = nested(null, null, 1);

    click(page, 'p');

    expect(page.events).toEqual([]);
  });

  test('the inside of raw HTML counts as its element', () => {
    const page = TestPage.of(['div', { e: { click: 1 }, h: '<b>x</b>' }]);

    click(page, 'b');

    expect(page.events).toEqual([['click', [1]]]);
  });

  test('an event that does not bubble is for the target and for those who capture', () => {
    const page = TestPage.of([
      'section',
      { e: { focus: { capture: true } } },
      ['div', { e: { focus: 1 } }, ['input', { e: { focus: 1 } }]],
    ]);

    page.get('input').focus();

    expect(page.events).toEqual([['focus', [1, 3]]]);
  });

  test('a handler that was taken away hears nothing more', () => {
    const page = nested(1, null, 1);

    page.patch(['event', 3, 'click', null]);
    click(page);

    expect(page.events).toEqual([['click', [1]]]);
  });

  test('one op may be about many nodes, of which some are gone', () => {
    const page = TestPage.of(['p', 0], ['p', 0], ['button', { e: { click: 1 } }, 'x']);

    page.patch(['event', 1, 'click', 1, 2, 3], ['remove', 1]);
    for (const one of page.root.children) (one as HTMLElement).click();
    page.patch(['event', 3, 'click', null, 2]);
    for (const one of page.root.children) (one as HTMLElement).click();
    page.answer(1);

    expect(page.events).toEqual([
      ['click', [2]],
      ['click', [3]],
    ]);
  });

  test('one handler that is not passive makes the listener active', () => {
    const page = TestPage.of(['div', { e: { wheel: { passive: true } } }, ['p', 0]]);
    const listen = vi.spyOn(page.root, 'addEventListener');

    page.patch(['event', 2, 'wheel', { prevent: true }], ['event', 2, 'wheel', { passive: true }]);

    expect(listen.mock.calls.map(([type, , options]) => [type, options])).toMatchObject([
      ['wheel', { passive: false }],
      ['wheel', { passive: false, capture: true }],
    ]);
  });

  test('a view whose signal is aborted listens to nothing', () => {
    const page = nested(1, 1, 1);

    page.stop.abort();
    click(page);

    expect(page.events).toEqual([]);
  });
});

describe('what is told', () => {
  function dataOf(page: TestPage): unknown {
    const message = page.sent.find((one) => one[0] === 'event');
    return message?.[4];
  }

  test('a click tells of the target, the pointer and the keys held', () => {
    const attributes = { id: 'b', name: 'n', 'data-row-id': '7', 'data-rnb-x': 'ours' };
    const page = TestPage.of([
      'div',
      { e: { click: 1 } },
      ['button', { a: attributes, e: { click: 1 } }],
    ]);

    page
      .get('button')
      .dispatchEvent(
        new MouseEvent('click', { bubbles: true, clientX: 3, clientY: 4, shiftKey: true }),
      );

    expect(dataOf(page)).toEqual({
      target: { node: 2, id: 'b', name: 'n', type: 'submit', value: '', dataset: { rowId: '7' } },
      currents: [0, {}],
      shift: true,
      button: 0,
      x: 3,
      y: 4,
    });
  });

  test('a key tells of itself', () => {
    const page = TestPage.of(['input', { e: { keydown: 1 } }]);

    page.get('input').dispatchEvent(
      new KeyboardEvent('keydown', {
        bubbles: true,
        key: 'a',
        code: 'KeyA',
        ctrlKey: true,
        repeat: true,
      }),
    );

    expect(dataOf(page)).toEqual({
      target: { node: 1, type: 'text', value: '' },
      currents: [0],
      key: 'a',
      code: 'KeyA',
      repeat: true,
      ctrl: true,
    });
  });

  test('a checkbox tells whether it is checked', () => {
    const page = TestPage.of(['input', { a: { type: 'checkbox', value: 'v' }, e: { change: 1 } }]);

    page.get('input').click();

    expect(dataOf(page)).toMatchObject({ target: { type: 'checkbox', value: 'v', checked: true } });
  });

  test('a multiple select tells all its values (C9)', () => {
    const options = ['a', 'b', 'c'].map((one) => ['option', 0, one] as const);
    const spec = { a: { multiple: '' }, p: { value: ['a', 'c'] }, e: { change: 1 } } as const;
    const page = TestPage.of(['select', spec, ...options]);

    page.get('select').dispatchEvent(new Event('change', { bubbles: true }));

    expect(dataOf(page)).toMatchObject({ target: { value: 'a', values: ['a', 'c'] } });
  });

  test('a file input tells names, sizes and types, never content (C9)', () => {
    const page = TestPage.of(['input', { a: { type: 'file' }, e: { change: 1 } }]);
    const file = new File(['abc'], 'a.txt', { type: 'text/plain' });
    Object.defineProperty(page.get('input'), 'files', { value: [file] });

    page.get('input').dispatchEvent(new Event('change', { bubbles: true }));

    expect(dataOf(page)).toMatchObject({
      target: { files: [{ name: 'a.txt', size: 3, type: 'text/plain' }] },
    });
  });

  test('a submit tells the fields, with the button that was used', () => {
    const page = TestPage.of([
      'form',
      { e: { submit: { prevent: true } } },
      ['input', { a: { name: 'title' }, p: { value: 'milk' } }],
      ['input', { a: { name: 'title' }, p: { value: 'bread' } }],
      ['button', { a: { name: 'how', value: 'fast' } }],
    ]);

    page.get('button').click();

    expect(dataOf(page)).toMatchObject({
      form: [
        ['title', 'milk'],
        ['title', 'bread'],
        ['how', 'fast'],
      ],
    });
  });

  test('fields with the names of properties do not hide what a form is (V23)', () => {
    const names = ['id', 'name', 'type', 'value', 'dataset', 'attributes', 'getAttribute'];
    const fields: NodeForm[] = names.map((name) => ['input', { a: { name } }]);
    const form: NodeForm = [
      'form',
      { a: { id: 'f' }, e: { submit: { prevent: true } } },
      ...fields,
    ];
    const page = TestPage.of(form);

    page.get('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));

    expect(dataOf(page)).toMatchObject({ target: { id: 'f' }, currents: [0] });
    expect(JSON.stringify(dataOf(page))).not.toContain('dataset":');
  });

  test('a data attribute named __proto__ is plain data (V20)', () => {
    const page = TestPage.of(['button', { a: { 'data-__proto__': 'x' }, e: { click: 1 } }]);

    click(page);

    expect(JSON.stringify(dataOf(page))).toContain('"dataset":{"__proto__":"x"}');
  });

  test('details and dialogs tell whether they are open', () => {
    const page = TestPage.of(['details', { a: { open: '' }, e: { toggle: 1 } }]);

    page.get('details').dispatchEvent(new Event('toggle'));

    expect(dataOf(page)).toMatchObject({ target: { open: true } });
  });
});

describe('debounce and throttle', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function field(options: EventOptions): [TestPage, HTMLInputElement] {
    const page = TestPage.of(
      ['form', { e: { submit: { prevent: true } } }, ['input', { e: { input: options } }]],
      ['button', { e: { click: 1 } }],
    );
    return [page, page.get<HTMLInputElement>('input')];
  }

  test('a debounced handler hears only the last event, when it is quiet', () => {
    const [page, input] = field({ debounce: 100 });

    page.type(input, 'a');
    vi.advanceTimersByTime(90);
    page.type(input, 'ab');
    vi.advanceTimersByTime(90);
    expect(page.values).toEqual([]);
    vi.advanceTimersByTime(10);

    expect(page.values).toEqual(['ab']);
  });

  test('a throttled handler hears the first event at once and the last in the end', () => {
    const [page, input] = field({ throttle: 100 });

    for (const text of ['a', 'ab', 'abc']) page.type(input, text);
    expect(page.values).toEqual(['a']);
    vi.advanceTimersByTime(100);
    page.answer(1);

    expect(page.values).toEqual(['a', 'abc']);
  });

  test.each(['submit', 'click'])('a %s lets what was typed go first', (type) => {
    const [page, input] = field({ debounce: 1000 });

    page.type(input, 'milk');
    if (type === 'click') page.get('button').click();
    else
      page
        .get('form')
        .dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }));
    page.answer(1);

    expect(page.events).toEqual([
      ['input', [2]],
      [type, [type === 'click' ? 3 : 1]],
    ]);
    vi.advanceTimersByTime(1000);
    page.answer(2);
    expect(page.events.length).toBe(2);
  });

  test('a control that is gone sends nothing any more', () => {
    const [page, input] = field({ debounce: 100 });

    page.type(input, 'a');
    page.patch(['remove', 2]);
    vi.advanceTimersByTime(100);

    expect(page.events).toEqual([]);
  });
});
