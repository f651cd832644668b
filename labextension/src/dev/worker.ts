/** The worker of pages of `reactor-nb dev`: the one of all pages, with Python that takes new code. */
import '../worker/main';
import type { Python, PyodideModule, Scope } from '../worker/platform';
import { addSources, type Sources } from '../worker/sources';

interface DevModule {
  install(module: string): void;
}

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
  addSources(python, sources);
  (python.pyimport('reactor_nb.client.dev') as DevModule).install(`${app}_client`);
}
