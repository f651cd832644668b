// React and its writer of HTML, in their production build.
import { tableOf } from './visitors.mjs';

export async function contender(shape) {
  const { jsx, jsxs } = await import('react/jsx-runtime');
  const { renderToString } = await import('react-dom/server');

  function Visitor({ number, name, city, amount, late }) {
    return jsxs('tr', {
      'data-id': number,
      className: late ? 'late' : undefined,
      children: [
        jsx('td', { children: number }),
        jsx('td', { children: name }),
        jsx('td', { children: city }),
        jsx('td', { className: 'amount', children: amount }),
      ],
    });
  }

  const asElement = ([number, name, city, amount, late]) =>
    jsxs(
      'tr',
      {
        'data-id': number,
        className: late ? 'late' : undefined,
        children: [
          jsx('td', { children: number }),
          jsx('td', { children: name }),
          jsx('td', { children: city }),
          jsx('td', { className: 'amount', children: amount }),
        ],
      },
      number,
    );

  const asComponent = ([number, name, city, amount, late]) =>
    jsx(Visitor, { number, name, city, amount, late }, number);

  const visitor = shape === 'components' ? asComponent : asElement;
  const Table = tableOf({ jsx, jsxs }, visitor, { className: 'visitors' });
  return {
    render: (rows) => renderToString(jsx(Table, { rows })),
    packages: ['react', 'react-dom'],
  };
}
