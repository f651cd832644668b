import type { Scope } from './platform';

const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** Throw where WebAssembly is off or forbidden; `loadPyodide` would wait forever. */
export function checkWebAssembly(scope: Scope): void {
  const wasm = scope.WebAssembly;
  if (!wasm) throw new Error('WebAssembly is switched off in this browser');
  try {
    new wasm.Module(EMPTY_MODULE);
  } catch {
    throw new Error("the Content-Security-Policy does not allow 'wasm-unsafe-eval'");
  }
}

/**
 * Do some work, but fail as soon as a file it needs is missing or is not WebAssembly.
 *
 * Pyodide only warns of these and waits on, so its requests are watched from outside.
 */
export async function failFast<T>(scope: Scope, work: () => Promise<T>): Promise<T> {
  const { fetch, WebAssembly: wasm } = scope;
  const instantiate = wasm?.instantiateStreaming;
  try {
    return await new Promise<T>((resolve, reject) => {
      const watch = <R>(promise: Promise<R>): Promise<R> => {
        promise.catch(reject);
        return promise;
      };
      scope.fetch = (...request) => watch(checked(fetch.call(scope, ...request)));
      if (wasm && instantiate)
        wasm.instantiateStreaming = (...given) => watch(instantiate.apply(wasm, given));
      work().then(resolve, reject);
    });
  } finally {
    scope.fetch = fetch;
    if (wasm && instantiate) wasm.instantiateStreaming = instantiate;
  }
}

async function checked(request: Promise<Response>): Promise<Response> {
  const response = await request;
  if (!response.ok) throw new Error(`${response.url} is missing (status ${response.status})`);
  return response;
}
