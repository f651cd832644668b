import { describe, expect, it, vi } from 'vitest';
import { Link } from '../../src/lab/link';
import { LATE } from '../../src/lab/watchdog';
import type { Comm, ExecuteReply, Kernel } from '../../src/lab/platform';

function kernelWith(reply: ExecuteReply) {
  const comm = {
    onMsg: () => {},
    onClose: () => {},
    open: vi.fn(),
    send: vi.fn(),
    close: vi.fn(),
    isDisposed: false,
  };
  const requestExecute = vi.fn(() => ({ done: Promise.resolve({ content: reply }) }));
  const createComm = () => comm as Comm;
  const kernel = { requestExecute, createComm, isDisposed: false } as unknown as Kernel;
  return { comm: comm as typeof comm & Comm, kernel, requestExecute };
}

describe('the conversation with the kernel', () => {
  it('begins without a trace in the notebook', async () => {
    const { comm, kernel, requestExecute } = kernelWith({ status: 'ok' });

    await new Link(kernel, vi.fn(), vi.fn()).open();

    expect(requestExecute).toHaveBeenCalledWith(
      expect.objectContaining({ silent: true, store_history: false }),
    );
    expect(comm.open).toHaveBeenCalledWith({ version: 1, render: 'frame' });
  });

  it.each([
    ['ModuleNotFoundError', 'this kernel has no reactor_nb'],
    ['SyntaxError', 'this kernel cannot preview: SyntaxError'],
  ])('does not begin after a %s', async (ename, words) => {
    const { kernel } = kernelWith({ status: 'error', ename, evalue: '' });

    await expect(new Link(kernel, vi.fn(), vi.fn()).open()).rejects.toThrow(words);
  });

  it('hands on binary parts as what they are, also as views of others', async () => {
    const { comm, kernel } = kernelWith({ status: 'ok' });
    const hear = vi.fn();
    await new Link(kernel, hear, vi.fn()).open();
    const view = new DataView(Uint8Array.of(1, 2, 3).buffer, 1, 1);

    comm.onMsg({ content: { data: { kind: 'hello' } }, buffers: [view] });

    expect(hear.mock.calls[0]?.[0]).toEqual({ kind: 'hello' });
    expect([...new Uint8Array(hear.mock.calls[0]?.[1][0])]).toEqual([2]);
  });

  it('ends without a word to a kernel that the notebook has left', async () => {
    const { comm, kernel } = kernelWith({ status: 'ok' });
    const link = new Link(kernel, vi.fn(), vi.fn());
    await link.open();

    link.close();
    expect(comm.close).toHaveBeenCalledOnce();

    const left = new Link({ ...kernel, isDisposed: true }, vi.fn(), vi.fn());
    await left.open();
    left.close();
    expect(comm.close).toHaveBeenCalledOnce();
  });

  it('does not begin when it was ended meanwhile', async () => {
    const { comm, kernel } = kernelWith({ status: 'ok' });
    const link = new Link(kernel, vi.fn(), vi.fn());

    const opened = link.open();
    link.close();
    await opened;

    expect(comm.open).not.toHaveBeenCalled();
  });

  it('asks for a sign of life when the kernel is silent after what it began by itself', async () => {
    vi.useFakeTimers();
    const { comm, kernel } = kernelWith({ status: 'ok' });
    const hear = vi.fn();
    const link = new Link(kernel, hear, vi.fn());
    await link.open();

    comm.onMsg({ content: { data: { kind: 'begun' } } });
    vi.advanceTimersByTime(LATE / 2 + 1);
    link.owed();
    vi.advanceTimersByTime(LATE + 1);

    expect(hear).not.toHaveBeenCalled();
    expect(comm.send).toHaveBeenCalledExactlyOnceWith({ kind: 'ping', number: -1 });
    expect(link.owed()).toBeGreaterThan(LATE);
    comm.onMsg({ content: { data: { kind: 'pong', number: -1 } } });
    expect(link.owed()).toBe(0);
    vi.useRealTimers();
  });

  it('is lost when the kernel ends it, and not when the panel does', async () => {
    const { comm, kernel } = kernelWith({ status: 'ok' });
    const lost = vi.fn();
    const link = new Link(kernel, vi.fn(), lost);
    await link.open();

    link.close();
    comm.onClose({ content: { data: {} } });
    link.send({ kind: 'cells', number: 1 });

    expect(lost).not.toHaveBeenCalled();
    expect(comm.close).toHaveBeenCalledOnce();
    expect(comm.send).not.toHaveBeenCalled();
  });
});
