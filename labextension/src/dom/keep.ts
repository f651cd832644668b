import { activeElementOf, bodyOf, contains, insertBefore, isConnected, queryAll } from './native';

type MoveBefore = (this: Node, node: Node, before: Node | null) => void;

interface Scrolled {
  readonly element: Element;
  readonly top: number;
  readonly left: number;
}

/** Move a node so that focus, caret and scroll inside it stay; newer browsers do it themselves. */
export function move(parent: Element, node: Node, before: Node | null): void {
  const native = (Element.prototype as { moveBefore?: MoveBefore }).moveBefore;
  if (native && isConnected(node)) {
    native.call(parent, node, before);
    return;
  }
  const restoreFocus = rememberFocus(node);
  const scrolled = rememberScroll(node);
  insertBefore(parent, node, before);
  restoreFocus?.();
  for (const { element, top, left } of scrolled) {
    element.scrollTop = top;
    element.scrollLeft = left;
  }
}

/** Set a text; a caret in it stays where it is. */
export function setData(text: Text, wanted: string): void {
  // What was typed is there already.
  if (text.data === wanted) return;
  const caret = isFocusAround(text) ? getSelection() : null;
  const at = caret?.type === 'Caret' && caret.focusNode === text && caret.focusOffset;
  text.data = wanted;
  if (at) caret.collapse(text, Math.min(at, wanted.length));
}

/** Whether a caret may be in a text; to ask for it, the browser would lay out the page. */
function isFocusAround(text: Text): boolean {
  const active = activeElementOf(text.ownerDocument);
  return !!active && active !== bodyOf(text.ownerDocument) && contains(active, text);
}

function rememberFocus(node: Node): (() => void) | undefined {
  const active = activeElementOf(node.ownerDocument as Document) as HTMLInputElement | null;
  if (!active || !contains(node, active)) return undefined;
  const { selectionStart, selectionEnd, selectionDirection } = active;
  return () => {
    active.focus({ preventScroll: true });
    if (typeof selectionStart === 'number')
      active.setSelectionRange(selectionStart, selectionEnd, selectionDirection ?? 'none');
  };
}

function rememberScroll(node: Node): Scrolled[] {
  if (!(node instanceof Element)) return [];
  return [node, ...queryAll(node, '*')]
    .map((element) => ({ element, top: element.scrollTop, left: element.scrollLeft }))
    .filter(({ top, left }) => top || left);
}
