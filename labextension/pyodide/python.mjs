// Pyodide under Node: the interpreter that compiles what it will run in the page.
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const OUT = '/tmp/out';

/** Start an interpreter from a folder that holds Pyodide; the repository lies at `/repository`. */
export async function startPython(pyodide, repository, options = {}) {
  const { loadPyodide } = await import(pathToFileURL(path.join(pyodide, 'pyodide.mjs')).href);
  const python = await loadPyodide({
    indexURL: pyodide,
    // The order of sets must not reach the bytecode.
    env: { HOME: '/home/pyodide', PYTHONHASHSEED: '0' },
    ...options,
  });
  python.FS.mkdirTree('/repository');
  python.FS.mount(python.FS.filesystems.NODEFS, { root: repository }, '/repository');
  python.FS.mkdirTree(OUT);
  return python;
}

/** The module `archive.py`, imported in an interpreter. */
export function archiveModule(python) {
  python.runPython("import sys; sys.path.append('/repository/labextension/pyodide')");
  return python.pyimport('archive');
}

/** Where the interpreter writes a file that `takeFile` then returns. */
export function outPath(name) {
  return `${OUT}/${name}`;
}

/** The bytes of a file that the interpreter wrote. */
export function takeFile(python, name) {
  return python.FS.readFile(outPath(name));
}
