import { afterEach, beforeEach, describe, expect, test, vi, type MockInstance } from 'vitest';
import { Client, PATIENCE_MS } from '../../src/client/client';
import type { Early } from '../../src/client/early';
import type { TransportEvents } from '../../src/client/transport';
import type { HostMessage } from '../../src/dom/protocol';

const PAYLOAD = JSON.stringify({ version: 1, files: { worker: '/static/worker.js' } });
const HTML = '<form data-rnb-hold=""><input name="q"></form><button>+</button><p>text</p>';
/** `form#1 > input#2`, `button#3`, `p#5`. */
const SHAPE = [
  ['form', 'input', 'button', 'p'],
  [3, 0, 1, 1, 0, 2, 1, -1, 3, 1, -1],
] as const;

/** A client on a page, with a worker that the test speaks for. */
class Stage {
  readonly root: HTMLElement;
  readonly posted: unknown[] = [];
  readonly client: Client;
  events!: TransportEvents;
  closed = 0;
  started = 0;

  constructor(payload = PAYLOAD) {
    document.body.innerHTML = `<main id="reactor-root">${HTML}</main>`;
    this.root = document.body.firstElementChild as HTMLElement;
    this.client = new Client(this.root, payload, (_url, _payload, events) => {
      this.started++;
      this.events = events;
      return { post: (text) => this.posted.push(JSON.parse(text)), close: () => this.closed++ };
    });
  }

  say(...message: HostMessage): void {
    this.events.message(JSON.stringify(message));
  }

  hydrate(): void {
    this.say('hydrate', SHAPE, [
      ['event', 1, 'submit', { prevent: true }],
      ['event', 2, 'input', 1],
      ['event', 3, 'click', 1],
    ]);
  }

  get status(): string | undefined {
    return document.documentElement.dataset['reactor'];
  }

  get bars(): string[] {
    return [...document.querySelectorAll('[role=alert] > span')].map((one) => one.textContent);
  }

  /** Type and ids of the events posted. */
  get told(): unknown[] {
    return (this.posted as unknown[][])
      .filter(([word]) => word === 'event')
      .map(([, , type, ids]) => [type, ids]);
  }

  one<T extends HTMLElement>(selector: string): T {
    return this.root.querySelector(selector) as T;
  }
}

async function startEarly(): Promise<Early> {
  vi.resetModules();
  await import('../../src/client/early');
  return (window as unknown as { __reactorEarly: Early }).__reactorEarly;
}

let error: MockInstance<typeof console.error>;
let listen: MockInstance<typeof window.addEventListener>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  listen = vi.spyOn(window, 'addEventListener');
  performance.clearMarks();
  error = vi.spyOn(console, 'error').mockReturnValue();
  delete (window as { __reactorEarly?: unknown }).__reactorEarly;
});

afterEach(() => {
  for (const [type, listener] of listen.mock.calls) window.removeEventListener(type, listener);
  (window as { __reactorEarly?: Early }).__reactorEarly?.stop();
  vi.useRealTimers();
});

describe('the way to live', () => {
  test('the page says how far it is', () => {
    const stage = new Stage();

    stage.client.boot();
    expect(stage.status).toBe('booting');
    stage.events.python();
    stage.hydrate();

    expect(stage.status).toBe('live');
    expect(stage.posted).toEqual([['hydrated']]);
    expect(performance.getEntriesByType('mark').map(({ name }) => name)).toEqual([
      'reactor:start',
      'reactor:python',
      'reactor:hydrated',
    ]);
  });

  test('reports of the session go to the console', () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    const stage = new Stage();
    stage.client.boot();

    stage.say('report', 'warning', 'careful');
    stage.say('report', 'error', 'broken');

    expect([warn.mock.calls, error.mock.calls]).toEqual([[['careful']], [['broken']]]);
    expect(stage.bars).toEqual([]);
  });

  test('the page never goes to an address that would run a script (V7)', () => {
    const stage = new Stage();
    stage.client.boot();

    stage.say('navigate', 'javascript:pwn()');

    expect(error.mock.calls).toEqual([['reactor: will not go to javascript:pwn()']]);
  });
});

describe('before live (C3)', () => {
  test('clicks and typing are told once, in order', async () => {
    await startEarly();
    const stage = new Stage();
    const input = stage.one<HTMLInputElement>('input');
    stage.one('button').click();
    input.value = 'ab';
    input.dispatchEvent(new Event('input', { bubbles: true }));
    stage.one('button').click();

    stage.client.boot();
    stage.hydrate();
    for (let seq = 1; seq < 9; seq++) stage.say('patch', seq, []);

    expect(stage.told).toEqual([
      ['click', [3]],
      ['input', [2]],
      ['click', [3]],
    ]);
  });

  test('each event is told with the value of its moment', async () => {
    await startEarly();
    const stage = new Stage();
    const input = stage.one<HTMLInputElement>('input');
    input.value = 'milk';
    input.dispatchEvent(new Event('input', { bubbles: true }));
    stage.one('button').click();
    input.value = 'bread';
    input.dispatchEvent(new Event('input', { bubbles: true }));

    stage.client.boot();
    stage.hydrate();
    for (let seq = 1; seq < 9; seq++) stage.say('patch', seq, []);

    const values = (stage.posted as { target?: { value?: string } }[][])
      .filter((message) => message.length === 5)
      .map((message) => message[4]?.target?.value);
    expect(values).toEqual(['milk', '', 'bread']);
  });

  test('a held submit is told with the fields of its moment', async () => {
    await startEarly();
    const stage = new Stage();
    stage.one<HTMLInputElement>('input').value = 'milk';

    const event = new SubmitEvent('submit', { bubbles: true, cancelable: true });
    stage.one('form').dispatchEvent(event);
    stage.one<HTMLInputElement>('input').value = 'other';
    stage.client.boot();
    stage.hydrate();

    expect(event.defaultPrevented).toBe(true);
    expect(stage.posted[1]).toMatchObject(['event', 1, 'submit', [1], { form: [['q', 'milk']] }]);
  });

  test('a form that Python does not handle is not held', async () => {
    const early = await startEarly();
    const stage = new Stage();
    stage.one('form').removeAttribute('data-rnb-hold');
    const event = new SubmitEvent('submit', { bubbles: true, cancelable: true });
    stage.one('form').addEventListener('submit', () => event.preventDefault(), { once: true });

    stage.one('form').dispatchEvent(event);

    expect(early.records.map((record) => record[4])).toEqual([false]);
  });

  test('a field that the browser filled in again is told of', () => {
    const stage = new Stage();
    stage.one<HTMLInputElement>('input').value = 'from before the reload';

    stage.client.boot();
    stage.hydrate();
    stage.say('patch', 0, [['prop', 2, 'value', '']]);

    expect(stage.told).toEqual([['input', [2]]]);
    expect(stage.one<HTMLInputElement>('input').value).toBe('from before the reload');
  });

  test('an element that is called like our record does no harm (V23)', () => {
    const stage = new Stage();
    document.body.append(Object.assign(document.createElement('p'), { id: '__reactorEarly' }));

    stage.client.boot();
    stage.hydrate();

    expect(stage.status).toBe('live');
  });
});

describe('failure (C1)', () => {
  test('one bar and one line in the console say so, and the page stays', () => {
    const stage = new Stage();
    stage.client.boot();

    stage.events.failed('pyodide.asm.wasm is missing (status 404)');
    stage.events.failed('and more');
    vi.advanceTimersByTime(PATIENCE_MS);

    expect(stage.status).toBe('failed');
    expect(stage.root.innerHTML).toBe(HTML);
    expect(stage.bars).toEqual([
      'This page is not interactive (pyodide.asm.wasm is missing (status 404)). ' +
        'You can read it, and links and forms work.',
    ]);
    expect(error).toHaveBeenCalledTimes(1);
    expect(stage.closed).toBeGreaterThan(0);
  });

  test('visitors see the last line of a traceback, and paths without the origin', () => {
    const stage = new Stage();
    stage.client.boot();

    stage.events.failed(`Traceback:\n  File "x.py"\nOSError: ${location.origin}/x is missing\n`);

    expect(stage.bars[0]).toContain('(OSError: /x is missing)');
    expect(error.mock.calls[0]?.[0]).toContain('Traceback');
  });

  test('after 20 seconds the page says that it waits in vain, but a late start is welcome', () => {
    const stage = new Stage();
    stage.client.boot();

    vi.advanceTimersByTime(19_999);
    expect(stage.status).toBe('booting');
    vi.advanceTimersByTime(1);
    expect([stage.status, stage.bars.length]).toEqual(['failed', 1]);
    stage.hydrate();

    expect([stage.status, stage.bars.length]).toEqual(['live', 0]);
  });

  test('no time-out comes after the start', () => {
    const stage = new Stage();
    stage.client.boot();
    stage.hydrate();

    vi.advanceTimersByTime(60_000);

    expect(stage.status).toBe('live');
  });

  test('a held form goes its native way, once, and later ones are not held', async () => {
    await startEarly();
    const stage = new Stage();
    const sent = vi.fn((event: Event) => event.defaultPrevented);
    const form = stage.one<HTMLFormElement>('form');
    form.requestSubmit();
    form.requestSubmit();
    document.body.addEventListener('submit', (event) => {
      sent(event);
      event.preventDefault();
    });

    stage.client.boot();
    stage.events.failed('no WebAssembly');
    form.requestSubmit();

    expect(sent.mock.results.map(({ value }) => value as boolean)).toEqual([false, false]);
  });

  test('the button tries again', () => {
    const stage = new Stage();
    stage.client.boot();
    stage.events.failed('no luck');

    document.querySelector<HTMLButtonElement>('[role=alert] > button')?.click();
    expect([stage.status, stage.bars.length, stage.started]).toEqual(['booting', 0, 2]);
    stage.hydrate();
    stage.one('button').click();

    expect(stage.told).toEqual([['click', [3]]]);
  });

  test('a worker that cannot be made is a failure like any other', () => {
    const stage = new Stage('not JSON');

    stage.client.boot();

    expect([stage.status, stage.bars.length]).toEqual(['failed', 1]);
  });

  test('a page of another version is refused in words', () => {
    const stage = new Stage(JSON.stringify({ version: 2, files: {} }));

    stage.client.boot();

    expect(stage.bars[0]).toContain('this page is of version 2, not 1');
  });

  test('an error in a live worker is one handler’s affair', () => {
    const stage = new Stage();
    stage.client.boot();
    stage.hydrate();

    stage.events.failed('Uncaught');

    expect(stage.status).toBe('live');
  });

  test('a patch that does not fit ends the page in words', () => {
    const stage = new Stage();
    stage.client.boot();
    stage.hydrate();

    stage.say('patch', 0, [['text', 99, 'x']]);

    expect([stage.status, stage.bars.length]).toEqual(['failed', 1]);
    expect(stage.bars[0]).toContain('no node has the id 99');
  });

  test('a page that is being left says nothing, and starts again when it comes back (C8)', () => {
    const stage = new Stage();
    stage.client.boot();
    window.dispatchEvent(new Event('pagehide'));
    stage.events.failed('the request was cancelled');
    expect([stage.bars, error.mock.calls]).toEqual([[], []]);

    window.dispatchEvent(new Event('pageshow'));

    expect([stage.status, stage.started]).toEqual(['booting', 2]);
  });

  test('a live page that comes back goes on (C8)', () => {
    const stage = new Stage();
    stage.client.boot();
    stage.hydrate();

    window.dispatchEvent(new Event('pagehide'));
    window.dispatchEvent(new Event('pageshow'));

    expect([stage.status, stage.started]).toEqual(['live', 1]);
  });
});
