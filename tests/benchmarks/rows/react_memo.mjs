/* global document */
import { memo, useReducer } from 'react';
import { createRoot } from 'react-dom/client';
import { jsx, jsxs } from 'react/jsx-runtime';
import { pageOf } from './page.mjs';

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

const Page = pageOf({ jsx, jsxs, useReducer }, (item, selected, dispatch) =>
  jsx(Row, { item, selected, dispatch }, item.id),
);

createRoot(document.getElementById('root')).render(jsx(Page, {}));
