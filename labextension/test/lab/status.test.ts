import { describe, expect, it, vi } from 'vitest';
import type { SessionContext } from '../../src/lab/platform';
import { watchKernel } from '../../src/lab/status';
import { Said } from './stand_ins';

describe('the kernel of a notebook', () => {
  it('is watched until that ends', () => {
    const kernelChanged = new Said();
    const statusChanged = new Said<string>();
    const connectionStatusChanged = new Said<string>();
    const context = { kernelChanged, statusChanged, connectionStatusChanged };
    const changed = vi.fn();
    const told: string[] = [];
    const stop = watchKernel(context as unknown as SessionContext, changed, (status) =>
      told.push(status),
    );

    statusChanged.say('restarting');
    connectionStatusChanged.say('connected');
    kernelChanged.say(undefined);
    stop();
    statusChanged.say('dead');
    connectionStatusChanged.say('disconnected');
    kernelChanged.say(undefined);

    expect(told).toEqual(['restarting', 'connected']);
    expect(changed).toHaveBeenCalledTimes(1);
  });
});
