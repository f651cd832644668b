// Preact and its writer of HTML.
import { tableOf } from './visitors.mjs';

export async function contender(shape) {
  const { jsx, jsxs } = await import('preact/jsx-runtime');
  const { renderToString } = await import('preact-render-to-string');

  function Visitor({ number, name, city, amount, late }) {
    return jsxs('tr', {
      'data-id': number,
      class: late ? 'late' : undefined,
      children: [
        jsx('td', { children: number }),
        jsx('td', { children: name }),
        jsx('td', { children: city }),
        jsx('td', { class: 'amount', children: amount }),
      ],
    });
  }

  const asElement = ([number, name, city, amount, late]) =>
    jsxs(
      'tr',
      {
        'data-id': number,
        class: late ? 'late' : undefined,
        children: [
          jsx('td', { children: number }),
          jsx('td', { children: name }),
          jsx('td', { children: city }),
          jsx('td', { class: 'amount', children: amount }),
        ],
      },
      number,
    );

  const asComponent = ([number, name, city, amount, late]) =>
    jsx(Visitor, { number, name, city, amount, late }, number);

  const visitor = shape === 'components' ? asComponent : asElement;
  const Table = tableOf({ jsx, jsxs }, visitor, { class: 'visitors' });
  return {
    render: (rows) => renderToString(jsx(Table, { rows })),
    packages: ['preact', 'preact-render-to-string'],
  };
}
