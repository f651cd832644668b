/** The document in the preview's frame: waits for the panel's port, then does what it says. */
import '../client/early';
import { Page, type StartEngine } from './page';
import { onPort } from './port';
import type { WorkerSignal } from './protocol';

/** The code of the worker; the panel puts it here. */
declare const __reactorWorker: string;

const startWorker: StartEngine = (hear, failed) => {
  // A page of no origin may have no worker but one whose address is its code.
  const address = `data:text/javascript,${encodeURIComponent(__reactorWorker)}`;
  const worker = new Worker(address, { type: 'module' });
  worker.onmessage = ({ data }: MessageEvent<WorkerSignal>) => hear(data);
  worker.onerror = (event) => failed(event.message || 'no worker');
  return { order: (order, transfer) => worker.postMessage(order, transfer) };
};

onPort((tell) => new Page(startWorker, tell));
