// Starts our Pyodide in the page itself, where wybthon runs, and then the app beside this file.
/* global URL, TextDecoder, fetch, location */
const base = new URL('/ours/pyodide/', location.href).href;
const { loadPyodide } = await import(`${base}pyodide.mjs`);
const read = async (url) => (await fetch(url)).arrayBuffer();
const [python, rest, wheel, app] = await Promise.all([
  loadPyodide({
    indexURL: base,
    stdLibURL: `${base}stdlib.zip`,
    lockFileURL: `${base}lock.json`,
  }),
  read(`${base}rest.zip`),
  read('/rows/wybthon.whl'),
  read('/rows/wybthon_app.py'),
]);
python.FS.writeFile('/lib/rest.zip', new Uint8Array(rest));
python.runPython('import sys; sys.path.append("/lib/rest.zip")');
python.unpackArchive(wheel, 'wheel');
python.runPython(new TextDecoder().decode(app));
