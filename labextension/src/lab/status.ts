/** What becomes of the kernel of a notebook. */
import type { IOPubMessage, SessionContext } from './platform';

/**
 * Words for a kernel that is not there, and for one that is. One that starts does not know what the
 * one before it knew: that is all that is told where somebody else has restarted it.
 */
export const GONE = new Set([
  'restarting',
  'starting',
  'autorestarting',
  'terminating',
  'dead',
  'disconnected',
]);
export const BACK = new Set(['idle', 'connected']);
export const AWAITED = 'the kernel has not answered yet; what is shown is from before';

/** Tell of another kernel and of each new status; returns what ends that. */
export function watchKernel(
  context: SessionContext,
  changed: () => void,
  is: (status: string) => void,
): () => void {
  let process = '';
  const tell = (_: unknown, status: string) => {
    if (GONE.has(status)) process = '';
    is(status);
  };
  const change = () => {
    process = '';
    changed();
  };
  // That a kernel starts is the first thing it says, and often lost: who has not started it itself
  // listens to it too late. Each of its messages names the process that it is of.
  const hear = (_: unknown, message: IOPubMessage) => {
    const { session } = message.header;
    // A kernel of JupyterLite names whoever asked it.
    if (session === message.parent_header.session || session === process) return;
    const isAnother = process !== '';
    process = session;
    if (!isAnother) return;
    is('starting');
    is(context.session?.kernel?.status ?? 'unknown');
  };
  context.kernelChanged.connect(change);
  context.statusChanged.connect(tell);
  context.connectionStatusChanged.connect(tell);
  context.iopubMessage.connect(hear);
  return () => {
    context.kernelChanged.disconnect(change);
    context.statusChanged.disconnect(tell);
    context.connectionStatusChanged.disconnect(tell);
    context.iopubMessage.disconnect(hear);
  };
}
