// Builds reactor_nb/static but for the JavaScript: Pyodide, the standard library and our package as
// bytecode, the licences, and a .br and a .gz beside every file, those of the JavaScript included.
//
//   node build.mjs          everything; what has not changed is left alone
//   node build.mjs --core   our package only: the step to repeat while working on it
//   node build.mjs --into DIRECTORY
//                           everything anew, nothing compressed, into another folder: to compare
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { compressBelow, filesBelow, hash, readNotes, writeFile, writeNotes } from './files.mjs';
import { archiveModule, outPath, startPython, takeFile } from './python.mjs';

const HERE = import.meta.dirname;
const REPOSITORY = path.resolve(HERE, '../..');
const STOCK = path.join(HERE, '../node_modules/pyodide');
const PACKAGE = path.join(REPOSITORY, 'reactor_nb');
const { values: OPTIONS } = parseArgs({
  options: { core: { type: 'boolean' }, into: { type: 'string' } },
});
const STATIC = path.resolve(OPTIONS.into ?? path.join(PACKAGE, 'static'));
const NOTES = path.join(REPOSITORY, 'build/pyodide/notes.json');
const FIRST = path.join(STATIC, 'pyodide/stdlib.zip');
const KERNEL = path.join(STATIC, 'kernel/python_stdlib.zip');
const CORE = path.join(STATIC, 'core.bin');
const MORE = path.join(STATIC, 'more.bin');

// Where the half of the package that runs in the browser lies.
const BROWSER_HALF = /^((__init__|_version|errors|html|svg)\.py|(core|runtime|client)\/.*\.py)$/;

// In Pyodide's loader: where packages come from when nobody says. Never from another origin.
const FOREIGN = 'e.packageBaseUrl??`https://cdn.jsdelivr.net/pyodide/v${U}/full/`';
const OWN = 'e.packageBaseUrl??t';

function read(...parts) {
  return fs.readFileSync(path.join(...parts));
}

function say(text) {
  console.log(`pyodide: ${text}`);
}

/** Do a step unless its inputs are the noted ones and its outputs are there. */
async function step(notes, name, inputs, outputs, work) {
  const digest = hash(...inputs);
  if (notes[name] === digest && outputs.every((file) => fs.existsSync(file))) return;
  const start = performance.now();
  await work();
  notes[name] = digest;
  say(`${name} built in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

function readPins() {
  const pins = JSON.parse(read(REPOSITORY, 'kernels/pyodide/pins.json'));
  const { version } = JSON.parse(read(STOCK, 'package.json'));
  const { info } = JSON.parse(read(STOCK, 'pyodide-lock.json'));
  const found = { pyodide: version, python: info.python, abi: info.abi_version };
  for (const key of Object.keys(found)) {
    if (pins[key] !== found[key]) {
      throw new Error(
        `kernels/pyodide/pins.json wants ${key} ${pins[key]}, but ${found[key]} is installed; ` +
          'run `npm ci` in labextension/, or change the pins',
      );
    }
  }
  return { pins, info };
}

function scripts() {
  const python = ['archive.py', 'columns.py', 'loader.py', 'modules.py', 'shrink.py'];
  return ['build.mjs', 'python.mjs', ...python].map((name) => read(HERE, name));
}

async function buildRuntime(notes) {
  const { info } = readPins();
  const files = ['pyodide.mjs', 'pyodide.asm.mjs', 'pyodide.asm.wasm'];
  const inputs = [...files.map((name) => read(STOCK, name)), JSON.stringify(info), ...scripts()];
  const target = path.join(STATIC, 'pyodide');
  const outputs = [...files, 'lock.json'].map((name) => path.join(target, name));
  await step(notes, 'runtime', inputs, outputs, () => {
    writeFile(path.join(target, 'pyodide.mjs'), withoutForeignOrigin(read(STOCK, 'pyodide.mjs')));
    writeFile(path.join(target, 'pyodide.asm.mjs'), read(STOCK, 'pyodide.asm.mjs'));
    writeFile(path.join(target, 'pyodide.asm.wasm'), read(STOCK, 'pyodide.asm.wasm'));
    writeFile(path.join(target, 'lock.json'), JSON.stringify({ info, packages: {} }));
  });
}

function withoutForeignOrigin(loader) {
  const parts = loader.toString().split(FOREIGN);
  if (parts.length !== 2)
    throw new Error('pyodide.mjs names its default origin in another way now');
  return parts.join(OWN).replace(/\/\/# sourceMappingURL=.*\n?/, '');
}

async function buildStandardLibrary(notes) {
  const { pins } = readPins();
  const modules = read(HERE, 'stdlib.txt').toString();
  const stock = path.join(STOCK, 'python_stdlib.zip');
  const rest = path.join(STATIC, 'pyodide/rest.zip');
  const index = path.join(STATIC, 'build.json');
  const inputs = [fs.readFileSync(stock), modules, JSON.stringify(pins), ...scripts()];
  await step(notes, 'standard library', inputs, [FIRST, rest, index], async () => {
    const python = await startPython(STOCK, REPOSITORY);
    python.FS.writeFile('/tmp/stock.zip', fs.readFileSync(stock));
    const names = archiveModule(python).pack_standard_library(
      '/tmp/stock.zip',
      modules,
      outPath('stdlib.zip'),
      outPath('rest.zip'),
    );
    writeFile(FIRST, takeFile(python, 'stdlib.zip'));
    writeFile(rest, takeFile(python, 'rest.zip'));
    const found = { pyodide: pins.pyodide, python: pins.python, ...JSON.parse(names) };
    writeFile(index, `${JSON.stringify(found)}\n`);
  });
}

/** All of the standard library, with docstrings: for kernels. */
async function buildKernelLibrary(notes) {
  const { pins } = readPins();
  const stock = path.join(STOCK, 'python_stdlib.zip');
  const inputs = [fs.readFileSync(stock), JSON.stringify(pins), ...scripts()];
  await step(notes, 'library of kernels', inputs, [KERNEL], async () => {
    const python = await startPython(STOCK, REPOSITORY);
    python.FS.writeFile('/tmp/stock.zip', fs.readFileSync(stock));
    archiveModule(python).pack_kernel_library('/tmp/stock.zip', outPath('kernel.zip'));
    writeFile(KERNEL, takeFile(python, 'kernel.zip'));
  });
}

/** Our package, compiled and tried by the very interpreter and library that the page has. */
async function buildCore(notes) {
  const names = filesBelow(PACKAGE).filter((name) => BROWSER_HALF.test(name));
  const sources = names.map((name) => read(PACKAGE, name));
  const inputs = [JSON.stringify(names), ...sources, fs.readFileSync(FIRST), ...scripts()];
  await step(notes, 'core', inputs, [CORE, MORE], async () => {
    globalThis.XMLHttpRequest ??= class {}; // what our package takes from a worker and Node lacks
    const python = await startPython(STOCK, REPOSITORY, { stdLibURL: FIRST });
    archiveModule(python).pack_package('/repository', outPath('.'));
    writeFile(CORE, takeFile(python, '_reactor_core.pyc'));
    writeFile(MORE, takeFile(python, '_reactor_more.pyc'));
  });
}

function copyLicenses() {
  const target = path.join(STATIC, 'licenses');
  for (const name of filesBelow(path.join(HERE, 'licenses'))) {
    writeFile(path.join(target, name), read(HERE, 'licenses', name));
  }
}

async function main() {
  const notes = OPTIONS.into ? {} : readNotes(NOTES);
  notes.compressed ??= {};
  try {
    if (!OPTIONS.core) {
      await buildRuntime(notes);
      await buildStandardLibrary(notes);
      await buildKernelLibrary(notes);
      copyLicenses();
    }
    await buildCore(notes);
    if (!OPTIONS.into) await compressBelow(STATIC, notes.compressed, ['kernel']);
  } finally {
    if (!OPTIONS.into) writeNotes(NOTES, notes);
  }
}

main().catch((error) => {
  console.error(`pyodide: ${error.message.trim()}`);
  process.exitCode = 1;
});
