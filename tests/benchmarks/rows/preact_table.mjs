// The row and the start in Preact.
/* global document */
import { render } from 'preact';
import { useReducer } from 'preact/hooks';
import { jsx, jsxs } from 'preact/jsx-runtime';
import { pageOf } from './page.mjs';

// What a compiler makes of JSX.
export function rowOf(item, selected, dispatch, key) {
  return jsxs(
    'tr',
    {
      class: selected ? 'danger' : undefined,
      children: [
        jsx('td', { class: 'col-md-1', children: item.id }),
        jsx('td', {
          class: 'col-md-4',
          children: jsx('a', {
            class: 'lbl',
            onClick: () => dispatch(['select', item.id]),
            children: item.label,
          }),
        }),
        jsx('td', {
          class: 'col-md-1',
          children: jsx('a', {
            class: 'remove',
            onClick: () => dispatch(['remove', item.id]),
            children: jsx('span', {
              class: 'glyphicon glyphicon-remove',
              'aria-hidden': 'true',
            }),
          }),
        }),
        jsx('td', { class: 'col-md-6' }),
      ],
    },
    key,
  );
}

export function start(row) {
  const Page = pageOf({ jsx, jsxs, useReducer }, row);
  render(jsx(Page, {}), document.getElementById('root'));
}
