// What the contenders in JavaScript share: the data, what each button does to them, the buttons.
const ADJECTIVES =
  'pretty large big small tall short long handsome plain quaint clean elegant'.split(' ');
const COLOURS = 'red yellow blue green pink brown purple white black orange cyan'.split(' ');
const NOUNS =
  'table chair house bbq desk car pony cookie sandwich burger pizza mouse keyboard'.split(' ');

export const EMPTY = { items: [], selected: 0, last: 0 };

export function labelOf(number) {
  return `${ADJECTIVES[number % 12]} ${COLOURS[(number * 7) % 11]} ${NOUNS[(number * 5) % 13]}`;
}

export function build(last, count) {
  const items = new Array(count);
  for (let at = 0; at < count; at++)
    items[at] = { id: last + at + 1, label: labelOf(last + at + 1) };
  return items;
}

export function reduce(now, [kind, number]) {
  const { items, selected, last } = now;
  switch (kind) {
    case 'create':
      return { items: build(last, number), selected: 0, last: last + number };
    case 'append':
      return { items: items.concat(build(last, number)), selected, last: last + number };
    case 'update': {
      const changed = items.slice();
      for (let at = 0; at < changed.length; at += 10) {
        const { id, label } = changed[at];
        changed[at] = { id, label: `${label} !!!` };
      }
      return { ...now, items: changed };
    }
    case 'swap': {
      if (items.length < 999) return now;
      const changed = items.slice();
      [changed[1], changed[998]] = [items[998], items[1]];
      return { ...now, items: changed };
    }
    case 'remove':
      return { ...now, items: items.filter((item) => item.id !== number) };
    case 'clear':
      return { items: [], selected: 0, last };
    default:
      return { ...now, selected: number };
  }
}

/** Each button: its text, its id, and the action that it stands for. */
export const BUTTONS = [
  ...[10, 100, 1000, 10000, 100000].map((size) => [
    `Create ${size}`,
    `create-${size}`,
    ['create', size],
  ]),
  ['Append 1000', 'append', ['append', 1000]],
  ['Update every 10th', 'update', ['update', 0]],
  ['Swap', 'swap', ['swap', 0]],
  ['Clear', 'clear', ['clear', 0]],
];
