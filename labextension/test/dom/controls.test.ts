import { describe, expect, test, vi } from 'vitest';
import { TestPage } from '../helpers';

function field(events: Record<string, 1> = { input: 1 }, value = ''): [TestPage, HTMLInputElement] {
  const page = TestPage.of(['input', { p: { value }, e: events }], ['p', { e: { click: 1 } }]);
  return [page, page.get<HTMLInputElement>('input')];
}

describe('edits and acknowledgements', () => {
  test('a value that answers something older than the newest edit is dropped', () => {
    const [page, input] = field();

    page.type(input, 'a');
    page.type(input, 'ab');
    page.answer(1, ['prop', 1, 'value', 'A']);
    expect(input.value).toBe('ab');
    page.answer(2, ['prop', 1, 'value', 'AB']);

    expect(input.value).toBe('AB');
  });

  test('a value that answers nothing in particular is dropped while an edit is under way', () => {
    const [page, input] = field();

    page.type(input, 'a');
    page.patch(['prop', 1, 'value', 'from a timer']);

    expect(input.value).toBe('a');
  });

  test('an input that Python rejects is shown as rejected', () => {
    const [page, input] = field({ input: 1 }, '12');

    page.type(input, '12x');
    page.answer(1, ['prop', 1, 'value', '12']);

    expect(input.value).toBe('12');
  });

  test('text whose only handler is for change is safe until the change', () => {
    const [page, input] = field({ change: 1 });

    page.type(input, 'abc');
    page.get('p').click();
    page.answer(1, ['prop', 1, 'value', '']);
    expect(input.value).toBe('abc');
    input.dispatchEvent(new Event('change', { bubbles: true }));
    page.answer(2, ['prop', 1, 'value', 'ABC']);

    expect(input.value).toBe('ABC');
  });

  test('text that was typed and taken back holds nothing up', () => {
    const [page, input] = field({ change: 1 });

    input.focus();
    page.type(input, 'a');
    page.type(input, '');
    input.blur();
    page.patch(['prop', 1, 'value', 'new']);

    expect(input.value).toBe('new');
  });

  test('text that no handler hears of is not kept', () => {
    const [page, input] = field({});

    page.type(input, 'abc');
    page.patch(['prop', 1, 'value', 'new']);

    expect(input.value).toBe('new');
  });

  test('a checkbox with a click handler is safe until the click is handled', () => {
    const page = TestPage.of(['input', { a: { type: 'checkbox' }, e: { click: 1 } }]);
    const box = page.get<HTMLInputElement>('input');

    box.click();
    page.answer(0, ['prop', 1, 'checked', false]);
    expect(box.checked).toBe(true);
    page.answer(1, ['prop', 1, 'checked', false]);

    expect(box.checked).toBe(false);
  });

  test('a radio button is not switched off by an older answer to its group', () => {
    const radio = (value: string, checked: boolean) =>
      [
        'input',
        { a: { type: 'radio', name: 'r', value }, p: { checked }, e: { change: 1 } },
      ] as const;
    const page = TestPage.of(radio('a', true), radio('b', false));
    const second = page.get<HTMLInputElement>('[value=b]');

    second.click();
    page.answer(0, ['prop', 1, 'checked', true], ['prop', 2, 'checked', false]);

    expect(second.checked).toBe(true);
  });
});

describe('caret and composition (C9)', () => {
  test('an equal value is not set again', () => {
    const [page, input] = field({}, 'abc');
    const set = vi.spyOn(input, 'value', 'set');

    page.patch(['prop', 1, 'value', 'abc']);

    expect(set).not.toHaveBeenCalled();
  });

  test('a number that is being typed is left alone while it means the same', () => {
    const page = TestPage.of(['input', { a: { type: 'number' }, p: { value: '1' } }]);
    const input = page.get<HTMLInputElement>('input');
    input.value = '1.0';

    page.patch(['prop', 1, 'value', '1']);
    expect(input.value).toBe('1.0');
    page.patch(['prop', 1, 'value', '2']);

    expect(input.value).toBe('2');
  });

  test('the caret stays where it was', () => {
    const [page, input] = field({}, 'hello');
    input.focus();
    input.setSelectionRange(2, 2);

    page.patch(['prop', 1, 'value', 'HELLO']);

    expect([input.value, input.selectionStart, input.selectionEnd]).toEqual(['HELLO', 2, 2]);
  });

  test('a caret at the end stays at the end', () => {
    const [page, input] = field({}, '1234');
    input.focus();
    input.setSelectionRange(4, 4);

    page.patch(['prop', 1, 'value', '1,234']);

    expect(input.selectionStart).toBe(5);
  });

  test('a value waits until the composition is over', async () => {
    const [page, input] = field({}, '');
    input.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
    input.value = 'に';

    page.patch(['prop', 1, 'value', 'x']);
    expect(input.value).toBe('に');
    input.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve));

    expect(input.value).toBe('x');
  });

  test('a value that waited is dropped when the composition was an edit', async () => {
    const [page, input] = field({ input: 1 }, '');
    input.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
    page.type(input, 'に');
    page.answer(1, ['prop', 1, 'value', '']);

    input.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
    page.type(input, '日');
    await new Promise((resolve) => setTimeout(resolve));

    expect(input.value).toBe('日');
  });
});

describe('kinds of controls', () => {
  test('a select whose value is no option shows its first one that can be chosen', () => {
    const page = TestPage.of([
      'select',
      { p: { value: 'nobody' } },
      ['option', { a: { disabled: '' } }, 'a'],
      ['option', 0, 'b'],
      ['option', 0, 'c'],
    ]);
    expect(page.get<HTMLSelectElement>('select').value).toBe('b');
  });

  test('a select keeps its choice when its options are made anew (C9)', () => {
    const option = (value: string) => ['option', 0, value] as const;
    const page = TestPage.of(['select', { p: { value: 'b' } }, option('a'), option('b')]);

    page.patch(['remove', 2], ['remove', 4], ['create', 1, 0, 6, ...['a', 'b', 'c'].map(option)]);

    expect(page.get<HTMLSelectElement>('select').value).toBe('b');
  });

  test('a file input takes no value but the empty one (C9)', () => {
    const page = TestPage.of(['input', { a: { type: 'file' } }]);

    page.patch(['prop', 1, 'value', 'C:\\x'], ['prop', 1, 'value', '']);

    expect(page.get<HTMLInputElement>('input').value).toBe('');
  });

  test('numbers, flags and null are values, too', () => {
    const page = TestPage.of(['input', { p: { value: 3 } }], ['input', { p: { value: 'x' } }]);
    const [first, second] = page.root.querySelectorAll('input');

    page.patch(['prop', 2, 'value', null]);

    expect([first?.value, second?.value]).toEqual(['3', '']);
  });

  test('a new control goes back to its first value when its form is reset', () => {
    const page = TestPage.of([
      'form',
      0,
      ['input', { p: { value: 'a' } }],
      ['textarea', { p: { value: 'b' } }],
      ['input', { a: { type: 'checkbox' }, p: { checked: true } }],
      ['select', { p: { value: 'y' } }, ['option', 0, 'x'], ['option', 0, 'y']],
    ]);
    page.type(page.get<HTMLInputElement>('input'), 'changed');

    page.get<HTMLFormElement>('form').reset();

    const [input, area, box, select] = page.get<HTMLFormElement>('form').elements;
    expect([input, area, select]).toMatchObject([{ value: 'a' }, { value: 'b' }, { value: 'y' }]);
    expect(box).toMatchObject({ checked: true });
  });
});
