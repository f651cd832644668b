import { describe, expect, it, vi } from 'vitest';
import type { IOPubMessage, SessionContext } from '../../src/lab/platform';
import { watchKernel } from '../../src/lab/status';
import { Said } from './stand_ins';

function watched() {
  const context = {
    session: { kernel: { status: 'idle' } },
    kernelChanged: new Said(),
    statusChanged: new Said<string>(),
    connectionStatusChanged: new Said<string>(),
    iopubMessage: new Said<IOPubMessage>(),
  };
  const changed = vi.fn();
  const told: string[] = [];
  const stop = watchKernel(context as unknown as SessionContext, changed, (status) =>
    told.push(status),
  );
  const hear = (process: string, client?: string) =>
    context.iopubMessage.say({
      header: { session: process },
      parent_header: client ? { session: client } : {},
    });
  return { context, changed, told, stop, hear };
}

describe('the kernel of a notebook', () => {
  it('is watched until that ends', () => {
    const { context, changed, told, stop, hear } = watched();
    hear('first');
    context.statusChanged.say('restarting');
    context.connectionStatusChanged.say('connected');
    context.kernelChanged.say(undefined);
    stop();
    context.statusChanged.say('dead');
    context.connectionStatusChanged.say('disconnected');
    context.kernelChanged.say(undefined);
    hear('second');
    hear('third');

    expect(told).toEqual(['restarting', 'connected']);
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it('starts where another process speaks, also if that it starts was not heard', () => {
    const { told, hear } = watched();
    hear('first', 'ada');
    hear('first', 'ben');
    hear('first');
    expect(told).toEqual([]);
    hear('second', 'ada');
    hear('second', 'ben');

    expect(told).toEqual(['starting', 'idle']);
  });

  it('starts once where that was heard', () => {
    const { context, told, hear } = watched();
    hear('first', 'ada');
    context.statusChanged.say('starting');
    hear('second');
    hear('second', 'ada');

    expect(told).toEqual(['starting']);
  });

  it('is another one without a start', () => {
    const { context, told, hear } = watched();
    hear('first', 'ada');
    context.kernelChanged.say(undefined);
    hear('second', 'ada');

    expect(told).toEqual([]);
  });

  it('is not known by its process where it names whoever has asked', () => {
    const { told, hear } = watched();
    hear('ada', 'ada');
    hear('ben', 'ben');
    hear('ada', 'ada');

    expect(told).toEqual([]);
  });
});
