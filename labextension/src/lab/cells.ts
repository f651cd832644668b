/** A notebook as the kernel is told of it. */
import type { NotebookPanel } from './platform';
import type { Problem } from './problems';

export interface CellText {
  readonly index: number;
  readonly id: string;
  readonly source: string;
  readonly tags: readonly string[];
}

/** The code cells in file order; their numbers count cells of every kind. */
export function cellsOf({ content }: NotebookPanel): CellText[] {
  const found: CellText[] = [];
  for (const [place, { model }] of content.widgets.entries()) {
    if (model.type !== 'code') continue;
    const tags = model.getMetadata('tags');
    found.push({
      index: place + 1,
      id: model.id,
      source: model.sharedModel.getSource(),
      tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [],
    });
  }
  return found;
}

/** Show the cell that a problem is in, with the cursor in its line. */
export function goToCell({ content }: NotebookPanel, { id, cell, line }: Problem): void {
  const at = content.widgets.findIndex(
    ({ model }, place) => model.id === id || (!id && place + 1 === cell),
  );
  const found = content.widgets[at];
  if (!found) return;
  content.activeCellIndex = at;
  void content.scrollToCell(found).then(() => {
    found.editor?.setCursorPosition({ line: (line ?? 1) - 1, column: 0 });
    found.editor?.focus();
  });
}

/** What the author called the file, without its ending. */
export function nameOf(path: string): string {
  const file = path.slice(path.lastIndexOf('/') + 1);
  return file.replace(/\.ipynb$/, '') || 'notebook';
}

/** What must be the same for the kernel to know of all cells. */
export function outline(cells: readonly CellText[]): string {
  return JSON.stringify(cells.map(({ index, id, tags }) => [index, id, tags]));
}
