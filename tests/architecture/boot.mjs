// Boots what a page boots, under Node, and prints what the Python in argv[2] returns as JSON.
import fs from 'node:fs';
import path from 'node:path';

const STATIC = path.join(import.meta.dirname, '../../reactor_nb/static');
const PYODIDE = path.join(STATIC, 'pyodide');

const { loadPyodide } = await import(path.join(PYODIDE, 'pyodide.mjs'));
const python = await loadPyodide({
  indexURL: PYODIDE,
  stdLibURL: path.join(PYODIDE, 'stdlib.zip'),
  lockFileURL: path.join(PYODIDE, 'lock.json'),
});
python.FS.mkdirTree('/lib/core');
for (const name of ['core', 'more']) {
  const content = fs.readFileSync(path.join(STATIC, `${name}.bin`));
  python.FS.writeFile(`/lib/core/_reactor_${name}.pyc`, content);
}
globalThis.XMLHttpRequest ??= class {};
globalThis.fetches = 0;
globalThis.__reactorFetchRest = () => {
  globalThis.fetches += 1;
  return new Uint8Array(fs.readFileSync(path.join(PYODIDE, 'rest.zip')));
};
python.runPython("import sys; sys.path.append('/lib/core'); import _reactor_core");
try {
  console.log(python.runPython(process.argv[2]));
} catch (error) {
  console.error(error.message); // without the source of Pyodide that Node would print before it
  process.exitCode = 1;
}
