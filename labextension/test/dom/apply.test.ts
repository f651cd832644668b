import { expect, test, vi } from 'vitest';
import { TestPage } from '../helpers';

test('a node keeps its identity when it moves', () => {
  const page = TestPage.of(['ul', 0, ['li', 0, 'a'], ['li', 0, 'b']]);
  const [first, second] = page.root.querySelectorAll('li');

  page.patch(['move', 1, 4, 2]);

  expect([...page.root.querySelectorAll('li')]).toEqual([second, first]);
});

test('the focused control keeps focus and caret when it moves, and nobody hears of it (C9)', () => {
  const input = ['input', { p: { value: 'hello' }, e: { focus: 1, blur: 1 } }] as const;
  const page = TestPage.of(['div', 0, ['p', 0, input], ['p', 0]]);
  const control = page.get<HTMLInputElement>('input');
  control.focus();
  control.setSelectionRange(1, 3);
  page.sent.length = 0;

  page.patch(['move', 1, 2, 0]);

  expect(page.html).toMatch(/^<div><p><\/p><p><input/);
  expect(document.activeElement).toBe(control);
  expect([control.selectionStart, control.selectionEnd]).toEqual([1, 3]);
  expect(page.events).toEqual([]);
});

test('no caret is looked for in texts that do not have the focus, which lays the page out', () => {
  const page = TestPage.of(['div', 0, ['p', 0, 'one'], ['p', { a: { tabindex: '0' } }, 'two']]);
  const asked = vi.spyOn(window, 'getSelection');

  page.patch(['text', 3, 'another']);
  expect(asked).not.toHaveBeenCalled();

  page.get('[tabindex]').focus();
  page.patch(['text', 5, 'another'], ['text', 3, 'one']);
  expect(asked).toHaveBeenCalledOnce();
  expect(page.html).toBe('<div><p>one</p><p tabindex="0">another</p></div>');
  asked.mockRestore();
});

test('scroll inside a moved node is kept (C9)', () => {
  const page = TestPage.of(['ul', 0, ['li', 0, ['pre', 0]], ['li', 0]]);
  const box = page.get('pre');
  box.scrollTop = 40;

  page.patch(['move', 1, 2, 0]);

  expect(box.scrollTop).toBe(40);
});

test('nodes that come and go leave nothing behind (C10)', () => {
  const page = TestPage.of(['ul', 0]);

  for (let id = 2; id < 20_000; id += 2)
    page.patch(['create', 1, 0, id, ['li', 0, 'x']], ['remove', id]);

  expect(page.view.nodes.size).toBeLessThan(2000);
});

test('removing what went with raw HTML is no error', () => {
  const page = TestPage.of(['div', 0, ['b', 0, 'one']]);

  page.patch(['html', 1, '<i>two</i>'], ['remove', 2]);

  expect(page.html).toBe('<div><i>two</i></div>');
});

test('an op for a node that does not exist is an error', () => {
  const page = TestPage.of(['p', 0]);

  expect(() => page.patch(['text', 9, 'x'])).toThrow('no node has the id 9');
});

test('a node that something else took out of its place is put at the end', () => {
  const page = TestPage.of(['ul', 0, ['li', 0]]);
  page.get('li').remove();

  page.patch(['create', 1, 2, 3, ['li', 0, 'new']]);

  expect(page.html).toBe('<ul><li>new</li></ul>');
});

test('fields whose names hide the properties of their form do no harm (V23)', () => {
  const names = ['parentNode', 'firstChild', 'nextSibling', 'attributes', 'localName', 'nodeType'];
  names.push('setAttribute', 'insertBefore', 'removeChild', 'innerHTML', 'namespaceURI');
  const fields = names.map((name) => ['input', { a: { name } }] as const);
  const page = TestPage.of(['div', 0, ['form', { a: { id: 'f' }, e: { submit: 1 } }, ...fields]]);
  const last = 2 + names.length;

  page.patch(
    ['attr', 2, 'title', 'x'],
    ['move', 2, last, 3],
    ['create', 2, 3, last + 1, ['b', 0]],
    ['create', 1, 2, last + 2, ['hr', 0]],
  );
  const html = page.html;
  page.patch(['move', 1, 2, 0], ['remove', 2]);

  expect(html).toMatch(/^<div><hr><form id="f" title="x"><input name="namespaceURI"><b>/);
  expect(page.html).toBe('<div><hr></div>');
});

test('elements whose names hide the properties of the document do no harm (V23)', () => {
  const names = ['createElement', 'createTextNode', 'body', 'head', 'activeElement'];
  const page = TestPage.of(...names.map((name) => ['form', { a: { name, id: name } }] as const), [
    'input',
    { p: { value: 'a' } },
  ]);

  page.patch(
    ['create', 0, 1, 7, ['p', 0, 'text'], ['svg', 0]],
    ['prop', 6, 'value', 'b'],
    ['head', [['title', {}, 'T']]],
  );
  page.view.head.flush();

  expect(page.html).toMatch(/^<p>text<\/p><svg><\/svg><form/);
  expect(page.get<HTMLInputElement>('input').value).toBe('b');
  expect(document.title).toBe('T');
});
