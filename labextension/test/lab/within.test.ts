import { describe, expect, it, vi } from 'vitest';
import { Within } from '../../src/lab/within';

function started() {
  const send = vi.fn();
  const post = vi.fn();
  const within = new Within(send, post, vi.fn());
  within.begin('kernel', [new TextEncoder().encode('p{}').buffer as ArrayBuffer]);
  within.show(2);
  return { within, send, post };
}

describe('a preview that the kernel renders', () => {
  it('has a frame without Python, with the style that the kernel gave', () => {
    expect(started().within.parts()).toEqual({ script: 'frame()', worker: '', style: 'p{}' });
  });

  it('begins with another frame when the place changes, and only then', () => {
    const within = new Within(vi.fn(), vi.fn(), vi.fn());

    expect(within.begin('frame', [])).toBe(false);
    expect(within.begin('kernel', [])).toBe(true);
    expect(within.begin('kernel', [])).toBe(false);
    expect(within.begin('frame', [])).toBe(true);
  });

  it('tells the session what the page says, and nothing else', () => {
    const { within, send } = started();

    expect(within.hear({ start: true })).toBe(true);
    expect(within.hear({ say: '["hydrated"]' })).toBe(true);
    expect(within.hear({ status: 'live' })).toBe(false);
    expect(send.mock.calls).toEqual([
      [{ kind: 'start', page: 2 }],
      [{ kind: 'page', page: 2, message: ['hydrated'] }],
    ]);
  });

  it('hands on what is for the page that is shown, and drops the rest', () => {
    const { within, post } = started();

    within.receive({ kind: 'page', page: 1, message: ['patch', 1, []] });
    within.receive({ kind: 'page', page: 2, message: ['patch', 2, []] });

    expect(post.mock.calls).toEqual([[{ heard: '["patch",2,[]]' }]]);
  });

  it('carries what the devtools ask and know, for the page that is shown', () => {
    const { within, send, post } = started();

    expect(within.hear({ look: '["tree"]' })).toBe(true);
    expect(within.hear({ look: '' })).toBe(true);
    expect(within.receive({ kind: 'devtools', page: 2, message: ['opened'] })).toBe(true);
    expect(within.receive({ kind: 'devtools', page: 1, message: ['late'] })).toBe(true);

    expect(send.mock.calls).toEqual([
      [{ kind: 'devtools', page: 2, message: ['tree'] }],
      [{ kind: 'devtools', page: 2, message: [] }],
    ]);
    expect(post.mock.calls).toEqual([[{ heard: { devtools: '["opened"]' } }]]);
  });
});
