// The tables of pages.ipynb in Preact: plain rows, and rows with a handler each.
import { useState } from 'preact/hooks';
import { jsx, jsxs } from 'preact/jsx-runtime';

const CITIES = ['Aberdeen', 'Bergen', 'Córdoba', 'Dún Laoghaire', 'Évora', 'Faro', 'Gdańsk'];

export const visitors = (count) =>
  Array.from({ length: count }, (_, at) => ({
    number: at + 1,
    name: `Visitor ${at + 1}`,
    city: CITIES[(at + 1) % CITIES.length],
    amount: (((at + 1) * 37) % 1000) / 10,
  }));

// What a compiler makes of JSX.
const head = () =>
  jsx('thead', {
    children: jsxs('tr', {
      children: [
        jsx('th', { children: 'No.' }),
        jsx('th', { children: 'Name' }),
        jsx('th', { children: 'City' }),
        jsx('th', { children: 'Amount' }),
      ],
    }),
  });

function Plain({ rows }) {
  return jsxs('table', {
    children: [
      head(),
      jsx('tbody', {
        children: rows.map(({ number, name, city, amount }) =>
          jsxs(
            'tr',
            {
              children: [
                jsx('td', { children: number }),
                jsx('td', { children: name }),
                jsx('td', { children: city }),
                jsx('td', { class: 'amount', children: amount.toFixed(2) }),
              ],
            },
            number,
          ),
        ),
      }),
    ],
  });
}

function Row({ visitor: { number, name, city, amount }, select }) {
  return jsxs('tr', {
    onClick: () => select(number),
    children: [
      jsx('td', { children: number }),
      jsx('td', { children: name }),
      jsx('td', { children: city }),
      jsx('td', { class: 'amount', children: amount.toFixed(2) }),
    ],
  });
}

function Handlers({ rows }) {
  const [selected, select] = useState(0);
  return jsxs('table', {
    'data-selected': selected,
    children: [
      head(),
      jsx('tbody', {
        children: rows.map((visitor) => jsx(Row, { visitor, select }, visitor.number)),
      }),
    ],
  });
}

export const PAGES = { plain: Plain, handlers: Handlers };
