import { boot } from './boot';
import type { PyodideModule, Scope } from './platform';

interface WorkerGlobal extends Scope {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listen: (event: MessageEvent) => void): void;
  addEventListener(type: 'unhandledrejection', listen: (event: Event) => void): void;
}

const scope = self as unknown as WorkerGlobal;
scope.post = (message) => scope.postMessage(message);
scope.importModule = (url) => import(url) as Promise<PyodideModule>;

let receive: ((text: string) => void) | undefined;

// Pyodide leaves the other requests of a failed start to themselves; the failure is told once.
scope.addEventListener('unhandledrejection', (event) => {
  if (!receive) event.preventDefault();
});

scope.addEventListener('message', ({ data }: MessageEvent<string | { start: string }>) => {
  if (typeof data === 'string') {
    receive?.(data);
    return;
  }
  boot(scope, data.start).then(
    (receiver) => (receive = receiver),
    (error: unknown) => scope.post({ failed: messageOf(error) }),
  );
});

/** Emscripten throws objects that are no errors. */
function messageOf(error: unknown): string {
  return String((error as { message?: unknown } | null)?.message ?? error);
}
