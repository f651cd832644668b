/** Fails when the scripts of a page have grown past what a visitor should have to load. */
import { basename } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { buildRouter, buildScripts } from '../esbuild.mjs';
import { buildEntry, buildFrame } from '../lab.mjs';

const TOTAL = 12 * 1024;
const EARLY = 1024;
const ROUTER = 2560;
// Not compressed: everything that JupyterLab and the frame of a preview run, but Python.
const LAB = 150_000;

const files = await buildScripts({ write: false });
let total = 0;
for (const { path, contents } of files) {
  const small = brotliCompressSync(contents).length;
  total += small;
  console.log(`${basename(path)}: ${contents.length} bytes, ${small} with brotli`);
  if (basename(path) === 'early.js' && contents.length > EARLY) fail(`early.js is over ${EARLY}`);
}
console.log(`together: ${total} of ${TOTAL} bytes with brotli`);
if (total > TOTAL) fail('the scripts are over their budget');

const [router] = await buildRouter({ write: false });
const small = brotliCompressSync(router.contents).length;
console.log(`router.js: ${small} of ${ROUTER} bytes with brotli`);
if (small > ROUTER) fail('router.js is over its budget');

const frame = await buildFrame({ write: false });
const parts = [await buildEntry(), ...frame.map(({ contents }) => contents)];
const lab = parts.reduce((sum, { length }) => sum + length, 0);
console.log(`the JupyterLab extension: ${lab} of ${LAB} bytes`);
if (lab > LAB) fail('the JupyterLab extension is over its budget');

function fail(why) {
  console.error(why);
  process.exitCode = 1;
}
