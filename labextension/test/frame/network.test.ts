import { describe, expect, it, vi } from 'vitest';
import { Files, nameOf, pathOf, typeOf } from '../../src/frame/files';
import { fileRequest, Network } from '../../src/frame/network';
import type { Question } from '../../src/frame/protocol';

const bytes = (text: string) => new TextEncoder().encode(text).buffer;

describe('addresses', () => {
  it.each([
    ['/static/core.bin', 'core.bin'],
    ['https://preview.invalid/static/pyodide/a.mjs', 'pyodide/a.mjs'],
    ['/_reactor/actions/add', undefined],
    ['https://example.org/static/core.bin', undefined],
  ])('%s names the file %s', (url, name) => {
    expect(nameOf(url)).toBe(name);
  });

  it('of the app are paths, and no others are known', () => {
    expect(pathOf('more?x=1')).toBe('/more?x=1');
    expect(pathOf('//example.org/')).toBeUndefined();
    expect(pathOf('javascript:alert(1)')).toBeUndefined();
  });

  it.each([
    ['a.wasm', 'application/wasm'],
    ['a.mjs', 'text/javascript'],
    ['a.zip', 'application/octet-stream'],
  ])('%s is of the type %s', (name, type) => {
    expect(typeOf(name)).toBe(type);
  });
});

describe('what stands in for a network', () => {
  it('waits for a file that is still on its way', async () => {
    const files = new Files();
    const asked = new Network(files, () => {}).fetch('/static/a.wasm');

    files.add({ 'a.wasm': bytes('x') });

    const answer = await asked;
    expect(answer.headers.get('content-type')).toBe('application/wasm');
    expect(await answer.text()).toBe('x');
  });

  it('hands a request to the app, and its answer back', async () => {
    const ask = vi.fn<(question: Question) => void>();
    const network = new Network(new Files(), ask);
    const asked = network.fetch('/_reactor/actions/add', {
      method: 'POST',
      headers: { 'X-Reactor': '1' },
      body: '{}',
    });

    network.answer({ number: 1, status: 422, headers: {}, body: bytes('[1]') });

    const answer = await asked;
    expect([answer.status, await answer.json()]).toEqual([422, [1]]);
    expect(ask.mock.calls[0]?.[0]).toEqual({
      number: 1,
      method: 'POST',
      url: '/_reactor/actions/add',
      headers: { 'x-reactor': '1' },
      body: '{}',
    });
  });

  it('refuses every other address', async () => {
    const ask = vi.fn();

    await expect(new Network(new Files(), ask).fetch('https://example.org/')).rejects.toThrow(
      'the preview has no network',
    );
    expect(ask).not.toHaveBeenCalled();
  });

  it('gives Python at once the files that are there, and no others', () => {
    const files = new Files();
    files.add({ a: bytes('x') });
    const Requests = fileRequest(files);

    const found = ['/static/a', '/static/b', 'https://example.org/'].map((url) => {
      const request = new Requests();
      request.open('GET', url);
      request.send();
      return request.status;
    });

    expect(found).toEqual([200, 404, 404]);
  });
});
