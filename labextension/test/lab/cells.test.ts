import { describe, expect, it } from 'vitest';
import { cellsOf, nameOf } from '../../src/lab/cells';
import type { Cell, NotebookPanel } from '../../src/lab/platform';

function cell(id: string, type: string, source: string, tags?: unknown): Cell {
  return {
    model: { id, type, getMetadata: () => tags, sharedModel: { getSource: () => source } },
    editor: null,
  };
}

describe('a notebook', () => {
  it('is told by its code cells, which count among all', () => {
    const widgets = [cell('a', 'markdown', '# x'), cell('b', 'code', 'x = 1', ['skip', 3])];
    const panel = { content: { widgets } } as unknown as NotebookPanel;

    expect(cellsOf(panel)).toEqual([{ index: 2, id: 'b', source: 'x = 1', tags: ['skip'] }]);
  });

  it.each([
    ['a/b/My app.ipynb', 'My app'],
    ['RTC:x.ipynb', 'RTC:x'],
    ['', 'notebook'],
  ])('at %j is called %j', (path, name) => {
    expect(nameOf(path)).toBe(name);
  });
});
