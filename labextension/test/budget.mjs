/** Fails when the scripts of a page have grown past what a visitor should have to load. */
import { basename } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { buildScripts } from '../esbuild.mjs';

const TOTAL = 12 * 1024;
const EARLY = 1024;

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

function fail(why) {
  console.error(why);
  process.exitCode = 1;
}
