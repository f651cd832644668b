// The table in JSX, as a compiler leaves it; how a row is made is the caller's.

/**
 * @param jsx the two functions of a JSX runtime
 * @param named the attributes of the table, which not all frameworks call the same
 */
export function tableOf({ jsx, jsxs }, visitor, named) {
  return function Table({ rows }) {
    return jsxs('table', {
      ...named,
      children: [
        jsx('thead', {
          children: jsxs('tr', {
            children: [
              jsx('th', { children: 'No.' }),
              jsx('th', { children: 'Name' }),
              jsx('th', { children: 'City' }),
              jsx('th', { children: 'Amount' }),
            ],
          }),
        }),
        jsx('tbody', { children: rows.map(visitor) }),
      ],
    });
  };
}
