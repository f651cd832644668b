import { afterEach, describe, expect, test, vi } from 'vitest';
import { boot } from '../../src/worker/boot';
import { checkWebAssembly, failFast } from '../../src/worker/guard';
import type { PyodideOptions, Scope } from '../../src/worker/platform';

const FILES = {
  pyodide: '/app/static/pyodide-1/',
  stdlib: '/app/static/pyodide-1/stdlib.zip',
  rest: '/app/static/rest-1.zip',
  core: '/app/static/core-1.bin',
  app: '/app/static/app-1.zip',
  lock: null,
  packages: [],
  eager_rest: false,
};
const ORIGIN = 'https://example.org';

/** A worker and a Pyodide that write down what happens to them. */
class Stand {
  readonly log: unknown[] = [];
  readonly posted: unknown[] = [];
  options: PyodideOptions | undefined;
  readonly path = ['/lib/python314.zip'];
  missing = '';
  readonly scope: Scope;

  constructor() {
    this.scope = {
      location: { href: `${ORIGIN}/app/static/worker-1.js` },
      WebAssembly,
      fetch: (async (url: string) => this.respond(url)) as unknown as typeof fetch,
      importModule: async (url) => {
        this.log.push(['import', url]);
        return { loadPyodide: (options) => this.load(options) };
      },
      post: (message) => this.posted.push(message),
    };
  }

  private respond(url: string): Response {
    const ok = !this.missing || !url.includes(this.missing);
    const body = new TextEncoder().encode(url.replace(/.*\//, ''));
    return { ok, url, status: ok ? 200 : 404, arrayBuffer: async () => body.buffer } as Response;
  }

  private async load(options: PyodideOptions) {
    this.options = options;
    // Pyodide itself only warns of a missing file, and waits forever.
    const wasm = this.scope.fetch(`${options.indexURL}pyodide.asm.wasm`);
    await wasm.catch(() => new Promise(() => {}));
    const modules: Record<string, unknown> = {
      sys: {
        path: {
          insert: (at: number, path: string) => this.path.splice(at, 0, path),
          append: (path: string) => this.path.push(path),
        },
      },
      'reactor_nb.client.boot': {
        start: (payload: string, post: (text: string) => void) => {
          this.log.push(['start', payload.length > 0]);
          post('["hydrate"]');
          return (text: string) => this.log.push(['receive', text]);
        },
      },
    };
    return {
      FS: {
        mkdirTree: (path: string) => this.log.push(['folder', path]),
        writeFile: (path: string, content: Uint8Array) =>
          this.log.push(['write', path, new TextDecoder().decode(content)]),
      },
      pyimport: (name: string) => {
        this.log.push(['import', name]);
        return modules[name];
      },
      loadPackage: async (names: readonly string[]) => this.log.push(['packages', names]),
    };
  }
}

const payload = (files: object = {}) => JSON.stringify({ files: { ...FILES, ...files } });

describe('the start', () => {
  test('our Python and the app are there, and the app gets payload and messages', async () => {
    const stand = new Stand();

    const receive = await boot(stand.scope, payload());
    receive('["hydrated"]');

    expect(stand.log).toEqual([
      ['import', `${ORIGIN}/app/static/pyodide-1/pyodide.mjs`],
      ['import', 'sys'],
      ['folder', '/lib/core'],
      ['write', '/lib/core/_reactor_core.pyc', 'core-1.bin'],
      ['write', '/lib/app.zip', 'app-1.zip'],
      ['import', '_reactor_core'],
      ['import', 'reactor_nb.client.boot'],
      ['start', true],
      ['receive', '["hydrated"]'],
    ]);
    expect(stand.path).toEqual(['/lib/app.zip', '/lib/python314.zip', '/lib/core']);
    expect(stand.posted).toEqual([{ mark: 'python' }, '["hydrate"]']);
  });

  test('everything comes from our own files', async () => {
    const stand = new Stand();

    await boot(stand.scope, payload());

    expect(stand.options).toEqual({
      indexURL: `${ORIGIN}/app/static/pyodide-1/`,
      stdLibURL: `${ORIGIN}/app/static/pyodide-1/stdlib.zip`,
      lockFileURL: `${ORIGIN}/app/static/pyodide-1/lock.json`,
    });
  });

  test('packages and the rest of the library are loaded when they are wanted', async () => {
    const stand = new Stand();
    const lock = '/app/static/packages-1/lock.json';

    await boot(stand.scope, payload({ lock, packages: ['attrs'], eager_rest: true }));

    expect(stand.options?.lockFileURL).toBe(`${ORIGIN}${lock}`);
    expect(stand.log).toContainEqual(['packages', ['attrs']]);
    expect(stand.path.at(-1)).toBe('/lib/rest.zip');
  });
});

describe('what can go wrong (C1)', () => {
  test.each(['pyodide.asm.wasm', 'core-1.bin', 'app-1.zip'])('%s is missing', async (file) => {
    const stand = new Stand();
    stand.missing = file;
    const fetch = stand.scope.fetch;

    await expect(boot(stand.scope, payload())).rejects.toThrow(
      new RegExp(`${file} is missing \\(status 404\\)`),
    );

    expect(stand.scope.fetch).toBe(fetch);
  });

  test('WebAssembly is off', async () => {
    const stand = new Stand();
    delete stand.scope.WebAssembly;

    await expect(boot(stand.scope, payload())).rejects.toThrow('WebAssembly is switched off');
  });

  test('the policy of the page forbids WebAssembly', () => {
    const Module = function () {
      throw new EvalError('unsafe-eval');
    };
    const scope = { WebAssembly: { Module } } as unknown as Scope;

    expect(() => checkWebAssembly(scope)).toThrow("does not allow 'wasm-unsafe-eval'");
  });

  test('a file that is not WebAssembly', async () => {
    const wasm = { instantiateStreaming: async () => Promise.reject(new Error('bad magic')) };
    const scope = { fetch, WebAssembly: wasm } as unknown as Scope;

    const work = failFast(scope, async () => {
      await wasm.instantiateStreaming().catch(() => new Promise(() => {}));
    });

    await expect(work).rejects.toThrow('bad magic');
  });
});

describe('the rest of the library', () => {
  afterEach(() => vi.unstubAllGlobals());

  function stubRequest(status: number): string[] {
    const asked: string[] = [];
    class Request {
      status = status;
      response = new TextEncoder().encode('rest').buffer;
      responseType = '';
      open(method: string, url: string, later: boolean) {
        asked.push(`${method} ${url} ${later}`);
      }
      send() {}
    }
    vi.stubGlobal('XMLHttpRequest', Request);
    return asked;
  }

  test('is fetched while Python waits', async () => {
    const asked = stubRequest(200);
    const stand = new Stand();
    await boot(stand.scope, payload());

    const content = stand.scope.__reactorFetchRest?.();

    expect(new TextDecoder().decode(content)).toBe('rest');
    expect(asked).toEqual([`GET ${ORIGIN}/app/static/rest-1.zip false`]);
  });

  test('a missing rest is an error that names it', async () => {
    stubRequest(404);
    const stand = new Stand();
    await boot(stand.scope, payload());

    expect(() => stand.scope.__reactorFetchRest?.()).toThrow(
      /rest-1.zip is missing \(status 404\)/,
    );
  });
});
