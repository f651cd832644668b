/** The worker of pages of `reactor-nb dev`: the one of all pages, with Python that takes new code. */
import '../worker/main';
import type { Python, PyodideModule, Scope } from '../worker/platform';

type Sources = Record<string, string>;

interface DevModule {
  install(module: string): void;
}

interface Package {
  readonly __path__: { append(path: string): void };
}

const FOLDER = '/lib/dev';
const BOOT = 'reactor_nb.client.boot';

const scope = self as unknown as Scope;
const importPlain = scope.importModule;
let app = '';

addEventListener('message', ({ data }: MessageEvent<string | { start: string }>) => {
  if (typeof data !== 'string') app = (JSON.parse(data.start) as { app: string }).app;
});

scope.importModule = async (url): Promise<PyodideModule> => {
  const asked = fetchSources(new URL('../../_reactor/dev/python', url));
  const { loadPyodide } = await importPlain(url);
  return {
    loadPyodide: async (options) => {
      const python = await loadPyodide(options);
      return withSources(python, await asked);
    },
  };
};

async function fetchSources(url: URL): Promise<Sources> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url.href} is missing (status ${answer.status})`);
  return (await answer.json()) as Sources;
}

/** A Python that has our modules by the time the page's own code begins. */
function withSources(python: Python, sources: Sources): Python {
  return {
    FS: python.FS,
    loadPackage: (names) => python.loadPackage(names),
    pyimport: (name) => {
      if (name === BOOT) install(python, sources);
      return python.pyimport(name);
    },
  };
}

function install(python: Python, sources: Sources): void {
  const packages = new Set<string>();
  for (const [name, source] of Object.entries(sources)) {
    const around = name.slice(0, name.lastIndexOf('.'));
    packages.add(around);
    python.FS.mkdirTree(folderOf(around));
    python.FS.writeFile(`${folderOf(name)}.py`, new TextEncoder().encode(source));
  }
  for (const name of packages) (python.pyimport(name) as Package).__path__.append(folderOf(name));
  (python.pyimport('reactor_nb.client.dev') as DevModule).install(`${app}_client`);
}

function folderOf(name: string): string {
  return `${FOLDER}/${name.replaceAll('.', '/')}`;
}
