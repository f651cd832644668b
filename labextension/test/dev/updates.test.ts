import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Link } from '../../src/dev/link';
import type { Panel } from '../../src/dev/panel';
import { Updates } from '../../src/dev/updates';

const DATA = 'application/vnd.reactor-nb.page+json';

let asked: string[];
let sent: unknown[];
let told: unknown[];
let answers: Record<string, () => Response>;
let finish: (() => void)[];
let holds: boolean;

function json(data: unknown, init: ResponseInit = {}): Response {
  return new Response(JSON.stringify(data), init);
}

function update(version: string, code: unknown = null, data = false): () => Response {
  return () => json({ version, reload: false, code, data });
}

beforeEach(() => {
  [asked, sent, told, finish, holds] = [[], [], [], [], false];
  answers = {};
  vi.stubGlobal('fetch', (url: URL | string, init?: RequestInit) => {
    const path = new URL(url, location.href).href.replace('http://host/_reactor/dev/', '');
    asked.push(init?.body ? `${path} ${String(init.body)}` : path);
    const answer = answers[path];
    return answer ? Promise.resolve(answer()) : Promise.reject(new Error('no server'));
  });
});

afterEach(() => vi.unstubAllGlobals());

function start(notes: readonly string[] = [], taken = true): Updates {
  const link = {
    ready: () => Promise.resolve('live'),
    send: async (what: unknown) => {
      sent.push(what);
      if (holds) await new Promise<void>((resolve) => finish.push(resolve));
      return { taken, notes };
    },
  };
  const panel = { set: () => {}, note: (lines: readonly string[]) => told.push(lines) };
  const script = document.createElement('script');
  script.src = 'http://host/_reactor/dev/client.js';
  script.dataset['version'] = '1';
  return new Updates(link as unknown as Link, panel as unknown as Panel, script);
}

async function settle(): Promise<void> {
  for (let round = 0; round < 20; round++) await Promise.resolve();
  await new Promise((resolve) => setTimeout(resolve));
}

test('nothing is asked for the version that the page has', async () => {
  start().want('1');
  await settle();

  expect(asked).toEqual([]);
});

test('new code goes to Python', async () => {
  answers['update?from=1'] = update('2', [['', 'x = 1', []]]);

  start().want('2');
  await settle();

  expect(sent).toEqual([{ code: [['', 'x = 1', []]], data: null }]);
  expect(asked).toEqual(['update?from=1']);
});

test('what changes nothing for the page is not told to Python', async () => {
  answers['update?from=1'] = update('2');

  start().want('2');
  await settle();

  expect(sent).toEqual([]);
});

test('of saves in quick succession the last is shown, in one step from what the page has', async () => {
  answers['update?from=1'] = update('2', ['second']);
  answers['update?from=2'] = update('4', ['fourth']);
  holds = true;
  const updates = start();

  for (const version of ['2', '3', '4']) updates.want(version);
  await settle();
  finish.pop()?.();
  await settle();
  finish.pop()?.();
  await settle();

  expect(sent).toEqual([
    { code: ['second'], data: null },
    { code: ['fourth'], data: null },
  ]);
});

test('data is asked for where the loader is another', async () => {
  answers['update?from=1'] = update('2', null, true);
  answers[location.href] = () => json({ path: '/' }, { headers: { 'content-type': DATA } });

  start().want('2');
  await settle();

  expect(sent).toEqual([{ code: null, data: { path: '/' } }]);
});

test('without data, since the loader failed, new code is shown all the same', async () => {
  answers['update?from=1'] = update('2', ['code'], true);
  answers[location.href] = () => json({}, { status: 500 });

  start().want('2');
  await settle();

  expect(sent).toEqual([{ code: ['code'], data: null }]);
});

test('what is not kept is said on the page and to the server', async () => {
  answers['update?from=1'] = update('2', ['code']);
  answers['notes'] = () => json(null);

  start(['A: state not kept']).want('2');
  await settle();

  expect(told).toEqual([['A: state not kept']]);
  expect(asked.at(-1)).toBe('notes ["A: state not kept"]');
});

test('a server that is gone is asked again when it is back', async () => {
  const updates = start();
  updates.want('2');
  await settle();
  answers['update?from=1'] = update('2', ['code']);

  updates.want('2');
  await settle();

  expect(sent).toEqual([{ code: ['code'], data: null }]);
});

test('what could not be taken is tried again with the next save, from what the page has', async () => {
  answers['update?from=1'] = update('2', ['code']);
  const updates = start([], false);
  updates.want('2');
  await settle();
  answers['update?from=1'] = update('3', ['more']);

  updates.want('3');
  await settle();

  expect(asked).toEqual(['update?from=1', 'update?from=1']);
  expect(sent).toEqual([
    { code: ['code'], data: null },
    { code: ['more'], data: null },
  ]);
});
