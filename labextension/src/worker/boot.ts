import { checkWebAssembly, failFast } from './guard';
import type { Callable, Files, Python, Scope } from './platform';

interface BootModule {
  start(payload: string, post: (text: string) => void): Callable;
}

interface ImportPath {
  insert(position: number, path: string): void;
  append(path: string): void;
}

/** Start Python and the app; return what takes the page's messages. */
export async function boot(scope: Scope, payload: string): Promise<(text: string) => void> {
  checkWebAssembly(scope);
  const { files } = JSON.parse(payload) as { files: Files };
  const python = await failFast(scope, () => load(scope, files));
  scope.__reactorFetchRest = () => fetchNow(absolute(scope, files.rest));
  const app = python.pyimport('reactor_nb.client.boot') as BootModule;
  const receive = app.start(payload, (text) => scope.post(text));
  return (text) => void receive(text);
}

/** Start Python with what a page needs. */
export async function load(scope: Scope, files: Files): Promise<Python> {
  const at = (url: string) => absolute(scope, url);
  const base = at(files.pyodide);
  const [python, core, app, rest] = await Promise.all([
    start(scope, base, at(files.stdlib), files.lock ? at(files.lock) : `${base}lock.json`),
    bytes(scope, at(files.core)),
    bytes(scope, at(files.app)),
    files.eager_rest ? bytes(scope, at(files.rest)) : undefined,
  ]);
  const { path } = python.pyimport('sys') as { path: ImportPath };
  python.FS.mkdirTree('/lib/core');
  python.FS.writeFile('/lib/core/_reactor_core.pyc', core);
  python.FS.writeFile('/lib/app.zip', app);
  path.append('/lib/core');
  path.insert(0, '/lib/app.zip');
  if (rest) {
    python.FS.writeFile('/lib/rest.zip', rest);
    path.append('/lib/rest.zip');
  }
  if (files.packages.length > 0) await python.loadPackage(files.packages);
  python.pyimport('_reactor_core'); // from now on, all modules of our package can be imported
  return python;
}

async function start(
  scope: Scope,
  indexURL: string,
  stdLibURL: string,
  lockFileURL: string,
): Promise<Python> {
  const { loadPyodide } = await scope.importModule(`${indexURL}pyodide.mjs`);
  const python = await loadPyodide({ indexURL, stdLibURL, lockFileURL });
  scope.post({ mark: 'python' });
  return python;
}

async function bytes(scope: Scope, url: string): Promise<Uint8Array> {
  return new Uint8Array(await (await scope.fetch(url)).arrayBuffer());
}

/** Block until a file is there: Python's `import` cannot wait for a promise. */
function fetchNow(url: string): Uint8Array {
  const request = new XMLHttpRequest();
  request.open('GET', url, false);
  request.responseType = 'arraybuffer';
  request.send();
  if (request.status !== 200) throw new Error(`${url} is missing (status ${request.status})`);
  return new Uint8Array(request.response as ArrayBuffer);
}

function absolute(scope: Scope, url: string): string {
  return new URL(url, scope.location.href).href;
}
