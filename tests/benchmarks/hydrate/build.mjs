// Writes the pages in Preact as its server would: the HTML, the data and one script.
//   node build.mjs FOLDER ROWS
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { jsx } from 'preact/jsx-runtime';
import { renderToString } from 'preact-render-to-string';
import { PAGES, visitors } from './table.mjs';

const [folder, count] = process.argv.slice(2);
const here = path.dirname(fileURLToPath(import.meta.url));
const { build } = createRequire(path.resolve(here, '../../../labextension/package.json'))(
  'esbuild',
);

await build({
  entryPoints: [path.join(here, 'client.mjs')],
  outdir: folder,
  bundle: true,
  minify: true,
  target: 'es2022',
  format: 'esm',
});
for (const [page, Table] of Object.entries(PAGES)) {
  const rows = visitors(Number(count));
  const data = JSON.stringify({ page, rows });
  fs.writeFileSync(
    path.join(folder, `${page}.html`),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${page}</title>
<link rel="stylesheet" href="/ours/style.css"><link rel="icon" href="data:,">
<div id="root">${renderToString(jsx(Table, { rows }))}</div>
<script id="data" type="application/json">${data}</script>
<script type="module" src="/hydrate/client.js"></script></html>
`,
  );
}

const versions = ['preact', 'preact-render-to-string'].map((name) => {
  const file = path.join(here, '..', 'node_modules', name, 'package.json');
  return [name, JSON.parse(fs.readFileSync(file, 'utf8')).version];
});
process.stdout.write(JSON.stringify(Object.fromEntries(versions)));
