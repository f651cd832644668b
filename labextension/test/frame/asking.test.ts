import { describe, expect, it, vi } from 'vitest';
import { Asking } from '../../src/frame/asking';
import type { FrameMessage, Reply } from '../../src/frame/protocol';

const reply = (number: number, status = 200): Reply => ({
  number,
  status,
  headers: {},
  body: new ArrayBuffer(0),
});

function setup() {
  const tell = vi.fn<(message: FrameMessage) => void>();
  return { tell, asking: new Asking(tell) };
}

const asked = { method: 'GET', url: '/public/a.png', headers: {}, body: '' };

describe('what the document asks', () => {
  it('has numbers that Python gives to none of its questions', () => {
    const { tell, asking } = setup();

    void asking.ask(asked);
    void asking.ask({ ...asked, url: '/public/b.png' });

    expect(tell.mock.calls).toEqual([
      [{ ask: { ...asked, number: -1 } }],
      [{ ask: { ...asked, url: '/public/b.png', number: -2 } }],
    ]);
  });

  it('is answered whatever comes first, and once', async () => {
    const { asking } = setup();
    const first = asking.ask(asked);
    const second = asking.ask(asked);

    expect(asking.answer(reply(-2, 404))).toBe(true);
    expect(asking.answer(reply(-1))).toBe(true);
    expect(asking.answer(reply(-1, 500))).toBe(true);

    expect([(await first).status, (await second).status]).toEqual([200, 404]);
  });

  it('leaves alone what Python has asked', () => {
    expect(setup().asking.answer(reply(1))).toBe(false);
  });
});
