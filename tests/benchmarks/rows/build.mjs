// Puts each contender in JavaScript, and the driver, into one file, with the esbuild of our build.
//   node build.mjs FOLDER
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const { build } = createRequire(path.resolve(here, '../../../labextension/package.json'))(
  'esbuild',
);
const options = {
  outdir: process.argv[2],
  bundle: true,
  minify: true,
  target: 'es2022',
  define: { 'process.env.NODE_ENV': '"production"' },
};
const files = (...names) => names.map((name) => path.join(here, `${name}.mjs`));

await build({
  ...options,
  entryPoints: files('preact', 'preact_memo', 'react_memo', 'vanilla', 'wybthon'),
  format: 'esm',
});
await build({ ...options, entryPoints: files('driver'), format: 'iife' });

function version(name) {
  const file = path.join(here, '..', 'node_modules', name, 'package.json');
  return [name, JSON.parse(fs.readFileSync(file, 'utf8')).version];
}

const versions = ['preact', 'react', 'react-dom'].map(version);
process.stdout.write(JSON.stringify(Object.fromEntries(versions)));
