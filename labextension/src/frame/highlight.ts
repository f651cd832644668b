/** Frames around what a component shows, drawn over the page and no part of it. */

const MOST = 100;

export class Highlight {
  #host: HTMLElement | undefined;

  /** Show where these nodes are, and what they are of. */
  show(nodes: readonly Node[], name: string): void {
    this.hide();
    const boxes = nodes.slice(0, MOST).map(boxOf).filter(isSeen);
    if (boxes.length === 0) return;
    const host = document.createElement('div');
    host.dataset['rnbHighlight'] = name;
    host.style.cssText =
      'all: initial; position: fixed; inset: 0; z-index: 2147483647; pointer-events: none';
    const shadow = host.attachShadow({ mode: 'open' });
    shadow.append(...boxes.map(frameOf), labelOf(boxes, name));
    // Beside the body, which is the app's.
    document.documentElement.append(host);
    this.#host = host;
    addEventListener('scroll', () => this.hide(), { capture: true, once: true });
  }

  hide(): void {
    this.#host?.remove();
    this.#host = undefined;
  }
}

function boxOf(node: Node): DOMRect {
  if (node instanceof Element) return node.getBoundingClientRect();
  const range = document.createRange();
  range.selectNode(node);
  return range.getBoundingClientRect();
}

function isSeen({ width, height }: DOMRect): boolean {
  return width > 0 || height > 0;
}

function frameOf({ left, top, width, height }: DOMRect): HTMLElement {
  const frame = document.createElement('div');
  frame.style.cssText =
    `position: absolute; left: ${left}px; top: ${top}px; width: ${width}px; height: ${height}px;` +
    'box-sizing: border-box; background: rgb(33 150 243 / 20%); outline: 1px solid #2196f3';
  return frame;
}

function labelOf(boxes: readonly DOMRect[], name: string): HTMLElement {
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const right = Math.max(...boxes.map((box) => box.right));
  const bottom = Math.max(...boxes.map((box) => box.bottom));
  const label = document.createElement('div');
  label.textContent = `${name}  ${Math.round(right - left)} × ${Math.round(bottom - top)}`;
  const at = top > 22 ? top - 20 : Math.min(bottom + 2, innerHeight - 20);
  label.style.cssText =
    `position: absolute; left: ${Math.max(0, left)}px; top: ${Math.max(0, at)}px;` +
    'padding: 1px 6px; border-radius: 2px; background: #0d47a1; color: #fff;' +
    'font: 12px/16px sans-serif; white-space: pre';
  return label;
}
