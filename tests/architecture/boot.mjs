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
  fullStdLib: false,
});
python.FS.writeFile('/lib/reactor_nb.zip', fs.readFileSync(path.join(STATIC, 'core.zip')));
globalThis.XMLHttpRequest ??= class {};
globalThis.fetches = 0;
globalThis.__reactorFetchRest = () => {
  globalThis.fetches += 1;
  return fs.readFileSync(path.join(PYODIDE, 'rest.zip'));
};
python.runPython("import sys; sys.path.append('/lib/reactor_nb.zip')");
console.log(python.runPython(process.argv[2]));
