import { describe, expect, it, vi } from 'vitest';
import type { Packages } from '../../src/lab/platform';
import { Tasks, type Task } from '../../src/lab/tasks';

const BEGUN: Task = { id: 'ab', kind: 'check', steps: [], result: null, folder: 'x-app' };

function tasksWith(...answers: [number, unknown][]) {
  const makeRequest = vi.fn((_url: string, _init: RequestInit) => {
    const [status, body] = answers.shift()!;
    return Promise.resolve(new Response(body === null ? null : JSON.stringify(body), { status }));
  });
  const makeSettings = () => ({ baseUrl: '/some/where/' });
  const connection = { makeRequest, makeSettings } as unknown;
  const tasks = new Tasks(connection as Packages['services']['ServerConnection']);
  return { tasks, makeRequest };
}

describe('a task', () => {
  it('is begun below the address of the server', async () => {
    const { tasks, makeRequest } = tasksWith([201, BEGUN]);

    expect(await tasks.start('check', 'a/b.ipynb')).toEqual(BEGUN);
    const [url, init] = makeRequest.mock.calls[0]!;
    expect(url).toBe('/some/where/reactor-nb/tasks');
    expect([init.method, init.body]).toEqual(['POST', '{"kind":"check","path":"a/b.ipynb"}']);
  });

  it('is followed to its end, and asked only for what is new', async () => {
    const one = { ...BEGUN, steps: ['reading'] };
    const done = { ...one, result: { problems: [] } };
    const { tasks, makeRequest } = tasksWith([200, one], [200, done]);
    const seen: number[] = [];

    expect(await tasks.follow(BEGUN, ({ steps }) => seen.push(steps.length))).toEqual(done);
    expect(seen).toEqual([0, 1]);
    expect(makeRequest.mock.calls.map(([url]) => url.split('/').at(-1))).toEqual([
      'ab?seen=0',
      'ab?seen=1',
    ]);
  });

  it.each([
    [409, { message: 'another check of b.ipynb is running' }, 'another check of b.ipynb'],
    [404, { message: 'Not Found' }, 'needs a Jupyter server that has reactor_nb'],
    [405, null, 'needs a Jupyter server that has reactor_nb'],
    [500, null, 'the Jupyter server refuses (500)'],
  ])('that is answered with %i %j says why', async (status, body, words) => {
    const { tasks } = tasksWith([status, body]);

    await expect(tasks.start('check', 'b.ipynb')).rejects.toThrow(words);
  });
});
