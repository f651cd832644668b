// No framework: a template is cloned for each row, and rows are told apart by their number.
/* global document */
import { BUTTONS, EMPTY, reduce } from './common.mjs';

const row = document.createElement('template');
row.innerHTML =
  '<tr><td class="col-md-1"> </td><td class="col-md-4"><a class="lbl"> </a></td>' +
  '<td class="col-md-1"><a class="remove"><span class="glyphicon glyphicon-remove" ' +
  'aria-hidden="true"></span></a></td><td class="col-md-6"></td></tr>';

document.getElementById('root').innerHTML =
  '<main><h1>Rows</h1><div></div><table><tbody></tbody></table></main>';
const body = document.querySelector('tbody');
const rows = new Map();
let shown = EMPTY;

function add(items) {
  for (const { id, label } of items) {
    const element = row.content.firstChild.cloneNode(true);
    element.number = id;
    element.firstChild.firstChild.data = id;
    element.childNodes[1].firstChild.firstChild.data = label;
    rows.set(id, element);
    body.append(element);
  }
}

function empty() {
  body.textContent = '';
  rows.clear();
}

const SHOW = {
  create: ({ items }) => {
    empty();
    add(items);
  },
  append: ({ items }, before) => add(items.slice(before.items.length)),
  update: ({ items }) => {
    for (let at = 0; at < items.length; at += 10)
      rows.get(items[at].id).childNodes[1].firstChild.firstChild.data = items[at].label;
  },
  swap: (_, { items }) => {
    const [one, other] = [rows.get(items[1].id), rows.get(items[998].id)];
    const [next, last] = [one.nextSibling, other.nextSibling];
    body.insertBefore(one, last);
    body.insertBefore(other, next);
  },
  remove: (_, __, number) => {
    rows.get(number).remove();
    rows.delete(number);
  },
  clear: empty,
  select: (_, { selected }, number) => {
    rows.get(selected)?.removeAttribute('class');
    rows.get(number).className = 'danger';
  },
};

function dispatch(action) {
  const before = shown;
  shown = reduce(before, action);
  if (shown !== before) SHOW[action[0]](shown, before, action[1]);
}

document.querySelector('main > div').append(
  ...BUTTONS.map(([text, id, action]) => {
    const button = Object.assign(document.createElement('button'), { id, textContent: text });
    button.addEventListener('click', () => dispatch(action));
    return button;
  }),
);
body.addEventListener('click', ({ target }) => {
  const link = target.closest('a');
  if (link) dispatch([link.className === 'lbl' ? 'select' : 'remove', link.closest('tr').number]);
});
