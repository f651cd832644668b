import { afterEach, describe, expect, it, vi } from 'vitest';
import { OwnWindow } from '../../src/lab/window';

afterEach(() => document.body.replaceChildren());

function setup(opened: unknown) {
  const stage = document.createElement('div');
  document.body.append(stage);
  const moved = vi.fn();
  const refused = vi.fn();
  vi.stubGlobal('open', () => opened);
  return { stage, moved, refused, own: new OwnWindow(stage, moved, refused) };
}

/** A window as far as a page is put into it. */
function other() {
  const listeners: (() => void)[] = [];
  return {
    document: document.implementation.createHTMLDocument(),
    focus: vi.fn(),
    close: vi.fn(),
    addEventListener: (_: string, act: () => void) => listeners.push(act),
    leave: () => listeners.forEach((act) => act()),
  };
}

describe('a window of its own', () => {
  it('has the page until it is closed', () => {
    const opened = other();
    const { own, stage, moved } = setup(opened);

    own.button.click();

    expect(opened.document.body.contains(stage)).toBe(true);
    expect(document.body.textContent).toContain('in a window of its own');
    expect([own.isOpen, moved.mock.calls.length]).toEqual([true, 1]);

    opened.leave();
    opened.leave();

    expect([...document.body.children]).toEqual([stage]);
    expect([own.isOpen, moved.mock.calls.length]).toEqual([false, 2]);
  });

  it('is shown, and not opened twice', () => {
    const opened = other();
    const { own, moved } = setup(opened);

    own.open();
    own.open();

    expect(opened.focus).toHaveBeenCalledOnce();
    expect(moved).toHaveBeenCalledOnce();
  });

  it('is missed where the browser opens none', () => {
    const { own, stage, refused } = setup(null);

    own.open();

    expect(refused.mock.calls[0]?.[0].message).toContain('opens no window');
    expect(document.body.contains(stage)).toBe(true);
  });
});
