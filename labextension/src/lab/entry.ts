/**
 * The container that JupyterLab loads: hands it our plugins, and us its packages.
 *
 * It has the form of webpack's module federation, which is all that JupyterLab asks of an extension.
 */
import type { Packages } from './platform';
import { pluginsWith, type Plugin } from './plugin';

type Factory = () => unknown;

interface Shared {
  readonly get: () => Promise<Factory> | Factory;
  readonly loaded?: unknown;
}

type Scope = Readonly<Record<string, Readonly<Record<string, Shared>>>>;

interface Container {
  init(scope: Scope): void;
  get(name: string): Promise<() => { readonly __esModule: true; readonly default: Plugin[] }>;
}

let scope: Scope = {};

async function take(name: string): Promise<unknown> {
  const versions = Object.values(scope[name] ?? {});
  // Other extensions may add versions of their own; JupyterLab's is the one in use, and the first.
  const used = versions.find(({ loaded }) => loaded) ?? versions[0];
  if (!used) throw new Error(`this JupyterLab has no ${name}; reactor_nb needs JupyterLab 4`);
  return (await used.get())();
}

async function packages(): Promise<Packages> {
  const [application, apputils, coreutils, mainmenu, notebook, services, widgets] =
    await Promise.all([
      take('@jupyterlab/application'),
      take('@jupyterlab/apputils'),
      take('@jupyterlab/coreutils'),
      take('@jupyterlab/mainmenu'),
      take('@jupyterlab/notebook'),
      take('@jupyterlab/services'),
      take('@lumino/widgets'),
    ]);
  return { application, apputils, coreutils, mainmenu, notebook, services, widgets } as Packages;
}

const container: Container = {
  init: (shared) => void (scope = shared),
  get: async () => {
    const plugins = pluginsWith(await packages());
    return () => ({ __esModule: true, default: plugins });
  },
};

const all = window as unknown as { _JUPYTERLAB?: Record<string, Container> };
(all._JUPYTERLAB ??= {})['reactor-nb'] = container;
