import { afterEach, describe, expect, it, vi } from 'vitest';
import { Assets } from '../../src/lab/assets';

afterEach(() => vi.unstubAllGlobals());

function connection(answers: Record<string, string>) {
  const asked: string[] = [];
  return {
    asked,
    makeSettings: () => ({ baseUrl: '/lab/base/' }),
    makeRequest: (url: string) => {
      asked.push(url);
      const text = answers[url];
      return Promise.resolve(new Response(text ?? '', { status: text === undefined ? 404 : 200 }));
    },
  };
}

function config(options: Record<string, string>) {
  return { getOption: (name: string) => options[name] ?? '' };
}

describe('the files of the frame', () => {
  it('come from the Jupyter server, under a name that changes with them', async () => {
    const server = connection({
      '/lab/base/reactor-nb/build': '{"build":"7","package":"1.0"}',
      '/lab/base/reactor-nb/files/7/frame.js': 'frame',
      '/lab/base/reactor-nb/files/7/frame-worker.js': 'worker',
      '/lab/base/reactor-nb/files/7/style.css': 'style',
    });
    const assets = new Assets(server, config({}));

    const parts = await assets.parts();

    expect(parts).toEqual({ script: 'frame', worker: 'worker', style: 'style' });
    expect(await assets.package()).toBe('1.0');
  });

  it('come from the site where that says so, and no server is asked', async () => {
    const server = connection({});
    const site = config({ reactorNbFilesUrl: '/site/frame-7/', reactorNbVersion: '2.0' });
    const fetched: string[] = [];
    vi.stubGlobal('fetch', (url: string) => {
      fetched.push(url);
      return Promise.resolve(new Response('text'));
    });
    const assets = new Assets(server, site);

    await assets.parts();

    expect(fetched[0]).toBe('/site/frame-7/frame.js');
    expect(await assets.package()).toBe('2.0');
    expect(server.asked).toEqual([]);
  });

  it('are named where the site is not whole', async () => {
    const site = config({ reactorNbFilesUrl: '/site/frame-7/', reactorNbVersion: '2.0' });
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('', { status: 404 })));

    await expect(new Assets(connection({}), site).parts()).rejects.toThrow(
      '/site/frame-7/frame.js is missing',
    );
  });
});
