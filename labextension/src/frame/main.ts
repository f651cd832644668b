/** The document in the preview's frame: waits for the panel's port, then does what it says. */
import '../client/early';
import { Page } from './page';
import type { FrameMessage, PanelMessage } from './protocol';

/** The code of the worker; the panel puts it here. */
declare const __reactorWorker: string;

addEventListener('message', ({ data, source, ports }) => {
  const [port] = ports;
  if (source !== parent || data !== 'reactor-nb' || !port) return;
  const tell = (message: FrameMessage) => port.postMessage(message);
  const page = new Page(__reactorWorker, tell);
  port.onmessage = ({ data: message }: MessageEvent<PanelMessage>) => page.receive(message);
});
