import type { Piece, Relations } from './data';

type Pick = (id: number) => void;

const MOST = 24;

/** Say in words why a piece is where it is. */
export function showDetail(box: Element, relations: Relations, id: number, pick: Pick): void {
  const piece = relations.piece(id);
  const list = document.createElement('dl');
  const same = piece.server.join() === piece.browser.join();
  if (piece.reason) row(list, 'why', '', [text(piece.reason)]);
  else if (same && piece.server.length > 0)
    row(list, 'both', '', chain(relations, piece.server, pick));
  else {
    if (piece.server.length > 0) row(list, 'server', 's', chain(relations, piece.server, pick));
    if (piece.browser.length > 0) row(list, 'browser', 'b', chain(relations, piece.browser, pick));
  }
  row(list, 'needs', '', names(relations, relations.needsOf(id), pick));
  row(list, 'needed by', '', names(relations, relations.neededBy(id), pick));
  box.replaceChildren(heading(piece), list);
}

function heading(piece: Piece): HTMLElement {
  const title = document.createElement('h3');
  title.textContent = piece.label;
  const more = document.createElement('small');
  const goes = piece.stub ? 'server, with a stub in the browser' : piece.goes;
  const kind = piece.detail ? `${piece.kind} ${piece.detail}` : piece.kind;
  const place = typeof piece.cell === 'number' ? `cell ${piece.cell}` : piece.cell;
  more.textContent = `${kind} · ${goes} · ${place}, line ${piece.line}`;
  title.append(more);
  return title;
}

function row(list: Element, term: string, kind: string, content: readonly Node[]): void {
  if (content.length === 0) return;
  const name = document.createElement('dt');
  name.textContent = term;
  name.className = kind;
  const value = document.createElement('dd');
  value.append(...content);
  list.append(name, value);
}

function chain(relations: Relations, ids: readonly number[], pick: Pick): Node[] {
  const title = (id: number) => {
    const { label, kind } = relations.piece(id);
    return ['page', 'action', 'loader'].includes(kind) ? `${label} (${kind})` : label;
  };
  return ids.flatMap((id, index) => [
    ...(index > 0 ? [text('→')] : []),
    button(title(id), () => pick(id)),
  ]);
}

function names(relations: Relations, ids: readonly number[], pick: Pick): Node[] {
  const shown = ids
    .slice(0, MOST)
    .flatMap((id, index) => [
      ...(index > 0 ? [text('·')] : []),
      button(relations.piece(id).label, () => pick(id)),
    ]);
  return ids.length > MOST ? [...shown, text(`and ${ids.length - MOST} more`)] : shown;
}

function text(content: string): Node {
  const span = document.createElement('span');
  span.textContent = content;
  return span;
}

function button(label: string, click: () => void): Node {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = label;
  made.addEventListener('click', click);
  return made;
}
