// Compiles wheels with Pyodide under Node: `node compile.mjs PYODIDE LIBRARY SOURCE GOAL`.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [pyodide, library, source, goal] = process.argv.slice(2);
const HERE = path.dirname(fileURLToPath(import.meta.url));

const { loadPyodide } = await import(pathToFileURL(path.join(pyodide, 'pyodide.mjs')).href);
const python = await loadPyodide({
  indexURL: pyodide,
  stdLibURL: library,
  lockFileContents: JSON.parse(fs.readFileSync(path.join(pyodide, 'lock.json'), 'utf8')),
  // The order of sets must not reach the bytecode.
  env: { HOME: '/home/pyodide', PYTHONHASHSEED: '0' },
});
for (const [place, root] of Object.entries({ '/program': HERE, '/source': source, '/goal': goal })) {
  python.FS.mkdirTree(place);
  python.FS.mount(python.FS.filesystems.NODEFS, { root }, place);
}
python.runPython("import sys; sys.dont_write_bytecode = True; sys.path.append('/program')");
python.runPython("import compile; compile.compile_wheels('/source', '/goal')");
