// The page of those that have JSX and hooks; how a row is made is the caller's.
import { BUTTONS, EMPTY, reduce } from './common.mjs';

/** Return the component of the page, from the functions of a framework and its row. */
export function pageOf({ jsx, jsxs, useReducer }, row) {
  return function Page() {
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
  };
}
