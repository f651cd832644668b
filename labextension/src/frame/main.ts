/** The document in a frame: waits for its port, then does what it says. */
import '../client/early';
import { Newest } from './newest';
import { Page, type StartEngine } from './page';
import { onPort } from './port';
import type { FrameMessage, WorkerSignal } from './protocol';

type Tell = (message: FrameMessage) => void;

/** The code of the worker, where the panel put it; else the kernel has the Python. */
declare const __reactorWorker: string | undefined;

onPort((tell) => {
  const code = typeof __reactorWorker === 'string' ? __reactorWorker : undefined;
  const page = new Page(code === undefined ? elsewhere(tell) : inWorker(code), tell);
  return {
    receive(message) {
      if ('measure' in message) measure(tell);
      else page.receive(message);
    },
  };
});

function inWorker(code: string): StartEngine {
  return (hear, failed) => {
    // A page of no origin may have no worker but one whose address is its code.
    const address = `data:text/javascript,${encodeURIComponent(code)}`;
    const worker = new Worker(address, { type: 'module' });
    const newest = new Newest();
    worker.onmessage = ({ data }: MessageEvent<WorkerSignal>) => newest.lets(data) && hear(data);
    worker.onerror = (event) => failed(event.message || 'no worker');
    return {
      order: (order, transfer) => {
        newest.order(order);
        worker.postMessage(order, transfer);
      },
      halt: () => worker.terminate(),
    };
  };
}

/** Python that is in the kernel. */
function elsewhere(tell: Tell): StartEngine {
  return () => ({
    order(order) {
      if (typeof order === 'string') tell({ say: order });
      else if ('start' in order) tell({ start: true });
      else if ('devtools' in order) tell({ look: order.devtools });
      // Whether the kernel is well, the panel asks itself.
      else if ('ping' in order) tell({ pong: order.ping, of: 'python' });
    },
    halt() {},
  });
}

function measure(tell: Tell): void {
  const html = document.documentElement;
  new ResizeObserver(() => tell({ height: html.offsetHeight })).observe(html);
}
