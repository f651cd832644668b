// A process of a contender under Node: the same orders and answers as run.py beside it.
//   node --expose-gc run.mjs preact | react  elements | components
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

let last = 0;

/** As many lists as there are renders; no row is one that was rendered before. */
function fresh(rows, repeat) {
  return Array.from({ length: repeat }, () => {
    last++;
    return rows.map(([number, visitor, ...others]) => [number, `${visitor} ${last}`, ...others]);
  });
}

/** As many lists as there are renders, each with one more row changed. */
function changing(rows, repeat) {
  return Array.from({ length: repeat }, () => {
    last++;
    rows = rows.slice();
    const at = (last * 37) % rows.length;
    const [number, visitor, ...others] = rows[at];
    rows[at] = [number, `${visitor} ${last}`, ...others];
    return rows;
  });
}

function measure(lists) {
  // As they come from outside: texts that were put together would be copied at their first use.
  lists = JSON.parse(JSON.stringify(lists));
  // Not all of it: that would throw away compiled code, too.
  globalThis.gc({ type: 'minor' });
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
      return changing(loaded, order.repeat).map(render).at(-1);
    }
    case 'measure':
      return measure(fresh(loaded.slice(0, order.size), order.repeat));
    case 'again':
      render(loaded);
      return measure(changing(loaded, order.repeat));
  }
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(obey(JSON.parse(line)))}\n`);
}
