import { trustedScriptUrl } from '../dom/trusted';

/** What the worker says besides the messages of the session. */
export type WorkerSignal = { readonly mark: 'python' } | { readonly failed: string };

export interface TransportEvents {
  message(text: string): void;
  python(): void;
  failed(reason: string): void;
}

export interface Transport {
  post(text: string): void;
  close(): void;
}

/** Start the worker and hand it the page's payload. */
export function startWorker(url: string, payload: string, events: TransportEvents): Transport {
  const worker = new Worker(trustedScriptUrl(url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<string | WorkerSignal>) => {
    if (typeof data === 'string') events.message(data);
    else if ('failed' in data) events.failed(data.failed);
    else events.python();
  });
  worker.addEventListener('error', (event) => {
    events.failed(event.message || `${url} could not be loaded`);
  });
  worker.postMessage({ start: payload });
  return { post: (text) => worker.postMessage(text), close: () => worker.terminate() };
}
