/** What of a worker and of Pyodide the boot uses: small enough to be stood in for by a test. */

export interface Files {
  readonly pyodide: string;
  readonly stdlib: string;
  readonly rest: string;
  readonly core: string;
  readonly app: string;
  readonly lock: string | null;
  readonly packages: readonly string[];
  readonly eager_rest: boolean;
}

export interface Callable {
  (...values: unknown[]): unknown;
}

export interface Python {
  readonly FS: {
    mkdirTree(path: string): void;
    writeFile(path: string, content: Uint8Array): void;
  };
  pyimport(name: string): unknown;
  loadPackage(names: readonly string[]): Promise<unknown>;
}

export interface PyodideOptions {
  readonly indexURL: string;
  readonly stdLibURL: string;
  readonly lockFileURL: string;
}

export interface PyodideModule {
  loadPyodide(options: PyodideOptions): Promise<Python>;
}

/** The worker's global scope, as far as the boot needs it. */
export interface Scope {
  readonly location: { readonly href: string };
  fetch: typeof fetch;
  WebAssembly?: typeof WebAssembly;
  __reactorFetchRest?: () => Uint8Array;
  importModule(url: string): Promise<PyodideModule>;
  post(message: unknown): void;
}
