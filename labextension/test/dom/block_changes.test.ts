import { describe, expect, test, vi } from 'vitest';
import { ITEM, CARD, items } from '../blocks';
import { TestPage } from '../helpers';

describe('changing a closed row', () => {
  const HTML = (one: string) => `<li title="t"><span>a</span> of <b>all</b></li>${one}`;

  function listed(): TestPage {
    const page = TestPage.with(ITEM);
    page.patch(['create', 0, 0, 1, ['ul', 0, items('a', 'b')]]);
    return page;
  }

  test('its texts and attributes can be set', () => {
    const page = listed();

    page.patch(
      ['text', 10, 'B'],
      ['attr', 8, 'class', 'x'],
      ['attr', 9, 'id', 'i'],
      ['text', 11, '/'],
    );
    page.patch(['text', 13, 'A'], ['attr', 8, 'title', null]);

    expect(page.get('ul').innerHTML).toBe(
      HTML('<li class="x"><span id="i">B</span>/<b>A</b></li>'),
    );
  });

  test('only its root is held', () => {
    const page = listed();

    page.patch(['text', 10, 'B']);

    expect(page.view.nodes.size).toBe(4);
  });

  test('a text that was empty is made when it is set', () => {
    const page = TestPage.with(ITEM);
    page.patch(['create', 0, 0, 1, items('', '')]);

    page.patch(['text', 9, 'new'], ['text', 9, 'newer']);
    page.patch(['text', 9, ''], ['text', 9, 'newest']);

    expect([...page.root.querySelectorAll('span')].map((one) => one.innerHTML)).toEqual([
      '',
      'newest',
    ]);
  });

  test('it moves, and keeps its ids', () => {
    const page = listed();
    const [first, second] = page.root.querySelectorAll('li');

    page.patch(['move', 1, 8, 2], ['text', 10, 'B'], ['text', 4, 'A']);

    expect([...page.root.querySelectorAll('li')]).toEqual([second, first]);
    expect(page.root.textContent).toBe('B of allA of all');
  });

  test('it goes, with others or alone', () => {
    const page = TestPage.with(ITEM);
    page.patch(['create', 0, 0, 1, ['ul', 0, 'x', items('a', 'b', 'c', 'd')]]);

    page.patch(['remove', 9]);
    page.patch(['remove', 21, 3]);

    expect(page.get('ul').textContent).toBe('xc of all');
    expect(() => page.patch(['text', 9, 'x'])).toThrow('no node has the id 9');
    expect(() => page.patch(['text', 11, 'x'])).toThrow('no node has the id 11');
    expect(page.view.nodes.find(17)).toBe(page.get('span').firstChild);
  });

  test('after it was opened, what is in it may come and go', () => {
    const page = listed();

    page.patch(['open', 8, 2], ['remove', 9], ['create', 8, 11, 14, ['i', 0, 'new']]);
    page.patch(['open', 8], ['move', 8, 14, 0], ['text', 13, 'A'], ['text', 4, 'a!']);
    page.patch(['create', 3, 0, 16, '?']);

    expect(page.get('ul').innerHTML).toBe(
      '<li title="t"><span>a!?</span> of <b>all</b></li><li title="t"> of <b>A</b><i>new</i></li>',
    );
  });

  test('opening puts all its nodes in the table, and what was empty has a text', () => {
    const page = TestPage.with(ITEM);
    page.patch(['create', 0, 0, 1, items('', 'b')], ['open', 1]);

    page.patch(['create', 2, 0, 13, ['i', 0]], ['text', 3, 'new']);

    expect(page.get('span').innerHTML).toBe('new<i></i>');
    expect(page.view.nodes.size).toBe(1 + 6 + 1 + 1);
  });

  test('one whose inside changes without a word is opened', () => {
    const page = listed();

    page.patch(['create', 9, 10, 14, ['i', 0]], ['remove', 11], ['text', 10, 'B']);
    page.patch(['move', 2, 7, 3], ['text', 4, 'A']);

    expect(page.get('ul').innerHTML).toBe(
      '<li title="t">all<span>A</span> of <b></b></li><li title="t"><span><i></i>B</span><b>all</b></li>',
    );
  });

  test('what something else took out of it does no harm', () => {
    const page = listed();
    const [first, second] = page.root.querySelectorAll('span');
    (first as Element).innerHTML = '<font>translated</font>';
    second?.remove();

    page.patch(['text', 4, 'A'], ['text', 5, '-'], ['text', 10, 'B'], ['attr', 9, 'id', 'x']);
    page.patch(['open', 8], ['create', 9, 10, 14, ['i', 0]], ['text', 13, 'C']);

    expect(page.get('ul').innerHTML).toMatch(
      /^<li title="t"><span><font>translated<\/font><\/span>-/,
    );
  });
});

describe('removing', () => {
  test('all children of a parent go with one call', () => {
    const page = TestPage.with(ITEM);
    page.patch(['create', 0, 0, 1, ['ul', 0, 'x', items('a', 'b'), ['li', 0]]]);
    const clear = vi.spyOn(page.get('ul'), 'removeChild');

    page.patch(['remove', 15, 9, 3, 2]);

    expect(page.html).toBe('<ul></ul>');
    expect(clear).not.toHaveBeenCalled();
    expect(page.view.nodes.find(9)).toBe(undefined);
  });

  test('one that was named twice, or is of somebody else, takes nothing with it', () => {
    const page = TestPage.of(['p', 0, ['b', 0], ['i', 0]], ['b', 0]);
    page.get('i').append(document.createElement('x-y'));

    page.patch(['remove', 2, 2, 4]);

    expect(page.html).toBe('<p><i><x-y></x-y></i></p>');
  });

  test('rows that come and go leave nothing behind (C10)', () => {
    const page = TestPage.with(ITEM);
    page.patch(['create', 0, 0, 1, ['ul', 0]]);

    for (let id = 2; id < 40_000; id += 12)
      page.patch(['create', 1, 0, id, items('a', 'b')], ['remove', id + 6, id]);

    expect(page.view.nodes.size).toBe(2);
  });

  test('rows that go with what they are in leave nothing behind (C10)', () => {
    const page = TestPage.with(ITEM, CARD);

    for (let id = 1; id < 100_000; id += 20)
      page.patch(
        ['create', 0, 0, id, ['ul', 0, items('a', 'b')], [0, null, 'c', 'd']],
        ['remove', id, id + 13],
      );

    expect(page.view.nodes.size).toBeLessThan(3000);
  });

  test('rows of the first HTML go, too', () => {
    const page = new TestPage('<ul><li></li><li></li></ul>');
    page.templates.push(['li', 0, 0]);
    page.hydrate([['ul', 0, { rows: 0, count: 2, columns: [] }]]);

    page.patch(['remove', 2]);
    const size = page.view.nodes.size;
    page.patch(['remove', 3]);

    expect([size, page.view.nodes.size]).toEqual([3, 2]);
    expect(page.html).toBe('<ul></ul>');
  });
});
