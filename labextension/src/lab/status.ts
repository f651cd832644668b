/** What becomes of the kernel of a notebook. */
import type { SessionContext } from './platform';

/**
 * Words for a kernel that is not there, and for one that is. One that starts does not know what the
 * one before it knew: that is all that is heard where somebody else has restarted it.
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
  const tell = (_: unknown, status: string) => is(status);
  context.kernelChanged.connect(changed);
  context.statusChanged.connect(tell);
  context.connectionStatusChanged.connect(tell);
  return () => {
    context.kernelChanged.disconnect(changed);
    context.statusChanged.disconnect(tell);
    context.connectionStatusChanged.disconnect(tell);
  };
}
