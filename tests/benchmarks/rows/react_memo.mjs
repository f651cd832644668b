/* global document */
import { memo, useReducer } from 'react';
import { createRoot } from 'react-dom/client';
import { jsx, jsxs } from 'react/jsx-runtime';
import { BUTTONS, EMPTY, reduce } from './common.mjs';

// What a compiler makes of JSX.
const Row = memo(({ item, selected, dispatch }) =>
  jsxs('tr', {
    className: selected ? 'danger' : undefined,
    children: [
      jsx('td', { className: 'col-md-1', children: item.id }),
      jsx('td', {
        className: 'col-md-4',
        children: jsx('a', {
          className: 'lbl',
          onClick: () => dispatch(['select', item.id]),
          children: item.label,
        }),
      }),
      jsx('td', {
        className: 'col-md-1',
        children: jsx('a', {
          className: 'remove',
          onClick: () => dispatch(['remove', item.id]),
          children: jsx('span', {
            className: 'glyphicon glyphicon-remove',
            'aria-hidden': 'true',
          }),
        }),
      }),
      jsx('td', { className: 'col-md-6' }),
    ],
  }),
);

function Page() {
  const [{ items, selected }, dispatch] = useReducer(reduce, EMPTY);
  return jsxs('main', {
    children: [
      jsx('h1', { children: 'Rows' }),
      jsx('div', {
        children: BUTTONS.map(([text, id, action]) =>
          jsx('button', { id, onClick: () => dispatch(action), children: text }, id),
        ),
      }),
      jsx('table', {
        children: jsx('tbody', {
          children: items.map((item) =>
            jsx(Row, { item, selected: item.id === selected, dispatch }, item.id),
          ),
        }),
      }),
    ],
  });
}

createRoot(document.getElementById('root')).render(jsx(Page, {}));
