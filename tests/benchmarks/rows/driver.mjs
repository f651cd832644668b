// Put into every page, whoever made it: clicks, sees when the table is as it must be, and checks it.
/* global document, window, performance, setTimeout, clearTimeout, requestAnimationFrame,
   MutationObserver, MessageChannel */
import { EMPTY, reduce } from './common.mjs';

const TEXTS = { subtree: true, childList: true, characterData: true };
const CLASSES = { subtree: true, attributes: true, attributeFilter: ['class'] };
const ROWS = { childList: true };
const ALL = { ...TEXTS, attributes: true };
const PATIENCE_MS = 60_000;

let state = EMPTY;

const body = () => document.querySelector('tbody');
const idOf = (row) => row?.firstElementChild.textContent;
const labelOf = (row) => row?.children[1].textContent;

/** What to click for an action; `number` of those at a row is the row's place. */
function targetOf([kind, number]) {
  if (kind === 'select') return body().children[number].querySelector('a.lbl');
  if (kind === 'remove') return body().children[number].querySelector('a.remove');
  return document.getElementById(kind === 'create' ? `create-${number}` : kind);
}

/** A check that is quick: whether what the action changes last is there. */
const HAPPENED = {
  update: ({ items }, rows) => {
    const last = items.length - 1 - ((items.length - 1) % 10);
    return [0, last].every((at) => labelOf(rows[at]) === items[at].label);
  },
  swap: ({ items }, rows) => [1, 998].every((at) => idOf(rows[at]) === String(items[at].id)),
  select: ({ items, selected }, rows, before) =>
    rows[items.findIndex(({ id }) => id === selected)].className === 'danger' &&
    !rows[items.findIndex(({ id }) => id === before.selected)]?.className,
};

function count({ items }, rows) {
  const last = items.length - 1;
  return rows.length === items.length && (last < 0 || labelOf(rows[last]) === items[last].label);
}

function watched(kind) {
  if (kind === 'update') return TEXTS;
  return kind === 'select' ? CLASSES : ROWS;
}

/** Do what a button or a link is for; return the ms until the table has changed, and was painted. */
async function perform(action) {
  const [kind, number] = action;
  const before = state;
  const ofRow = kind === 'select' || kind === 'remove';
  state = reduce(before, [kind, ofRow ? before.items[number].id : number]);
  const happened = HAPPENED[kind] ?? count;
  const rows = body().children;
  const target = targetOf(action);
  await new Promise((resolve) => setTimeout(resolve));
  return await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${kind} did not happen`)), PATIENCE_MS);
    const observer = new MutationObserver(() => {
      const end = performance.now();
      if (!happened(state, rows, before)) {
        // Some change the table in several steps: wait for the others, wherever they are.
        observer.observe(body(), ALL);
        return;
      }
      observer.disconnect();
      clearTimeout(timer);
      afterFrame(() => resolve({ changed: end - begin, painted: performance.now() - begin }));
    });
    observer.observe(body(), watched(kind));
    const begin = performance.now();
    target.click();
  });
}

function afterFrame(then) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = then;
  requestAnimationFrame(() => port2.postMessage(0));
}

const ROW = (id, label, selected) =>
  `<tr${selected ? ' class="danger"' : ''}><td class="col-md-1">${id}</td>` +
  `<td class="col-md-4"><a class="lbl">${label}</a></td><td class="col-md-1">` +
  '<a class="remove"><span class="glyphicon glyphicon-remove" aria-hidden="true"></span></a></td>' +
  '<td class="col-md-6"></td></tr>';

/** The HTML of a row without what nobody sees: marks, empty classes, the order of attributes. */
function plain(row) {
  return row.outerHTML
    .replace(/<!--.*?-->/g, '')
    .replace('<tr class="">', '<tr>')
    .replace(/(aria-hidden="true") (class="[^"]*")/, '$2 $1');
}

/** Compare every row of the table, to the last attribute, with what it must be. */
function verify() {
  const rows = body().children;
  const { items, selected } = state;
  if (rows.length !== items.length) throw new Error(`${rows.length} rows, not ${items.length}`);
  items.forEach(({ id, label }, at) => {
    const html = plain(rows[at]);
    const wanted = ROW(id, label, id === selected);
    if (html !== wanted) throw new Error(`row ${at} is ${html}, not ${wanted}`);
  });
  return rows.length;
}

window.tableDriver = { perform, verify };
