// Loads packages from a folder as the worker of a page does, and prints what argv[4] returns.
//
//   node load_packages.mjs FOLDER NAMES CODE
import path from 'node:path';

const PYODIDE = path.join(import.meta.dirname, '../../reactor_nb/static/pyodide');
const [folder, names, code] = process.argv.slice(2);

const { loadPyodide } = await import(path.join(PYODIDE, 'pyodide.mjs'));
const python = await loadPyodide({
  indexURL: PYODIDE,
  stdLibURL: path.join(PYODIDE, 'stdlib.zip'),
  lockFileURL: path.join(folder, 'lock.json'),
});
await python.loadPackage(names.split(','), { messageCallback: () => {} });
console.log(python.runPython(code));
