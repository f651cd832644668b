/** How a frame of no origin is reached: by the one port that its opener hands over. */
import type { FrameMessage, PanelMessage } from './protocol';

interface Receiver {
  receive(message: PanelMessage): void;
}

/** Where the frame is in a window of its own: whoever opened that has the port. */
declare const __reactorOpener: true | undefined;

/** Wait for the port, and have somebody take what comes by it. */
export function onPort(make: (tell: (message: FrameMessage) => void) => Receiver): void {
  const host: unknown = typeof __reactorOpener === 'undefined' ? parent : parent.opener;
  addEventListener('message', ({ data, source, ports }) => {
    const [port] = ports;
    if (source !== host || data !== 'reactor-nb' || !port) return;
    const receiver = make((message) => port.postMessage(message));
    port.onmessage = ({ data: message }: MessageEvent<PanelMessage>) => receiver.receive(message);
  });
}
