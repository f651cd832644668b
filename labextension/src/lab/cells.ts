/** A notebook as the kernel is told of it. */
import type { NotebookPanel } from './platform';

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

/** What the author called the file, without its ending. */
export function nameOf(path: string): string {
  const file = path.slice(path.lastIndexOf('/') + 1);
  return file.replace(/\.ipynb$/, '') || 'notebook';
}
