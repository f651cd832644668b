// The page in Preact; how a row is made is the caller's.
/* global document */
import { render } from 'preact';
import { useReducer } from 'preact/hooks';
import { jsx, jsxs } from 'preact/jsx-runtime';
import { BUTTONS, EMPTY, reduce } from './common.mjs';

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
            children: items.map((item) => row(item, item.id === selected, dispatch)),
          }),
        }),
      ],
    });
  }
  render(jsx(Page, {}), document.getElementById('root'));
}
