/** What the frame runs, from the Jupyter server. */
import type { FileMap } from '../frame/protocol';
import type { Packages } from './platform';

const FIRST = [
  'core.bin',
  'more.bin',
  'python.json',
  'pyodide/lock.json',
  'pyodide/pyodide.asm.mjs',
  'pyodide/pyodide.asm.wasm',
  'pyodide/pyodide.mjs',
  'pyodide/stdlib.zip',
] as const;
const LATER = ['pyodide/rest.zip'] as const;

/** The script of the frame; it is a part of this one. */
declare const __reactorFrame: string;
// Named once: each place that names it gets all of its text.
const script = __reactorFrame;

/** What the document in the frame is made of. */
export interface Parts {
  readonly script: string;
  readonly worker: string;
  readonly style: string;
}

/** A frame that runs no Python. */
export const WITHOUT_PYTHON = { script, worker: '' } as const;

interface Found {
  readonly base: string;
  readonly package: string;
}

type Config = Packages['coreutils']['PageConfig'];

/** The version of reactor_nb in a site of JupyterLite; nothing where there is a Jupyter server. */
export function siteVersion(config: Config): string {
  return config.getOption('reactorNbVersion');
}

/** The files that are the same for every notebook. */
export class Assets {
  #found: Promise<Found> | undefined;

  constructor(
    readonly connection: Packages['services']['ServerConnection'],
    readonly config: Config,
  ) {}

  async parts(): Promise<Parts> {
    // The kernels of a site render, and bring what a frame needs; until then there is nothing.
    if (siteVersion(this.config)) return new Promise(() => {});
    const [worker, style] = await Promise.all(
      ['frame-worker.js', 'style.css'].map(async (name) => (await this.#get(name)).text()),
    );
    return { script, worker: worker ?? '', style: style ?? '' };
  }

  /** Hand over what Python starts with, and then what it may want later. */
  async send(post: (files: FileMap) => void): Promise<void> {
    await Promise.all(FIRST.map(async (name) => post({ [name]: await this.#bytes(name) })));
    for (const name of LATER) post({ [name]: await this.#bytes(name) });
  }

  /** What is to be said where the kernel has another version than the Jupyter server. */
  async differ(kernel: string): Promise<string> {
    const server = siteVersion(this.config) || (await this.#find().catch(() => undefined))?.package;
    if (!server || server === kernel) return '';
    const words = `the kernel has reactor_nb ${kernel} and JupyterLab ${server}`;
    return `${words}; install one version in both`;
  }

  async #bytes(name: string): Promise<ArrayBuffer> {
    return (await this.#get(name)).arrayBuffer();
  }

  async #get(name: string): Promise<Response> {
    const { base } = await this.#find();
    return this.#request(`${base}${name}`);
  }

  #find(): Promise<Found> {
    this.#found ??= this.#ask().catch((error: unknown) => {
      this.#found = undefined;
      throw error;
    });
    return this.#found;
  }

  async #ask(): Promise<Found> {
    const { baseUrl } = this.connection.makeSettings();
    const answer = await this.#request(`${baseUrl}reactor-nb/build`);
    const { build, package: version } = (await answer.json()) as { build: string; package: string };
    return { base: `${baseUrl}reactor-nb/files/${build}/`, package: version };
  }

  async #request(url: string): Promise<Response> {
    const settings = this.connection.makeSettings();
    const response = await this.connection.makeRequest(url, {}, settings);
    if (response.ok) return response;
    throw new Error(
      response.status === 404
        ? 'the Jupyter server does not have reactor_nb; install it there and start it again'
        : `the Jupyter server does not give out the files of reactor_nb (${response.status})`,
    );
  }
}
