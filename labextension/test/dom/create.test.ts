import { expect, test, vi } from 'vitest';
import { TestPage } from '../helpers';

const SVG = 'http://www.w3.org/2000/svg';
const HTML = 'http://www.w3.org/1999/xhtml';

test('nodes get their ids in document order', () => {
  const page = TestPage.of(['ul', 0, ['li', 0, 'a'], 'b'], ['p', 0]);

  const names = [1, 2, 3, 4, 5].map((id) => page.view.nodes.get(id).nodeName);

  expect(names).toEqual(['UL', 'LI', '#text', '#text', 'P']);
});

test('HTML goes on inside foreignObject and the title of a drawing (V24)', () => {
  const page = TestPage.of(['svg', 0, ['title', 0, ['b', 0]], ['foreignObject', 0, ['p', 0]]]);

  page.patch(['create', 4, 0, 6, ['p', 0]]);

  expect(page.get('title').namespaceURI).toBe(SVG);
  expect(page.get('b').namespaceURI).toBe(HTML);
  expect([...page.root.querySelectorAll('p')].map((p) => p.namespaceURI)).toEqual([HTML, HTML]);
});

test('a linked attribute is in its namespace, and goes away again', () => {
  const page = TestPage.of(['svg', 0, ['use', { a: { 'xlink:href': '#a' } }]]);
  const use = page.get('use');

  expect(use.getAttributeNS('http://www.w3.org/1999/xlink', 'href')).toBe('#a');
  page.patch(['attr', 2, 'xlink:href', null]);

  expect(use.attributes.length).toBe(0);
});

const REFUSED = [
  'onclick',
  'ONCLICK',
  'OnMouseOver',
  'srcdoc',
  'SrcDoc',
  'x><script>pwn()</script',
  'x onmouseover=pwn() y',
  'x/onmouseover=pwn()/',
  'on\0click',
  'a=b',
  '',
  "'",
  ' ',
  'a'.repeat(10_000),
];

test.each(REFUSED)('the attribute name %j is refused (V3–V6, V11)', (name) => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();

  const page = TestPage.of(['p', { a: { [name]: 'pwn()' } }]);
  page.patch(['attr', 1, name, 'pwn()']);

  expect(page.html).toBe('<p></p>');
  expect(warn).toHaveBeenCalledTimes(2);
});

test('innerHTML is no property that the wire can set (V11)', () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();

  const page = TestPage.of(['p', { p: { innerHTML: '<img src=x>', onclick: 'pwn()' } }]);

  expect(page.html).toBe('<p></p>');
  expect(warn).toHaveBeenCalledTimes(2);
});

test('names that JavaScript knows are plain data (V20)', () => {
  const attributes = JSON.parse('{"__proto__":"a","constructor":"b","toString":"c"}') as never;

  const page = TestPage.of(['p', { a: attributes, e: JSON.parse('{"__proto__":1}') as never }]);

  expect(page.get('p').getAttribute('__proto__')).toBe('a');
  expect(page.get('p').getAttribute('constructor')).toBe('b');
});

test('a script is made by the parser of fragments, so that it never runs (V14)', () => {
  const page = TestPage.of(
    ['script', { a: { src: 'x.js' } }, 'pwn()'],
    ['svg', 0, ['script', 0, 'pwn()']],
  );

  expect(page.html).toBe('<script src="x.js">pwn()</script><svg><script>pwn()</script></svg>');
  expect(page.root.querySelectorAll('script')[1]?.namespaceURI).toBe(SVG);
});

test('raw HTML is put in as it is, and its insides have no ids', () => {
  const page = TestPage.of(['div', { h: '<b>x</b>' }], ['p', 0]);

  expect(page.html).toBe('<div><b>x</b></div><p></p>');
  expect(page.view.nodes.get(2)).toBe(page.get('p'));
});
