// A process of a contender under Node: the same orders and answers as run.py beside it.
//   node run.mjs preact | react  elements | components
/* global performance, URL */
import fs from 'node:fs';
import process from 'node:process';
import readline from 'node:readline';

// Without it, React runs with all its checks.
process.env.NODE_ENV = 'production';
const [name, shape] = process.argv.slice(2);
const { render, packages } = await (await import(`./${name}.mjs`)).contender(shape);

const totalCpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** As many lists as there are renders, each with one more row changed. */
function changing(rows, repeat) {
  const lists = [];
  for (let count = 0; count < repeat; count++) {
    rows = rows.slice();
    const at = (count * 37) % rows.length;
    const [number, visitor, ...others] = rows[at];
    rows[at] = [number, `${visitor}!`, ...others];
    lists.push(rows);
  }
  return lists;
}

function measure(lists) {
  const cpu = totalCpu();
  const wall = performance.now();
  for (const rows of lists) render(rows);
  const [repeat, took] = [lists.length, performance.now() - wall];
  return { cpu_ms: (totalCpu() - cpu) / repeat, wall_ms: took / repeat };
}

function versions() {
  const found = { node: process.versions.node };
  for (const each of packages) {
    const file = new URL(`../node_modules/${each}/package.json`, import.meta.url);
    found[each] = JSON.parse(fs.readFileSync(file)).version;
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
      return { ...measure([order.rows]), process_ms: totalCpu() };
    case 'load':
      loaded = order.rows;
      return null;
    case 'again html': {
      render(loaded);
      return changing(loaded, 3).map(render).at(-1);
    }
    case 'measure': {
      const rows = loaded.slice(0, order.size);
      return measure(new Array(order.repeat).fill(rows));
    }
    case 'again':
      render(loaded);
      return measure(changing(loaded, order.repeat));
  }
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(obey(JSON.parse(line)))}\n`);
}
