import { describe, expect, it } from 'vitest';
import { Assets } from '../../src/lab/assets';

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
      '/lab/base/reactor-nb/files/7/frame-worker.js': 'worker',
      '/lab/base/reactor-nb/files/7/style.css': 'style',
    });
    const assets = new Assets(server, config({}));

    const parts = await assets.parts();

    expect(parts).toEqual({ script: 'frame()', worker: 'worker', style: 'style' });
    expect(await assets.differ('1.0')).toBe('');
    expect(await assets.differ('2.0')).toContain('JupyterLab 1.0');
  });

  it('are not needed in a site, where no server is asked', async () => {
    const server = connection({});
    const assets = new Assets(server, config({ reactorNbVersion: '2.0' }));

    void assets.parts();

    expect(await assets.differ('2.0')).toBe('');
    expect(await assets.differ('1.0')).toContain('JupyterLab 2.0');
    expect(server.asked).toEqual([]);
  });
});
