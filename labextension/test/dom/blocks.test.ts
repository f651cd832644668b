import { describe, expect, test, vi } from 'vitest';
import type { NodeForm, TemplateForm } from '../../src/dom/protocol';
import { ITEM, CARD, items } from '../blocks';
import { TestPage } from '../helpers';

describe('creating', () => {
  test('a block is its template with the holes filled', () => {
    const page = TestPage.with(ITEM);

    page.patch(['create', 0, 0, 1, [0, 'x', 'one', 'two']]);

    expect(page.html).toBe('<li title="t" class="x"><span>one</span> of <b>two</b></li>');
  });

  test('rows take a value from each column, or one for all', () => {
    const page = TestPage.with(ITEM);
    const rows = { rows: 0, count: 2, columns: [['x', null], ['1', '2'], 'all'] };

    page.patch(['create', 0, 0, 1, ['ul', 0, rows]]);

    expect(page.html).toBe(
      '<ul><li title="t" class="x"><span>1</span> of <b>all</b></li>' +
        '<li title="t"><span>2</span> of <b>all</b></li></ul>',
    );
  });

  test('no rows are no nodes', () => {
    const page = TestPage.with(ITEM);

    page.patch(['create', 0, 0, 1, ['ul', 0, items()], 'after']);

    expect(page.html).toBe('<ul></ul>after');
    expect(page.found([['ul', 0, items()], 'after'])).toEqual(page.allNodes());
  });

  test('every node has the id that follows from its place', () => {
    const page = TestPage.with(ITEM, CARD);
    const forms: NodeForm[] = [
      'a',
      [0, null, 'b', 'c'],
      [1, 'title', ['d', ['i', 0, [0, null, 'e', 'f']], items('g', 'h'), [1, 'j', [[1, 'k', []]]]]],
      items('l'),
      ['p', 0, 'm'],
      [1, 'n', 'text'],
      'o',
    ];

    page.patch(['create', 0, 0, 1, ...forms]);

    expect(page.found(forms)).toEqual(page.allNodes());
  });

  test('an empty text in the only hole of an element leaves it empty', () => {
    const page = TestPage.with(ITEM);

    page.patch(['create', 0, 0, 1, items('', 'b')]);

    const [first, second] = page.root.querySelectorAll('span');
    expect([first?.childNodes.length, second?.childNodes.length]).toEqual([0, 1]);
  });

  test('rows are put where they belong', () => {
    const page = TestPage.with(['li', 0, 0, 0]);
    const rows = (...texts: string[]) => ({ rows: 0, count: texts.length, columns: [texts] });
    page.patch(['create', 0, 0, 1, ['ul', 0, rows('a', 'd')]]);

    page.patch(['create', 1, 4, 6, rows('b', 'c')]);
    page.patch(['create', 1, 0, 10, rows('e')]);

    expect(page.get('ul').textContent).toBe('abcde');
  });

  test('a template that was never defined is an error', () => {
    const page = TestPage.with(ITEM);

    expect(() => page.patch(['create', 0, 0, 1, [7]])).toThrow('no template has the id 7');
    expect(() => page.patch(['create', 0, 0, 1, { ...items('a'), rows: -1 }])).toThrow(
      'no template has the id -1',
    );
    const counts = [1, -2, 3, 1];
    expect(() => page.view.receive(['hydrate', [[], counts], []])).toThrow(
      'no template has the id 3',
    );
  });

  test('a template is of the namespace of its place', () => {
    const page = TestPage.with(['a', 0, [[0, 'a', 'xlink:href']], ['title', 0, 0, ['b', 0, 0]]]);
    const link: NodeForm = [0, '#x'];

    page.patch(['create', 0, 0, 1, link, ['svg', 0, link, ['foreignObject', 0, link]], link]);

    const spaces = (selector: string) =>
      [...page.root.querySelectorAll(selector)].map((one) => one.namespaceURI?.slice(-4));
    expect(spaces('a')).toEqual(['html', '/svg', 'html', 'html']);
    expect(spaces('title')).toEqual(['html', '/svg', 'html', 'html']);
    expect(new Set(spaces('b'))).toEqual(new Set(['html']));
    const linked = [...page.root.querySelectorAll('a')].map((one) => one.attributes[0]?.localName);
    expect(linked).toEqual(['xlink:href', 'href', 'xlink:href', 'xlink:href']);
  });

  test('rows of a drawing are of its namespace', () => {
    const page = TestPage.with(['g', 0, 0, ['circle', { a: { r: '1' } }, [[0, 'a', 'cx']]]]);
    const rows = { rows: 0, count: 2, columns: [['1', '2']] };

    page.patch(['create', 0, 0, 1, ['svg', 0, rows]], ['attr', 5, 'cx', '9']);

    expect(page.html).toBe(
      '<svg><g><circle r="1" cx="1"></circle></g><g><circle r="1" cx="9"></circle></g></svg>',
    );
    expect(page.get('circle').namespaceURI).toBe('http://www.w3.org/2000/svg');
  });

  test('an attribute that could run a script is refused, and so is a script', () => {
    vi.spyOn(console, 'warn').mockReturnValue();
    const page = TestPage.with(
      ['p', { a: { onclick: 'pwn()' } }, [[0, 'a', 'onmouseover']]],
      ['script', 0, 0, 0],
    );

    page.patch(['create', 0, 0, 1, [0, 'pwn()'], [1, 'globalThis.pwned = true']]);

    expect(page.html).toBe('<p></p><script>globalThis.pwned = true</script>');
    expect(globalThis).not.toHaveProperty('pwned');
  });

  test('fields whose names hide the properties of their form do no harm (V23)', () => {
    const names = ['firstChild', 'nextSibling', 'parentNode', 'cloneNode', 'childNodes'];
    const fields = names.map((name): TemplateForm => ['input', { a: { name } }, 0]);
    const page = TestPage.with(['form', 0, 0, ...fields, ['b', 0, 0, 0]]);
    const rows: NodeForm = { rows: 0, count: 2, columns: [['x', 'y']] };

    page.patch(['create', 0, 0, 1, ['div', 0, rows]], ['text', 17, 'z'], ['attr', 12, 'a', 'b']);

    expect([...page.root.querySelectorAll('b')].map((one) => one.textContent)).toEqual(['x', 'z']);
    page.patch(['open', 10], ['remove', 2, 10]);
    expect(page.html).toBe('<div></div>');
  });

  test('a custom element is made where it is used, and nowhere else', () => {
    const made: Document[] = [];
    class Counted extends HTMLElement {
      constructor() {
        super();
        made.push(this.ownerDocument);
      }
    }
    customElements.define('x-counted', Counted);
    const page = TestPage.with(['x-counted', 0, 0]);

    page.patch(['create', 0, 0, 1, [0], [0]]);

    expect(made).toEqual([document, document]);
  });
});

describe('properties', () => {
  const BOX: TemplateForm = [
    'p',
    0,
    0,
    ['input', { a: { type: 'checkbox' } }, [[0, 'p', 'checked']]],
    ['input', { p: { value: 'const' } }, 0],
  ];

  test('they are set in each row, and are its defaults', () => {
    const page = TestPage.with(BOX);

    page.patch(['create', 0, 0, 1, { rows: 0, count: 3, columns: [[true, false, null]] }]);

    const boxes = [...page.root.querySelectorAll<HTMLInputElement>('[type=checkbox]')];
    const fields = [...page.root.querySelectorAll<HTMLInputElement>('[value]')];
    expect(boxes.map((one) => [one.checked, one.defaultChecked])).toEqual([
      [true, true],
      [false, false],
      [false, false],
    ]);
    expect(fields.map((one) => [one.value, one.defaultValue])).toEqual(
      Array(3).fill(['const', 'const']),
    );
  });

  test('an op sets one of a closed row', () => {
    const page = TestPage.with(BOX);
    page.patch(['create', 0, 0, 1, { rows: 0, count: 2, columns: [false] }]);

    page.patch(['prop', 5, 'checked', true], ['prop', 3, 'value', 'other']);

    const inputs = [...page.root.querySelectorAll('input')];
    expect(inputs.map((one) => one.checked)).toEqual([false, false, true, false]);
    expect(inputs[1]?.value).toBe('other');
  });

  const CHOICE: TemplateForm = [
    'select',
    0,
    [[0, 'p', 'value']],
    ['option', 0, [[1, 'a', 'value']], 2],
    ['option', { a: { value: 'b' } }, 0, 'B'],
  ];

  test('a select takes its value when its options are there', () => {
    const page = TestPage.with(CHOICE);
    const rows: NodeForm = { rows: 0, count: 3, columns: [['b', 'z', null], ['a', 'z', 'a'], 'A'] };

    page.patch(['create', 0, 0, 1, rows, [0, 'b', 'c', 'C']]);

    const selects = [...page.root.querySelectorAll('select')];
    expect(selects.map(({ value }) => value)).toEqual(['b', 'z', 'a', 'b']);
    const written = selects.map((one) => one.querySelectorAll('[selected]').length);
    expect(written).toEqual([1, 1, 0, 1]);
  });

  test('a select whose options are rows chooses again when they change', () => {
    const page = TestPage.with(
      ['option', 0, [[0, 'a', 'value']], 1],
      ['select', 0, [[0, 'p', 'value']], 1],
    );
    const rows = (...names: string[]): NodeForm => ({
      rows: 0,
      count: names.length,
      columns: [names, names],
    });

    page.patch(['create', 0, 0, 1, [1, 'b', [rows('a', 'b')]]]);
    const select = page.get<HTMLSelectElement>('select');
    const before = select.value;
    page.patch(['remove', 3, 5], ['create', 1, 0, 7, rows('b', 'c')]);

    expect([before, select.value, select.options.length]).toEqual(['b', 'b', 2]);
  });

  test('a multiple select in a block takes a list', () => {
    const page = TestPage.with([
      'select',
      { a: { multiple: '' } },
      [[0, 'p', 'value']],
      ['option', 0, 0, 'a'],
      ['option', 0, 0, 'b'],
    ]);

    page.patch(['create', 0, 0, 1, [0, ['a', 'b']]]);

    expect(page.get<HTMLSelectElement>('select').selectedOptions.length).toBe(2);
  });

  test('focus and caret stay when a value in a row is set', () => {
    const page = TestPage.with(['p', 0, 0, ['input', 0, [[0, 'p', 'value']]], 1]);
    page.patch(['create', 0, 0, 1, { rows: 0, count: 2, columns: ['hello', 'x'] }]);
    const control = page.root.querySelectorAll('input')[1] as HTMLInputElement;
    control.focus();
    control.setSelectionRange(1, 2);

    page.patch(['prop', 5, 'value', 'hallo'], ['text', 6, 'y'], ['move', 0, 4, 1]);

    expect(document.activeElement).toBe(control);
    expect([control.value, control.selectionStart, control.selectionEnd]).toEqual(['hallo', 1, 2]);
  });
});
