import { describe, expect, test, vi } from 'vitest';
import type { NodeForm, Shape } from '../../src/dom/protocol';
import { ITEM, CARD, items } from '../blocks';
import { TestPage } from '../helpers';

describe('hydrating', () => {
  const LI = '<li title="t"><span>a</span> of <b>all</b></li>';

  function known(html: string): TestPage {
    const page = new TestPage(html);
    page.templates.push(ITEM, CARD);
    return page;
  }

  test('blocks and rows are adopted, and each node has its id', () => {
    const row = (one: string) => LI.replace('a<', `${one}<`);
    const page = known(
      `x<ul>${row('a')}${row('b')}${row('')}</ul>` +
        `<section><h2>t</h2>y<i></i>${row('c')}<section><h2>u</h2><p>end</p></section><p>end</p></section>` +
        `<section><h2>v</h2>w<p>end</p></section>${row('d')}${row('e')}z`,
    );
    const forms: NodeForm[] = [
      'x',
      ['ul', 0, items('a', 'b', '')],
      [1, 't', ['y', ['i', 0], [0, null, 'c', 'all'], [1, 'u', []]]],
      [1, 'v', 'w'],
      items('d'),
      [0, null, 'e', 'all'],
      'z',
    ];
    const before = page.allNodes();

    page.hydrate(forms);

    expect(page.sent).toEqual([['hydrated']]);
    expect(page.found(forms)).toEqual(before);
    expect(page.allNodes()).toEqual(before);
  });

  test('of rows only the roots are looked at, and the first', () => {
    const page = known(`<ul>${LI}${LI.replaceAll('span', 'i').repeat(999)}</ul>`);

    page.hydrate([['ul', 0, items(...Array<string>(1000).fill('a'))]]);
    page.patch(['text', 2 + 6 * 500 + 5, 'new']);

    expect(page.sent).toEqual([['hydrated']]);
    expect(page.view.nodes.size).toBe(1002);
    expect(page.root.querySelectorAll('li')[500]?.textContent).toBe('a of new');
  });

  test('what a parser has moved within a row is seen at the first of its template (V26)', () => {
    const page = new TestPage('<button>x<table></table></button>'.repeat(2));
    page.templates.push(['button', 0, 0, ['table', 0, 0, 0]]);

    page.hydrate([{ rows: 0, count: 2, columns: [['x', 'y']] }]);

    expect(page.sent).toEqual([['mismatch', 'button[1] > text[1]']]);
  });

  test('a text that the parser has split in a row is one text', () => {
    const page = known(`<ul>${LI}</ul>`);
    page.hydrate([['ul', 0, items('a')]]);
    page.get('span').append('', 'b');
    page.get('li').insertBefore(new Text('of '), page.get('b'));
    page.get('li').insertBefore(document.createComment('x'), page.get('b'));

    page.patch(['text', 7, 'ALL'], ['text', 5, ' / '], ['text', 4, 'A']);

    expect(page.get('li').innerHTML).toBe('<span>A</span> / <!--x--><b>ALL</b>');
  });

  const DIFFERENT: [string, NodeForm[], string, string][] = [
    ['another root of a row', [items('a', 'b')], `${LI}<p></p>`, 'p[2]'],
    ['a missing row', [['ul', 0, items('a', 'b')]], `<ul>${LI}</ul>`, 'ul[1]'],
    ['a row too many', [['ul', 0, items('a')]], `<ul>${LI}${LI}</ul>`, 'ul[1] > li[2]'],
    ['a missing row inside', [items('a')], '<li><span>a</span> of </li>', 'li[1]'],
    [
      'what a translator put in a row',
      [items('a', 'b')],
      LI + LI.replace('a<', '<font>a</font><'),
      'li[2] > span[1] > font[1]',
    ],
    [
      'what an extension put in a block of an open one',
      [[1, 't', [[0, null, 'a', 'all']]]],
      `<section><h2>t</h2>${LI.replace('<b>', '<x-y></x-y><b>')}<p>end</p></section>`,
      'section[1] > li[2] > x-y[3]',
    ],
    [
      'a text for an element of an open block',
      [[1, 't', []]],
      '<section>t<p>end</p></section>',
      'section[1] > text[1]',
    ],
    [
      'a node too many in an open block',
      [[1, 't', []]],
      '<section><h2>t</h2><i></i><p>end</p></section>',
      'section[1] > i[2]',
    ],
  ];

  test.each(DIFFERENT)('%s is told with its path (C2)', (_, forms, html, path) => {
    const page = known(html);

    page.hydrate(forms);

    expect(page.sent).toEqual([['mismatch', path]]);
  });

  test('a tbody that the parser made inside a closed block is told with its path (V26)', () => {
    const page = new TestPage('<table><tr><td>x</td></tr></table>');
    page.templates.push(['table', 0, 0, ['tr', 0, 0, ['td', 0, 0, 0]]]);

    page.hydrate([[0, 'x']]);

    expect(page.sent).toEqual([['mismatch', 'table[1] > tbody[1]']]);
  });

  test('raw HTML beside closed blocks is counted as it is', () => {
    const page = known(`<div><b>x</b><i></i></div>${LI}<textarea></textarea>`);

    page.hydrate([['div', { h: 'something else' }], items('a'), ['textarea', 0]]);

    expect(page.sent).toEqual([['hydrated']]);
  });

  test('in closed blocks each hole for an event has a handler, unless an op says otherwise', () => {
    const shape: Shape = [
      [],
      [4, -2, 0, 3, -3, 0, 1, -1],
      [['p', 0, 0, ['button', 0, [[0, 'e', 'click']], 1]]],
    ];
    const page = new TestPage('<p><button>x</button></p>'.repeat(4));

    page.view.receive([
      'hydrate',
      shape,
      [
        ['event', 5, 'click', null, 8],
        ['event', 11, 'click', 1],
      ],
    ]);
    page.root.querySelectorAll('button').forEach((button, index) => {
      button.click();
      page.answer(index);
    });

    expect(page.events).toEqual([2, 11].map((id) => ['click', [id]]));
  });
});

describe('mending', () => {
  test('a page is mended by blocks, and each node has its id', () => {
    vi.spyOn(console, 'warn').mockReturnValue();
    const page = new TestPage('<ul><li title="t"><span><font>a</font></span> of </li></ul>');
    page.templates.push(ITEM, CARD);
    const forms: NodeForm[] = [
      ['ul', 0, items('a', 'b')],
      [1, 't', ['x', [0, 'c', 'd', 'e']]],
      'y',
    ];

    page.mend(...forms);

    expect(page.html).toBe(
      '<ul><li title="t"><span>a</span> of <b>all</b></li>' +
        '<li title="t"><span>b</span> of <b>all</b></li></ul><section><h2>t</h2>x' +
        '<li title="t" class="c"><span>d</span> of <b>e</b></li><p>end</p></section>y',
    );
    expect(page.found(forms)).toEqual(page.allNodes());
  });

  test('a row with an empty text needs no mending, and takes a text later', () => {
    const page = new TestPage('<p></p><p><button>b</button></p>');
    page.templates.push(['p', 0, 0, 0], ['p', 0, 0, ['button', 0, [[0, 'e', 'click']], 1]]);

    page.mend({ rows: 0, count: 1, columns: [''] }, [1, { stop: true }, 'b']);
    page.patch(['text', 2, 'new']);
    page.get('button').click();

    expect(page.html).toBe('<p>new</p><p><button>b</button></p>');
    expect(page.sent[0]).toEqual(['mended', []]);
    expect(page.events).toEqual([['click', [4]]]);
  });
});
