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
python.FS.writeFile('/lib/reactor_nb.zip', fs.readFileSync(path.join(STATIC, 'core.zip')));
globalThis.XMLHttpRequest ??= class {};
globalThis.fetches = 0;
globalThis.__reactorFetchRest = () => {
  globalThis.fetches += 1;
  return new Uint8Array(fs.readFileSync(path.join(PYODIDE, 'rest.zip')));
};
python.runPython("import sys; sys.path.append('/lib/reactor_nb.zip')");
try {
  console.log(python.runPython(process.argv[2]));
} catch (error) {
  console.error(error.message); // without the source of Pyodide that Node would print before it
  process.exitCode = 1;
}
