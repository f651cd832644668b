/** The worker of the preview: production's own start of Python, fed by messages. */
import { load } from '../worker/boot';
import { failFast } from '../worker/guard';
import type { Callable, Files as Names, PyodideModule, Python, Scope } from '../worker/platform';
import { addSources, type Sources } from '../worker/sources';
import { Files, typeOf } from './files';
import { fileRequest, Network } from './network';
import { ORIGIN, type WorkerOrder, type WorkerSignal } from './protocol';

interface Preview {
  look(text: string, post: (text: string) => void): void;
  show(payload: string, archive: string, post: (text: string) => void): Callable;
}

interface WorkerGlobal {
  fetch: typeof fetch;
  XMLHttpRequest: unknown;
  __reactorFetchRest?: () => Uint8Array;
  postMessage(message: WorkerSignal): void;
  addEventListener(type: 'message', listen: (event: MessageEvent<WorkerOrder>) => void): void;
}

const own = self as unknown as WorkerGlobal;
const files = new Files();
const network = new Network(files, (ask) => own.postMessage({ ask }));
own.fetch = network.fetch;
own.XMLHttpRequest = fileRequest(files);

/** As the start of a page sees a worker; the address of this one is all of its code. */
const scope: Scope = {
  location: { href: `${ORIGIN}/` },
  get fetch() {
    return own.fetch;
  },
  set fetch(value) {
    own.fetch = value;
  },
  WebAssembly,
  importModule: importPyodide,
  post: (message) => own.postMessage(message as WorkerSignal),
};

let python: Promise<Python> | undefined;
let receive: Callable | undefined;
let preview: Preview | undefined;
let shown = 0;

own.addEventListener('message', ({ data }) => {
  if (typeof data === 'string') receive?.(data);
  else if ('files' in data) files.add(data.files);
  else if ('reply' in data) network.answer(data.reply);
  else if ('ping' in data) own.postMessage({ pong: data.ping });
  else if ('devtools' in data) look(data.devtools);
  else start(data.start).catch((error: unknown) => own.postMessage({ failed: messageOf(error) }));
});

/** A message for the devtools of the page; before there is a page, for nobody. */
function look(text: string): void {
  try {
    preview?.look(text, (devtools) => own.postMessage({ devtools }));
  } catch (error) {
    own.postMessage(JSON.stringify(['report', 'error', messageOf(error)]));
  }
}

async function start(payload: string): Promise<void> {
  const number = ++shown;
  const { files: names } = JSON.parse(payload) as { files: Names };
  python ??= begin(names);
  const [running, app] = await Promise.all([python, files.wait(names.app.replace('/static/', ''))]);
  if (number !== shown) return;
  const archive = `/lib/app-${number}.zip`;
  running.FS.writeFile(archive, new Uint8Array(app));
  preview ??= running.pyimport('reactor_nb.client.preview') as Preview;
  own.postMessage({ begun: number });
  receive = preview.show(payload, archive, (text) => {
    // What the page before has still to say is for nobody.
    if (number === shown) own.postMessage(text);
  });
}

async function begin(names: Names): Promise<Python> {
  const running = await failFast(scope, () => load(scope, names));
  own.__reactorFetchRest = () => new Uint8Array(files.get('pyodide/rest.zip') ?? missing('rest'));
  const more = new Uint8Array(await files.wait('more.bin'));
  running.FS.writeFile('/lib/core/_reactor_more.pyc', more);
  addSources(running, await readJson<Sources>('python.json'));
  return running;
}

/** Pyodide's loader, told where its parts are: it cannot be asked for what it fetches by itself. */
async function importPyodide(): Promise<PyodideModule> {
  const [{ loadPyodide }, { default: createPyodideModule }] = await Promise.all([
    importFile('pyodide/pyodide.mjs'),
    importFile('pyodide/pyodide.asm.mjs'),
  ]);
  return {
    loadPyodide: async ({ indexURL, stdLibURL, lockFileURL }) => {
      const lock = lockFileURL.replace(`${ORIGIN}/static/`, '');
      return loadPyodide({
        indexURL,
        stdLibURL,
        createPyodideModule,
        lockFileContents: await readJson(lock),
        packageBaseUrl: lockFileURL.slice(0, lockFileURL.lastIndexOf('/') + 1),
      });
    },
  };
}

/** What Pyodide's two modules have. */
interface Parts {
  readonly loadPyodide: (options: object) => Promise<Python>;
  readonly default: Callable;
}

async function importFile(name: string): Promise<Parts> {
  const code = new Blob([await files.wait(name)], { type: typeOf(name) });
  return import(URL.createObjectURL(code)) as Promise<Parts>;
}

async function readJson<T>(name: string): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await files.wait(name))) as T;
}

function missing(what: string): never {
  throw new Error(`the ${what} of Python's library is not there yet`);
}

function messageOf(error: unknown): string {
  return String((error as { message?: unknown } | null)?.message ?? error);
}
