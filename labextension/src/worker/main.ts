import { boot } from './boot';
import type { PyodideModule, Scope } from './platform';

interface WorkerGlobal extends Scope {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listen: (event: MessageEvent) => void): void;
}

const scope = self as unknown as WorkerGlobal;
scope.post = (message) => scope.postMessage(message);
scope.importModule = (url) => import(url) as Promise<PyodideModule>;

let receive: ((text: string) => void) | undefined;

scope.addEventListener('message', ({ data }: MessageEvent<string | { start: string }>) => {
  if (typeof data === 'string') {
    receive?.(data);
    return;
  }
  boot(scope, data.start).then(
    (receiver) => (receive = receiver),
    (error: unknown) =>
      scope.post({ failed: error instanceof Error ? error.message : String(error) }),
  );
});
