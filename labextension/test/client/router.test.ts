import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Client } from '../../src/client/client';
import { start } from '../../src/client/router';

const KIND = 'application/vnd.reactor-nb.page+json';

/** A server that answers when the test says so. */
class Server {
  readonly asked: { path: string; answer: (response: Response | null) => void }[] = [];

  fetch = (input: URL, options: RequestInit): Promise<Response> =>
    new Promise((resolve, reject) => {
      options.signal?.addEventListener('abort', () => reject(new Error('aborted')));
      const answer = (response: Response | null) =>
        response ? resolve(response) : reject(new TypeError('no connection'));
      this.asked.push({ path: input.pathname + input.search, answer });
    });

  async say(text: string, headers: Record<string, string> = {}): Promise<void> {
    const all = { 'content-type': KIND, 'x-reactor-app': 'b', ...headers };
    this.asked.at(-1)?.answer(new Response(text, { headers: all }));
    await settle();
  }

  async lead(to: string): Promise<void> {
    await this.say('', { 'x-reactor-location': to });
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

let server: Server;
let posted: string[];
let client: Client;
let listening: AbortController;

beforeEach(() => {
  listening = new AbortController();
  const listen = EventTarget.prototype.addEventListener;
  vi.spyOn(EventTarget.prototype, 'addEventListener').mockImplementation(function (
    this: EventTarget,
    type,
    listener,
    options,
  ) {
    const given = typeof options === 'object' ? options : {};
    listen.call(this, type, listener, { signal: listening.signal, ...given });
  });
  document.documentElement.dataset['reactor'] = 'live';
  document.title = 'Site';
  document.body.innerHTML =
    '<main id="reactor-root"><nav><a href="/a" data-rnb-link="">a</a>' +
    '<a href="/b?x=1#y" data-rnb-link="hover">b</a><a href="/c" data-rnb-link="" download>c</a>' +
    '<a href="https://other.example/" data-rnb-link="">d</a><a href="/plain">e</a>' +
    '<a href="#here" data-rnb-link="">f</a></nav><h1>Here</h1></main>';
  history.replaceState(null, '', '/');
  server = new Server();
  posted = [];
  vi.stubGlobal('fetch', server.fetch);
  vi.stubGlobal('scrollTo', vi.fn());
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      observe(): void {}
      unobserve(): void {}
    },
  );
  const payload = JSON.stringify({ build: 'b', title: 'Site' });
  client = {
    root: document.getElementById('reactor-root') as HTMLElement,
    payload,
    post: (text: string) => posted.push(text),
  } as unknown as Client;
  start(client);
});

afterEach(() => listening.abort());

function click(text: string, init: MouseEventInit = {}): boolean {
  const link = [...document.querySelectorAll('a')].find((one) => one.textContent === text);
  const event = new MouseEvent('click', { bubbles: true, cancelable: true, ...init });
  // What is not ours jsdom must not follow.
  addEventListener('click', (late) => late.preventDefault(), { once: true });
  let ours = false;
  document.addEventListener('click', () => (ours = event.defaultPrevented), { once: true });
  link?.dispatchEvent(event);
  return ours;
}

describe('which clicks are ours', () => {
  test('a plain one on a link of ours', () => {
    expect(click('a')).toBe(true);
    expect(server.asked.map((one) => one.path)).toEqual(['/a']);
  });

  test.each([
    ['a', { ctrlKey: true }],
    ['a', { metaKey: true }],
    ['a', { shiftKey: true }],
    ['a', { altKey: true }],
    ['a', { button: 1 }],
    ['c', {}],
    ['d', {}],
    ['e', {}],
    ['f', {}],
  ])('not on %s with %o', (text, init) => {
    expect(click(text, init)).toBe(false);
    expect(server.asked).toEqual([]);
  });

  test('none before Python is there', () => {
    document.documentElement.dataset['reactor'] = 'booting';

    expect(click('a')).toBe(false);
  });

  test('none that the author has prevented', () => {
    document.querySelector('nav')?.addEventListener('click', (event) => event.preventDefault());
    click('a');

    expect(server.asked).toEqual([]);
  });
});

describe('a visit', () => {
  test('gives the data to Python as it came, and changes nothing until that is shown', async () => {
    click('b');
    expect(document.documentElement.getAttribute('aria-busy')).toBe('true');
    await server.say('{"path":"/b","props":{}}');
    expect(posted).toEqual(['["show",1,{"path":"/b","props":{}}]']);
    expect(location.pathname).toBe('/');

    client.shown?.(undefined);
    expect(location.pathname).toBe('/');
    client.shown?.(1);

    expect(location.href).toMatch(/\/b\?x=1#y$/);
    expect(document.documentElement.hasAttribute('aria-busy')).toBe(false);
    expect(document.activeElement?.textContent).toBe('Here');
    await vi.waitFor(() => expect(document.querySelector('[aria-live]')?.textContent).toBe('Site'));
  });

  test('is superseded by the next one', async () => {
    click('a');
    await server.say('{"first":1}');
    click('b');
    await server.say('{"second":1}');
    client.shown?.(1);
    expect(location.pathname).toBe('/');

    client.shown?.(2);

    expect(posted.length).toBe(2);
    expect(location.pathname).toBe('/b');
  });

  test('that was given up posts nothing', async () => {
    click('a');
    click('b');
    server.asked[0]?.answer(new Response('{}', { headers: { 'content-type': KIND } }));
    await settle();

    expect(posted).toEqual([]);
  });

  test('follows redirects, and takes the fragment of the last one that has one', async () => {
    click('b');
    await server.lead('/moved');
    await server.lead('/again#there');
    expect(server.asked.map((one) => one.path)).toEqual(['/b?x=1', '/moved', '/again']);
    await server.say('{}');
    client.shown?.(1);

    expect(location.href).toMatch(/\/again#there$/);
  });

  test('ends redirects that have no end', async () => {
    click('a');
    for (let count = 0; count < 30; count++) await server.lead('/a');

    expect(server.asked.length).toBe(20);
    expect(posted).toEqual([]);
  });

  test('a page that was asked for ahead of time is not asked for again', async () => {
    vi.useFakeTimers();
    const link = document.querySelectorAll('a')[1];
    link?.dispatchEvent(new Event('pointerover', { bubbles: true }));
    vi.advanceTimersByTime(60);
    await server.say('{}');
    click('b');
    await settle();

    expect(server.asked.length).toBe(1);
    expect(posted.length).toBe(1);
    vi.useRealTimers();
  });

  test('a pointer that only passes asks for nothing', () => {
    vi.useFakeTimers();
    document.querySelectorAll('a')[1]?.dispatchEvent(new Event('pointerover', { bubbles: true }));
    vi.advanceTimersByTime(20);
    document.querySelector('h1')?.dispatchEvent(new Event('pointerover', { bubbles: true }));
    vi.advanceTimersByTime(100);

    expect(server.asked).toEqual([]);
    vi.useRealTimers();
  });

  test('to where it is replaces the entry', async () => {
    const before = history.length;
    click('a');
    await server.say('{}');
    client.shown?.(1);
    click('a');
    await server.say('{}');
    client.shown?.(2);

    expect(history.length).toBe(before + 1);
  });

  test('that Python asks for is one, too', async () => {
    client.visit('/b');
    await server.say('{}');
    client.shown?.(1);

    expect(location.pathname).toBe('/b');
  });

  test('never leads to code (V7)', () => {
    client.visit('javascript:pwn()', true);

    expect(location.pathname).toBe('/');
  });
});
