// A process of Preact under Node: the same orders and answers as run.py beside it.
//   node preact.mjs elements | components
import fs from 'node:fs';
import readline from 'node:readline';
import { jsx, jsxs } from 'preact/jsx-runtime';
import { renderToString } from 'preact-render-to-string';

// What a compiler makes of JSX.
function Visitor({ number, name, city, amount, late }) {
  return jsxs('tr', {
    'data-id': number,
    class: late ? 'late' : undefined,
    children: [
      jsx('td', { children: number }),
      jsx('td', { children: name }),
      jsx('td', { children: city }),
      jsx('td', { class: 'amount', children: amount }),
    ],
  });
}

function asElement([number, name, city, amount, late]) {
  return jsxs(
    'tr',
    {
      'data-id': number,
      class: late ? 'late' : undefined,
      children: [
        jsx('td', { children: number }),
        jsx('td', { children: name }),
        jsx('td', { children: city }),
        jsx('td', { class: 'amount', children: amount }),
      ],
    },
    number,
  );
}

function asComponent([number, name, city, amount, late]) {
  return jsx(Visitor, { number, name, city, amount, late }, number);
}

const visitor = process.argv[2] === 'components' ? asComponent : asElement;

function Table({ rows }) {
  return jsxs('table', {
    class: 'visitors',
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
}

const render = (rows) => renderToString(jsx(Table, { rows }));

const totalCpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

function measure(rows, repeat) {
  const cpu = totalCpu();
  const wall = performance.now();
  for (let count = 0; count < repeat; count++) render(rows);
  return { cpu_ms: (totalCpu() - cpu) / repeat, wall_ms: (performance.now() - wall) / repeat };
}

function versions() {
  const found = { node: process.versions.node };
  for (const name of ['preact', 'preact-render-to-string']) {
    const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
    found[name] = JSON.parse(fs.readFileSync(file)).version;
  }
  return found;
}

let loaded = [];

function obey(order) {
  switch (order.do) {
    case 'versions':
      return versions();
    case 'html':
      return render(order.rows);
    case 'first':
      return { ...measure(order.rows, 1), process_ms: totalCpu() };
    case 'load':
      loaded = order.rows;
      return null;
    case 'measure':
      return measure(loaded.slice(0, order.size), order.repeat);
  }
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(obey(JSON.parse(line)))}\n`);
}
